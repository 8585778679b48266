//! The order in which things happened, as far as their times tell.
//!
//! Where times leave the order open (a day without an hour, two entries of one minute), the order
//! that makes a chain is taken: who wrote less exactly is not told of a gap.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::{Chain, CustodyState, breaks};
use crate::model::engagement::TypedDocument;
use crate::model::entry::{CustodyEvent, Entry};
use crate::model::moment::Between;
use crate::model::time::Time;

/// How many entries are looked at for the next step; a hostile file may have thousands that say
/// no time.
const WINDOW: usize = 16;

/// Entries that are not yet in the chain, by the time written in them.
pub(super) struct Waiting<'a>(VecDeque<One<'a>>);

#[derive(Clone, Copy)]
struct One<'a> {
    document: &'a TypedDocument,
    entry: &'a Entry,
    event: CustodyEvent,
    between: Between,
}

impl<'a> Waiting<'a> {
    pub(super) fn of(entries: Vec<(&'a TypedDocument, &'a Entry)>) -> Self {
        let mut all: Vec<One<'_>> = entries
            .into_iter()
            .filter_map(|(document, entry)| {
                let (event, between) = (entry.event?, between(entry));
                Some(One { document, entry, event, between })
            })
            .collect();
        all.sort_by_key(|one| {
            let recorded = one.entry.recorded_at.as_ref().and_then(Time::instant);
            let written = one.entry.occurred_at.as_ref().and_then(Time::instant);
            let written = written.or(recorded).unwrap_or(Timestamp::MAX);
            (written, recorded, one.document.id.to_string())
        });
        Self(all.into())
    }

    /// Takes out what happened next.
    pub(super) fn next(
        &mut self,
        chain: &Chain<'a>,
    ) -> Option<(&'a TypedDocument, &'a Entry, CustodyEvent)> {
        let near = || self.0.iter().take(WINDOW);
        let limit = near().map(|one| one.between.latest).min()?;
        let possible = near().enumerate().filter(|(_, one)| one.between.earliest <= limit);
        let strain = |one: &One<'a>| strain(chain, one);
        // The first of the least strained: entries stand in the order of what is written.
        let (at, _) = possible.min_by_key(|(_, one)| strain(one))?;
        let one = self.0.remove(at)?;
        Some((one.document, one.entry, one.event))
    }
}

/// Returns how badly an entry fits as the next step; 0 is well.
fn strain<'a>(chain: &Chain<'a>, one: &One<'a>) -> u8 {
    let is_early = match one.event {
        CustodyEvent::Received => chain.now.state != CustodyState::InTransit,
        CustodyEvent::Opened => chain.now.sealed.is_none(),
        CustodyEvent::HoldLifted => chain.now.hold.is_none(),
        _ => false,
    };
    let is_broken = !breaks::of(chain, one.entry, one.event).is_empty();
    2 * u8::from(is_broken) + u8::from(is_early)
}

/// Returns when something may have happened; what is not known happened before it was recorded.
fn between(entry: &Entry) -> Between {
    entry.happened().unwrap_or_else(|| {
        let recorded = entry.recorded_at.as_ref().and_then(Time::instant);
        Between { earliest: Timestamp::MIN, latest: recorded.unwrap_or(Timestamp::MAX) }
    })
}
