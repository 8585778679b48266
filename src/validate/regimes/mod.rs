//! What several rules ask about laws: which apply, which stage a notification is for, and when that
//! is due. It reports nothing itself.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Facts;
use super::agreed::is_written;
use super::rule::Finding;
use super::words::one_of;
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::id;
use crate::model::incident::{Determination, Incident, IncidentStatus};
use crate::model::notification::{Notification, NotificationStatus};
use crate::model::vocabulary::Answer;
use crate::regime::clock::{Due, DueBy, Remark};
use crate::regime::record::{TriggerEvent, Unit};
use crate::regime::running;
use crate::regime::{self, Regime};
use crate::source::Span;
use crate::suggest::nearest;
use crate::visible::visible_line;

pub(super) use crate::regime::running::{Applied, applied, asked_by, is_none_after_all};

/// Returns the laws that apply or may apply and ask to be told of a breach of personal data.
pub(super) fn applied_to_data(agreement: &Agreement) -> impl Iterator<Item = Applied<'_>> {
    applied(agreement)
        .filter(|applied| applied.regime.trigger.event == TriggerEvent::PersonalDataBreach)
}

/// Returns the incident in whose folder a document lies.
pub(super) fn incident_of<'a>(
    facts: &Facts<'a>,
    document: &TypedDocument,
) -> Option<(&'a TypedDocument, &'a Incident)> {
    running::incident_of(facts.engagement, document)
}

/// Returns the notifications of an incident, by path.
pub(super) fn notifications_of<'a>(
    facts: &Facts<'a>,
    incident: &str,
) -> impl Iterator<Item = (&'a TypedDocument, &'a Notification)> + use<'a> {
    running::notifications_of(facts.engagement, incident)
}

/// Returns whether every notification of an incident was read, so that one that is missing is
/// missing, and not only unreadable.
pub(super) fn all_are_read(facts: &Facts<'_>, incident: &str) -> bool {
    let folder = format!("incidents/{incident}/notifications/");
    let unread = facts.engagement.unread.iter().any(|unread| unread.path.starts_with(&folder));
    let is_read = |document: &TypedDocument| {
        let Content::Notification(notification) = &document.content else { return false };
        let to = notification.to.is_some() || !is_written(document, "to");
        document.document.is_sound() && to
    };
    !unread && facts.engagement.below(&folder).iter().all(is_read)
}

/// Returns whether personal data is involved in an incident that is one.
pub(super) fn touches_personal_data(incident: &Incident) -> bool {
    let involved = incident.personal_data.as_ref().and_then(|data| data.involved);
    involved == Some(Answer::Yes) && !is_none_after_all(incident)
}

/// Returns whether it is certain that an incident is one.
pub(super) fn is_certain(incident: &Incident) -> bool {
    let past_triage = !matches!(
        incident.status,
        None | Some(IncidentStatus::Reported | IncidentStatus::Triage | IncidentStatus::Reopened)
    );
    incident.determination == Some(Determination::Confirmed) || past_triage
}

/// Returns whether something is still owed under a notification.
pub(super) fn is_open(notification: &Notification) -> bool {
    use NotificationStatus::{Planned, Required};
    matches!(notification.status, Some(Required | Planned))
}

/// Returns whether a notification went out.
pub(super) fn is_sent(notification: &Notification) -> bool {
    use NotificationStatus::{Acknowledged, Sent};
    matches!(notification.status, Some(Sent | Acknowledged))
}

/// Reports of one stage beyond these are not looked through for what followed.
const PHASES: usize = 50;

/// Returns the other reports of the same incident that were sent for the same stage: what one could
/// not say yet, another may say.
pub(super) fn phases_beside<'a>(
    facts: &Facts<'a>,
    document: &TypedDocument,
    notification: &Notification,
) -> Vec<(&'a TypedDocument, &'a Notification)> {
    let Some(incident) = id::incident_of_path(&document.path) else { return Vec::new() };
    let is_beside = |(other, sent): &(&TypedDocument, &Notification)| {
        let is_same = sent.regime == notification.regime && sent.stage == notification.stage;
        is_same && is_sent(sent) && other.path != document.path
    };
    notifications_of(facts, incident).filter(is_beside).take(PHASES).collect()
}

/// Returns whether holidays that this program does not know, such as those of a town, can move the
/// end of a period.
pub(super) fn may_end_later(by: &DueBy) -> bool {
    let from = &by.computed_from;
    from.unit == Unit::Business || from.remarks.contains(&Remark::NoHolidays)
}

/// Returns by when a notification is due, where the law's clock gives an instant.
pub(super) fn due_by(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Box<DueBy>> {
    let agreed = facts.agreement_of(document);
    let agreement = agreed.as_ref().map(|agreed| agreed.agreement);
    match running::due_of(facts.engagement, agreement, document, notification)? {
        Due::By(by) => Some(by),
        _ => None,
    }
}

/// Returns the last instant at which a notification is in time, in every reading: as the law's
/// clock says, else as the document does.
pub(super) fn last_instant(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Timestamp> {
    let computed = due_by(facts, document, notification).map(|by| by.at_latest);
    computed.or_else(|| notification.due_at.as_ref()?.instant())
}

/// Returns an instant as a reader of this engagement writes it.
pub(super) fn shown(facts: &Facts<'_>, instant: Timestamp) -> String {
    in_zone(instant, &facts.engagement.zone())
}

/// Returns an instant as it is written in a zone.
pub(super) fn in_zone(instant: Timestamp, zone: &TimeZone) -> String {
    let zoned: Zoned = instant.to_zoned(zone.clone());
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Returns the place of the field that starts a clock, where the incident has it.
pub(super) fn start_of(facts: &Facts<'_>, document: &TypedDocument, field: &str) -> Option<Span> {
    let (of, incident) = incident_of(facts, document)?;
    incident.time(field).map(|_| of.field(field))
}

/// Returns the law of a notification that asks in steps, where the notification does not say for
/// which one it is. A word that could not be read, or that the law does not have, is a fault of its
/// own.
pub(super) fn has_no_stage(
    document: &TypedDocument,
    notification: &Notification,
) -> Option<&'static Regime> {
    let regime = regime::named(notification.regime.as_deref()?)?;
    let is_unsaid = match notification.stage.as_deref() {
        None => !is_written(document, "stage"),
        Some(stage) => stage == "unknown",
    };
    (regime.stages.len() > 1 && is_unsaid && document.document.is_sound()).then_some(regime)
}

/// Returns whether a notification may be about the first step of a law; one that does not say for
/// which step it is may be.
pub(super) fn may_be_first(regime: &Regime, notification: &Notification) -> bool {
    let stage = notification.stage.as_deref().and_then(|name| regime.stage(name));
    let first = regime.stages.iter().find(|stage| !stage.on_request);
    match (stage, first) {
        (Some(stage), Some(first)) => stage.name == first.name,
        _ => true,
    }
}

/// Returns what is wrong with a stage that its law does not have.
pub(super) fn unknown_stage(
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Finding> {
    let regime = regime::named(notification.regime.as_deref()?)?;
    let written = notification.stage.as_deref().filter(|name| *name != "unknown")?;
    if regime.stage(written).is_some() {
        return None;
    }
    let message = format!("`{}` has no stage `{}`", regime.id, visible_line(written));
    let finding = Finding::at(document.field("stage"), message);
    let names = || regime.stages.iter().map(|stage| stage.name.as_str());
    Some(match nearest(written, names()) {
        Some(near) => {
            finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), near)
        }
        None => finding.help(format!("it has {}", one_of(names()))),
    })
}

#[cfg(test)]
mod tests;
