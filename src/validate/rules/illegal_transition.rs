//! A status that cannot follow the recorded one.

use crate::diagnostic::{Class, Level};
use crate::document;
use crate::model::engagement::TypedDocument;
use crate::model::state::{self, Step};
use crate::source::{Source, SourceId};
use crate::validate::Facts;
use crate::validate::decisions;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "illegal-transition",
    class: Class::Form,
    level: Level::Error,
    summary: "a status cannot follow the one that is recorded",
    page: include_str!("illegal_transition.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(kind) = document.kind else { return };
    let Some(recorded) = facts.recorded.changed.get(&document.path) else { return };
    let Some(to) = document.document.text_of("status") else { return };
    let recorded = Source::new(SourceId(0), document.path.clone(), recorded.clone());
    let recorded = document::parse(&recorded);
    let Some(from) = recorded.text_of("status") else { return };
    let message = format!("`{to}` cannot follow `{from}`, which is recorded");
    let finding = Finding::at(document.field("status"), message);
    match state::step(kind, from, to) {
        Step::Allowed => {}
        Step::NeedsDecision if decisions::explain_step(facts, document) => {}
        Step::NeedsDecision => {
            findings.add(finding.help(
                "a step back needs a reason: write an entry of `type: decision` that gives it",
            ));
        }
        Step::Refused => findings.add(finding.help(match state::next(kind, from) {
            next if next.is_empty() => format!("`{from}` is final"),
            next => format!("`{from}` may become {}", one_of(next)),
        })),
    }
}
