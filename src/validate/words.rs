//! Words put together for a sentence.

/// Returns words as a list for a person: `` `a`, `b` or `c` ``.
pub(super) fn one_of<'word>(words: impl IntoIterator<Item = &'word str>) -> String {
    joined(words, "or")
}

/// Returns words as a list for a person: `` `a`, `b` and `c` ``.
pub(super) fn all_of<'word>(words: impl IntoIterator<Item = &'word str>) -> String {
    joined(words, "and")
}

fn joined<'word>(words: impl IntoIterator<Item = &'word str>, last_by: &str) -> String {
    let mut quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match quoted.pop() {
        None => String::new(),
        Some(last) if quoted.is_empty() => last,
        Some(last) => format!("{} {last_by} {last}", quoted.join(", ")),
    }
}

/// Returns a length of time for a person, rounded down: `40 minutes`, `3 hours`, `12 days`.
pub(super) fn duration(length: jiff::SignedDuration) -> String {
    let minutes = length.as_mins().max(0);
    let (count, unit) = match minutes {
        0..120 => (minutes, "minute"),
        120..2_880 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(one_of([]), "");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(all_of(["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn lengths_of_time_read_like_words() {
        let cases = [
            (-5, "0 minutes"),
            (1, "1 minute"),
            (119, "119 minutes"),
            (120, "2 hours"),
            (2_879, "47 hours"),
            (2_880, "2 days"),
        ];
        for (minutes, expected) in cases {
            assert_eq!(duration(jiff::SignedDuration::from_mins(minutes)), expected);
        }
    }
}
