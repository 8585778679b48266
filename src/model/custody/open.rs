//! What is open in a chain of custody: seals that are closed, and holds that are not lifted.
//!
//! It stands beside the chain and not in each step, so that a chain of many seals stays linear.

use std::collections::HashSet;

use super::named;
use crate::model::entry::Entry;

/// More holds than these at once nobody follows; the last of them stands for the rest.
const HOLDS_MAX: usize = 32;

/// The seals and holds that are open.
#[derive(Debug, Clone, Default)]
pub(super) struct Open<'a> {
    /// Numbers of the seals, in lower case.
    seals: HashSet<String>,
    holds: Vec<Hold<'a>>,
}

/// A step that forbids destruction.
#[derive(Debug, Clone, Copy)]
struct Hold<'a> {
    step: usize,
    /// Who asked for it.
    who: Option<&'a str>,
    reason: Option<&'a str>,
}

impl<'a> Open<'a> {
    pub(super) fn seal(&mut self, number: Option<&str>) {
        self.seals.extend(number.map(plain));
    }

    pub(super) fn unseal(&mut self) {
        self.seals.clear();
    }

    /// Returns whether a seal is one that was put on; where no number was written, it may be.
    pub(super) fn may_be_seal(&self, number: &str) -> bool {
        self.seals.is_empty() || self.seals.contains(&plain(number))
    }

    /// Adds a hold, unless the same person says it again for the same reason.
    pub(super) fn hold(&mut self, step: usize, entry: &'a Entry) {
        let hold = Hold { step, who: who(entry), reason: named(entry.reason.as_deref()) };
        let is_same = |other: &Hold<'_>| other.who == hold.who && other.reason == hold.reason;
        if !self.holds.iter().any(is_same) {
            self.holds.truncate(HOLDS_MAX - 1);
            self.holds.push(hold);
        }
    }

    /// Takes one hold away: of who lifts it and for this reason, as far as that is written; else
    /// the oldest.
    pub(super) fn lift(&mut self, entry: &Entry) {
        let (who, reason) = (who(entry), named(entry.reason.as_deref()));
        let fits = |hold: &Hold<'_>| {
            u8::from(who.is_some() && hold.who == who)
                + u8::from(reason.is_some() && hold.reason == reason)
        };
        let best = self.holds.iter().enumerate().rev().max_by_key(|(_, hold)| fits(hold));
        if let Some((at, _)) = best {
            self.holds.remove(at);
        }
    }

    /// Returns the step of the last hold that is not lifted.
    pub(super) fn held(&self) -> Option<usize> {
        self.holds.last().map(|hold| hold.step)
    }
}

/// Returns who asked for a hold, or lifted it.
fn who(entry: &Entry) -> Option<&str> {
    named(entry.from.as_deref()).or_else(|| named(entry.actor.as_deref()))
}

fn plain(number: &str) -> String {
    number.trim().to_lowercase()
}
