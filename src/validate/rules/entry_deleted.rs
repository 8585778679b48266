//! A recorded entry of a timeline that is gone.

use crate::diagnostic::{Class, Level};
use crate::model::id;
use crate::model::kind::Kind;
use crate::shell;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "entry-deleted",
    class: Class::Integrity,
    level: Level::Error,
    summary: "a recorded entry of a timeline is gone",
    page: include_str!("entry_deleted.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let engagement = facts.engagement;
    let is_gone = |path: &&String| {
        path.contains("timeline/")
            && engagement.get(path).is_none()
            && Kind::at_path(path) == Some(Kind::Entry)
            // A file that cannot be read is still there.
            && !engagement.is_unread(path)
    };
    for path in facts.recorded.paths.iter().filter(is_gone) {
        let finding = Finding::in_file(path, "this entry is recorded, and is gone").help(format!(
            "put it back (`git checkout HEAD -- {}`), and correct it with a new entry: `ircase note \"...\" --supersedes {}`",
            shell::word(path),
            shell::word(id::of_path(path))
        ));
        findings.add(finding);
    }
}
