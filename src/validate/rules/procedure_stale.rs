//! A procedure that was not read through for longer than was agreed.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::agreed::is_put_away;
use crate::validate::days::{due, is_over};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "procedure-stale",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a procedure was not read through for longer than it says itself",
    page: include_str!("procedure_stale.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Procedure(procedure) = &document.content else { return };
    let (Some(last), Some(every)) = (&procedure.last_reviewed, &procedure.review_every) else {
        return;
    };
    let is_stale =
        last.date().and_then(|last| due(last, every)).is_some_and(|it| is_over(it, facts.now));
    // Who has only begun to write it down is not told that nobody has read it.
    let is_unread = last.is_never() && facts.is_recorded(document);
    if !is_stale && !is_unread || is_put_away(facts) {
        return;
    }
    let message = match last.is_never() {
        true => "nobody has read this procedure through yet".to_owned(),
        false => format!("this procedure was last read through on {}", last.as_str()),
    };
    findings.add(
        Finding::at(document.field("last_reviewed"), message)
            .related(document.field("review_every"), "it is to be read this often")
            .help("read it with those who follow it, mend what is not so any more, and write the day into `last_reviewed`"),
    );
}
