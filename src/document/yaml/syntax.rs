//! What the parser could not read, said in our words with its place.

use granit_parser::{ErrorKind, ScanError};

use super::MAX_DEPTH;
use crate::document::{Fault, YAML_FEATURE_REFUSED, YAML_SYNTAX};
use crate::source::{Source, Span};

const HELP: &str =
    "write one `field: value` per line, and put a value with `: ` or ` #` in it into quotes";
const QUOTE_HELP: &str = "close the quote at the end of the value; inside '...' write '' for ', \
                          inside \"...\" write \\\" for \"";

/// Returns the fault for an error in the YAML at `span`.
pub(super) fn fault(source: &Source, span: Span, error: &ScanError) -> Fault {
    Place { source, span }.fault(error)
}

pub(super) fn too_deep(span: Span) -> Fault {
    let message = format!("nested deeper than {MAX_DEPTH} levels");
    said(YAML_FEATURE_REFUSED, message, span, "write it flatter")
}

fn said(rule: &'static str, message: impl Into<String>, span: Span, help: &str) -> Fault {
    let help = Some(help.to_owned());
    Fault { rule, message: message.into(), span, related: Vec::new(), help }
}

struct Place<'source> {
    source: &'source Source,
    span: Span,
}

impl Place<'_> {
    fn fault(&self, error: &ScanError) -> Fault {
        let offset = error.marker().byte_offset().unwrap_or_default();
        let at = self.boundary(self.span.start + offset);
        let one = self.source.at(at, self.boundary_after(at));
        let kind = error.kind();
        match kind {
            ErrorKind::RecursionLimitExceeded => return too_deep(one),
            ErrorKind::DirectiveDisallowed => {
                let message = "YAML directives are not read here";
                return said(YAML_FEATURE_REFUSED, message, self.line(at), "remove this line");
            }
            _ => {}
        }
        if let Some(quote) = self.opening_quote(at, kind) {
            let message = "the quote that opens here is not closed where it should be";
            return said(YAML_SYNTAX, message, self.source.at(quote, quote + 1), QUOTE_HELP);
        }
        if let Some(tab) = self.tab_in_indentation(at) {
            let message = "a tab stands where YAML indents with spaces";
            return said(YAML_SYNTAX, message, tab, "replace each tab by two spaces");
        }
        let (message, help) = explain(kind);
        said(YAML_SYNTAX, message, one, help.unwrap_or(HELP))
    }

    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.span.end);
        while !self.source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn boundary_after(&self, at: usize) -> usize {
        let next = self.source.text[at..self.span.end].chars().next();
        at + next.filter(|symbol| *symbol != '\n').map_or(0, char::len_utf8)
    }

    fn line(&self, at: usize) -> Span {
        let rest = &self.source.text[at..self.span.end];
        let line = rest.lines().next().unwrap_or_default().trim_end();
        self.source.at(at, at + line.len())
    }

    /// Returns the span of a tab in the leading blanks of the line that holds `at`, or of the next
    /// line, where a value that seemed to go on is only then found to end.
    fn tab_in_indentation(&self, at: usize) -> Option<Span> {
        let text = &self.source.text[..self.span.end];
        let start = text[..at].rfind('\n').map_or(self.span.start, |newline| newline + 1);
        let mut start = start.max(self.span.start);
        for line in text[start..].split_inclusive('\n').take(2) {
            let content = line.trim_start_matches([' ', '\t', '-']).len();
            if let Some(tab) = line[..line.len() - content].find('\t') {
                return Some(self.source.at(start + tab, start + tab + 1));
            }
            start += line.len();
        }
        None
    }

    /// Returns where the quote opens that an error at `at` is about.
    fn opening_quote(&self, at: usize, kind: &ErrorKind) -> Option<usize> {
        if !is_quote_error(kind) {
            return None;
        }
        let text = &self.source.text;
        if text[at..].starts_with(['"', '\'']) && matches!(kind, ErrorKind::UnclosedQuotedScalar) {
            return Some(at);
        }
        let before = &text[self.span.start..at];
        let quote = match kind {
            ErrorKind::InvalidTrailingSingleQuotedScalar => '\'',
            ErrorKind::InvalidTrailingDoubleQuotedScalar => '"',
            _ => before.chars().rev().find(|c| matches!(c, '"' | '\''))?,
        };
        // A trailing-content error stands after the closing quote; skip that one.
        let inner = match kind {
            ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar => &before[..before.rfind(quote)?],
            _ => before,
        };
        inner.rfind(quote).map(|found| self.span.start + found)
    }
}

fn is_quote_error(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
    )
}

/// Says in our words what the parser met; what is rare keeps the parser's words.
fn explain(kind: &ErrorKind) -> (String, Option<&'static str>) {
    let (message, help) = match kind {
        ErrorKind::UnclosedFlowCollection { open } => {
            return (format!("the `{open}` that opens here is never closed"), None);
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{close}` does not close the `{open}` before it"), None);
        }
        ErrorKind::UnexpectedCharacter { character } => {
            return (
                format!("a value cannot start with `{}`", character.escape_default()),
                Some("put the value into quotes"),
            );
        }
        ErrorKind::MappingValueNotAllowed => (
            "a second `: ` stands in one line",
            Some("put the value into quotes, or start a new line for the new field"),
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("this line has no `: ` after its field", Some("write `field: value`"))
        }
        ErrorKind::ExpectedBlockMappingKey => (
            "expected a field here, at the same indentation as the one before",
            Some("indent fields of one mapping alike, with spaces"),
        ),
        ErrorKind::InvalidIndentation => (
            "this line's indentation fits no line above",
            Some("indent fields of one mapping alike, with spaces"),
        ),
        ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::BlockSequenceEntryNotAllowed => (
            "a list item `- ` cannot stand here",
            Some("start list items on lines of their own, alike indented"),
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            "an unknown escape in double quotes",
            Some("write `\\\\` for a backslash, or use single quotes"),
        ),
        other => return (other.to_string(), None),
    };
    (message.to_owned(), help)
}
