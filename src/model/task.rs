//! A task: what somebody does so that it does not happen again.

use super::header::document_kind;
use super::time::Day;
use super::vocabulary::vocabulary;

document_kind! {
    /// Something to do, by one person, until a day.
    pub struct Task {
        /// Handle of who does it.
        pub owner: Option<String>,
        /// Last day for it.
        pub due: Option<Day>,
        /// Where it stands.
        pub status: Option<TaskStatus>,
        /// Id of the incident, review, exercise or finding it comes from.
        pub from: Option<String>,
        /// What shows that it is done.
        pub done_evidence: Option<String>,
        /// Why the risk is accepted, or the task dropped.
        pub because: Option<String>,
    }
}

vocabulary! {
    /// Where a task stands.
    pub enum TaskStatus {
        Open = "open", InProgress = "in-progress", Done = "done",
        /// Somebody else looked and it is so.
        Verified = "verified",
        AcceptedRisk = "accepted-risk", Dropped = "dropped",
    }
}

impl TaskStatus {
    /// Returns whether there is still something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}
