//! Evidence that was taken although nobody agreed that any may be.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::evidence::Evidence;
use crate::model::id;
use crate::model::vocabulary::{Answer, Party};
use crate::validate::Facts;
use crate::validate::agreed::key_of;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "capture-without-consent",
    class: Class::Duty,
    level: Level::Error,
    summary: "evidence was taken, and the agreement does not say that any may be",
    page: include_str!("capture_without_consent.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Evidence(evidence) = &document.content else { return };
    let Some(agreed) = facts.agreed_in(document, &["evidence"]) else { return };
    let terms = agreed.agreement.evidence.as_ref();
    let consent = terms.and_then(|terms| terms.capture_consent);
    if consent == Some(Answer::Yes)
        || has_own_consent(facts, document)
        || is_theirs(facts, evidence)
    {
        return;
    }
    let message = match consent {
        Some(Answer::No) => "this was taken, and the agreement says that nothing may be",
        _ => "this was taken, and the agreement does not say that anything may be",
    };
    let finding = Finding::at(key_of(document, "kind"), message)
        .help("ask now, and write who agreed into a custody entry (`consent`); where they do not agree, give it back or destroy it");
    let place = |agreed: &TypedDocument| agreed.field("evidence.capture_consent");
    findings.add(agreed.relate(finding, place, "what is agreed about evidence"));
}

/// Returns whether the organization took it itself: nobody asks for consent to what is one's own.
fn is_theirs(facts: &Facts<'_>, evidence: &Evidence) -> bool {
    let taker = evidence.acquired_by.as_deref().and_then(|it| facts.engagement.person(it));
    taker.is_some_and(|(_, person)| person.party == Some(Party::Organization))
}

/// Returns whether somebody consented to this very piece, as a custody entry says.
fn has_own_consent(facts: &Facts<'_>, document: &TypedDocument) -> bool {
    let Some(incident) = id::incident_of_path(&document.path) else { return false };
    facts.entries_of(incident).any(|(_, entry)| {
        entry.evidence.as_deref() == Some(&*document.id)
            && entry.consent.as_ref().is_some_and(|consent| consent.is_given())
    })
}
