//! Times as people type them: `23:10`, `10 min ago`, `2026-11-21 23:10`, RFC 3339.
//!
//! A time without a zone is taken in the engagement's zone, and the answer shows what it became.

use jiff::civil::{Date, DateTime, Time as Clock};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

use crate::model::engagement::Engagement;
use crate::model::time::{Time, TimeError};

/// A text that is no time a person could mean.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    #[error("`{0}` is not a time we understand")]
    NotUnderstood(String),
    #[error("`{text}` does not exist in {zone}: the clocks went forward then")]
    Skipped { text: String, zone: String },
    #[error("`{text}` happened twice in {zone}: the clocks went back then; add the offset")]
    Twice { text: String, zone: String },
    #[error("nobody can say when `{0}` is: the time zone in `ircase.yaml` cannot be read")]
    ZoneInDoubt(String),
}

/// One of the readers below.
pub type Resolve = fn(&str, Timestamp, &TimeZone) -> Result<Time, WhenError>;

/// Returns the time a person means in an engagement.
///
/// # Errors
///
/// As `resolve`, and [`WhenError::ZoneInDoubt`] when the time would be another one in another zone
/// and nobody knows which the engagement's is.
pub fn resolve_for(
    engagement: &Engagement,
    resolve: Resolve,
    text: &str,
    now: Timestamp,
) -> Result<Time, WhenError> {
    let time = resolve(text, now, &engagement.zone())?;
    let is_same_everywhere = || {
        // As far east as a clock can be.
        let east = resolve(text, now, &TimeZone::fixed(Offset::constant(14)));
        east.map(|east| east.instant()) == Ok(time.instant())
    };
    if engagement.zone_is_in_doubt() && !is_same_everywhere() {
        return Err(WhenError::ZoneInDoubt(text.to_owned()));
    }
    Ok(time)
}

/// Returns the time a person means, in the engagement's zone unless the text has an offset.
///
/// A time of day is the latest one that is not in the future: `23:10` typed at 03:00 is last
/// evening.
///
/// # Errors
///
/// [`WhenError`] when the text is no such time, or that hour was skipped or doubled by a change
/// of clocks.
pub fn resolve(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Time, WhenError> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("now") {
        return Ok(Time::at(now, zone));
    }
    match text.parse::<Time>() {
        Ok(time) => return Ok(time),
        Err(TimeError::Naive(_)) => return civil(text, text.parse().ok(), zone),
        Err(_) => {}
    }
    let not_understood = || WhenError::NotUnderstood(text.to_owned());
    if let Some(ago) = text.strip_suffix("ago") {
        let span: Span = ago.trim().parse().map_err(|_| not_understood())?;
        let then = now.to_zoned(zone.clone()).checked_sub(span.abs());
        return then.map(|then| Time::at(then.timestamp(), zone)).map_err(|_| not_understood());
    }
    if let Some((day, time)) = text.split_once(' ') {
        let day = day_named(day, now, zone).ok_or_else(not_understood)?;
        let time = time_of_day(time).ok_or_else(not_understood)?;
        return civil(text, Some(day.to_datetime(time)), zone);
    }
    let time = time_of_day(text).ok_or_else(not_understood)?;
    let local = now.to_zoned(zone.clone()).datetime();
    let today = local.date().to_datetime(time);
    let latest =
        if today > local { today.checked_sub(Span::new().days(1)).ok() } else { Some(today) };
    civil(text, latest, zone)
}

/// Returns the time a person means who looks ahead: a time of day, alone or after the name of a day
/// of the week, is the next one; everything else is as for [`resolve`].
///
/// # Errors
///
/// As [`resolve`].
pub fn resolve_ahead(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Time, WhenError> {
    let text = text.trim();
    let local = now.to_zoned(zone.clone()).datetime();
    let (days, time) = match text.split_once(' ') {
        Some((day, time)) => (days_until(day, local.date()), time),
        None => (Some(0), text),
    };
    let (Some(days), Some(time)) = (days, time_of_day(time)) else {
        return resolve(text, now, zone);
    };
    let is_over = |then: DateTime| then < local;
    let period = if text.contains(' ') { 7 } else { 1 };
    let first = local.date().checked_add(Span::new().days(days)).ok();
    let first = first.map(|day| day.to_datetime(time));
    let next = match first {
        Some(first) if is_over(first) => first.checked_add(Span::new().days(period)).ok(),
        first => first,
    };
    civil(text, next, zone)
}

/// Returns how many days it is to a day of the week, in English, whole or in three letters.
fn days_until(word: &str, today: Date) -> Option<i64> {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_ascii_lowercase();
    let day = DAYS.iter().position(|day| *day == word || day[..3] == *word)?;
    let day = i64::try_from(day).ok()?;
    Some((day - i64::from(today.weekday().to_monday_zero_offset())).rem_euclid(7))
}

fn day_named(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Date> {
    let today = now.to_zoned(zone.clone()).date();
    match text.to_ascii_lowercase().as_str() {
        "today" => Some(today),
        "yesterday" => today.yesterday().ok(),
        _ => text.parse().ok(),
    }
}

/// Reads `3:10`, `03:10` or `03:10:05`.
fn time_of_day(text: &str) -> Option<Clock> {
    let parts: Option<Vec<i8>> = text.trim().split(':').map(|part| part.parse().ok()).collect();
    match *parts? {
        [hour, minute] => Clock::new(hour, minute, 0, 0).ok(),
        [hour, minute, second] => Clock::new(hour, minute, second, 0).ok(),
        _ => None,
    }
}

fn civil(text: &str, local: Option<DateTime>, zone: &TimeZone) -> Result<Time, WhenError> {
    let local = local.ok_or_else(|| WhenError::NotUnderstood(text.to_owned()))?;
    let possible = zone.to_ambiguous_timestamp(local);
    let name = || zone.iana_name().unwrap_or("this zone").to_owned();
    match possible.offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => possible
            .compatible()
            .map(|instant| Time::at(instant, zone))
            .map_err(|_| WhenError::NotUnderstood(text.to_owned())),
        jiff::tz::AmbiguousOffset::Gap { .. } => {
            Err(WhenError::Skipped { text: text.to_owned(), zone: name() })
        }
        jiff::tz::AmbiguousOffset::Fold { .. } => {
            Err(WhenError::Twice { text: text.to_owned(), zone: name() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_understood() {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let now: Timestamp = "2026-11-21T02:10:00Z".parse().unwrap();
        let cases = [
            ("now", Some("2026-11-21T03:10:00+01:00")),
            ("03:05", Some("2026-11-21T03:05:00+01:00")),
            ("23:10", Some("2026-11-20T23:10:00+01:00")),
            ("10 min ago", Some("2026-11-21T03:00:00+01:00")),
            ("2h ago", Some("2026-11-21T01:10:00+01:00")),
            ("yesterday 9:00", Some("2026-11-20T09:00:00+01:00")),
            ("2026-11-19 22:00", Some("2026-11-19T22:00:00+01:00")),
            ("2026-11-19T22:00", Some("2026-11-19T22:00:00+01:00")),
            ("2026-11-19T22:00:00-05:00", Some("2026-11-19T22:00:00-05:00")),
            ("unknown", Some("unknown")),
            ("25:00", None),
            ("soon", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let resolved = resolve(text, now, &zone).ok();
            assert_eq!(resolved.as_ref().map(Time::as_str), expected, "{text}");
        }
    }

    #[test]
    fn who_looks_ahead_means_the_next_one() {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        // A Saturday, ten past three in the morning.
        let now: Timestamp = "2026-11-21T02:10:00Z".parse().unwrap();
        for (text, expected) in [
            ("now", Some("2026-11-21T03:10:00+01:00")),
            ("03:05", Some("2026-11-22T03:05:00+01:00")),
            ("23:10", Some("2026-11-21T23:10:00+01:00")),
            ("Sunday 03:00", Some("2026-11-22T03:00:00+01:00")),
            ("sat 03:00", Some("2026-11-28T03:00:00+01:00")),
            ("Sat 04:00", Some("2026-11-21T04:00:00+01:00")),
            ("2026-11-19 22:00", Some("2026-11-19T22:00:00+01:00")),
            ("2026-11-19T22:00:00-05:00", Some("2026-11-19T22:00:00-05:00")),
            ("someday 22:00", None),
            ("Sunday", None),
        ] {
            let resolved = resolve_ahead(text, now, &zone).ok();
            assert_eq!(resolved.as_ref().map(Time::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_changed_clock_is_asked_about() {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let now: Timestamp = "2026-11-21T02:10:00Z".parse().unwrap();
        let skipped = resolve("2026-03-29 02:30", now, &zone);
        assert!(matches!(skipped, Err(WhenError::Skipped { .. })));
        let twice = resolve("2026-10-25 02:30", now, &zone);
        assert!(matches!(twice, Err(WhenError::Twice { .. })));
    }
}
