//! A report that was sent late and does not say why.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::regimes::{asked_by, due_by, is_sent, last_instant, shown, start_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "late-without-reason",
    class: Class::Duty,
    level: Level::Error,
    summary: "a report was sent after its time and does not say why",
    page: include_str!("late_without_reason.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Notification(notification) = &document.content else { return };
    let is_sound = document.document.is_sound();
    if !is_sent(notification) || !is_sound || is_written(document, "delay_reason") {
        return;
    }
    let Some(sent_at) = notification.sent_at.as_ref().and_then(|it| it.instant()) else { return };
    let Some(end) = last_instant(facts, document, notification).filter(|end| sent_at > *end) else {
        return;
    };
    let message =
        format!("sent after its time ended at {}, and nothing says why", shown(facts, end));
    let mut finding = Finding::at(document.field("sent_at"), message);
    if asked_by(notification).is_some_and(|(regime, _)| !regime.reason_if_late) {
        finding = finding.level(Level::Warning);
    }
    let field = due_by(facts, document, notification).map(|by| by.computed_from.field);
    if let Some(start) = field.and_then(|field| start_of(facts, document, field)) {
        finding = finding.related(start, "the clock starts here");
    }
    findings.add(finding.help("add `delay_reason`, with what kept you"));
}
