//! Whom to reach now, and how: what the agreement says, with people's channels.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::model::agreement::{Agreement, AgreementStatus};
use crate::model::engagement::Engagement;
use crate::model::person::{Absence, Channel, Person, Private, Told, grouped};
use crate::model::time::Time;
use crate::model::vocabulary::{ChannelKind, Party};

/// Whom to call, on both sides.
#[derive(Debug, Clone, Serialize)]
pub struct ContactSheet {
    /// `None` when the agreement says none.
    pub agreement_status: Option<AgreementStatus>,
    /// When the agreement ended, if it has.
    pub agreement_ended: Option<Time>,
    pub organization: Vec<Reachable>,
    pub auditor: Vec<Reachable>,
    pub escalation: Vec<NextStep>,
    pub forbidden_channels: Vec<ChannelKind>,
    pub meeting_place: Option<String>,
    /// To whom the agreement refers for further help.
    pub refer: Option<String>,
}

/// One person of the ladder.
#[derive(Debug, Clone, Serialize)]
pub struct Reachable {
    pub role: Role,
    pub handle: String,
    /// Alias, or name; `None` when no document of this person says one.
    pub name: Option<String>,
    pub told: Option<Told>,
    /// Allowed ways, best first.
    pub channels: Vec<Channel>,
    /// Ways left out because the agreement forbids them.
    pub forbidden: Vec<ChannelKind>,
    pub keys: Vec<KeyLine>,
    /// Set when the person is away today.
    pub away: Option<Absence>,
    /// Whether there is a document about this person.
    pub known: bool,
}

/// A fingerprint to compare by voice.
#[derive(Debug, Clone, Serialize)]
pub struct KeyLine {
    #[serde(rename = "type")]
    pub key_type: Option<String>,
    /// In groups of four.
    pub fingerprint: String,
}

/// Who is called when nobody answers.
#[derive(Debug, Clone, Serialize)]
pub struct NextStep {
    pub after: String,
    pub who: String,
}

/// A place in the order of calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Primary,
    Secondary,
    Alternate,
}

/// Returns whom to reach at this time; `None` when the engagement has no agreement.
pub fn contacts(engagement: &Engagement, now: Timestamp) -> Option<ContactSheet> {
    let (_, agreement) = engagement.agreement()?;
    let side = |party| side(engagement, agreement, party, now);
    let escalation = agreement.escalation.iter().filter_map(|step| {
        Some(NextStep { after: step.after.as_ref()?.to_string(), who: step.who.clone()? })
    });
    Some(ContactSheet {
        agreement_status: agreement.status,
        agreement_ended: agreement
            .period
            .as_ref()
            .and_then(|period| period.end.clone())
            .filter(|end| end.instant().is_some_and(|end| end < now)),
        organization: side(Party::Organization),
        auditor: side(Party::Auditor),
        escalation: escalation.collect(),
        forbidden_channels: agreement.forbidden_channels.clone(),
        meeting_place: agreement.meeting_place.clone(),
        refer: agreement.response_duty.as_ref().and_then(|duty| duty.refer.clone()),
    })
}

fn side(
    engagement: &Engagement,
    agreement: &Agreement,
    party: Party,
    now: Timestamp,
) -> Vec<Reachable> {
    let Some(contacts) = agreement.contacts_of(party) else { return Vec::new() };
    let primary = contacts.primary.iter().map(|handle| (Role::Primary, handle));
    let secondary = contacts.secondary.iter().map(|handle| (Role::Secondary, handle));
    let alternates = contacts.alternates.iter().map(|handle| (Role::Alternate, handle));
    let zone = engagement.zone();
    primary
        .chain(secondary)
        .chain(alternates)
        .map(|(role, handle)| {
            let person = engagement.person(handle).map(|(_, person)| person);
            reachable(role, handle, person, agreement, &zone, now)
        })
        .collect()
}

fn reachable(
    role: Role,
    handle: &str,
    person: Option<&Person>,
    agreement: &Agreement,
    zone: &TimeZone,
    now: Timestamp,
) -> Reachable {
    let private = person.and_then(|person| person.private.as_ref());
    let (channels, forbidden) =
        private.map_or_else(Default::default, |private| agreement.ways(private));
    let keys = private.map_or(&[][..], |private| private.keys.as_slice());
    Reachable {
        role,
        handle: handle.to_owned(),
        name: private.and_then(|private| private.alias.clone().or_else(|| private.name.clone())),
        told: person.and_then(|person| person.told),
        channels: channels.into_iter().cloned().collect(),
        forbidden,
        keys: keys
            .iter()
            .filter_map(|key| {
                let fingerprint = grouped(key.fingerprint.as_deref()?);
                Some(KeyLine { key_type: key.key_type.clone(), fingerprint })
            })
            .collect(),
        away: private.and_then(|private| absence(private, zone, now)).cloned(),
        known: person.is_some(),
    }
}

fn absence<'a>(private: &'a Private, zone: &TimeZone, now: Timestamp) -> Option<&'a Absence> {
    let today = now.to_zoned(zone.clone()).date();
    private.absences.iter().find(|absence| {
        let from = absence.from.as_ref().and_then(|day| day.date());
        let to = absence.to.as_ref().and_then(|day| day.date());
        from.is_some_and(|from| from <= today) && to.is_none_or(|to| today <= to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn forbidden_ways_are_left_out_and_the_best_is_first() {
        let mut sources = Sources::default();
        sources.add(
            "agreement.md",
            "---\nkind: agreement\nstatus: active\ncontacts:\n  organization:\n    primary: zw\n    secondary: tm\nforbidden_channels: [email]\n---\n",
        );
        sources.add(
            "people/zw.md",
            "---\nkind: person\nprivate:\n  alias: Zoe\n  channels:\n  - {kind: phone, value: +57 1, rank: 2}\n  - {kind: email, value: z@x.org, rank: 1}\n  - {kind: signal, value: zoe.42, rank: 1}\n  - {kind: wire, value: }\n  absences:\n  - {from: 2026-11-20, to: 2026-11-22, deputy: tm}\n---\n",
        );
        let engagement = Engagement::assemble(sources, Vec::new());
        let sheet = contacts(&engagement, "2026-11-21T10:00:00Z".parse().unwrap()).unwrap();
        let [zoe, unknown] = &*sheet.organization else { panic!("two people") };
        let kinds: Vec<_> = zoe.channels.iter().filter_map(|channel| channel.kind).collect();
        assert_eq!(kinds, [ChannelKind::Signal, ChannelKind::Phone]);
        assert_eq!(zoe.forbidden, [ChannelKind::Email]);
        assert_eq!(zoe.away.as_ref().unwrap().deputy.as_deref(), Some("tm"));
        assert!(!unknown.known);
    }
}
