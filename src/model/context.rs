//! Context: what was learned about the organization's surroundings before the work began.

use super::header::document_kind;
use super::time::{Day, Time};

document_kind! {
    /// What surrounds the organization: laws, adversaries, and what happened before.
    pub struct Context {
        /// What the law forbids or asks here, as a list, such as: encryption needs a licence.
        pub legal_restrictions: Vec<String>,
        /// Who may want to harm these people, and what they can do. It decides which channels are
        /// safe.
        pub adversaries: Vec<Adversary>,
        /// What happened before. Ask again at every meeting: people remember late.
        pub past_incidents: Vec<PastIncident>,
        /// Each time somebody asked for past incidents, as a list of times with their offset.
        pub asked_at: Vec<Time>,
        /// Laws that apply to the organization, as a list such as [eu-gdpr-33].
        pub regulations: Vec<String>,
        /// Places, people and systems that stay untouched, as a list.
        pub no_go: Vec<String>,
    }
}

/// Somebody who may want to harm these people.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Adversary {
    /// Who it is, in words that endanger nobody if this file is read by others.
    pub who: Option<String>,
    /// What they can do, such as: seize devices, listen to phones.
    pub capability: Option<String>,
    /// What they want, as far as anybody knows.
    pub motive: Option<String>,
}

/// Something that happened before the engagement.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PastIncident {
    /// Day it happened, such as 2026-03-01, or unknown.
    pub on: Option<Day>,
    /// What happened, in one or two sentences.
    pub what: Option<String>,
    /// When the auditor was told of it, as a time with its offset.
    pub told_at: Option<Time>,
    /// What was done about it, and what is still open.
    pub outcome: Option<String>,
}
