//! Two texts as a unified diff, as `git apply` and `patch` take it.

use similar::TextDiff;

use crate::visible::visible_line;

/// Returns what turns one text into the other; nothing when they are equal.
///
/// The paths are as the engagement writes them, after git's `a/` and `b/`. The lines are those of
/// the documents, byte for byte.
pub(super) fn unified(path: &str, before: &str, after: &str) -> String {
    let path = visible_line(path);
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    TextDiff::from_lines(before, after).unified_diff().header(&old, &new).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_can_read_it() {
        assert_eq!(unified("a.md", "x\n", "x\n"), "");
        let diff = unified("a.md", "one\r\ntwo", "one\r\nTwo");
        let expected = "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n one\r\n-two\n\\ No newline at end of file\n+Two\n\\ No newline at end of file\n";
        assert_eq!(diff, expected);
    }
}
