//! A page as one HTML file: no script, nothing loaded, everything escaped.
//!
//! The Content-Security-Policy allows the one style element by its hash and nothing else, so that
//! a browser refuses what a fault of ours might let through. TLP colours are those of FIRST's
//! Traffic Light Protocol 2.0.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::page::{ContentsLine, Page};
use crate::document::markdown::{
    Alignment, Block, BlockKind, Cell, Inline, InlineKind, Item, plain_blocks,
};

/// The style of every report.
const CSS: &str = include_str!("../../templates/layout/page.css");

/// Draws a page.
pub fn draw(page: &Page) -> String {
    let mut html = String::with_capacity(64 << 10);
    head(&mut html, page);
    put(&mut html, format_args!("<body{}>\n", if page.is_draft { " class=\"draft\"" } else { "" }));
    put(
        &mut html,
        format_args!(
            "<a class=\"skip\" href=\"#content\">{}</a>\n",
            escape(&page.words.to_content)
        ),
    );
    header(&mut html, page);
    contents(&mut html, &page.words.contents, &page.contents);
    put(&mut html, format_args!("<main id=\"content\">\n"));
    blocks(&mut html, &page.blocks);
    html.push_str("</main>\n");
    footer(&mut html, page);
    html.push_str("</body>\n</html>\n");
    html
}

fn head(html: &mut String, page: &Page) {
    let hash = base64(&Sha256::digest(CSS.as_bytes()));
    put(
        html,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"author\" content=\"{author}\">\n\
             <title>{title} · {tlp}</title>\n<style>{CSS}</style>\n</head>\n",
            lang = escape(&page.lang),
            dir = page.dir,
            author = escape(&page.author),
            title = escape(&page.title),
            tlp = escape(&page.tlp),
        ),
    );
}

fn header(html: &mut String, page: &Page) {
    if page.is_draft {
        put(
            html,
            format_args!(
                "<p class=\"draft-mark\" role=\"note\"><strong>{}</strong> {}</p>\n",
                escape(&page.words.draft),
                escape(&page.words.draft_why)
            ),
        );
    }
    put(
        html,
        format_args!(
            "<header>\n<p class=\"running\"><span class=\"codename\">{}</span> \
             <span class=\"tlp {}\">{}</span></p>\n<p class=\"kind\">{}</p>\n<h1>{}</h1>\n",
            escape(&page.codename),
            tlp_class(&page.tlp),
            escape(&page.tlp),
            escape(&page.kind),
            escape(&page.title)
        ),
    );
    for notice in &page.notices {
        put(html, format_args!("<p class=\"notice\">{}</p>\n", escape(notice)));
    }
    html.push_str("</header>\n");
}

fn contents(html: &mut String, title: &str, lines: &[ContentsLine]) {
    if lines.is_empty() {
        return;
    }
    let title = escape(title);
    put(html, format_args!("<nav aria-label=\"{title}\">\n<h2>{title}</h2>\n<ol>\n"));
    for line in lines {
        put(
            html,
            format_args!(
                "<li class=\"level-{}\"><a href=\"#{}\">{}</a></li>\n",
                line.level,
                escape(&line.id),
                escape(&line.text)
            ),
        );
    }
    html.push_str("</ol>\n</nav>\n");
}

fn footer(html: &mut String, page: &Page) {
    put(
        html,
        format_args!(
            "<footer>\n<section class=\"provenance\" aria-labelledby=\"provenance\">\n\
             <h2 id=\"provenance\">{}</h2>\n",
            escape(&page.words.provenance)
        ),
    );
    blocks(html, &page.provenance);
    put(
        html,
        format_args!(
            "</section>\n<p class=\"running\"><span class=\"codename\">{}</span> \
             <span class=\"tlp {}\">{}</span></p>\n</footer>\n",
            escape(&page.codename),
            tlp_class(&page.tlp),
            escape(&page.tlp)
        ),
    );
}

fn blocks(html: &mut String, content: &[Block]) {
    for block in content {
        draw_block(html, block);
    }
}

fn draw_block(html: &mut String, block: &Block) {
    match &block.kind {
        BlockKind::Heading { level, id, content } => {
            // The page's title is the one heading of level 1.
            let level = (*level).clamp(2, 6);
            put(html, format_args!("<h{level} id=\"{}\">", escape(id)));
            inlines(html, content);
            put(html, format_args!("</h{level}>\n"));
        }
        BlockKind::Paragraph { content } => {
            // A paragraph that is nothing but emphasis is an aside, and set small.
            let is_aside =
                matches!(content[..], [Inline { kind: InlineKind::Emphasis { .. }, .. }]);
            html.push_str(if is_aside { "<p class=\"aside\">" } else { "<p>" });
            inlines(html, content);
            html.push_str("</p>\n");
        }
        BlockKind::Quote { content } => {
            html.push_str("<blockquote>\n");
            blocks(html, content);
            html.push_str("</blockquote>\n");
        }
        BlockKind::Embedded { content } => {
            html.push_str("<div class=\"document\" dir=\"auto\">\n");
            blocks(html, content);
            html.push_str("</div>\n");
        }
        BlockKind::List { start, tight, items } => list(html, *start, *tight, items),
        BlockKind::Code { language, text } => {
            let class = if language.is_empty() {
                String::new()
            } else {
                format!(" class=\"language-{}\"", escape(language))
            };
            put(
                html,
                format_args!(
                    "<pre dir=\"ltr\" tabindex=\"0\"><code{class}>{}</code></pre>\n",
                    escape(text)
                ),
            );
        }
        BlockKind::Table { columns, head, rows } => table(html, columns, head, rows),
        BlockKind::Footnote { label, content } => {
            let label = escape(label);
            put(
                html,
                format_args!("<div class=\"footnote\" id=\"note-{label}\"><sup>{label}</sup>\n"),
            );
            blocks(html, content);
            html.push_str("</div>\n");
        }
        BlockKind::Rule => html.push_str("<hr>\n"),
    }
}

fn list(html: &mut String, start: Option<u64>, tight: bool, items: &[Item]) {
    let name = if start.is_some() { "ol" } else { "ul" };
    match start {
        Some(number) if number != 1 => put(html, format_args!("<ol start=\"{number}\">\n")),
        _ => put(html, format_args!("<{name}>\n")),
    }
    for item in items {
        match item.task {
            Some(done) => {
                let mark = if done { '\u{2611}' } else { '\u{2610}' };
                put(html, format_args!("<li class=\"task\"><span class=\"box\">{mark}</span> "));
            }
            None => html.push_str("<li>"),
        }
        for block in &item.content {
            match &block.kind {
                BlockKind::Paragraph { content } if tight => inlines(html, content),
                _ => draw_block(html, block),
            }
        }
        html.push_str("</li>\n");
    }
    put(html, format_args!("</{name}>\n"));
}

/// Draws a table; without words in its head, its first column names what the others hold.
fn table(html: &mut String, columns: &[Alignment], head: &[Cell], rows: &[Vec<Cell>]) {
    let has_head = !head.iter().all(|cell| plain_blocks(&cell.content).trim().is_empty());
    put(
        html,
        format_args!(
            "<div class=\"scroll\"><table class=\"{}\">\n",
            if has_head { "grid" } else { "facts" }
        ),
    );
    if has_head {
        html.push_str("<thead><tr>");
        for (index, content) in head.iter().enumerate() {
            cell(html, "th", " scope=\"col\"", alignment(columns, index), content);
        }
        html.push_str("</tr></thead>\n");
    }
    html.push_str("<tbody>\n");
    // On a phone the columns' names are drawn beside the values.
    let labels: Vec<String> = head.iter().map(label).collect();
    for row in rows {
        html.push_str("<tr>");
        for (index, content) in row.iter().enumerate() {
            if index == 0 && !has_head {
                cell(html, "th", " scope=\"row\"", "", content);
            } else {
                let label = labels.get(index).map_or("", String::as_str);
                cell(html, "td", label, alignment(columns, index), content);
            }
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
}

fn label(cell: &Cell) -> String {
    let words = plain_blocks(&cell.content);
    if words.is_empty() { String::new() } else { format!(" data-label=\"{}\"", escape(&words)) }
}

fn cell(html: &mut String, name: &str, attribute: &str, class: &str, cell: &Cell) {
    put(html, format_args!("<{name}{attribute}{class}>"));
    match &cell.content[..] {
        [Block { kind: BlockKind::Paragraph { content }, .. }] => inlines(html, content),
        content => blocks(html, content),
    }
    put(html, format_args!("</{name}>"));
}

fn alignment(columns: &[Alignment], index: usize) -> &'static str {
    match columns.get(index) {
        Some(Alignment::Center) => " class=\"center\"",
        Some(Alignment::Right) => " class=\"right\"",
        _ => "",
    }
}

fn inlines(html: &mut String, content: &[Inline]) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text { text } => html.push_str(&escape(text)),
            InlineKind::Code { text } => {
                put(html, format_args!("<code dir=\"ltr\">{}</code>", escape(text)));
            }
            InlineKind::Emphasis { content } => element(html, "em", content),
            InlineKind::Strong { content } => element(html, "strong", content),
            InlineKind::Strikethrough { content } => element(html, "s", content),
            InlineKind::Link { target, content } => {
                put(
                    html,
                    format_args!("<a href=\"{}\" rel=\"noreferrer noopener\">", escape(target)),
                );
                inlines(html, content);
                html.push_str("</a>");
            }
            InlineKind::NoteNumber { number } => {
                put(html, format_args!("<sup><a href=\"#note-{number}\">{number}</a></sup>"));
            }
            InlineKind::FootnoteReference { label } => {
                put(html, format_args!("[^{}]", escape(label)));
            }
            InlineKind::SoftBreak => html.push('\n'),
            InlineKind::HardBreak => html.push_str("<br>\n"),
        }
    }
}

fn element(html: &mut String, name: &str, content: &[Inline]) {
    put(html, format_args!("<{name}>"));
    inlines(html, content);
    put(html, format_args!("</{name}>"));
}

fn tlp_class(tlp: &str) -> &'static str {
    match tlp {
        "TLP:RED" => "red",
        "TLP:AMBER" | "TLP:AMBER+STRICT" => "amber",
        "TLP:GREEN" => "green",
        _ => "clear",
    }
}

/// Returns text that is only text in HTML, also inside a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

fn put(html: &mut String, arguments: std::fmt::Arguments<'_>) {
    html.write_fmt(arguments).expect("writing to a string");
}

/// Returns bytes in base64 (RFC 4648, section 4), as CSP writes hashes.
fn base64(bytes: &[u8]) -> String {
    const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            if index <= chunk.len() {
                let symbol = group >> (18 - 6 * index) & 63;
                text.push(char::from(SYMBOLS[symbol as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;

    fn drawn(text: &str) -> String {
        let mut html = String::new();
        blocks(&mut html, &markdown::parse(text));
        html
    }

    #[test]
    fn blocks_become_html() {
        for (text, html) in [
            (
                "a *b* **c** `d<`",
                "<p>a <em>b</em> <strong>c</strong> <code dir=\"ltr\">d&lt;</code></p>\n",
            ),
            ("# a", "<h2 id=\"\">a</h2>\n"),
            ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
            ("- [x] a", "<ul>\n<li class=\"task\"><span class=\"box\">☑</span> a</li>\n</ul>\n"),
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
            (
                "[a](https://b.c/'\"x)",
                "<p><a href=\"https://b.c/&#39;&quot;x\" rel=\"noreferrer noopener\">a</a></p>\n",
            ),
            (
                "``` \"onclick\nx\n```",
                "<pre dir=\"ltr\" tabindex=\"0\"><code class=\"language-&quot;onclick\">x\n</code></pre>\n",
            ),
        ] {
            assert_eq!(drawn(text), html, "{text:?}");
        }
    }

    #[test]
    fn a_table_without_head_names_its_rows() {
        assert!(
            drawn("| | |\n|-|-|\n|a|b|").contains("<tr><th scope=\"row\">a</th><td>b</td></tr>")
        );
        let html = drawn("|x|y\"|\n|-|-:|\n|a|b|");
        assert!(html.contains("<th scope=\"col\" class=\"right\">y&quot;</th>"), "{html}");
        assert!(html.contains("<td data-label=\"y&quot;\" class=\"right\">b</td>"), "{html}");
    }

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_style_has_nothing_to_load_and_nothing_to_close_it() {
        for banned in ["url(", "@import", "</", "expression"] {
            assert!(!CSS.contains(banned), "{banned}");
        }
    }
}
