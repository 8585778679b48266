//! The whole of `ircase record`: what changed is planned, checked, signed and recorded.

use jiff::Timestamp;

use super::{
    Plan, PlanError, RecordError, Recorded, Request, Unready, Wanted, author, plan, ready, record,
};
use crate::ops::open::Opened;
use crate::trail::signer::Hands;
use crate::trail::store::{Store, StoreError};

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing changed, or nothing of what was asked for.
    Nothing(Plan),
    /// Ready to be recorded; nothing was written or signed.
    Planned(Plan, Box<Request>),
    Recorded(Plan, Box<Recorded>),
}

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error("nothing was recorded")]
    Unready(#[from] Unready),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who asks, with what, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub hands: &'a Hands,
    /// The handle of who should sign, where the user named one.
    pub signer: Option<&'a str>,
    pub now: Timestamp,
    /// Whether to stop before anything is written.
    pub dry_run: bool,
}

/// Records what changed and is wanted.
pub fn record_changes(
    opened: &Opened,
    wanted: &Wanted<'_>,
    asked: Asked<'_>,
) -> Result<Outcome, RunError> {
    let root = opened.workspace.root();
    let store = Store::open(root)?;
    if wanted.words.is_empty() && store.changed_paths()?.is_empty() {
        return Ok(Outcome::Nothing(Plan::default()));
    }
    let author = author(root, asked.hands, asked.signer)?;
    let plan = plan(&opened.workspace, &store, wanted, &author.handle, asked.now)?;
    if plan.changes.is_empty() {
        return Ok(Outcome::Nothing(plan));
    }
    let request = ready(opened, plan.changes.clone(), author, asked.now)?;
    if asked.dry_run {
        return Ok(Outcome::Planned(plan, Box::new(request)));
    }
    let recorded = record(&request, asked.hands)?;
    Ok(Outcome::Recorded(plan, Box::new(recorded)))
}
