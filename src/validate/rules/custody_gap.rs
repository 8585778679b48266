//! A piece of evidence that, for a time, nobody is known to have had.

use jiff::SignedDuration;

use crate::diagnostic::{Class, Level};
use crate::model::custody::{Break, Chain, CustodyState, Step};
use crate::model::engagement::TypedDocument;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "custody-gap",
    class: Class::Duty,
    level: Level::Error,
    summary: "for a time nobody is known to have had a piece of evidence",
    page: include_str!("custody_gap.md"),
    check: Check::Document(check),
};

/// A hand-over within one town is received the same day; only then is somebody reminded.
const REMINDED_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// A parcel that is not received after a week has to be looked for.
const LOST_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

const CORRECT: &str =
    "when an entry is wrong, correct it with a new one that says `supersedes` and its id";

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.whole_chain_of(document) else { return };
    for step in &chain.steps {
        for found in step.breaks.iter().filter_map(|it| gap(chain, step, it)) {
            findings.add(found);
        }
    }
    if let Some(finding) = never_received(facts, chain) {
        findings.add(finding);
    }
}

fn gap(chain: &Chain<'_>, step: &Step<'_>, found: &Break<'_>) -> Option<Finding> {
    let here = |field: &str| step.document.field(field);
    let there = |at: usize| chain.steps[at].document.field("event");
    Some(match *found {
        Break::AfterEnd { end } => {
            let message = format!("the evidence was `{}` before this", chain.steps[end].event);
            Finding::at(here("event"), message)
                .related(there(end), "its custody ended here")
                .help(format!("describe what came back as new evidence; {CORRECT}"))
        }
        Break::Unreceived { transfer } => Finding::at(
            here("event"),
            "the evidence was given away before this, and nobody received it",
        )
        .related(there(transfer), "given away here")
        .help(format!(
            "add a custody entry with `event: received`: who received it, and when; {CORRECT}"
        )),
        Break::NotHolder { field, name, holder, since } => {
            let message = format!(
                "`{}` did not have the evidence: `{}` had it",
                visible_line(name),
                visible_line(holder)
            );
            let since = since.map_or_else(|| chain.document.field("acquired_by"), there);
            Finding::at(here(field), message)
                .related(since, format!("from here on `{}` had it", visible_line(holder)))
                .help(format!("add the hand-over that is missing: `event: transferred`, then `event: received`; {CORRECT}"))
        }
        Break::OtherReceiver { expected, transfer } => {
            let message = format!(
                "this was given to `{}`, and somebody else received it",
                visible_line(expected)
            );
            let field = if step.entry.to.is_empty() { "actor" } else { "to[0]" };
            Finding::at(here(field), message)
                .related(there(transfer), "given away here")
                .help(format!("add the hand-over between the two; {CORRECT}"))
        }
        Break::OtherSeal { sealed } => {
            Finding::at(here("seal"), "this is not the seal that was put on")
                .related(chain.steps[sealed].document.field("seal"), "put on here")
                .help(format!("find out who opened the other seal, and write it down; {CORRECT}"))
        }
        _ => return None,
    })
}

/// Returns what to say of a hand-over at the end of the chain that is still on its way.
fn never_received(facts: &Facts<'_>, chain: &Chain<'_>) -> Option<Finding> {
    if chain.now.state != CustodyState::InTransit {
        return None;
    }
    let transfer = &chain.steps[chain.now.since?];
    let recorded = || transfer.entry.recorded_at.as_ref().and_then(Time::instant);
    let given = transfer.at().map(|between| between.latest).or_else(recorded)?;
    let on_its_way = facts.now.duration_since(given);
    if on_its_way <= REMINDED_AFTER {
        return None;
    }
    let level = if on_its_way > LOST_AFTER { Level::Error } else { Level::Warning };
    let whom = chain.now.receiver.map(|whom| format!("`{}` has not", visible_line(whom)));
    let whom = whom.as_deref().unwrap_or("nobody has");
    let message = format!("{whom} received this, as far as is written down");
    Some(
        Finding::at(transfer.document.field("event"), message)
            .level(level)
            .help("ask where it is, then add a custody entry with `event: received`"),
    )
}
