//! What a text refers to: link targets, raw HTML and headings, each where it stands.
//!
//! Reports go by the tree; this is for those who only ask where a text leads. It judges nothing.

use std::collections::HashSet;
use std::ops::Range;

use memchr::{memchr, memchr2, memmem};
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
    /// Whether what is there is shown in the text; of a definition, whether a picture uses it.
    pub is_picture: bool,
}

/// Returns where a text leads.
pub fn references(text: &str) -> References {
    if memchr2(b'[', b'<', text.as_bytes()).is_none() {
        return References::default();
    }
    let Some(extract) = Extract::of(text) else { return read(text) };
    let mut found = read(&extract.text);
    for link in &mut found.links {
        link.range = extract.place(&link.range);
    }
    found
}

/// What can lead anywhere in a text, without the rest.
struct Extract {
    text: String,
    /// Where each part of the text begins in the extract, and where it begins in the text.
    begins: Vec<(usize, usize)>,
}

/// What may belong to more than the lines around it, up to the next blank one: a fence, raw HTML, a
/// definition, a carriage return that ends a line.
const REACHES_FAR: [&str; 5] = ["```", "~~~", "<", "]:", "\r"];

impl Extract {
    /// Returns the parts of a text with a `[`; nothing for a text that only can be read as a whole.
    ///
    /// A part begins behind a blank line where a line is not indented: whatever was open before, a
    /// list, a quote or a table, ends there (`CommonMark`, 5.1 and 5.2), and what reaches further is
    /// in none of these texts.
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if REACHES_FAR.iter().any(|it| memmem::find(bytes, it.as_bytes()).is_some()) {
            return None;
        }
        let blank_lines = memmem::find_iter(bytes, "\n\n").map(|at| at + "\n\n".len());
        let ends = blank_lines.filter(|at| bytes.get(*at).is_some_and(|next| *next > b' '));
        let mut extract = Self { text: String::new(), begins: Vec::new() };
        let mut begin = 0;
        for end in ends.chain([text.len()]) {
            if memchr(b'[', &bytes[begin..end]).is_some() {
                extract.begins.push((extract.text.len(), begin));
                extract.text.push_str(&text[begin..end]);
            }
            begin = end;
        }
        Some(extract)
    }

    /// Returns where in the text lies what lies there in the extract, in one part.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let part =
            self.begins.partition_point(|(begin, _)| *begin <= range.start).saturating_sub(1);
        let (in_extract, in_text) = self.begins.get(part).copied().unwrap_or_default();
        range.start - in_extract + in_text..range.end - in_extract + in_text
    }
}

/// Reads a text as a whole.
fn read(text: &str) -> References {
    let mut found = References::default();
    let parser = Parser::new_ext(text, OPTIONS);
    let link = |target: &str, range: Range<usize>, is_picture| {
        let range = place_of(target, text, range);
        Reference { target: target.to_owned(), range, is_picture }
    };
    let definitions = parser.reference_definitions().iter();
    let mut definitions: Vec<Reference> = definitions
        .map(|(_, definition)| link(&definition.dest, definition.span.clone(), false))
        .collect();
    let mut pictures = HashSet::new();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) if stands_alone(link_type) => {
                found.links.push(link(&dest_url, range, false));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) if stands_alone(link_type) => {
                found.links.push(link(&dest_url, range, true));
            }
            Event::Start(Tag::Image { dest_url, .. }) => drop(pictures.insert(dest_url)),
            Event::Html(_) | Event::InlineHtml(_) => found.markup.push(range),
            _ => {}
        }
    }
    for definition in &mut definitions {
        definition.is_picture = pictures.contains(&*definition.target);
    }
    found.links.append(&mut definitions);
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

/// A title may stand behind a target; so far it is looked for from the end of its link. Pictures
/// may stand in one another, and each must cost little.
const REACH: usize = 1_024;

/// Returns the last place of the target in a link, where it is written as it is meant.
fn place_of(target: &str, text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.end.saturating_sub(target.len() + REACH).max(range.start);
    let start = text.ceil_char_boundary(start);
    match memmem::rfind(&text.as_bytes()[start..range.end], target.as_bytes()) {
        Some(at) if !target.is_empty() => start + at..start + at + target.len(),
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
    fn pictures_are_told_from_links() {
        for (text, pictures) in [
            ("![a](b.png) [c](d.md)", vec!["b.png"]),
            ("![a][r] [r]\n\n[r]: https://b.org/p.png\n", vec!["https://b.org/p.png"]),
            ("![r] ![r][]\n\n[R]: p.png 'y'\n[s]: q.md\n", vec!["p.png"]),
            ("[a][r]\n\n[r]: p.png\n", vec![]),
        ] {
            let found = references(text);
            let found: Vec<&str> =
                found.links.iter().filter(|it| it.is_picture).map(|it| &*it.target).collect();
            assert_eq!(found, pictures, "{text}");
        }
    }

    #[test]
    fn an_extract_leaves_out_what_leads_nowhere() {
        for (text, expected) in [
            ("a\n\n[b](c)\n\n- d\n- e\n", Some("[b](c)\n\n")),
            ("- a\n\n  [b](c)\n\nd\n\n> [e](f)", Some("- a\n\n  [b](c)\n\n> [e](f)")),
            ("a\n\n\n[b](c)", Some("a\n\n\n[b](c)")),
            ("[b](c)\n\n```\na\n\n[b](c)\n```", None),
            ("[b](c)\n\n<!--\n\n[b](c)\n-->", None),
            ("[b][c]\n\na\n\n[c]: d", None),
        ] {
            assert_eq!(Extract::of(text).map(|it| it.text).as_deref(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn an_extract_leads_where_its_text_does(
            text in "([-#>*_`~|!:+0-9.)a=\\\\]{0,3}([ \t]{0,5}|\\[a\\]\\(b\\)|\\[[a^]|[\\]()!é]|\n{1,3})){0,40}",
        ) {
            proptest::prop_assert_eq!(references(&text), read(&text));
        }
    }

    #[test]
    fn pictures_in_pictures_take_little_time() {
        let depth = 50_000;
        let text = format!("{}x{}", "![".repeat(depth), "](b\\_c)".repeat(depth));
        assert!(references(&text).links.len() <= depth);
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
