//! Walks a week minute by minute, with any one person absent and any one kind of channel down, and
//! returns the first stretch in which nobody is reached in time.
//!
//! Whoever is known to be away is the one who is absent: nobody else is imagined absent then,
//! because an organization of two people cannot have three.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::calendar;
use super::ladder::{Ladder, Rung};
use super::limit::Limit;
use super::minutes::Minutes;
use crate::model::agreement::Agreement;
use crate::model::engagement::Engagement;
use crate::model::vocabulary::{ChannelKind, Party};

/// A stretch of the week in which nobody is reached in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap<'a> {
    pub limit: Limit,
    /// Who is imagined absent.
    pub absent: Option<&'a str>,
    /// Which kind of channel is imagined down.
    pub down: Option<ChannelKind>,
    pub stretch: Stretch,
    /// What would close every gap; empty when more channels for the same people cannot.
    pub remedies: Vec<Remedy<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// At any hour of the week.
    Always,
    /// From one instant until another.
    Between(Timestamp, Timestamp),
}

/// A person who would answer day and night on a kind of channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remedy<'a> {
    pub who: &'a str,
    pub kind: ChannelKind,
}

/// One fault that is imagined.
#[derive(Debug, Clone, Copy)]
struct Fault<'a> {
    absent: Option<&'a str>,
    down: Option<ChannelKind>,
}

/// Returns the first gap in the week that begins today, the simplest fault first; none when
/// somebody is always reached, or when the agreement names nobody.
pub fn prove<'a>(
    engagement: &'a Engagement,
    agreement: &'a Agreement,
    party: Party,
    now: Timestamp,
) -> Option<Gap<'a>> {
    let limit = Limit::of(agreement, party);
    let (stretch, days) = this_week(&engagement.zone(), now, limit)?;
    let ladder = Ladder::over(engagement, agreement, party, stretch);
    if ladder.rungs.is_empty() {
        return None;
    }
    let walk = Walk::new(&ladder, days);
    let gaps: Vec<(Fault<'_>, Stretch)> =
        walk.faults().into_iter().filter_map(|fault| Some((fault, walk.gap(&fault)?))).collect();
    let (first, stretch) = gaps.first().cloned()?;
    let remedies = walk.remedies(gaps.into_iter().map(|(fault, _)| fault).collect());
    Some(Gap { limit, absent: first.absent, down: first.down, stretch, remedies })
}

/// How many minutes today and the week that begins today have: more or fewer when clocks change.
#[derive(Debug, Clone, Copy)]
struct Days {
    today: usize,
    week: usize,
}

/// Returns the week that begins today, followed by another in which gaps may end.
fn this_week(zone: &TimeZone, now: Timestamp, limit: Limit) -> Option<(calendar::Stretch, Days)> {
    let today = now.to_zoned(zone.clone()).date();
    let midnight = |days: i64| {
        let day = today.checked_add(days.days()).ok()?;
        day.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
    };
    let start = midnight(0)?;
    let minutes =
        |until: Timestamp| usize::try_from((until.as_second() - start.as_second()) / 60).ok();
    let days = Days { today: minutes(midnight(1)?)?, week: minutes(midnight(7)?)? };
    let two = minutes(midnight(14)?)?;
    let stretch = calendar::Stretch { start, len: two + limit.minutes + 1, zone: zone.clone() };
    Some((stretch, days))
}

/// From which minutes each person of the ladder is reached in time, for each channel that may be
/// down.
struct Walk<'l, 'a> {
    ladder: &'l Ladder<'a>,
    days: Days,
    /// Minutes that are looked at; those after them see too little of what follows.
    seen: usize,
    /// What may be down; the first is nothing.
    down: Vec<Option<ChannelKind>>,
    /// By what is down, then by rung.
    reached: Vec<Vec<Minutes>>,
}

impl<'l, 'a> Walk<'l, 'a> {
    fn new(ladder: &'l Ladder<'a>, days: Days) -> Self {
        let ways = ladder.rungs.iter().flat_map(|rung| &rung.ways);
        // What is agreed and nobody has yet may be what closes a gap, and may then fail too.
        let kinds = ways.filter_map(|way| way.kind).chain(ladder.agreed.iter().copied());
        let mut down = vec![None];
        for kind in kinds.filter(|kind| needs_provider(*kind)) {
            if !down.contains(&Some(kind)) {
                down.push(Some(kind));
            }
        }
        let reached = |down: &Option<ChannelKind>| {
            ladder.rungs.iter().map(|rung| reached(ladder, rung, *down)).collect()
        };
        let reached = down.iter().map(reached).collect();
        let seen = ladder.stretch.len - ladder.limit.minutes;
        Self { ladder, days, seen, down, reached }
    }

    /// Returns every fault to imagine, the simplest first.
    fn faults(&self) -> Vec<Fault<'a>> {
        let (nobody, nothing) = (&[None][..], &[None][..]);
        let (somebody, something) = (&self.absent()[..], &self.down[1..]);
        let mut faults = Vec::new();
        for (absent, down) in
            [(nobody, nothing), (somebody, nothing), (nobody, something), (somebody, something)]
        {
            for absent in absent {
                faults.extend(down.iter().map(|down| Fault { absent: *absent, down: *down }));
            }
        }
        faults
    }

    /// Returns who may be absent: one of at least two; that one person is not enough is for
    /// `secondary-contact-missing` to say.
    fn absent(&self) -> Vec<Option<&'a str>> {
        let own = self.ladder.rungs.iter().filter(|rung| rung.stands_in_for.is_none());
        let own: Vec<Option<&str>> = own.map(|rung| Some(rung.handle)).collect();
        if own.len() < 2 { Vec::new() } else { own }
    }

    /// Returns the first stretch of the week without anybody.
    fn gap(&self, fault: &Fault<'a>) -> Option<Stretch> {
        let stretch = &self.ladder.stretch;
        let reached = self.anybody(fault);
        let first = reached.next_gap(0).filter(|minute| *minute < self.days.week)?;
        let until = |minute: usize| reached.next(minute).unwrap_or(self.seen).min(self.seen);
        // A night that began yesterday and ends today is better told by the next one, which is whole;
        // what lasts beyond today is told as it stands.
        let is_rest = first == 0 && until(0) <= self.days.today;
        let whole = if is_rest { reached.next_gap(until(0)) } else { Some(first) };
        let start = whole.filter(|minute| *minute < self.days.week).unwrap_or(first);
        let end = until(start);
        if start == 0 && end >= self.days.week {
            return Some(Stretch::Always);
        }
        Some(Stretch::Between(stretch.at(start), stretch.at(end)))
    }

    /// Returns the minutes from which somebody is reached in time all the same.
    fn anybody(&self, fault: &Fault<'a>) -> Minutes {
        let mut anybody = match fault.absent {
            Some(_) => self.ladder.away.clone(),
            None => self.ladder.stretch.none(),
        };
        let at = self.down.iter().position(|down| *down == fault.down).unwrap_or_default();
        for (rung, reached) in self.ladder.rungs.iter().zip(&self.reached[at]) {
            if fault.absent != Some(rung.handle) {
                anybody.unite(reached);
            }
        }
        anybody
    }

    /// Returns the fewest channels, chosen one after the other, that would close all gaps; nothing
    /// when they cannot.
    fn remedies(&self, mut gaps: Vec<Fault<'a>>) -> Vec<Remedy<'a>> {
        let candidates = self.candidates();
        let mut remedies = Vec::new();
        while !gaps.is_empty() {
            let mut best: Option<(usize, Remedy<'a>)> = None;
            for remedy in &candidates {
                let closed = gaps.iter().filter(|gap| remedy.closes(gap)).count();
                if closed > best.map_or(0, |(most, _)| most) {
                    best = Some((closed, *remedy));
                }
            }
            let Some((_, remedy)) = best else { return Vec::new() };
            gaps.retain(|gap| !remedy.closes(gap));
            remedies.push(remedy);
        }
        let place = |remedy: &Remedy<'_>| candidates.iter().position(|it| it.who == remedy.who);
        remedies.sort_by_key(place);
        remedies
    }

    /// Returns what may be asked of whom: first a longer answer on a channel they have.
    fn candidates(&self) -> Vec<Remedy<'a>> {
        let rungs = self.ladder.rungs.iter().filter(|rung| {
            rung.is_told && !rung.is_unknown && rung.stands_in_for.is_none() && rung.after == 0
        });
        let mut own = Vec::new();
        let mut other = Vec::new();
        for rung in rungs {
            let has = |kind: ChannelKind| rung.ways.iter().any(|way| way.kind == Some(kind));
            let known = rung.ways.iter().filter_map(|way| way.kind);
            let agreed = self.ladder.agreed.iter().copied().filter(|kind| !has(*kind));
            let may_help = |kind: &ChannelKind| needs_provider(*kind);
            own.extend(known.filter(may_help).map(|kind| Remedy { who: rung.handle, kind }));
            other.extend(agreed.filter(may_help).map(|kind| Remedy { who: rung.handle, kind }));
        }
        own.append(&mut other);
        own
    }
}

impl Remedy<'_> {
    fn closes(&self, fault: &Fault<'_>) -> bool {
        fault.absent != Some(self.who) && fault.down != Some(self.kind)
    }
}

/// Returns whether a kind of channel may fail by itself; people meet without anybody's help.
fn needs_provider(kind: ChannelKind) -> bool {
    kind != ChannelKind::InPerson
}

fn reached(ladder: &Ladder<'_>, rung: &Rung<'_>, down: Option<ChannelKind>) -> Minutes {
    let mut answered = ladder.stretch.none();
    for way in &rung.ways {
        if way.kind.is_none() || way.kind != down {
            answered.unite(&way.minutes);
        }
    }
    answered.ahead(rung.after, ladder.limit.minutes)
}
