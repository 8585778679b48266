//! An audit that stopped because one side said so.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Origin, SuspensionDecision};
use crate::validate::Facts;
use crate::validate::consent::silent_about_suspension;
use crate::validate::rule::{Check, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "suspension-one-sided",
    class: Class::Duty,
    level: Level::Error,
    summary: "the audit was suspended, and not both sides have agreed to that",
    page: include_str!("suspension_one_sided.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    // What the auditor caused is `caused-without-suspension-decision`'s.
    if incident.origin == Some(Origin::CausedByAuditor) {
        return;
    }
    let Some(suspension) = &incident.suspension else { return };
    if matches!(suspension.decision, None | Some(SuspensionDecision::None)) {
        return;
    }
    for finding in silent_about_suspension(facts, document, suspension, "that the audit stops") {
        findings.add(finding.related(document.field("suspension.decision"), "what was decided"));
    }
}
