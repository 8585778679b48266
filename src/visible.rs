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
        '\u{b}' => "LINE TABULATION",
        '\u{c}' => "FORM FEED",
        '\r' => "CARRIAGE RETURN",
        '\u{1b}' => "ESCAPE",
        '\u{7f}' => "DELETE",
        '\u{85}' => "NEXT LINE",
        '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "CONTROL CHARACTER",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{34f}' => "COMBINING GRAPHEME JOINER",
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "HANGUL FILLER",
        '\u{17b4}' | '\u{17b5}' => "KHMER INHERENT VOWEL",
        '\u{180b}'..='\u{180d}' | '\u{180f}' => "MONGOLIAN VARIATION SELECTOR",
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
        '\u{2800}' => "BRAILLE PATTERN BLANK",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{fff9}'..='\u{fffb}' => "INTERLINEAR ANNOTATION",
        '\u{1bca0}'..='\u{1bca3}' => "SHORTHAND FORMAT CONTROL",
        '\u{1d173}'..='\u{1d17a}' => "MUSICAL FORMAT CONTROL",
        '\u{e0000}'..='\u{e007f}' => "TAG CHARACTER",
        '\u{e0100}'..='\u{e01ef}' => "VARIATION SELECTOR",
        // Kept for characters that will not be seen either (`Default_Ignorable_Code_Point`).
        '\u{2065}' | '\u{fff0}'..='\u{fff8}' | '\u{e0080}'..='\u{e0fff}' => {
            "UNASSIGNED INVISIBLE CHARACTER"
        }
        other if is_noncharacter(other) => "NONCHARACTER",
        _ => return None,
    })
}

/// What no text holds: a program keeps it for itself (the Unicode Standard, 23.7).
fn is_noncharacter(symbol: char) -> bool {
    let code = u32::from(symbol);
    matches!(code, 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE
}

/// Returns the name of a blank that looks like a space and is none to YAML (Unicode's category Zs
/// without the space).
pub fn name_of_blank(symbol: char) -> Option<&'static str> {
    Some(match symbol {
        '\u{a0}' => "NO-BREAK SPACE",
        '\u{1680}' => "OGHAM SPACE MARK",
        '\u{2000}'..='\u{200a}' => "TYPOGRAPHIC SPACE",
        '\u{202f}' => "NARROW NO-BREAK SPACE",
        '\u{205f}' => "MEDIUM MATHEMATICAL SPACE",
        '\u{3000}' => "IDEOGRAPHIC SPACE",
        _ => return None,
    })
}

/// Returns whether a character is a mark of direction. Whether it is needed, what stands around it
/// says, and no neighbor alone.
pub fn is_mark_of_direction(symbol: char) -> bool {
    matches!(symbol, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// Returns the name of what hides, reorders or joins: what [`name`] knows, and what whole scripts
/// and emoji cannot be written without. Where they need it, [`is_needed_at`] says.
pub fn name_or_joiner(symbol: char) -> Option<&'static str> {
    match symbol {
        '\u{200c}' => Some("ZERO WIDTH NON-JOINER"),
        '\u{200d}' => Some("ZERO WIDTH JOINER"),
        '\u{fe00}'..='\u{fe0f}' => Some("VARIATION SELECTOR"),
        other => name(other),
    }
}

/// Returns what a text holds of the characters that [`name_or_joiner`] knows, each with its place, in
/// their order. Few texts hold one, and most of a text is passed without being decoded.
pub fn unseen(text: &str) -> impl Iterator<Item = (usize, char)> {
    let parts = text.as_bytes().chunks(PART).enumerate();
    let parts = parts.filter(|(_, part)| part.iter().fold(false, |found, it| found | begins(*it)));
    let places = parts.flat_map(|(number, part)| {
        let places = part.iter().enumerate().filter(|(_, byte)| begins(**byte));
        places.map(move |(at, _)| number * PART + at)
    });
    places.filter_map(|at| {
        let symbol = text[at..].chars().next()?;
        name_or_joiner(symbol).map(|_| (at, symbol))
    })
}

/// Bytes that are looked at together.
const PART: usize = 64;

/// Returns whether a character that [`name_or_joiner`] knows may begin with this byte of UTF-8: those
/// of all that it names are among these, and no accented letter of Europe is. Without a branch, many
/// bytes are looked at in one step.
fn begins(byte: u8) -> bool {
    let is_control = (byte < b' ') & (byte != b'\n') & (byte != b'\t');
    is_control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xcd) | (byte == 0xd8) | (byte >= 0xe1)
}

/// Returns whether what nobody sees is needed at its place to write what is seen: between letters
/// that join, behind what comes in several forms, in a flag. Elsewhere it only makes two texts look
/// alike, or carries what nobody reads.
pub fn is_needed_at(text: &str, at: usize, symbol: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + symbol.len_utf8()..].chars().next();
    let is_beside = |of: fn(char) -> bool| before.is_some_and(of) || after.is_some_and(of);
    let is_between = |of: fn(char) -> bool| before.is_some_and(of) && after.is_some_and(of);
    match symbol {
        '\u{34f}' => is_between(is_hebrew),
        '\u{180e}' => {
            before.is_some_and(|it| is_mongolian(it) || selects_mongolian(it))
                && after.is_some_and(is_mongolian)
        }
        // Thai parts sentences with a space, behind which a line may break too.
        '\u{200b}' => {
            let word = text[..at].strip_suffix(' ').and_then(|text| text.chars().next_back());
            is_beside(is_written_without_spaces)
                || word.is_some_and(|it| matches!(it, '\u{e01}'..='\u{e5b}'))
        }
        '\u{200c}' | '\u{200d}' => is_beside(joins),
        it if selects_mongolian(it) => before.is_some_and(is_mongolian),
        '\u{2800}' => is_beside(|it| matches!(it, '\u{2801}'..='\u{28ff}')),
        '\u{fe00}'..='\u{fe0f}' => before.is_some_and(comes_in_forms),
        '\u{e0100}'..='\u{e01ef}' => before.is_some_and(is_ideograph),
        '\u{e0020}'..='\u{e007f}' => is_in_flag(text, at),
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
/// may break (the Unicode Standard, 23.2): Thai, Lao, Tibetan, Burmese, Khmer, New Tai Lue, Tai
/// Tham, Balinese and Javanese.
fn is_written_without_spaces(symbol: char) -> bool {
    matches!(u32::from(symbol),
        0x0E00..=0x0FFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x1980..=0x19DF | 0x1A20..=0x1AAF
        | 0x1B00..=0x1B7F | 0xA980..=0xA9FF | 0xAA60..=0xAA7F)
}

fn is_hebrew(symbol: char) -> bool {
    matches!(symbol, '\u{591}'..='\u{5f4}')
}

fn is_mongolian(symbol: char) -> bool {
    matches!(symbol, '\u{1820}'..='\u{18aa}')
}

fn selects_mongolian(symbol: char) -> bool {
    matches!(symbol, '\u{180b}'..='\u{180d}' | '\u{180f}')
}

/// Letters that joiners shape, from Hebrew and Arabic to the scripts of India and South-East Asia,
/// and emoji, which they put together (the Unicode Standard, 23.2; UTS 51). By blocks.
fn joins(symbol: char) -> bool {
    let is_of_block = matches!(u32::from(symbol),
        0x0590..=0x1CFF | 0x2190..=0x2BFF | 0xA800..=0xABFF | 0xFB1D..=0xFDFF | 0xFE0F
        | 0xFE70..=0xFEFE | 0x10800..=0x11FFF | 0x1E800..=0x1FAFF);
    is_of_block && name(symbol).is_none()
}

/// Signs of which a variation selector chooses the form (`StandardizedVariants.txt`,
/// `emoji-variation-sequences.txt`): of ASCII only those on the keys of a telephone. A second
/// selector chooses nothing.
fn comes_in_forms(symbol: char) -> bool {
    match symbol {
        '0'..='9' | '#' | '*' => true,
        other => !other.is_ascii() && !other.is_whitespace() && name_or_joiner(other).is_none(),
    }
}

/// Ideographs of Chinese and Japanese, of which names are written in several forms (UTS 37).
fn is_ideograph(symbol: char) -> bool {
    matches!(u32::from(symbol), 0x3005..=0x3007 | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// The most letters in the flag of a part of a country, as `gbeng` for England.
const FLAG_LETTERS_MAX: usize = 6;

/// Returns whether a place lies in the flag of a part of a country: a black flag, the letters of
/// the part as tags, and the tag that ends them (UTS 51, ED-14a).
fn is_in_flag(text: &str, at: usize) -> bool {
    let is_letter = |it: &char| matches!(it, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    let mut back = text[..at].char_indices().rev().take(FLAG_LETTERS_MAX + 1);
    let Some((flag, '\u{1f3f4}')) = back.find(|(_, it)| !is_letter(it)) else { return false };
    let mut tags = text[flag..].chars().skip(1).take(FLAG_LETTERS_MAX + 1);
    let mut letters = 0;
    let end = tags.find(|it| {
        letters += usize::from(is_letter(it));
        !is_letter(it)
    });
    letters > 0 && end == Some('\u{e007f}')
}

/// Returns the text with every character that [`name`] knows written with its name, as
/// `<U+202E RIGHT-TO-LEFT OVERRIDE>`.
/// Joiners that Persian and Indic scripts need (U+200C, U+200D) stay, and so does what
/// is needed at its place ([`is_needed_at`]).
pub fn visible(text: &str) -> Cow<'_, str> {
    if !unseen(text).any(|(_, character)| name(character).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for (at, character) in text.char_indices() {
        match name(character) {
            Some(_) if !is_needed_at(text, at, character) => shown.push_str(&code_point(character)),
            _ => shown.push(character),
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

/// Returns a text that somebody typed or pasted as it is written into a document: its lines end with
/// a line feed, however they ended, and what hides is made visible.
pub fn typed(text: &str) -> Cow<'_, str> {
    match with_line_feeds(text) {
        Cow::Borrowed(text) => visible(text),
        Cow::Owned(text) => Cow::Owned(visible(&text).into_owned()),
    }
}

/// Returns a text whose lines end with a line feed, however they ended.
pub fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
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
    fn whatever_hides_is_found() {
        let every: String = (0..=0x10ffff).filter_map(char::from_u32).collect();
        let whole = |text: &str| -> Vec<(usize, char)> {
            text.char_indices().filter(|(_, it)| name_or_joiner(*it).is_some()).collect()
        };
        assert_eq!(unseen(&every).collect::<Vec<_>>(), whole(&every));
        // At every place of a part, and across the end of one.
        for symbol in ['\0', '\r', '\u{ad}', '\u{200b}', '\u{fe0f}', '\u{e0100}'] {
            for before in 0..2 * PART {
                let text = format!("{}{symbol}{}", "é".repeat(before), "a".repeat(PART));
                assert_eq!(unseen(&text).collect::<Vec<_>>(), [(2 * before, symbol)]);
            }
        }
    }

    #[test]
    fn what_a_script_needs_stays() {
        let england = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        for (text, needed) in [
            ("می\u{200c}خواهم", true),
            ("👩\u{200d}💻", true),
            ("❤\u{fe0f}\u{200d}🔥", true),
            ("ขอ\u{200b}โทร", true),
            ("辻\u{e0100}", true),
            ("1\u{fe0f}\u{20e3}", true),
            ("ᠠ\u{180b}", true),
            ("⠁\u{2800}⠃", true),
            ("ᠨ\u{180e}ᠠ", true),
            ("ᠨ\u{180b}\u{180e}ᠠ", true),
            ("བོད\u{200b}ཡིག", true),
            ("ꦗ\u{200b}ꦮ", true),
            ("ᬩ\u{200b}ᬮ", true),
            ("ᨲ\u{200b}ᨾ", true),
            ("ᦺ\u{200b}ᦑ", true),
            ("โทร \u{200b}web01", true),
            ("佐々\u{e0100}", true),
            ("〇\u{e0100}", true),
            ("יְ\u{34f}רו", true),
            ("a \u{200b}b", false),
            ("โทร  \u{200b}b", false),
            ("a\u{180e}ᠠ", false),
            ("ᠨ\u{180e}", false),
            ("a\u{34f}b", false),
            ("ר\u{34f}b", false),
            (england, true),
            ("z\u{200d}w", false),
            ("é\u{200d}é", false),
            ("字\u{200d}字", false),
            ("a\u{fe0f}", false),
            ("☎\u{fe0f}\u{fe0f}", false),
            ("辻\u{e0100}\u{e0101}", false),
            ("a\u{e0100}", false),
            ("a\u{180b}", false),
            ("a\u{2800}b", false),
            ("\u{17b4}", false),
            ("\u{2065}", false),
            ("\u{1f3f4}\u{e0067}\u{e0062}", false),
            ("\u{1f3f4}\u{e007f}", false),
            ("a\u{e0067}\u{e007f}", false),
            (&format!("{england}\u{e007f}"), false),
        ] {
            let mut hidden = text.char_indices().filter(|(_, it)| name_or_joiner(*it).is_some());
            assert_eq!(hidden.all(|(at, it)| is_needed_at(text, at, it)), needed, "{text:?}");
        }
    }

    #[test]
    fn what_hides_is_shown() {
        let cases = [
            ("plain", "plain"),
            ("añ\u{1F600}", "añ\u{1F600}"),
            ("a\u{202e}b", "a<U+202E RIGHT-TO-LEFT OVERRIDE>b"),
            ("\u{1b}[31mred", "<U+001B ESCAPE>[31mred"),
            ("a\u{c}b\u{7f}", "a<U+000C FORM FEED>b<U+007F DELETE>"),
            ("a\u{85}\u{9b}", "a<U+0085 NEXT LINE><U+009B CONTROL CHARACTER>"),
            ("\u{fdd0}\u{ffff}", "<U+FDD0 NONCHARACTER><U+FFFF NONCHARACTER>"),
            ("\u{fdcf}\u{fffd}\u{10fffe}", "\u{fdcf}\u{fffd}<U+10FFFE NONCHARACTER>"),
            ("two\nlines", "two\nlines"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("辻\u{e0100}", "辻\u{e0100}"),
            ("a\u{e0100}", "a<U+E0100 VARIATION SELECTOR>"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(visible_line("two\nlines"), "two<U+000A LINE FEED>lines");
        assert_eq!(typed("one\r\ntwo\rthree\n\u{7}"), "one\ntwo\nthree\n<U+0007 BELL>");
    }
}
