//! An incident that must be told, and that nobody of the organization has been told of.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::TypedDocument;
use crate::model::incident::Incident;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::telling::{self, Stands, Telling};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "notifiable-without-contact",
    class: Class::Duty,
    level: Level::Error,
    summary: "an incident at or above the threshold was told to nobody of the organization",
    page: include_str!("notifiable_without_contact.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(telling) = telling::of(facts, document) else { return };
    let Stands::NotTold(level) = telling.stands(facts) else { return };
    let agreed = &telling.agreed;
    let message = message(telling.incident, agreed.agreement);
    let finding = Finding::at(document.field("severity"), message).level(level);
    let threshold = |agreed: &TypedDocument| agreed.field("threshold");
    let finding = agreed.relate(finding, threshold, "the organization is told from here on");
    let finding = with_time_left(facts, &telling, finding);
    let finding = telling.owed(facts, telling.with_tries(finding));
    findings.add(finding.help(telling.what_next(facts, RULE.name)));
}

fn with_time_left(facts: &Facts<'_>, telling: &Telling<'_>, finding: Finding) -> Finding {
    let Some(limit) = &telling.limit else { return finding };
    let left = limit.end.duration_since(facts.now);
    if left.is_negative() {
        return finding;
    }
    let message = format!("{} are agreed; {} are left", limit.within, duration(left));
    telling.agreed.relate_field(finding, &limit.field, message)
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
