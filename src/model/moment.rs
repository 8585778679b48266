//! The instants that a written time may stand for, given how exactly it is known.
//!
//! It reads what a document says and judges nothing.

use jiff::{Timestamp, ToSpan as _, Unit, ZonedRound};

use super::time::Time;
use super::vocabulary::Precision;

/// The first and the last instant that a time may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between {
    pub earliest: Timestamp,
    pub latest: Timestamp,
}

impl Between {
    /// Returns what a time may stand for, in the offset it was written in; nothing when it is
    /// `unknown` or only approximate.
    pub fn of(time: &Time, precision: Option<Precision>) -> Option<Self> {
        let zoned = time.zoned()?;
        let whole = |unit: Unit| {
            let down = ZonedRound::new().smallest(unit).mode(jiff::RoundMode::Trunc);
            zoned.round(down).ok()
        };
        let (start, length) = match precision {
            None | Some(Precision::Second) => return Some(Self::exactly(zoned.timestamp())),
            Some(Precision::Approx) => return None,
            Some(Precision::Year) => (zoned.first_of_year().ok()?.start_of_day().ok()?, 1.year()),
            Some(Precision::Month) => {
                (zoned.first_of_month().ok()?.start_of_day().ok()?, 1.month())
            }
            Some(Precision::Day) => (zoned.start_of_day().ok()?, 1.day()),
            Some(Precision::Hour) => (whole(Unit::Hour)?, 1.hour()),
            Some(Precision::Minute) => (whole(Unit::Minute)?, 1.minute()),
        };
        let latest = start.checked_add(length).ok()?.timestamp();
        Some(Self { earliest: start.timestamp(), latest })
    }

    pub fn exactly(instant: Timestamp) -> Self {
        Self { earliest: instant, latest: instant }
    }
}
