//! SAFETAG activities as their project publishes them.
//!
//! Their words are SAFETAG's own, capitalized English, and stay so; translated ones are found by
//! the rule `localized-value`.

use super::vocabulary::vocabulary;

/// Front matter of a SAFETAG activity (safetag.org, CC BY-SA 3.0), for `validate --as safetag-method`.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct SafetagMethod {
    /// Name of the activity, as SAFETAG prints it.
    pub title: Option<String>,
    /// Kinds of approach, in SAFETAG's own English words, as a list.
    pub approaches: Vec<Approach>,
    /// Who wrote the activity, as a list. The licence asks you to name them.
    pub authors: Vec<String>,
    /// Whether it can be done from afar, in SAFETAG's own English words.
    pub remote_options: Vec<RemoteOption>,
    /// Skills that the auditor needs for it, as a list.
    pub skills_required: Vec<String>,
    /// Skills that the organization learns from it, as a list.
    pub skills_trained: Vec<String>,
    /// It suits organizations of fewer people than this number.
    pub organization_size_under: Option<u64>,
    /// How many minutes it takes, a number.
    pub time_required_minutes: Option<u64>,
    /// What it is about, in a few sentences (Markdown).
    pub summary: Option<String>,
    /// How the activity goes, in short (Markdown).
    pub overview: Option<String>,
    /// What the auditor has to bring (Markdown).
    pub materials_needed: Option<String>,
    /// Dangers and limits to think of before (Markdown).
    pub considerations: Option<String>,
    /// How it is done, step by step (Markdown).
    pub walk_through: Option<String>,
    /// What to recommend to the organization afterwards (Markdown).
    pub recommendations: Option<String>,
}

/// Fields of a SAFETAG activity, in SAFETAG's order.
pub const FIELDS: &[&str] = &[
    "title",
    "approaches",
    "authors",
    "remote_options",
    "skills_required",
    "skills_trained",
    "organization_size_under",
    "time_required_minutes",
    "summary",
    "overview",
    "materials_needed",
    "considerations",
    "walk_through",
    "recommendations",
];

/// Licence of SAFETAG's texts (SPDX id).
pub const LICENCE: &str = "CC-BY-SA-3.0";

vocabulary! {
    /// SAFETAG's kinds of approach.
    pub enum Approach {
        Technical = "Technical", Interpersonal = "Interpersonal", Research = "Research",
    }
}

vocabulary! {
    /// Whether a SAFETAG activity can be done from afar.
    pub enum RemoteOption { None = "None", Partial = "Partial", Full = "Full" }
}
