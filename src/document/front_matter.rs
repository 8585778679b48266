//! Finds the YAML between the `---` fences at the top of a Markdown file.
//!
//! It only splits; what stands between the fences is for `yaml`.

use std::ops::Range;

use super::{FRONT_MATTER_MISSING, FRONT_MATTER_UNCLOSED, Fault};
use crate::source::{Source, Span};

/// The parts of a Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The text between the fences, with its last line ending; absent without both fences.
    pub front: Option<Span>,
    /// What follows the closing fence; all of the file when there is no front matter.
    pub body: Span,
    pub fault: Option<Fault>,
}

const FENCE: &str = "---";

/// Returns how many bytes a byte-order mark takes at the start: 3, or 0 without one.
pub(crate) fn bom_len(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

/// Splits a Markdown file at its fences: lines of `---` alone, the first at the very top.
/// A byte-order mark before it, `\r\n`, and blanks after a fence are no fault.
pub fn split(source: &Source) -> Split {
    split_from(source, bom_len(&source.text))
}

/// Splits a Markdown file that begins at an offset.
pub(super) fn split_from(source: &Source, start: usize) -> Split {
    let text = &*source.text;
    let whole = source.at(start, text.len());
    let mut lines = lines(text, start);
    let Some(first) = lines.next().filter(|line| is_fence(&text[line.start..line.end])) else {
        return Split { front: None, body: whole, fault: Some(missing(source, start)) };
    };
    match lines.find(|line| is_fence(&text[line.start..line.end])) {
        Some(closing) => Split {
            front: Some(source.at(first.end, closing.start)),
            body: source.at(closing.end, text.len()),
            fault: None,
        },
        None => Split {
            front: None,
            body: source.at(text.len(), text.len()),
            fault: Some(unclosed(source.at(start, start + FENCE.len()))),
        },
    }
}

/// Returns where the lines between the fences lie, without the fences; to the end of the text
/// without a closing one, and nothing without an opening one.
///
/// It is the rule of [`split`], for whoever has a text and no document.
pub fn between(text: &str) -> Option<Range<usize>> {
    let mut lines = lines(text, bom_len(text));
    let first = lines.next().filter(|line| is_fence(&text[line.start..line.end]))?;
    let closing = lines.find(|line| is_fence(&text[line.start..line.end]));
    Some(first.end..closing.map_or(text.len(), |line| line.start))
}

struct Line {
    start: usize,
    /// After the line ending.
    end: usize,
}

fn lines(text: &str, from: usize) -> impl Iterator<Item = Line> {
    let mut start = from;
    text[from..].split_inclusive('\n').map(move |line| {
        let end = start + line.len();
        Line { start: std::mem::replace(&mut start, end), end }
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches([' ', '\t', '\r', '\n']) == FENCE
}

fn missing(source: &Source, start: usize) -> Fault {
    let text = &source.text[start..];
    let first_line = text.split(['\r', '\n']).next().unwrap_or_default();
    let message = if text.trim().is_empty() {
        "this document is empty"
    } else if text.starts_with("---\r") {
        "this file ends its lines with a carriage return alone"
    } else if text.trim_start().starts_with(FENCE) {
        "the front matter does not start on the first line with `---` alone"
    } else {
        "this document has no front matter"
    };
    let help = if text.starts_with("---\r") {
        "save it with line feeds (Unix) or with CR LF (Windows)"
    } else {
        "start the file with a line `---`, then `kind: ...`, then a line `---`"
    };
    Fault {
        rule: FRONT_MATTER_MISSING,
        message: message.to_owned(),
        span: source.at(start, start + first_line.len()),
        related: Vec::new(),
        help: Some(help.to_owned()),
    }
}

fn unclosed(span: Span) -> Fault {
    Fault {
        rule: FRONT_MATTER_UNCLOSED,
        message: "the front matter that starts here is never closed".to_owned(),
        span,
        related: Vec::new(),
        help: Some("write a line `---` after the last field".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn table(text: &str) -> (Option<String>, String, Option<&'static str>) {
        let source = Source::new(SourceId(0), "a.md", text);
        let split = split(&source);
        (
            split.front.map(|span| span.text(&source).to_owned()),
            split.body.text(&source).to_owned(),
            split.fault.map(|fault| fault.rule),
        )
    }

    #[test]
    fn fences() {
        let (missing, unclosed) = (Some(FRONT_MATTER_MISSING), Some(FRONT_MATTER_UNCLOSED));
        let cases: &[(&str, Option<&str>, &str, Option<&str>)] = &[
            ("---\na: 1\n---\nB\n", Some("a: 1\n"), "B\n", None),
            ("---\r\na: 1\r\n---\r\nB", Some("a: 1\r\n"), "B", None),
            ("\u{FEFF}--- \na: 1\n---\t\nB", Some("a: 1\n"), "B", None),
            ("---\n---\n", Some(""), "", None),
            ("---\na: 1\n---", Some("a: 1\n"), "", None),
            ("---\na: 1\n----\n--- x\n ---\n", None, "", unclosed),
            ("---", None, "", unclosed),
            ("", None, "", missing),
            ("\u{FEFF}", None, "", missing),
            ("\n---\na: 1\n---\n", None, "\n---\na: 1\n---\n", missing),
            ("# Title\n---\n", None, "# Title\n---\n", missing),
        ];
        for (text, front, body, fault) in cases {
            if *fault != unclosed {
                let lines = between(text).map(|range| &text[range]);
                assert_eq!(lines, *front, "{text:?}");
            }
            let expected = (front.map(str::to_owned), (*body).to_owned(), *fault);
            assert_eq!(table(text), expected, "{text:?}");
        }
    }
}
