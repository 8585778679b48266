//! Custody whose steps cannot have happened in this order.

use crate::diagnostic::{Class, Level};
use crate::model::custody::{Break, Chain, Step};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::custody::is_after;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "custody-out-of-order",
    class: Class::Duty,
    level: Level::Error,
    summary: "what happened to a piece of evidence cannot have happened in this order",
    page: include_str!("custody_out_of_order.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.whole_chain_of(document) else { return };
    for step in &chain.steps {
        for found in step.breaks.iter().filter_map(|it| out_of_order(chain, step, it)) {
            findings.add(found.help(
                "look at the day and at the offset from UTC; correct an entry with a new one that says `supersedes` and its id",
            ));
        }
    }
    let own = [taken_before_found(chain), copied_before_taken(facts, chain)];
    for finding in own.into_iter().flatten() {
        findings.add(finding.help("look at the day and at the offset from UTC"));
    }
}

fn out_of_order(chain: &Chain<'_>, step: &Step<'_>, found: &Break<'_>) -> Option<Finding> {
    let here = |field: &str| step.document.field(field);
    let there = |at: usize| chain.steps[at].document.field("event");
    Some(match *found {
        Break::BeforeAcquired => {
            Finding::at(here("occurred_at"), "this lies before the evidence was taken")
                .related(chain.document.field("acquired_at"), "it was taken here")
        }
        Break::CollectedLate { first } => {
            Finding::at(here("event"), "the evidence is collected after something was done with it")
                .related(there(first), "this came before")
        }
        Break::ReceivedBefore { receipt } => {
            Finding::at(here("event"), "the evidence is given away after it was received")
                .related(there(receipt), "received here, before it was given away")
        }
        Break::StillSealed { sealed } => Finding::at(
            here("event"),
            "the evidence was under a seal, and nobody opened it before this",
        )
        .related(there(sealed), "sealed here"),
        _ => return None,
    })
}

fn taken_before_found(chain: &Chain<'_>) -> Option<Finding> {
    let is_late = is_after(chain.evidence.found(), chain.evidence.acquired());
    is_late.then(|| {
        Finding::at(chain.document.field("acquired_at"), "this lies before the evidence was found")
            .related(chain.document.field("found_at"), "it was found here")
    })
}

fn copied_before_taken(facts: &Facts<'_>, chain: &Chain<'_>) -> Option<Finding> {
    let original = facts.custody(chain.evidence.derived_from.as_deref()?)?;
    is_after(original.evidence.acquired(), chain.evidence.acquired()).then(|| {
        let message = "this was made before what it was made from was taken";
        Finding::at(chain.document.field("acquired_at"), message)
            .related(original.document.field("acquired_at"), "taken here")
    })
}
