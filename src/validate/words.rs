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
}
