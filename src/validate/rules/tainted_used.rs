//! Evidence that was tainted and used all the same.

use crate::diagnostic::{Class, Level};
use crate::model::custody::{Chain, Step};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::CustodyEvent;
use crate::model::moment::Between;
use crate::model::time::Time;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::custody::is_after;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "tainted-used",
    class: Class::Duty,
    level: Level::Error,
    summary: "evidence was used after it was tainted",
    page: include_str!("tainted_used.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Evidence(evidence) => {
            if let Some(chain) = facts.chain_of(document) {
                worked_on(chain, findings);
            }
            let Some(original) = evidence.derived_from.as_deref() else { return };
            let made = evidence.acquired_at.as_ref().and_then(Time::instant).map(Between::exactly);
            let place = document.field("derived_from");
            relied_on(facts.custody(original), made, place, "this was made from", findings);
        }
        Content::Entry(entry) if !facts.is_superseded(document) => {
            let source = entry.source.as_ref().and_then(|source| source.evidence.as_deref());
            let Some(source) = source else { return };
            let place = document.field("source.evidence");
            relied_on(facts.custody(source), entry.happened(), place, "this rests on", findings);
        }
        _ => {}
    }
}

fn worked_on(chain: &Chain<'_>, findings: &mut Findings<'_>) {
    let Some(tainted) = chain.tainted() else { return };
    let is_use =
        |step: &&Step<'_>| matches!(step.event, CustodyEvent::Analyzed | CustodyEvent::Exported);
    let later = chain.steps.iter().filter(is_use).filter(|it| is_after(it.at(), tainted.at()));
    for step in later {
        let message = format!("the evidence was `{}` after it was tainted", step.event);
        findings.add(finding(step.document.field("event"), message, tainted));
    }
}

fn relied_on(
    chain: Option<&Chain<'_>>,
    at: Option<Between>,
    place: Span,
    what: &str,
    findings: &mut Findings<'_>,
) {
    let Some(tainted) = chain.and_then(Chain::tainted) else { return };
    if is_after(at, tainted.at()) {
        let message = format!("{what} evidence that was tainted before");
        findings.add(finding(place, message, tainted));
    }
}

fn finding(place: Span, message: String, tainted: &Step<'_>) -> Finding {
    Finding::at(place, message)
        .related(tainted.document.field("event"), "tainted here")
        .help("go back to a copy that is not tainted; where there is none, say in an answer why it was used")
}
