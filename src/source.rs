//! Texts and places in them.
//!
//! A [`Source`] is one file's text as it was read; a [`Span`] is a range of bytes in it.
//! Nothing here reads files or knows what the text means.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// Names a source within one run; an index into [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// One file's text, its path relative to the engagement with `/` between parts.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: SourceId,
    pub path: Arc<str>,
    pub text: Arc<str>,
}

/// A range of bytes in a source, `start` included, `end` not.
///
/// Every value of every document has one, and most of a large engagement's memory is values: the
/// offsets are kept in four bytes each. No text comes near that limit, for what reads one refuses
/// more than [`DOCUMENT_BYTES_MAX`](crate::document::unread::DOCUMENT_BYTES_MAX).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub source: SourceId,
    start: u32,
    end: u32,
}

/// A text that stands in a source as it is, and then shares it: values are short and many, and each
/// would be a small allocation of its own.
#[derive(Clone)]
pub struct Text {
    whole: Arc<str>,
    start: u32,
    end: u32,
}

/// A place as people count it: lines and columns from 1, columns in characters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
pub struct LineColumn {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Source {
    pub fn new(id: SourceId, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { id, path: path.into(), text: text.into() }
    }

    /// Returns the span of the whole text.
    pub fn span(&self) -> Span {
        self.at(0, self.text.len())
    }

    /// Returns a span of this source, in bytes.
    pub fn at(&self, start: usize, end: usize) -> Span {
        Span::new(self.id, start, end)
    }

    /// Returns the text that was read at a place: a part of this source where it stands there as it
    /// is, bare or between quotes.
    pub fn text_read(&self, place: Span, read: &str) -> Text {
        let stands_at = |start: usize| {
            let rest = self.text.as_bytes().get(start..place.end());
            rest.is_some_and(|rest| rest.starts_with(read.as_bytes()))
        };
        match [place.start(), place.start() + 1].into_iter().find(|start| stands_at(*start)) {
            Some(start) => Text::part(&self.text, start..start + read.len()),
            None => read.into(),
        }
    }

    /// Returns line and column of a byte offset; an offset past the end is the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let before = &self.text[..floor_char_boundary(&self.text, offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        LineColumn {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl Text {
    /// Returns a part of a text, which shares it; nothing of it where the place does not fit.
    pub fn part(whole: &Arc<str>, place: Range<usize>) -> Self {
        let Span { start, end, .. } = Span::new(SourceId(0), place.start, place.end);
        Self { whole: Arc::clone(whole), start, end }
    }

    pub fn as_str(&self) -> &str {
        self.whole.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::part(&text.into(), 0..text.len())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl std::fmt::Debug for Text {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(formatter)
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(formatter)
    }
}

/// Where the lines of a source begin: for many places in one text.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Source {
    /// Looks where its lines begin.
    pub fn lines(&self) -> Lines {
        let after_newlines = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1);
        Lines { starts: std::iter::once(0).chain(after_newlines).collect() }
    }
}

impl Lines {
    /// Returns what [`Source::line_column`] does, without counting from the top.
    pub fn line_column(&self, source: &Source, offset: usize) -> LineColumn {
        let offset = floor_char_boundary(&source.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        LineColumn { line, column: source.text[start..offset].chars().count() + 1 }
    }
}

impl Span {
    /// Returns the span of `start..end`; an offset too large to be kept fits no text.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let kept = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { source, start: kept(start), end: kept(end) }
    }

    /// Returns where it begins, in bytes.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Returns where it ends, in bytes.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Returns the bytes it covers.
    pub fn bytes(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Returns a span that begins elsewhere and ends where this one does.
    #[must_use]
    pub fn with_start(self, start: usize) -> Self {
        Self::new(self.source, start, self.end())
    }

    /// Returns a span that ends elsewhere and begins where this one does.
    #[must_use]
    pub fn with_end(self, end: usize) -> Self {
        Self::new(self.source, self.start(), end)
    }

    /// Returns the text of this span; empty when it does not fit the source.
    pub fn text(self, source: &Source) -> &str {
        source.text.get(self.bytes()).unwrap_or_default()
    }

    /// Returns the smallest span that holds both, which lie in one source.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        debug_assert_eq!(self.source, other.source);
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// The sources of one run: documents, and beside them files that say how documents are judged.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    all: Vec<Source>,
    beside: Vec<Source>,
}

/// Ids from here on are those of files beside the documents.
const BESIDE: u32 = 1 << 31;

impl Sources {
    /// Puts another text into a source, and returns it.
    pub fn replace(&mut self, id: SourceId, text: impl Into<Arc<str>>) -> &Source {
        let source = &mut self.all[id.0 as usize];
        source.text = text.into();
        source
    }

    /// Makes room for so many more, where it is known how many come.
    pub fn reserve(&mut self, more: usize) {
        self.all.reserve_exact(more);
    }

    /// Adds a text and returns its source; ids count from 0 in order of adding.
    pub fn add(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> &Source {
        let id = SourceId(u32::try_from(self.all.len()).expect("fewer than 2^32 documents"));
        self.all.push(Source::new(id, path, text));
        &self.all[self.all.len() - 1]
    }

    /// Adds the text of a file that is no document, which [`Sources::iter`] leaves out.
    pub fn add_beside(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        let number = u32::try_from(self.beside.len()).ok().filter(|number| *number < BESIDE);
        let id = SourceId(BESIDE | number.expect("fewer than 2^31 files beside the documents"));
        self.beside.push(Source::new(id, path, text));
    }

    /// Takes over the files beside the documents of another run.
    #[must_use]
    pub fn with_beside_of(self, other: &Self) -> Self {
        Self { beside: other.beside.clone(), ..self }
    }

    pub fn get(&self, id: SourceId) -> &Source {
        match id.0.checked_sub(BESIDE) {
            Some(number) => &self.beside[number as usize],
            None => &self.all[id.0 as usize],
        }
    }

    /// Returns the files beside the documents.
    pub fn beside(&self) -> &[Source] {
        &self.beside
    }

    /// Returns the documents.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.all.iter()
    }
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shared_where_it_stands_as_it_is() {
        let source = Source::new(SourceId(0), "a.yaml", "a: plain\nb: 'quoted'\nc: 'it''s'\n");
        for (start, end, read, is_shared) in [
            (3, 8, "plain", true),
            (12, 20, "quoted", true),
            (24, 31, "it's", false),
            (40, 50, "beyond", false),
            (3, 3, "", true),
        ] {
            let text = source.text_read(source.at(start, end), read);
            assert_eq!(&*text, read);
            assert_eq!(Arc::ptr_eq(&text.whole, &source.text), is_shared, "{read}");
            assert_eq!(text, Text::from(read));
        }
    }

    #[test]
    fn a_span_holds_the_offsets_of_every_text_that_is_read() {
        let largest = usize::try_from(crate::document::unread::DOCUMENT_BYTES_MAX).unwrap();
        let span = Span::new(SourceId(0), largest - 1, largest);
        assert_eq!(span.bytes(), largest - 1..largest);
        let source = Source::new(SourceId(0), "a.md", "text");
        let beyond = u32::MAX as usize + 1;
        assert_eq!(Span::new(SourceId(0), beyond, beyond + 4).text(&source), "");
    }

    #[test]
    fn columns_count_characters_from_one() {
        let source = Source::new(SourceId(0), "a.md", "uno\nañ\u{1F600}o\n");
        assert_eq!(source.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(source.line_column(4), LineColumn { line: 2, column: 1 });
        let after_smile = "uno\nañ\u{1F600}".len();
        assert_eq!(source.line_column(after_smile), LineColumn { line: 2, column: 4 });
        assert_eq!(source.line_column(after_smile - 1), LineColumn { line: 2, column: 3 });
        assert_eq!(source.line_column(999), LineColumn { line: 3, column: 1 });
        let lines = source.lines();
        for offset in 0..=source.text.len() {
            assert_eq!(lines.line_column(&source, offset), source.line_column(offset), "{offset}");
        }
    }
}
