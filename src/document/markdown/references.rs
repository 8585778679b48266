//! What a text refers to: link targets, raw HTML and headings, each where it stands.
//!
//! Reports go by the tree; this is for those who only ask where a text leads. It judges nothing.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::reader::OPTIONS;

/// Where a text leads. Ranges are in bytes of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    pub links: Vec<Reference>,
    /// Raw HTML, tag by tag or line by line.
    pub markup: Vec<Range<usize>>,
}

/// A link, a picture or the definition of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The target after Markdown's escapes.
    pub target: String,
    /// The target as it is written; the whole link where it cannot be told apart.
    pub range: Range<usize>,
    pub is_picture: bool,
}

/// Returns where a text leads.
pub fn references(text: &str) -> References {
    let mut found = References::default();
    if !text.bytes().any(|byte| matches!(byte, b'[' | b'<')) {
        return found;
    }
    let parser = Parser::new_ext(text, OPTIONS);
    let mut add = |target: &str, range: Range<usize>, is_picture| {
        let range = place_of(target, text, range);
        found.links.push(Reference { target: target.to_owned(), range, is_picture });
    };
    for (_, definition) in parser.reference_definitions().iter() {
        add(&definition.dest, definition.span.clone(), false);
    }
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) if stands_alone(link_type) => {
                add(&dest_url, range, false);
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) if stands_alone(link_type) => {
                add(&dest_url, range, true);
            }
            Event::Html(_) | Event::InlineHtml(_) => found.markup.push(range),
            _ => {}
        }
    }
    found.links.sort_by_key(|link| (link.range.start, link.range.end));
    found
}

/// Returns the words of every heading.
pub fn headings(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => found.extend(heading.take()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    found
}

/// A link that uses a definition is told of where the definition stands, once.
fn stands_alone(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::Inline | LinkType::Autolink)
}

/// Returns the last place of the target in a link, where it is written as it is meant.
fn place_of(target: &str, text: &str, range: Range<usize>) -> Range<usize> {
    match text[range.clone()].rfind(target) {
        Some(at) if !target.is_empty() => {
            let start = range.start + at;
            start..start + target.len()
        }
        _ => range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_where_their_target_stands() {
        for (text, expected) in [
            ("no", vec![]),
            ("a [b](c.md) ![d](e.png)", vec![("c.md", "c.md"), ("e.png", "e.png")]),
            ("[a.md](a.md \"a.md?\")", vec![("a.md", "a.md")]),
            (
                "[a](<b c.md>) <https://b.org>",
                vec![("b c.md", "b c.md"), ("https://b.org", "https://b.org")],
            ),
            ("[a][r] [r]\n\n[r]: ../x.md 'y'\n", vec![("../x.md", "../x.md")]),
            ("[a](b\\_c.md)", vec![("b_c.md", "[a](b\\_c.md)")]),
            ("`[a](b)` \\[a](b) <zw@b.org>", vec![]),
        ] {
            let found = references(text);
            let found: Vec<_> =
                found.links.iter().map(|it| (&*it.target, &text[it.range.clone()])).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn markup_and_headings_are_found() {
        let text = "# One *two* `three`\n\na <b>c</b>\n\n<script>\nx\n</script>\n";
        let found = references(text);
        let markup: Vec<_> = found.markup.iter().map(|range| text[range.clone()].trim()).collect();
        assert_eq!(markup, ["<b>", "</b>", "<script>", "x", "</script>"]);
        assert_eq!(headings(text), ["One two three"]);
    }
}
