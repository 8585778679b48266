//! An incident whose severity the agreement does not list.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::agreed::{key_of, only_near};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "severity-not-agreed",
    class: Class::Duty,
    level: Level::Error,
    summary: "an incident has a severity that the agreement does not list",
    page: include_str!("severity_not_agreed.md"),
    check: Check::Document(check),
};

/// The severity of an incident of which nobody can say yet how bad it is.
const UNKNOWN: &str = "unknown";

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let Some((agreed, agreement)) = facts.engagement.agreement() else { return };
    let Some(severity) = incident.severity.as_deref().filter(|it| *it != UNKNOWN) else { return };
    // An agreement without severities is the agreement's fault, not the incident's.
    if agreement.severities.is_empty() || agreement.severity(severity).is_some() {
        return;
    }
    let ids = || agreement.severities.iter().filter_map(|severity| severity.id.as_deref());
    let message = format!("the agreement has no severity `{severity}`");
    let finding = Finding::at(document.field("severity"), message)
        .related(key_of(agreed, "severities"), "the agreed severities");
    findings.add(match only_near(severity, ids()) {
        Some(id) => {
            finding.help(format!("did you mean `{id}`?")).fix(format!("write `{id}`"), id)
        }
        None => {
            let ids = one_of(ids().chain([UNKNOWN]));
            finding.help(format!("it is one of {ids}; if unsure, take the worse one"))
        }
    });
}
