//! Whom to reach now, and how: what the agreement says, with people's channels.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::open::Opened;
use crate::model::agreement::{Agreement, AgreementStatus};
use crate::model::engagement::{AGREEMENT_PATH, Engagement, TypedDocument};
use crate::model::incident::Incident;
use crate::model::person::{Absence, Channel, Private, Told, grouped};
use crate::model::time::Time;
use crate::model::vocabulary::{ChannelKind, ConsentForm, Party};
use crate::suggest::nearest;
use crate::validate::reach::{self, Answers, Ladder, Without};
use crate::validate::{AgreementFile, Facts, InForce, Standing, is_whole};

/// When to reach somebody, and who and what is imagined away.
#[derive(Debug, Clone)]
pub struct Question {
    pub at: Timestamp,
    pub without: Without,
}

impl Question {
    /// Asks for a time as it is, with everybody and everything there.
    pub fn at(at: Timestamp) -> Self {
        Self { at, without: Without::default() }
    }
}

/// A word that is neither a handle of somebody here nor a kind of channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is nobody called `{word}` here, and no such kind of channel")]
pub struct NobodyCalled {
    pub word: String,
    pub nearest: Option<String>,
}

/// Whom to call, on both sides.
#[derive(Debug, Clone, Serialize)]
pub struct ContactSheet {
    /// The time asked for, in the engagement's zone.
    pub at: Time,
    /// Handles and kinds of channel that are imagined away.
    pub without: Vec<String>,
    /// How soon the organization must be reached.
    pub within_minutes: usize,
    /// Whether somebody of the organization is reached within that on an allowed channel; people of
    /// whom nothing is known count as reached.
    pub is_organization_reached: bool,
    /// Which text of the agreement this is.
    pub standing: Standing,
    /// What lies at the agreement's place in the folder.
    pub agreement_file: AgreementFile,
    /// Paths of the documents behind this sheet of which not all could be read: a person, a channel
    /// or a forbidden way may be missing.
    pub unreadable: BTreeSet<String>,
    /// Who signed it.
    pub signed: Vec<SignedBy>,
    /// `None` when the agreement says none.
    pub agreement_status: Option<AgreementStatus>,
    /// When the agreement ended, if it has.
    pub agreement_ended: Option<Time>,
    pub organization: Vec<Reachable>,
    pub auditor: Vec<Reachable>,
    pub escalation: Vec<NextStep>,
    /// Others who are called: deputies, and who stands in `escalation` alone.
    pub others: Vec<Reach>,
    pub forbidden_channels: Vec<ChannelKind>,
    pub meeting_place: Option<String>,
    /// To whom the agreement refers for further help.
    pub refer: Option<String>,
}

/// Somebody who signed the agreement.
#[derive(Debug, Clone, Serialize)]
pub struct SignedBy {
    pub person: String,
    pub at: Option<Time>,
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
    /// Whether there is a document about this person, read or not.
    pub known: bool,
    /// Whether all of that document could be read.
    pub is_whole: bool,
    /// When this person answers on an allowed channel.
    pub reach: Option<Reach>,
}

/// When one person answers.
#[derive(Debug, Clone, Serialize)]
pub struct Reach {
    pub handle: String,
    /// Minutes without an answer after which they are called.
    pub called_after_minutes: usize,
    /// Handle of whom they stand in for.
    pub stands_in_for: Option<String>,
    pub answers: AnswersAt,
    /// When they answer first, for `now` and `later`.
    pub at: Option<Time>,
    pub channels: Vec<ChannelKind>,
}

/// Whether somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswersAt {
    /// As soon as they are called.
    Now,
    Later,
    /// Not within a week.
    No,
    /// They must not be told yet.
    NotTold,
    /// Imagined away.
    LeftOut,
    /// Nothing is known of their channels.
    Unknown,
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

/// Reads what is imagined away: kinds of channel, and handles of people.
///
/// # Errors
///
/// [`NobodyCalled`] for a word that is neither.
pub fn without(engagement: &Engagement, words: &[String]) -> Result<Without, NobodyCalled> {
    let mut without = Without::default();
    for word in words {
        if let Ok(kind) = word.parse::<ChannelKind>() {
            without.kinds.push(kind);
        } else if is_somebody(engagement, word) {
            without.people.push(word.clone());
        } else {
            let kinds = ChannelKind::ALL.iter().map(|kind| kind.as_str());
            let handles = engagement.people().map(|(document, _)| &*document.id);
            let nearest = nearest(word, handles.chain(kinds)).map(str::to_owned);
            return Err(NobodyCalled { word: word.clone(), nearest });
        }
    }
    Ok(without)
}

fn is_somebody(engagement: &Engagement, handle: &str) -> bool {
    let is_contact = |agreement: &Agreement| {
        let contacts = [Party::Organization, Party::Auditor]
            .into_iter()
            .filter_map(|party| agreement.contacts_of(party));
        contacts.flat_map(|it| it.in_order()).any(|it| it == handle)
    };
    engagement.person(handle).is_some()
        || engagement.agreement().is_some_and(|(_, agreement)| is_contact(agreement))
}

/// Returns whom to reach, by the agreement in force; `None` when the engagement has none.
///
/// A trail that cannot be read keeps nobody from calling: then the agreement in the folder counts.
pub fn contacts(opened: &Opened, question: &Question) -> Option<ContactSheet> {
    let engagement = &opened.engagement;
    let recorded = super::validate::history_of(opened, &BTreeSet::new());
    let facts = Facts::new(engagement, &recorded, question.at);
    let agreed = facts.agreement_in_force()?;
    let sheet = sheet(engagement, agreed.agreement, question);
    let others = sheet.others.iter().map(|other| &*other.handle);
    let unreadable = unreadable(engagement, &agreed, others);
    let (standing, agreement_file) = (agreed.standing, agreed.file);
    let signed = signed(agreed.agreement);
    Some(ContactSheet { standing, agreement_file, unreadable, signed, ..sheet })
}

/// Returns the paths of the documents that say whom to call, and of which not all could be read:
/// the agreement's, and those of its contacts and of others.
pub(super) fn unreadable<'a>(
    engagement: &'a Engagement,
    agreed: &InForce<'a>,
    others: impl Iterator<Item = &'a str>,
) -> BTreeSet<String> {
    let agreement = (!agreed.is_read_whole(engagement)).then(|| AGREEMENT_PATH.to_owned());
    let sides = [Party::Organization, Party::Auditor].into_iter();
    let contacts = sides.filter_map(|party| agreed.agreement.contacts_of(party));
    let handles = contacts.flat_map(|contacts| contacts.in_order()).chain(others);
    let people = handles.map(path_of_person).filter(|path| is_half_read(engagement, path));
    people.chain(agreement).collect()
}

fn path_of_person(handle: &str) -> String {
    format!("people/{handle}.md")
}

/// Returns whether a document is there of which not all could be read.
fn is_half_read(engagement: &Engagement, path: &str) -> bool {
    let document = engagement.get(path);
    engagement.is_unread(path) || document.is_some_and(|it| !is_whole(engagement, it))
}

/// Returns whether an incident must be told by the agreement that was in force when it was seen;
/// without one, it must.
pub fn must_be_told(opened: &Opened, document: &TypedDocument, incident: &Incident) -> bool {
    let recorded =
        super::validate::history_of(opened, &BTreeSet::from([document.path.to_string()]));
    let facts = Facts::new(&opened.engagement, &recorded, Timestamp::UNIX_EPOCH);
    facts
        .agreement_of(document)
        .is_none_or(|agreed| facts.is_notifiable(agreed.agreement, document, incident))
}

/// What the agreement in force says of the severity of something that happens now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Severity {
    /// It must be told, and so must everything where nothing is agreed.
    MustBeTold,
    BelowThreshold,
    /// The agreement does not have it, but these.
    NotAgreed(Vec<String>),
}

/// Returns what the agreement in force says of a severity; none is as one that is not known.
pub fn severity(opened: &Opened, severity: Option<&str>) -> Severity {
    let recorded = super::validate::history_of(opened, &BTreeSet::new());
    let facts = Facts::new(&opened.engagement, &recorded, Timestamp::UNIX_EPOCH);
    let Some(agreed) = facts.agreement_in_force() else { return Severity::MustBeTold };
    let agreement = agreed.agreement;
    let ids: Vec<String> =
        agreement.severities.iter().filter_map(|severity| severity.id.clone()).collect();
    match severity.filter(|id| *id != "unknown" && !ids.is_empty()) {
        Some(id) if !ids.iter().any(|known| known == id) => Severity::NotAgreed(ids),
        severity if agreement.is_notifiable(severity) => Severity::MustBeTold,
        _ => Severity::BelowThreshold,
    }
}

/// Returns who signed, and when, as far as it is written.
fn signed(agreement: &Agreement) -> Vec<SignedBy> {
    let signatures = agreement.signatures.iter();
    let given = signatures.filter(|it| it.how.is_some_and(|how| how != ConsentForm::Pending));
    given
        .filter_map(|it| Some(SignedBy { person: it.person.clone()?, at: it.signed_at.clone() }))
        .collect()
}

fn sheet(engagement: &Engagement, agreement: &Agreement, question: &Question) -> ContactSheet {
    let now = question.at;
    let zone = engagement.zone();
    let ladder = |party| Ladder::at(engagement, agreement, party, now);
    let (organization, auditor) = (ladder(Party::Organization), ladder(Party::Auditor));
    let limit = organization.limit;
    let standing = organization.standing(&question.without);
    let is_organization_reached = standing.iter().any(|it| it.is_reached(limit));
    let mut reaches: Vec<Reach> = standing
        .iter()
        .chain(&auditor.standing(&question.without))
        .map(|standing| reach(standing, &zone))
        .collect();
    let mut side = |party| side(engagement, agreement, party, now, &mut reaches);
    let (organization, auditor) = (side(Party::Organization), side(Party::Auditor));
    let escalation = agreement.escalation.iter().filter_map(|step| {
        Some(NextStep { after: step.after.as_ref()?.to_string(), who: step.who.clone()? })
    });
    let people = question.without.people.iter().cloned();
    let kinds = question.without.kinds.iter().map(ToString::to_string);
    ContactSheet {
        standing: Standing::Unsigned,
        agreement_file: AgreementFile::Readable,
        unreadable: BTreeSet::new(),
        signed: Vec::new(),
        at: Time::at(now, &zone),
        without: people.chain(kinds).collect(),
        within_minutes: limit.minutes,
        is_organization_reached,
        agreement_status: agreement.status,
        agreement_ended: agreement
            .period
            .as_ref()
            .and_then(|period| period.end.clone())
            .filter(|end| end.instant().is_some_and(|end| end < now)),
        organization,
        auditor,
        escalation: escalation.collect(),
        others: reaches,
        forbidden_channels: agreement.forbidden_channels.clone(),
        meeting_place: agreement.meeting_place.clone(),
        refer: agreement.response_duty.as_ref().and_then(|duty| duty.refer.clone()),
    }
}

fn side(
    engagement: &Engagement,
    agreement: &Agreement,
    party: Party,
    now: Timestamp,
    reaches: &mut Vec<Reach>,
) -> Vec<Reachable> {
    let Some(contacts) = agreement.contacts_of(party) else { return Vec::new() };
    let primary = contacts.primary.iter().map(|handle| (Role::Primary, handle));
    let secondary = contacts.secondary.iter().map(|handle| (Role::Secondary, handle));
    let alternates = contacts.alternates.iter().map(|handle| (Role::Alternate, handle));
    primary
        .chain(secondary)
        .chain(alternates)
        .map(|(role, handle)| {
            let is_own = |it: &Reach| it.handle == *handle && it.stands_in_for.is_none();
            let reach = reaches.iter().position(is_own).map(|at| reaches.remove(at));
            Reachable { reach, ..reachable(role, handle, engagement, agreement, now) }
        })
        .collect()
}

fn reachable(
    role: Role,
    handle: &str,
    engagement: &Engagement,
    agreement: &Agreement,
    now: Timestamp,
) -> Reachable {
    let path = path_of_person(handle);
    let person = engagement.person(handle).map(|(_, person)| person);
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
        away: private.and_then(|private| absence(private, &engagement.zone(), now)).cloned(),
        known: engagement.get(&path).is_some() || engagement.is_unread(&path),
        is_whole: !is_half_read(engagement, &path),
        reach: None,
    }
}

fn reach(standing: &reach::Standing<'_>, zone: &TimeZone) -> Reach {
    let (answers, at, channels) = match &standing.answers {
        Answers::Unknown => (AnswersAt::Unknown, None, Vec::new()),
        Answers::LeftOut => (AnswersAt::LeftOut, None, Vec::new()),
        Answers::NotTold => (AnswersAt::NotTold, None, Vec::new()),
        Answers::No => (AnswersAt::No, None, Vec::new()),
        Answers::From { minute, at, kinds } => {
            let answers = if *minute <= standing.after { AnswersAt::Now } else { AnswersAt::Later };
            (answers, Some(Time::at(*at, zone)), kinds.clone())
        }
    };
    Reach {
        handle: standing.handle.to_owned(),
        called_after_minutes: standing.after,
        stands_in_for: standing.stands_in_for.map(str::to_owned),
        answers,
        at,
        channels,
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
        let question = Question::at("2026-11-21T10:00:00Z".parse().unwrap());
        let sheet = sheet(&engagement, engagement.agreement().unwrap().1, &question);
        let [zoe, unknown] = &*sheet.organization else { panic!("two people") };
        let kinds: Vec<_> = zoe.channels.iter().filter_map(|channel| channel.kind).collect();
        assert_eq!(kinds, [ChannelKind::Signal, ChannelKind::Phone]);
        assert_eq!(zoe.forbidden, [ChannelKind::Email]);
        assert_eq!(zoe.away.as_ref().unwrap().deputy.as_deref(), Some("tm"));
        assert!(!unknown.known);
    }
}
