//! A report that was sent late and does not say why.

use jiff::Timestamp;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::notification::Notification;
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::regimes::{
    asked_by, due_by, is_sent, last_instant, may_end_later, phases_beside, shown, start_of,
};
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
    if is_later_phase(facts, document, notification, end) {
        return;
    }
    let message =
        format!("sent after its time ended at {}, and nothing says why", shown(facts, end));
    let mut finding = Finding::at(document.field("sent_at"), message);
    let by = due_by(facts, document, notification);
    let asks_no_reason = asked_by(notification).is_some_and(|(regime, _)| !regime.reason_if_late);
    if asks_no_reason || by.as_deref().is_some_and(may_end_later) {
        finding = finding.level(Level::Warning);
    }
    let field = by.map(|by| by.computed_from.field);
    if let Some(start) = field.and_then(|field| start_of(facts, document, field)) {
        finding = finding.related(start, "the clock starts here");
    }
    findings.add(finding.help("add `delay_reason`, with what kept you"));
}

/// Returns whether this only tells what an earlier report, sent in time, could not tell yet.
fn is_later_phase(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
    end: Timestamp,
) -> bool {
    let is_phased = asked_by(notification).is_some_and(|(_, stage)| stage.phased);
    let is_in_time = |sent: &Notification| {
        sent.sent_at.as_ref().and_then(|it| it.instant()).is_some_and(|sent_at| sent_at <= end)
    };
    is_phased
        && phases_beside(facts, document, notification).iter().any(|(_, sent)| is_in_time(sent))
}
