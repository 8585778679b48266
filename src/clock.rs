//! The clock, one of the hands: where the present time comes from.

use jiff::Timestamp;

/// Tells the present time.
pub trait Clock {
    fn now(&self) -> Timestamp;
    /// Returns whether the time is a chosen one, which answers then say.
    fn is_fixed(&self) -> bool;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock;

/// A time chosen with `--now`, which stands still.
#[derive(Debug)]
pub struct FixedClock(pub Timestamp);

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn is_fixed(&self) -> bool {
        false
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn is_fixed(&self) -> bool {
        true
    }
}
