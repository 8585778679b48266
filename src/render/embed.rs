//! Documents' own text, put into the places a template left for it.
//!
//! The text is parsed on its own and becomes a block of its own kind, so that whatever it holds,
//! an unclosed code fence or a heading like the report's, stays inside it.

use super::mask::{Part, parts};
use super::templates::Text;
use crate::document::markdown::{self, Block, BlockKind, Cell, Inline, InlineKind, Item};

/// Returns the blocks with each place filled by the text of its number.
///
/// A place in a paragraph or a table's cell takes the text's blocks, and ends the paragraph before
/// it; a place in a heading, a link or emphasis takes its words.
pub(super) fn fill_places(blocks: Vec<Block>, texts: &[Text]) -> Vec<Block> {
    let mut filled = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph { content } => split_paragraph(content, texts, &mut filled),
            _ => filled.push(fill_block(block, texts)),
        }
    }
    filled
}

/// Adds a paragraph's words, and between them the blocks of its places.
fn split_paragraph(content: Vec<Inline>, texts: &[Text], filled: &mut Vec<Block>) {
    let mut words = Vec::new();
    let flush = |words: &mut Vec<Inline>, filled: &mut Vec<Block>| {
        let content = trimmed(std::mem::take(words));
        if !content.is_empty() {
            filled.push(Block::paragraph(content));
        }
    };
    let is_empty = content.is_empty();
    for inline in content {
        let InlineKind::Text { text } = &inline.kind else {
            words.extend(fill_inlines(vec![inline], texts));
            continue;
        };
        for part in parts(text) {
            match part {
                Part::Words(part) => words.push(Inline::text(part)),
                Part::Place(number) => {
                    flush(&mut words, filled);
                    filled.extend(
                        texts
                            .get(number)
                            .map(|text| Block::new(BlockKind::Embedded { content: read(text) })),
                    );
                }
            }
        }
    }
    if is_empty {
        filled.push(Block::paragraph(words));
    } else {
        flush(&mut words, filled);
    }
}

/// Returns a line without the white space and breaks at its ends.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    let is_blank = |inline: &Inline| match &inline.kind {
        InlineKind::Text { text } => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    };
    while content.last().is_some_and(is_blank) {
        content.pop();
    }
    let blank = content.iter().take_while(|inline| is_blank(inline)).count();
    content.drain(..blank);
    content
}

fn fill_block(block: Block, texts: &[Text]) -> Block {
    let Block { range, kind } = block;
    let kind = match kind {
        BlockKind::Heading { level, id, content } => {
            BlockKind::Heading { level, id, content: fill_inlines(content, texts) }
        }
        BlockKind::Quote { content } => BlockKind::Quote { content: fill_places(content, texts) },
        BlockKind::Footnote { label, content } => {
            BlockKind::Footnote { label, content: fill_places(content, texts) }
        }
        BlockKind::List { start, tight, items } => {
            let items = items
                .into_iter()
                .map(|item| Item { content: fill_places(item.content, texts), ..item })
                .collect();
            BlockKind::List { start, tight, items }
        }
        BlockKind::Table { columns, head, rows } => BlockKind::Table {
            columns,
            head: fill_cells(head, texts),
            rows: rows.into_iter().map(|row| fill_cells(row, texts)).collect(),
        },
        other => other,
    };
    Block { range, kind }
}

fn fill_cells(cells: Vec<Cell>, texts: &[Text]) -> Vec<Cell> {
    cells.into_iter().map(|cell| Cell { content: fill_places(cell.content, texts) }).collect()
}

fn fill_inlines(content: Vec<Inline>, texts: &[Text]) -> Vec<Inline> {
    let mut filled = Vec::with_capacity(content.len());
    for inline in content {
        let Inline { range, kind } = inline;
        let kind = match kind {
            InlineKind::Text { text } => {
                filled.extend(fill_words(&text, texts));
                continue;
            }
            InlineKind::Emphasis { content } => {
                InlineKind::Emphasis { content: fill_inlines(content, texts) }
            }
            InlineKind::Strong { content } => {
                InlineKind::Strong { content: fill_inlines(content, texts) }
            }
            InlineKind::Strikethrough { content } => {
                InlineKind::Strikethrough { content: fill_inlines(content, texts) }
            }
            InlineKind::Link { target, content } => {
                InlineKind::Link { target, content: fill_inlines(content, texts) }
            }
            other => other,
        };
        filled.push(Inline { range, kind });
    }
    filled
}

fn fill_words(text: &str, texts: &[Text]) -> Vec<Inline> {
    parts(text)
        .into_iter()
        .map(|part| match part {
            Part::Words(words) => Inline::text(words),
            Part::Place(number) => {
                Inline::text(texts.get(number).map_or_else(String::new, |text| {
                    markdown::plain_blocks(&markdown::parse(&text.markdown))
                }))
            }
        })
        .collect()
}

/// Parses a document's text and lowers its headings so that the highest has the wanted level.
fn read(text: &Text) -> Vec<Block> {
    let mut blocks = markdown::parse(&text.markdown);
    let highest = highest_heading(&blocks).unwrap_or(text.level);
    lower_headings(&mut blocks, highest, text.level);
    blocks
}

fn highest_heading(blocks: &[Block]) -> Option<u8> {
    blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { level, .. } => Some(*level),
            BlockKind::Quote { content } | BlockKind::Footnote { content, .. } => {
                highest_heading(content)
            }
            BlockKind::List { items, .. } => {
                items.iter().filter_map(|item| highest_heading(&item.content)).min()
            }
            _ => None,
        })
        .min()
}

fn lower_headings(blocks: &mut [Block], highest: u8, wanted: u8) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { level, .. } => *level = (*level - highest + wanted).min(6),
            BlockKind::Quote { content } | BlockKind::Footnote { content, .. } => {
                lower_headings(content, highest, wanted);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    lower_headings(&mut item.content, highest, wanted);
                }
            }
            _ => {}
        }
    }
}
