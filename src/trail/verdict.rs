//! What can be said about a record and about a whole trail, as plain values.
//!
//! The same history gives the same verdict to the byte, whoever asks, wherever and whenever.
//! How it is found is in `rules`; how it is printed is for the command line.

use super::object::Oid;
use super::signature::armor::Format;

/// How much a record can be relied on, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Everything that is checked holds.
    Valid,
    /// It holds, and something about it should be known.
    Warning,
    /// It cannot be judged: something needed is absent or of an unsupported kind.
    Incomplete,
    /// It is broken.
    Invalid,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Warning => "warning",
            Self::Incomplete => "incomplete",
            Self::Invalid => "invalid",
        }
    }

    /// Returns whether a record with this verdict counts as verified.
    pub fn is_verified(self) -> bool {
        self <= Self::Warning
    }
}

/// One thing that is remarkable or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable, in kebab-case.
    pub code: &'static str,
    pub verdict: Verdict,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// The file it is about.
    pub path: Option<String>,
}

/// A signature that was checked and found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub format: Format,
    /// The key that made it, perhaps a subkey.
    pub fingerprint: String,
    /// The key the policy names.
    pub key: String,
    pub handle: String,
    /// Somebody else tied the key to its person.
    pub verified_by: Option<String>,
}

/// One record, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub id: Oid,
    pub findings: Vec<Finding>,
    /// Nothing if there is no good signature by a listed key.
    pub signed: Option<Signed>,
    /// The version of the policy that judged it; nothing if there was none.
    pub policy_version: Option<u32>,
    /// What the record claims, in seconds since 1970 UTC.
    pub recorded_at: Option<i64>,
    /// Paths that differ from every parent.
    pub paths: usize,
}

impl Judged {
    /// Returns the worst of the findings.
    pub fn verdict(&self) -> Verdict {
        worst(&self.findings)
    }

    /// Returns each code once, in the order found.
    pub fn codes(&self) -> Vec<&'static str> {
        codes(&self.findings)
    }
}

/// A whole history, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub tip: Oid,
    /// The first record; nothing if there is not exactly one.
    pub root: Option<Oid>,
    /// Oldest first: every parent before its children.
    pub records: Vec<Judged>,
    /// About the history as a whole.
    pub findings: Vec<Finding>,
    /// Files in the newest record.
    pub files: usize,
    /// People who may change the policy now.
    pub admins: usize,
}

impl History {
    /// Returns the worst of every record and of the history as a whole.
    pub fn verdict(&self) -> Verdict {
        let records = self.records.iter().map(Judged::verdict);
        records.chain([worst(&self.findings)]).max().unwrap_or(Verdict::Valid)
    }

    /// Returns how many records are valid, or valid with a warning.
    pub fn verified(&self) -> usize {
        self.records.iter().filter(|record| record.verdict().is_verified()).count()
    }

    /// Returns the codes about the history as a whole, each once.
    pub fn codes(&self) -> Vec<&'static str> {
        codes(&self.findings)
    }

    pub fn record(&self, id: Oid) -> Option<&Judged> {
        self.records.iter().find(|record| record.id == id)
    }
}

fn worst(findings: &[Finding]) -> Verdict {
    findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Valid)
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for finding in findings {
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    codes
}

/// What this version does not check yet: a name, and what it means.
///
/// What was not checked is never reported as fine, so every answer carries this list.
pub const NOT_CHECKED: &[(&str, &str)] = &[
    ("approvals", "thresholds and co-signatures of several people"),
    ("attestations", "records made by hand that somebody vouched for later"),
    ("clocks", "wall clocks that were moved between records"),
    (
        "documents-in-history",
        "the rules for documents, such as illegal transitions, in old records",
    ),
    ("erasures", "tombstones of objects that were taken away"),
    ("merged-fields", "whether a merge adds something of its own"),
    ("policy-paths", "stricter rules by path, a crypto floor and time limits in a policy"),
    ("revocations", "keys that a policy revokes from some record on"),
    ("seen-heads", "whether a head that was seen before is part of this history"),
    ("witnesses", "proofs of time by witnesses and anchors"),
];
