//! Evidence that was destroyed while that was forbidden.

use crate::diagnostic::{Class, Level};
use crate::model::custody::Break;
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "destroyed-under-hold",
    class: Class::Duty,
    level: Level::Error,
    summary: "evidence was destroyed while a hold forbade it",
    page: include_str!("destroyed_under_hold.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.whole_chain_of(document) else { return };
    for step in &chain.steps {
        for found in &step.breaks {
            let Break::UnderHold { hold } = *found else { continue };
            let held = chain.steps[hold].document.field("event");
            findings.add(
                Finding::at(step.document.field("event"), "the evidence was destroyed while a hold forbade it")
                    .related(held, "the hold begins here, and nobody lifted it")
                    .help("tell whoever asked for the hold; when it was lifted before, add that entry with `event: hold-lifted`"),
            );
        }
    }
}
