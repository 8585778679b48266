//! What the rules say about changes before they are recorded.
//!
//! Findings of form and integrity in the own paths stop a record; a duty that somebody still owes
//! never does: it goes with the record as `Open:`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Author, Change, Request};
use crate::diagnostic::{Class, Diagnostic, Level, Place};
use crate::model::engagement::{AGREEMENT_PATH, Engagement};
use crate::model::kind;
use crate::ops::open::Opened;
use crate::source::Sources;
use crate::trail::object::{Kind, Oid};
use crate::trail::store::{self, Store, StoreError};
use crate::validate::{self, Facts, Machine};

/// Changes, checked as they would be recorded.
#[derive(Debug)]
pub struct Checked {
    /// The engagement with the changes in it; the findings point into its texts.
    pub engagement: Engagement,
    /// Findings in the own paths that stop the record.
    pub blocking: Vec<Diagnostic>,
    /// Names of the duty rules that are open in the own paths, sorted.
    pub open: Vec<String>,
}

/// Why changes are not ready to be recorded.
#[derive(Debug, thiserror::Error)]
pub enum Unready {
    #[error("{} in what would be recorded", count(.0.blocking.len()))]
    Blocked(Box<Checked>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn count(findings: usize) -> String {
    if findings == 1 { "1 finding".to_owned() } else { format!("{findings} findings") }
}

/// Checks changes and makes them a request, with the duties that stay open.
///
/// # Errors
///
/// [`Unready::Blocked`] when a finding of form or integrity stops them.
pub fn ready(
    opened: &Opened,
    changes: Vec<Change>,
    author: Author,
    now: Timestamp,
) -> Result<Request, Unready> {
    let store = Store::open(opened.workspace.root())?;
    let checked = check(&opened.engagement, &store, &changes, now)?;
    if !checked.blocking.is_empty() {
        return Err(Unready::Blocked(Box::new(checked)));
    }
    let profile = opened.engagement.profile();
    let codename = profile.and_then(|profile| profile.codename.clone());
    Ok(Request {
        root: opened.workspace.root().to_owned(),
        changes,
        open: checked.open,
        author,
        codename: codename.unwrap_or_else(|| "engagement".to_owned()),
        now,
    })
}

/// Folder of the agreement's detached signatures.
pub(in crate::ops) const SIGNATURES: &str = "signatures/";

/// Checks changes of an engagement.
fn check(
    engagement: &Engagement,
    store: &Store,
    changes: &[Change],
    now: Timestamp,
) -> Result<Checked, StoreError> {
    let engagement = with_changes(engagement, changes);
    let own: BTreeSet<String> = changes.iter().map(|change| change.path.clone()).collect();
    let mut recorded = recorded(store, &engagement)?;
    recorded.recording.clone_from(&own);
    for change in changes.iter().filter(|change| change.path.starts_with(SIGNATURES)) {
        let files = recorded.signatures.get_or_insert_default();
        match &change.contents {
            Some(_) => files.insert(change.path.clone()),
            None => files.remove(&change.path),
        };
    }
    let machine = machine(store);
    let facts = Facts::new(&engagement, &recorded, now).with_machine(&machine);
    let findings = validate::check(&facts);
    let findings: Vec<Diagnostic> =
        findings.into_iter().filter(|it| is_own(it, &engagement, &own)).collect();
    let open: BTreeSet<String> = findings
        .iter()
        .filter(|it| it.class == Class::Duty && it.level > Level::Note)
        .map(|it| it.rule.to_owned())
        .collect();
    let blocking = findings.into_iter().filter(Diagnostic::blocks_recording).collect();
    Ok(Checked { engagement, blocking, open: open.into_iter().collect() })
}

/// Returns what git's settings say that rules want to know.
pub fn machine(store: &Store) -> Machine {
    let settings = store::git_settings(Some(store.root()));
    Machine {
        user_name: settings.user_name,
        user_email: settings.user_email,
        remotes: settings.remotes,
    }
}

/// Returns what the newest record holds of the documents, as the rules want to know it.
pub fn recorded(store: &Store, engagement: &Engagement) -> Result<validate::Recorded, StoreError> {
    match store.head()?.oid() {
        Some(head) => recorded_at(store, head, engagement),
        None => Ok(without_signatures()),
    }
}

/// Returns nothing recorded yet, and no file in `signatures/`, which was looked at.
fn without_signatures() -> validate::Recorded {
    validate::Recorded { signatures: Some(BTreeSet::new()), ..validate::Recorded::default() }
}

/// Returns what a record holds of the documents that lie on top of it.
pub fn recorded_at(
    store: &Store,
    head: Oid,
    engagement: &Engagement,
) -> Result<validate::Recorded, StoreError> {
    let mut recorded = without_signatures();
    for (path, file) in store.files(head)? {
        if path.starts_with(SIGNATURES) {
            recorded.signatures.get_or_insert_default().insert(path.clone());
        }
        if !kind::is_document(&path) {
            // What is absent or damaged is for `verify` to tell.
            let size = store.size(file.oid).ok().flatten().map_or(0, |size| size as u64);
            if size >= validate::LARGE_FILE_BYTES {
                recorded.large_files.insert(path, size);
            }
            continue;
        }
        let here = engagement.get(&path).map(|document| &engagement.source(document).text);
        let is_same =
            here.is_some_and(|text| Oid::of(Kind::Blob, text.as_bytes()) == Some(file.oid));
        if !is_same && let Ok(before) = String::from_utf8(store.blob(file.oid)?) {
            recorded.changed.insert(path.clone(), before);
        }
        recorded.paths.insert(path);
    }
    recorded.earlier = earlier(store, head, &validate::wants_earlier(engagement))?;
    Ok(recorded)
}

/// Returns the earlier texts of the agreement, with the recorded one where it differs from the
/// folder's; none where the one in the folder is signed by both.
pub fn agreement_history(
    store: &Store,
    engagement: &Engagement,
) -> Result<validate::Recorded, StoreError> {
    let mut recorded = validate::Recorded::default();
    let mut wanted = validate::wants_earlier(engagement);
    wanted.retain(|path| path == AGREEMENT_PATH);
    let (Some(head), false) = (store.head()?.oid(), wanted.is_empty()) else { return Ok(recorded) };
    if let Some(file) = store.files_at(head, wanted.iter())?.remove(AGREEMENT_PATH)
        && let Ok(text) = String::from_utf8(store.blob(file.oid)?)
    {
        recorded.changed.insert(AGREEMENT_PATH.to_owned(), text);
    }
    recorded.earlier = earlier(store, head, &wanted)?;
    Ok(recorded)
}

/// Returns the texts that documents had before the newest record, newest first.
fn earlier(
    store: &Store,
    head: Oid,
    paths: &[String],
) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if paths.is_empty() {
        return Ok(texts);
    }
    let mut last: BTreeMap<String, Oid> = BTreeMap::new();
    for link in store.history(head)?.into_iter().rev().filter(|link| !link.absent) {
        for (path, file) in store.files_at(link.oid, paths.iter())? {
            let before = last.insert(path.clone(), file.oid);
            let is_earlier = before.is_some_and(|before| before != file.oid);
            if is_earlier && let Ok(text) = String::from_utf8(store.blob(file.oid)?) {
                texts.entry(path).or_default().push(text);
            }
        }
    }
    Ok(texts)
}

/// Returns the engagement as it will be with these changes.
fn with_changes(engagement: &Engagement, changes: &[Change]) -> Engagement {
    let sources = engagement.sources.iter();
    let mut texts: BTreeMap<&str, Cow<'_, str>> =
        sources.map(|source| (source.path.as_str(), Cow::Borrowed(&*source.text))).collect();
    for change in changes.iter().filter(|change| kind::is_document(&change.path)) {
        match &change.contents {
            Some(bytes) => texts.insert(&change.path, String::from_utf8_lossy(bytes)),
            None => texts.remove(change.path.as_str()),
        };
    }
    let mut sources = Sources::default();
    for (path, text) in texts {
        sources.add(path, text.into_owned());
    }
    Engagement::assemble(sources, engagement.unread.clone())
}

fn is_own(diagnostic: &Diagnostic, engagement: &Engagement, own: &BTreeSet<String>) -> bool {
    match &diagnostic.place {
        Place::Span(span) => own.contains(&engagement.sources.get(span.source).path),
        Place::File(path) => own.contains(path),
        Place::Record(_) | Place::Engagement => false,
    }
}
