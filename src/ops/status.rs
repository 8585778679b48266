//! What is open, what is owed, and what is not signed yet.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::open::Opened;
use super::validate;
use crate::diagnostic::{Class, Diagnostic, Level};
use crate::document::unread::{Unread, UnreadReason};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::id;
use crate::model::incident::{Incident, IncidentStatus};
use crate::model::kind;
use crate::model::task::{Task, TaskStatus};
use crate::model::time::{Day, Time};
use crate::model::vocabulary::ConsentForm;
use crate::trail::store::{Store, StoreError};
use crate::validate::levels::{ChangedLevel, Levels};
use crate::validate::private::Private;
use crate::validate::{self as rules, AgreementFile, InForce, Standing};
use crate::workspace::Workspace;

/// The engagement on one screen.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    pub codename: Option<String>,
    /// Where the agreement stands; `None` when there is none.
    pub agreement: Option<AgreementLine>,
    pub incidents: Vec<OpenIncident>,
    pub tasks: Vec<OpenTask>,
    /// What somebody still has to do.
    pub duties: Vec<Duty>,
    /// Findings that keep documents from being signed or trusted.
    pub errors: usize,
    /// Rules that this engagement switched off or lowered.
    pub levels: Vec<ChangedLevel>,
    /// Paths of documents whose earlier texts were not looked at, because the history is cut off.
    pub unseen: BTreeSet<String>,
    /// Changed since the newest record; `None` when there is no trail to compare with.
    pub unsigned: Option<Vec<Unsigned>>,
    /// Paths of documents that lie where none belongs, and that `record` leaves out.
    pub misplaced: Vec<String>,
}

/// Where the agreement stands.
#[derive(Debug, Clone, Serialize)]
pub struct AgreementLine {
    pub status: Option<AgreementStatus>,
    /// Which text is in force.
    pub standing: Standing,
    /// What lies at the agreement's place in the folder.
    pub file: AgreementFile,
    /// Handles of who signed, in order; also those who signed an earlier text.
    pub signed_by: Vec<String>,
    pub ends: Option<Time>,
    /// Whether its end has passed.
    pub is_over: bool,
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

/// A task that is not done.
#[derive(Debug, Clone, Serialize)]
pub struct OpenTask {
    pub id: String,
    pub title: Option<String>,
    /// Handle of who does it.
    pub owner: Option<String>,
    /// Last day for it, as written.
    pub due: Option<String>,
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

/// Returns the tasks that are not done, the most urgent first.
fn open_tasks(engagement: &Engagement) -> Vec<OpenTask> {
    let tasks = engagement.tasks();
    let open = tasks.filter(|(_, task)| task.status.is_none_or(TaskStatus::is_open));
    let mut open: Vec<(&TypedDocument, &Task)> = open.collect();
    let day = |task: &Task| task.due.as_ref().and_then(Day::date);
    open.sort_by_key(|(document, task)| (day(task).is_none(), day(task), document.id.to_string()));
    open.into_iter()
        .map(|(document, task)| OpenTask {
            id: document.id.to_string(),
            title: task.title.clone(),
            owner: task.owner.clone(),
            due: task.due.as_ref().map(|due| due.as_str().to_owned()),
        })
        .collect()
}

/// Returns what is open at this time.
///
/// # Errors
///
/// What the store says of a repository that cannot be used; a folder without one is no error.
pub fn status(opened: &Opened, now: Timestamp) -> Result<Status, StoreError> {
    let engagement = &opened.engagement;
    let head = validate::Head::of(&opened.workspace, engagement)?;
    let facts = head.facts(engagement, now);
    let is_notifiable = |document: &TypedDocument, incident: &Incident| {
        let agreed = facts.agreement_of(document);
        agreed.is_none_or(|agreed| facts.is_notifiable(agreed.agreement, document, incident))
    };
    let incidents = open_incidents(engagement).map(|(document, incident)| OpenIncident {
        id: document.id.to_string(),
        title: incident.title.clone(),
        status: incident.status,
        severity: incident.severity.clone().unwrap_or_else(|| "unknown".to_owned()),
        notifiable: is_notifiable(document, incident),
        entries: engagement
            .entries()
            .filter(|(entry, _)| id::incident_of_path(&entry.path) == Some(&document.id))
            .count(),
    });
    let (duties, others): (Vec<Diagnostic>, Vec<Diagnostic>) = rules::check(&facts)
        .into_iter()
        .filter(|finding| finding.level > Level::Note)
        .partition(|finding| finding.class == Class::Duty);
    // A status is pasted into chats and read by programs.
    let private = Private::of(engagement);
    let duties = duties.into_iter().map(|finding| private.masked(&finding).0).map(|finding| Duty {
        path: rules::path_of(engagement, &finding).map(str::to_owned),
        rule: finding.rule,
        message: finding.message,
    });
    Ok(Status {
        agreement: facts.agreement_in_force().map(|it| agreement_line(it, engagement, now)),
        levels: Levels::of_engagement(engagement).changed(),
        duties: duties.collect(),
        errors: others.iter().filter(|finding| finding.level == Level::Error).count(),
        codename: engagement.profile().and_then(|profile| profile.codename.clone()),
        incidents: incidents.collect(),
        tasks: open_tasks(engagement),
        unseen: head.recorded.unseen.clone(),
        unsigned: unsigned(&opened.workspace, engagement, now)?,
        misplaced: misplaced(engagement),
    })
}

/// Tells of the agreement in the folder, which may wait for signatures, and when the one in force
/// ends; where the folder has none, of the recorded one.
fn agreement_line(agreed: InForce<'_>, engagement: &Engagement, now: Timestamp) -> AgreementLine {
    let here = engagement.agreement().filter(|_| agreed.file == AgreementFile::Readable);
    let agreement = here.map_or(agreed.agreement, |(_, agreement)| agreement);
    let ends = agreed.agreement.period.as_ref().and_then(|period| period.end.clone());
    let signatures = agreement.signatures.iter();
    let given = signatures.filter(|it| it.how.is_some_and(|how| how != ConsentForm::Pending));
    AgreementLine {
        status: agreement.status,
        standing: agreed.standing,
        file: agreed.file,
        signed_by: given.filter_map(|signature| signature.person.clone()).collect(),
        is_over: ends.as_ref().and_then(Time::instant).is_some_and(|end| end < now),
        ends,
    }
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
    let own = changed.into_iter().filter(|changed| kind::belongs(&changed.path));
    let unsigned = own.map(|changed| {
        let written = engagement
            .get(&changed.path)
            .and_then(recorded_at)
            .or_else(|| workspace.modified_at(&changed.path));
        let minutes = written.map(|written| now.duration_since(written).as_mins().max(0));
        Unsigned { path: changed.path, minutes }
    });
    Ok(Some(unsigned.collect()))
}

fn misplaced(engagement: &Engagement) -> Vec<String> {
    let is_misplaced = |it: &&Unread| matches!(it.why, UnreadReason::WrongPlace(_));
    engagement.unread.iter().filter(is_misplaced).map(|it| it.path.clone()).collect()
}

/// Returns when an entry says that it was written.
fn recorded_at(document: &TypedDocument) -> Option<Timestamp> {
    match &document.content {
        Content::Entry(entry) => entry.recorded_at.as_ref().and_then(Time::instant),
        _ => None,
    }
}
