//! Checking an engagement's documents, with what the trail holds of them.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::open::Opened;
use super::record;
use super::select::{Before, SelectError, Subject, as_text};
use crate::diagnostic::Diagnostic;
use crate::document::unread::{Unread, UnreadReason};
use crate::model::engagement::Engagement;
use crate::model::id;
use crate::model::kind::Kind;
use crate::source::Sources;
use crate::suggest::nearest;
use crate::trail::store::{Store, StoreError};
use crate::validate::fingerprint::identify;
use crate::validate::private::Private;
use crate::validate::rules::{self, RULES};
use crate::validate::schema::{self, Schema};
use crate::validate::{self, Facts, Machine, Recorded, Rule, path_of, unread_of};
use crate::workspace::{Workspace, WorkspaceError};

/// What was found, and in which documents it was looked for.
#[derive(Debug)]
pub struct Checked {
    /// In the order of path, place and rule.
    pub findings: Vec<Diagnostic>,
    /// Paths, sorted.
    pub documents: Vec<String>,
    /// Paths of documents whose earlier texts were not looked at, because the history is cut off.
    pub unseen: BTreeSet<String>,
    /// Paths of documents that could not be read, and of which no finding here says so, because
    /// others were asked for.
    pub unread: BTreeSet<String>,
}

/// Which findings are shown.
#[derive(Debug, Default)]
pub struct Choice<'a> {
    /// Relative to the engagement; a folder's path stands for all that is in it. None is all.
    pub paths: Vec<String>,
    /// None is all.
    pub rules: Vec<&'a Rule>,
}

impl Choice<'_> {
    /// Returns whether a finding is among those that are shown.
    pub fn takes(&self, engagement: &Engagement, finding: &Diagnostic) -> bool {
        let is_at = |known| self.paths.iter().any(|path| lies_at(known, path));
        let is_named = self.rules.iter().any(|rule| rule.name == finding.rule);
        let path = path_of(engagement, finding);
        (self.paths.is_empty() || path.is_none_or(is_at)) && (self.rules.is_empty() || is_named)
    }
}

impl Checked {
    /// Leaves out the findings of other rules than these; none is all.
    pub fn keep(&mut self, rules: &[&Rule]) {
        if !rules.is_empty() {
            self.findings.retain(|finding| rules.iter().any(|rule| rule.name == finding.rule));
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    #[error("no document matches `{path}`")]
    NoMatch { path: String, nearest: Option<String> },
    #[error("there is no rule `{name}`")]
    NoRule { name: String, nearest: Option<&'static str> },
    #[error("there is nothing called `{name}` to check a document as")]
    NoSchema { name: String, nearest: Option<&'static str> },
    #[error("there is no file `{}`", .0.display())]
    NotThere(PathBuf),
    #[error("cannot read `{}`: {why}", .path.display())]
    Unread { path: PathBuf, why: String },
    #[error(transparent)]
    Select(#[from] SelectError),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
}

/// Checks the whole engagement and returns what was chosen of it; where only what changed is asked
/// for, that is what lies in a changed document or was not to be found before.
///
/// # Errors
///
/// [`ValidateError::NoMatch`] when a path names no document.
pub fn validate(
    subject: &Subject,
    choice: &Choice<'_>,
    now: Timestamp,
) -> Result<Checked, ValidateError> {
    let engagement = &subject.engagement;
    let all = || {
        let read = engagement.documents.iter().map(|document| &*document.path);
        read.chain(engagement.unread.iter().map(|unread| &*unread.path))
    };
    let paths = &choice.paths;
    let is_schema = |path: &&String| {
        let mut schemas = engagement.sources.beside().iter();
        schemas.any(|schema| lies_at(&schema.path, path))
    };
    let is_known = |path: &&String| all().any(|known| lies_at(known, path)) || is_schema(path);
    if let Some(path) = paths.iter().find(|path| !is_known(path)) {
        let folders = all().flat_map(|known| known.match_indices('/').map(|(at, _)| &known[..at]));
        let nearest = meant_by(engagement, path)
            .or_else(|| nearest(path, all().chain(folders)))
            .map(str::to_owned);
        return Err(ValidateError::NoMatch { path: path.clone(), nearest });
    }
    let is_at_path =
        |known: &str| paths.is_empty() || paths.iter().any(|path| lies_at(known, path));
    let is_changed =
        |known: &str| subject.before.as_ref().is_none_or(|before| before.changed.contains(known));
    let mut findings = check(engagement, &subject.head, now);
    let unread = unread_of(engagement, &findings);
    if let Some(before) = &subject.before {
        findings = news(findings, engagement, before, now);
    }
    findings.retain(|finding| path_of(engagement, finding).is_none_or(is_at_path));
    let documents = all().filter(|known| is_at_path(known) && is_changed(known));
    let mut documents: Vec<String> = documents.map(str::to_owned).collect();
    documents.sort_unstable();
    let heads = [Some(&subject.head), subject.before.as_ref().map(|before| &before.head)];
    let unseen = heads.into_iter().flatten().flat_map(|head| head.recorded.unseen.iter().cloned());
    let mut checked = Checked { findings, documents, unseen: unseen.collect(), unread };
    checked.keep(&choice.rules);
    // What is told already need not be said again.
    let told = unread_of(engagement, &checked.findings);
    checked.unread.retain(|path| !told.contains(path));
    Ok(checked)
}

/// Returns the path of the document whose id or whose path without its ending was given.
fn meant_by<'a>(engagement: &'a Engagement, given: &str) -> Option<&'a str> {
    let is_meant = |path: &str, id: &str| {
        id::is_same(id, given) || path.strip_suffix(".md").is_some_and(|path| path == given)
    };
    let mut documents = engagement.documents.iter();
    documents.find(|it| is_meant(&it.path, &it.id)).map(|it| &*it.path)
}

/// Returns the findings that lie in a changed document or were not to be found before.
fn news(
    findings: Vec<Diagnostic>,
    engagement: &Engagement,
    before: &Before,
    now: Timestamp,
) -> Vec<Diagnostic> {
    // Fingerprints are compared only with each other, so nothing has to be hidden from them.
    let private = Private::default();
    let known: HashSet<String> =
        identify(&before.engagement, &private, &check(&before.engagement, &before.head, now))
            .into_iter()
            .map(|identity| identity.fingerprint)
            .collect();
    let identities = identify(engagement, &private, &findings);
    let news = findings.into_iter().zip(identities).filter(|(finding, identity)| {
        let path = path_of(engagement, finding);
        path.is_some_and(|path| before.changed.contains(path))
            || !known.contains(&identity.fingerprint)
    });
    news.map(|(finding, _)| finding).collect()
}

/// Checks documents by themselves, in an engagement or not, as if they were of one kind; the
/// engagement that is returned holds nothing but them.
///
/// # Errors
///
/// [`ValidateError::NoSchema`] for an unknown kind.
pub fn validate_as(
    name: &str,
    (sources, unread): Alone,
    now: Timestamp,
) -> Result<(Checked, Engagement), ValidateError> {
    let schema = schema_named(name)?;
    let mut findings = validate::check_unread(&unread);
    let mut documents: Vec<String> = unread.iter().map(|unread| unread.path.clone()).collect();
    for source in sources.iter() {
        findings.extend(validate::check_alone(source, schema));
        documents.push(source.path.to_string());
    }
    documents.sort_unstable();
    let alone = Engagement::assemble_as(sources, unread, Kind::named(name));
    findings.extend(validate::check_texts(&alone, now));
    findings.sort_by_key(|finding| (finding.span(), finding.rule));
    let (unseen, unread) = (BTreeSet::new(), BTreeSet::new());
    Ok((Checked { findings, documents, unseen, unread }, alone))
}

/// Documents by themselves: those that are text, and those that are none.
pub type Alone = (Sources, Vec<Unread>);

/// Reads documents where they lie, in an engagement or not.
///
/// # Errors
///
/// [`ValidateError::NotThere`] for a path at which nothing lies, and [`ValidateError::Unread`] where
/// the system refuses.
pub fn read_alone(folder: &Path, files: &[PathBuf]) -> Result<Alone, ValidateError> {
    let (mut sources, mut unread) = Alone::default();
    for file in files {
        let full = folder.join(file);
        let missing = || ValidateError::NotThere(file.clone());
        let path = file.display().to_string();
        // `/` and `..` have no name, and are folders.
        let (Some(above), Some(name)) = (full.parent(), full.file_name()) else {
            unread.push(Unread { path, why: UnreadReason::NotAFile("folder") });
            continue;
        };
        let workspace = Workspace::at(above).map_err(|_| missing())?;
        match workspace.read_document(&name.to_string_lossy()) {
            Ok(text) => {
                sources.add(path, text);
            }
            Err(UnreadReason::NotThere) => return Err(missing()),
            Err(UnreadReason::Refused(why)) => {
                return Err(ValidateError::Unread { path: file.clone(), why });
            }
            Err(why) => unread.push(Unread { path, why }),
        }
    }
    Ok((sources, unread))
}

/// Takes the bytes of standard input as a document by itself.
pub fn read_input(kind: &str, bytes: Vec<u8>) -> Alone {
    // The ending says how it is written: an engagement is YAML, everything else Markdown.
    let places = Kind::named(kind).map_or(&[][..], |kind| kind.info().places);
    let is_yaml = places.iter().any(|place| place.ends_with(".yaml"));
    let name = if is_yaml { "stdin.yaml" } else { "stdin.md" };
    let (mut sources, mut unread) = Alone::default();
    match as_text(bytes) {
        Ok(text) => {
            sources.add(name, text);
        }
        Err(why) => unread.push(Unread { path: name.to_owned(), why }),
    }
    (sources, unread)
}

/// Returns the rules of these names.
///
/// # Errors
///
/// [`ValidateError::NoRule`] for a name that no rule has.
pub fn rules_named(names: &[String]) -> Result<Vec<&'static Rule>, ValidateError> {
    let rule = |name: &String| {
        rules::named(name).ok_or_else(|| ValidateError::NoRule {
            name: name.clone(),
            nearest: nearest(name, RULES.iter().map(|rule| rule.name)),
        })
    };
    names.iter().map(rule).collect()
}

/// Returns every finding of the whole engagement.
///
/// # Errors
///
/// What the store says of a repository that cannot be used; a folder without one is no error.
pub fn findings(opened: &Opened, now: Timestamp) -> Result<Vec<Diagnostic>, StoreError> {
    let head = Head::of(&opened.workspace, &opened.engagement)?;
    Ok(check(&opened.engagement, &head, now))
}

/// What the rules know beside the documents.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) recorded: Recorded,
    pub(super) machine: Option<Machine>,
}

impl Head {
    /// Returns what stands beside the documents of a folder; nothing where there is no repository.
    pub(super) fn of(workspace: &Workspace, engagement: &Engagement) -> Result<Self, StoreError> {
        let mut missing_pictures = validate::pictures(engagement);
        missing_pictures.retain(|path| !workspace.exists(path));
        if !workspace.exists(".git") {
            let recorded = Recorded { missing_pictures, ..Recorded::default() };
            return Ok(Self { recorded, machine: None });
        }
        let store = Store::open(workspace.root())?;
        let mut recorded = record::recorded(&store, engagement)?;
        recorded.missing_pictures = missing_pictures;
        recorded.signatures.get_or_insert_default().extend(signatures(workspace));
        Ok(Self { recorded, machine: Some(record::machine(&store)) })
    }

    pub(super) fn facts<'a>(&'a self, engagement: &'a Engagement, now: Timestamp) -> Facts<'a> {
        let facts = Facts::new(engagement, &self.recorded, now);
        match &self.machine {
            Some(machine) => facts.with_machine(machine),
            None => facts,
        }
    }
}

fn check(engagement: &Engagement, head: &Head, now: Timestamp) -> Vec<Diagnostic> {
    validate::check(&head.facts(engagement, now))
}

/// Returns what is needed to say which text of the agreement is in force, and what these incidents
/// were before; of a trail that cannot be read, nothing.
pub(super) fn history_of(opened: &Opened, incidents: &BTreeSet<String>) -> Recorded {
    if !opened.workspace.exists(".git") {
        return Recorded::default();
    }
    let history = Store::open(opened.workspace.root())
        .and_then(|store| record::history_of(&store, &opened.engagement, incidents));
    let mut recorded = history.unwrap_or_default();
    recorded.signatures.get_or_insert_default().extend(signatures(&opened.workspace));
    recorded
}

/// Returns the paths of the agreement's detached signatures in the folder, recorded or not.
pub(super) fn signatures(workspace: &Workspace) -> impl Iterator<Item = String> {
    [".asc", ".sig"].into_iter().flat_map(|ending| {
        let names = workspace.names_in("signatures", ending);
        names.into_iter().map(move |name| format!("signatures/{name}{ending}"))
    })
}

fn schema_named(name: &str) -> Result<&'static Schema, ValidateError> {
    let names = schema::all().iter().map(|schema| schema.name);
    schema::named(name).ok_or_else(|| ValidateError::NoSchema {
        name: name.to_owned(),
        nearest: nearest(name, names),
    })
}

pub(super) fn lies_at(known: &str, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    path.is_empty()
        || known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
