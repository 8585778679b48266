//! A page as Markdown, which reads back as the same blocks.
//!
//! Documents' own text is written anew from its blocks, so that an unclosed code fence in one
//! cannot swallow what follows it.

use super::page::Page;
use crate::document::markdown::{
    Alignment, Block, BlockKind, Cell, Inline, InlineKind, plain_blocks,
};

/// Draws a page.
pub fn draw(page: &Page) -> String {
    let mut lines = Lines::default();
    if page.is_draft {
        let why = Inline::text(format!(" {}", page.words.draft_why));
        lines.blocks(&[Block::paragraph(vec![Inline::strong(&page.words.draft), why])]);
    }
    let running = Block::paragraph(vec![Inline::text(format!("{} · {}", page.codename, page.tlp))]);
    let kind = Block::paragraph(vec![Inline::text(&page.kind)]);
    lines.blocks(&[running.clone(), kind, Block::heading(1, &page.title)]);
    for notice in &page.notices {
        lines.blocks(&[Block::paragraph(vec![Inline::strong(notice)])]);
    }
    lines.blocks(&page.blocks);
    lines.blocks(&[Block::heading(2, &page.words.provenance)]);
    lines.blocks(&page.provenance);
    lines.blocks(&[running]);
    lines.written
}

/// Whether blank lines stand between blocks; in a tight list they would make it a loose one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gaps {
    Between,
    None,
}

#[derive(Default)]
struct Lines {
    written: String,
    /// What stands before every line of the block: the quote and list marks around it.
    prefix: String,
    /// What stands before the next line alone, in place of that many bytes of the prefix.
    mark: Option<(usize, String)>,
    wants_gap: bool,
}

impl Lines {
    fn line(&mut self, line: &str) {
        let mut prefix = self.prefix.clone();
        let outer = self.mark.take().map(|(length, mark)| {
            prefix.truncate(prefix.len() - length);
            let outer = prefix.clone();
            prefix.push_str(&mark);
            outer
        });
        if std::mem::take(&mut self.wants_gap) {
            let gap = outer.unwrap_or_else(|| self.prefix.clone());
            self.written.push_str(gap.trim_end());
            self.written.push('\n');
        }
        self.written.push_str(format!("{prefix}{line}").trim_end());
        self.written.push('\n');
    }

    fn nested(&mut self, prefix: &str, draw: impl FnOnce(&mut Self)) {
        let length = self.prefix.len();
        self.prefix.push_str(prefix);
        draw(self);
        self.prefix.truncate(length);
    }

    /// Writes blocks that a mark opens and that are indented after it.
    fn marked(&mut self, indent: usize, mark: String, content: &[Block], gaps: Gaps) {
        // A mark cannot follow a mark on one line when the first is not written yet.
        if self.mark.is_some() {
            self.line("");
        }
        self.nested(&" ".repeat(indent), |lines| {
            lines.mark = Some((indent, mark));
            for block in content {
                lines.block(block);
                lines.wants_gap = gaps == Gaps::Between;
            }
            if lines.mark.is_some() {
                lines.line("");
            }
        });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.wants_gap = true;
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, content, .. } => {
                self.line(&format!("{} {}", "#".repeat(usize::from(*level)), one_line(content)));
            }
            BlockKind::Paragraph { content } => {
                for line in inlines(content).split('\n') {
                    self.line(&guarded(line.trim_start()));
                }
            }
            BlockKind::Quote { content } | BlockKind::Embedded { content } => {
                if self.mark.is_some() {
                    self.line("");
                }
                self.nested("> ", |lines| {
                    // The gap belongs outside the quote.
                    if std::mem::take(&mut lines.wants_gap) {
                        let outer = lines.prefix[..lines.prefix.len() - 2].trim_end().to_owned();
                        lines.written.push_str(&outer);
                        lines.written.push('\n');
                    }
                    lines.blocks(content);
                });
            }
            BlockKind::List { start, tight, items } => {
                for (index, item) in items.iter().enumerate() {
                    let mark = match start {
                        Some(start) => format!("{}. ", start.saturating_add(index as u64)),
                        None => "- ".to_owned(),
                    };
                    let task = match item.task {
                        Some(true) => "[x] ",
                        Some(false) => "[ ] ",
                        None => "",
                    };
                    let gaps = if *tight { Gaps::None } else { Gaps::Between };
                    self.marked(mark.len(), format!("{mark}{task}"), &item.content, gaps);
                    self.wants_gap = !tight;
                }
            }
            BlockKind::Code { language, text } => self.code(language, text),
            BlockKind::Table { columns, head, rows } => self.table(columns, head, rows),
            BlockKind::Footnote { label, content } => {
                self.marked(4, format!("[^{label}]: "), content, Gaps::Between);
            }
            BlockKind::Rule => self.line("***"),
        }
    }

    fn code(&mut self, language: &str, text: &str) {
        if self.mark.is_some() {
            self.line("");
        }
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        self.line(&format!("{fence}{}", language.replace('`', "")));
        for line in text.lines() {
            self.line(line);
        }
        self.line(&fence);
    }

    fn table(&mut self, columns: &[Alignment], head: &[Cell], rows: &[Vec<Cell>]) {
        if self.mark.is_some() {
            self.line("");
        }
        self.line(&row(head));
        let marks: Vec<&str> = columns
            .iter()
            .map(|alignment| match alignment {
                Alignment::None => "---",
                Alignment::Left => ":--",
                Alignment::Center => ":-:",
                Alignment::Right => "--:",
            })
            .collect();
        self.line(&format!("| {} |", marks.join(" | ")));
        for cells in rows {
            self.line(&row(cells));
        }
    }
}

fn row(cells: &[Cell]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell_words(&cell.content)).collect();
    format!("| {} |", cells.join(" | "))
}

/// A cell is one line: paragraphs are joined, what is no paragraph gives its words.
fn cell_words(content: &[Block]) -> String {
    let parts: Vec<String> = content
        .iter()
        .flat_map(|block| match &block.kind {
            BlockKind::Embedded { content } => content.iter().collect(),
            _ => vec![block],
        })
        .map(|block| match &block.kind {
            BlockKind::Paragraph { content } => one_line(content).replace("\\|", "|"),
            _ => escaped(&plain_blocks(std::slice::from_ref(block))).replace("\\|", "|"),
        })
        .collect();
    // In a table a bar is escaped also inside a code span.
    parts.join(" ¶ ").replace('\n', " ").replace('|', "\\|")
}

fn one_line(content: &[Inline]) -> String {
    inlines(content).replace("\\\n", " ").replace('\n', " ")
}

fn inlines(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match &inline.kind {
            InlineKind::Text { text: words } => text.push_str(&escaped(words)),
            InlineKind::Code { text: code } => text.push_str(&code_span(code)),
            InlineKind::Emphasis { content } => surround(&mut text, "*", content),
            InlineKind::Strong { content } => surround(&mut text, "**", content),
            InlineKind::Strikethrough { content } => surround(&mut text, "~~", content),
            InlineKind::Link { target, content } => {
                let target = target.replace('<', "%3C").replace('>', "%3E").replace('|', "%7C");
                text.push_str(&format!("[{}](<{target}>)", inlines(content)));
            }
            InlineKind::NoteNumber { number } => text.push_str(&format!("[^{number}]")),
            InlineKind::FootnoteReference { label } => {
                text.push_str(&escaped(&format!("[^{label}]")));
            }
            InlineKind::SoftBreak => text.push('\n'),
            InlineKind::HardBreak => text.push_str("\\\n"),
        }
    }
    text
}

fn surround(text: &mut String, mark: &str, content: &[Inline]) {
    let words = inlines(content);
    // Marks next to a space are no marks.
    if words.trim() == words && !words.is_empty() {
        text.push_str(mark);
        text.push_str(&words);
        text.push_str(mark);
    } else {
        text.push_str(&words);
    }
}

fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run(code) + 1);
    let needs_space = code.starts_with(['`', ' ']) || code.ends_with(['`', ' ']);
    let space = if needs_space { " " } else { "" };
    format!("{fence}{space}{code}{space}{fence}")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if "\\`*_[]<>|~&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped.replace('\n', " ")
}

/// Escapes what would open a heading, list, rule or code at the start of a line.
fn guarded(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line[digits..].chars().next();
    if digits > 0 && matches!(after, Some('.' | ')')) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '+', '-', '=', ':']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;

    fn written(blocks: &[Block]) -> String {
        let mut lines = Lines::default();
        lines.blocks(blocks);
        lines.written
    }

    /// Returns blocks without their ranges, so that two readings can be compared.
    fn shape(text: &str) -> serde_json::Value {
        serde_json::to_value(markdown::parse(text)).unwrap()
    }

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        for text in [
            "# a\n\nb *c* **d** ~~e~~ `f`\\\ng\nh\n",
            "> a\n> > b\n\nc\n",
            "- a\n- b\n  1. c\n  2. d\n- [x] e\n",
            "- a\n\n- b\n\n  c\n",
            "3. a\n4. b\n",
            "```sh\nls `x`\n\n  ````\n```\n",
            "| a | b |\n| --- | :-: |\n| `c\\|d` | e\\|f |\n",
            "|  |  |\n| --- | --- |\n| a | b |\n",
            "a\\*b \\# \\[c\\] \\<d\\> \\&amp; \\_e\\_\n",
            "\\# a\n\n1\\. b\n\n\\- c\n\n\\+ d\n\n\\=\\=\n",
            "[a *b*](https://c.d/e_(f)) <zw@a.b>\n",
            "`` a`b `` ` c `\n",
            "***\n",
        ] {
            let again = written(&markdown::parse(text));
            assert_eq!(shape(&again), shape(text), "{text}\n=>\n{again}");
        }
    }

    #[test]
    fn an_open_fence_does_not_swallow_the_frame() {
        let blocks = vec![
            Block::new(BlockKind::Embedded { content: markdown::parse("```\nopen") }),
            Block::heading(2, "after"),
        ];
        assert_eq!(written(&blocks), "> ```\n> open\n> ```\n\n## after\n");
    }
}
