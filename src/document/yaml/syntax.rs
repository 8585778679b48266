//! What the parser could not read, said in our words with its place.

use granit_parser::{ErrorKind, ScanError};

use super::MAX_DEPTH;
use super::words::explain;
use crate::document::{Fault, YAML_FEATURE_REFUSED, YAML_SYNTAX};
use crate::source::{Source, Span};

const HELP: &str =
    "write one `field: value` per line, and put a value with `: ` or ` #` in it into quotes";
const QUOTE_HELP: &str = "close the quote at the end of the value; inside '...' write '' for ', \
                          inside \"...\" write \\\" for \"";

/// What was read before an error.
pub(super) struct Read {
    /// Where the last value or key that was read ended.
    pub(super) passed: usize,
    /// Where the innermost bracket or brace opens that is not closed yet.
    pub(super) bracket: Option<usize>,
}

/// Returns the fault for an error in the YAML at `span`.
pub(super) fn fault(source: &Source, span: Span, read: &Read, error: &ScanError) -> Fault {
    Place { source, span, read }.fault(error)
}

pub(super) fn too_deep(span: Span) -> Fault {
    let message = format!("nested deeper than {MAX_DEPTH} levels");
    said(YAML_FEATURE_REFUSED, message, span, "write it flatter")
}

fn said(rule: &'static str, message: impl Into<String>, span: Span, help: &str) -> Fault {
    let help = Some(help.to_owned());
    Fault { rule, message: message.into(), span, related: Vec::new(), help }
}

struct Place<'a> {
    source: &'a Source,
    span: Span,
    read: &'a Read,
}

impl Place<'_> {
    fn fault(&self, error: &ScanError) -> Fault {
        let offset = error.marker().byte_offset().unwrap_or_default();
        let at = self.boundary(self.span.start() + offset);
        let one = self.source.at(at, self.boundary_after(at));
        let kind = error.kind();
        match kind {
            ErrorKind::RecursionLimitExceeded => return too_deep(one),
            ErrorKind::DirectiveDisallowed => {
                let message = "YAML directives are not read here";
                return said(YAML_FEATURE_REFUSED, message, self.line(at), "remove this line");
            }
            kind if is_tag_error(kind) => {
                let help = "remove the tag; the field decides the type";
                return said(YAML_FEATURE_REFUSED, "tags are not read here", one, help);
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
        if let Some(open) = self.bracket_left_open(at) {
            let symbol = &self.source.text[open..=open];
            let message = format!("the `{symbol}` that opens here is never closed");
            let close = if symbol == "[" { "]" } else { "}" };
            let help = format!("write `{close}` where it ends");
            return said(YAML_SYNTAX, message, self.source.at(open, open + 1), &help);
        }
        if matches!(kind, ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement)
            && let Some(fault) = self.continued_line(at)
        {
            return fault;
        }
        if let Some(fault) = self.indented_first(kind) {
            return fault;
        }
        let is_item = self.source.text[at..self.span.end()].starts_with('-');
        let (message, help) = match kind {
            ErrorKind::ExpectedBlockSequenceEntry if !is_item => {
                explain(&ErrorKind::InvalidIndentation)
            }
            kind => explain(kind),
        };
        let is_line = matches!(
            kind,
            ErrorKind::SimpleKeyExpected
                | ErrorKind::InvalidSimpleKey
                | ErrorKind::ExpectedBlockSequenceEntry
                | ErrorKind::ExpectedDocumentStart
        );
        let place = if is_line { self.line(at) } else { one };
        said(YAML_SYNTAX, message, place, help.unwrap_or(HELP))
    }

    /// Says so when the first field is indented and the one at which reading ended is not: what is
    /// wrong is the first line, and not that one.
    fn indented_first(&self, kind: &ErrorKind) -> Option<Fault> {
        if *kind != ErrorKind::ExpectedDocumentStart {
            return None;
        }
        let mut start = self.span.start();
        for line in self.source.text[start..self.span.end()].split_inclusive('\n') {
            let code = line.trim_start();
            if !code.is_empty() && !code.starts_with('#') {
                let place = self.line(start + line.len() - code.len());
                let message = "this line is indented, and a field below it is not";
                let help = "indent fields of one mapping alike, with spaces";
                return line.starts_with(' ').then(|| said(YAML_SYNTAX, message, place, help));
            }
            start += line.len();
        }
        None
    }

    /// Returns the open bracket when a field of the outermost mapping begins between it and `at`:
    /// then the bracket was forgotten, whatever the parser makes of the lines after it.
    fn bracket_left_open(&self, at: usize) -> Option<usize> {
        let open = self.read.bracket?;
        let end = self.line_after(at);
        let text = self.source.text.get(open..end)?;
        let mut lines = text.split_inclusive('\n').skip(1);
        lines.any(super::parse::begins_field).then_some(open)
    }

    fn line_after(&self, at: usize) -> usize {
        let rest = &self.source.text[at..self.span.end()];
        rest.find('\n').map_or(self.span.end(), |newline| at + newline + 1)
    }

    /// Says what is wrong when the line at `at` has one colon, and only the line above makes it a
    /// second one: that line has none, or this one is indented deeper than its neighbours.
    fn continued_line(&self, at: usize) -> Option<Fault> {
        let text = &self.source.text[self.span.bytes()];
        let start = text[..at - self.span.start()].rfind('\n')? + 1;
        let line = text[start..].lines().next()?;
        let before = &line[..at - self.span.start() - start];
        let indent = before.len() - before.trim_start().len();
        if before.contains(": ") || before.trim_start().starts_with("- ") {
            return None;
        }
        let above = text[..start].lines().rev().find(|line| !line.trim().is_empty())?;
        let above_start = above.as_ptr() as usize - text.as_ptr() as usize;
        let above_indent = above.len() - above.trim_start().len();
        if above_indent == indent && !above.contains(": ") && !above.trim_end().ends_with(':') {
            let at = self.span.start() + above_start + above_indent;
            let message = "this line has no `: ` after its field";
            return Some(said(YAML_SYNTAX, message, self.line(at), "write `field: value`"));
        }
        let place = self.line(self.span.start() + start + indent);
        let message = "this line is indented as if it belonged to the value above it";
        let help = "indent fields of one mapping alike, with spaces";
        Some(said(YAML_SYNTAX, message, place, help))
    }

    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.span.end());
        while !self.source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn boundary_after(&self, at: usize) -> usize {
        let next = self.source.text[at..self.span.end()].chars().next();
        at + next.filter(|symbol| *symbol != '\n').map_or(0, char::len_utf8)
    }

    fn line(&self, at: usize) -> Span {
        let rest = &self.source.text[at..self.span.end()];
        let line = rest.lines().next().unwrap_or_default().trim_end();
        self.source.at(at, at + line.len())
    }

    /// Returns the span of a tab in the leading blanks of the line that holds `at`, or of the next
    /// line, where a value that seemed to go on is only then found to end.
    fn tab_in_indentation(&self, at: usize) -> Option<Span> {
        let text = &self.source.text[..self.span.end()];
        let start = text[..at].rfind('\n').map_or(self.span.start(), |newline| newline + 1);
        let mut start = start.max(self.span.start());
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
        let text = &self.source.text[..self.span.end()];
        let trails = matches!(
            kind,
            ErrorKind::InvalidTrailingSingleQuotedScalar
                | ErrorKind::InvalidTrailingDoubleQuotedScalar
        );
        let (mut from, mut last) = (self.read.passed.max(self.span.start()), None);
        while let Some(open) =
            next_quote(text, from).filter(|open| *open <= at - usize::from(trails))
        {
            match end_of_quoted(text, open) {
                Some(end) if end <= at => (from, last) = (end, Some(open)),
                _ => return Some(open),
            }
        }
        // What follows a closed quote is about the quote that closed.
        last.filter(|_| trails)
    }
}

/// Returns where the next quoted text opens: a quote after a blank or an indicator, no comment.
fn next_quote(text: &str, from: usize) -> Option<usize> {
    let mut before = ' ';
    let mut in_comment = false;
    for (at, symbol) in text[from..].char_indices() {
        match symbol {
            '\n' => in_comment = false,
            '#' if before.is_whitespace() => in_comment = true,
            '"' | '\'' if !in_comment && is_before_quote(before) => return Some(from + at),
            _ => {}
        }
        before = symbol;
    }
    None
}

fn is_before_quote(symbol: char) -> bool {
    symbol.is_whitespace() || matches!(symbol, ':' | ',' | '[' | '{')
}

/// Returns the offset after the quote that closes the one at `open`.
fn end_of_quoted(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = bytes[open];
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        at += match (*byte, quote) {
            (b'\\', b'"') => 2,
            (b'\'', b'\'') if bytes.get(at + 1) == Some(&b'\'') => 2,
            (byte, quote) if byte == quote => return Some(at + 1),
            _ => 1,
        };
    }
    None
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

fn is_tag_error(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UndeclaredTagHandle
            | ErrorKind::ExpectedTagBang
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::MissingTagUri
            | ErrorKind::UnclosedVerbatimTag
            | ErrorKind::InvalidTagEscape
            | ErrorKind::InvalidTagUtf8LeadingByte
            | ErrorKind::InvalidTagUtf8TrailingByte
            | ErrorKind::InvalidTagUtf8
            | ErrorKind::InvalidGlobalTagCharacter
    )
}
