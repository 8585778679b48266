//! An agreement that does not define an incident.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::owe;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "incident-definition-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not say what counts as an incident",
    page: include_str!("incident_definition_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    owe(document, "incident_definition", findings, |span| {
        Finding::at(span, "the agreement does not say what counts as an incident")
            .help("write `incident_definition`: what both sides call an incident, in words both understand")
    });
}
