//! Any text as Markdown: ranges lie in the text, nothing nests too deep, nothing hides.

#![no_main]

use ircase_fuzz::document::markdown::{self, Block, BlockKind, Inline, InlineKind, MAX_DEPTH};
use ircase_fuzz::visible;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let blocks = markdown::parse(text);
    for block in &blocks {
        hold(block, text, 0);
    }
    for reference in markdown::references(text).links {
        assert!(text.get(reference.range).is_some());
    }
    let words = markdown::plain_blocks(&blocks);
    assert!(words.chars().all(|symbol| visible::name(symbol).is_none()), "{words:?}");
});

fn hold(block: &Block, text: &str, depth: usize) {
    assert!(depth <= MAX_DEPTH + 1);
    assert!(text.get(block.range.clone()).is_some());
    let blocks = |content: &[Block]| content.iter().for_each(|it| hold(it, text, depth + 1));
    match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph { content } => {
            content.iter().for_each(|it| hold_inline(it, text));
        }
        BlockKind::Quote { content }
        | BlockKind::Footnote { content, .. }
        | BlockKind::Embedded { content } => blocks(content),
        BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(&item.content)),
        BlockKind::Table { head, rows, .. } => {
            for cell in head.iter().chain(rows.iter().flatten()) {
                blocks(&cell.content);
            }
        }
        BlockKind::Code { .. } | BlockKind::Rule => {}
    }
}

fn hold_inline(inline: &Inline, text: &str) {
    assert!(text.get(inline.range.clone()).is_some());
    match &inline.kind {
        InlineKind::Link { target, content } => {
            assert!(markdown::is_allowed(target), "{target}");
            content.iter().for_each(|it| hold_inline(it, text));
        }
        InlineKind::Emphasis { content }
        | InlineKind::Strong { content }
        | InlineKind::Strikethrough { content } => {
            content.iter().for_each(|it| hold_inline(it, text));
        }
        _ => {}
    }
}
