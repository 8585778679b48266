//! A closed incident that nobody has learned from.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Severity;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::IncidentStatus;
use crate::validate::Facts;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "closed-without-review",
    class: Class::Duty,
    level: Level::Error,
    summary: "an incident of an agreed severity is closed, and there is no review",
    page: include_str!("closed_without_review.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if incident.status != Some(IncidentStatus::Closed) || is_none_after_all(incident) {
        return;
    }
    let Some(agreed) = facts.agreement_in_force() else { return };
    let agreement = agreed.agreement;
    let severity = incident.severity.as_deref();
    let at = severity.and_then(|id| {
        agreement.severities.iter().position(|severity| severity.id.as_deref() == Some(id))
    });
    let severity: Option<&Severity> = at.map(|at| &agreement.severities[at]);
    let within = severity.and_then(|severity| severity.review_within.as_ref());
    let is_owed = within.is_some() || facts.is_notifiable(agreement, document, incident);
    if !is_owed || is_there(facts, &document.id) {
        return;
    }
    let finding = Finding::at(document.field("status"), "this is closed, and there is no review");
    let finding = match (at, within) {
        (Some(at), Some(within)) => {
            let place = agreed.field(&format!("severities[{at}].review_within"));
            finding.related(place, format!("a review within {within} is agreed"))
        }
        _ => finding.related(agreed.field("threshold"), "from here on it is reviewed"),
    };
    findings.add(finding.help(format!(
        "write `incidents/{}/review.md` together: what helped it happen, what went well, what comes next",
        document.id
    )));
}

/// Returns whether there is a review, also one that cannot be read.
fn is_there(facts: &Facts<'_>, incident: &str) -> bool {
    let path = format!("incidents/{incident}/review.md");
    facts.engagement.get(&path).is_some() || facts.engagement.is_unread(&path)
}
