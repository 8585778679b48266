//! An audit that stopped, or an incident that was closed or opened again, and nobody says why.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, IncidentStatus, SuspensionDecision};
use crate::shell;
use crate::source::{Source, SourceId};
use crate::validate::Facts;
use crate::validate::decisions;
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
    let mut add = |path: &str, step: &str| {
        let finding = Finding::at(document.field(path), format!("no decision says why {step}"))
            .help(format!(
                "write down who decided it, and why: `ircase note {} \"...\" --about \"...\" --chosen \"...\" --because \"...\"`",
                shell::word(&document.id)
            ));
        findings.add(finding);
    };
    let suspension = incident.suspension.as_ref();
    let is_stopped = suspension.is_some_and(|it| {
        matches!(it.decision, Some(SuspensionDecision::Affected | SuspensionDecision::All))
    });
    // What the work went on by is `resumed-without-decision`'s.
    let is_resumed = suspension.is_some_and(|it| it.resumed_at.is_some());
    if is_stopped && !is_resumed && decisions::of(facts, &document.id).next().is_none() {
        add("suspension.decision", "the work stopped");
    }
    match incident.status {
        Some(IncidentStatus::Closed) if !is_explained(facts, document, incident, "closed") => {
            add("status", "this was closed");
        }
        Some(IncidentStatus::Reopened) if !is_explained(facts, document, incident, "reopened") => {
            add("status", "this was opened again");
        }
        _ => {}
    }
}

/// Returns whether a decision stands behind a status: for a step that is not recorded yet one that
/// is newer than the record, else one that is no older than what came before the step.
fn is_explained(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
    status: &str,
) -> bool {
    if let Some(recorded) = facts.recorded.changed.get(&document.path) {
        let recorded = Source::new(SourceId(0), document.path.as_str(), recorded.as_str());
        if crate::document::parse(&recorded).text_of("status") != Some(status) {
            return decisions::explain_step(facts, document);
        }
    }
    let left_out = if status == "closed" { "closed_at" } else { "" };
    let before = decisions::last_step(incident, left_out);
    let before = before.and_then(|it| it.checked_sub(jiff::SignedDuration::from_nanos(1)).ok());
    decisions::is_after(facts, &document.id, before)
}
