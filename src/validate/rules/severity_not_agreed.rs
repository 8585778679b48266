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
    if let Content::Incident(incident) = &document.content {
        let Some(agreed) = facts.agreed_in(document, &["severities"]) else { return };
        if let Some(severity) = not_agreed(agreed.agreement, incident.severity.as_deref()) {
            let finding = finding(document.field("severity"), severity, agreed.agreement);
            let severities = |agreed: &TypedDocument| key_of(agreed, "severities");
            findings.add(agreed.relate(finding, severities, "the agreed severities"));
        }
        return;
    }
    // What an agreement says of itself is held against itself.
    let Some(agreement) = binding(document) else { return };
    for (at, predefined) in agreement.predefined_incidents.iter().enumerate() {
        if let Some(severity) = not_agreed(agreement, predefined.default_severity.as_deref()) {
            let path = format!("predefined_incidents[{at}].default_severity");
            let finding = finding(document.field(&path), severity, agreement)
                .related(key_of(document, "severities"), "the agreed severities");
            findings.add(finding);
        }
    }
}

/// Returns a severity that is not agreed; an agreement without any is the agreement's fault, not
/// the incident's.
fn not_agreed<'a>(agreement: &Agreement, severity: Option<&'a str>) -> Option<&'a str> {
    let severity = severity.filter(|id| *id != UNKNOWN && !agreement.severities.is_empty());
    severity.filter(|id| agreement.severity(id).is_none())
}

fn finding(span: Span, severity: &str, agreement: &Agreement) -> Finding {
    let ids = || agreement.severities.iter().filter_map(|severity| severity.id.as_deref());
    let finding = Finding::at(span, format!("the agreement has no severity `{severity}`"));
    match only_near(severity, ids()) {
        Some(id) => finding.help(format!("did you mean `{id}`?")).fix(format!("write `{id}`"), id),
        None => {
            let ids = one_of(ids().chain([UNKNOWN]));
            finding.help(format!("it is one of {ids}; if unsure, take the worse one"))
        }
    }
}
