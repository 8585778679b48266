//! Who can be reached, on which channel, in which minute.
//!
//! One engine answers two questions: the rule `hour-without-reachable-contact` asks whether there
//! is any minute of the week without an answer, `ircase contacts --at` asks about one minute. What
//! counts as reachable stands in the manual, `docs/manual/reachability.md`. Nothing here says what
//! a person should do.

mod calendar;
mod ladder;
mod limit;
mod minutes;
mod proof;
#[cfg(test)]
mod tests;

pub use ladder::{Answers, Ladder, Standing, Without};
pub use limit::Limit;
pub(in crate::validate) use limit::UP;
pub use proof::{Gap, Remedy, Stretch, prove};
