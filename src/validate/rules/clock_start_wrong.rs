//! A due time that was counted from the wrong start, or later than the law's own.

use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::Incident;
use crate::model::notification::Notification;
use crate::regime::record::{Stage, Starts};
use crate::validate::Facts;
use crate::validate::regimes::{
    asked_by, due_by, in_zone, incident_of, is_open, may_end_later, start_of,
};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "clock-start-wrong",
    class: Class::Duty,
    level: Level::Error,
    summary: "a due time was counted from the wrong start",
    page: include_str!("clock_start_wrong.md"),
    check: Check::Document(check),
};

/// Holidays of a state or a town, and carnival, move an end by so many days at most.
const LOCAL_DAYS: i64 = 7;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Notification(notification) = &document.content else { return };
    let Some((_, stage)) = asked_by(notification) else { return };
    // Once it is sent or decided, and once the incident is closed, nobody waits for that time.
    let is_closed = |(_, incident): (&TypedDocument, &Incident)| !told::is_open(incident);
    let is_settled = notification.status.is_some() && !is_open(notification);
    if is_settled || incident_of(facts, document).is_some_and(is_closed) {
        return;
    }
    let wrong = wrong_field(document, notification, stage)
        .or_else(|| old_start(facts, document, notification))
        .or_else(|| too_late(facts, document, notification));
    if let Some(finding) = wrong {
        findings.add(finding);
    }
}

/// The clock was started by another field than the law's.
fn wrong_field(
    document: &TypedDocument,
    notification: &Notification,
    stage: &Stage,
) -> Option<Finding> {
    let written = notification.computed_from.as_ref()?.field.as_deref()?;
    let limit = stage.no_later.as_ref().and_then(|limit| field_of(limit.starts));
    let right = field_of(stage.starts)?;
    if written == right || Some(written) == limit {
        return None;
    }
    let message = format!("this clock starts at `{right}`");
    let finding = Finding::at(document.field("computed_from.field"), message);
    Some(finding.fix(format!("write `{right}`"), right))
}

fn field_of(starts: Starts) -> Option<&'static str> {
    match starts {
        Starts::Previous => Some("sent_at"),
        other => other.field(),
    }
}

/// The start has been changed since the due time was computed.
fn old_start(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Finding> {
    let from = notification.computed_from.as_ref()?;
    let (field, at) = (from.field.as_deref()?, from.at.as_ref()?.instant()?);
    let (_, incident) = incident_of(facts, document)?;
    let now = incident.time(field)?;
    if now.instant().is_none_or(|now| now == at) {
        return None;
    }
    let message = format!("`{field}` of the incident says another time");
    let mut finding = Finding::at(document.field("computed_from.at"), message);
    if let Some(start) = start_of(facts, document, field) {
        finding = finding.related(start, "it says this");
    }
    Some(finding.help("compute `due_at` again from the time that is true"))
}

/// The due time lies after the end of the law's period. An earlier one is a promise, not a fault.
fn too_late(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Finding> {
    let written = notification.due_at.as_ref()?.instant()?;
    let by = due_by(facts, document, notification)?;
    let is_local_holiday = may_end_later(&by)
        && written.duration_since(by.at_latest) <= SignedDuration::from_hours(24 * LOCAL_DAYS);
    if !is_after(written, by.at_latest) || is_local_holiday {
        return None;
    }
    let from = &by.computed_from;
    let end = in_zone(by.at_latest, &by.zone);
    let message =
        format!("the time ends at {end}: {} from `{}` ({})", from.within, from.field, from.start);
    let mut finding = Finding::at(document.field("due_at"), message);
    if let Some(start) = start_of(facts, document, from.field) {
        finding = finding.related(start, "the clock starts here");
    }
    Some(finding.fix(format!("write `{end}`"), end))
}

/// People write a time without its seconds.
fn is_after(written: Timestamp, end: Timestamp) -> bool {
    written.duration_since(end) >= SignedDuration::from_mins(1)
}
