//! Where in the text a part of the tree begins and ends, where the parser does not say it as a reader
//! sees it.

use super::{Builder, Open, Style};
use crate::source::Span;

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
        self.marks(after, item, b'-').last().unwrap_or(item)
    }

    /// Returns where a mark stands in the text between two values. What is no blank there and in no
    /// comment is a mark: a dash, a colon, a `|`.
    fn marks(&self, from: usize, to: usize, mark: u8) -> impl Iterator<Item = usize> {
        let bytes = self.source.text.as_bytes();
        let is_blank = |at: usize| BLANKS.contains(&char::from(bytes[at]));
        let mut in_comment = false;
        (from..to).filter(move |&at| {
            match bytes[at] {
                b'\n' | b'\r' => in_comment = false,
                b'#' if at == self.base || is_blank(at - 1) => in_comment = true,
                _ => {}
            }
            !in_comment && bytes[at] == mark
        })
    }

    pub(super) fn place(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let start = self.boundary(self.base + range.start);
        self.source.at(start, self.boundary(self.base + range.end).max(start))
    }

    /// Returns the nearest offset not after `offset` that lies in the text between characters.
    pub(super) fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.span.end());
        while !self.source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Widens a block scalar to its `|` or `>`, and takes the last line ending off, which belongs
    /// to the layout; the parser reports the content lines alone.
    pub(super) fn with_block_header(&self, span: Span, style: Style) -> Span {
        let header = match style {
            Style::Literal => b'|',
            Style::Folded => b'>',
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => return span,
        };
        let trimmed = span.text(self.source).trim_end_matches(['\r', '\n', ' ']).len();
        let Some(at) = self.marks(self.passed, span.start(), header).last() else {
            return self.source.at(span.start(), span.start() + trimmed);
        };
        let line = self.first_line(self.source.at(at, span.start()));
        let end = if trimmed == 0 { line.end() } else { span.start() + trimmed };
        self.source.at(at, end)
    }

    /// Returns where a blank stands: just after the colon or the dash that promised a value. The
    /// parser puts it before the colon, and behind the dash and the comments after that.
    pub(super) fn blank(&self, span: Span) -> Span {
        let mark = match self.open.last() {
            Some(Open::Mapping { flow: false, .. }) => {
                let end = self.rest_of_line(span.start()).end();
                self.marks(self.passed.min(span.start()), end, b':').next()
            }
            Some(Open::Sequence { flow: false, .. }) => {
                self.marks(self.passed, span.start(), b'-').last()
            }
            _ => None,
        };
        mark.map_or(span, |at| self.source.at(at + 1, at + 1))
    }

    pub(super) fn first_line(&self, span: Span) -> Span {
        let line = span.text(self.source).lines().next().unwrap_or_default();
        self.source.at(span.start(), span.start() + line.trim_end().len())
    }

    pub(super) fn rest_of_line(&self, at: usize) -> Span {
        self.first_line(self.source.at(at, self.span.end()))
    }
}
