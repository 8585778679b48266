//! Looks for words and phrases in what people wrote, sentence by sentence.
//!
//! It knows no rule. It is careful rather than clever: a rule about words is wrong sooner than any
//! other, so what it finds is only a reason to look closer.

use std::ops::Range;

use crate::source::{Source, Span};

/// Returns the sentences of a text, each with where it begins. A blank line, an item of a list and
/// a heading end one too.
pub(super) fn sentences(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, symbol) in text.char_indices() {
        let rest = &text[at + symbol.len_utf8()..];
        let ends = match symbol {
            '.' | '!' | '?' | ';' => rest.chars().next().is_none_or(char::is_whitespace),
            '。' | '！' | '？' | '؟' => true,
            '\n' => rest.trim_start_matches([' ', '\t']).starts_with(['\n', '-', '*', '#', '>']),
            _ => false,
        };
        if ends {
            let end = at + symbol.len_utf8();
            found.push((start, &text[start..end]));
            start = end;
        }
    }
    found.push((start, &text[start..]));
    found.retain(|(_, sentence)| !sentence.trim().is_empty());
    found
}

/// Returns where the first of some phrases stands in a text as whole words, in any case of letters,
/// and which it is. The phrases are in lower case; a blank in one stands for any.
pub(super) fn find_any<'phrase>(
    text: &str,
    phrases: &[&'phrase str],
) -> Option<(Range<usize>, &'phrase str)> {
    let mut is_inside = false;
    for (at, symbol) in text.char_indices() {
        let was_inside = std::mem::replace(&mut is_inside, symbol.is_alphanumeric());
        if was_inside {
            continue;
        }
        let first = symbol.to_lowercase().next();
        for phrase in phrases.iter().filter(|phrase| phrase.chars().next() == first) {
            if let Some(len) = starts_with(&text[at..], phrase) {
                let next = text[at + len..].chars().next();
                if !next.is_some_and(char::is_alphanumeric) {
                    return Some((at..at + len, phrase));
                }
            }
        }
    }
    None
}

/// Returns whether one of some phrases stands in a text.
pub(super) fn has_any(text: &str, phrases: &[&str]) -> bool {
    find_any(text, phrases).is_some()
}

/// Returns how many bytes of a text a phrase takes at its beginning.
fn starts_with(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text.chars();
    for expected in phrase.chars() {
        let symbol = rest.next()?;
        let fits = if expected == ' ' {
            symbol.is_whitespace()
        } else {
            symbol == expected || symbol.to_lowercase().eq([expected])
        };
        if !fits {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

/// Returns whether a text has a letter or a digit; a mere stroke or dots stand for nothing.
pub(super) fn says_something(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Returns the words of a text, each with where it begins. A handle is one word.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_between = |symbol: char| !(symbol.is_alphanumeric() || matches!(symbol, '-' | '_'));
    let base = text.as_ptr() as usize;
    text.split(is_between)
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - base, word))
}

/// Returns the place of some words inside a value, or the value where it is written otherwise than
/// it reads.
pub(super) fn place_in(span: Span, source: &Source, words: &str) -> Span {
    match span.text(source).find(words) {
        Some(at) => Span::new(span.source, span.start() + at, span.start() + at + words.len()),
        None => span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let text = "One any.run two. Three\nfour!\n\n- five\n- six";
        let found: Vec<&str> = sentences(text).into_iter().map(|(_, it)| it.trim()).collect();
        assert_eq!(found, ["One any.run two.", "Three\nfour!", "- five", "- six"]);
        for (at, sentence) in sentences(text) {
            assert!(text[at..].starts_with(sentence));
        }
    }

    #[test]
    fn phrases_are_whole_words_in_any_case() {
        let cases = [
            ("on VirusTotal.com", "virustotal", Some(3..13)),
            ("on myvirustotal", "virustotal", None),
            ("Hybrid\nAnalysis", "hybrid analysis", Some(0..15)),
            ("SUBIÓ a", "subió", Some(0..6)),
            ("", "x", None),
        ];
        for (text, phrase, expected) in cases {
            let found = find_any(text, &[phrase]).map(|(range, _)| range);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn words_know_where_they_are() {
        let found: Vec<_> = words("¿Qué hizo `zq-2`?").collect();
        assert_eq!(found, [(2, "Qué"), (7, "hizo"), (13, "zq-2")]);
    }
}
