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
    /// Name of the activity.
    pub title: Option<String>,
    /// Kinds of approach.
    pub approaches: Vec<Approach>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Whether it can be done from afar.
    pub remote_options: Vec<RemoteOption>,
    /// Skills it takes.
    pub skills_required: Vec<String>,
    /// Skills it teaches.
    pub skills_trained: Vec<String>,
    /// Suits organizations of fewer people than this.
    pub organization_size_under: Option<u64>,
    /// Minutes it takes.
    pub time_required_minutes: Option<u64>,
    /// Summary (Markdown).
    pub summary: Option<String>,
    /// Overview (Markdown).
    pub overview: Option<String>,
    /// What to bring (Markdown).
    pub materials_needed: Option<String>,
    /// What to think of (Markdown).
    pub considerations: Option<String>,
    /// How it goes, step by step (Markdown).
    pub walk_through: Option<String>,
    /// What to recommend (Markdown).
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
