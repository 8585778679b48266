//! A page: everything a format needs to draw a report, the same for HTML, PDF, Markdown and text.
//!
//! The template gave the blocks; the frame around them (title, TLP, codename, draft mark, notices,
//! provenance) is made here and no template or document can leave it out or imitate it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use super::i18n::Language;
use super::provenance::Provenance;
use super::templates::Filled;
use crate::document::markdown::{self, Block, BlockKind, Inline, InlineKind};

/// A table of contents is drawn from this many headings on.
const CONTENTS_FROM: usize = 8;

/// A report, ready to be drawn.
#[derive(Debug, Serialize)]
pub struct Page {
    pub title: String,
    /// BCP 47 tag of the frame's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    pub codename: String,
    /// Exactly a TLP 2.0 label.
    pub tlp: String,
    /// What kind of report this is, in words.
    pub kind: String,
    pub is_draft: bool,
    /// Whether the template asks to fit one page.
    pub is_compact: bool,
    /// Sentences a reader must meet first.
    pub notices: Vec<String>,
    pub contents: Vec<ContentsLine>,
    pub blocks: Vec<Block>,
    pub provenance: Vec<Block>,
    pub words: Words,
    /// The record's time; a draft's is the present.
    #[serde(skip)]
    pub made_at: Timestamp,
    pub author: String,
}

/// One line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsLine {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// The frame's own words.
#[derive(Debug, Serialize)]
pub struct Words {
    pub contents: String,
    pub draft: String,
    pub draft_why: String,
    pub provenance: String,
    pub to_content: String,
    /// What stands before, between and after the page numbers in "Page 1 of 2".
    pub page: [String; 3],
}

/// What the frame says about the engagement and the report.
#[derive(Debug, Clone)]
pub struct Frame {
    pub codename: String,
    pub tlp: String,
    /// What kind of report this is, in words of the language.
    pub kind: String,
    /// Who makes the report: the auditor's codename.
    pub author: String,
    /// More sentences a reader must meet first.
    pub notices: Vec<String>,
}

impl Page {
    /// Puts the frame around a filled template.
    pub fn new(filled: Filled, frame: Frame, provenance: &Provenance, language: &Language) -> Self {
        let mut blocks = filled.blocks;
        let mut headings = Headings::default();
        let contents = name_headings(&mut blocks, &mut headings);
        gather_notes(&mut blocks, &mut 0);
        tidy_links(&mut blocks, &headings.ids);
        let mut notices = frame.notices;
        notices.extend(provenance.notice(language));
        if let Some(wanted) = language.missing() {
            notices.push(language.text_with("notice-language", &[("language", wanted)]));
        }
        Self {
            title: Some(filled.title)
                .filter(|title| !title.trim().is_empty())
                .unwrap_or_else(|| frame.kind.clone()),
            lang: language.tag().to_owned(),
            dir: language.direction(),
            codename: frame.codename,
            tlp: frame.tlp,
            kind: frame.kind,
            is_draft: provenance.draft,
            is_compact: filled.is_compact,
            notices,
            contents: if contents.len() < CONTENTS_FROM { Vec::new() } else { contents },
            blocks,
            provenance: provenance.blocks(language),
            words: Words::new(language),
            made_at: provenance.made_at(),
            author: frame.author,
        }
    }
}

impl Words {
    fn new(language: &Language) -> Self {
        let page = language.text_with("page-of", &[("page", "\u{1}"), ("pages", "\u{2}")]);
        let (before, rest) = page.split_once('\u{1}').unwrap_or((&page, ""));
        let (between, after) = rest.split_once('\u{2}').unwrap_or((rest, ""));
        Self {
            contents: language.text("contents"),
            draft: language.text("draft"),
            draft_why: language.text("draft-why"),
            provenance: language.text("provenance"),
            to_content: language.text("to-content"),
            page: [before, between, after].map(str::to_owned),
        }
    }
}

/// The headings met so far.
struct Headings {
    ids: BTreeSet<String>,
    /// The level of the last one; the title's is 1.
    level: u8,
}

impl Default for Headings {
    fn default() -> Self {
        Self { ids: BTreeSet::new(), level: 1 }
    }
}

/// Gives each heading an id of its own and a level at most one below the one before it, as screen
/// readers and PDF/UA-1 (ISO 14289-1, 7.4.2) want it; returns the lines of the contents.
///
/// Headings of documents get ids, so that their own links find them, and no line: the contents
/// show what the report holds, not what a document claims.
fn name_headings(blocks: &mut [Block], headings: &mut Headings) -> Vec<ContentsLine> {
    let mut contents = Vec::new();
    for block in blocks {
        match &mut block.kind {
            // A heading without words is none; readers of a tagged PDF would stumble over it.
            BlockKind::Heading { content, .. } if markdown::plain(content).trim().is_empty() => {
                let content = std::mem::take(content);
                block.kind = BlockKind::Paragraph { content };
            }
            BlockKind::Heading { level, id, content } => {
                let text = markdown::plain(content);
                *level = (*level).clamp(2, headings.level + 1);
                headings.level = *level;
                *id = unique_id(&text, &mut headings.ids);
                contents.push(ContentsLine { level: *level, id: id.clone(), text });
            }
            BlockKind::Embedded { content }
            | BlockKind::Quote { content }
            | BlockKind::Footnote { content, .. } => {
                name_headings(content, headings);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    name_headings(&mut item.content, headings);
                }
            }
            BlockKind::Table { head, rows, .. } => {
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    name_headings(&mut cell.content, headings);
                }
            }
            BlockKind::Paragraph { .. } | BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }
    contents
}

fn unique_id(text: &str, ids: &mut BTreeSet<String>) -> String {
    let words: Vec<String> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let base = if words.is_empty() { "part".to_owned() } else { words.join("-") };
    let mut id = base.clone();
    let mut number = 1;
    while !ids.insert(id.clone()) {
        number += 1;
        id = format!("{base}-{number}");
    }
    id
}

/// Numbers footnotes through the whole page, and moves each to the end of the text it is from.
fn gather_notes(blocks: &mut Vec<Block>, count: &mut usize) {
    let mut notes = Vec::new();
    take_notes(blocks, &mut notes, count);
    let mut numbers = BTreeMap::new();
    for note in &mut notes {
        *count += 1;
        if let BlockKind::Footnote { label, .. } = &mut note.kind {
            numbers.entry(std::mem::replace(label, count.to_string())).or_insert(*count);
        }
    }
    blocks.append(&mut notes);
    markdown::for_each_line(blocks, &mut |line| number_references(line, &numbers));
}

/// Takes the footnotes out of blocks; those of an embedded text stay in it.
fn take_notes(blocks: &mut Vec<Block>, notes: &mut Vec<Block>, count: &mut usize) {
    let mut kept = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        match &mut block.kind {
            BlockKind::Footnote { content, .. } => {
                take_notes(content, notes, count);
                notes.push(block);
                continue;
            }
            BlockKind::Embedded { content } => gather_notes(content, count),
            BlockKind::Quote { content } => take_notes(content, notes, count),
            BlockKind::List { items, .. } => {
                for item in items {
                    take_notes(&mut item.content, notes, count);
                }
            }
            BlockKind::Table { head, rows, .. } => {
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    take_notes(&mut cell.content, notes, count);
                }
            }
            _ => {}
        }
        kept.push(block);
    }
    *blocks = kept;
}

/// Sets numbers for labels. References of an embedded text were numbered before, with a mark
/// that keeps them from being read as labels of the text around.
fn number_references(line: &mut [Inline], numbers: &BTreeMap<String, usize>) {
    for inline in line {
        if let InlineKind::FootnoteReference { label } = &mut inline.kind
            && let Some(number) = numbers.get(label)
        {
            inline.kind = InlineKind::NoteNumber { number: *number };
        }
    }
}

/// Turns links that lead nowhere from a report into their text: paths relative to a document that
/// is not here, and places that do not exist.
fn tidy_links(blocks: &mut [Block], ids: &BTreeSet<String>) {
    markdown::for_each_line(blocks, &mut |line| {
        let mut tidy = Vec::with_capacity(line.len());
        for inline in std::mem::take(line) {
            match inline.kind {
                InlineKind::Link { target, content } if markdown::is_relative(&target) => {
                    let is_said = markdown::plain(&content) == target;
                    tidy.extend(content);
                    if !is_said {
                        tidy.push(Inline::text(format!(" ({target})")));
                    }
                }
                InlineKind::Link { target, content }
                    if target.strip_prefix('#').is_some_and(|id| !ids.contains(id)) =>
                {
                    tidy.extend(content);
                }
                kind => tidy.push(Inline { range: inline.range, kind }),
            }
        }
        *line = tidy;
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> Vec<Block> {
        let mut blocks = vec![
            Block::heading(2, "Next"),
            Block::new(BlockKind::Embedded { content: markdown::parse(text) }),
            Block::new(BlockKind::Embedded { content: markdown::parse(text) }),
        ];
        let mut headings = Headings::default();
        name_headings(&mut blocks, &mut headings);
        gather_notes(&mut blocks, &mut 0);
        tidy_links(&mut blocks, &headings.ids);
        blocks
    }

    #[test]
    fn notes_of_two_documents_stay_apart() {
        let blocks = tidied("a[^1]\n\n[^1]: one\n");
        let labels: Vec<String> = blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Embedded { content } => Some(format!("{content:?}")),
                _ => None,
            })
            .collect();
        assert!(
            labels[0].contains("NoteNumber { number: 1 }") && labels[0].contains("label: \"1\"")
        );
        assert!(
            labels[1].contains("NoteNumber { number: 2 }") && labels[1].contains("label: \"2\"")
        );
    }

    #[test]
    fn links_that_lead_nowhere_are_text() {
        let blocks = tidied("[a](#next) [b](#nowhere) [c](x.md) [d](https://e.f)\n\n## Next\n");
        let shown = format!("{:?}", blocks[1]);
        assert!(shown.contains("\"#next\"") && shown.contains("https://e.f"));
        assert!(!shown.contains("#nowhere") && shown.contains(" (x.md)"));
        assert!(shown.contains("id: \"next-2\""));
    }
}
