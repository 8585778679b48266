//! What is checked: where the documents are read from, and in which of them findings are shown.
//!
//! The rules always see one whole engagement: the one in the folder, the one that git's index
//! holds, or the one of the newest record. Choosing narrows what is shown, never what the rules
//! may look at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::record;
use super::validate::Head;
use crate::document::text;
use crate::document::unread::{DOCUMENT_BYTES_MAX, Unread, UnreadReason};
use crate::model::engagement::{Engagement, PROFILE_PATH};
use crate::model::kind::{self, KINDS};
use crate::model::stray;
use crate::source::Sources;
use crate::suggest::nearest;
use crate::trail::object::Oid;
use crate::trail::store::{File, Store, StoreError};
use crate::trail::tree::Mode;
use crate::validate::Recorded;
use crate::workspace::{DOCUMENTS_MAX, Workspace, WorkspaceError};

/// Where the documents are read from.
#[derive(Debug, Clone, Copy)]
pub enum Reading<'a> {
    /// The folder as it lies there.
    Folder,
    /// The folder, with these bytes in place of what lies at the path.
    With { path: &'a str, bytes: &'a [u8] },
    /// What the next commit of git would hold; `index` is git's own name for it, where git told.
    Staged { index: Option<&'a Path> },
    /// The newest record, for what came into it since a revision.
    Since(&'a str),
}

/// An engagement as it is to be checked.
#[derive(Debug)]
pub struct Subject {
    pub engagement: Engagement,
    pub(super) head: Head,
    pub(super) before: Option<Before>,
}

/// What the engagement was, where only what changed is asked for.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) engagement: Engagement,
    pub(super) head: Head,
    /// Paths that differ.
    pub(super) changed: BTreeSet<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    #[error("no document can lie at `{path}`")]
    NoDocument { path: String, nearest: Option<String> },
    #[error("there is no revision `{0}` here")]
    NoRevision(String),
    #[error("what is staged holds no `{PROFILE_PATH}`, so it is no engagement")]
    NoProfile {
        /// Whether the folder has one.
        lies_there: bool,
    },
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads what is to be checked.
///
/// # Errors
///
/// What the folder and the repository say, and [`SelectError`]'s own for a path or a revision that
/// cannot be meant. Without a repository the folder is checked as one that holds no record.
pub fn read(workspace: &Workspace, reading: Reading<'_>) -> Result<Subject, SelectError> {
    match reading {
        Reading::Folder => {
            let (sources, unread) = workspace.documents()?;
            in_folder(workspace, Engagement::assemble(sources, unread))
        }
        Reading::With { path, bytes } => with(workspace, path, bytes),
        Reading::Staged { index } => staged(workspace, index),
        Reading::Since(revision) => since(&Store::open(workspace.root())?, revision),
    }
}

/// Returns an engagement of the folder beside what the newest record holds.
///
/// # Errors
///
/// What the store says of a repository that cannot be used; a folder without one is no error.
pub fn in_folder(workspace: &Workspace, engagement: Engagement) -> Result<Subject, SelectError> {
    let head = Head::of(workspace, &engagement)?;
    Ok(Subject { engagement, head, before: None })
}

fn with(workspace: &Workspace, path: &str, bytes: &[u8]) -> Result<Subject, SelectError> {
    if !kind::is_document(path) {
        return Err(SelectError::NoDocument { path: path.to_owned(), nearest: near(path) });
    }
    let (folder, mut unread) = workspace.documents()?;
    unread.retain(|unread| unread.path != path);
    let others = folder.iter().filter(|source| *source.path != *path);
    let mut texts: BTreeMap<&str, String> =
        others.map(|source| (&*source.path, source.text.as_ref().to_owned())).collect();
    match as_text(bytes.to_vec()) {
        Ok(text) => {
            texts.insert(path, text);
        }
        Err(why) => unread.push(Unread { path: path.to_owned(), why }),
    }
    let mut sources = Sources::default();
    for (path, text) in texts {
        sources.add(path, text);
    }
    in_folder(workspace, Engagement::assemble(sources.with_beside_of(&folder), unread))
}

/// Returns the place of a document that a path misses by a slip, with the names that it gives.
fn near(path: &str) -> Option<String> {
    let typed: Vec<&str> = path.split('/').collect();
    let filled = |place: &str| {
        let parts: Vec<&str> = place.split('/').collect();
        let is_name = |part: &str| part.starts_with('<');
        let fill = |(part, typed): (&&str, &&str)| match is_name(part) {
            true if part.ends_with(".md") => format!("{}.md", typed.trim_end_matches(".md")),
            true => (*typed).to_owned(),
            false => (*part).to_owned(),
        };
        let filled = parts.iter().zip(&typed).map(fill).collect::<Vec<_>>().join("/");
        (parts.len() == typed.len() && kind::is_document(&filled)).then_some(filled)
    };
    let places = KINDS.iter().flat_map(|kind| kind.places);
    let filled: Vec<String> = places.filter_map(|place| filled(place)).collect();
    nearest(path, filled.iter().map(String::as_str)).map(str::to_owned)
}

fn staged(workspace: &Workspace, index: Option<&Path>) -> Result<Subject, SelectError> {
    let store = Store::open(workspace.root())?;
    let files = store.staged(index)?;
    if !files.contains_key(PROFILE_PATH) {
        return Err(SelectError::NoProfile { lies_there: workspace.exists(PROFILE_PATH) });
    }
    let head = store.head()?.oid();
    compared(&store, head, head, &files)
}

fn since(store: &Store, revision: &str) -> Result<Subject, SelectError> {
    let unknown = || SelectError::NoRevision(revision.to_owned());
    let head = store.head()?.oid().ok_or_else(unknown)?;
    let given = store.revision(revision)?.ok_or_else(unknown)?;
    // What the other side added meanwhile is not ours to answer for.
    let base = store.merge_base(given, head)?.unwrap_or(given);
    compared(store, Some(base), Some(head), &store.files(head)?)
}

/// Returns the engagement of `files`, on top of the record `head`, beside that of `base`.
fn compared(
    store: &Store,
    base: Option<Oid>,
    head: Option<Oid>,
    files: &BTreeMap<String, File>,
) -> Result<Subject, SelectError> {
    let before = base.map(|base| store.files(base)).transpose()?.unwrap_or_default();
    let paths = before.keys().chain(files.keys());
    let changed = paths.filter(|path| before.get(*path) != files.get(*path)).cloned().collect();
    let before = engagement(store, &before)?;
    let now = engagement(store, files)?;
    let mut head = beside(store, head, &now)?;
    let signatures = files.keys().filter(|path| path.starts_with(record::SIGNATURES));
    head.recorded.signatures.get_or_insert_default().extend(signatures.cloned());
    Ok(Subject {
        head,
        before: Some(Before { head: beside(store, base, &before)?, engagement: before, changed }),
        engagement: now,
    })
}

/// Returns what stands beside an engagement that lies on top of a record.
fn beside(
    store: &Store,
    record: Option<Oid>,
    engagement: &Engagement,
) -> Result<Head, SelectError> {
    let recorded = match record {
        Some(oid) => record::recorded_at(store, oid, engagement)?,
        None => Recorded::default(),
    };
    Ok(Head { recorded, machine: Some(record::machine(store)) })
}

/// Reads the documents among a tree's files.
fn engagement(store: &Store, files: &BTreeMap<String, File>) -> Result<Engagement, SelectError> {
    let (mut sources, mut unread) = (Sources::default(), Vec::new());
    let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
    let is_read = |path: &str| {
        kind::is_document(path)
            || kind::is_own_schema(path)
            || kind::is_folders_place(path)
            || stray::may_be(path)
    };
    let read = files.iter().filter(|(path, _)| is_read(path) && !is_hidden(path));
    for (at, (path, file)) in read.enumerate() {
        if at >= DOCUMENTS_MAX {
            return Err(WorkspaceError::TooMany.into());
        }
        let read = match kind::is_folders_place(path) {
            true => Err(UnreadReason::NotAFolder),
            false => document(store, *file)?,
        };
        if stray::may_be(path) {
            let kind = read.ok().and_then(|text| stray::kind_in(&text));
            let why = kind.map(|kind| UnreadReason::WrongPlace(kind.name()));
            unread.extend(why.map(|why| Unread { path: path.clone(), why }));
            continue;
        }
        match read {
            Ok(text) if kind::is_own_schema(path) => sources.add_beside(path.clone(), text),
            Ok(text) => {
                sources.add(path.clone(), text);
            }
            Err(why) => unread.push(Unread { path: path.clone(), why }),
        }
    }
    Ok(Engagement::assemble(sources, unread))
}

fn document(store: &Store, file: File) -> Result<Result<String, UnreadReason>, StoreError> {
    match file.mode {
        Mode::Link => return Ok(Err(UnreadReason::SymbolicLink)),
        Mode::Folder | Mode::Submodule => return Ok(Err(UnreadReason::NotAFile("repository"))),
        Mode::File | Mode::Executable => {}
    }
    let size = store.blob_size(file.oid)?;
    if size > DOCUMENT_BYTES_MAX {
        return Ok(Err(UnreadReason::TooLarge(size)));
    }
    Ok(text::decode(store.blob(file.oid)?).map_err(UnreadReason::NotText))
}

/// Takes bytes as a document's text.
pub(super) fn as_text(bytes: Vec<u8>) -> Result<String, UnreadReason> {
    match bytes.len() as u64 {
        size if size > DOCUMENT_BYTES_MAX => Err(UnreadReason::TooLarge(size)),
        _ => text::decode(bytes).map_err(UnreadReason::NotText),
    }
}
