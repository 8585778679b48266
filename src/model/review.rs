//! A review: what an incident taught. It is blameless: it looks for causes, never for a culprit.

use super::consent::Consent;
use super::header::document_kind;
use super::time::Time;
use super::vocabulary::{Answer, vocabulary};

document_kind! {
    /// The review of one incident. Its summary is the body.
    pub struct Review {
        /// Where it stands.
        pub status: Option<ReviewStatus>,
        /// Handle of who brings it to an end.
        pub owner: Option<String>,
        /// When people meet about it.
        pub meeting_at: Option<Time>,
        /// What helped it happen: circumstances, tools, habits; never a person.
        pub contributing_factors: Vec<String>,
        /// What went well.
        pub went_well: Vec<String>,
        /// What went less well.
        pub went_less_well: Vec<String>,
        /// Where we were lucky.
        pub where_lucky: Vec<String>,
        /// What it cost, in numbers.
        pub impact: Option<ImpactNumbers>,
        /// Ids of the tasks that came of it.
        pub tasks: Vec<String>,
        /// Who may read what was learned.
        pub share: Option<Share>,
    }
}

/// What an incident cost, in numbers.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ImpactNumbers {
    /// Minutes that work stood still.
    pub downtime_minutes: Option<u64>,
    /// People who were touched.
    pub people_affected: Option<u64>,
    /// Records of personal data that were touched.
    pub records_affected: Option<u64>,
    /// Hours of work it took.
    pub work_hours: Option<u64>,
}

/// Who may read what was learned.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Share {
    /// Whether the organization's own people may.
    pub internal: Option<Answer>,
    /// Whether others may, without names.
    pub anonymized: Option<Answer>,
    /// Who agreed to that.
    pub approval: Option<Consent>,
}

vocabulary! {
    /// Where a review stands.
    pub enum ReviewStatus {
        Draft = "draft", InReview = "in-review", Reviewed = "reviewed", Closed = "closed",
    }
}
