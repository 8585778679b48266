//! A task: what somebody does so that it does not happen again.

use super::header::document_kind;
use super::time::Day;
use super::vocabulary::vocabulary;

document_kind! {
    /// Something that one person does, until an agreed day.
    pub struct Task {
        /// Handle of the one person who does it. With two owners, each waits for the other.
        pub owner: Option<String>,
        /// Last day for it, such as 2026-12-01.
        pub due: Option<Day>,
        /// How far it is. Write done when you did it; somebody else checks it and writes verified.
        pub status: Option<TaskStatus>,
        /// Id of the incident, review or exercise it comes from, such as INC-2026-7KQ2/review.
        pub from: Option<String>,
        /// What shows that it is done, such as: restored the backup on 2026-12-01, log in the
        /// office.
        pub done_evidence: Option<String>,
        /// Why the risk is accepted, or the task dropped, and who said so.
        pub because: Option<String>,
    }
}

vocabulary! {
    /// Where a task stands.
    pub enum TaskStatus {
        /// Nobody has begun.
        Open = "open",
        /// Somebody works on it.
        InProgress = "in-progress",
        /// Its owner says that it is done.
        Done = "done",
        /// Somebody else checked that it is done.
        Verified = "verified",
        /// It will not be done, and somebody is responsible for the risk.
        AcceptedRisk = "accepted-risk",
        /// It is not needed any more.
        Dropped = "dropped",
    }
}

impl TaskStatus {
    /// Returns whether there is still something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}
