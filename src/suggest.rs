//! Did you mean: the known word nearest to a mistyped one.

/// Returns the known word that `typed` was most likely meant to be, if any is near enough:
/// one edit for short words, a third of the letters for longer ones. Case is no difference.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    let edits_max = (length / 3).max(1);
    // Each missing letter is an edit; a text of a million letters is compared with nothing.
    let is_about_as_long = |word: &&str| word.chars().count().abs_diff(length) <= edits_max;
    known
        .into_iter()
        .filter(is_about_as_long)
        .map(|word| (strsim::damerau_levenshtein(&typed, &word.to_lowercase()), word))
        .filter(|(edits, _)| *edits <= edits_max)
        .min_by_key(|(edits, word)| (*edits, *word))
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_compared_with_nothing() {
        let long = "severity".repeat(200_000);
        assert_eq!(nearest(&long, ["severity"; 1_000]), None);
    }

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["severity", "status", "title", "INC-2026-7KQ2"];
        let cases = [
            ("sevrity", Some("severity")),
            ("Status", Some("status")),
            ("tilte", Some("title")),
            ("inc-2026-7kq3", Some("INC-2026-7KQ2")),
            ("contacts", None),
            ("x", None),
            ("", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }
}
