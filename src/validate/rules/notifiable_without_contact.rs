//! An incident that must be told, and that nobody of the organization has been told of.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, IncidentStatus};
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::{calls, concerns, is_reached, ladder, may_be_told, write_it_down};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "notifiable-without-contact",
    class: Class::Duty,
    level: Level::Error,
    summary: "an incident at or above the threshold was told to nobody of the organization",
    page: include_str!("notifiable_without_contact.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let Some(agreed) = facts.agreement_in_force() else { return };
    let agreement = agreed.agreement;
    if incident.status == Some(IncidentStatus::FalsePositive)
        || !facts.is_notifiable(agreement, document, incident)
    {
        return;
    }
    let ladder = ladder(facts, agreement);
    let calls = calls(facts, &document.id, &ladder);
    if calls.iter().any(is_reached) {
        return;
    }
    let finding = Finding::at(document.field("severity"), message(incident, agreement));
    let threshold = |agreed: &TypedDocument| agreed.field("threshold");
    let mut finding = agreed.relate(finding, threshold, "the organization is told from here on");
    for (call, _) in &calls {
        finding = finding.related(call.field("reached"), "tried, and nobody reached");
    }
    let tried = |handle: &str| calls.iter().any(|(_, entry)| concerns(entry, handle));
    let allowed: Vec<&str> =
        ladder.into_iter().filter(|handle| may_be_told(facts, incident, handle)).collect();
    findings.add(finding.help(what_next(&document.id, agreement, &allowed, tried)));
}

fn message(incident: &Incident, agreement: &Agreement) -> &'static str {
    match incident.severity.as_deref() {
        None | Some("unknown") => {
            "a severity that is not known counts as at the threshold, and nobody of the organization has been reached"
        }
        Some(severity) if agreement.severity(severity).is_none() => {
            "a severity that is not agreed counts as at the threshold, and nobody of the organization has been reached"
        }
        Some(severity) if !agreement.is_notifiable(Some(severity)) => {
            "this was at the threshold or worse, and nobody of the organization has been reached"
        }
        Some(_) => {
            "this is at the threshold or worse, and nobody of the organization has been reached"
        }
    }
}

/// Says what to do at three in the morning.
fn what_next(
    incident: &str,
    agreement: &Agreement,
    ladder: &[&str],
    tried: impl Fn(&str) -> bool,
) -> String {
    let Some(next) = ladder.iter().find(|handle| !tried(handle)).or(ladder.first()) else {
        return "the agreement names nobody who may be told; add somebody to `contacts.organization`"
            .to_owned();
    };
    let note = write_it_down(incident, agreement, next);
    format!("call `{next}` now (`ircase contacts` says how), then write it down: {note}")
}
