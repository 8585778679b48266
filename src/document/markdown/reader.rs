//! From pulldown-cmark's events to our blocks. Recursion ends at [`MAX_DEPTH`].

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::{Alignment, Block, BlockKind, Cell, Inline, InlineKind, Item, MAX_DEPTH, link};

/// The extensions of CommonMark that are read.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

pub(super) fn read(text: &str, read: &dyn Fn(&str) -> String) -> Vec<Block> {
    let mut reader =
        Reader { events: Parser::new_ext(text, OPTIONS).into_offset_iter(), peeked: None, read };
    let mut content = Content::default();
    reader.blocks(0, &mut content);
    content.blocks
}

struct Reader<'a> {
    events: OffsetIter<'a>,
    peeked: Option<(Event<'a>, Range<usize>)>,
    read: &'a dyn Fn(&str) -> String,
}

/// What a quote, item or text holds.
#[derive(Default)]
struct Content {
    blocks: Vec<Block>,
    /// Whether this is an item that is a task, and whether it is done.
    task: Option<bool>,
    /// Whether a paragraph had blank lines around it.
    has_paragraph: bool,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.peeked.take().or_else(|| self.events.next())
    }

    /// Reads blocks up to the end of the container they stand in.
    fn blocks(&mut self, depth: usize, content: &mut Content) {
        // Containers below the depth limit: their text is read as if it stood here.
        let mut flattened = 0;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(tag) => match self.block(tag, range, depth, content) {
                    Placed::Done => {}
                    Placed::TooDeep => flattened += 1,
                },
                Event::End(_) if flattened > 0 => flattened -= 1,
                Event::End(_) => return,
                Event::Rule => content.blocks.push(Block { range, kind: BlockKind::Rule }),
                Event::TaskListMarker(done) => content.task = Some(done),
                inline => self.bare_inlines(inline, range, content),
            }
        }
    }

    fn block(
        &mut self,
        tag: Tag<'a>,
        range: Range<usize>,
        depth: usize,
        content: &mut Content,
    ) -> Placed {
        let is_container = matches!(
            tag,
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_)
        );
        // An item meets us here only when its list was too deep.
        if is_container && (depth >= MAX_DEPTH || tag == Tag::Item) {
            return Placed::TooDeep;
        }
        let kind = match tag {
            Tag::Paragraph => {
                content.has_paragraph = true;
                let mut inlines = Vec::new();
                self.inlines(0, &mut inlines, &mut content.task);
                BlockKind::Paragraph { content: inlines }
            }
            Tag::Heading { level, .. } => BlockKind::Heading {
                level: level as u8,
                id: String::new(),
                content: self.all_inlines(),
            },
            Tag::BlockQuote(_) => BlockKind::Quote { content: self.nested(depth) },
            Tag::CodeBlock(kind) => self.code(&kind),
            Tag::HtmlBlock => self.html(),
            Tag::List(start) => self.list(start, depth),
            Tag::FootnoteDefinition(label) => {
                BlockKind::Footnote { label: (self.read)(&label), content: self.nested(depth) }
            }
            Tag::Table(columns) => self.table(&columns),
            inline => {
                self.bare_inlines(Event::Start(inline), range, content);
                return Placed::Done;
            }
        };
        content.blocks.push(Block { range, kind });
        Placed::Done
    }

    fn nested(&mut self, depth: usize) -> Vec<Block> {
        let mut content = Content::default();
        self.blocks(depth + 1, &mut content);
        content.blocks
    }

    fn list(&mut self, start: Option<u64>, depth: usize) -> BlockKind {
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let mut content = Content::default();
                    self.blocks(depth + 1, &mut content);
                    tight &= !content.has_paragraph;
                    items.push(Item { range, task: content.task, content: content.blocks });
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        BlockKind::List { start, tight, items }
    }

    fn code(&mut self, kind: &CodeBlockKind<'a>) -> BlockKind {
        let language = match kind {
            CodeBlockKind::Fenced(words) => words.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let language = (self.read)(language);
        let mut text = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Text(part) => text.push_str(&(self.read)(&part)),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        BlockKind::Code { language, text }
    }

    fn table(&mut self, columns: &[pulldown_cmark::Alignment]) -> BlockKind {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        let mut row = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let kind = BlockKind::Paragraph { content: self.all_inlines() };
                    row.push(Cell { content: vec![Block { range, kind }] });
                }
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        BlockKind::Table { columns: columns.iter().map(alignment).collect(), head, rows }
    }

    /// Reads inlines that stand in a block without a paragraph, as in a tight list.
    fn bare_inlines(&mut self, first: Event<'a>, range: Range<usize>, content: &mut Content) {
        let mut whole = range.clone();
        let mut inlines = Vec::new();
        self.inline(first, range, 0, &mut inlines);
        while let Some((event, range)) = self.next() {
            if !is_inline(&event) {
                self.peeked = Some((event, range));
                break;
            }
            whole.end = whole.end.max(range.end);
            self.inline(event, range, 0, &mut inlines);
        }
        content
            .blocks
            .push(Block { range: whole, kind: BlockKind::Paragraph { content: inlines } });
    }

    fn all_inlines(&mut self) -> Vec<Inline> {
        let mut inlines = Vec::new();
        self.inlines(0, &mut inlines, &mut None);
        inlines
    }

    /// Reads inlines up to the end of what they stand in.
    fn inlines(&mut self, depth: usize, inlines: &mut Vec<Inline>, task: &mut Option<bool>) {
        let mut flattened = 0;
        while let Some((event, range)) = self.next() {
            match event {
                Event::End(_) if flattened > 0 => flattened -= 1,
                Event::End(_) => return,
                Event::TaskListMarker(done) => *task = Some(done),
                Event::Start(_) if depth >= MAX_DEPTH => flattened += 1,
                event => self.inline(event, range, depth, inlines),
            }
        }
    }

    fn inline(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        depth: usize,
        inlines: &mut Vec<Inline>,
    ) {
        match event {
            Event::Start(tag) => {
                let mut content = Vec::new();
                self.inlines(depth + 1, &mut content, &mut None);
                self.place(tag, range, content, inlines);
            }
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                self.push_text(&text, range, inlines);
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let text = (self.read)(&text);
                inlines.push(Inline { range, kind: InlineKind::Code { text } });
            }
            Event::FootnoteReference(label) => {
                let label = (self.read)(&label);
                inlines.push(Inline { range, kind: InlineKind::FootnoteReference { label } });
            }
            Event::SoftBreak => inlines.push(Inline { range, kind: InlineKind::SoftBreak }),
            Event::HardBreak => inlines.push(Inline { range, kind: InlineKind::HardBreak }),
            Event::End(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn place(
        &self,
        tag: Tag<'a>,
        range: Range<usize>,
        content: Vec<Inline>,
        inlines: &mut Vec<Inline>,
    ) {
        let kind = match tag {
            Tag::Emphasis => InlineKind::Emphasis { content },
            Tag::Strong => InlineKind::Strong { content },
            Tag::Strikethrough => InlineKind::Strikethrough { content },
            Tag::Link { link_type, dest_url, .. } => {
                let is_address = link_type == pulldown_cmark::LinkType::Email;
                let prefix = if is_address { "mailto:" } else { "" };
                let target = format!("{prefix}{}", (self.read)(&dest_url));
                return place_link(target, range, content, inlines);
            }
            Tag::Image { dest_url, .. } => {
                return place_link((self.read)(&dest_url), range, content, inlines);
            }
            _ => return inlines.extend(content),
        };
        inlines.push(Inline { range, kind });
    }

    /// Adds text, joining it to text just before it.
    fn push_text(&self, text: &str, range: Range<usize>, inlines: &mut Vec<Inline>) {
        let text = (self.read)(&text.replace('\n', " "));
        if let Some(Inline { range: before, kind: InlineKind::Text { text: start } }) =
            inlines.last_mut()
        {
            start.push_str(&text);
            before.end = range.end;
        } else if !text.is_empty() {
            inlines.push(Inline { range, kind: InlineKind::Text { text } });
        }
    }

    /// Reads a block of raw HTML as the text it is, line by line.
    fn html(&mut self) -> BlockKind {
        let mut content = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Html(line) | Event::Text(line) => {
                    if !content.is_empty() {
                        content.push(Inline { range: range.clone(), kind: InlineKind::HardBreak });
                    }
                    self.push_text(line.trim_end_matches('\n'), range, &mut content);
                }
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        BlockKind::Paragraph { content }
    }
}

enum Placed {
    Done,
    TooDeep,
}

/// Adds a link; one whose target is not allowed becomes its text and its visible target.
fn place_link(
    target: String,
    range: Range<usize>,
    content: Vec<Inline>,
    inlines: &mut Vec<Inline>,
) {
    if link::is_allowed(&target) {
        let content = if content.is_empty() { vec![Inline::text(target.clone())] } else { content };
        inlines.push(Inline { range, kind: InlineKind::Link { target, content } });
        return;
    }
    let is_said = super::plain(&content) == target;
    inlines.extend(content);
    if !is_said && !target.is_empty() {
        let text = format!(" ({target})");
        inlines.push(Inline { range, kind: InlineKind::Text { text } });
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(_) | Event::Rule | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

fn alignment(alignment: &pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse, plain};
    use super::*;

    /// Writes a tree in one line, so that cases read as a table.
    fn sketch(blocks: &[Block]) -> String {
        let one = |block: &Block| match &block.kind {
            BlockKind::Heading { level, content, .. } => format!("h{level}({})", line(content)),
            BlockKind::Paragraph { content } => format!("p({})", line(content)),
            BlockKind::Quote { content } => format!("quote({})", sketch(content)),
            BlockKind::List { start, tight, items } => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| format!("{:?}:{}", item.task, sketch(&item.content)))
                    .collect();
                format!("list {start:?} {tight}({})", items.join("; "))
            }
            BlockKind::Code { language, text } => format!("code {language}({text:?})"),
            BlockKind::Table { head, rows, .. } => {
                let cells = |cells: &[Cell]| {
                    let cells: Vec<_> = cells.iter().map(|cell| sketch(&cell.content)).collect();
                    cells.join("|")
                };
                let rows: Vec<_> = rows.iter().map(|row| cells(row)).collect();
                format!("table({} / {})", cells(head), rows.join(" / "))
            }
            BlockKind::Footnote { label, content } => format!("note {label}({})", sketch(content)),
            BlockKind::Rule => "rule".to_owned(),
            BlockKind::Embedded { content } => format!("embedded({})", sketch(content)),
        };
        blocks.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn line(content: &[Inline]) -> String {
        let one = |inline: &Inline| match &inline.kind {
            InlineKind::Text { text } => text.clone(),
            InlineKind::Code { text } => format!("`{text}`"),
            InlineKind::Emphasis { content } => format!("_{}_", line(content)),
            InlineKind::Strong { content } => format!("*{}*", line(content)),
            InlineKind::Strikethrough { content } => format!("~{}~", line(content)),
            InlineKind::Link { target, content } => format!("<{}|{target}>", line(content)),
            InlineKind::FootnoteReference { label } => format!("[^{label}]"),
            InlineKind::NoteNumber { number } => format!("[{number}]"),
            InlineKind::SoftBreak => "/".to_owned(),
            InlineKind::HardBreak => "//".to_owned(),
        };
        content.iter().map(one).collect()
    }

    #[test]
    fn markdown_becomes_blocks() {
        for (text, tree) in [
            ("# A *b*\n\nc\nd", "h1(A _b_) p(c/d)"),
            (
                "- a\n- [x] b\n  1. c",
                "list None true(None:p(a); Some(true):p(b) list Some(1) true(None:p(c)))",
            ),
            ("- a\n\n- b", "list None false(None:p(a); None:p(b))"),
            ("> a\n> > b", "quote(p(a) quote(p(b)))"),
            ("```sh x\nls\n```", "code sh(\"ls\\n\")"),
            ("|a|b|\n|-|:-:|\n|c|`d\\|e`|", "table(p(a)|p(b) / p(c)|p(`d|e`))"),
            ("a[^1]\n\n[^1]: b", "p(a[^1]) note 1(p(b))"),
            ("~~a~~ **b** &amp; \\*c", "p(~a~ *b* & *c)"),
            ("<script>\nalert(1)\n</script>\n", "p(<script>//alert(1)//</script>)"),
            ("a <b>c</b>", "p(a <b>c</b>)"),
            ("a\u{202e}b `\u{1b}`", "p(a<U+202E RIGHT-TO-LEFT OVERRIDE>b `<U+001B ESCAPE>`)"),
            ("---", "rule"),
        ] {
            assert_eq!(sketch(&parse(text)), tree, "{text:?}");
        }
    }

    #[test]
    fn links_to_anything_else_are_text_with_their_target() {
        for (text, tree) in [
            ("[a](https://b.org)", "p(<a|https://b.org>)"),
            ("<zw@b.org>", "p(<zw@b.org|mailto:zw@b.org>)"),
            ("[a](javascript:x)", "p(a (javascript:x))"),
            ("[a](&#106;avascript:x)", "p(a (javascript:x))"),
            ("[a](data:text/html,x 'title')", "p(a (data:text/html,x))"),
            ("![plan](plan.png)", "p(<plan|plan.png>)"),
            ("![plan](file:///x)", "p(plan (file:///x))"),
            ("<file:///x>", "p(file:///x)"),
        ] {
            assert_eq!(sketch(&parse(text)), tree, "{text:?}");
        }
    }

    #[test]
    fn ranges_are_bytes_of_the_text() {
        let text = "ñ\n\n## *b* c\n";
        let blocks = parse(text);
        assert_eq!(&text[blocks[1].range.clone()], "## *b* c\n");
        let BlockKind::Heading { content, .. } = &blocks[1].kind else { panic!("{blocks:?}") };
        assert_eq!(&text[content[0].range.clone()], "*b*");
    }

    #[test]
    fn hostile_nesting_keeps_the_text_and_loses_the_nesting() {
        let mut inlines = "*a **b ".repeat(10_000);
        inlines.push('x');
        for text in [
            format!("{}x", "> ".repeat(10_000)),
            format!("{}x", "- ".repeat(10_000)),
            format!("{}x", "1. > ".repeat(10_000)),
            format!("{}x", "[".repeat(20_000)),
            format!("{}x{}", "*a ".repeat(10_000), "b*".repeat(10_000)),
            format!("{}x", "![a](".repeat(10_000)),
            format!("{}x", "<".repeat(20_000)),
            format!("{}x", "[^1]: > ".repeat(5_000)),
            inlines,
        ] {
            let blocks = parse(&text);
            assert!(sketch(&blocks).contains('x'), "{}", &text[..20]);
            assert!(depth(&blocks) <= MAX_DEPTH + 1);
        }
    }

    fn depth(blocks: &[Block]) -> usize {
        let below = |block: &Block| match &block.kind {
            BlockKind::Quote { content } | BlockKind::Footnote { content, .. } => depth(content),
            BlockKind::List { items, .. } => {
                items.iter().map(|item| depth(&item.content)).max().unwrap_or(0)
            }
            _ => 0,
        };
        blocks.iter().map(below).max().map_or(0, |below| below + 1)
    }

    proptest::proptest! {
        #[test]
        fn any_text_parses(text in "[-#>*_`~|\\[\\]()<>!:^ a1\\n\\t\\\\&;]{0,200}") {
            let _ = plain(&[]);
            for block in parse(&text) {
                proptest::prop_assert!(text.get(block.range).is_some());
            }
        }
    }
}
