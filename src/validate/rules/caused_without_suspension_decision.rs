//! An incident that the auditor caused, without both sides' decision whether the audit goes on.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, IncidentStatus, Origin};
use crate::validate::Facts;
use crate::validate::consent::silent_about_suspension;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "caused-without-suspension-decision",
    class: Class::Duty,
    level: Level::Error,
    summary: "the auditor caused an incident, and it is not decided by both sides whether the audit stops",
    page: include_str!("caused_without_suspension_decision.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if incident.origin != Some(Origin::CausedByAuditor)
        || incident.status == Some(IncidentStatus::FalsePositive)
        || is_below_threshold(facts, document, incident)
    {
        return;
    }
    let origin = document.field("origin");
    let decided = incident.suspension.as_ref().filter(|it| it.decision.is_some());
    let Some(suspension) = decided else {
        let span = document.field("suspension.decision");
        let finding = Finding::at(span, "it is not decided whether the audit stops")
            .related(origin, "the auditor caused this")
            .help("both sides decide `suspension.decision`: `none`, `affected` or `all`, and both agree under `consents`");
        findings.add(finding);
        return;
    };
    for finding in silent_about_suspension(facts, document, suspension, "whether the audit stops") {
        let finding = finding.related(origin, "the auditor caused this");
        let decision = document.field("suspension.decision");
        findings.add(finding.related(decision, "decided by one side only"));
    }
}

/// What need not be told at once stops nothing either.
fn is_below_threshold(facts: &Facts<'_>, document: &TypedDocument, incident: &Incident) -> bool {
    let in_force = facts.agreement_in_force();
    in_force.is_some_and(|it| !facts.is_notifiable(it.agreement, document, incident))
}
