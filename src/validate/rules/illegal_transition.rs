//! A status that cannot follow the recorded one, or is gone.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::kind::Kind;
use crate::model::state::{self, Step};
use crate::shell;
use crate::validate::Facts;
use crate::validate::decisions;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "illegal-transition",
    class: Class::Form,
    level: Level::Error,
    summary: "a status cannot follow the one that is recorded, or is gone",
    page: include_str!("illegal_transition.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(kind) = document.kind.filter(|kind| state::has_states(*kind)) else { return };
    let front = document.document.front.as_ref().filter(|_| document.document.is_sound());
    let Some(front) = front else { return };
    match front.get("status").filter(|node| !node.is_null()).map(|node| node.text()) {
        None => gone(facts, document, kind, findings),
        Some(Some(to)) => step(facts, document, (kind, to), findings),
        // What is no word has a finding of its own.
        Some(None) => {}
    }
}

/// Without a status nothing is owed any more, so one that was recorded has to stay.
fn gone(facts: &Facts<'_>, document: &TypedDocument, kind: Kind, findings: &mut Findings<'_>) {
    let Some(status) = facts.status_before(document) else { return };
    let status = visible_line(status);
    let message = format!("there is no `status` any more, and `{status}` is recorded");
    let help = match state::next(kind, &status) {
        next if next.is_empty() => format!("write `status: {status}` again"),
        next => format!(
            "write `status: {status}` again, or the step that was taken: it may become {}",
            one_of(next)
        ),
    };
    findings.add(Finding::at(document.field("status"), message).help(help));
}

fn step(
    facts: &Facts<'_>,
    document: &TypedDocument,
    (kind, to): (Kind, &str),
    findings: &mut Findings<'_>,
) {
    let Some(recorded) = facts.recorded_before(document) else { return };
    let Some(from) = recorded.status.as_deref() else { return };
    let message = format!("`{to}` cannot follow `{from}`, which is recorded");
    let finding = Finding::at(document.field("status"), message);
    match state::step(kind, from, to) {
        Step::Allowed => {}
        Step::NeedsDecision if decisions::is_explained(facts, document, decisions::Step::Back) => {}
        Step::NeedsDecision => {
            findings.add(finding.help(format!(
                "a step back needs a reason of its own: `ircase note {} \"...\" --about status --chosen {} --because \"...\"`",
                shell::word(&document.id),
                shell::word(to)
            )));
        }
        Step::Refused => findings.add(finding.help(help(kind, from, to))),
    }
}

/// Says which way leads on from a status.
fn help(kind: Kind, from: &str, to: &str) -> String {
    let next = state::next(kind, from);
    if next.is_empty() {
        return format!("`{from}` is final");
    }
    let may = format!("`{from}` may become {}", one_of(next));
    match state::between(kind, from, to) {
        Some(between) => format!("record it as `{between}` first, then as `{to}`; {may}"),
        None => may,
    }
}
