//! An audit that went on after a stop, and no decision says so.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::SuspensionDecision;
use crate::shell;
use crate::validate::Facts;
use crate::validate::decisions::{Step, is_explained};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "resumed-without-decision",
    class: Class::Duty,
    level: Level::Error,
    summary: "the audit went on after it was stopped, and no decision says so",
    page: include_str!("resumed_without_decision.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let Some(suspension) = &incident.suspension else { return };
    if suspension.resumed_at.is_none()
        || matches!(suspension.decision, None | Some(SuspensionDecision::None))
    {
        return;
    }
    if is_explained(facts, document, Step::Resumed) {
        return;
    }
    let finding = Finding::at(
        document.field("suspension.resumed_at"),
        "the work went on, and no decision says so",
    )
    .related(document.field("suspension.decision"), "it was stopped here")
    .help(format!(
        "write down who decided it on both sides, and why: `ircase note {} \"...\" --about resumption --chosen resume --because \"...\"`",
        shell::word(&document.id)
    ));
    findings.add(finding);
}
