//! Procedures: plans, checklists, and methods imported from SAFETAG.

use super::header::document_kind;
use super::person::Function;
use super::safetag::{Approach, RemoteOption};
use super::time::{Day, Period, Time};
use super::vocabulary::vocabulary;

document_kind! {
    /// Steps that somebody follows. The front matter of a SAFETAG activity is kept whole.
    pub struct Procedure {
        /// What the procedure is for.
        #[serde(rename = "type")]
        pub procedure_type: Option<ProcedureType>,
        /// The steps in order.
        pub steps: Vec<Step>,
        /// Day somebody last read it through, or never.
        pub last_reviewed: Option<Day>,
        /// Day it was last tried, or never.
        pub last_tested: Option<Day>,
        /// How often it is read through.
        pub review_every: Option<Period>,
        /// Incident types or functions it covers.
        pub covers: Vec<String>,
        /// Where it comes from, with licence and hash.
        pub source: Option<Origin>,
        /// SAFETAG: kinds of approach.
        pub approaches: Vec<Approach>,
        /// SAFETAG: who wrote it.
        pub authors: Vec<String>,
        /// SAFETAG: whether it can be done from afar.
        pub remote_options: Vec<RemoteOption>,
        /// SAFETAG: skills it takes.
        pub skills_required: Vec<String>,
        /// SAFETAG: skills it teaches.
        pub skills_trained: Vec<String>,
        /// SAFETAG: suits organizations of fewer people than this.
        pub organization_size_under: Option<u64>,
        /// SAFETAG: minutes it takes.
        pub time_required_minutes: Option<u64>,
        /// SAFETAG: summary (Markdown).
        pub summary: Option<String>,
        /// SAFETAG: overview (Markdown).
        pub overview: Option<String>,
        /// SAFETAG: what to bring (Markdown).
        pub materials_needed: Option<String>,
        /// SAFETAG: what to think of (Markdown).
        pub considerations: Option<String>,
        /// SAFETAG: how it goes, step by step (Markdown).
        pub walk_through: Option<String>,
        /// SAFETAG: what to recommend (Markdown).
        pub recommendations: Option<String>,
    }
}

/// One step.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Step {
    /// Short name of the step.
    pub id: Option<String>,
    /// What to do.
    pub text: Option<String>,
    /// Which function does it.
    pub owner_function: Option<Function>,
    /// How to see that it is done.
    pub done_when: Option<String>,
}

/// Where an imported text comes from.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Origin {
    /// The project it comes from.
    pub title: Option<String>,
    /// Name of the imported file.
    pub file: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its licence (SPDX id).
    pub licence: Option<String>,
    /// Whom to name.
    pub attribution: Option<String>,
    /// SHA-256 of the imported file.
    pub sha256: Option<String>,
    /// When it was imported.
    pub imported_at: Option<Time>,
}

vocabulary! {
    /// What a procedure is for.
    pub enum ProcedureType {
        IncidentResponse = "incident-response", Escalation = "escalation", Evidence = "evidence",
        Communication = "communication", Recovery = "recovery",
        /// A SAFETAG activity.
        Method = "method",
    }
}
