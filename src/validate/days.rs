//! Days that have passed.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::model::time::Period;

/// The last place on earth where a day ends is twelve hours behind UTC.
const LAST_OFFSET: SignedDuration = SignedDuration::from_hours(12);

/// Returns the day on which something comes round again.
pub(super) fn due(last: Date, every: &Period) -> Option<Date> {
    last.checked_add(every.span()).ok()
}

/// Returns whether a day is over everywhere on earth, so that no time zone has to be known.
pub(super) fn is_over(day: Date, now: Timestamp) -> bool {
    day < (now - LAST_OFFSET).to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_when_it_is_over_everywhere() {
        let day = "2026-11-20".parse().unwrap();
        for (now, over) in [
            ("2026-11-20T23:00:00Z", false),
            ("2026-11-21T11:59:59Z", false),
            ("2026-11-21T12:00:00Z", true),
        ] {
            assert_eq!(is_over(day, now.parse().unwrap()), over, "{now}");
        }
        assert_eq!(due(day, &"3 months".parse().unwrap()), "2027-02-20".parse().ok());
        assert_eq!(due(day, &"48 hours".parse().unwrap()), "2026-11-22".parse().ok());
    }
}
