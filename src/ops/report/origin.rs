//! What a report was made from: the newest record, who signed it, and whether the documents still
//! are as they were recorded.

use jiff::Timestamp;

use crate::model::kind;
use crate::ops::open::Opened;
use crate::render::provenance::{Provenance, Record};
use crate::trail::object;
use crate::trail::store::{Store, StoreError};

use super::ReportError;

/// The origin of a report.
pub(super) struct Origin {
    pub provenance: Provenance,
    /// Handle of who signed the record that last changed the agreement.
    pub attested_by: Option<String>,
}

/// Finds the record beneath an engagement; one without a repository of its own has none.
pub(super) fn find(opened: &Opened, now: Timestamp) -> Result<Origin, ReportError> {
    let mut provenance = Provenance {
        record: None,
        verdict: None,
        trust_root: None,
        draft: true,
        now,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let store = match Store::open(opened.workspace.root()) {
        Ok(store) => store,
        Err(StoreError::NoRepository { .. }) => {
            return Ok(Origin { provenance, attested_by: None });
        }
        Err(error) => return Err(error.into()),
    };
    let Some(oid) = store.head()?.oid() else {
        return Ok(Origin { provenance, attested_by: None });
    };
    provenance.record =
        Some(Record { commit: oid.to_string(), signer: None, time: time_of(&store.commit(oid)?) });
    provenance.draft = store.changed_paths()?.iter().any(|changed| shows(&changed.path));
    Ok(Origin { provenance, attested_by: None })
}

/// Returns whether a report shows what is at this path.
fn shows(path: &str) -> bool {
    kind::is_document(path) || path.starts_with("templates/reports/")
}

/// Returns the time a record claims; the first second of 1970 for one that is not canonical.
fn time_of(bytes: &[u8]) -> Timestamp {
    let seconds = object::parse(bytes).map(|commit| commit.committer.seconds).unwrap_or_default();
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
