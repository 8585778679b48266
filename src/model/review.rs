//! A review: what an incident taught. It is blameless: it looks for causes, never for a culprit.

use super::consent::Consent;
use super::header::document_kind;
use super::time::Time;
use super::vocabulary::{Answer, vocabulary};

document_kind! {
    /// The review of one incident. Its summary is the body.
    pub struct Review {
        /// Where the review stands, from draft to closed.
        pub status: Option<ReviewStatus>,
        /// Handle of the person who makes sure that the review is finished.
        pub owner: Option<String>,
        /// When people meet about it, as a time with its offset.
        pub meeting_at: Option<Time>,
        /// What helped it happen: circumstances, tools, habits. Never a person: blame makes people
        /// silent next time.
        pub contributing_factors: Vec<String>,
        /// What went well, as a list; it is worth keeping.
        pub went_well: Vec<String>,
        /// What went less well, as a list, without names.
        pub went_less_well: Vec<String>,
        /// Where it could have been worse, and why it was not, as a list. You may not be lucky the
        /// next time.
        pub where_lucky: Vec<String>,
        /// What it cost, in numbers.
        pub impact: Option<ImpactNumbers>,
        /// Ids of the tasks that came of it, such as [TSK-5RBN]. A lesson without a task is
        /// forgotten.
        pub tasks: Vec<String>,
        /// Who may read what was learned, and who agreed to that.
        pub share: Option<Share>,
    }
}

/// What an incident cost, in numbers.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ImpactNumbers {
    /// Minutes that work stood still, a number.
    pub downtime_minutes: Option<u64>,
    /// Number of people who were touched by it.
    pub people_affected: Option<u64>,
    /// Number of records of personal data that were touched.
    pub records_affected: Option<u64>,
    /// Hours of work that it took, a number.
    pub work_hours: Option<u64>,
}

/// Who may read what was learned.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Share {
    /// Whether the organization's own people may read it.
    pub internal: Option<Answer>,
    /// Whether others may read it, without names and places.
    pub anonymized: Option<Answer>,
    /// Who agreed to share it, and in which form.
    pub approval: Option<Consent>,
}

vocabulary! {
    /// Where a review stands.
    pub enum ReviewStatus {
        /// Still being written.
        Draft = "draft",
        /// People read it and talk about it.
        InReview = "in-review",
        /// The talk was held.
        Reviewed = "reviewed",
        /// Nothing is left to do.
        Closed = "closed",
    }
}
