//! A way of telling that leads to who may be suspected.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::Incident;
use crate::model::person::Function;
use crate::model::vocabulary::Party;
use crate::shell;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::{in_use, key_of, party_of, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::{calls, concerns, is_let_in, is_open, is_reached, ladder};

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
    if !is_open(incident) || !is_of_insider(incident) {
        return;
    }
    let Some(agreed) =
        facts.agreed_in(document, &["severities", "threshold", "contacts", "escalation"])
    else {
        return;
    };
    let ladder = ladder(facts, agreed.agreement);
    if ladder.is_empty() {
        return;
    }
    let place = key_of(document, "restricted_to");
    let contacts = |agreed: &TypedDocument| key_of(agreed, "contacts.organization");
    let mut add = |finding: Finding| {
        findings.add(agreed.relate(finding, contacts, "the agreed way of telling"));
    };
    let answer = format!(
        "`ircase new answer {} {} --because \"...\"`",
        RULE.name,
        shell::word(&document.id)
    );
    let may_know: Vec<&str> =
        ladder.iter().copied().filter(|handle| is_let_in(incident, handle)).collect();
    if may_know.is_empty() && !is_another_told(facts, document, incident, &ladder) {
        let message = "nobody on the agreed way of telling may know of this incident";
        add(Finding::at(place, message).help(format!(
            "name somebody of the organization in `restricted_to` whom nobody suspects, and tell them; or say why nobody there may know: {answer}"
        )));
    }
    for handle in may_know {
        if let Some(conflict) = conflict_of(facts, handle) {
            let message =
                format!("`{handle}` is on the way of telling, and has a conflict of interest");
            add(Finding::at(place, message).related(conflict, "the conflict").help(format!(
                "name who may know of it, and leave `{handle}` out: `restricted_to: [...]`; or say why they may know: {answer}"
            )));
        }
    }
}

/// Returns whether somebody else of the organization, who may know of an incident, was told.
fn is_another_told(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
    ladder: &[&str],
) -> bool {
    let calls = calls(facts, &document.id, ladder);
    let is_theirs =
        |handle: &&String| party_of(facts, document, handle) == Some(Party::Organization);
    incident
        .restricted_to
        .iter()
        .filter(is_theirs)
        .any(|handle| calls.iter().any(|call| is_reached(call) && concerns(call.1, handle)))
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
