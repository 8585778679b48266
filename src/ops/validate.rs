//! Checking an engagement's documents, with what the trail holds of them.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::open::Opened;
use super::record;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::unread::UnreadReason;
use crate::model::engagement::Engagement;
use crate::source::Sources;
use crate::suggest::nearest;
use crate::trail::store::{Store, StoreError};
use crate::validate::schema::{self, Schema};
use crate::validate::{self, Facts, Recorded};
use crate::workspace::{Workspace, WorkspaceError};

/// What was found, and in how many documents it was looked for.
#[derive(Debug)]
pub struct Checked {
    /// In the order of path, place and rule.
    pub findings: Vec<Diagnostic>,
    pub documents: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    #[error("no document matches `{path}`")]
    NoMatch { path: String, nearest: Option<String> },
    #[error("there is nothing called `{name}` to check a document as")]
    NoSchema { name: String, nearest: Option<&'static str> },
    #[error("cannot read `{}`: {why}", .path.display())]
    Unread { path: PathBuf, why: UnreadReason },
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks the whole engagement and returns what lies at the paths; no path means everywhere.
/// Paths are relative to the engagement; a folder's path stands for all that is in it.
///
/// # Errors
///
/// [`ValidateError::NoMatch`] when a path names no document, and what the store says of a
/// repository that cannot be used; a folder without one is no error.
pub fn validate(
    opened: &Opened,
    paths: &[String],
    now: Timestamp,
) -> Result<Checked, ValidateError> {
    let engagement = &opened.engagement;
    let all = || {
        let read = engagement.documents.iter().map(|document| &*document.path);
        read.chain(engagement.unread.iter().map(|unread| &*unread.path))
    };
    if let Some(path) = paths.iter().find(|path| !all().any(|known| lies_at(known, path))) {
        let nearest = nearest(path, all()).map(str::to_owned);
        return Err(ValidateError::NoMatch { path: path.clone(), nearest });
    }
    let is_selected =
        |known: &str| paths.is_empty() || paths.iter().any(|path| lies_at(known, path));
    let mut findings = findings(opened, now)?;
    findings.retain(|finding| path_of(engagement, finding).is_none_or(is_selected));
    Ok(Checked { findings, documents: all().filter(|known| is_selected(known)).count() })
}

/// Checks documents where they lie, in an engagement or not, as if they were of one kind.
///
/// # Errors
///
/// [`ValidateError::NoSchema`] for an unknown kind; [`ValidateError::Unread`] for a file that is
/// not there or no text.
pub fn validate_as(
    name: &str,
    folder: &Path,
    files: &[PathBuf],
) -> Result<(Checked, Sources), ValidateError> {
    let schema = schema_named(name)?;
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    for file in files {
        let full = folder.join(file);
        let workspace = Workspace::at(full.parent().unwrap_or(folder))?;
        let file_name = full.file_name().unwrap_or_default().to_string_lossy();
        let text = workspace
            .read_document(&file_name)
            .map_err(|why| ValidateError::Unread { path: file.clone(), why })?;
        let source = sources.add(file.display().to_string(), text);
        findings.extend(validate::check_alone(source, schema));
    }
    Ok((Checked { findings, documents: files.len() }, sources))
}

/// Returns every finding of the whole engagement.
///
/// # Errors
///
/// What the store says of a repository that cannot be used; a folder without one is no error.
pub fn findings(opened: &Opened, now: Timestamp) -> Result<Vec<Diagnostic>, StoreError> {
    let engagement = &opened.engagement;
    if !opened.workspace.exists(".git") {
        return Ok(validate::check(&Facts::new(engagement, &Recorded::default(), now)));
    }
    let store = Store::open(opened.workspace.root())?;
    let (recorded, machine) = (record::recorded(&store, engagement)?, record::machine(&store));
    Ok(validate::check(&Facts::new(engagement, &recorded, now).with_machine(&machine)))
}

fn schema_named(name: &str) -> Result<&'static Schema, ValidateError> {
    let names = schema::all().iter().map(|schema| schema.name);
    schema::named(name).ok_or_else(|| ValidateError::NoSchema {
        name: name.to_owned(),
        nearest: nearest(name, names),
    })
}

fn lies_at(known: &str, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    path.is_empty()
        || known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the document that a finding is in; `None` for one about the whole engagement.
pub fn path_of<'a>(engagement: &'a Engagement, finding: &'a Diagnostic) -> Option<&'a str> {
    match &finding.place {
        Place::Span(span) => Some(&engagement.sources.get(span.source).path),
        Place::File(path) => Some(path),
        Place::Record(_) | Place::Engagement => None,
    }
}
