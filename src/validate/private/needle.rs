//! Finding private values in words, also when they are written a little differently.
//!
//! Both sides become words of letters and digits in small letters, without accents and the strokes
//! that lengthen an Arabic word: one name is typed in many ways. A value is found as a run of
//! the same words, or without anything between its letters, as `+254 700` in `+254700`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// A longer value is also found by so many of its words in a row.
const WORDS_MAX: usize = 4;
/// How many bytes a value without its blanks must have to be looked for inside other words.
const SQUEEZED_MIN: usize = 6;
/// Shorter words of a name are too common to be looked for alone.
const NAME_WORD_MIN: usize = 3;

/// The private values of all people, ready to be looked for.
#[derive(Debug, Default)]
pub(super) struct Needles {
    /// Runs of words, by the first of them.
    runs: HashMap<String, Vec<Vec<String>>>,
    /// Values without what stands between their letters, by their first bytes.
    squeezed: HashMap<[u8; SQUEEZED_MIN], Vec<String>>,
    /// Parts of names as they are written: small letters would make `May` a common word.
    names: HashSet<String>,
}

impl Needles {
    /// Takes values with the key each stands under; what is a handle too is public.
    pub(super) fn new(values: &[(&str, &str)], handles: &HashSet<&str>) -> Self {
        let mut needles = Self::default();
        for (key, value) in values {
            let is_handle = |word: &str| handles.contains(word.to_lowercase().as_str());
            let typed: String = value.nfc().collect();
            let value = &*bare(value);
            let run: Vec<String> = words(value).map(small).collect();
            if let (Some(only), 1) = (words(&typed).next(), words(&typed).count())
                && is_handle(only)
            {
                continue;
            }
            for run in run.windows(WORDS_MAX.min(run.len()).max(1)) {
                needles.runs.entry(run[0].clone()).or_default().push(run.to_vec());
            }
            if let Some(start) = squeeze(value).as_bytes().first_chunk()
                && !is_day(value)
            {
                needles.squeezed.entry(*start).or_default().push(squeeze(value));
            }
            if matches!(*key, "name" | "alias") {
                let parts = words(&typed).filter(|part| part.len() >= NAME_WORD_MIN);
                let parts = parts.filter(|part| !is_handle(part));
                needles.names.extend(parts.map(|part| bare(part).into_owned()));
            }
        }
        needles
    }

    /// Returns whether one of the values stands in this text.
    pub(super) fn found_in(&self, text: &str) -> bool {
        if self.runs.is_empty() {
            return false;
        }
        let text = &*bare(text);
        let small: Vec<String> = words(text).map(small).collect();
        let is_run = |at: usize| {
            let runs = self.runs.get(&small[at]).map(Vec::as_slice).unwrap_or_default();
            runs.iter().any(|run| small[at..].starts_with(run))
        };
        let squeezed = squeeze(text);
        let is_inside = |at: usize, start: &[u8]| {
            let values = self.squeezed.get(start).map(Vec::as_slice).unwrap_or_default();
            values.iter().any(|value| squeezed.as_bytes()[at..].starts_with(value.as_bytes()))
        };
        words(text).any(|word| self.names.contains(word))
            || (0..small.len()).any(is_run)
            || squeezed
                .as_bytes()
                .windows(SQUEEZED_MIN)
                .enumerate()
                .any(|(at, it)| is_inside(at, it))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|symbol: char| !symbol.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn squeeze(text: &str) -> String {
    words(text).map(small).collect()
}

/// Returns a word in small letters; by way of capitals, so that `Groß` is found in `GROSS`.
fn small(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_uppercase().to_lowercase() }
}

/// Returns a text without accents, vowel marks and strokes that lengthen a word, in one way of
/// writing letters (NFKD).
fn bare(text: &str) -> Cow<'_, str> {
    const TATWEEL: char = '\u{640}';
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let stays = |symbol: &char| *symbol != TATWEEL && canonical_combining_class(*symbol) == 0;
    Cow::Owned(text.nfkd().filter(stays).collect())
}

/// Returns whether a value is a day: without its strokes it would be found in every time and id
/// of that day.
fn is_day(value: &str) -> bool {
    let shape = |symbol: char| if symbol.is_ascii_digit() { '0' } else { symbol };
    value.chars().map(shape).collect::<String>() == "0000-00-00"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for (name, said, found) in [
            ("Ñúñez Pérez", "N\u{303}u\u{301}n\u{303}ez", true),
            ("N\u{303}u\u{301}n\u{303}ez", "`severity` cannot be `ñúñez`", true),
            ("Wambui Njoki", "Wambuï", true),
            ("سميرة", "سمــيرة", true),
            ("سَمِيرَة", "سميرة", true),
            ("İsmail Işık", "ismail ışık", true),
            ("Straße Groß", "STRASSE GROSS", true),
            ("\u{ff37}ambui", "Wambui", true),
            ("May Li", "the web may answer", false),
            ("Zoé", "zoe", true),
            ("山田太郎", "山田太", false),
        ] {
            let needles = Needles::new(&[("name", name)], &HashSet::new());
            assert_eq!(needles.found_in(said), found, "{name} in {said}");
        }
    }

    #[test]
    fn a_handle_is_public_as_it_is_written() {
        let handles = HashSet::from(["zoe"]);
        let found = |name| Needles::new(&[("name", name)], &handles).found_in("told Zoé and zoe");
        assert!(!found("Zoe"));
        assert!(found("Zoé"));
    }
}
