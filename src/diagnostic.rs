//! What is wrong, where, and what to do about it.
//!
//! `validate` and `verify` speak through this one type, so that they share one vocabulary,
//! one `explain` and one set of formats. Nothing here prints.

use crate::source::Span;

/// How bad a finding is. Only errors make `validate` exit 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Note,
    Warning,
    Error,
}

impl Level {
    /// Returns its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a finding does to recording.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The document cannot be read, typed, addressed or trusted; an error blocks recording it.
    Form,
    /// Somebody has not yet done something; never blocks, is carried in the record as `Open:`.
    Duty,
    /// The history or an identity was touched; never answered and never lowered.
    Integrity,
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Bytes of a document.
    Span(Span),
    /// A whole file that could not be read as text or is no document, by its path in the
    /// engagement.
    File(String),
    /// A record of the trail, by its full commit id.
    Record(String),
    /// The engagement as a whole.
    Engagement,
}

/// A second place that explains the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

/// An edit that mends the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the edit does, in the imperative: "replace `sev_1` by `sev1`".
    pub title: String,
    pub span: Span,
    pub replacement: String,
    /// Whether the edit keeps the meaning, so that `--fix` may apply it unasked.
    pub safe: bool,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's stable name in kebab-case, also what `explain` takes.
    pub rule: &'static str,
    pub class: Class,
    pub level: Level,
    /// One sentence, lower case, no full stop, backticks around what could be typed.
    pub message: String,
    pub place: Place,
    pub related: Vec<Related>,
    /// What to type or change next.
    pub help: Option<String>,
    pub fix: Option<Fix>,
    /// Whether what is owed can still be done; then no answer takes its place.
    pub is_still_owed: bool,
    /// Path of the document that answers it; then it is a note.
    pub answered_by: Option<String>,
}

impl Diagnostic {
    /// Returns whether this finding keeps its document from being recorded.
    pub fn blocks_recording(&self) -> bool {
        self.level == Level::Error && self.class != Class::Duty
    }

    pub fn span(&self) -> Option<Span> {
        match self.place {
            Place::Span(span) => Some(span),
            Place::File(_) | Place::Record(_) | Place::Engagement => None,
        }
    }
}
