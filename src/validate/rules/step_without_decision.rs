//! An audit that stopped, or an incident that was closed or opened again, and nobody says why.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{IncidentStatus, SuspensionDecision};
use crate::shell;
use crate::validate::Facts;
use crate::validate::decisions::{Step, is_explained};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "step-without-decision",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the audit stopped, or an incident was closed or opened again, and no decision says why",
    page: include_str!("step_without_decision.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let suspension = incident.suspension.as_ref();
    let is_stopped = suspension.is_some_and(|it| {
        matches!(it.decision, Some(SuspensionDecision::Affected | SuspensionDecision::All))
    });
    // What the work went on by is `resumed-without-decision`'s.
    let is_resumed = suspension.is_some_and(|it| it.resumed_at.is_some());
    let stop = (is_stopped && !is_resumed).then_some((
        Step::Stopped,
        "suspension.decision",
        "the work stopped",
        "suspension",
    ));
    let status = match incident.status {
        Some(IncidentStatus::Closed) => {
            Some((Step::Closed, "status", "this was closed", "closing"))
        }
        Some(IncidentStatus::Reopened) => {
            Some((Step::Reopened, "status", "this was opened again", "reopening"))
        }
        _ => None,
    };
    for (step, path, what, about) in stop.into_iter().chain(status) {
        if is_explained(facts, document, step) {
            continue;
        }
        let message = format!("no decision says why {what}");
        let finding = Finding::at(document.field(path), message).help(format!(
            "write down who decided it, and why: `ircase note {} \"...\" --about {about} --chosen \"...\" --because \"...\"`",
            shell::word(&document.id)
        ));
        findings.add(finding);
    }
}
