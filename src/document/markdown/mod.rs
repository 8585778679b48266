//! Markdown as blocks and inlines of our own, each with its byte range.
//!
//! The same tree feeds HTML, PDF, Markdown and text, so user text never becomes HTML or Typst
//! source. Parsing never fails and never recurses deeper than [`MAX_DEPTH`]; what lies deeper is
//! kept, without its nesting. Raw HTML is text. Only links to harmless targets stay links.

mod link;
mod reader;
mod references;

use std::ops::Range;

use serde::Serialize;

pub use link::{is_allowed, is_relative};
pub use references::{Reference, References, headings, references};

/// How deep quotes and lists may nest; deeper ones lose their nesting and keep their text.
///
/// Far beyond what people write, and well under the depth at which a page layout engine stops.
pub const MAX_DEPTH: usize = 12;

/// A part of a text that stands on lines of its own. The range is in bytes of the parsed text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Block {
    #[serde(skip)]
    pub range: Range<usize>,
    #[serde(flatten)]
    pub kind: BlockKind,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum BlockKind {
    /// `level` counts from 1 to 6. `id` is empty until a page gives it one.
    Heading {
        level: u8,
        id: String,
        content: Vec<Inline>,
    },
    Paragraph {
        content: Vec<Inline>,
    },
    Quote {
        content: Vec<Block>,
    },
    /// Tight: no blank lines between the items. `start` is the first number of an ordered list.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Item>,
    },
    Code {
        language: String,
        text: String,
    },
    Table {
        columns: Vec<Alignment>,
        head: Vec<Cell>,
        rows: Vec<Vec<Cell>>,
    },
    /// What a footnote says; `label` is what its references name.
    Footnote {
        label: String,
        content: Vec<Block>,
    },
    Rule,
    /// A document's own text inside a report. The parser never yields it.
    Embedded {
        content: Vec<Block>,
    },
}

/// One item of a list; `task` says whether a task is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    #[serde(skip)]
    pub range: Range<usize>,
    pub task: Option<bool>,
    pub content: Vec<Block>,
}

/// One cell of a table: one paragraph as parsed, any blocks in a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    pub content: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    None,
    Left,
    Center,
    Right,
}

/// A part of a line. The range is in bytes of the parsed text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inline {
    #[serde(skip)]
    pub range: Range<usize>,
    #[serde(flatten)]
    pub kind: InlineKind,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum InlineKind {
    Text {
        text: String,
    },
    Code {
        text: String,
    },
    Emphasis {
        content: Vec<Inline>,
    },
    Strong {
        content: Vec<Inline>,
    },
    Strikethrough {
        content: Vec<Inline>,
    },
    /// `target` is one that [`is_allowed`] accepts. An image is a link to it.
    Link {
        target: String,
        content: Vec<Inline>,
    },
    FootnoteReference {
        label: String,
    },
    /// A reference to the footnote whose label is this number. The parser never yields it.
    NoteNumber {
        number: usize,
    },
    SoftBreak,
    HardBreak,
}

/// Parses Markdown: CommonMark with tables, footnotes, strikethrough and task lists.
///
/// Control and bidi characters come out visible, as [`crate::visible::visible`] writes them.
pub fn parse(text: &str) -> Vec<Block> {
    parse_with(text, &|text| crate::visible::visible(text).into_owned())
}

/// Parses Markdown; each text, target and label passes through `read` before it is judged.
///
/// `read` is how a caller that masked characters of its own takes the masks off, after syntax
/// was recognized and before links are checked.
pub fn parse_with(text: &str, read: &dyn Fn(&str) -> String) -> Vec<Block> {
    reader::read(text, read)
}

/// Calls `change` on each line of inlines in blocks, at every depth, inner inlines first.
pub fn for_each_line(blocks: &mut [Block], change: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph { content } => {
                for_each_inner_line(content, change);
            }
            BlockKind::Quote { content }
            | BlockKind::Footnote { content, .. }
            | BlockKind::Embedded { content } => for_each_line(content, change),
            BlockKind::List { items, .. } => {
                for item in items {
                    for_each_line(&mut item.content, change);
                }
            }
            BlockKind::Table { head, rows, .. } => {
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    for_each_line(&mut cell.content, change);
                }
            }
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }
}

fn for_each_inner_line(content: &mut Vec<Inline>, change: &mut dyn FnMut(&mut Vec<Inline>)) {
    for inline in content.iter_mut() {
        match &mut inline.kind {
            InlineKind::Emphasis { content }
            | InlineKind::Strong { content }
            | InlineKind::Strikethrough { content }
            | InlineKind::Link { content, .. } => for_each_inner_line(content, change),
            _ => {}
        }
    }
    change(content);
}

/// Returns the words of inlines, without their form.
pub fn plain(content: &[Inline]) -> String {
    let mut words = String::new();
    for inline in content {
        match &inline.kind {
            InlineKind::Text { text } | InlineKind::Code { text } => words.push_str(text),
            InlineKind::Emphasis { content }
            | InlineKind::Strong { content }
            | InlineKind::Strikethrough { content }
            | InlineKind::Link { content, .. } => words.push_str(&plain(content)),
            InlineKind::SoftBreak | InlineKind::HardBreak => words.push(' '),
            InlineKind::FootnoteReference { .. } | InlineKind::NoteNumber { .. } => {}
        }
    }
    words
}

/// Returns the words of blocks, without their form, a space between blocks.
pub fn plain_blocks(blocks: &[Block]) -> String {
    let words: Vec<String> = blocks.iter().map(plain_block).collect();
    words.join(" ")
}

fn plain_block(block: &Block) -> String {
    match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph { content } => plain(content),
        BlockKind::Quote { content }
        | BlockKind::Footnote { content, .. }
        | BlockKind::Embedded { content } => plain_blocks(content),
        BlockKind::List { items, .. } => {
            let words: Vec<String> = items.iter().map(|item| plain_blocks(&item.content)).collect();
            words.join(" ")
        }
        BlockKind::Code { text, .. } => text.clone(),
        BlockKind::Table { head, rows, .. } => {
            let cells = head.iter().chain(rows.iter().flatten());
            let words: Vec<String> = cells.map(|cell| plain_blocks(&cell.content)).collect();
            words.join(" ")
        }
        BlockKind::Rule => String::new(),
    }
}

impl Block {
    /// Returns a block that comes from no text.
    pub fn new(kind: BlockKind) -> Self {
        Self { range: 0..0, kind }
    }

    pub fn paragraph(content: Vec<Inline>) -> Self {
        Self::new(BlockKind::Paragraph { content })
    }

    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::new(BlockKind::Heading {
            level,
            id: String::new(),
            content: vec![Inline::text(text)],
        })
    }
}

impl Cell {
    /// Returns a cell that holds one paragraph.
    pub fn of(content: Vec<Inline>) -> Self {
        Self { content: vec![Block::paragraph(content)] }
    }
}

impl Inline {
    /// Returns an inline that comes from no text.
    pub fn new(kind: InlineKind) -> Self {
        Self { range: 0..0, kind }
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self::new(InlineKind::Text { text: text.into() })
    }

    pub fn code(text: impl Into<String>) -> Self {
        Self::new(InlineKind::Code { text: text.into() })
    }

    pub fn strong(text: impl Into<String>) -> Self {
        Self::new(InlineKind::Strong { content: vec![Self::text(text)] })
    }
}
