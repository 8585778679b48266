//! Context: what was learned about the organization's surroundings before the work began.

use super::header::document_kind;
use super::time::{Day, Time};

document_kind! {
    /// What surrounds the organization: laws, adversaries, and what happened before.
    pub struct Context {
        /// What the law forbids or asks here, such as a ban on encryption.
        pub legal_restrictions: Vec<String>,
        /// Who may want to harm these people.
        pub adversaries: Vec<Adversary>,
        /// What happened before. Ask again at every meeting; people remember late.
        pub past_incidents: Vec<PastIncident>,
        /// When somebody last asked for past incidents.
        pub asked_at: Vec<Time>,
        /// Regulations the organization lives under.
        pub regulations: Vec<String>,
        /// Places, people and systems that stay untouched.
        pub no_go: Vec<String>,
    }
}

/// Somebody who may want to harm these people.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Adversary {
    /// Who it is, in words that endanger nobody.
    pub who: Option<String>,
    /// What they can do.
    pub capability: Option<String>,
    /// What they want.
    pub motive: Option<String>,
}

/// Something that happened before the engagement.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PastIncident {
    /// Day it happened, or unknown.
    pub on: Option<Day>,
    /// What happened.
    pub what: Option<String>,
    /// When the auditor was told.
    pub told_at: Option<Time>,
    /// What was done about it.
    pub outcome: Option<String>,
}
