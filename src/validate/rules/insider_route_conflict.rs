//! A way of telling that leads to who may be suspected.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, IncidentStatus};
use crate::model::person::Function;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::{in_use, key_of, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::ladder;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "insider-route-conflict",
    class: Class::Duty,
    level: Level::Warning,
    summary: "an insider incident would be told first to who may be suspected",
    page: include_str!("insider_route_conflict.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Incident(incident) => of_incident(facts, document, incident, findings),
        _ => {
            if let Some(agreement) = in_use(document) {
                of_agreement(facts, document, agreement, findings);
            }
        }
    }
}

fn of_incident(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
    findings: &mut Findings<'_>,
) {
    use IncidentStatus::{Closed, FalsePositive, NearMiss};
    let is_over = matches!(incident.status, None | Some(Closed | FalsePositive | NearMiss));
    if is_over || !is_of_insider(incident) {
        return;
    }
    let Some(agreed) =
        facts.agreed_in(document, &["severities", "threshold", "contacts", "escalation"])
    else {
        return;
    };
    let ladder = ladder(facts, agreed.agreement);
    let Some(first) = ladder.first() else { return };
    let contacts = |agreed: &TypedDocument| key_of(agreed, "contacts.organization");
    if !incident.restricted_to.is_empty() {
        if !incident.restricted_to.iter().any(|handle| handle == first) {
            let message = format!("`{first}` is called first, and may not know of this incident");
            let finding = Finding::at(key_of(document, "restricted_to"), message).help(
                "tell only who stands in `restricted_to`, and write down why the way was left",
            );
            findings.add(agreed.relate(finding, contacts, "the agreed way of telling"));
        }
        return;
    }
    for handle in ladder {
        if let Some(conflict) = conflict_of(facts, handle) {
            let message =
                format!("`{handle}` is on the way of telling, and has a conflict of interest");
            let finding = Finding::at(document.field("restricted_to"), message)
                .related(conflict, "the conflict")
                .help("name who may know of it: `restricted_to: [...]`");
            findings.add(agreed.relate(finding, contacts, "the agreed way of telling"));
        }
    }
}

/// Returns whether an incident is said to come from inside; VERIS calls that misuse.
fn is_of_insider(incident: &Incident) -> bool {
    let names_insider = |word: &str| word.to_ascii_lowercase().contains("insider");
    let by_class = incident.classification.as_ref().is_some_and(|class| {
        let words = [&class.rsit, &class.custom, &class.veris_action];
        words.into_iter().flatten().any(|word| names_insider(word))
            || class.veris_action.as_deref().is_some_and(|it| it.eq_ignore_ascii_case("misuse"))
    });
    by_class || incident.tags.iter().any(|tag| names_insider(tag))
}

fn of_agreement(
    facts: &Facts<'_>,
    document: &TypedDocument,
    agreement: &Agreement,
    findings: &mut Findings<'_>,
) {
    let is_insider = |kind: &String| kind.to_ascii_lowercase().contains("insider");
    let mut predefined = agreement.predefined_incidents.iter();
    let at = predefined.position(|it| it.incident_type.as_ref().is_some_and(is_insider));
    let Some(at) = at else { return };
    let ladder = ladder(facts, agreement);
    let Some(first) = ladder.first() else { return };
    let expected = document.field(&format!("predefined_incidents[{at}].type"));
    if let Some(conflict) = conflict_of(facts, first) {
        let message = format!(
            "an insider incident is told first to `{first}`, who has a conflict of interest"
        );
        let finding = Finding::at(document.field("contacts.organization.primary"), message)
            .related(conflict, "the conflict")
            .related(expected, "both sides expect this")
            .help("name another primary contact; or agree in `procedure` whom to tell instead, and answer this");
        findings.add(finding);
    } else if ladder.iter().all(|handle| runs_the_systems(facts, handle)) {
        let message = "an insider incident is told only to people who run the systems";
        let finding = Finding::at(key_of(document, "contacts.organization"), message)
            .related(expected, "both sides expect this")
            .help("add somebody from management under `alternates` or `escalation`, who can be told past them");
        findings.add(finding);
    }
}

fn conflict_of(facts: &Facts<'_>, handle: &str) -> Option<Span> {
    let private = private_of(facts.engagement, handle)?;
    let (document, _) = facts.engagement.person(handle)?;
    private.has_conflict().then(|| document.field("private.conflict_of_interest"))
}

/// Returns whether somebody works in IT and in nothing that could look at IT from outside.
fn runs_the_systems(facts: &Facts<'_>, handle: &str) -> bool {
    let Some((_, person)) = facts.engagement.person(handle) else { return false };
    let is = |function: &Function| person.functions.contains(function);
    let outside = [Function::Management, Function::Legal, Function::DataProtection, Function::Hr];
    (is(&Function::It) || is(&Function::Engineering)) && !outside.iter().any(is)
}
