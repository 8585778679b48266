//! Two texts as a unified diff, as `git apply` and `patch` take it.

use similar::TextDiff;
use similar::udiff::UnifiedHunkHeader;

use super::emit::Reader;
use super::{Context, ui};
use crate::model::engagement::Engagement;
use crate::ops::rewrite::Rewrite;
use crate::sys;
use crate::validate::private::Private;
use crate::visible;

/// Lines around a change.
const CONTEXT: usize = 3;

/// Prints what would be written. The patch of a document is whole or left out: a pipe ends in a log,
/// which keeps no private lines (`docs/decisions/patches-and-logs.md`).
pub(super) fn answer(rewrites: &[Rewrite], engagement: &Engagement, context: &mut Context) {
    let is_screen = Reader::of(&std::io::stdout()) == Reader::Person;
    let is_asked_for = is_screen || sys::writes_into_a_file();
    let private = (!is_asked_for).then(|| Private::of(engagement));
    let mut left_out = Vec::new();
    for Rewrite { path, before, after } in rewrites {
        let patch = unified(path, before, after);
        match &private {
            Some(private) if private.keeps_from_logs(&patch) => left_out.push(path),
            _ => context.ui.answer_diff(&patch),
        }
    }
    for path in &left_out {
        let path = ui::foreign(path);
        context
            .ui
            .say(&format!("left out: {path}: its lines are private, and a log would keep them"));
    }
    if !left_out.is_empty() {
        context.ui.hint("a terminal shows them, and `--diff >FILE` writes them into a file");
    }
}

/// Returns what turns one text into the other; nothing when they are equal.
///
/// The paths are as the engagement writes them, after git's `a/` and `b/`. The lines are those of
/// the documents, byte for byte; only a line feed ends one, as for git.
fn unified(path: &str, before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut written = String::new();
    for hunk in diff.grouped_ops(CONTEXT) {
        if written.is_empty() {
            written = format!("--- {}\n+++ {}\n", name("a", path), name("b", path));
        }
        written.push_str(&format!("{}\n", UnifiedHunkHeader::new(&hunk)));
        for change in hunk.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value();
            written.push_str(&format!("{}{line}", change.tag()));
            if !line.ends_with('\n') {
                written.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    written
}

/// Returns a path as git writes it in a patch (git-config, `core.quotePath`): what would end the
/// line or hides stands as in C, in quotes; behind one with spaces stands a tab.
fn name(side: &str, path: &str) -> String {
    let path = format!("{side}/{path}");
    let is_hard = |symbol: char| {
        symbol.is_control() || matches!(symbol, '"' | '\\') || visible::name(symbol).is_some()
    };
    if !path.contains(is_hard) {
        return if path.contains(' ') { path + "\t" } else { path };
    }
    let mut quoted = String::from("\"");
    for symbol in path.chars() {
        match symbol {
            '"' | '\\' => quoted.extend(['\\', symbol]),
            _ if is_hard(symbol) => {
                let mut buffer = [0; 4];
                let bytes = symbol.encode_utf8(&mut buffer).bytes();
                quoted.extend(bytes.map(|byte| format!("\\{byte:03o}")));
            }
            _ => quoted.push(symbol),
        }
    }
    quoted + "\""
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

    #[test]
    fn only_a_line_feed_ends_a_line() {
        let diff = unified("a.md", "x\ry\none\nlast\r", "x\ry\nOne\nlast\r");
        let expected = "--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n x\ry\n-one\n+One\n last\r\n\\ No newline at end of file\n";
        assert_eq!(diff, expected);
    }

    #[test]
    fn git_finds_every_path() {
        for (path, written) in [
            ("people/zw.md", "a/people/zw.md"),
            ("años/é.md", "a/años/é.md"),
            ("my notes.md", "a/my notes.md\t"),
            ("a\tb.md", "\"a/a\\011b.md\""),
            ("say \"x\".md", "\"a/say \\\"x\\\".md\""),
            ("a\u{202e}b.md", "\"a/a\\342\\200\\256b.md\""),
        ] {
            assert_eq!(name("a", path), written);
        }
    }
}
