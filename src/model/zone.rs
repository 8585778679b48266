//! Time zones, as documents name them.
//!
//! The names and rules of all zones are built in, so that a zone means the same on every machine
//! (`docs/decisions/time-zones-inside.md`). Old names, such as `US/Pacific`, are zones too.

use jiff::tz::TimeZone;

use super::time::text_in_documents;
use crate::suggest::nearest;

/// A time zone by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    text: String,
    zone: TimeZone,
}

/// A text that names no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone `{0}`")]
pub struct UnknownZone(String);

impl Zone {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Returns the name of a zone that was most likely meant: one written a little differently, or
    /// the one of a city that was named alone.
    pub fn nearest(text: &str) -> Option<String> {
        let wanted = text.trim().replace(' ', "_");
        // What is short, such as `CEST` or `UTC+1`, is near to many names and means none.
        if wanted.chars().count() <= 4 || wanted.chars().any(char::is_numeric) {
            return None;
        }
        let names: Vec<String> = jiff::tz::db().available().map(|it| it.to_string()).collect();
        let names = || names.iter().map(String::as_str);
        let of_city = |city: &str| names().find(|name| city_of(name).eq_ignore_ascii_case(city));
        let meant = of_city(&wanted)
            .or_else(|| nearest(&wanted, names()))
            .or_else(|| of_city(nearest(&wanted, names().map(city_of))?));
        meant.map(str::to_owned)
    }
}

fn city_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

impl std::str::FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        let zone = TimeZone::get(text).map_err(|_| UnknownZone(text.to_owned()))?;
        Ok(Self { text: text.to_owned(), zone })
    }
}

text_in_documents!(
    Zone,
    r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$",
    "A time zone by its IANA name, such as America/Bogota or Europe/Madrid."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_all_their_names() {
        for name in ["America/Bogota", "UTC", "US/Pacific", "Asia/Calcutta", "Europe/Kiev", "CET"] {
            assert_eq!(name.parse::<Zone>().map(|zone| zone.to_string()), Ok(name.to_owned()));
        }
        for name in ["", "Bogota", "America/Bogata", "UTC+1", "GMT+3", "+01:00", "CEST", "../x"] {
            assert!(name.parse::<Zone>().is_err(), "{name}");
        }
    }

    #[test]
    fn a_zone_written_a_little_differently_is_found() {
        for (text, meant) in [
            ("America/Bogata", Some("America/Bogota")),
            ("America/Bogotá", Some("America/Bogota")),
            ("America/Sao Paulo", Some("America/Sao_Paulo")),
            ("Bogota", Some("America/Bogota")),
            ("Sao Paulo", Some("America/Sao_Paulo")),
            ("Europe/Madird", Some("Europe/Madrid")),
            ("UTC+1", None),
            ("CEST", None),
            ("SA Pacific Standard Time", None),
            ("", None),
        ] {
            assert_eq!(Zone::nearest(text).as_deref(), meant, "{text}");
        }
    }
}
