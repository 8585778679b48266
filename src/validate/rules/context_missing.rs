//! An agreement without a word on the dangers it was made in.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::in_use;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "context-missing",
    class: Class::Duty,
    level: Level::Warning,
    summary: "nothing is written about adversaries, laws and past incidents",
    page: include_str!("context_missing.md"),
    check: Check::Document(check),
};

/// Where the context lies.
const CONTEXT_PATH: &str = "context.md";

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    if in_use(document).is_none() {
        return;
    }
    let is_unread = facts.engagement.is_unread(CONTEXT_PATH);
    if is_unread || facts.engagement.get(CONTEXT_PATH).is_some() {
        return;
    }
    let message = "nothing is written about the context: adversaries, laws, past incidents";
    let finding = Finding::at(document.field("status"), message)
        .help("start it with `ircase new context`, and ask about past incidents at every meeting");
    findings.add(finding);
}
