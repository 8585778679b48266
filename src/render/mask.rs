//! Values that pass through a template and Markdown without ever being syntax.
//!
//! Each character of a value that is no letter or digit is moved into a private plane of Unicode
//! before the template's Markdown is parsed, and moved back after. In between, Markdown sees only
//! letters: a value cannot open a heading, a link, a table cell or a code span, wherever it stands.
//! A value cannot hold masks of its own: it is made visible first.

use std::io::Write;

use crate::visible::{code_point, visible};

/// Where masked characters of the basic plane live: the private plane 15.
const PLANE: u32 = 0xF_0000;

/// Opens and closes the place of something that is put in after parsing: characters of the private
/// plane 16, which no value holds once it is masked.
const OPEN: char = '\u{10FFFC}';
const CLOSE: char = '\u{10FFFD}';

/// Writes a value masked; the form of this function is the one that Tera asks for.
pub(super) fn mask(value: &str, output: &mut dyn Write) -> std::io::Result<()> {
    let mut masked = String::with_capacity(value.len() * 2);
    for character in visible(value).chars() {
        if is_ours(character) {
            masked.extend(code_point(character).chars().map(mask_character));
        } else {
            masked.push(mask_character(character));
        }
    }
    output.write_all(masked.as_bytes())
}

/// Returns text with its masks off, and with the deceiving characters that it held visible.
pub(super) fn unmask(text: &str) -> String {
    let original: String = text.chars().map(unmask_character).collect();
    visible(&original).into_owned()
}

/// Returns the mark of the place with this number.
pub(super) fn place(number: usize) -> String {
    format!("{OPEN}{number}{CLOSE}")
}

/// One part of a text: words, or the number of a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Words(&'a str),
    Place(usize),
}

/// Splits a text at its places.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (number, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        if !before.is_empty() {
            parts.push(Part::Words(before));
        }
        if let Ok(number) = number.parse() {
            parts.push(Part::Place(number));
        }
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    parts
}

/// Returns whether a character is one that masks and places are made of.
fn is_ours(character: char) -> bool {
    u32::from(character) >= PLANE
}

fn mask_character(character: char) -> char {
    match character {
        // A value is one line; what has several is a document's body and comes in as such.
        '\n' | '\t' => shifted(' '),
        _ if character.is_alphanumeric() => character,
        _ => shifted(character),
    }
}

/// Characters beyond the basic plane are symbols that Markdown has no use for.
fn shifted(character: char) -> char {
    let code = u32::from(character);
    if code < 0xFFFE { char::from_u32(PLANE + code).unwrap_or(character) } else { character }
}

fn unmask_character(character: char) -> char {
    let code = u32::from(character);
    if (PLANE..PLANE + 0xFFFE).contains(&code) {
        char::from_u32(code - PLANE).unwrap_or(character)
    } else {
        character
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown::{self, BlockKind};

    fn masked(value: &str) -> String {
        let mut output = Vec::new();
        mask(value, &mut output).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn a_value_is_never_syntax() {
        for value in [
            "# a",
            "    a",
            "- a",
            "1. a",
            "> a",
            "```",
            "---",
            "===",
            "<script>alert(1)</script>",
            "[a](javascript:x)",
            "![a](b)",
            "*a* _b_ **c** ~~d~~",
            "`a`",
            "a|b",
            "&lt;",
            "\\*",
            "[^1]",
            "https://a.b",
            "<https://a.b>",
            "#panic(\"x\")",
            "{{ secret }}",
            "$a$",
            " a ",
        ] {
            for (before, after) in [("", ""), ("a ", " b"), ("| a | b |\n|-|-|\n| ", " | x |")] {
                let blocks =
                    markdown::parse_with(&format!("{before}{}{after}", masked(value)), &unmask);
                let [block] = &blocks[..] else { panic!("{value:?} gave {blocks:?}") };
                let words = match &block.kind {
                    BlockKind::Paragraph { content } => markdown::plain(content),
                    BlockKind::Table { rows, .. } => {
                        format!("{before}{}{after}", markdown::plain_blocks(&rows[0][0].content))
                    }
                    other => panic!("{value:?} gave {other:?}"),
                };
                assert_eq!(words, format!("{before}{value}{after}"));
            }
        }
    }

    #[test]
    fn a_value_can_stand_in_code_and_in_a_target() {
        let text = format!("`{}` [a]({})", masked("a`b"), masked("javascript:x"));
        let BlockKind::Paragraph { content } = &markdown::parse_with(&text, &unmask)[0].kind else {
            panic!("one paragraph")
        };
        assert_eq!(markdown::plain(content), "a`b a (javascript:x)");
    }

    #[test]
    fn a_value_cannot_hold_a_mask_or_a_place() {
        for (value, shown) in [
            ("\u{F003C}", "<U+F003C>"),
            ("\u{10FFFC}0\u{10FFFD}", "<U+10FFFC>0<U+10FFFD>"),
            ("\u{202e}", "<U+202E RIGHT-TO-LEFT OVERRIDE>"),
        ] {
            assert_eq!(unmask(&masked(value)), shown);
        }
    }

    #[test]
    fn places_are_found() {
        let text = format!("a {}b{}", place(3), place(12));
        assert_eq!(
            parts(&text),
            [Part::Words("a "), Part::Place(3), Part::Words("b"), Part::Place(12)]
        );
    }
}
