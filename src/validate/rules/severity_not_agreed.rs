//! A severity that the agreement does not list: of an incident, or of one agreed beforehand.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::{binding, key_of, only_near};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "severity-not-agreed",
    class: Class::Duty,
    level: Level::Error,
    summary: "a severity is named that the agreement does not list",
    page: include_str!("severity_not_agreed.md"),
    check: Check::Document(check),
};

/// The severity of an incident of which nobody can say yet how bad it is.
const UNKNOWN: &str = "unknown";

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some((agreed, agreement)) = facts.engagement.agreement() else { return };
    // An agreement without severities is the agreement's fault, not the incident's.
    if agreement.severities.is_empty() {
        return;
    }
    let mut hold = |path: &str, severity: &Option<String>| {
        let severity = severity.as_deref().filter(|it| *it != UNKNOWN);
        if let Some(severity) = severity.filter(|id| agreement.severity(id).is_none()) {
            findings.add(not_agreed(document.field(path), severity, agreed, agreement));
        }
    };
    if let Content::Incident(incident) = &document.content {
        hold("severity", &incident.severity);
    }
    for (at, predefined) in binding(document).into_iter().flat_map(|it| &it.predefined_incidents).enumerate() {
        hold(&format!("predefined_incidents[{at}].default_severity"), &predefined.default_severity);
    }
}

fn not_agreed(span: Span, severity: &str, agreed: &TypedDocument, agreement: &Agreement) -> Finding {
    let ids = || agreement.severities.iter().filter_map(|severity| severity.id.as_deref());
    let finding = Finding::at(span, format!("the agreement has no severity `{severity}`"))
        .related(key_of(agreed, "severities"), "the agreed severities");
    match only_near(severity, ids()) {
        Some(id) => finding.help(format!("did you mean `{id}`?")).fix(format!("write `{id}`"), id),
        None => {
            let ids = one_of(ids().chain([UNKNOWN]));
            finding.help(format!("it is one of {ids}; if unsure, take the worse one"))
        }
    }
}
