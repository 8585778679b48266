//! Why a value does not fit a type, in words for who wrote it: no name of a type of ours is in them.

use std::fmt::Display;

use serde::de::{Expected, Unexpected};

use crate::source::Span;

/// Why a node does not fit a type, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    pub message: String,
    /// The innermost value that does not fit; absent only before it is known.
    pub span: Option<Span>,
}

impl ReadError {
    pub(super) fn from_message(message: impl Into<String>) -> Self {
        Self { message: message.into(), span: None }
    }

    pub(super) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl serde::de::Error for ReadError {
    fn custom<T: Display>(message: T) -> Self {
        Self::from_message(message.to_string())
    }

    fn invalid_type(_found: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Self::from_message("a value of another type belongs here")
    }

    fn invalid_value(_found: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Self::from_message("another value belongs here")
    }

    fn invalid_length(length: usize, _expected: &dyn Expected) -> Self {
        Self::from_message(format!("{length} values are not as many as belong here"))
    }

    fn unknown_variant(word: &str, expected: &'static [&'static str]) -> Self {
        let words: Vec<String> = expected.iter().map(|word| format!("`{word}`")).collect();
        Self::from_message(format!("`{word}` is none of {}", words.join(", ")))
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        Self::from_message(format!("there is no field `{field}` here"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::from_message(format!("the field `{field}` is missing"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::from_message(format!("the field `{field}` stands here twice"))
    }
}
