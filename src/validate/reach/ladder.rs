//! Whom one calls on a side, in order, and when each of them answers.

use jiff::{Timestamp, ToSpan as _};

use super::calendar::Stretch;
use super::limit::{Limit, TOP, UP, minutes_of};
use super::minutes::Minutes;
use crate::model::agreement::Agreement;
use crate::model::engagement::Engagement;
use crate::model::person::{Absence, Channel, Person, Private, Told};
use crate::model::time::Day;
use crate::model::vocabulary::{ChannelKind, Party};
use crate::model::zone::Zone;
use crate::validate::agreed::{private_of, side_of};

/// An absence of more days is no absence but a change of who is there.
const PASSING_DAYS: i64 = 31;

/// The people of one side over a stretch of time.
#[derive(Debug)]
pub struct Ladder<'a> {
    pub limit: Limit,
    pub(super) stretch: Stretch,
    pub(super) rungs: Vec<Rung<'a>>,
    /// When somebody on it is known to be away.
    pub(super) away: Minutes,
    /// Kinds of channel that are agreed and not forbidden, best first; empty when none is agreed.
    pub(super) agreed: Vec<ChannelKind>,
}

/// One person on the ladder.
#[derive(Debug)]
pub(super) struct Rung<'a> {
    pub(super) handle: &'a str,
    /// Minutes without an answer after which they are called.
    pub(super) after: usize,
    pub(super) stands_in_for: Option<&'a str>,
    /// Set when nobody can say how they are reached: no document, one with faults, no private
    /// part, or hours in a time zone that cannot be read. They count as reachable, so that nothing is said that may be wrong.
    pub(super) is_unknown: bool,
    /// Whether they may be told at once.
    pub(super) is_told: bool,
    pub(super) ways: Vec<Way>,
}

/// A kind of channel and when it is answered; no kind where nothing is known of a person.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) kind: Option<ChannelKind>,
    pub(super) minutes: Minutes,
}

/// Who and what is imagined away.
#[derive(Debug, Clone, Default)]
pub struct Without {
    /// Handles.
    pub people: Vec<String>,
    pub kinds: Vec<ChannelKind>,
}

/// How one person of the ladder stands at its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    pub handle: &'a str,
    /// Minutes without an answer after which they are called.
    pub after: usize,
    pub stands_in_for: Option<&'a str>,
    pub answers: Answers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answers {
    /// Nobody can say.
    Unknown,
    /// Imagined away.
    LeftOut,
    /// Must not be told yet.
    NotTold,
    /// On no allowed channel for a week.
    No,
    /// From then on, so many minutes after the beginning, on these channels.
    From { minute: usize, at: Timestamp, kinds: Vec<ChannelKind> },
}

impl<'a> Ladder<'a> {
    /// Returns the ladder of a side at one time, with the week that follows.
    pub fn at(
        engagement: &'a Engagement,
        agreement: &'a Agreement,
        party: Party,
        time: Timestamp,
    ) -> Self {
        const WEEK: usize = 7 * 24 * 60;
        let limit = Limit::of(agreement, party);
        let len = WEEK + limit.minutes + 1;
        let stretch = Stretch { start: time, len, zone: engagement.zone() };
        Self::over(engagement, agreement, party, stretch)
    }

    pub(super) fn over(
        engagement: &'a Engagement,
        agreement: &'a Agreement,
        party: Party,
        stretch: Stretch,
    ) -> Self {
        let agreed = agreed_kinds(agreement);
        let away = stretch.none();
        let rungs = Vec::new();
        let limit = Limit::of(agreement, party);
        let mut ladder = Self { limit, stretch, rungs, away, agreed };
        for (handle, after) in called(engagement, agreement, party) {
            if !ladder.rungs.iter().any(|rung| rung.handle == handle) {
                ladder.add(engagement, agreement, handle, after);
            }
        }
        for at in 0..ladder.rungs.len() {
            ladder.add_deputies(engagement, agreement, at);
        }
        ladder
    }

    fn add(
        &mut self,
        engagement: &'a Engagement,
        agreement: &Agreement,
        handle: &'a str,
        after: usize,
    ) {
        let mut rung = self.rung(engagement, agreement, handle, after);
        for absence in absences(engagement, handle) {
            if let Some(days) = self.stretch.away(absence) {
                if is_passing(absence) {
                    self.away.add(days.clone());
                }
                rung.ways.iter_mut().for_each(|way| way.minutes.remove(days.clone()));
            }
        }
        self.rungs.push(rung);
    }

    /// Adds who stands in while somebody is away, unless they are on the ladder anyway.
    fn add_deputies(&mut self, engagement: &'a Engagement, agreement: &Agreement, at: usize) {
        let (handle, after) = (self.rungs[at].handle, self.rungs[at].after);
        for absence in absences(engagement, handle) {
            let Some(deputy) = absence.deputy.as_deref() else { continue };
            let Some(days) = self.stretch.away(absence) else { continue };
            let calls = |rung: &Rung<'_>| {
                rung.handle == deputy && rung.after <= after && rung.stands_in_for.is_none()
            };
            if self.rungs.iter().any(calls) {
                continue;
            }
            let mut rung = self.rung(engagement, agreement, deputy, after);
            rung.stands_in_for = Some(handle);
            let mut then = self.stretch.none();
            then.add(days);
            for own in absences(engagement, deputy) {
                if let Some(days) = self.stretch.away(own) {
                    then.remove(days);
                }
            }
            rung.ways.iter_mut().for_each(|way| way.minutes.keep(&then));
            self.rungs.push(rung);
        }
    }

    fn rung(
        &self,
        engagement: &Engagement,
        agreement: &Agreement,
        handle: &'a str,
        after: usize,
    ) -> Rung<'a> {
        let person = engagement.person(handle).map(|(_, person)| person);
        let is_told =
            person.is_none_or(|person| matches!(person.told, None | Some(Told::Immediately)));
        let private = private_of(engagement, handle);
        // Hours by a clock of which nobody knows where it stands say nothing.
        let private =
            private.filter(|it| !(engagement.zone_is_in_doubt() && has_hours_without_zone(it)));
        let ways = match private {
            _ if !is_told => Vec::new(),
            None => vec![Way { kind: None, minutes: self.stretch.all() }],
            Some(private) => self.ways(agreement, private),
        };
        let is_unknown = private.is_none();
        Rung { handle, after, stands_in_for: None, is_unknown, is_told, ways }
    }

    /// Returns when a person answers, by kind of channel; only what is agreed counts.
    fn ways(&self, agreement: &Agreement, private: &Private) -> Vec<Way> {
        let mut ways: Vec<Way> = Vec::new();
        for channel in agreement.ways(private).0 {
            let Some(kind) = channel.kind else { continue };
            if !self.agreed.is_empty() && !self.agreed.contains(&kind) {
                continue;
            }
            let minutes = self.answered(channel);
            match ways.iter_mut().find(|way| way.kind == Some(kind)) {
                Some(way) => way.minutes.unite(&minutes),
                None => ways.push(Way { kind: Some(kind), minutes }),
            }
        }
        ways
    }

    /// Returns when a channel is answered; where nobody wrote that down, nobody can count on it.
    fn answered(&self, channel: &Channel) -> Minutes {
        if channel.is_day_and_night() {
            return self.stretch.all();
        }
        let zone = channel.time_zone.as_ref().map_or(&self.stretch.zone, Zone::zone);
        match &channel.hours {
            Some(hours) => self.stretch.during(hours, zone),
            None => self.stretch.none(),
        }
    }

    /// Returns how everybody stands at the beginning, in the order in which they are called.
    pub fn standing(&self, without: &Without) -> Vec<Standing<'a>> {
        let mut rungs: Vec<&Rung<'a>> = self.rungs.iter().collect();
        rungs.sort_by_key(|rung| rung.after);
        let of = |rung: &Rung<'a>| Standing {
            handle: rung.handle,
            after: rung.after,
            stands_in_for: rung.stands_in_for,
            answers: self.answers(rung, without),
        };
        rungs.into_iter().map(of).collect()
    }

    fn answers(&self, rung: &Rung<'_>, without: &Without) -> Answers {
        if without.people.iter().any(|person| person == rung.handle) {
            return Answers::LeftOut;
        }
        if !rung.is_told {
            return Answers::NotTold;
        }
        if rung.is_unknown {
            return Answers::Unknown;
        }
        let is_up = |way: &&Way| way.kind.is_none_or(|kind| !without.kinds.contains(&kind));
        let ways = || rung.ways.iter().filter(is_up);
        let Some(minute) = ways().filter_map(|way| way.minutes.next(rung.after)).min() else {
            return Answers::No;
        };
        let then = ways().filter(|way| way.minutes.has(minute));
        let kinds = then.filter_map(|way| way.kind).collect();
        Answers::From { minute, at: self.stretch.at(minute), kinds }
    }
}

impl Standing<'_> {
    /// Returns whether this person is, or may be, reached within the limit.
    pub fn is_reached(&self, limit: Limit) -> bool {
        match &self.answers {
            Answers::Unknown => self.after <= limit.minutes,
            Answers::From { minute, .. } => *minute <= limit.minutes,
            Answers::LeftOut | Answers::NotTold | Answers::No => false,
        }
    }
}

/// Returns who is called on a side and after how many minutes: the contacts at once, one after the
/// other, then who stands in `escalation` only.
fn called<'a>(
    engagement: &Engagement,
    agreement: &'a Agreement,
    party: Party,
) -> Vec<(&'a str, usize)> {
    let contacts = agreement.contacts_of(party).into_iter();
    let mut called: Vec<(&str, usize)> =
        contacts.flat_map(|contacts| contacts.in_order()).map(|handle| (handle, 0)).collect();
    for (at, step) in agreement.escalation.iter().enumerate() {
        let Some(who) = step.who.as_deref() else { continue };
        let after = step.after.as_ref().map_or(if at == 0 { UP } else { TOP } as usize, minutes_of);
        if side_of(engagement, agreement, who) == Some(party) {
            called.push((who, after));
        }
    }
    called
}

fn absences<'a>(engagement: &'a Engagement, handle: &str) -> &'a [Absence] {
    let person: Option<&Person> = engagement.person(handle).map(|(_, person)| person);
    let private = person.and_then(|person| person.private.as_ref());
    private.map_or(&[], |private| &private.absences)
}

fn has_hours_without_zone(private: &Private) -> bool {
    private.channels.iter().any(|channel| channel.hours.is_some() && channel.time_zone.is_none())
}

/// Returns whether an absence is one of those that come and go, so that nobody else is imagined
/// absent then. Who is gone for good, or for months, is simply not there.
fn is_passing(absence: &Absence) -> bool {
    let day = |day: &Option<Day>| day.as_ref().and_then(Day::date);
    let (Some(from), Some(to)) = (day(&absence.from), day(&absence.to)) else { return false };
    from.checked_add(PASSING_DAYS.days()).is_ok_and(|limit| to <= limit)
}

fn agreed_kinds(agreement: &Agreement) -> Vec<ChannelKind> {
    let mut channels: Vec<_> = agreement.channels.iter().collect();
    channels.sort_by_key(|channel| channel.rank.unwrap_or(u32::MAX));
    let mut kinds = Vec::new();
    for kind in channels.into_iter().filter_map(|channel| channel.kind) {
        if !agreement.forbidden_channels.contains(&kind) && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}
