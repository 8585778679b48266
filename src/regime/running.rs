//! The clocks that run for an incident: which laws the agreement names, which stage a notification
//! is for, and when each is due.
//!
//! It puts the engagement's documents and the records together and judges nothing.

use jiff::Timestamp;

use super::clock::{Case, Due, due};
use super::record::{Regime, Stage, TriggerEvent};
use crate::model::agreement::{AgreedRegime, Agreement, Applies};
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::id;
use crate::model::incident::{Determination, Incident, IncidentStatus};
use crate::model::notification::{Notification, NotificationStatus};
use crate::model::profile::Profile;
use crate::model::time::Time;
use crate::model::vocabulary::Answer;

/// A law that the agreement names and that comes with ircase.
#[derive(Debug, Clone, Copy)]
pub struct Applied<'a> {
    /// Its place in the agreement's list.
    pub at: usize,
    pub agreed: &'a AgreedRegime,
    pub regime: &'static Regime,
}

impl Applied<'_> {
    /// Returns whether the agreement says `yes`, and not `unsure`.
    pub fn is_sure(&self) -> bool {
        self.agreed.applies == Some(Applies::Yes)
    }
}

/// One clock of an incident.
#[derive(Debug, Clone)]
pub struct Clock<'a> {
    pub regime: &'static Regime,
    pub stage: &'static Stage,
    /// What the agreement says of the law; nothing where only a notification names it.
    pub applies: Option<Applies>,
    /// The notification that says what becomes of it.
    pub notification: Option<(&'a TypedDocument, &'a Notification)>,
    pub due: Due,
}

/// Returns the clocks of an incident that a law starts: one for each stage of each law that the
/// agreement names (the one in force for the incident) or a notification is for, the soonest first. What is sent only on request is
/// among them when there is a notification for it. An incident that turned out to be none, or
/// that touches no personal data where the law asks for it, has none but those of its
/// notifications.
pub fn clocks<'a>(
    engagement: &'a Engagement,
    agreement: Option<&Agreement>,
    document: &'a TypedDocument,
    incident: &Incident,
) -> Vec<Clock<'a>> {
    let told: Vec<_> = notifications_of(engagement, &document.id).collect();
    let mut clocks = Vec::new();
    for regime in super::all() {
        let applies = agreement.and_then(|it| {
            applied(it).find(|applied| applied.regime.id == regime.id)?.agreed.applies
        });
        let runs = applies.is_some() && may_ask(regime, incident);
        for stage in &regime.stages {
            let is_for_it = |notification: &Notification| {
                asked_by(notification)
                    .is_some_and(|(law, of)| law.id == regime.id && of.name == stage.name)
            };
            let of_stage = told.iter().copied().filter(|(_, it)| is_for_it(it));
            // By what is said, not by path: an id is drawn by chance.
            let notification = of_stage.min_by_key(|(_, it)| (is_superseded(it), sent(it)));
            if notification.is_some() || runs && !stage.on_request {
                let due =
                    due_of_stage(engagement, agreement, (document, incident), (regime, stage));
                clocks.push(Clock { regime, stage, applies, notification, due });
            }
        }
    }
    clocks.sort_by_key(|clock| ends(&clock.due));
    clocks
}

/// Returns when a clock ends, as a key: those that have no time come last.
fn ends(due: &Due) -> (bool, Option<Timestamp>) {
    match due {
        Due::By(by) => (false, Some(by.at)),
        _ => (true, None),
    }
}

/// Returns whether a law may ask for a report of an incident, as far as it is known.
fn may_ask(regime: &Regime, incident: &Incident) -> bool {
    let involved = incident.personal_data.as_ref().and_then(|data| data.involved);
    let no_data =
        regime.trigger.event == TriggerEvent::PersonalDataBreach && involved == Some(Answer::No);
    !no_data && !is_none_after_all(incident)
}

/// Returns the laws that apply or may apply, in the agreement's order.
pub fn applied(agreement: &Agreement) -> impl Iterator<Item = Applied<'_>> {
    agreement.regimes.iter().enumerate().filter_map(|(at, agreed)| {
        let may = matches!(agreed.applies, Some(Applies::Yes | Applies::Unsure));
        let regime = super::named(agreed.id.as_deref()?)?;
        may.then_some(Applied { at, agreed, regime })
    })
}

/// Returns the law and the stage that a notification is for; nothing where either is not known.
pub fn asked_by(notification: &Notification) -> Option<(&'static Regime, &'static Stage)> {
    let regime = super::named(notification.regime.as_deref()?)?;
    let stage = match (notification.stage.as_deref(), regime.stages.as_slice()) {
        (Some(name), _) => regime.stage(name)?,
        (None, [only]) => only,
        (None, _) => return None,
    };
    Some((regime, stage))
}

/// Returns the notifications of an incident, by path.
pub fn notifications_of<'a>(
    engagement: &'a Engagement,
    incident: &str,
) -> impl Iterator<Item = (&'a TypedDocument, &'a Notification)> + use<'a> {
    let documents = engagement.below(&format!("incidents/{incident}/notifications/"));
    documents.iter().filter_map(|document| match &document.content {
        Content::Notification(notification) => Some((document, &**notification)),
        _ => None,
    })
}

/// Returns the incident in whose folder a document lies.
pub fn incident_of<'a>(
    engagement: &'a Engagement,
    document: &TypedDocument,
) -> Option<(&'a TypedDocument, &'a Incident)> {
    let id = id::incident_of_path(&document.path)?;
    let document = engagement.get(&format!("incidents/{id}/incident.md"))?;
    match &document.content {
        Content::Incident(incident) => Some((document, incident)),
        _ => None,
    }
}

/// Returns whether an incident turned out to be none.
pub fn is_none_after_all(incident: &Incident) -> bool {
    matches!(incident.status, Some(IncidentStatus::FalsePositive | IncidentStatus::NearMiss))
        || matches!(
            incident.determination,
            Some(Determination::FalsePositive | Determination::NearMiss)
        )
}

/// Returns when the stage that a notification is for is due; nothing where no law is known.
pub fn due_of(
    engagement: &Engagement,
    agreement: Option<&Agreement>,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Due> {
    let asked = asked_by(notification)?;
    Some(due_of_stage(engagement, agreement, incident_of(engagement, document)?, asked))
}

fn due_of_stage(
    engagement: &Engagement,
    agreement: Option<&Agreement>,
    (document, incident): (&TypedDocument, &Incident),
    (regime, stage): (&Regime, &Stage),
) -> Due {
    let previous = regime.before(stage).and_then(|before| {
        let told = notifications_of(engagement, &document.id);
        let is_before = |other: &Notification| {
            asked_by(other).is_some_and(|(law, of)| law.id == regime.id && of.name == before.name)
        };
        let sent_before = told.filter(|(_, other)| is_before(other) && other.sent_at.is_some());
        // What was sent first starts the clock; of one whose time is not known, another may know it.
        sent_before.min_by_key(|(_, other)| {
            let (is_unknown, at) = sent(other);
            (is_unknown, is_superseded(other), at)
        })
    });
    let profile = profile(engagement);
    let zone = engagement.zone();
    let case = Case {
        incident,
        role: agreement.and_then(|agreement| role(agreement, regime)),
        zone: &zone,
        jurisdictions: profile.map_or(&[], |profile| &profile.jurisdictions),
        previous_sent: previous.and_then(|(_, previous)| previous.sent_at.as_ref()),
    };
    due(regime, stage, &case)
}

fn is_superseded(notification: &Notification) -> bool {
    notification.status == Some(NotificationStatus::Superseded)
}

/// Returns when a notification was sent, as a key: those of which nobody knows come last.
fn sent(notification: &Notification) -> (bool, Option<Timestamp>) {
    let at = notification.sent_at.as_ref().and_then(Time::instant);
    (at.is_none(), at)
}

fn role<'a>(agreement: &'a Agreement, regime: &Regime) -> Option<&'a str> {
    let agreed = agreement.regimes.iter().find(|it| it.id.as_deref() == Some(&regime.id))?;
    agreed.role.as_deref()
}

/// By path, because a rule that runs for each document must not look through all of them.
fn profile(engagement: &Engagement) -> Option<&Profile> {
    match &engagement.get("ircase.yaml")?.content {
        Content::Engagement(profile) => Some(profile),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn shown(files: &[(&str, &str)]) -> Vec<String> {
        let mut sources = Sources::default();
        let mut files = files.to_vec();
        files.sort_unstable();
        for (path, fields) in files {
            let text = match path {
                "ircase.yaml" => fields.to_owned(),
                _ => format!("---\n{fields}---\n"),
            };
            sources.add(path, text);
        }
        let engagement = Engagement::assemble(sources, Vec::new());
        let (document, incident) = engagement.incidents().next().unwrap();
        let line = |clock: &Clock<'_>| {
            let due = match &clock.due {
                Due::By(by) => by.at.to_zoned(by.zone.clone()).strftime("%m-%d %H:%M").to_string(),
                Due::NotStarted(waits) => waits.to_string(),
                Due::Unknowable(why) => why.to_string(),
                Due::WithoutDelay => "without delay".to_owned(),
                Due::NotAsked => "not asked".to_owned(),
            };
            let status = clock.notification.and_then(|(_, it)| it.status);
            let status = status.map_or("-", |status| status.as_str());
            format!("{} {} {status} {due}", clock.regime.id, clock.stage.name)
        };
        let agreement = engagement.agreement().map(|(_, agreement)| agreement);
        clocks(&engagement, agreement, document, incident).iter().map(line).collect()
    }

    #[test]
    fn one_incident_can_run_several_clocks() {
        let agreement = "kind: agreement\nregimes:\n  - {id: eu-nis2-23, applies: yes}\n  - {id: eu-gdpr-33, applies: unsure}\n  - {id: th-pdpa, applies: no}\n  - {id: eu-gdpr-34, applies: yes}\n";
        let profile = "kind: engagement\ntime_zone: Europe/Madrid\njurisdictions: [ES]\n";
        let folder = "incidents/INC-2026-7KQ2";
        let (incident, sent) =
            (format!("{folder}/incident.md"), format!("{folder}/notifications/NTF-9QXA.md"));
        let notification = "kind: notification\nregime: eu-nis2-23\nstage: notification\nstatus: sent\nsent_at: 2026-11-21T10:00:00+01:00\n";
        let with = |fields: &str| {
            let fields = format!("kind: incident\n{fields}");
            shown(&[
                ("agreement.md", agreement),
                ("ircase.yaml", profile),
                (&incident, &fields),
                (&sent, notification),
            ])
        };
        assert_eq!(
            with("aware_at: 2026-11-20T10:00:00+01:00\n"),
            [
                "eu-nis2-23 early-warning - 11-21 10:00",
                "eu-gdpr-33 notification - 11-23 10:00",
                "eu-nis2-23 notification sent 11-23 10:00",
                "eu-nis2-23 final - 12-21 23:59",
                "eu-gdpr-34 communication - without delay",
            ]
        );
        // What has a notification keeps its clock.
        assert_eq!(
            with("status: false-positive\n"),
            ["eu-nis2-23 notification sent not started: there is no `aware_at` yet"]
        );
        let without_data = with("aware_at: unknown\npersonal_data: {involved: no}\n");
        assert!(without_data.iter().all(|line| line.starts_with("eu-nis2-23")), "{without_data:?}");
    }

    #[test]
    fn the_first_report_of_a_step_starts_the_clock_of_the_next() {
        const FIRST: &str = "status: sent\nsent_at: 2026-09-02T10:00:00+02:00\n";
        const SECOND: &str = "status: sent\nsent_at: 2026-11-01T10:00:00+01:00\n";
        let unknown = "status: superseded\nsent_at: unknown\n";
        let taken_back = &FIRST.replace("sent\n", "superseded\n");
        let agreement = "kind: agreement\nregimes: [{id: eu-nis2-23, applies: yes}]\n";
        let profile = "kind: engagement\ntime_zone: Europe/Madrid\njurisdictions: [ES]\n";
        let folder = "incidents/INC-2026-7KQ2";
        let due = |reports: [&str; 2]| {
            let ids = ["1AAA", "9BBB"];
            let reports: Vec<(String, String)> = ids
                .iter()
                .zip(reports)
                .map(|(id, fields)| {
                    let law = "regime: eu-nis2-23\nstage: notification";
                    let fields = format!("kind: notification\n{law}\n{fields}");
                    (format!("{folder}/notifications/NTF-{id}.md"), fields)
                })
                .collect();
            let incident = format!("{folder}/incident.md");
            let mut files = vec![
                ("agreement.md", agreement),
                ("ircase.yaml", profile),
                (&*incident, "kind: incident\naware_at: 2026-09-01T10:00:00+02:00\n"),
            ];
            files.extend(reports.iter().map(|(path, fields)| (&**path, &**fields)));
            let clocks = shown(&files);
            clocks.into_iter().find(|clock| clock.contains(" final ")).unwrap()
        };
        const FROM_FIRST: &str = "eu-nis2-23 final - 10-02 23:59";
        const FROM_SECOND: &str = "eu-nis2-23 final - 12-01 23:59";
        let cases = [
            ([FIRST, SECOND], FROM_FIRST),
            ([SECOND, FIRST], FROM_FIRST),
            ([unknown, SECOND], FROM_SECOND),
            ([SECOND, unknown], FROM_SECOND),
            ([taken_back, SECOND], FROM_SECOND),
            ([SECOND, taken_back], FROM_SECOND),
        ];
        for (reports, expected) in cases {
            assert_eq!(due(reports), expected, "{reports:?}");
        }
    }
}
