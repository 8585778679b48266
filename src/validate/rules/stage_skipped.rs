//! A later report that was sent while an earlier one of the same law was not.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::notification::Notification;
use crate::validate::Facts;
use crate::validate::regimes::{
    all_are_read, asked_by, has_no_stage, incident_of, is_open, is_sent, notifications_of,
};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "stage-skipped",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a later report was sent while an earlier one was not",
    page: include_str!("stage_skipped.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Notification(notification) = &document.content else { return };
    let Some((regime, stage)) = asked_by(notification).filter(|_| is_sent(notification)) else {
        return;
    };
    let Some(before) = regime.before(stage) else { return };
    let Some((incident, _)) = incident_of(facts, document) else { return };
    let is_before = |other: &Notification| {
        other.regime == notification.regime && other.stage.as_deref() == Some(&before.name)
    };
    let earlier: Vec<_> =
        notifications_of(facts, &incident.id).filter(|(_, other)| is_before(other)).collect();
    // One that does not say for which step it is may be the earlier one; `stage-missing` asks.
    let is_unsaid = |(it, other): (&TypedDocument, &Notification)| {
        has_no_stage(it, other).is_some_and(|law| law.id == regime.id)
    };
    if notifications_of(facts, &incident.id).any(is_unsaid) {
        return;
    }
    // A decision not to send it is a decision; a status that is not read is no fault of this one.
    let is_settled = earlier.iter().any(|(_, other)| !is_open(other));
    if is_settled || !all_are_read(facts, &incident.id) {
        return;
    }
    let message =
        format!("`{}` was sent, and `{}`, which comes before it, was not", stage.name, before.name);
    let mut finding = Finding::at(document.field("stage"), message);
    if let Some((open, _)) = earlier.first() {
        finding = finding.related(open.field("status"), "this one is still owed");
    }
    findings.add(finding.help("send it too, or say in its notification why it was not"));
}
