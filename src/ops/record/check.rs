//! What the rules say about changes before they are recorded.
//!
//! Findings of form and integrity in the own paths stop a record; a duty that somebody still owes
//! never does: it goes with the record as `Open:`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::head::{SIGNATURES, machine, recorded_for};
use super::{Author, Change, Request};
use crate::diagnostic::{Class, Diagnostic, Level, Place};
use crate::model::engagement::Engagement;
use crate::model::kind;
use crate::ops::open::Opened;
use crate::source::Sources;
use crate::trail::store::{Store, StoreError};
use crate::validate::{self, Facts};

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

/// Checks changes of an engagement.
fn check(
    engagement: &Engagement,
    store: &Store,
    changes: &[Change],
    now: Timestamp,
) -> Result<Checked, StoreError> {
    let engagement = with_changes(engagement, changes);
    let own: BTreeSet<String> = changes.iter().map(|change| change.path.clone()).collect();
    let mut recorded = recorded_for(store, &engagement, &own)?;
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

/// Returns the engagement as it will be with these changes.
fn with_changes(engagement: &Engagement, changes: &[Change]) -> Engagement {
    let sources = engagement.sources.iter();
    let mut texts: BTreeMap<&str, Cow<'_, str>> =
        sources.map(|source| (&*source.path, Cow::Borrowed(&*source.text))).collect();
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
    for schema in schemas_with_changes(engagement, changes) {
        sources.add_beside(schema.0, schema.1);
    }
    Engagement::assemble(sources, engagement.unread.clone())
}

/// Returns the engagement's own schemas, by path, as they will be.
fn schemas_with_changes(engagement: &Engagement, changes: &[Change]) -> BTreeMap<String, String> {
    let there = engagement.sources.beside().iter();
    let mut texts: BTreeMap<String, String> =
        there.map(|source| (source.path.to_string(), (*source.text).to_owned())).collect();
    for change in changes.iter().filter(|change| kind::is_own_schema(&change.path)) {
        match &change.contents {
            Some(bytes) => {
                texts.insert(change.path.clone(), String::from_utf8_lossy(bytes).into_owned())
            }
            None => texts.remove(&change.path),
        };
    }
    texts
}

fn is_own(diagnostic: &Diagnostic, engagement: &Engagement, own: &BTreeSet<String>) -> bool {
    match &diagnostic.place {
        Place::Span(span) => own.contains(&*engagement.sources.get(span.source).path),
        Place::File(path) => own.contains(path),
        Place::Record(_) | Place::Engagement => false,
    }
}
