//! What is open, what is owed, and what is not signed yet.

use jiff::Timestamp;
use serde::Serialize;

use super::open::Opened;
use super::validate;
use crate::diagnostic::{Class, Diagnostic, Level};
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::id;
use crate::model::incident::{Incident, IncidentStatus};
use crate::model::time::Time;
use crate::trail::store::{Store, StoreError};
use crate::workspace::Workspace;

/// The engagement on one screen.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    pub codename: Option<String>,
    pub incidents: Vec<OpenIncident>,
    /// What somebody still has to do.
    pub duties: Vec<Duty>,
    /// Findings that keep documents from being signed or trusted.
    pub errors: usize,
    /// Changed since the newest record; `None` when there is no trail to compare with.
    pub unsigned: Option<Vec<Unsigned>>,
}

/// An incident that is not over.
#[derive(Debug, Clone, Serialize)]
pub struct OpenIncident {
    pub id: String,
    pub title: Option<String>,
    pub status: Option<IncidentStatus>,
    pub severity: String,
    /// Whether it must be told.
    pub notifiable: bool,
    pub entries: usize,
}

/// Something that somebody still has to do.
#[derive(Debug, Clone, Serialize)]
pub struct Duty {
    pub rule: &'static str,
    pub path: Option<String>,
    pub message: String,
}

/// A file that is not signed as it is.
#[derive(Debug, Clone, Serialize)]
pub struct Unsigned {
    pub path: String,
    /// Whole minutes since it was written.
    pub minutes: Option<i64>,
}

/// Statuses after which nobody has to do anything more.
const OVER: &[IncidentStatus] =
    &[IncidentStatus::Closed, IncidentStatus::FalsePositive, IncidentStatus::NearMiss];

/// Returns the incidents that are not over, sorted by id.
pub fn open_incidents(
    engagement: &Engagement,
) -> impl Iterator<Item = (&TypedDocument, &Incident)> {
    let is_open =
        |incident: &Incident| incident.status.is_none_or(|status| !OVER.contains(&status));
    engagement.incidents().filter(move |(_, incident)| is_open(incident))
}

/// Returns what is open at this time.
///
/// # Errors
///
/// What the store says of a repository that cannot be used; a folder without one is no error.
pub fn status(opened: &Opened, now: Timestamp) -> Result<Status, StoreError> {
    let engagement = &opened.engagement;
    let agreement = engagement.agreement().map(|(_, agreement)| agreement);
    let incidents = open_incidents(engagement).map(|(document, incident)| OpenIncident {
        id: document.id.clone(),
        title: incident.title.clone(),
        status: incident.status,
        severity: incident.severity.clone().unwrap_or_else(|| "unknown".to_owned()),
        notifiable: agreement.is_none_or(|it| it.is_notifiable(incident.severity.as_deref())),
        entries: engagement
            .entries()
            .filter(|(entry, _)| id::incident_of_path(&entry.path) == Some(&document.id))
            .count(),
    });
    let findings = validate::findings(opened, now)?;
    let (duties, others): (Vec<Diagnostic>, Vec<Diagnostic>) = findings
        .into_iter()
        .filter(|finding| finding.level > Level::Note)
        .partition(|finding| finding.class == Class::Duty);
    let duties = duties.into_iter().map(|finding| Duty {
        path: validate::path_of(engagement, &finding).map(str::to_owned),
        rule: finding.rule,
        message: finding.message,
    });
    Ok(Status {
        duties: duties.collect(),
        errors: others.iter().filter(|finding| finding.level == Level::Error).count(),
        codename: engagement.profile().and_then(|profile| profile.codename.clone()),
        incidents: incidents.collect(),
        unsigned: unsigned(&opened.workspace, engagement, now)?,
    })
}

fn unsigned(
    workspace: &Workspace,
    engagement: &Engagement,
    now: Timestamp,
) -> Result<Option<Vec<Unsigned>>, StoreError> {
    if !workspace.exists(".git") {
        return Ok(None);
    }
    let changed = Store::open(workspace.root())?.changed_paths()?;
    let unsigned = changed.into_iter().map(|changed| {
        let written = engagement
            .get(&changed.path)
            .and_then(recorded_at)
            .or_else(|| workspace.modified_at(&changed.path));
        let minutes = written.map(|written| now.duration_since(written).as_mins().max(0));
        Unsigned { path: changed.path, minutes }
    });
    Ok(Some(unsigned.collect()))
}

/// Returns when an entry says that it was written.
fn recorded_at(document: &TypedDocument) -> Option<Timestamp> {
    match &document.content {
        Content::Entry(entry) => entry.recorded_at.as_ref().and_then(Time::instant),
        _ => None,
    }
}
