//! Makes characters that hide or reorder text visible.
//!
//! Everything that others wrote passes through here before a person sees it: a terminal obeys
//! escape characters, and bidirectional controls let text read differently from what it says
//! (CVE-2021-42574).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Returns the name of a character that is invisible or reorders text; `None` for all others,
/// and for line feed and tab, which text needs.
pub fn name(character: char) -> Option<&'static str> {
    Some(match character {
        // What most texts hold most of, looked at first.
        ' '..='~' | '\n' | '\t' => return None,
        '\0' => "NULL",
        '\u{7}' => "BELL",
        '\u{8}' => "BACKSPACE",
        '\r' => "CARRIAGE RETURN",
        '\u{1b}' => "ESCAPE",
        '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "CONTROL CHARACTER",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{34f}' => "COMBINING GRAPHEME JOINER",
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "HANGUL FILLER",
        '\u{180e}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{2028}' => "LINE SEPARATOR",
        '\u{2029}' => "PARAGRAPH SEPARATOR",
        '\u{202a}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202b}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202c}' => "POP DIRECTIONAL FORMATTING",
        '\u{202d}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202e}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2060}' => "WORD JOINER",
        '\u{2061}'..='\u{2064}' => "INVISIBLE OPERATOR",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        '\u{206a}'..='\u{206f}' => "DEPRECATED FORMAT CHARACTER",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{fff9}'..='\u{fffb}' => "INTERLINEAR ANNOTATION",
        '\u{e0000}'..='\u{e007f}' => "TAG CHARACTER",
        _ => return None,
    })
}

/// Returns whether a text needs an invisible mark that stands in it: one of direction among letters
/// from right to left, or a place for a line to break where a script has no spaces.
pub fn is_needed(symbol: char, text: &str) -> bool {
    match symbol {
        '\u{61c}' | '\u{200e}' | '\u{200f}' => text.chars().any(is_right_to_left),
        '\u{200b}' => text.chars().any(is_written_without_spaces),
        _ => false,
    }
}

/// Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and the
/// scripts beside them (Unicode's `DerivedBidiClass.txt`, classes R and AL, by block).
pub fn is_right_to_left(symbol: char) -> bool {
    matches!(u32::from(symbol),
        0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFE | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
        && symbol != '\u{61C}'
}

/// Letters of scripts that put no spaces between words, where a zero width space says where a line
/// may break (the Unicode Standard, 23.2): Thai, Lao, Burmese and Khmer.
pub fn is_written_without_spaces(symbol: char) -> bool {
    matches!(u32::from(symbol),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F)
}

/// Returns the text with every character that [`name`] knows written with its name, as
/// `<U+202E RIGHT-TO-LEFT OVERRIDE>`.
/// Joiners that Persian and Indic scripts need (U+200C, U+200D) stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|character| name(character).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match name(character) {
            Some(_) => shown.push_str(&code_point(character)),
            None => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// Returns the text as [`visible`] does, on one line: line feeds and tabs are written out too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\t']) {
        return visible(text);
    }
    Cow::Owned(visible(text).replace('\n', "<U+000A LINE FEED>").replace('\t', "<U+0009 TAB>"))
}

/// Returns two texts so that a person can tell them apart: with the code points of all that is no
/// ASCII where they differ only in how accents are written, as `que<U+0301>` and `qu<U+00E9>`.
pub fn told_apart<'a>(one: &'a str, other: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    if one == other || !one.nfc().eq(other.nfc()) {
        return (visible_line(one), visible_line(other));
    }
    (Cow::Owned(in_ascii(one)), Cow::Owned(in_ascii(other)))
}

fn in_ascii(text: &str) -> String {
    let shown = |symbol: char| match symbol {
        ' '..='~' => symbol.to_string(),
        symbol => code_point(symbol),
    };
    text.chars().map(shown).collect()
}

/// Returns a character's code point, and its name where [`name`] knows it, as
/// `<U+202E RIGHT-TO-LEFT OVERRIDE>`.
pub fn code_point(character: char) -> String {
    let code = u32::from(character);
    match name(character) {
        Some(name) => format!("<U+{code:04X} {name}>"),
        None => format!("<U+{code:04X}>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_told_apart() {
        for (one, other, shown) in [
            ("qu\u{e9}", "que\u{301}", ("qu<U+00E9>", "que<U+0301>")),
            ("qu\u{e9}", "qu\u{e9}", ("qu\u{e9}", "qu\u{e9}")),
            ("qu\u{e9}", "que", ("qu\u{e9}", "que")),
        ] {
            let told = told_apart(one, other);
            assert_eq!((&*told.0, &*told.1), shown);
        }
    }

    #[test]
    fn what_hides_is_shown() {
        let cases = [
            ("plain", "plain"),
            ("añ\u{1F600}", "añ\u{1F600}"),
            ("a\u{202e}b", "a<U+202E RIGHT-TO-LEFT OVERRIDE>b"),
            ("\u{1b}[31mred", "<U+001B ESCAPE>[31mred"),
            ("two\nlines", "two\nlines"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(visible_line("two\nlines"), "two<U+000A LINE FEED>lines");
    }
}
