//! `ircase verify`: checks the trail, every signature, signer and step.

use serde::Serialize;

use super::{Context, Exit, Failure, Stamp, ui};
use crate::ops::verify::{self, Asked, How, Verified, VerifyError};
use crate::trail::object::Oid;
use crate::trail::verdict::{Finding, Judged, NOT_CHECKED, Verdict};
use crate::workspace::{Workspace, WorkspaceError};

/// Check the trail: every signature, signer and step
///
/// Every record is checked against the policy of the records before it, with the keys the
/// trail itself holds. No keyring, clock or setting of yours takes part.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase verify\n  $ ircase verify --json\n\n\
    Exit codes: 0 the trail holds, 7 it is broken, 8 it cannot be judged.")]
pub(super) struct Args {
    /// List only these records: `TO`, `FROM..` or `FROM..TO`; all before them are checked too
    #[arg(value_name = "RANGE")]
    range: Option<String>,
    /// The id of the first record, as you know it from outside
    #[arg(long, value_name = "ID")]
    trust_root: Option<String>,
    /// Do not judge a trail whose first record is not known from outside
    #[arg(long)]
    require_pin: bool,
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    let trust_root = match &args.trust_root {
        None => None,
        Some(text) => Some(text.parse::<Oid>().map_err(|fault| {
            Failure::message(Exit::Usage, format!("`{}`: {fault}", ui::foreign(text)))
        })?),
    };
    // A folder whose documents are gone can still hold a trail.
    let root = match Workspace::find(&context.directory) {
        Ok(workspace) => workspace.root().to_owned(),
        Err(error @ WorkspaceError::NotAFolder(_)) => return Err(error.into()),
        Err(_) => context.directory.clone(),
    };
    let asked = Asked {
        range: args.range,
        trust_root,
        require_pin: args.require_pin,
        state_dir: context.settings.state_dir.clone(),
    };
    let verified = verify::verify(&root, &asked).map_err(failure)?;
    if context.json {
        context.ui.answer_json(&Answer::of(&verified, context.stamp("verify")));
    } else {
        print(&verified, context);
    }
    Ok(match verified.history.verdict() {
        Verdict::Valid | Verdict::Warning => Exit::Done,
        Verdict::Incomplete => Exit::CannotJudge,
        Verdict::Invalid => Exit::Broken,
    })
}

/// Returns how the command line says that a trail could not be checked at all.
pub(super) fn failure(error: VerifyError) -> Failure {
    let (exit, hint) = match error {
        VerifyError::Store(error) => return error.into(),
        VerifyError::Pin(_) => (Exit::InputOutput, None),
        VerifyError::NoRecord => (Exit::CannotJudge, Some("record something with `ircase record`")),
        VerifyError::Unknown(_) => (Exit::Usage, Some("`ircase log` lists the records")),
        VerifyError::Ambiguous(_) => (Exit::Usage, Some("write more of its digits")),
    };
    let failure = Failure::new(exit, error);
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn print(verified: &Verified, context: &mut Context) {
    let history = &verified.history;
    for record in history.records.iter().filter(|record| !record.findings.is_empty()) {
        for line in lines_of(record) {
            context.ui.answer(&line);
        }
    }
    for finding in &history.findings {
        context.ui.answer(&format!("trail         {}", about(finding)));
    }
    for line in summary(verified) {
        context.ui.answer(&line);
    }
}

/// Returns one line per finding of a record that needs attention.
fn lines_of(record: &Judged) -> Vec<String> {
    let id = record.id.short();
    record.findings.iter().map(|finding| format!("{id}  {}", about(finding))).collect()
}

fn about(finding: &Finding) -> String {
    let (verdict, code) = (finding.verdict.name(), finding.code);
    format!("{verdict:<10}  {code}: {}", ui::foreign(&finding.message))
}

fn summary(verified: &Verified) -> Vec<String> {
    let history = &verified.history;
    let records: Vec<&Judged> = verified.records().collect();
    let good = records.iter().filter(|record| record.verdict().is_verified()).count();
    let verdict = history.verdict().name();
    let mut lines = vec![format!(
        "verified {good} of {}, {}: {verdict}",
        counted(records.len(), "record"),
        counted(history.files, "file")
    )];
    lines.extend(trust_root(verified));
    lines.extend(signers(&records));
    // What was not checked, or does not hold, proves nothing.
    if history.verdict().is_verified() {
        lines.push(
            "proven: who signed what, in this order; only claimed: the time, and that nothing was \
             left out"
                .to_owned(),
        );
    } else {
        lines.push("proven: nothing about the whole; each record stands for itself".to_owned());
    }
    let names: Vec<&str> = NOT_CHECKED.iter().map(|(name, _)| *name).collect();
    lines.push(format!("not checked yet: {}", names.join(", ")));
    match verified.changed {
        Some(0) => {}
        Some(count) => lines.push(format!("{} not recorded", counted(count, "changed file"))),
        None => lines.push("the folder could not be compared with the trail".to_owned()),
    }
    lines
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn trust_root(verified: &Verified) -> Vec<String> {
    let how = match verified.how {
        How::Given => "the one that was given",
        How::Remembered => "the one remembered from before",
        How::FirstUse => {
            "met for the first time, remembered from now on; compare it with the \
            agreement or the other party"
        }
        How::Unpinned => "not known from outside; compare it with the agreement or the other party",
    };
    let found = match verified.history.root {
        Some(root) if differing(verified).is_none() => {
            return vec![format!("trust root: {root} ({how})")];
        }
        Some(root) => format!("trust root: found {root}"),
        None => "trust root: none, there is not exactly one first record".to_owned(),
    };
    let expected = differing(verified).map(|root| format!("trust root: expected {root} ({how})"));
    expected.into_iter().chain([found]).collect()
}

/// Returns the first record as it is known from outside, if it is not the one that was found.
fn differing(verified: &Verified) -> Option<Oid> {
    verified.expected.filter(|root| verified.history.root != Some(*root))
}

/// Says per person how often they signed, and whether somebody else vouches for the key.
fn signers(records: &[&Judged]) -> Vec<String> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for signed in records.iter().filter_map(|record| record.signed.as_ref()) {
        let tied = match &signed.verified_by {
            Some(by) => format!("key checked by {by}"),
            None => "key checked by nobody else".to_owned(),
        };
        let who = format!("{}, {} {}, {tied}", signed.handle, signed.format.name(), signed.key);
        match found.iter_mut().find(|(known, _)| *known == who) {
            Some((_, count)) => *count += 1,
            None => found.push((who, 1)),
        }
    }
    found
        .into_iter()
        .map(|(who, count)| format!("signed {} by {}", counted(count, "record"), ui::foreign(&who)))
        .collect()
}

#[derive(Serialize)]
struct Answer {
    ircase: Stamp,
    summary: Summary,
    trust_root: TrustRoot,
    commits: Vec<Commit>,
    not_checked: Vec<&'static str>,
}

#[derive(Serialize)]
struct Summary {
    commits: usize,
    verified: usize,
    verdict: Verdict,
    codes: Vec<&'static str>,
    files: usize,
    /// Absent if the folder could not be compared.
    changed_files: Option<usize>,
    proven: &'static [&'static str],
    claimed: &'static [&'static str],
}

#[derive(Serialize)]
struct TrustRoot {
    commit: Option<String>,
    how: &'static str,
    /// Only where it is not the one that was found; `how` is then about this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
}

#[derive(Serialize)]
struct Commit {
    commit: String,
    verdict: Verdict,
    codes: Vec<&'static str>,
    signature: Option<Signature>,
    signer: Option<String>,
    policy_version: Option<u32>,
    findings: Vec<FindingOut>,
    recorded_at: Option<String>,
    paths: usize,
}

#[derive(Serialize)]
struct Signature {
    format: &'static str,
    fingerprint: String,
    /// The key the policy names; differs from the fingerprint for a subkey.
    key: String,
    key_verified_by: Option<String>,
}

#[derive(Serialize)]
struct FindingOut {
    code: &'static str,
    verdict: Verdict,
    message: String,
    path: Option<String>,
}

impl Answer {
    fn of(verified: &Verified, ircase: Stamp) -> Self {
        let history = &verified.history;
        let commits: Vec<Commit> = verified.records().map(Commit::of).collect();
        let is_verified = |commit: &&Commit| commit.verdict.is_verified();
        Self {
            ircase,
            summary: Summary {
                commits: commits.len(),
                verified: commits.iter().filter(is_verified).count(),
                verdict: history.verdict(),
                codes: history.codes(),
                files: history.files,
                changed_files: verified.changed,
                proven: if history.verdict().is_verified() { &["signers", "order"] } else { &[] },
                claimed: &["time", "completeness"],
            },
            trust_root: TrustRoot {
                commit: history.root.map(|root| root.to_string()),
                how: verified.how.name(),
                expected: differing(verified).map(|root| root.to_string()),
            },
            commits,
            not_checked: NOT_CHECKED.iter().map(|(name, _)| *name).collect(),
        }
    }
}

impl Commit {
    fn of(record: &Judged) -> Self {
        let signed = record.signed.as_ref();
        let recorded_at =
            record.recorded_at.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        Self {
            commit: record.id.to_string(),
            verdict: record.verdict(),
            codes: record.codes(),
            signature: signed.map(|signed| Signature {
                format: signed.format.name(),
                fingerprint: signed.fingerprint.clone(),
                key: signed.key.clone(),
                key_verified_by: signed.verified_by.clone(),
            }),
            signer: signed.map(|signed| signed.handle.clone()),
            policy_version: record.policy_version,
            findings: record
                .findings
                .iter()
                .map(|finding| FindingOut {
                    code: finding.code,
                    verdict: finding.verdict,
                    message: finding.message.clone(),
                    path: finding.path.clone(),
                })
                .collect(),
            recorded_at: recorded_at.map(|time| time.to_string()),
            paths: record.paths,
        }
    }
}
