//! A hand-over of evidence that whoever gave or received it has not signed.

use crate::diagnostic::{Class, Level};
use crate::model::custody::{CustodyState, Step};
use crate::model::engagement::TypedDocument;
use crate::model::entry::CustodyEvent;
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::party_of;
use crate::validate::consent::speaks_for;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "handover-unsigned",
    class: Class::Duty,
    level: Level::Error,
    summary: "evidence changed hands, and who gave or received it has not signed",
    page: include_str!("handover_unsigned.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.chain_of(document) else { return };
    for (index, step) in chain.steps.iter().enumerate() {
        // Who signs the record of an entry has signed what it says; until then nobody knows who
        // that will be.
        let Some(recorded_by) = step.entry.recorded_by.as_deref() else { continue };
        // Whoever signs for what comes has signed the same receipt.
        let receipt = chain.steps.get(index + 1).filter(|next| {
            step.event == CustodyEvent::Transferred && next.event == CustodyEvent::Received
        });
        if consents(facts, step) || receipt.is_some_and(|receipt| consents(facts, receipt)) {
            continue;
        }
        let has_signed =
            |who: Option<&str>| who.is_some_and(|who| who.eq_ignore_ascii_case(recorded_by));
        let silent = hands(step).into_iter().flatten().find(|(who, _)| !has_signed(*who));
        let Some((who, did)) = silent else { continue };
        let who = who.map(|who| format!("`{}`", visible_line(who)));
        let who = who.as_deref().unwrap_or("somebody");
        let message = format!("{who} {did} the evidence, and has not signed for it");
        let mut finding = Finding::at(step.document.field("consent.how"), message).help(
            "write under `consent` who signed, `at` and `how`, with a `key` or a `proof`; paper counts, and so does a message",
        );
        if step.entry.consent.as_ref().is_some_and(|consent| consent.is_given()) {
            let place = step.document.field("consent.person");
            finding = finding.related(place, "somebody else signed");
        }
        findings.add(finding);
    }
}

/// Returns whether a consent stands beside a step that counts: of one of the two, because a receipt
/// is between both, of somebody who speaks for the side of one of them, or for the organization,
/// whose evidence it is. A consent without a name is of whoever had to sign.
fn consents(facts: &Facts<'_>, step: &Step<'_>) -> bool {
    let consent = step.entry.consent.as_ref().filter(|consent| consent.is_given());
    let Some(consent) = consent else { return false };
    let Some(person) = consent.person.as_deref() else { return true };
    let (entry, before) = (step.entry, &step.before);
    let singly = entry.from.iter().chain(&entry.actor).map(|handle| &**handle);
    let named = singly.chain(entry.to.iter().map(String::as_str));
    let mut concerned = named.chain(before.holder).chain(before.receiver).peekable();
    // Where nobody is named, nobody can say that it is another.
    concerned.peek().is_none()
        || speaks_for(facts, step.document, person, Party::Organization)
        || concerned.any(|who| {
            let party = party_of(facts, step.document, who);
            who.eq_ignore_ascii_case(person)
                || party.is_some_and(|party| speaks_for(facts, step.document, person, party))
        })
}

/// A person, where they are known, and what they did.
type Hand<'a> = (Option<&'a str>, &'static str);

/// Returns who has to sign a step.
fn hands<'a>(step: &Step<'a>) -> [Option<Hand<'a>>; 2] {
    let giver = step.entry.from.as_deref();
    let actor = step.entry.actor.as_deref();
    let received = (step.receiver().or(step.before.receiver), "received");
    match step.event {
        CustodyEvent::Transferred => {
            [Some((giver.or(actor).or(step.before.holder), "gave away")), None]
        }
        // The giving away is no entry of its own, so this one is about both.
        CustodyEvent::Received if step.before.state != CustodyState::InTransit => {
            [giver.map(|giver| (Some(giver), "gave away")), Some(received)]
        }
        CustodyEvent::Received => [Some(received), None],
        _ => [None, None],
    }
}
