//! A breach of personal data that is over, and the facts that a law wants kept are not written.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::incident::IncidentStatus;
use crate::validate::Facts;
use crate::validate::agreed::{is_written, key_of};
use crate::validate::regimes::{applied_to_data, touches_personal_data};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "breach-register-incomplete",
    class: Class::Duty,
    level: Level::Error,
    summary: "a breach of personal data is over, and its facts are not all written down",
    page: include_str!("breach_register_incomplete.md"),
    check: Check::Document(check),
};

/// What happened, and what it did.
const FACTS: &[&str] = &["personal_data.breach", "personal_data.categories", "personal_data.risk"];

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let is_over =
        matches!(incident.status, Some(IncidentStatus::PostIncident | IncidentStatus::Closed));
    if !is_over || !touches_personal_data(incident) || !document.document.is_sound() {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["regimes"]) else { return };
    let agreement = agreed.agreement;
    let keeps = |applied: &crate::validate::regimes::Applied<'_>| {
        applied.is_sure() && applied.regime.register.is_some()
    };
    let Some(applied) = applied_to_data(agreement).find(keeps) else { return };
    let mut missing: Vec<&str> =
        FACTS.iter().copied().filter(|field| !is_written(document, field)).collect();
    // A type that could not be read may be the one.
    let may_be_measure = |(document, entry): (&TypedDocument, &Entry)| match entry.entry_type {
        Some(entry_type) => entry_type == EntryType::Measure,
        None => is_written(document, "type"),
    };
    if !facts.entries_of(&document.id).any(may_be_measure) {
        missing.push("an entry of type `measure`");
    }
    if missing.is_empty() {
        return;
    }
    let names = missing
        .iter()
        .map(|name| if name.contains(' ') { (*name).to_owned() } else { format!("`{name}`") });
    let names = names.collect::<Vec<_>>().join(", ");
    let message = format!("the register of breaches lacks {names}");
    let law = format!("regimes[{}].id", applied.at);
    let finding = Finding::at(key_of(document, "personal_data"), message)
        .help("write what happened to which data, the risk, and what was done about it");
    findings.add(agreed.relate_field(finding, &law, "this law wants every breach written down"));
}
