//! Finds the comments of a YAML text.

use crate::document::yaml;
use crate::source::{Source, Span};

/// One comment, to the end of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) start: usize,
    /// With its `#`, without blanks at its end.
    pub(super) text: String,
    /// Bytes before it in its line.
    pub(super) column: usize,
    /// Whether nothing else stands in its line.
    pub(super) is_alone: bool,
}

/// Returns the comments of the front matter, in the order of the text; nothing when it cannot be
/// read.
pub(super) fn find(source: &Source, front: Span) -> Option<Vec<Comment>> {
    let comments = yaml::comments(source, front)?;
    Some(comments.into_iter().map(|span| comment(source, front, span)).collect())
}

fn comment(source: &Source, front: Span, span: Span) -> Comment {
    let before = &source.text[front.start()..span.start()];
    let line = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
    Comment {
        start: span.start(),
        text: span.text(source).trim_end().to_owned(),
        column: before.len() - line,
        is_alone: before[line..].trim().is_empty(),
    }
}
