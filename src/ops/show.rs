//! One document or one record, found by what a person calls it.

use std::path::Path;

use super::log::{self, Told};
use crate::model::agreement::signed_content;
use crate::model::engagement::AGREEMENT_PATH;
use crate::model::id;
use crate::suggest::nearest;
use crate::trail::message::{self, Trailers};
use crate::trail::object::{self, Oid};
use crate::trail::signature::armor;
use crate::trail::store::{Store, StoreError};
use crate::workspace::{Workspace, WorkspaceError};

/// Hexadecimal digits from which on a word can name a record.
const RECORD_DIGITS_MIN: usize = 6;

/// What a word names.
#[derive(Debug)]
pub enum Shown {
    Document {
        path: String,
        bytes: Vec<u8>,
        /// The newest record's bytes are others, or none.
        unrecorded: bool,
    },
    Record(Box<Record>),
}

/// A record as it says itself, unjudged.
#[derive(Debug)]
pub struct Record {
    pub told: Told,
    pub parents: Vec<Oid>,
    pub tree: Option<Oid>,
    /// `openpgp` or `ssh`, when there is a signature.
    pub signature: Option<&'static str>,
    pub trailers: Trailers,
}

#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error("nothing here is called `{word}`")]
    NoMatch { word: String, nearest: Option<String> },
    #[error("`{word}` could be any of {}", .could_be.join(", "))]
    Ambiguous { word: String, could_be: Vec<String> },
}

/// Returns what `word`, typed in the folder `from`, names: a path, an id, or a record.
pub fn show(workspace: &Workspace, from: &Path, word: &str) -> Result<Shown, ShowError> {
    let store = match Store::open(workspace.root()) {
        Ok(store) => Some(store),
        Err(StoreError::NoRepository { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let typed = workspace.relative(from, Path::new(word)).ok().filter(|path| !path.is_empty());
    if let Some(path) = typed
        && let Some(shown) = document(workspace, store.as_ref(), &path)?
    {
        return Ok(shown);
    }
    let paths = known_paths(workspace, store.as_ref())?;
    let by_id: Vec<&String> =
        paths.iter().filter(|path| id::of_path(path).eq_ignore_ascii_case(word)).collect();
    match by_id.as_slice() {
        [path] => {
            if let Some(shown) = document(workspace, store.as_ref(), path)? {
                return Ok(shown);
            }
        }
        [] => {}
        several => {
            let could_be = several.iter().map(|path| format!("`{path}`")).collect();
            return Err(ShowError::Ambiguous { word: word.to_owned(), could_be });
        }
    }
    if let Some(record) =
        store.as_ref().map(|store| find_record(store, word)).transpose()?.flatten()
    {
        return Ok(Shown::Record(Box::new(record)));
    }
    let names: Vec<String> =
        paths.iter().flat_map(|it| [it.clone(), id::of_path(it).to_owned()]).collect();
    let nearest = nearest(word, names.iter().map(String::as_str)).map(str::to_owned);
    Err(ShowError::NoMatch { word: word.to_owned(), nearest })
}

/// Returns the bytes of `agreement.md` that its signatures are over; `None` without an agreement.
pub fn signed_agreement(workspace: &Workspace) -> Result<Option<Vec<u8>>, WorkspaceError> {
    let bytes = workspace.read(AGREEMENT_PATH)?;
    // Bytes that are no text are signed as they are; `validate` says what is wrong with them.
    Ok(bytes.map(|bytes| match String::from_utf8(bytes) {
        Ok(text) => signed_content(&text).into_bytes(),
        Err(error) => error.into_bytes(),
    }))
}

fn document(
    workspace: &Workspace,
    store: Option<&Store>,
    path: &str,
) -> Result<Option<Shown>, ShowError> {
    let head = store.map(Store::head).transpose()?.and_then(|head| head.oid());
    let recorded = match (store, head) {
        (Some(store), Some(head)) => store.read(head, path)?,
        _ => None,
    };
    // A folder is no document; what lies in it is found by its own name.
    let here = if workspace.is_folder(path) { None } else { workspace.read(path)? };
    let unrecorded = here.is_some() && here != recorded;
    let shown = here.or(recorded);
    Ok(shown.map(|bytes| Shown::Document { path: path.to_owned(), bytes, unrecorded }))
}

fn known_paths(workspace: &Workspace, store: Option<&Store>) -> Result<Vec<String>, ShowError> {
    let (sources, _) = workspace.documents()?;
    let mut paths: Vec<String> = sources.iter().map(|source| source.path.to_string()).collect();
    if let Some(store) = store
        && let Some(head) = store.head()?.oid()
    {
        paths.extend(store.files(head)?.into_keys());
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}

fn find_record(store: &Store, word: &str) -> Result<Option<Record>, ShowError> {
    let is_hex = word.len() >= RECORD_DIGITS_MIN && word.bytes().all(|it| it.is_ascii_hexdigit());
    let Some(head) = store.head()?.oid().filter(|_| is_hex || word == "head") else {
        return Ok(None);
    };
    let word = if word == "head" { head.to_string() } else { word.to_lowercase() };
    let history = store.history(head)?;
    let found: Vec<_> =
        history.iter().filter(|link| link.oid.to_string().starts_with(&word)).collect();
    match found.as_slice() {
        [] => Ok(None),
        [link] if !link.absent => Ok(Some(record(store, link.oid, &link.parents)?)),
        [link] => Err(StoreError::Missing { oid: link.oid }.into()),
        several => {
            let could_be = several.iter().map(|link| format!("`{}`", link.oid)).collect();
            Err(ShowError::Ambiguous { word, could_be })
        }
    }
}

fn record(store: &Store, oid: Oid, parents: &[Oid]) -> Result<Record, StoreError> {
    let told = log::tell(store, oid, parents.first().copied(), &|_| true)?;
    let commit = object::parse(&store.commit(oid)?).ok();
    let signature = commit.as_ref().and_then(|commit| {
        let (format, _) = armor::decode(commit.signature.as_deref()?).ok()?;
        Some(format.name())
    });
    let trailers = commit.as_ref().map(|commit| message::trailers(&commit.message));
    Ok(Record {
        told: told.unwrap_or_else(|| Told::unreadable(oid)),
        parents: parents.to_vec(),
        tree: commit.map(|commit| commit.tree),
        signature,
        trailers: trailers.and_then(Result::ok).unwrap_or_default(),
    })
}
