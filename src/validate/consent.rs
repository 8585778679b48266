//! Whose consent counts: who speaks for a side. It reports nothing itself.

use super::Facts;
use super::agreed::{is_written, key_of, name_of, party_of, representatives_of};
use super::rule::Finding;
use crate::model::agreement::Agreement;
use crate::model::consent::Consent;
use crate::model::engagement::TypedDocument;
use crate::model::entry::Entry;
use crate::model::incident::Suspension;
use crate::model::person::{Function, Person};
use crate::model::vocabulary::Party;
use crate::visible::visible_line;

/// What a consent is worth for a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth<'a> {
    /// Somebody agreed who speaks for the side.
    Given,
    /// Nobody agreed, or not yet.
    NotGiven,
    /// Somebody agreed, and nothing says who.
    Unnamed,
    /// Somebody agreed who does not speak for the side.
    OfAnother(&'a str),
}

/// Returns what a consent is worth for a side, of what a document tells of.
pub(super) fn of<'a>(
    facts: &Facts<'_>,
    document: &TypedDocument,
    consent: Option<&'a Consent>,
    party: Party,
) -> Worth<'a> {
    let Some(consent) = consent.filter(|consent| consent.is_given()) else {
        return Worth::NotGiven;
    };
    match consent.person.as_deref() {
        None => Worth::Unnamed,
        Some(person) if speaks_for(facts, document, person, party) => Worth::Given,
        Some(person) => Worth::OfAnother(person),
    }
}

impl Worth<'_> {
    /// Says why a consent that was given does not count.
    pub(super) fn lack(self, party: Party) -> Option<String> {
        match self {
            Self::Given | Self::NotGiven => None,
            Self::Unnamed => Some("it does not say who agreed".to_owned()),
            Self::OfAnother(who) => {
                Some(format!("`{}` does not speak for {}", visible_line(who), name_of(party)))
            }
        }
    }

    /// Adds to a finding why the consent at a field does not count.
    pub(super) fn explain(
        self,
        finding: Finding,
        document: &TypedDocument,
        field: &str,
        party: Party,
    ) -> Finding {
        match self.lack(party) {
            Some(lack) => finding.related(document.field(&format!("{field}.person")), lack),
            None => finding,
        }
    }
}

/// Returns whether a person speaks for a side: stands on it, and is a representative, a contact,
/// management, or among who decides by the agreement that was in force when what a document tells
/// of happened. Where nobody is known to, everybody of that side does.
pub(super) fn speaks_for(
    facts: &Facts<'_>,
    document: &TypedDocument,
    handle: &str,
    party: Party,
) -> bool {
    match party_of(facts, document, handle) {
        Some(side) if side == party => {}
        // Of whom nobody can read on which side they stand, nobody can say that they have no say.
        None => return is_side_unread(facts, handle),
        Some(_) => return false,
    }
    let agreed = facts.agreement_of(document);
    let named = agreed.map(|agreed| named_by(agreed.agreement, party)).unwrap_or_default();
    if named.iter().any(|it| it.eq_ignore_ascii_case(handle)) {
        return true;
    }
    match facts.engagement.person(handle) {
        // Of whom everything could not be read, nobody can say that they have no say.
        Some((it, person)) if it.document.is_sound() && it.misfits.is_empty() => {
            has_say(person, party) || !is_anybody_named(facts, document, &named, party)
        }
        _ => true,
    }
}

/// Returns whether a person's document is there and their side cannot be read in it.
fn is_side_unread(facts: &Facts<'_>, handle: &str) -> bool {
    match facts.engagement.person(handle) {
        Some((document, person)) => {
            person.party.is_none()
                && (!document.document.is_sound() || is_written(document, "party"))
        }
        None => facts.has_handle(handle),
    }
}

/// Returns whom the agreement names as having a say on a side; some may stand on the other.
fn named_by(agreement: &Agreement, party: Party) -> Vec<&str> {
    let contacts = agreement.contacts_of(party).into_iter();
    let contacts = contacts.flat_map(|contacts| contacts.in_order());
    let steps = agreement.escalation.iter().filter_map(|step| step.who.as_deref());
    let deciders = agreement.procedure.iter().flat_map(|procedure| &procedure.decided_by);
    let deciders = representatives_of(agreement, party).iter().chain(deciders);
    contacts.chain(steps).chain(deciders.map(String::as_str)).collect()
}

fn has_say(person: &Person, party: Party) -> bool {
    use Function::{
        Alternate, Commander, Management, PrimaryContact, Representative, SecondaryContact,
    };
    person.functions.iter().any(|function| match function {
        Management | Representative | PrimaryContact | SecondaryContact | Alternate => true,
        // Who leads the auditor's work may stop it.
        Commander => party == Party::Auditor,
        _ => false,
    })
}

fn is_anybody_named(
    facts: &Facts<'_>,
    document: &TypedDocument,
    named: &[&str],
    party: Party,
) -> bool {
    named.iter().any(|handle| party_of(facts, document, handle) == Some(party))
        || facts
            .engagement
            .people()
            .any(|(_, person)| person.party == Some(party) && has_say(person, party))
}

/// Returns whether a decision is one of a side. One that does not say `by` whom may be: the line
/// was written by who heard it.
pub(super) fn is_decided_by(
    facts: &Facts<'_>,
    (document, entry): (&TypedDocument, &Entry),
    party: Party,
) -> bool {
    entry.by.as_deref().is_none_or(|by| speaks_for(facts, document, by, party))
}

/// Returns the decision of an incident that a document names, where it is there.
pub(super) fn decision_named<'a>(
    facts: &Facts<'a>,
    incident: &str,
    id: &str,
) -> Option<(&'a TypedDocument, &'a Entry)> {
    facts.entries_of(incident).find(|(entry, _)| entry.id.eq_ignore_ascii_case(id))
}

/// Returns a finding for each side of which nobody who has a say agreed to a decision on the
/// suspension; `what` is what they should agree to.
pub(super) fn silent_about_suspension(
    facts: &Facts<'_>,
    document: &TypedDocument,
    suspension: &Suspension,
    what: &str,
) -> Vec<Finding> {
    let sides = [Party::Organization, Party::Auditor].into_iter();
    let one = |party| {
        let consents = || suspension.consents.iter().enumerate();
        if consents().any(|(_, it)| of(facts, document, Some(it), party) == Worth::Given) {
            return None;
        }
        let message = format!("{} has not agreed {what}", name_of(party));
        let finding = Finding::at(key_of(document, "suspension.consents"), message)
            .help("add who agreed, when and how, under `suspension.consents`; a spoken yes counts: `how: voice`");
        let of_side = consents().find_map(|(at, consent)| {
            let worth = of(facts, document, Some(consent), party);
            let is_theirs = match worth {
                Worth::OfAnother(who) => party_of(facts, document, who) == Some(party),
                Worth::Unnamed => true,
                Worth::Given | Worth::NotGiven => false,
            };
            is_theirs.then_some((at, worth))
        });
        Some(match of_side {
            Some((at, worth)) => {
                worth.explain(finding, document, &format!("suspension.consents[{at}]"), party)
            }
            None => finding,
        })
    };
    sides.filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::engagement::Engagement;
    use crate::source::Sources;
    use crate::validate::Recorded;

    /// Returns whether each of these people speaks for a side.
    fn speak(agreement: &str, people: &[(&str, &str)], party: Party) -> Vec<bool> {
        let mut sources = Sources::default();
        sources.add("agreement.md", format!("---\nkind: agreement\n{agreement}\n---\n"));
        for (handle, fields) in people {
            let text = format!("---\nkind: person\n{fields}\n---\n");
            sources.add(format!("people/{handle}.md"), text);
        }
        let engagement = Engagement::assemble(sources, Vec::new());
        let recorded = Recorded::default();
        let facts = Facts::new(&engagement, &recorded, jiff::Timestamp::UNIX_EPOCH);
        let (document, _) = engagement.agreement().unwrap();
        people.iter().map(|(handle, _)| speaks_for(&facts, document, handle, party)).collect()
    }

    #[test]
    fn a_side_is_spoken_for_by_who_has_a_say() {
        let named = "contacts: {organization: {primary: ap}, auditor: {primary: bv}}\nprocedure: {decided_by: [ad, bv]}";
        let people = [
            ("ad", "party: organization\nfunctions: [it]"),
            ("ap", "party: organization"),
            ("am", "party: organization\nfunctions: [management]"),
            ("ai", "party: organization\nfunctions: [it]"),
            ("ax", "party: organization\nfunctions: [nonsense]"),
            ("bv", "party: auditor"),
            ("bc", "party: auditor\nfunctions: [commander]"),
            ("bs", "party: auditor\nfunctions: [scribe]"),
            ("tp", "party: third-party\nfunctions: [management]"),
        ];
        let (organization, auditor) = (Party::Organization, Party::Auditor);
        let of = |party| {
            let found = speak(named, &people, party).into_iter().zip(people);
            found.filter(|(speaks, _)| *speaks).map(|(_, (handle, _))| handle).collect::<Vec<_>>()
        };
        // Nobody can say of `ax` that they have no say: a function could not be read.
        assert_eq!(of(organization), ["ad", "ap", "am", "ax"]);
        assert_eq!(of(auditor), ["bv", "bc"]);
    }

    #[test]
    fn where_nobody_is_named_everybody_may_speak() {
        let staff = [("ai", "party: organization\nfunctions: [it]"), ("bs", "party: auditor")];
        assert_eq!(speak("status: draft", &staff, Party::Organization), [true, false]);
        assert_eq!(speak("status: draft", &staff, Party::Auditor), [false, true]);
    }
}
