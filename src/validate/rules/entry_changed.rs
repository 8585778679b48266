//! A recorded entry of a timeline that was edited.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::kind::Kind;
use crate::shell;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "entry-changed",
    class: Class::Integrity,
    level: Level::Error,
    summary: "a recorded entry of a timeline was edited",
    page: include_str!("entry_changed.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(recorded) = facts.recorded.changed.get(&*document.path) else { return };
    // What a merge left has a rule of its own.
    if Kind::at_path(&document.path) != Some(Kind::Entry) || document.document.has_conflict() {
        return;
    }
    let text = &facts.engagement.source(document).text;
    let (start, end) = first_change(recorded, text);
    let place = Span::new(document.document.source, start, end);
    let path = shell::word(&document.path);
    let aside = format!("{}.mine", document.path);
    let (aside, id) = (shell::word(&aside), shell::word(&document.id));
    let finding = Finding::at(place, "this entry is recorded, and was changed").help(format!(
        "copy what you typed aside (`cp {path} {aside}`), put back what was there (`git checkout HEAD -- {path}`), and correct it with a new entry: `ircase note \"...\" --supersedes {id}`",
    ));
    findings.add(finding);
}

/// Returns the first line of a text that is not as it was before, without its end; the end of the
/// text where lines are only missing.
fn first_change(before: &str, text: &str) -> (usize, usize) {
    let mut start = 0;
    let mut lines = before.split_inclusive('\n');
    for line in text.split_inclusive('\n') {
        if lines.next() != Some(line) {
            return (start, start + line.trim_end().len());
        }
        start += line.len();
    }
    (start, start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_shown() {
        let cases = [
            ("a\nb\nc\n", "a\nx\nc\n", (2, 3)),
            ("a\nb\n", "a\nb\nc\n", (4, 5)),
            ("a\nb\n", "a\n", (2, 2)),
            ("a\n", "a\r\n", (0, 1)),
            ("a\n", "a", (0, 1)),
            ("a", "", (0, 0)),
        ];
        for (before, text, expected) in cases {
            assert_eq!(first_change(before, text), expected, "{before:?} {text:?}");
        }
    }
}
