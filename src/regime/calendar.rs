//! Public holidays and working days, from `data/holidays`.
//!
//! A day in a year that a calendar does not cover is not known, and never guessed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};

/// The word for "the calendar of the EU member state in which the report is made".
pub const MEMBER_STATE: &str = "member-state";

/// Every calendar by its id, as its file has it.
const FILES: &[(&str, &str)] = &[
    ("at", include_str!("../../data/holidays/at.yaml")),
    ("be", include_str!("../../data/holidays/be.yaml")),
    ("bg", include_str!("../../data/holidays/bg.yaml")),
    ("br", include_str!("../../data/holidays/br.yaml")),
    ("cy", include_str!("../../data/holidays/cy.yaml")),
    ("cz", include_str!("../../data/holidays/cz.yaml")),
    ("de", include_str!("../../data/holidays/de.yaml")),
    ("dk", include_str!("../../data/holidays/dk.yaml")),
    ("ee", include_str!("../../data/holidays/ee.yaml")),
    ("es", include_str!("../../data/holidays/es.yaml")),
    ("fi", include_str!("../../data/holidays/fi.yaml")),
    ("fr", include_str!("../../data/holidays/fr.yaml")),
    ("gr", include_str!("../../data/holidays/gr.yaml")),
    ("hr", include_str!("../../data/holidays/hr.yaml")),
    ("hu", include_str!("../../data/holidays/hu.yaml")),
    ("ie", include_str!("../../data/holidays/ie.yaml")),
    ("it", include_str!("../../data/holidays/it.yaml")),
    ("lt", include_str!("../../data/holidays/lt.yaml")),
    ("lu", include_str!("../../data/holidays/lu.yaml")),
    ("lv", include_str!("../../data/holidays/lv.yaml")),
    ("mt", include_str!("../../data/holidays/mt.yaml")),
    ("nl", include_str!("../../data/holidays/nl.yaml")),
    ("pl", include_str!("../../data/holidays/pl.yaml")),
    ("pt", include_str!("../../data/holidays/pt.yaml")),
    ("ro", include_str!("../../data/holidays/ro.yaml")),
    ("se", include_str!("../../data/holidays/se.yaml")),
    ("si", include_str!("../../data/holidays/si.yaml")),
    ("sk", include_str!("../../data/holidays/sk.yaml")),
    ("us-federal", include_str!("../../data/holidays/us-federal.yaml")),
];

/// Calendars in [`FILES`] that belong to no member state of the EU.
const NOT_MEMBER_STATES: &[&str] = &["br", "us-federal"];

/// The public holidays of one country.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Its id, such as `br`.
    pub id: String,
    /// Whose days they are.
    pub name: String,
    /// The package and version they were generated with.
    pub generated_by: String,
    years: BTreeSet<i16>,
    holidays: BTreeSet<Date>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    calendar: String,
    name: String,
    generated_by: String,
    years: BTreeMap<String, Vec<String>>,
}

/// Returns the calendar of that id; each is read when it is first asked for.
pub fn named(id: &str) -> Option<&'static Calendar> {
    static READ: [OnceLock<Calendar>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    let at = FILES.iter().position(|(known, _)| *known == id)?;
    let read = || Calendar::read(FILES[at].1).expect("a test reads every calendar");
    Some(READ[at].get_or_init(read))
}

/// Returns the calendar of the one EU member state among some countries (ISO 3166), none when no
/// or several member states are among them.
pub fn of_member_state(countries: &[String]) -> Option<&'static Calendar> {
    let mut states = FILES.iter().map(|(id, _)| *id).filter(|id| {
        !NOT_MEMBER_STATES.contains(id)
            && countries.iter().any(|country| country.eq_ignore_ascii_case(id))
    });
    let only = states.next()?;
    if states.next().is_some() { None } else { named(only) }
}

impl Calendar {
    fn read(text: &str) -> Result<Self, String> {
        let file: File = super::yaml_of(text)?;
        let (mut years, mut holidays) = (BTreeSet::new(), BTreeSet::new());
        for (year, days) in file.years {
            years.insert(year.parse().map_err(|_| format!("`{year}` is no year"))?);
            for day in days {
                let date = format!("{year}-{day}");
                holidays.insert(date.parse().map_err(|_| format!("`{date}` is no day"))?);
            }
        }
        let File { calendar: id, name, generated_by, years: _ } = file;
        Ok(Self { id, name, generated_by, years, holidays })
    }

    /// Returns whether people work on a day; nothing when the year is not in the calendar.
    pub fn is_working_day(&self, day: Date) -> Option<bool> {
        let known = self.years.contains(&day.year());
        known.then(|| !is_weekend(day) && !self.holidays.contains(&day))
    }

    /// Returns the first and the last year it covers.
    pub fn years(&self) -> Option<(i16, i16)> {
        Some((*self.years.first()?, *self.years.last()?))
    }
}

/// Returns whether a day is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_calendar_covers_the_same_years() {
        for (id, _) in FILES {
            let calendar = named(id).unwrap();
            assert_eq!(calendar.id, *id);
            assert_eq!(calendar.years(), Some((2024, 2035)), "{}", calendar.id);
            assert_eq!(calendar.years.len(), 12);
            assert!(calendar.generated_by.starts_with("holidays "));
        }
    }

    /// Days anyone can look up: official lists of the countries, not the package again.
    #[test]
    fn well_known_days_are_in() {
        let cases = [
            ("br", "2026-11-20", Some(false)),
            ("br", "2026-11-23", Some(true)),
            ("br", "2023-11-20", None),
            ("us-federal", "2026-07-03", Some(false)),
            ("us-federal", "2026-11-26", Some(false)),
            ("us-federal", "2026-11-27", Some(true)),
            ("us-federal", "2027-12-24", Some(false)),
            ("de", "2026-04-06", Some(false)),
            ("es", "2026-12-08", Some(false)),
            ("es", "2026-12-07", Some(true)),
            ("fr", "2026-07-14", Some(false)),
            ("fr", "2026-07-11", Some(false)),
            ("ie", "2036-03-17", None),
        ];
        for (id, day, works) in cases {
            let calendar = named(id).unwrap();
            assert_eq!(calendar.is_working_day(day.parse().unwrap()), works, "{id} {day}");
        }
    }

    #[test]
    fn a_member_state_is_found_when_there_is_one() {
        let of = |countries: &[&str]| {
            let countries: Vec<String> = countries.iter().map(|it| (*it).to_owned()).collect();
            of_member_state(&countries).map(|calendar| calendar.id.as_str())
        };
        assert_eq!(of(&["ES", "CO"]), Some("es"));
        assert_eq!(of(&["ES", "FR"]), None);
        assert_eq!(of(&["BR", "US"]), None);
        assert_eq!(of(&[]), None);
    }
}
