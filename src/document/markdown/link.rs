//! Which link targets are harmless. Nothing is fetched, and nothing is opened.

use crate::visible;

/// The schemes a link may have; all others could run something or read a file.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Returns whether a target may stay a link: an allowed scheme, a `#` place in the same text,
/// or a path relative to the document.
pub fn is_allowed(target: &str) -> bool {
    if target.is_empty() || target.chars().any(is_suspicious) {
        return false;
    }
    if target.starts_with('#') {
        return true;
    }
    let first_part = target.split(['/', '?', '#']).next().unwrap_or_default();
    match first_part.split_once(':') {
        Some((scheme, _)) => SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
        None => !target.starts_with('/'),
    }
}

/// Returns whether a target is a path relative to the document that holds it.
pub fn is_relative(target: &str) -> bool {
    let first_part = target.split(['/', '?', '#']).next().unwrap_or_default();
    !target.starts_with('#') && !first_part.contains(':')
}

/// Browsers drop tabs and line ends inside a scheme, and read `\` as `/`.
fn is_suspicious(character: char) -> bool {
    character.is_whitespace() || character == '\\' || visible::name(character).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_targets_are_allowed() {
        for target in [
            "https://example.org/a?b=c:d",
            "HTTP://example.org",
            "mailto:zw@example.org",
            "tel:+4912345",
            "#next",
            "evidence/EVD-3MZ8.md",
            "../people/zw.md",
            "a.md#b:c",
        ] {
            assert!(is_allowed(target), "{target}");
        }
        for target in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//example.org",
            "/etc/passwd",
            "\\\\server\\share",
            "ssh://host",
            "1:2",
            "https://example.org/\u{202e}gpj",
        ] {
            assert!(!is_allowed(target), "{target:?}");
        }
    }
}
