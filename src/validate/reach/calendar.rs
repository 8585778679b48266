//! Lays hours of the week and days away over true time: zones, and weeks in which clocks change.

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::minutes::Minutes;
use crate::model::hours::Hours;
use crate::model::person::Absence;

/// A stretch of time in minutes, and the zone its days are in.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) start: Timestamp,
    pub(super) len: usize,
    pub(super) zone: TimeZone,
}

impl Stretch {
    pub(super) fn none(&self) -> Minutes {
        Minutes::none(self.len)
    }

    pub(super) fn all(&self) -> Minutes {
        Minutes::all(self.len)
    }

    /// Returns the instant of a minute.
    pub(super) fn at(&self, minute: usize) -> Timestamp {
        let minutes = i64::try_from(minute).unwrap_or(i64::MAX);
        self.start.checked_add(minutes.minutes()).unwrap_or(Timestamp::MAX)
    }

    /// Returns the minutes of these hours, in the zone of whoever wrote them.
    pub(super) fn during(&self, hours: &Hours, zone: &TimeZone) -> Minutes {
        let mut minutes = self.none();
        // A day earlier, because a range may go over midnight.
        let first = self.start.to_zoned(zone.clone()).date().yesterday().unwrap_or(Date::MIN);
        let last = self.at(self.len).to_zoned(zone.clone()).date();
        for day in first.series(1.day()).take_while(|day| *day <= last) {
            let weekday = day.weekday().to_monday_zero_offset();
            for range in hours.ranges().iter().filter(|range| range.day == weekday) {
                if let (Some(from), Some(to)) =
                    (clock(day, range.from, zone), clock(day, range.to, zone))
                {
                    minutes.add(self.between(from, to));
                }
            }
        }
        minutes
    }

    /// Returns the minutes of a time away, whose days are in the stretch's own zone; without a last
    /// day it has no end, without a first one nobody knows it.
    pub(super) fn away(&self, absence: &Absence) -> Option<Range<usize>> {
        let from = clock(absence.from.as_ref()?.date()?, 0, &self.zone)?;
        let last = absence.to.as_ref().and_then(|day| day.date());
        let to = match last {
            Some(last) => clock(last.tomorrow().ok()?, 0, &self.zone)?,
            None => Timestamp::MAX,
        };
        Some(self.between(from, to)).filter(|range| !range.is_empty())
    }

    fn between(&self, from: Timestamp, to: Timestamp) -> Range<usize> {
        self.minute_of(from)..self.minute_of(to)
    }

    /// Returns the first minute that does not begin before an instant.
    fn minute_of(&self, instant: Timestamp) -> usize {
        let seconds = instant.as_second().saturating_sub(self.start.as_second()).max(0);
        usize::try_from((seconds + 59) / 60).unwrap_or(usize::MAX).min(self.len)
    }
}

/// Returns the instant of so many minutes after midnight by the clock on the wall.
fn clock(day: Date, minutes: u16, zone: &TimeZone) -> Option<Timestamp> {
    let wall: DateTime = day.to_datetime(jiff::civil::Time::midnight());
    let days = i64::from(minutes / 1_440);
    let minutes = i64::from(minutes % 1_440);
    let wall = wall.checked_add(days.days().minutes(minutes)).ok()?;
    zone.to_ambiguous_timestamp(wall).compatible().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(start: &str, days: usize, zone: &str) -> Stretch {
        let zone = TimeZone::get(zone).unwrap();
        let start: Date = start.parse().unwrap();
        let start = start.to_zoned(zone.clone()).unwrap().timestamp();
        Stretch { start, len: days * 1_440, zone }
    }

    /// Returns first and last minute of every range, as the wall clock of the stretch shows them.
    fn shown(stretch: &Stretch, minutes: &Minutes) -> Vec<String> {
        let mut shown = Vec::new();
        let mut from = minutes.next(0);
        while let Some(start) = from {
            let end = minutes.next_gap(start).unwrap_or(stretch.len);
            let wall = |minute| stretch.at(minute).to_zoned(stretch.zone.clone());
            let (start, until) = (wall(start).strftime("%d %H:%M"), wall(end).strftime("%d %H:%M"));
            shown.push(format!("{start} {until}"));
            from = minutes.next(end);
        }
        shown
    }

    #[test]
    fn hours_lie_on_true_days() {
        // Clocks in Madrid go back on Sunday 25 October 2026, forward on Sunday 29 March 2026.
        let cases: &[(&str, &str, &str, &str, &[&str])] = &[
            (
                "2026-10-24",
                "Europe/Madrid",
                "Sat-Sun 01:00-04:00",
                "Europe/Madrid",
                &["24 01:00 24 04:00", "25 01:00 25 04:00"],
            ),
            (
                "2026-03-28",
                "Europe/Madrid",
                "22:00-06:00",
                "Europe/Madrid",
                &["28 00:00 28 06:00", "28 22:00 29 06:00", "29 22:00 30 01:00"],
            ),
            (
                "2026-11-21",
                "America/La_Paz",
                "Sat 08:00-18:00",
                "Asia/Kathmandu",
                &["21 00:00 21 08:15"],
            ),
            ("2026-11-21", "America/La_Paz", "24/7", "Asia/Kathmandu", &["21 00:00 23 00:00"]),
        ];
        for (start, zone, hours, of, expected) in cases {
            let stretch = stretch(start, 2, zone);
            let hours: Hours = hours.parse().unwrap();
            let minutes = stretch.during(&hours, &TimeZone::get(of).unwrap());
            assert_eq!(shown(&stretch, &minutes), *expected, "{start} {zone} {hours}");
        }
    }

    #[test]
    fn a_night_is_an_hour_longer_when_clocks_go_back() {
        let stretch = stretch("2026-10-24", 2, "Europe/Madrid");
        let hours: Hours = "Sat 22:00-06:00".parse().unwrap();
        let minutes = stretch.during(&hours, &stretch.zone);
        let start = minutes.next(0).unwrap();
        assert_eq!(minutes.next_gap(start).unwrap() - start, 9 * 60);
    }

    #[test]
    fn days_away_are_whole_days_here() {
        let stretch = stretch("2026-11-20", 4, "America/La_Paz");
        let day = |text: &str| text.parse().ok();
        let cases = [
            ("2026-11-21", "2026-11-22", Some(1_440..3 * 1_440)),
            ("2026-11-01", "unknown", Some(0..4 * 1_440)),
            ("unknown", "2026-11-22", None),
            ("2026-12-01", "2026-12-02", None),
        ];
        for (from, to, expected) in cases {
            let absence = Absence { from: day(from), to: day(to), deputy: None };
            assert_eq!(stretch.away(&absence), expected, "{from} {to}");
        }
    }
}
