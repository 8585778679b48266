//! When a report is due: a stage's period, counted from the time that starts it.
//!
//! How it counts stands in `docs/manual/clocks.md`. Hours are hours, also over weekends: Regulation
//! (EEC, Euratom) No 1182/71, Article 3(4), moves only the end of periods in days or longer. A time
//! that is not known, a year without a calendar: then there is no answer, and it says why.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};

use super::calendar::{self, Calendar, MEMBER_STATE, is_weekend};
use super::record::{Anchor, Counting, Regime, Stage, Starts, Unit};
use crate::model::incident::Incident;
use crate::model::moment::Between;
use crate::model::time::{Period, Time};
use crate::model::vocabulary::Precision;

/// What a clock is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub incident: &'a Incident,
    /// What the organization is under this regime, as the agreement says.
    pub role: Option<&'a str>,
    /// The engagement's time zone.
    pub zone: &'a TimeZone,
    /// The engagement's countries (ISO 3166).
    pub jurisdictions: &'a [String],
    /// When the stage before was sent; nothing when it was not.
    pub previous_sent: Option<&'a Time>,
}

/// What a clock says.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// Due by an instant.
    By(Box<DueBy>),
    /// What starts it has not happened, as far as the documents say.
    NotStarted(Waits),
    /// It cannot be computed.
    Unknowable(Why),
    /// The text gives no number: without undue delay.
    WithoutDelay,
    /// This stage is for another number of people.
    NotAsked,
}

/// An instant, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct DueBy {
    /// The end of the period from the earliest instant that the start may stand for. The last
    /// second of the day, where the period ends with a day.
    pub at: Timestamp,
    /// The same from the latest instant; after it the period is over in every reading.
    pub at_latest: Timestamp,
    /// The zone in which its days were counted.
    pub zone: TimeZone,
    pub computed_from: ComputedFrom,
}

/// Everything a due time was computed from, so that anyone can do it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComputedFrom {
    /// The field that started the clock, such as `aware_at`.
    pub field: &'static str,
    /// That field's value as written.
    pub start: String,
    /// The text that asks, such as `Regulation (EU) 2016/679, Article 33(1)`.
    pub text: String,
    /// The period as the text has it, such as `72 hours`.
    pub within: String,
    pub unit: Unit,
    /// The id of the calendar whose holidays were counted.
    pub calendar: Option<String>,
    pub remarks: Vec<Remark>,
}

/// Something to know about a due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// The start is known to the day or hour only; the earliest instant counts.
    ImpreciseStart,
    /// The start is only about right.
    ApproximateStart,
    /// Saturdays and Sundays were counted, public holidays were not.
    NoHolidays,
    /// The last day moved to the next working day.
    MovedToWorkingDay,
    /// The clock beside it ended earlier.
    EarlierClock,
}

/// What a clock waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// A field of the incident.
    Field(&'static str),
    /// The stage before it is sent.
    PreviousStage,
}

/// Why a clock cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The field says `unknown`.
    UnknownField(&'static str),
    /// The start is something that documents do not hold; in words.
    NotInDocuments(String),
    /// The calendar does not cover this year.
    NoCalendarFor { calendar: String, year: i16 },
    /// No calendar says which days are working days.
    NoCalendar,
    /// The end lies outside the years that times can have.
    OutOfRange,
}

impl std::fmt::Display for Remark {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::ImpreciseStart => "the start is not known to the second; the earliest counts",
            Self::ApproximateStart => "the start is only about right",
            Self::NoHolidays => "public holidays are not counted; the true end may be later",
            Self::MovedToWorkingDay => "the last day moved to the next working day",
            Self::EarlierClock => "a second clock of this stage ended earlier",
        })
    }
}

impl std::fmt::Display for Waits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field(field) => write!(formatter, "not started: there is no `{field}` yet"),
            Self::PreviousStage => write!(formatter, "not started: the stage before is not sent"),
        }
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cannot be computed because ")?;
        match self {
            Self::UnknownField(field) => write!(formatter, "`{field}` is unknown"),
            Self::NotInDocuments(start) => {
                write!(formatter, "it counts from something no field holds: {start}")
            }
            Self::NoCalendarFor { calendar, year } => {
                write!(formatter, "the holidays `{calendar}` of {year} are not known here")
            }
            Self::NoCalendar => write!(formatter, "no calendar says which days are working days"),
            Self::OutOfRange => write!(formatter, "its end lies beyond the years we can count"),
        }
    }
}

/// Returns when a stage of a regime is due.
pub fn due(regime: &Regime, stage: &Stage, case: &Case<'_>) -> Due {
    match is_for_so_many(stage, case.incident) {
        Some(true) => {}
        Some(false) => return Due::NotAsked,
        None => return Due::Unknowable(Why::UnknownField("affected_people.approximately")),
    }
    let first = match of_stage(regime, stage, case) {
        Due::By(first) => first,
        other => return with_limit_alone(regime, stage, case, other),
    };
    match limit(regime, stage, case) {
        // A second clock that ran out before the first began no longer binds.
        Some(Due::By(second))
            if second.at < first.at && first_began_before(stage, case, &second) =>
        {
            Due::By(second)
        }
        _ => Due::By(first),
    }
}

/// Returns whether the stage is for as many people as are affected; `None` when nobody knows.
fn is_for_so_many(stage: &Stage, incident: &Incident) -> Option<bool> {
    let Some(range) = &stage.people else { return Some(true) };
    let people = incident.affected_people.as_ref()?.approximately?;
    let enough = range.from.is_none_or(|from| people >= from);
    Some(enough && range.below.is_none_or(|below| people < below))
}

fn of_stage(regime: &Regime, stage: &Stage, case: &Case<'_>) -> Due {
    let Some(within) = stage.within_for(case.role) else { return Due::WithoutDelay };
    let start = match Start::of(stage.starts, stage, case) {
        Ok(start) => start,
        Err(due) => return due,
    };
    let count = Count::of(regime, stage, case, within);
    match count.run(&start, &regime.source.text) {
        Ok(by) => Due::By(Box::new(by)),
        Err(why) => Due::Unknowable(why),
    }
}

/// Returns the second clock of a stage.
fn limit(regime: &Regime, stage: &Stage, case: &Case<'_>) -> Option<Due> {
    let limit = stage.no_later.as_ref()?;
    let start = match Start::of(limit.starts, stage, case) {
        Ok(start) => start,
        Err(due) => return Some(due),
    };
    let zone = zone(regime, case);
    let count =
        Count { within: &limit.within, unit: Unit::Hours, zone, days: Days::All, year_end: false };
    Some(match count.run(&start, &regime.source.text) {
        Ok(mut by) => {
            by.computed_from.remarks.push(Remark::EarlierClock);
            Due::By(Box::new(by))
        }
        Err(why) => Due::Unknowable(why),
    })
}

/// Where the first clock has not begun, the second one runs alone.
fn with_limit_alone(regime: &Regime, stage: &Stage, case: &Case<'_>, first: Due) -> Due {
    match (limit(regime, stage, case), first) {
        (Some(Due::By(second)), Due::NotStarted(_)) => Due::By(second),
        (_, first) => first,
    }
}

fn first_began_before(stage: &Stage, case: &Case<'_>, second: &DueBy) -> bool {
    Start::of(stage.starts, stage, case).is_ok_and(|start| start.between.earliest <= second.at)
}

fn zone(regime: &Regime, case: &Case<'_>) -> TimeZone {
    let own = regime.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
    own.unwrap_or_else(|| case.zone.clone())
}

/// The time that starts a clock.
struct Start {
    field: &'static str,
    text: String,
    between: Between,
    remark: Option<Remark>,
}

impl Start {
    fn of(starts: Starts, stage: &Stage, case: &Case<'_>) -> Result<Self, Due> {
        if starts == Starts::Other {
            let start = stage.starts_when.clone().unwrap_or_default();
            return Err(Due::Unknowable(Why::NotInDocuments(start)));
        }
        let Some(field) = starts.field() else {
            let sent = case.previous_sent.ok_or(Due::NotStarted(Waits::PreviousStage))?;
            return Self::at("sent_at", sent, None);
        };
        let time = case.incident.time(field).ok_or(Due::NotStarted(Waits::Field(field)))?;
        Self::at(field, time, case.incident.precision.get(field).copied())
    }

    fn at(field: &'static str, time: &Time, precision: Option<Precision>) -> Result<Self, Due> {
        let Some(instant) = time.instant() else {
            return Err(Due::Unknowable(Why::UnknownField(field)));
        };
        let (between, remark) = match precision {
            None | Some(Precision::Second) => (Between::exactly(instant), None),
            Some(Precision::Approx) => (Between::exactly(instant), Some(Remark::ApproximateStart)),
            Some(_) => {
                let between = Between::of(time, precision);
                (between.unwrap_or(Between::exactly(instant)), Some(Remark::ImpreciseStart))
            }
        };
        Ok(Self { field, text: time.as_str().to_owned(), between, remark })
    }
}

/// How a period is counted.
struct Count<'a> {
    within: &'a Period,
    unit: Unit,
    zone: TimeZone,
    days: Days,
    /// From the end of the year in which the start lies.
    year_end: bool,
}

/// On which days a period may end.
enum Days {
    All,
    /// Regulation 1182/71, Article 3(4) and (5); without a calendar weekends alone count.
    EuWorking(Option<&'static Calendar>),
    /// Only working days count at all.
    Business(Option<&'static Calendar>),
}

/// The end of a period, and what happened on the way.
struct End {
    at: Timestamp,
    moved: bool,
}

impl<'a> Count<'a> {
    fn of(regime: &Regime, stage: &Stage, case: &Case<'_>, within: &'a Period) -> Self {
        let calendar = match stage.calendar.as_deref() {
            Some(MEMBER_STATE) => calendar::of_member_state(case.jurisdictions),
            Some(id) => calendar::named(id),
            None => None,
        };
        let unit = stage.unit.unwrap_or(Unit::Hours);
        let days = match (unit, stage.counting) {
            (Unit::Hours, _) => Days::All,
            (Unit::Business, _) => Days::Business(calendar),
            (Unit::Calendar, Some(Counting::Eu1182)) => Days::EuWorking(calendar),
            (Unit::Calendar, _) => Days::All,
        };
        let year_end = stage.counts_from == Some(Anchor::YearEnd);
        Self { within, unit, zone: zone(regime, case), days, year_end }
    }

    fn run(&self, start: &Start, text: &str) -> Result<DueBy, Why> {
        let first = self.end(start.between.earliest)?;
        let last = self.end(start.between.latest)?;
        let calendar = match &self.days {
            Days::EuWorking(calendar) | Days::Business(calendar) => *calendar,
            Days::All => None,
        };
        let mut remarks: Vec<Remark> = start.remark.into_iter().collect();
        if first.moved {
            remarks.push(Remark::MovedToWorkingDay);
        }
        if matches!(self.days, Days::EuWorking(None)) {
            remarks.push(Remark::NoHolidays);
        }
        let computed_from = ComputedFrom {
            field: start.field,
            start: start.text.clone(),
            text: text.to_owned(),
            within: self.within.as_str().to_owned(),
            unit: self.unit,
            calendar: calendar.map(|calendar| calendar.id.clone()),
            remarks,
        };
        Ok(DueBy { at: first.at, at_latest: last.at, zone: self.zone.clone(), computed_from })
    }

    fn end(&self, start: Timestamp) -> Result<End, Why> {
        if self.unit == Unit::Hours {
            let at = start.checked_add(self.within.approximately()).map_err(|_| Why::OutOfRange)?;
            return Ok(End { at, moved: false });
        }
        let first = start.to_zoned(self.zone.clone()).date();
        let first = if self.year_end { first.last_of_year() } else { first };
        let (last, moved) = match &self.days {
            Days::Business(calendar) => {
                (business_days(first, self.within, calendar.ok_or(Why::NoCalendar)?)?, false)
            }
            Days::All => (self.last_day(first)?, false),
            Days::EuWorking(calendar) => {
                let last = self.last_day(first)?;
                let moved = eu_last_day(first, last, *calendar)?;
                (moved, moved != last)
            }
        };
        let at = end_of_day(last, &self.zone).ok_or(Why::OutOfRange)?;
        Ok(End { at, moved })
    }

    /// Returns the last day of a period in days, weeks or months: the day of the start does not
    /// count, and where the last month has no such day, its last day is the one.
    fn last_day(&self, first: Date) -> Result<Date, Why> {
        first.checked_add(self.within.span()).map_err(|_| Why::OutOfRange)
    }
}

/// Returns the day on which so many working days have passed; the first day does not count.
fn business_days(first: Date, within: &Period, calendar: &Calendar) -> Result<Date, Why> {
    let mut left = within.span().get_days();
    let mut day = first;
    is_working(day, Some(calendar))?;
    while left > 0 {
        day = next(day)?;
        left -= i32::from(is_working(day, Some(calendar))?);
    }
    Ok(day)
}

/// Moves the end of a period as Regulation 1182/71, Article 3(4) and (5), does: not before a
/// working day, and not before two of them have passed in a period of two days or more.
fn eu_last_day(first: Date, last: Date, calendar: Option<&Calendar>) -> Result<Date, Why> {
    let two_or_more = first.checked_add(2.days()).is_ok_and(|second| last >= second);
    let wanted = if two_or_more { 2 } else { 0 };
    let (mut day, mut worked) = (first, 0);
    while day < last && worked < wanted {
        day = next(day)?;
        worked += u8::from(is_working(day, calendar)?);
    }
    let mut end = last;
    loop {
        let works = is_working(end, calendar)?;
        if works && worked >= wanted {
            return Ok(end);
        }
        end = next(end)?;
        worked += u8::from(is_working(end, calendar)?);
    }
}

fn is_working(day: Date, calendar: Option<&Calendar>) -> Result<bool, Why> {
    let Some(calendar) = calendar else { return Ok(!is_weekend(day)) };
    calendar
        .is_working_day(day)
        .ok_or_else(|| Why::NoCalendarFor { calendar: calendar.id.clone(), year: day.year() })
}

fn next(day: Date) -> Result<Date, Why> {
    day.tomorrow().map_err(|_| Why::OutOfRange)
}

/// Returns the last second of a day, also where the clocks change at midnight.
fn end_of_day(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let midnight: Zoned = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    midnight.timestamp().checked_sub(1.second()).ok()
}

#[cfg(test)]
mod tests;
