//! Words of a command line, as a person can copy them into a POSIX shell.

use std::borrow::Cow;

/// Returns a text as one word of a shell: in quotes where the shell would take it apart, expand it
/// or run it.
pub fn word(text: &str) -> Cow<'_, str> {
    let is_plain = |symbol: char| symbol.is_alphanumeric() || "_-./:,@%+=".contains(symbol);
    if !text.is_empty() && text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_what_was_meant() {
        for (text, written) in [
            ("people/zw.md", "people/zw.md"),
            ("procedures/qué-pasó.md", "procedures/qué-pasó.md"),
            ("two words.md", "'two words.md'"),
            ("$(reboot).md", "'$(reboot).md'"),
            ("it's; rm", r"'it'\''s; rm'"),
            ("a`b`", "'a`b`'"),
            ("~/x", "'~/x'"),
            ("a\nb", "'a\nb'"),
            ("", "''"),
        ] {
            assert_eq!(word(text), written, "{text}");
        }
    }
}
