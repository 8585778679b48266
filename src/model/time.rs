//! Times, days and periods as documents write them.
//!
//! A time is RFC 3339 with an offset, or `unknown`. The text is kept, because the offset tells
//! where the writer was. Nothing here reads a clock.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};

/// A text that is not a time, day or period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    #[error("`{0}` has no offset from UTC")]
    Naive(String),
    #[error("`{0}` is not a time like `2026-11-21T03:10:00+01:00`")]
    NotATime(String),
    #[error("{}", not_a_day(.0))]
    NotADay(String),
    #[error("{}", not_a_period(.0))]
    NotAPeriod(String),
    #[error("`{0}` goes back in time; write how long it is, such as `60 minutes`")]
    Backward(String),
    #[error("`{0}` is not hours like `Mon-Fri 08:00-18:00`, `22:00-06:00` or `24/7`")]
    NotHours(String),
}

fn not_a_day(text: &str) -> String {
    let shape = |symbol: char| if symbol.is_ascii_digit() { '0' } else { symbol };
    match text.chars().map(shape).eq("0000-00-00".chars()) {
        true => format!("no calendar has a day `{text}`"),
        false => format!("`{text}` is not a day like `2026-11-21`"),
    }
}

fn not_a_period(text: &str) -> String {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match is_number {
        true => format!("`{text}` has no unit; a period is `60 minutes`, `72 hours` or `1 year`"),
        false => format!("`{text}` is not a period like `60 minutes`, `72 hours` or `1 year`"),
    }
}

/// An instant with the offset it was written in, or the word `unknown`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    text: String,
    known: Option<(Timestamp, Offset)>,
}

impl Time {
    /// The word for a time that nobody knows.
    pub const UNKNOWN: &'static str = "unknown";

    /// Returns the time of an instant, written in a zone with whole seconds.
    pub fn at(instant: Timestamp, zone: &TimeZone) -> Self {
        let zoned = instant.to_zoned(zone.clone());
        let whole = zoned.with().subsec_nanosecond(0).build().unwrap_or(zoned);
        let offset = whole.offset();
        let text = whole.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        Self { text, known: Some((whole.timestamp(), offset)) }
    }

    /// Returns the instant; `None` when the time is `unknown`.
    pub fn instant(&self) -> Option<Timestamp> {
        self.known.map(|(instant, _)| instant)
    }

    /// Returns the time in the offset it was written in; `None` when it is `unknown`.
    pub fn zoned(&self) -> Option<Zoned> {
        self.known.map(|(instant, offset)| instant.to_zoned(offset.to_time_zone()))
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Time {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        if text == Self::UNKNOWN {
            return Ok(Self { text: text.to_owned(), known: None });
        }
        let pieces = jiff::fmt::temporal::Pieces::parse(text)
            .map_err(|_| TimeError::NotATime(text.to_owned()))?;
        let Some(time) = pieces.time() else { return Err(TimeError::NotATime(text.to_owned())) };
        let offset = match pieces.offset() {
            None => return Err(TimeError::Naive(text.to_owned())),
            Some(jiff::fmt::temporal::PiecesOffset::Zulu) => Offset::UTC,
            Some(jiff::fmt::temporal::PiecesOffset::Numeric(numeric)) => numeric.offset(),
            // The enumeration is open; an offset we do not know is no offset we can use.
            Some(_) => return Err(TimeError::NotATime(text.to_owned())),
        };
        let instant = offset
            .to_timestamp(pieces.date().to_datetime(time))
            .map_err(|_| TimeError::NotATime(text.to_owned()))?;
        Ok(Self { text: text.to_owned(), known: Some((instant, offset)) })
    }
}

/// A calendar day, or one of the words `never` and `unknown`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    text: String,
    known: Option<jiff::civil::Date>,
}

impl Day {
    pub fn date(&self) -> Option<jiff::civil::Date> {
        self.known
    }

    pub fn is_never(&self) -> bool {
        self.text == "never"
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let known = match text {
            "never" | Time::UNKNOWN => None,
            _ => Some(text.parse().map_err(|_| TimeError::NotADay(text.to_owned()))?),
        };
        Ok(Self { text: text.to_owned(), known })
    }
}

/// A length of time in words (`60 minutes`, `90 days`) or ISO 8601 (`PT60M`, `P90D`), never
/// backward: what is agreed lies ahead. `0 minutes` is at once, such as whom one calls first.
#[derive(Debug, Clone)]
pub struct Period {
    text: String,
    span: jiff::Span,
}

/// How far one time is from another, written like a [`Period`]: forward, with `-` backward, or not
/// at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    text: String,
}

impl Shift {
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Shift {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        span_of(text).map(|_| Self { text: text.to_owned() })
    }
}

/// Reads a length of time, forward or backward.
fn span_of(text: &str) -> Result<jiff::Span, TimeError> {
    text.parse().map_err(|_| TimeError::NotAPeriod(text.to_owned()))
}

impl Period {
    /// Returns the calendar span; add it to a zoned time, so that days and months are true ones.
    pub fn span(&self) -> jiff::Span {
        self.span
    }

    /// Returns the length with days of 24 hours, months of 30 days and years of 365, for
    /// comparing two periods.
    pub fn approximately(&self) -> SignedDuration {
        let days = i64::from(self.span.get_years()) * 365
            + i64::from(self.span.get_months()) * 30
            + i64::from(self.span.get_weeks()) * 7
            + i64::from(self.span.get_days());
        let seconds = i64::from(self.span.get_hours()) * 3_600
            + self.span.get_minutes() * 60
            + self.span.get_seconds();
        SignedDuration::from_secs(days * 86_400 + seconds)
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Period {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl std::str::FromStr for Period {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let span = span_of(text)?;
        if span.is_negative() {
            return Err(TimeError::Backward(text.to_owned()));
        }
        Ok(Self { text: text.to_owned(), span })
    }
}

/// Gives a text type its place in documents and schemas: a string with a pattern.
macro_rules! text_in_documents {
    ($name:ident, $pattern:literal, $description:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(&self.text)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": $pattern,
                    "description": $description,
                })
            }
        }
    };
}

pub(super) use text_in_documents;

text_in_documents!(
    Time,
    r"^(unknown|\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2}))$",
    "A time with its offset from UTC (RFC 3339), such as 2026-11-21T03:10:00+01:00, or unknown."
);
text_in_documents!(
    Day,
    r"^(never|unknown|\d{4}-\d{2}-\d{2})$",
    "A day such as 2026-11-21, or never, or unknown."
);
text_in_documents!(
    Shift,
    r"^[+-]?(P|\d).*$",
    "How far one time is from another, in words or ISO 8601: 3 minutes, PT3M; with - backward."
);
text_in_documents!(
    Period,
    r"^[+-]?(P|\d).*$",
    "A length of time in words or ISO 8601: 60 minutes, 72 hours, 90 days, 1 year, PT60M."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_an_offset() {
        let cases = [
            ("2026-11-21T03:10:00+01:00", Some("2026-11-21T02:10:00Z")),
            ("2026-11-21T03:10Z", Some("2026-11-21T03:10:00Z")),
            ("2026-11-21T03:10:00.5-05:00", Some("2026-11-21T08:10:00.5Z")),
        ];
        for (text, instant) in cases {
            let time: Time = text.parse().unwrap();
            assert_eq!(time.instant().map(|it| it.to_string()).as_deref(), instant, "{text}");
            assert_eq!(time.as_str(), text);
        }
        assert_eq!("unknown".parse::<Time>().unwrap().instant(), None);
        assert!(matches!("2026-11-21T03:10:00".parse::<Time>(), Err(TimeError::Naive(_))));
        for text in ["", "now", "2026-13-01T00:00:00Z", "2026-11-21"] {
            assert!(matches!(text.parse::<Time>(), Err(TimeError::NotATime(_))), "{text}");
        }
    }

    #[test]
    fn a_time_is_written_in_the_zone_asked_for() {
        let instant: Timestamp = "2026-11-21T02:10:00.9Z".parse().unwrap();
        let zone = TimeZone::get("America/Bogota").unwrap();
        assert_eq!(Time::at(instant, &zone).as_str(), "2026-11-20T21:10:00-05:00");
    }

    #[test]
    fn periods_read_words_and_iso() {
        for (text, minutes) in [
            ("60 minutes", 60),
            ("PT60M", 60),
            ("72 hours", 4_320),
            ("1 day", 1_440),
            ("30m", 30),
            ("0 minutes", 0),
            ("PT0S", 0),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.approximately(), SignedDuration::from_mins(minutes), "{text}");
        }
        assert!("soon".parse::<Period>().is_err());
    }

    #[test]
    fn only_a_shift_may_go_backward() {
        for text in ["-60 minutes", "1 hour ago", "-P1Y", "-1 year"] {
            let period = text.parse::<Period>();
            assert!(matches!(period, Err(TimeError::Backward(_))), "{text}");
            assert_eq!(text.parse::<Shift>().unwrap().as_str(), text);
        }
        assert!("soon".parse::<Shift>().is_err());
    }
}
