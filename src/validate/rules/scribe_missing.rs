//! Several people work on an incident, and nobody writes down what happens.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, IncidentStatus};
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::is_open;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "scribe-missing",
    class: Class::Duty,
    level: Level::Note,
    summary: "several people work on an incident, and nobody is named who writes it down",
    page: include_str!("scribe_missing.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    use IncidentStatus::{PostIncident, Recovered, Reported};
    // Before that nobody works on it, and after that nothing happens that must be written at once.
    if matches!(incident.status, None | Some(Reported | Recovered | PostIncident))
        || !is_open(incident)
        || is_none_after_all(incident)
        || !document.document.is_sound()
        || is_written(document, "scribe")
        || people(incident) < 2
    {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["severities", "threshold"]) else { return };
    let agreement = agreed.agreement;
    if !facts.is_notifiable(agreement, document, incident) {
        return;
    }
    let finding = Finding::at(
        document.field("scribe"),
        "several people work on this, and nobody is named who writes it down",
    )
    .help("write the handle of one of them at `scribe`; who leads has no hand free");
    findings.add(finding);
}

/// Returns how many people work on an incident; who works alone writes too.
fn people(incident: &Incident) -> usize {
    let mut people: Vec<&String> = incident.commander.iter().chain(&incident.responders).collect();
    people.sort();
    people.dedup();
    people.len()
}
