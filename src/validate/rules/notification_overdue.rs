//! A notification that is still owed after its time.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::notification::NotificationStatus;
use crate::regime::NOT_LEGAL_ADVICE;
use crate::validate::Facts;
use crate::validate::regimes::{
    due_by, in_zone, incident_of, is_none_after_all, is_open, shown, start_of,
};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "notification-overdue",
    class: Class::Duty,
    level: Level::Error,
    summary: "a notification is still owed after the time by which it is asked for",
    page: include_str!("notification_overdue.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Notification(notification) = &document.content else { return };
    let is_one = |(_, incident)| !is_none_after_all(incident);
    if !is_open(notification) || !incident_of(facts, document).is_none_or(is_one) {
        return;
    }
    let status = notification.status.unwrap_or(NotificationStatus::Required);
    if let Some(by) = due_by(facts, document, notification) {
        if by.at_latest >= facts.now {
            return;
        }
        let from = &by.computed_from;
        let message = format!(
            "this is `{status}`, and its time ended at {}: {}, {} from `{}`",
            in_zone(by.at_latest, &by.zone),
            from.text,
            from.within,
            from.field
        );
        let mut finding = Finding::at(document.field("status"), message);
        if let Some(start) = start_of(facts, document, from.field) {
            finding = finding.related(start, "the clock starts here");
        }
        findings.add(finding.help(help()));
    } else if let Some(due_at) = notification.due_at.as_ref().and_then(|it| it.instant())
        && due_at < facts.now
    {
        let ended = shown(facts, due_at);
        let message = format!("this is `{status}`, and its time ended at {ended}");
        let finding = Finding::at(document.field("status"), message)
            .related(document.field("due_at"), "due here");
        findings.add(finding.help(help()));
    }
}

fn help() -> String {
    format!(
        "send it and write `status: sent`, `sent_at` and `delay_reason`; or decide with reasons that it is `assessed-not-required` or `waived`. {NOT_LEGAL_ADVICE}"
    )
}
