//! A page as plain text, for a terminal, a mail or a screen reader.

use super::page::Page;
use crate::document::markdown::{Block, BlockKind, Cell, Inline, InlineKind, plain_blocks};

/// Lines are broken before this column.
const WIDTH: usize = 78;

/// Draws a page; lines end with a line feed and hold no control characters.
pub fn draw(page: &Page) -> String {
    let mut text = Text::default();
    if page.is_draft {
        text.line(&format!("*** {} *** {}", page.words.draft, page.words.draft_why));
        text.gap();
    }
    text.line(&format!("{} · {}", page.codename, page.tlp));
    text.line(&page.kind);
    text.gap();
    text.heading(&page.title, '=');
    for notice in &page.notices {
        text.line(notice);
        text.gap();
    }
    text.blocks(&page.blocks);
    text.gap();
    text.heading(&page.words.provenance, '=');
    text.blocks(&page.provenance);
    text.gap();
    text.line(&format!("{} · {}", page.codename, page.tlp));
    text.written
}

#[derive(Default)]
struct Text {
    written: String,
    /// What stands before every line of the block: the quote and list marks around it.
    prefix: String,
    /// What stands before the next line alone, in place of the prefix's end.
    mark: Option<String>,
    wants_gap: bool,
}

impl Text {
    fn gap(&mut self) {
        self.wants_gap = !self.written.is_empty();
    }

    /// Writes a line, broken where it is too long.
    fn line(&mut self, words: &str) {
        let width = WIDTH.saturating_sub(self.prefix.chars().count()).max(24);
        for part in words.split('\n') {
            for broken in broken(part, width) {
                self.raw(&broken);
            }
        }
    }

    fn raw(&mut self, line: &str) {
        let mark = self.mark.take().unwrap_or_default();
        let keep = self.prefix.chars().count().saturating_sub(mark.chars().count());
        let outer: String = self.prefix.chars().take(keep).collect();
        if std::mem::take(&mut self.wants_gap) {
            self.written.push_str(outer.trim_end());
            self.written.push('\n');
        }
        let prefix = outer + &mark;
        self.written.push_str(format!("{prefix}{line}").trim_end());
        self.written.push('\n');
    }

    fn heading(&mut self, words: &str, underline: char) {
        self.line(words);
        let length = words.chars().count().min(WIDTH);
        self.raw(&underline.to_string().repeat(length));
        self.gap();
    }

    fn nested(&mut self, prefix: &str, draw: impl FnOnce(&mut Self)) {
        let length = self.prefix.len();
        self.prefix.push_str(prefix);
        draw(self);
        self.prefix.truncate(length);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.gap();
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, content, .. } => match level {
                0..=2 => self.heading(&words(content), '-'),
                _ => self.line(&words(content)),
            },
            BlockKind::Paragraph { content } => self.line(&words(content)),
            BlockKind::Quote { content } => self.nested("> ", |text| text.blocks(content)),
            BlockKind::Embedded { content } => self.nested("| ", |text| text.blocks(content)),
            BlockKind::List { start, tight, items } => {
                for (index, item) in items.iter().enumerate() {
                    let number = start.map(|start| start.saturating_add(index as u64));
                    let task = match item.task {
                        Some(true) => "[x] ",
                        Some(false) => "[ ] ",
                        None => "",
                    };
                    let mark = match number {
                        Some(number) => format!("{number}. {task}"),
                        None => format!("- {task}"),
                    };
                    self.nested(&" ".repeat(mark.chars().count()), |text| {
                        text.mark = Some(mark);
                        for block in &item.content {
                            text.block(block);
                            text.wants_gap = !tight;
                        }
                        // An item without content still shows its mark.
                        if text.mark.is_some() {
                            text.raw("");
                        }
                    });
                    self.wants_gap = !tight;
                }
            }
            BlockKind::Code { text: code, .. } => self.nested("    ", |text| {
                for line in code.lines() {
                    text.raw(line);
                }
            }),
            BlockKind::Table { head, rows, .. } => self.table(head, rows),
            BlockKind::Footnote { label, content } => {
                let mark = format!("[{label}] ");
                self.nested(&" ".repeat(mark.len()), |text| {
                    text.mark = Some(mark);
                    text.blocks(content);
                });
            }
            BlockKind::Rule => self.raw("* * *"),
        }
    }

    /// Writes each row as lines of "name: value": columns do not survive narrow windows.
    fn table(&mut self, head: &[Cell], rows: &[Vec<Cell>]) {
        let names: Vec<String> = head.iter().map(|cell| one_line(&cell.content)).collect();
        let has_head = names.iter().any(|name| !name.is_empty());
        for row in rows {
            let Some((first, others)) = row.split_first() else { continue };
            if has_head {
                self.row_with_head(&names, row);
                continue;
            }
            let name = one_line(&first.content);
            for (index, cell) in others.iter().enumerate() {
                let name = if index == 0 { format!("{name}: ") } else { "  ".to_owned() };
                self.value(&name, &cell.content);
            }
        }
    }

    fn row_with_head(&mut self, names: &[String], row: &[Cell]) {
        self.nested("  ", |text| {
            text.mark = Some("- ".to_owned());
            for (index, cell) in row.iter().enumerate() {
                if plain_blocks(&cell.content).is_empty() {
                    continue;
                }
                let name = names.get(index).map_or("", String::as_str);
                let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
                text.value(&name, &cell.content);
            }
            text.mark = None;
        });
    }

    fn value(&mut self, name: &str, content: &[Block]) {
        match content {
            [Block { kind: BlockKind::Paragraph { content }, .. }] => {
                self.line(&format!("{name}{}", words(content)));
            }
            [] => self.line(name),
            blocks => {
                self.line(name);
                self.nested("  ", |text| text.blocks(blocks));
                self.wants_gap = false;
            }
        }
    }
}

fn one_line(content: &[Block]) -> String {
    plain_blocks(content).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the words of a line; a hard break is a line feed.
fn words(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match &inline.kind {
            InlineKind::Text { text: words } | InlineKind::Code { text: words } => {
                text.push_str(words);
            }
            InlineKind::Emphasis { content }
            | InlineKind::Strong { content }
            | InlineKind::Strikethrough { content } => text.push_str(&words(content)),
            InlineKind::Link { target, content } => {
                let shown = words(content);
                let is_said = shown == *target || format!("mailto:{shown}") == *target;
                text.push_str(&shown);
                if !is_said && !target.starts_with('#') {
                    text.push_str(&format!(" <{target}>"));
                }
            }
            InlineKind::NoteNumber { number } => text.push_str(&format!("[{number}]")),
            InlineKind::FootnoteReference { label } => text.push_str(&format!("[^{label}]")),
            InlineKind::SoftBreak => text.push(' '),
            InlineKind::HardBreak => text.push('\n'),
        }
    }
    text
}

/// Breaks a line at spaces so that each part fits; a word that is too long stays whole.
fn broken(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.last_mut().expect("starts with one line");
        let length = last.chars().count() + 1 + word.chars().count();
        if !last.is_empty() && length > width {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;

    #[test]
    fn blocks_become_text() {
        for (markdown, text) in [
            ("# a\n\nb *c*\\\nd", "a\n-\n\nb c\nd\n"),
            ("> a\n>\n> b", "> a\n>\n> b\n"),
            ("- a\n- b\n  1. c", "- a\n- b\n  1. c\n"),
            ("- [x] a\n- [ ]", "- [x] a\n- [ ]\n"),
            ("> a\n> - b\n", "> a\n>\n> - b\n"),
            ("```\na\n  b\n```", "    a\n      b\n"),
            ("| | |\n|-|-|\n|a|b|\n|c|d|", "a: b\nc: d\n"),
            ("|x|y|\n|-|-|\n|a|b|", "- x: a\n  y: b\n"),
            ("[a](https://b.c) <https://b.c>", "a <https://b.c> https://b.c\n"),
        ] {
            let mut drawn = Text::default();
            drawn.blocks(&markdown::parse(markdown));
            assert_eq!(drawn.written, text, "{markdown:?}");
        }
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        assert_eq!(broken("aa bb cc", 5), ["aa bb", "cc"]);
        assert_eq!(broken("aaaaaaaa b", 5), ["aaaaaaaa", "b"]);
    }
}
