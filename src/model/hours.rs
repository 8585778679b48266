//! Hours of the week at which a channel is answered, as people write them.
//!
//! The grammar stands in the manual (`docs/manual/reachability.md`). Nothing here knows a time
//! zone or a date; who asks lays the hours over true days.

use super::time::{TimeError, text_in_documents};

/// Ranges of the week, such as `Mon-Fri 08:00-18:00, Sat 10:00-14:00`, or `24/7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    text: String,
    ranges: Vec<DayRange>,
}

/// A range that begins on one day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    /// 0 is Monday.
    pub day: i8,
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after that midnight; past 1,440 it ends on the next day.
    pub to: u16,
}

const DAY: u16 = 24 * 60;
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Hours {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the ranges of a week, as they were written.
    pub fn ranges(&self) -> &[DayRange] {
        &self.ranges
    }

    /// Returns whether every minute of the week is in some range.
    pub fn is_always(&self) -> bool {
        (0..7).all(|day| {
            let mut of_day: Vec<(u16, u16)> = Vec::new();
            for range in &self.ranges {
                if range.day == day {
                    of_day.push((range.from, range.to.min(DAY)));
                }
                if (range.day + 1) % 7 == day && range.to > DAY {
                    of_day.push((0, range.to - DAY));
                }
            }
            of_day.sort_unstable();
            let covered = of_day
                .into_iter()
                .fold(0, |until, (from, to)| if from <= until { until.max(to) } else { until });
            covered == DAY
        })
    }
}

impl std::str::FromStr for Hours {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let ranges = ranges(text).ok_or_else(|| TimeError::NotHours(text.to_owned()))?;
        Ok(Self { text: text.to_owned(), ranges })
    }
}

text_in_documents!(
    Hours,
    r"^ *(24/7|((([Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn])[A-Za-z]*|\d{1,2}:\d{2})[ ,;–-]*)+) *$",
    "Hours such as `Mon-Fri 08:00-18:00, Sat 10:00-14:00`, `22:00-06:00` for every night, or `24/7`."
);

/// Reads days, then ranges, then perhaps other days and ranges; ranges without a day before them
/// hold for every day.
fn ranges(text: &str) -> Option<Vec<DayRange>> {
    let text = text.replace('\u{2013}', "-");
    if text.trim() == "24/7" {
        return Some((0..7).map(|day| DayRange { day, from: 0, to: DAY }).collect());
    }
    let joined: Vec<&str> = text.split('-').map(str::trim).collect();
    let joined = joined.join("-");
    let mut days: Vec<i8> = (0..7).collect();
    let mut ranges = Vec::new();
    let mut days_are_used = true;
    for word in joined.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        if let Some(named) = days_of(word) {
            if std::mem::take(&mut days_are_used) {
                days.clear();
            }
            days.extend(named);
        } else {
            let (from, to) = range_of(word)?;
            ranges.extend(days.iter().map(|day| DayRange { day: *day, from, to }));
            days_are_used = true;
        }
    }
    (days_are_used && !ranges.is_empty()).then_some(ranges)
}

/// Reads `Mon` or `Fri-Mon`.
fn days_of(word: &str) -> Option<Vec<i8>> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = (day_of(first)?, day_of(last)?);
    let count = (last - first).rem_euclid(7) + 1;
    Some((0..count).map(|step| (first + step) % 7).collect())
}

fn day_of(word: &str) -> Option<i8> {
    let is_it = |day: &&str| word.eq_ignore_ascii_case(day) || word.eq_ignore_ascii_case(&day[..3]);
    i8::try_from(DAYS.iter().position(is_it)?).ok()
}

/// Beginnings of the days' names in Spanish, Portuguese, French, Indonesian and Russian, Monday
/// first; a word may have an accent or not.
const TRANSLATED: [&[&str]; 7] = [
    &["lun", "seg", "sen", "пн", "пон"],
    &["mar", "ter", "sel", "вт", "вто"],
    &["mie", "mié", "qua", "mer", "rab", "ср", "сре"],
    &["jue", "qui", "jeu", "kam", "чт", "чет"],
    &["vie", "sex", "ven", "jum", "пт", "пят"],
    &["sab", "sáb", "sam", "сб", "суб"],
    &["dom", "dim", "min", "вс", "вос"],
];

/// Returns hours with translated days as they should be written; none when it is something else
/// that is wrong.
pub fn untranslated(text: &str) -> Option<String> {
    let mut written = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |symbol: char| symbol.is_alphabetic() == first.is_alphabetic();
        let (word, others) = rest.split_at(rest.find(|it| !is_word(it)).unwrap_or(rest.len()));
        let day = first.is_alphabetic().then(|| english(word)).flatten();
        match day {
            Some(day) => written.push_str(day),
            None => written.push_str(word),
        }
        rest = others;
    }
    (written != text && written.parse::<Hours>().is_ok()).then_some(written)
}

fn english(word: &str) -> Option<&'static str> {
    const SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let beginning: String = word.to_lowercase().chars().take(3).collect();
    let day = TRANSLATED.iter().position(|days| days.contains(&&*beginning))?;
    Some(SHORT[day])
}

/// Reads `08:00-18:00`; one that ends before it begins goes over midnight.
fn range_of(word: &str) -> Option<(u16, u16)> {
    let (from, to) = word.split_once('-')?;
    let (from, to) = (minutes_of(from)?, minutes_of(to)?);
    match to.cmp(&from) {
        _ if from == DAY => None,
        std::cmp::Ordering::Less => Some((from, to + DAY)),
        // Nothing, or a whole day: nobody can tell.
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some((from, to)),
    }
}

fn minutes_of(word: &str) -> Option<u16> {
    let (hour, minute) = word.split_once(':')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if hour.len() > 2 || minute.len() != 2 || !is_number(hour) || !is_number(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let cases: &[(&str, usize, bool)] = &[
            ("24/7", 7, true),
            ("00:00-24:00", 7, true),
            ("08:00-20:00, 20:00-08:00", 14, true),
            ("08:00-20:00, 20:01-08:00", 14, false),
            ("Mon-Fri 08:00-18:00", 5, false),
            ("mon - fri 8:00 \u{2013} 18:00", 5, false),
            ("Mon-Fri 08:00-12:00,14:00-18:00, Sat 10:00-14:00", 11, false),
            ("Monday, Wed 08:00-12:00; Sun 10:00-11:00", 3, false),
            ("Fri-Mon 22:00-06:00", 4, false),
            ("22:00-06:00", 7, false),
            ("18:00-24:00", 7, false),
        ];
        for (text, count, always) in cases {
            let hours: Hours = text.parse().unwrap();
            assert_eq!((hours.ranges().len(), hours.is_always()), (*count, *always), "{text}");
        }
        let night: Hours = "Sun 22:00-06:00".parse().unwrap();
        assert_eq!(night.ranges(), [DayRange { day: 6, from: 22 * 60, to: 30 * 60 }]);
    }

    #[test]
    fn translated_days_are_known() {
        for (text, expected) in [
            ("lun-vie 09:00-19:00", Some("Mon-Fri 09:00-19:00")),
            ("Martes, jueves 14:00-20:00", Some("Tue, Thu 14:00-20:00")),
            ("пн-пт 09:00-18:00; сб 10:00-12:00", Some("Mon-Fri 09:00-18:00; Sat 10:00-12:00")),
            ("Mon-Fri 08:00-18:00", None),
            ("lun-vie 9-19", None),
            ("siempre", None),
        ] {
            assert_eq!(untranslated(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for text in [
            "",
            "always",
            "Mon-Fri",
            "Mon-Fri 8-18",
            "08:00-08:00",
            "24:00-06:00",
            "25:00-26:00",
            "08:60-09:00",
            "Mon-Fri 08:00",
            "08:00-18:00 Mon",
            "lun-vie 08:00-18:00",
            "08:00-",
        ] {
            let refused = text.parse::<Hours>();
            assert!(matches!(refused, Err(TimeError::NotHours(_))), "{text}: {refused:?}");
        }
    }
}
