//! An engagement that should be destroyed by now, or soon.

use jiff::ToSpan;

use crate::diagnostic::{Class, Level};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::TypedDocument;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::agreed::owing;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "retention-due",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the time for which this engagement may be kept ends, or is over",
    page: include_str!("retention_due.md"),
    check: Check::Document(check),
};

/// From so many days before on, one is told.
const AHEAD_DAYS: i64 = 30;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = owing(document) else { return };
    let is_signed =
        !matches!(agreement.status, Some(AgreementStatus::Proposed | AgreementStatus::SignedByOne));
    let end = agreement.period.as_ref().and_then(|period| period.end.as_ref());
    let kept = agreement.retention.as_ref().and_then(|retention| retention.period.as_ref());
    let (Some(end), Some(kept), true) = (end.and_then(Time::instant), kept, is_signed) else {
        return;
    };
    let Ok(due) = end.to_zoned(facts.engagement.zone()).checked_add(kept.span()) else { return };
    let Ok(ahead) = due.checked_sub(AHEAD_DAYS.days()) else { return };
    if facts.now < ahead.timestamp() {
        return;
    }
    let is_over = due.timestamp() <= facts.now;
    let (level, when) = match is_over {
        true => (Level::Error, "was to be destroyed by"),
        false => (Level::Warning, "is to be destroyed by"),
    };
    let message = format!("this engagement {when} {}", due.date());
    let finding = Finding::at(document.field("retention.period"), message)
        .level(level)
        .related(document.field("period.end"), "counted from here")
        .help("ask the organization; then destroy every copy as `retention.method` says, and tell them that it is done");
    findings.add(finding);
}
