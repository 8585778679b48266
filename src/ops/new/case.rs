//! New documents of an incident.

use super::{Draft, Setting, from_template};
use crate::model::evidence::EvidenceForm;
use crate::model::id;
use crate::model::incident::{Determination, Origin};
use crate::model::kind::Kind;
use crate::model::notification::Recipient;
use crate::model::time::Time;
use crate::ops::draft::{DraftError, Value};
use crate::regime::record::{Regime, Stage};
use crate::visible::typed;

/// What is known of an incident when it is first written down.
#[derive(Debug, Clone)]
pub struct FirstReport {
    pub text: String,
    pub origin: Origin,
    /// Id of an agreed severity.
    pub severity: Option<String>,
}

/// Returns a new incident. Everything but its text may be unknown.
///
/// # Errors
///
/// What the template says.
pub fn incident(setting: &Setting<'_>, report: &FirstReport) -> Result<Draft, DraftError> {
    let local = setting.now.to_zoned(setting.zone.clone());
    let id = id::incident(local.year(), setting.random);
    let text = typed(&report.text);
    let values = [
        ("title", Value::Text(title_of(&text))),
        ("origin", Value::text(report.origin.as_str())),
        ("determination", Value::text(Determination::Unknown.as_str())),
        ("severity", Value::text(report.severity.as_deref().unwrap_or("unknown"))),
        ("detected_at", Value::Body(setting.now_text())),
        ("text", Value::Body(text.trim().to_owned())),
    ];
    from_template(setting, Kind::Incident, format!("incidents/{id}/incident.md"), &values)
}

/// Characters of a title taken from a longer text.
const TITLE_CHARACTERS_MAX: usize = 100;

/// Returns the first line of a text as a title, cut at a word.
fn title_of(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    if line.chars().count() <= TITLE_CHARACTERS_MAX {
        return line.to_owned();
    }
    let cut: String = line.chars().take(TITLE_CHARACTERS_MAX).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{words} …")
}

/// A piece of evidence, as far as it is known.
#[derive(Debug, Clone)]
pub struct NewEvidence {
    pub description: String,
    pub form: EvidenceForm,
    /// When it was taken; nobody but the auditor knows.
    pub acquired_at: Option<Time>,
}

/// Returns a draft of a piece of evidence of an incident.
///
/// # Errors
///
/// What the template says.
pub fn evidence(
    setting: &Setting<'_>,
    incident_id: &str,
    given: &NewEvidence,
) -> Result<Draft, DraftError> {
    let id = id::evidence(setting.random);
    let description = typed(&given.description);
    let acquired_at = given.acquired_at.as_ref().map_or(Time::UNKNOWN, Time::as_str);
    let values = [
        ("title", Value::Text(title_of(&description))),
        ("form", Value::text(given.form.as_str())),
        ("acquired_at", Value::Body(acquired_at.to_owned())),
        ("description", Value::Body(description.trim().to_owned())),
    ];
    let path = format!("incidents/{incident_id}/evidence/{id}.md");
    from_template(setting, Kind::Evidence, path, &values)
}

/// A message that is owed.
#[derive(Debug, Clone, Copy)]
pub struct NewNotification<'a> {
    pub to: Recipient,
    /// The law that asks for it, and which of its stages.
    pub asked_by: Option<(&'a Regime, Option<&'a Stage>)>,
}

/// Returns a draft of a notification of an incident.
///
/// # Errors
///
/// What the template says.
pub fn notification(
    setting: &Setting<'_>,
    incident_id: &str,
    given: NewNotification<'_>,
) -> Result<Draft, DraftError> {
    let id = id::notification(setting.random);
    let regime = given.asked_by.map(|(regime, _)| regime);
    let stage = given.asked_by.and_then(|(_, stage)| stage);
    let recipient = regime.filter(|_| given.to == Recipient::Authority);
    let values = [
        ("to", Value::text(given.to.as_str())),
        ("recipient", Value::known(recipient.map(|regime| &*regime.authority))),
        ("regime", Value::known(regime.map(|regime| &*regime.id))),
        ("stage", Value::known(stage.map(|stage| &*stage.name))),
        ("contents", Value::Body(contents(given))),
    ];
    let path = format!("incidents/{incident_id}/notifications/{id}.md");
    from_template(setting, Kind::Notification, path, &values)
}

/// Returns a line for everything that the law asks to be said, with its words behind it; each
/// waits as a comment, because what is not said has no line.
fn contents(given: NewNotification<'_>) -> String {
    let Some((regime, Some(stage))) = given.asked_by else { return String::new() };
    let blanks = regime.contents_of(stage).map(|it| format!("\n  # {}: # {}", it.id, it.asks));
    blanks.collect()
}

/// Returns a draft of an incident's review.
///
/// # Errors
///
/// What the template says.
pub fn review(setting: &Setting<'_>, incident_id: &str) -> Result<Draft, DraftError> {
    from_template(setting, Kind::Review, format!("incidents/{incident_id}/review.md"), &[])
}
