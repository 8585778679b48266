//! New documents: what `new`, `note` and `init` write before anything is signed.
//!
//! Those of an incident stand in `case`, entries in `note`.

mod case;
mod note;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use case::{
    FirstReport, NewEvidence, NewNotification, evidence, incident, notification, review,
};
pub use note::{Note, NotedSource, entry};

use super::draft::{self, DraftError, Value};
use super::fmt::canonical;
use crate::model::answer;
use crate::model::engagement::{AGREEMENT_PATH, CONTEXT_PATH, Engagement};
use crate::model::exercise::ExerciseType;
use crate::model::id::{self, slug};
use crate::model::kind::Kind;
use crate::model::person::Function;
use crate::model::time::{Day, Time};
use crate::model::vocabulary::Party;
use crate::visible::{typed, visible_line};
use crate::workspace::Workspace;

/// A document that is not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub path: String,
    pub text: String,
}

/// Where and when a document is written.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    pub workspace: Option<&'a Workspace>,
    /// Language of the new document (BCP 47).
    pub language: String,
    pub zone: TimeZone,
    pub now: Timestamp,
    /// Random bytes for its id.
    pub random: [u8; 4],
}

impl<'a> Setting<'a> {
    /// Takes language and zone from the engagement.
    pub fn of(
        engagement: &Engagement,
        workspace: &'a Workspace,
        now: Timestamp,
        random: [u8; 4],
    ) -> Self {
        Self {
            workspace: Some(workspace),
            language: engagement.language().to_owned(),
            zone: engagement.zone(),
            now,
            random,
        }
    }

    fn now_text(&self) -> String {
        Time::at(self.now, &self.zone).to_string()
    }
}

/// Returns a draft of the agreement, with `handle` as the auditor.
///
/// # Errors
///
/// What the template says.
pub fn agreement(setting: &Setting<'_>, handle: &str) -> Result<Draft, DraftError> {
    let values = [("handle", Value::text(handle))];
    from_template(setting, Kind::Agreement, AGREEMENT_PATH.to_owned(), &values)
}

/// Returns a draft of a person.
///
/// # Errors
///
/// What the template says.
pub fn person(
    setting: &Setting<'_>,
    handle: &str,
    party: Party,
    functions: &[Function],
) -> Result<Draft, DraftError> {
    let functions = functions.iter().map(ToString::to_string).collect();
    let values = [
        ("handle", Value::text(handle)),
        ("party", Value::text(party.as_str())),
        ("functions", Value::List(functions)),
        ("time_zone", Value::text(setting.zone.iana_name().unwrap_or("UTC"))),
    ];
    from_template(setting, Kind::Person, format!("people/{handle}.md"), &values)
}

/// Returns a draft of a procedure.
///
/// # Errors
///
/// What the template says.
pub fn procedure(setting: &Setting<'_>, title: &str) -> Result<Draft, DraftError> {
    let values = [("title", Value::text(title))];
    from_template(setting, Kind::Procedure, format!("procedures/{}.md", slug(title)), &values)
}

/// Returns a draft of the context.
///
/// # Errors
///
/// What the template says.
pub fn context(setting: &Setting<'_>) -> Result<Draft, DraftError> {
    from_template(setting, Kind::Context, CONTEXT_PATH.to_owned(), &[])
}

/// Returns a planned exercise.
///
/// # Errors
///
/// What the template says.
pub fn exercise(
    setting: &Setting<'_>,
    scenario: &str,
    exercise_type: ExerciseType,
) -> Result<Draft, DraftError> {
    let year = setting.now.to_zoned(setting.zone.clone()).year();
    let id = id::exercise(year, setting.random);
    let values = [
        ("scenario", Value::Text(visible_line(&typed(scenario)).into_owned())),
        ("type", Value::text(exercise_type.as_str())),
    ];
    from_template(setting, Kind::Exercise, format!("exercises/{id}.md"), &values)
}

/// A task, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct NewTask {
    pub title: String,
    /// Handle of who does it.
    pub owner: Option<String>,
    pub due: Option<Day>,
    /// Id of the document it comes from.
    pub from: Option<String>,
}

/// Returns an open task.
///
/// # Errors
///
/// What the template says.
pub fn task(setting: &Setting<'_>, task: &NewTask) -> Result<Draft, DraftError> {
    let due = task.due.as_ref().map(Day::as_str);
    let values = [
        ("title", Value::Text(visible_line(&typed(&task.title)).into_owned())),
        ("owner", Value::known(task.owner.as_deref())),
        ("due", due.map_or(Value::Blank, |due| Value::Body(due.to_owned()))),
        ("from", Value::known(task.from.as_deref())),
    ];
    from_template(setting, Kind::Task, format!("tasks/{}.md", id::task(setting.random)), &values)
}

/// An answer to a finding.
#[derive(Debug, Clone, Default)]
pub struct NewAnswer {
    /// Name of the rule.
    pub rule: String,
    /// Id of the document that the finding is in; for a file that is none, its path.
    pub about: String,
    /// The field that it is in.
    pub field: Option<String>,
    pub because: Option<String>,
}

/// Returns an answer of `handle`; without one, who answers is left blank. A second answer to one
/// rule about one document has its field in its name.
///
/// # Errors
///
/// What the template says.
pub fn answer(
    setting: &Setting<'_>,
    handle: Option<&str>,
    given: &NewAnswer,
) -> Result<Draft, DraftError> {
    let because = given.because.as_deref().map(|because| typed(because.trim()));
    let values = [
        ("rule", Value::text(&*given.rule)),
        ("about", Value::text(&*given.about)),
        ("field", Value::known(given.field.as_deref())),
        ("because", Value::known(because.as_deref())),
        ("by", Value::known(handle)),
    ];
    let mut path = answer::path(&given.rule, &given.about, None);
    if setting.workspace.is_some_and(|workspace| workspace.exists(&path)) {
        path = answer::path(&given.rule, &given.about, given.field.as_deref());
    }
    from_template(setting, Kind::Answer, path, &values)
}

fn from_template(
    setting: &Setting<'_>,
    kind: Kind,
    path: String,
    values: &[(&str, Value)],
) -> Result<Draft, DraftError> {
    let template = draft::template(setting.workspace, kind, &setting.language)?;
    Ok(Draft { text: canonical(&path, draft::fill(&template, values)?), path })
}

#[cfg(test)]
mod tests;
