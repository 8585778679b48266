//! What several rules ask about laws: which apply, which stage a notification is for, and when that
//! is due. It reports nothing itself.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Facts;
use crate::model::agreement::{AgreedRegime, Agreement, Applies};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::id;
use crate::model::incident::{Determination, Incident, IncidentStatus};
use crate::model::notification::{Notification, NotificationStatus};
use crate::model::profile::Profile;
use crate::model::vocabulary::Answer;
use crate::regime::clock::{Case, Due, DueBy, due};
use crate::regime::record::{Regime, Stage, TriggerEvent};
use crate::regime::{self};

/// A law that the agreement names and that comes with ircase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Applied<'a> {
    /// Its place in the agreement's list.
    pub(super) at: usize,
    pub(super) agreed: &'a AgreedRegime,
    pub(super) regime: &'static Regime,
}

impl Applied<'_> {
    pub(super) fn is_sure(&self) -> bool {
        self.agreed.applies == Some(Applies::Yes)
    }
}

/// Returns the laws that apply or may apply, in the agreement's order.
pub(super) fn applied(agreement: &Agreement) -> impl Iterator<Item = Applied<'_>> {
    agreement.regimes.iter().enumerate().filter_map(|(at, agreed)| {
        let may = matches!(agreed.applies, Some(Applies::Yes | Applies::Unsure));
        let regime = regime::named(agreed.id.as_deref()?)?;
        may.then_some(Applied { at, agreed, regime })
    })
}

/// The same, of those that ask to be told of a breach of personal data.
pub(super) fn applied_to_data(agreement: &Agreement) -> impl Iterator<Item = Applied<'_>> {
    applied(agreement)
        .filter(|applied| applied.regime.trigger.event == TriggerEvent::PersonalDataBreach)
}

/// Returns the law and the stage that a notification is for; nothing where either is not known.
pub(super) fn asked_by(notification: &Notification) -> Option<(&'static Regime, &'static Stage)> {
    let regime = regime::named(notification.regime.as_deref()?)?;
    let stage = match (notification.stage.as_deref(), regime.stages.as_slice()) {
        (Some(name), _) => regime.stage(name)?,
        (None, [only]) => only,
        (None, _) => return None,
    };
    Some((regime, stage))
}

/// Returns the incident in whose folder a document lies.
pub(super) fn incident_of<'a>(
    facts: &Facts<'a>,
    document: &TypedDocument,
) -> Option<(&'a TypedDocument, &'a Incident)> {
    let id = id::incident_of_path(&document.path)?;
    let document = facts.engagement.get(&format!("incidents/{id}/incident.md"))?;
    match &document.content {
        Content::Incident(incident) => Some((document, incident)),
        _ => None,
    }
}

/// Returns the notifications of an incident, by path.
pub(super) fn notifications_of<'a>(
    facts: &Facts<'a>,
    incident: &str,
) -> impl Iterator<Item = (&'a TypedDocument, &'a Notification)> + use<'a> {
    let documents = facts.engagement.below(&format!("incidents/{incident}/notifications/"));
    documents.iter().filter_map(|document| match &document.content {
        Content::Notification(notification) => Some((document, &**notification)),
        _ => None,
    })
}

/// Returns whether an incident turned out to be none.
pub(super) fn is_none_after_all(incident: &Incident) -> bool {
    matches!(incident.status, Some(IncidentStatus::FalsePositive | IncidentStatus::NearMiss))
        || matches!(
            incident.determination,
            Some(Determination::FalsePositive | Determination::NearMiss)
        )
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

/// Returns when the stage that a notification is for is due; nothing where no law is known.
pub(super) fn due_of(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Due> {
    let (regime, stage) = asked_by(notification)?;
    let (of, incident) = incident_of(facts, document)?;
    let previous = regime.before(stage).and_then(|before| {
        let mut told = notifications_of(facts, &of.id);
        let (_, previous) = told.find(|(_, other)| {
            other.regime == notification.regime && other.stage.as_deref() == Some(&before.name)
        })?;
        previous.sent_at.as_ref()
    });
    let profile = profile(facts);
    let zone = zone(facts);
    let case = Case {
        incident,
        role: role(facts, regime),
        zone: &zone,
        jurisdictions: profile.map_or(&[], |profile| &profile.jurisdictions),
        previous_sent: previous,
    };
    Some(due(regime, stage, &case))
}

/// Returns the same where it is an instant.
pub(super) fn due_by(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Box<DueBy>> {
    match due_of(facts, document, notification)? {
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
    in_zone(instant, &zone(facts))
}

/// Returns an instant as it is written in a zone.
pub(super) fn in_zone(instant: Timestamp, zone: &TimeZone) -> String {
    let zoned: Zoned = instant.to_zoned(zone.clone());
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Returns the items of the incident's own field that starts a clock, for a second place.
pub(super) fn start_of<'a>(
    facts: &Facts<'a>,
    document: &TypedDocument,
    field: &str,
) -> Option<crate::source::Span> {
    let (of, incident) = incident_of(facts, document)?;
    incident.time(field).map(|_| of.field(field))
}

fn role<'a>(facts: &Facts<'a>, regime: &Regime) -> Option<&'a str> {
    let (_, agreement) = facts.engagement.agreement()?;
    let agreed = agreement.regimes.iter().find(|it| it.id.as_deref() == Some(&regime.id))?;
    agreed.role.as_deref()
}

fn zone(facts: &Facts<'_>) -> TimeZone {
    let name = profile(facts).and_then(|profile| profile.time_zone.as_deref());
    name.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

/// By path, because a rule that runs for each document must not look through all of them.
fn profile<'a>(facts: &Facts<'a>) -> Option<&'a Profile> {
    match &facts.engagement.get("ircase.yaml")?.content {
        Content::Engagement(profile) => Some(profile),
        _ => None,
    }
}
