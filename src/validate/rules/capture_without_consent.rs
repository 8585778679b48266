//! Evidence that was taken although nobody agreed that any may be.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{AGREEMENT_PATH, Content, TypedDocument};
use crate::model::evidence::Evidence;
use crate::model::id;
use crate::model::vocabulary::{Answer, Party};
use crate::validate::Facts;
use crate::validate::agreed::key_of;
use crate::validate::consent::{self, Worth};
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
    let agreed = facts.agreed_in(document, &["evidence"]);
    if agreed.is_none() && !nothing_is_agreed(facts) {
        return;
    }
    let terms = agreed.as_ref().and_then(|agreed| agreed.agreement.evidence.as_ref());
    let consent = terms.and_then(|terms| terms.capture_consent);
    let worth = own_consent(facts, document);
    if consent == Some(Answer::Yes)
        || worth.is_some_and(|(_, worth)| worth == Worth::Given)
        || is_theirs(facts, evidence)
    {
        return;
    }
    let message = match consent {
        _ if agreed.is_none() => "this was taken, and there is no agreement that anything may be",
        Some(Answer::No) => "this was taken, and the agreement says that nothing may be",
        _ => "this was taken, and the agreement does not say that anything may be",
    };
    let mut finding = Finding::at(key_of(document, "kind"), message)
        .help("ask now, and write who agreed into a custody entry (`consent`); where they do not agree, give it back or destroy it");
    if let Some((entry, worth)) = worth {
        finding = worth.explain(finding, entry, "consent", Party::Organization);
    }
    let Some(agreed) = agreed else {
        findings.add(finding.level(Level::Warning));
        return;
    };
    let place = |agreed: &TypedDocument| agreed.field("evidence.capture_consent");
    findings.add(agreed.relate(finding, place, "what is agreed about evidence"));
}

/// Returns whether the organization took it itself: nobody asks for consent to what is one's own.
fn is_theirs(facts: &Facts<'_>, evidence: &Evidence) -> bool {
    let taker = evidence.acquired_by.as_deref().and_then(|it| facts.engagement.person(it));
    taker.is_some_and(|(_, person)| person.party == Some(Party::Organization))
}

/// Returns whether there is no agreement at all, not even one that cannot be read.
fn nothing_is_agreed(facts: &Facts<'_>) -> bool {
    facts.agreement_in_force().is_none()
        && facts.engagement.get(AGREEMENT_PATH).is_none()
        && !facts.engagement.is_unread(AGREEMENT_PATH)
}

/// Returns what consent to this very piece is worth, as a custody entry says; the best there is.
fn own_consent<'a>(
    facts: &Facts<'a>,
    document: &TypedDocument,
) -> Option<(&'a TypedDocument, Worth<'a>)> {
    let incident = id::incident_of_path(&document.path)?;
    let of_piece = facts.entries_of(incident).filter(|(_, entry)| {
        entry.evidence.as_deref().is_some_and(|id| id::is_same(id, &document.id))
    });
    let given = of_piece.filter_map(|(it, entry)| {
        let worth = consent::of(facts, it, entry.consent.as_deref(), Party::Organization);
        (worth != Worth::NotGiven).then_some((it, worth))
    });
    given.min_by_key(|(_, worth)| *worth != Worth::Given)
}
