//! Where in the text a part of the tree begins and ends, where the parser does not say it as a reader
//! sees it.

use super::{Builder, Open, Style};
use crate::source::Span;

const LINE_ENDS: [char; 2] = ['\n', '\r'];
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

impl Builder<'_> {
    /// Returns the `?` that marks what follows as a key, in the text since the value before it.
    pub(super) fn question_mark(&self, key: usize) -> Option<Span> {
        let between = self.source.text.get(self.passed..key)?.trim_end();
        let before = between.strip_suffix('?')?;
        let in_comment = before.lines().next_back().is_some_and(|line| line.contains('#'));
        let start = self.passed + before.len();
        (!in_comment).then(|| self.source.at(start, start + 1))
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        let after = self.source.text[at..].strip_prefix('-');
        after.is_some_and(|after| after.is_empty() || after.starts_with(BLANKS))
    }

    /// Returns where the dash stands that a list's first item follows; the parser leaves it out of
    /// lists that are not indented, and where a comment follows it. Between the two there may be
    /// comments, and nothing of what was read before the list.
    pub(super) fn dash_before(&self, item: usize, after: usize) -> usize {
        let after = after.min(item);
        let mut before = self.source.text[after..item].trim_end_matches(BLANKS);
        while !before.ends_with('-') {
            let line = before.rfind(LINE_ENDS).map_or(0, |at| at + 1);
            let Some(comment) = before[line..].find('#') else { return item };
            before = before[..line + comment].trim_end_matches(BLANKS);
        }
        after + before.len() - 1
    }

    pub(super) fn place(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let start = self.boundary(self.base + range.start);
        self.source.at(start, self.boundary(self.base + range.end).max(start))
    }

    /// Returns the nearest offset not after `offset` that lies in the text between characters.
    pub(super) fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.span.end);
        while !self.source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Widens a block scalar to its `|` or `>`, and takes the last line ending off, which belongs
    /// to the layout; the parser reports the content lines alone.
    pub(super) fn with_block_header(&self, span: Span, style: Style) -> Span {
        let header = match style {
            Style::Literal => '|',
            Style::Folded => '>',
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => return span,
        };
        let text = &self.source.text;
        let trimmed = span.text(self.source).trim_end_matches(['\r', '\n', ' ']).len();
        let mut start = self.passed;
        for line in text[self.passed..span.start].split_inclusive('\n') {
            let code = line.split(" #").next().unwrap_or_default();
            if let Some(at) = code.find(header) {
                let header = self.first_line(self.source.at(start + at, span.start));
                let end = if trimmed == 0 { header.end } else { span.start + trimmed };
                return self.source.at(header.start, end);
            }
            start += line.len();
        }
        self.source.at(span.start, span.start + trimmed)
    }

    /// Returns where a blank stands: just after the colon or the dash that promised a value; the
    /// parser puts it before the one or after the other.
    pub(super) fn blank(&self, span: Span) -> Span {
        let indicator = match self.open.last() {
            Some(Open::Mapping { flow: true, .. }) => return span,
            Some(Open::Mapping { .. }) => ':',
            _ => '-',
        };
        let mut start = self.passed.min(span.start);
        let end = self.rest_of_line(span.start).end;
        for line in self.source.text[start..end].split_inclusive('\n') {
            let code = line.split(" #").next().unwrap_or_default();
            if let Some(at) = code.find(indicator) {
                let after = start + at + 1;
                return self.source.at(after, after);
            }
            start += line.len();
        }
        span
    }

    pub(super) fn first_line(&self, span: Span) -> Span {
        let line = span.text(self.source).lines().next().unwrap_or_default();
        self.source.at(span.start, span.start + line.trim_end().len())
    }

    pub(super) fn rest_of_line(&self, at: usize) -> Span {
        self.first_line(self.source.at(at, self.span.end))
    }
}
