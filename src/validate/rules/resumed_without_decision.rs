//! An audit that went on after a stop, and no decision says so.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::Suspension;
use crate::shell;
use crate::validate::Facts;
use crate::validate::decisions::{Step, is_explained, is_stop_gone};
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
    let is_gone = is_stop_gone(facts, document, incident);
    let goes_on = |it: &Suspension| it.stops() && it.resumed_at.is_some();
    let has_gone_on = incident.suspension.as_ref().is_some_and(goes_on);
    if !(is_gone || has_gone_on) || is_explained(facts, document, Step::Resumed) {
        return;
    }
    let finding = if is_gone {
        let message = "the record says that the audit stopped, this no longer says it, and no decision says why the work goes on";
        Finding::at(document.field("suspension.decision"), message)
    } else {
        let place = document.field("suspension.resumed_at");
        Finding::at(place, "the work went on, and no decision says so")
            .related(document.field("suspension.decision"), "it was stopped here")
    };
    let finding = finding.help(format!(
        "write down who decided it on both sides, and why: `ircase note {} \"...\" --about resumption --chosen resume --because \"...\"`",
        shell::word(&document.id)
    ));
    findings.add(finding);
}
