//! Finds the comments of a YAML text: what follows a `#` outside every scalar.

use crate::document::yaml::{Node, Style, Value};
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

/// Returns the comments between the scalars of a tree, in the order of the text.
pub(super) fn find(source: &Source, front: Span, root: &Node) -> Vec<Comment> {
    let mut scalars = Vec::new();
    collect(source, root, &mut scalars);
    scalars.push((front.end, front.end));
    let mut comments = Vec::new();
    let mut from = front.start;
    for (start, end) in scalars {
        in_gap(source, front, from, start, &mut comments);
        from = from.max(end);
    }
    comments
}

/// Collects where texts stand; the line that opens a block scalar may have a comment.
fn collect(source: &Source, node: &Node, scalars: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::Scalar(scalar) => {
            let Span { start, end, .. } = node.span;
            match scalar.style {
                Style::Literal | Style::Folded => {
                    let header = source.text[start..end].find('\n').unwrap_or(end - start);
                    scalars.push((start, start + 1));
                    scalars.push((start + header, end));
                }
                Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => {
                    scalars.push((start, end));
                }
            }
        }
        Value::Sequence(sequence) => {
            sequence.items.iter().for_each(|item| collect(source, item, scalars));
        }
        Value::Mapping(mapping) => {
            for pair in &mapping.pairs {
                scalars.push((pair.key.span.start, pair.key.span.end));
                collect(source, &pair.value, scalars);
            }
        }
    }
}

fn in_gap(source: &Source, front: Span, from: usize, to: usize, comments: &mut Vec<Comment>) {
    let text = &source.text;
    let mut at = from;
    while let Some(found) = text.get(at..to).and_then(|gap| gap.find('#')) {
        let start = at + found;
        let end = text[start..front.end].find('\n').map_or(front.end, |newline| start + newline);
        let line =
            text[front.start..start].rfind('\n').map_or(front.start, |it| front.start + it + 1);
        comments.push(Comment {
            start,
            text: text[start..end].trim_end().to_owned(),
            column: start - line,
            is_alone: text[line..start].trim().is_empty(),
        });
        at = end;
    }
}
