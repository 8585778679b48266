//! Procedures: plans, checklists, and methods imported from SAFETAG.

use super::header::document_kind;
use super::person::Function;
use super::safetag::{Approach, RemoteOption};
use super::time::{Day, Period, Time};
use super::vocabulary::vocabulary;

document_kind! {
    /// Steps that somebody follows. The front matter of a SAFETAG activity is kept whole.
    pub struct Procedure {
        /// What the procedure is for. A method from elsewhere is no plan of this engagement.
        #[serde(rename = "type")]
        pub procedure_type: Option<ProcedureType>,
        /// The steps in order, each with who does it and how to see that it is done.
        pub steps: Vec<Step>,
        /// Day somebody last read it with those who follow it, such as 2026-11-21, or never.
        pub last_reviewed: Option<Day>,
        /// Day it was last tried in an exercise, or never. A plan that nobody tried often fails.
        pub last_tested: Option<Day>,
        /// How often it is read again, such as 1 year. `procedure-stale` reminds of it.
        pub review_every: Option<Period>,
        /// Incident types or functions it covers, as a list.
        pub covers: Vec<String>,
        /// Where it comes from, with its licence and hash, if others wrote it.
        pub source: Option<Origin>,
        /// SAFETAG: kinds of approach, in SAFETAG's own English words.
        pub approaches: Vec<Approach>,
        /// SAFETAG: who wrote it, as a list. The licence asks you to name them.
        pub authors: Vec<String>,
        /// SAFETAG: whether it can be done from afar, in SAFETAG's own words.
        pub remote_options: Vec<RemoteOption>,
        /// SAFETAG: skills that the auditor needs for it, as a list.
        pub skills_required: Vec<String>,
        /// SAFETAG: skills that the organization learns from it, as a list.
        pub skills_trained: Vec<String>,
        /// SAFETAG: it suits organizations of fewer people than this number.
        pub organization_size_under: Option<u64>,
        /// SAFETAG: minutes it takes, a number.
        pub time_required_minutes: Option<u64>,
        /// SAFETAG: what it is about, in a few sentences (Markdown).
        pub summary: Option<String>,
        /// SAFETAG: how the activity goes, in short (Markdown).
        pub overview: Option<String>,
        /// SAFETAG: what the auditor has to bring (Markdown).
        pub materials_needed: Option<String>,
        /// SAFETAG: dangers and limits to think of before (Markdown).
        pub considerations: Option<String>,
        /// SAFETAG: how it is done, step by step (Markdown).
        pub walk_through: Option<String>,
        /// SAFETAG: what to recommend to the organization afterwards (Markdown).
        pub recommendations: Option<String>,
    }
}

/// One step.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Step {
    /// Short name of the step, such as call.
    pub id: Option<String>,
    /// What to do, in a sentence that somebody can follow at night.
    pub text: Option<String>,
    /// Which function does it, so that it does not depend on one person.
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
    /// The project or text it comes from, such as SAFETAG.
    pub title: Option<String>,
    /// Name of the file that was imported.
    pub file: Option<String>,
    /// Address where it was published.
    pub url: Option<String>,
    /// Its licence as an SPDX id, such as CC-BY-SA-3.0. It says what you may do with it.
    pub licence: Option<String>,
    /// Whom to name when you share it.
    pub attribution: Option<String>,
    /// SHA-256 of the imported file, to see later what was changed here.
    pub sha256: Option<String>,
    /// When it was imported, as a time with its offset.
    pub imported_at: Option<Time>,
}

vocabulary! {
    /// What a procedure is for.
    pub enum ProcedureType {
        /// What to do when something happens.
        IncidentResponse = "incident-response",
        /// Whom to call when nobody answers.
        Escalation = "escalation",
        /// How evidence is taken and kept.
        Evidence = "evidence",
        /// Who says what to whom.
        Communication = "communication",
        /// How work becomes normal again.
        Recovery = "recovery",
        /// A SAFETAG activity.
        Method = "method",
    }
}
