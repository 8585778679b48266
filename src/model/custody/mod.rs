//! Custody: who has a piece of evidence and where it is, followed from its custody entries.
//!
//! What the entries say is taken as it stands. A step that does not follow from those before it is
//! kept, with what breaks the chain there; whether that is to be reported is for the rules.

mod breaks;
mod open;
mod order;
#[cfg(test)]
mod tests;

pub use breaks::Break;

use super::engagement::TypedDocument;
use super::entry::{CustodyEvent, Entry};
use super::evidence::Evidence;
use super::moment::Between;
use super::vocabulary::vocabulary;

vocabulary! {
    /// Where a piece of evidence is.
    pub enum CustodyState {
        /// Somebody has it at hand.
        Held = "held",
        /// Somebody has it, under a seal.
        Sealed = "sealed",
        /// It lies in a safe place.
        Stored = "stored",
        /// Given away, and not yet received.
        InTransit = "in-transit",
        /// Given back; it is not in custody any more.
        Returned = "returned",
        /// It does not exist any more.
        Destroyed = "destroyed",
    }
}

impl CustodyState {
    /// Returns whether nothing can happen to it any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Returned | Self::Destroyed)
    }
}

/// How a piece of evidence stands. A number is the step's place in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Custody<'a> {
    pub state: CustodyState,
    /// Who answers for it; in transit, who gave it away. Nothing where nobody wrote it down.
    pub holder: Option<&'a str>,
    /// In transit: who should receive it.
    pub receiver: Option<&'a str>,
    pub place: Option<&'a str>,
    /// The step that brought it into this state or to this holder.
    pub since: Option<usize>,
    /// The step that sealed it, while the seal is closed.
    pub sealed: Option<usize>,
    /// The step that forbids its destruction; the last, where several do.
    pub hold: Option<usize>,
    /// The first step that says it was tainted; that is never undone.
    pub tainted: Option<usize>,
}

/// One thing that happened to a piece of evidence.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    pub document: &'a TypedDocument,
    pub entry: &'a Entry,
    pub event: CustodyEvent,
    /// How it stood just before.
    pub before: Custody<'a>,
    /// What does not follow from the steps before.
    pub breaks: Vec<Break<'a>>,
}

/// Everything that happened to one piece of evidence, in the order of time.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    pub document: &'a TypedDocument,
    pub evidence: &'a Evidence,
    pub steps: Vec<Step<'a>>,
    /// How it stands after the last step.
    pub now: Custody<'a>,
    /// Whether every entry that could belong here was read and can be true. Where one was not,
    /// what looks like a gap may be a fault of that entry.
    pub is_whole: bool,
    open: open::Open<'a>,
}

impl<'a> Chain<'a> {
    /// Follows the custody entries of a piece of evidence, which come in any order.
    pub fn follow(
        (document, evidence): (&'a TypedDocument, &'a Evidence),
        entries: Vec<(&'a TypedDocument, &'a Entry)>,
        is_whole: bool,
    ) -> Self {
        let is_whole = is_whole && entries.iter().all(|(_, entry)| entry.event.is_some());
        let now = Custody::at_first(evidence);
        let open = open::Open::default();
        let mut chain = Self { document, evidence, steps: Vec::new(), now, is_whole, open };
        let mut waiting = order::Waiting::of(entries);
        while let Some((document, entry, event)) = waiting.next(&chain) {
            let breaks = breaks::of(&chain, entry, event);
            let before = chain.now;
            let at = chain.steps.len();
            chain.now.go(at, evidence, entry, event, &breaks);
            if !breaks.iter().any(Break::is_passed_over) {
                chain.follow_open(at, entry, event);
            }
            chain.steps.push(Step { document, entry, event, before, breaks });
        }
        chain
    }

    /// Opens and closes seals and holds.
    fn follow_open(&mut self, at: usize, entry: &'a Entry, event: CustodyEvent) {
        match event {
            CustodyEvent::Sealed => self.open.seal(entry.seal.as_deref()),
            CustodyEvent::Opened => self.open.unseal(),
            CustodyEvent::HoldSet => self.open.hold(at, entry),
            CustodyEvent::HoldLifted => self.open.lift(entry),
            _ => {}
        }
        self.now.hold = self.open.held();
    }

    /// Returns the first step that says it was tainted.
    pub fn tainted(&self) -> Option<&Step<'a>> {
        self.now.tainted.map(|at| &self.steps[at])
    }

    /// Returns whether something was done with it before, other than to say what holds for it.
    fn has_begun(&self) -> bool {
        self.steps.iter().any(|step| !is_remark(step.event))
    }
}

impl<'a> Step<'a> {
    /// Returns when it happened, as exactly as that is known.
    pub fn at(&self) -> Option<Between> {
        self.entry.happened()
    }

    /// Returns who receives it here.
    pub fn receiver(&self) -> Option<&'a str> {
        receiver_of(self.entry)
    }
}

/// Returns whether an event says what holds for the evidence, and does not touch it.
fn is_remark(event: CustodyEvent) -> bool {
    matches!(event, CustodyEvent::HoldSet | CustodyEvent::HoldLifted | CustodyEvent::Tainted)
}

/// Returns a name that says somebody.
fn named(name: Option<&str>) -> Option<&str> {
    name.filter(|name| !name.trim().is_empty() && *name != "unknown")
}

fn receiver_of(entry: &Entry) -> Option<&str> {
    named(entry.to.first().map(String::as_str)).or_else(|| match entry.event {
        Some(CustodyEvent::Received) => named(entry.actor.as_deref()),
        _ => None,
    })
}

impl<'a> Custody<'a> {
    fn at_first(evidence: &'a Evidence) -> Self {
        Self {
            state: CustodyState::Held,
            holder: named(evidence.acquired_by.as_deref()),
            receiver: None,
            place: evidence.place.as_deref(),
            since: None,
            sealed: None,
            hold: None,
            tainted: None,
        }
    }

    /// Takes a step. After a break the step is believed and what it contradicts is forgotten, so
    /// that one fault does not make a fault of every later step.
    fn go(
        &mut self,
        at: usize,
        evidence: &'a Evidence,
        entry: &'a Entry,
        event: CustodyEvent,
        breaks: &[Break<'a>],
    ) {
        for found in breaks {
            match found {
                Break::AfterEnd { .. } | Break::Unreceived { .. } => {
                    self.settle(at, None);
                }
                Break::NotHolder { .. } => self.holder = None,
                _ if found.is_passed_over() => return,
                _ => {}
            }
        }
        match event {
            CustodyEvent::Collected => {
                let receiver = named(evidence.acquired_by.as_deref()).or(receiver_of(entry));
                self.settle(at, receiver.or(named(entry.actor.as_deref())));
            }
            CustodyEvent::Received => self.settle(at, receiver_of(entry).or(self.receiver)),
            CustodyEvent::Transferred => {
                self.holder = named(entry.from.as_deref()).or(self.holder);
                self.receiver = receiver_of(entry);
                (self.state, self.since) = (CustodyState::InTransit, Some(at));
            }
            CustodyEvent::Sealed => {
                self.sealed = Some(at);
                if self.state == CustodyState::Held {
                    self.state = CustodyState::Sealed;
                }
            }
            CustodyEvent::Opened => {
                self.sealed = None;
                if self.state == CustodyState::Sealed {
                    self.state = CustodyState::Held;
                }
            }
            CustodyEvent::Stored => {
                self.holder = receiver_of(entry).or(self.holder);
                (self.state, self.since) = (CustodyState::Stored, Some(at));
            }
            CustodyEvent::Tainted => self.tainted = self.tainted.or(Some(at)),
            CustodyEvent::Returned => {
                self.holder = receiver_of(entry);
                (self.state, self.since) = (CustodyState::Returned, Some(at));
            }
            CustodyEvent::Destroyed => {
                self.holder = None;
                (self.state, self.since) = (CustodyState::Destroyed, Some(at));
            }
            CustodyEvent::Accessed
            | CustodyEvent::Copied
            | CustodyEvent::Verified
            | CustodyEvent::Analyzed
            | CustodyEvent::Moved
            | CustodyEvent::HoldSet
            | CustodyEvent::HoldLifted
            | CustodyEvent::Exported => {}
        }
        self.place = entry.place.as_deref().or(self.place);
    }

    /// Puts it into somebody's hands.
    fn settle(&mut self, at: usize, holder: Option<&'a str>) {
        let is_sealed = self.sealed.is_some();
        self.state = if is_sealed { CustodyState::Sealed } else { CustodyState::Held };
        (self.holder, self.receiver, self.since) = (holder, None, Some(at));
    }
}
