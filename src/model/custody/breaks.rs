//! What breaks a chain of custody: a step that does not follow from those before it.

use super::{Chain, Custody, CustodyState, is_remark, named, receiver_of};
use crate::model::entry::{CustodyEvent, Entry};
use crate::model::evidence::{Evidence, EvidenceForm};

/// One break. A number is the place in the chain of the step it contradicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break<'a> {
    /// It was returned or destroyed before.
    AfterEnd { end: usize },
    /// It was given away before, and nobody has received it.
    Unreceived { transfer: usize },
    /// Who does this, or gives it away, does not have it.
    NotHolder { field: &'static str, name: &'a str, holder: &'a str, since: Option<usize> },
    /// Somebody else receives it than it was given to.
    OtherReceiver { expected: &'a str, transfer: usize },
    /// The seal that is opened is not one that was put on.
    OtherSeal { sealed: usize },
    /// It happened before the evidence was taken.
    BeforeAcquired,
    /// It was collected after something was done with it.
    CollectedLate { first: usize },
    /// It is given to somebody who has received it before.
    ReceivedBefore { receipt: usize },
    /// It is looked into while the seal is closed.
    StillSealed { sealed: usize },
    /// It is destroyed while that is forbidden.
    UnderHold { hold: usize },
}

impl Break<'_> {
    /// Returns whether the step changes nothing: it is where it was sent already; or its time is
    /// wrong, and so is its place here.
    pub(super) fn is_passed_over(&self) -> bool {
        matches!(self, Self::ReceivedBefore { .. } | Self::BeforeAcquired)
    }
}

/// Returns what of a next step does not follow.
pub(super) fn of<'a>(chain: &Chain<'a>, entry: &'a Entry, event: CustodyEvent) -> Vec<Break<'a>> {
    let custody = &chain.now;
    let mut breaks = Vec::new();
    // That it was tainted may be found out at any time.
    if event == CustodyEvent::Tainted {
        return breaks;
    }
    if let (true, Some(end)) = (custody.state.is_final(), custody.since) {
        breaks.push(Break::AfterEnd { end });
        return breaks;
    }
    if event != CustodyEvent::Collected && is_before_acquired(chain.evidence, entry) {
        breaks.push(Break::BeforeAcquired);
        return breaks;
    }
    let hands = match custody.state {
        // What is shared is in nobody's hands alone.
        _ if chain.evidence.is_shared() => None,
        CustodyState::InTransit => in_transit(custody, entry, event),
        _ if event == CustodyEvent::Collected => collected(chain),
        _ if chain.has_begun() || event != CustodyEvent::Received => in_hands(chain, entry, event),
        // What is received first of all comes from somebody outside the chain.
        _ => None,
    };
    breaks.extend(hands);
    breaks.extend(seal(chain, entry, event));
    if let (CustodyEvent::Destroyed, Some(hold)) = (event, custody.hold) {
        breaks.push(Break::UnderHold { hold });
    }
    breaks
}

fn is_before_acquired(evidence: &Evidence, entry: &Entry) -> bool {
    match (evidence.acquired(), entry.happened()) {
        (Some(acquired), Some(happened)) => happened.latest < acquired.earliest,
        _ => false,
    }
}

fn collected<'a>(chain: &Chain<'a>) -> Option<Break<'a>> {
    let first = chain.steps.iter().position(|step| !is_remark(step.event))?;
    Some(Break::CollectedLate { first })
}

fn in_transit<'a>(
    custody: &Custody<'a>,
    entry: &'a Entry,
    event: CustodyEvent,
) -> Option<Break<'a>> {
    let transfer = custody.since?;
    match event {
        CustodyEvent::Received => match (custody.receiver, receiver_of(entry)) {
            (Some(expected), Some(got)) if !same(expected, got) => {
                Some(Break::OtherReceiver { expected, transfer })
            }
            // Who carried it gives it to who receives it.
            _ => None,
        },
        // A parcel can be seen, and put elsewhere, on its way.
        CustodyEvent::Moved | CustodyEvent::Verified => None,
        _ if is_remark(event) => None,
        _ => Some(Break::Unreceived { transfer }),
    }
}

fn in_hands<'a>(chain: &Chain<'a>, entry: &'a Entry, event: CustodyEvent) -> Option<Break<'a>> {
    let custody = &chain.now;
    let giver = || not_holder(custody, "from", entry.from.as_deref());
    let actor = || not_holder(custody, "actor", entry.actor.as_deref());
    match event {
        CustodyEvent::Received => giver(),
        CustodyEvent::Transferred => received_before(chain, entry)
            .or_else(|| if entry.from.is_some() { giver() } else { actor() }),
        // Anybody may compare the hash.
        CustodyEvent::Verified | CustodyEvent::Collected => None,
        _ if is_remark(event) => None,
        // What several people can read from one store is not in one person's hands.
        CustodyEvent::Accessed
        | CustodyEvent::Copied
        | CustodyEvent::Analyzed
        | CustodyEvent::Exported
            if custody.state == CustodyState::Stored
                && chain.evidence.form == Some(EvidenceForm::Digital) =>
        {
            None
        }
        _ => giver().or_else(actor),
    }
}

/// Returns the receipt that stands before its own hand-over.
fn received_before<'a>(chain: &Chain<'a>, entry: &Entry) -> Option<Break<'a>> {
    let receipt = chain.now.since?;
    let step = &chain.steps[receipt];
    let is_alone = step.event == CustodyEvent::Received
        && step.before.state != CustodyState::InTransit
        && step.entry.from.is_none();
    let is_same = same(chain.now.holder?, receiver_of(entry)?);
    (is_alone && is_same).then_some(Break::ReceivedBefore { receipt })
}

fn seal<'a>(chain: &Chain<'a>, entry: &Entry, event: CustodyEvent) -> Option<Break<'a>> {
    let sealed = chain.now.sealed?;
    match event {
        CustodyEvent::Opened => {
            let opened = entry.seal.as_deref()?;
            (!chain.open.may_be_seal(opened)).then_some(Break::OtherSeal { sealed })
        }
        CustodyEvent::Accessed | CustodyEvent::Analyzed => Some(Break::StillSealed { sealed }),
        _ => None,
    }
}

fn not_holder<'a>(
    custody: &Custody<'a>,
    field: &'static str,
    name: Option<&'a str>,
) -> Option<Break<'a>> {
    let (name, holder) = (named(name)?, custody.holder?);
    let since = custody.since;
    (!same(name, holder)).then_some(Break::NotHolder { field, name, holder, since })
}

fn same(one: &str, two: &str) -> bool {
    one.eq_ignore_ascii_case(two)
}
