//! What a report was made from: the newest record, who signed it, what verifying gave, whether the
//! documents still are as they were recorded, and who put each consent on record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;

use super::ReportError;
use crate::model::consent::Consent;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::kind;
use crate::ops::open::Opened;
use crate::ops::verify::{self, Asked, Verified, VerifyError};
use crate::render::provenance::{Provenance, Record, Verdict};
use crate::render::view::{Attestation, ConsentKey};
use crate::source::{Source, SourceId};
use crate::trail;
use crate::trail::store::{Store, StoreError};
use crate::trail::verdict::{Finding, NOT_CHECKED};

/// The finding that nobody has pinned the trust root on this machine. A report leaves it out: it is
/// about its maker, and the same record gives everybody the same report. Its reader compares the
/// trust root that the report prints; one that differs from a remembered one breaks the verdict.
const UNPINNED: &str = "trust-root-unpinned";

/// The origin of a report.
pub(super) struct Origin {
    pub provenance: Provenance,
    /// Who signed the first record that holds a consent.
    pub attestations: BTreeMap<ConsentKey, Attestation>,
}

/// Finds the record beneath an engagement; one without a repository of its own has none.
///
/// `paths` are the documents whose consents are looked up.
pub(super) fn find(
    opened: &Opened,
    paths: &[&str],
    state_dir: Option<&PathBuf>,
    now: Timestamp,
) -> Result<Origin, ReportError> {
    let root = opened.workspace.root();
    let asked = Asked { state_dir: state_dir.cloned(), ..Asked::default() };
    let verified = match verify::verify(root, &asked) {
        Ok(verified) => verified,
        Err(VerifyError::Store(StoreError::NoRepository { .. }) | VerifyError::NoRecord) => {
            return Ok(Origin { provenance: unrecorded(now), attestations: BTreeMap::new() });
        }
        Err(error) => return Err(error.into()),
    };
    let store = Store::open(root).map_err(VerifyError::from)?;
    let changed = store.changed_paths().map_err(VerifyError::from)?;
    Ok(Origin {
        provenance: Provenance {
            draft: changed.iter().any(|changed| shows(&changed.path)),
            ..recorded(&verified, now)
        },
        attestations: attestations(&store, &verified, paths),
    })
}

fn unrecorded(now: Timestamp) -> Provenance {
    Provenance {
        record: None,
        verdict: None,
        trust_root: None,
        draft: true,
        now,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn recorded(verified: &Verified, now: Timestamp) -> Provenance {
    let history = &verified.history;
    let tip = history.record(history.tip);
    let seconds = tip.and_then(|tip| tip.recorded_at).unwrap_or_default();
    let records = history.records.iter().flat_map(|record| &record.findings);
    let findings: Vec<&Finding> =
        records.chain(&history.findings).filter(|finding| finding.code != UNPINNED).collect();
    let worst = findings.iter().map(|finding| finding.verdict).max();
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    Provenance {
        record: Some(Record {
            commit: history.tip.to_string(),
            signer: tip.and_then(|tip| tip.signed.as_ref()).map(|signed| signed.handle.clone()),
            time: Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH),
        }),
        verdict: Some(Verdict {
            verdict: worst.unwrap_or(trail::verdict::Verdict::Valid).name().to_owned(),
            codes: codes.into_iter().map(str::to_owned).collect(),
            verified: history.verified(),
            records: history.records.len(),
            not_checked: NOT_CHECKED.len(),
        }),
        trust_root: history.root.map(|root| root.to_string()),
        ..unrecorded(now)
    }
}

/// Returns whether a report shows what is at this path.
fn shows(path: &str) -> bool {
    kind::is_document(path) || path.starts_with("templates/reports/")
}

/// Finds, for each consent in any version of these documents, the signer of the first record that
/// holds it. A record that is not verified attests nothing.
fn attestations(
    store: &Store,
    verified: &Verified,
    paths: &[&str],
) -> BTreeMap<ConsentKey, Attestation> {
    let mut found = BTreeMap::new();
    for path in paths {
        let mut last = None;
        for record in &verified.history.records {
            let Ok(Some(bytes)) = store.read(record.id, path) else { continue };
            if last.as_ref() == Some(&bytes) {
                continue;
            }
            let signed = record.signed.as_ref().filter(|_| record.verdict().is_verified());
            for consent in consents(path, &bytes) {
                let key = ConsentKey::of(&consent);
                if let (Some(signed), false) = (signed, found.contains_key(&key)) {
                    let key_used = signed.fingerprint.clone();
                    found.insert(key, Attestation { signer: signed.handle.clone(), key: key_used });
                }
            }
            last = Some(bytes);
        }
    }
    found
}

/// Returns every consent of a document.
fn consents(path: &str, bytes: &[u8]) -> Vec<Consent> {
    let text = String::from_utf8_lossy(bytes);
    let source = Source::new(SourceId(0), path, text.as_ref());
    match TypedDocument::read(&source, None).content {
        Content::Agreement(agreement) => {
            agreement.signatures.iter().map(crate::render::view::consent_of).collect()
        }
        Content::Incident(incident) => {
            let suspension = incident.suspension.as_ref();
            suspension.map(|it| it.consents.clone()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
