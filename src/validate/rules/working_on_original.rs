//! Digital evidence that is analyzed itself, and not a copy of it.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::entry::CustodyEvent;
use crate::model::evidence::{CopyOf, EvidenceForm};
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "working-on-original",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the original of digital evidence was analyzed, not a copy",
    page: include_str!("working_on_original.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.chain_of(document) else { return };
    let (form, copy) = (chain.evidence.form, chain.evidence.copy);
    if (form, copy) != (Some(EvidenceForm::Digital), Some(CopyOf::Original)) {
        return;
    }
    for step in chain.steps.iter().filter(|step| step.event == CustodyEvent::Analyzed) {
        findings.add(
            Finding::at(step.document.field("event"), "the original was analyzed, not a copy of it")
                .related(document.field("copy"), "this is the original")
                .help("make a copy, describe it as evidence with `derived_from` and `copy: working-copy`, and work on that one"),
        );
    }
}
