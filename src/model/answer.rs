//! An answer: why a finding about what can no longer change is as it is, said once and signed.

use super::header::document_kind;

document_kind! {
    /// A signed answer to what one rule finds at one place of a document.
    pub struct Answer {
        /// Name of the rule, as ircase validate prints it.
        pub rule: Option<String>,
        /// Id of the document with the finding; for a large file in the trail, its path.
        pub about: Option<String>,
        /// Field of that document that the finding is in, such as `closed_at` or `responders[rm]`.
        /// Needed when the rule finds several places in the document.
        pub field: Option<String>,
        /// Why it is so.
        pub because: Option<String>,
        /// Handle of the person who answers and signs; nobody answers for somebody else.
        pub by: Option<String>,
    }
}

/// Returns where the answer to a rule about a document, or about one field of it, lies.
///
/// What a file's name should not have becomes `--` or `-`.
pub fn path(rule: &str, about: &str, field: Option<&str>) -> String {
    let field = field.map(|field| format!("--{}", plain(field).trim_end_matches('-')));
    format!("answers/{rule}--{}{}.md", plain(about), field.unwrap_or_default())
}

fn plain(text: &str) -> String {
    let one = |symbol: char| match symbol {
        '/' => "--".to_owned(),
        symbol if symbol.is_ascii_alphanumeric() || "._-".contains(symbol) => symbol.to_string(),
        _ => "-".to_owned(),
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn an_answer_lies_where_its_name_says() {
        let incident = "INC-2026-7KQ2";
        for (about, field, expected) in [
            (incident, None, "INC-2026-7KQ2"),
            ("INC-2026-7KQ2/review", None, "INC-2026-7KQ2--review"),
            (incident, Some("closed_at"), "INC-2026-7KQ2--closed_at"),
            (incident, Some("responders[rm]"), "INC-2026-7KQ2--responders-rm"),
            ("disk image.dd", None, "disk-image.dd"),
        ] {
            assert_eq!(
                path("recorded-late", about, field),
                format!("answers/recorded-late--{expected}.md")
            );
        }
    }
}
