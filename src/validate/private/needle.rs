//! Finding private values in words, also when they are written a little differently.
//!
//! Both sides become words of letters and digits in small letters. A value is found as a run of
//! the same words, or without anything between its letters, as `+254 700` in `+254700`.

use std::collections::{HashMap, HashSet};

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
            let run: Vec<String> = words(value).map(str::to_lowercase).collect();
            if matches!(run.as_slice(), [word] if handles.contains(word.as_str())) {
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
                let parts = words(value).filter(|part| part.len() >= NAME_WORD_MIN);
                let parts = parts.filter(|part| !handles.contains(part.to_lowercase().as_str()));
                needles.names.extend(parts.map(str::to_owned));
            }
        }
        needles
    }

    /// Returns whether one of the values stands in this text.
    pub(super) fn found_in(&self, text: &str) -> bool {
        if self.runs.is_empty() {
            return false;
        }
        let small: Vec<String> = words(text).map(str::to_lowercase).collect();
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
    words(text).map(str::to_lowercase).collect()
}

/// Returns whether a value is a day: without its strokes it would be found in every time and id
/// of that day.
fn is_day(value: &str) -> bool {
    let shape = |symbol: char| if symbol.is_ascii_digit() { '0' } else { symbol };
    value.chars().map(shape).collect::<String>() == "0000-00-00"
}
