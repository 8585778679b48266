//! The view of a contact card: whom to call, on which channels, and how to know it is them.

use serde::Serialize;

use super::{Case, EngagementView};
use crate::model::agreement::{Agreement, PartyContacts};
use crate::model::engagement::AGREEMENT_PATH;
use crate::model::person::{Channel, Key, Person, Private, grouped};
use crate::model::vocabulary::{ChannelKind, Party};

#[derive(Debug, Serialize)]
pub(super) struct View {
    engagement: EngagementView,
    /// That not all of the agreement could be read; empty where it could.
    unreadable: String,
    /// From which severity the contact is called; empty without an agreed threshold.
    threshold: String,
    parties: Vec<PartyView>,
    /// Whom to call next when nobody answers, as sentences.
    escalation: Vec<String>,
    /// Ways that must not be used.
    forbidden: String,
    meeting_place: String,
}

#[derive(Debug, Serialize)]
pub(super) struct PartyView {
    pub name: String,
    pub people: Vec<ContactView>,
}

#[derive(Debug, Serialize)]
pub(super) struct ContactView {
    /// "First contact", "Second contact", "Alternate".
    pub role: String,
    pub who: String,
    pub functions: String,
    pub channels: Vec<ChannelView>,
    pub keys: Vec<KeyView>,
    /// That not all about this person could be read; empty where it could.
    pub unreadable: String,
    /// When they are away, as sentences.
    pub absences: Vec<String>,
    /// When it was last checked that the channels reach them.
    pub verified: String,
}

#[derive(Debug, Serialize)]
pub(super) struct ChannelView {
    pub kind: String,
    pub value: String,
    /// A target that a telephone or mail program opens; empty where there is none.
    pub link: String,
    pub hours: String,
    pub is_encrypted: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct KeyView {
    pub kind: String,
    pub fingerprint: String,
    /// How the fingerprint was compared, or that nobody did.
    pub verified: String,
}

pub(super) fn view(case: &Case<'_>) -> View {
    let agreement = case.agreement.map(|agreement| agreement.record);
    let forbidden = agreement.map(|agreement| {
        let labels = agreement.forbidden_channels.iter();
        labels.map(|kind| case.label("channel", kind.as_str())).collect::<Vec<_>>().join(", ")
    });
    View {
        engagement: EngagementView::of(case),
        unreadable: unreadable(case, AGREEMENT_PATH),
        threshold: agreement.map(|agreement| threshold(case, agreement)).unwrap_or_default(),
        parties: parties(case),
        escalation: agreement.map(|agreement| escalation(case, agreement)).unwrap_or_default(),
        forbidden: forbidden.unwrap_or_default(),
        meeting_place: agreement
            .and_then(|agreement| agreement.meeting_place.clone())
            .unwrap_or_default(),
    }
}

/// Returns the contacts of both sides, the organization's first.
pub(super) fn parties(case: &Case<'_>) -> Vec<PartyView> {
    let engagement = EngagementView::of(case);
    [(Party::Organization, engagement.organization), (Party::Auditor, engagement.auditor)]
        .into_iter()
        .map(|(party, codename)| PartyView {
            name: format!("{}: {codename}", case.label("party", party.as_str())),
            people: people(case, party),
        })
        .collect()
}

/// Returns the agreed contacts in order; without an agreement, those whose function says so.
fn people(case: &Case<'_>, party: Party) -> Vec<ContactView> {
    let agreed = case.agreement.and_then(|agreement| agreement.record.contacts_of(party));
    match agreed {
        Some(contacts) => agreed_people(case, contacts),
        None => case
            .people
            .iter()
            .filter(|(_, person)| person.party == Some(party))
            .map(|(handle, person)| contact(case, "contact-unagreed", handle, Some(person)))
            .collect(),
    }
}

fn agreed_people(case: &Case<'_>, contacts: &PartyContacts) -> Vec<ContactView> {
    let firsts = contacts.primary.iter().map(|handle| ("contact-primary", handle));
    let seconds = contacts.secondary.iter().map(|handle| ("contact-secondary", handle));
    let others = contacts.alternates.iter().map(|handle| ("contact-alternate", handle));
    firsts
        .chain(seconds)
        .chain(others)
        .map(|(role, handle)| {
            contact(case, role, handle, case.people.get(handle.as_str()).copied())
        })
        .collect()
}

fn contact(case: &Case<'_>, role: &str, handle: &str, person: Option<&Person>) -> ContactView {
    let private = person.and_then(|person| person.private.as_ref());
    let functions = person.map(|person| {
        let labels = person.functions.iter().filter(|function| !is_contact(**function));
        let labels = labels.map(|function| case.label("function", function.as_str()));
        labels.collect::<Vec<_>>().join(", ")
    });
    let channels = private.map_or_else(Vec::new, |private| ways(case, private));
    let keys = private.map(|private| private.keys.iter().map(|it| key(case, it)).collect());
    let absences = private
        .map(|private| private.absences.iter().map(|absence| absent(case, absence)).collect());
    let verified = person.and_then(|person| person.verified_at.as_ref());
    ContactView {
        role: case.language.text(role),
        who: case.person(handle),
        functions: functions.unwrap_or_default(),
        channels: channels.into_iter().map(|it| channel(case, it)).collect(),
        keys: keys.unwrap_or_default(),
        unreadable: unreadable(case, &format!("people/{handle}.md")),
        absences: absences.unwrap_or_default(),
        verified: match verified.and_then(|time| time.zoned()) {
            Some(local) => case.language.date(local.date()),
            None => case.language.text("never"),
        },
    }
}

/// Says that not all of a document could be read, so that a way or a number may be missing.
fn unreadable(case: &Case<'_>, path: &str) -> String {
    match case.unreadable.contains(path) {
        true => case.language.text_with("card-unreadable", &[("path", path)]),
        false => String::new(),
    }
}

/// Returns the ways that the agreement allows, best first; without one, every way.
fn ways<'a>(case: &Case<'_>, private: &'a Private) -> Vec<&'a Channel> {
    match case.agreement {
        Some(agreement) => agreement.record.ways(private).0,
        None => private.channels.iter().collect(),
    }
}

/// The functions that the role already says.
fn is_contact(function: crate::model::person::Function) -> bool {
    use crate::model::person::Function;
    matches!(function, Function::PrimaryContact | Function::SecondaryContact | Function::Alternate)
}

fn channel(case: &Case<'_>, channel: &Channel) -> ChannelView {
    let hours = match (channel.immediate_24x7, &channel.hours) {
        (Some(true), _) => case.language.text("day-and-night"),
        (_, Some(hours)) => match &channel.time_zone {
            Some(zone) => format!("{hours} ({zone})"),
            None => hours.to_string(),
        },
        (_, None) => case.not_stated(),
    };
    ChannelView {
        kind: channel
            .kind
            .map_or_else(|| case.not_stated(), |it| case.label("channel", it.as_str())),
        value: channel.value.clone().unwrap_or_else(|| case.not_stated()),
        link: link(channel).unwrap_or_default(),
        hours,
        is_encrypted: channel.e2ee == Some(true),
    }
}

/// Returns what calls a number (RFC 3966) or writes to an address (RFC 6068) when it is touched.
fn link(channel: &Channel) -> Option<String> {
    let value = channel.value.as_deref()?;
    match channel.kind? {
        ChannelKind::Phone => {
            let number: String =
                value.chars().filter(|symbol| !" -()./".contains(*symbol)).collect();
            let digits = number.strip_prefix('+')?;
            digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| format!("tel:{number}"))
        }
        ChannelKind::Email => value.contains('@').then(|| format!("mailto:{value}")),
        // A number of Signal's must not be dialled: that would be a plain telephone call.
        ChannelKind::Signal | ChannelKind::Wire | ChannelKind::Matrix | ChannelKind::InPerson => {
            None
        }
    }
}

fn key(case: &Case<'_>, key: &Key) -> KeyView {
    let verified = match key.verified_how {
        Some(how) => case.label("verified-how", how.as_str()),
        None => case.language.text("key-not-compared"),
    };
    KeyView {
        kind: key.key_type.clone().unwrap_or_else(|| case.not_stated()),
        fingerprint: grouped(key.fingerprint.as_deref().unwrap_or_default()),
        verified,
    }
}

fn absent(case: &Case<'_>, absence: &crate::model::person::Absence) -> String {
    let day = |day: &Option<crate::model::time::Day>| {
        day.as_ref().map_or_else(|| case.not_stated(), |day| case.day(day))
    };
    let deputy = absence.deputy.as_ref().map_or_else(|| case.not_stated(), |who| case.person(who));
    case.language.text_with(
        "absent",
        &[("from", &day(&absence.from)), ("to", &day(&absence.to)), ("deputy", &deputy)],
    )
}

fn threshold(case: &Case<'_>, agreement: &Agreement) -> String {
    let Some(id) = &agreement.threshold else { return String::new() };
    let severity = agreement.severity(id);
    let name = match severity.and_then(|severity| severity.label.as_ref()) {
        Some(label) => format!("{label} ({id})"),
        None => id.clone(),
    };
    match severity.and_then(|severity| severity.notify_within.as_ref()) {
        Some(within) => case.language.text_with(
            "card-threshold-within",
            &[("severity", &name), ("within", &case.period(within))],
        ),
        None => case.language.text_with("card-threshold", &[("severity", &name)]),
    }
}

pub(super) fn escalation(case: &Case<'_>, agreement: &Agreement) -> Vec<String> {
    let step = |step: &crate::model::agreement::EscalationStep| {
        let after = step.after.as_ref().map_or_else(|| case.not_stated(), |it| case.period(it));
        let who = step.who.as_ref().map_or_else(|| case.not_stated(), |who| case.person(who));
        case.language.text_with("escalation-step", &[("after", &after), ("who", &who)])
    };
    agreement.escalation.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_can_be_touched() {
        for (kind, value, target) in [
            (ChannelKind::Phone, "+591 2 555-0112", Some("tel:+59125550112")),
            (ChannelKind::Phone, "+34 (600) 555.131", Some("tel:+34600555131")),
            (ChannelKind::Signal, "+34 600 555 131", None),
            (ChannelKind::Phone, "ask at the desk", None),
            (ChannelKind::Email, "a@b.example", Some("mailto:a@b.example")),
            (ChannelKind::Wire, "+1 2", None),
        ] {
            let channel =
                Channel { kind: Some(kind), value: Some(value.to_owned()), ..Channel::default() };
            assert_eq!(link(&channel).as_deref(), target, "{value}");
        }
    }
}
