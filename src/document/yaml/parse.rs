//! Drives the parser over a text, and takes it up again after a fault.
//!
//! A fault ends what the parser can read. The fields before it are kept, and reading goes on at
//! the next line that begins a field of the outermost mapping: one fault is one finding, and what
//! stands after it is not lost.

use granit_parser::{Event, Parser, StrInput};

use super::build::{Builder, Flow};
use super::{MAX_BYTES, MAX_DEPTH, Node, mask};
use crate::document::{DOCUMENT_TOO_LARGE, Fault};
use crate::source::{Source, Span};

/// What was understood of a YAML text.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The mapping; absent when there is none.
    pub root: Option<Node>,
    pub faults: Vec<Fault>,
}

/// How often reading is taken up again; a text with more faults is not written as YAML.
const RESUMED_MAX: usize = 8;

/// Reads the YAML at `span`; all spans count over the whole source.
pub fn parse(source: &Source, span: Span) -> Parsed {
    let Some(masked) = mask::masked(source, span) else { return read(source, span) };
    let mut parsed = read(&masked.source, span);
    if let Some(root) = &mut parsed.root {
        masked.unmask(source, root);
    }
    parsed
}

fn read(source: &Source, span: Span) -> Parsed {
    let mut builder = Builder::new(source, span);
    let length = span.end() - span.start();
    if length > MAX_BYTES {
        builder.fault(
            DOCUMENT_TOO_LARGE,
            format!("{length} bytes of YAML are more than the {MAX_BYTES} we read"),
            source.at(span.start(), span.start()),
            "keep the fields short and move the text below the front matter",
        );
        return builder.without_tree();
    }
    let mut start = span.start();
    for _ in 0..=RESUMED_MAX {
        let Some(broken) = read_from(source.at(start, span.end()), source, &mut builder) else {
            break;
        };
        let Some(next) = next_field(span.text(source), broken - span.start()) else { break };
        start = span.start() + next;
        if !builder.resume(start) {
            break;
        }
    }
    builder.finish()
}

/// Returns the comments of the YAML at `span`, in the order of the text; nothing when it cannot be
/// read.
///
/// They are the parser's own, found without the tree: who writes a tree anew can count by them that
/// none was lost.
pub fn comments(source: &Source, span: Span) -> Option<Vec<Span>> {
    let mut found = Vec::new();
    let mut parser = parser(span.text(source), Comments::Tell);
    while let Some(next) = parser.next_event() {
        if let (Event::Comment(..), place) = next.ok()? {
            let range = place.byte_range()?;
            found.push(source.at(span.start() + range.start, span.start() + range.end));
        }
    }
    // The comment behind a `|` comes after the text below it.
    found.sort_unstable();
    Some(found)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Comments {
    Tell,
    LeaveOut,
}

fn parser(text: &str, comments: Comments) -> Parser<'_, StrInput<'_>> {
    let mut options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        // The size of the text is bound already.
        max_buffered_comment_events: usize::MAX,
    };
    options.set_emit_comments(comments == Comments::Tell);
    Parser::new_from_str_with_options(text, options)
}

/// Reads a part, and returns where it could not be read; nothing when there is no more to read.
fn read_from(part: Span, source: &Source, builder: &mut Builder<'_>) -> Option<usize> {
    let mut parser = parser(part.text(source), Comments::LeaveOut);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => match builder.event(event, span) {
                Flow::Continue => {}
                Flow::Skip(at) => return Some(at),
                Flow::Stop => return None,
            },
            Err(error) => return Some(builder.broken(&error)),
        }
    }
    None
}

/// Returns where the next line after the one at `broken` begins that starts a field of the
/// outermost mapping.
fn next_field(text: &str, broken: usize) -> Option<usize> {
    let mut start = broken + text[broken..].find('\n')? + 1;
    for line in text[start..].split_inclusive('\n') {
        if begins_field(line) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// Returns whether a line begins a field of the outermost mapping: a word at the very left, and a
/// colon.
pub(super) fn begins_field(line: &str) -> bool {
    let word = line.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
    word.is_some_and(|end| {
        let after = line[end..].strip_prefix(':');
        line.starts_with(char::is_alphabetic)
            && after
                .is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '\r', '\n']))
    })
}
