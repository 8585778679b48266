//! Reads all documents of a folder: each folder is looked at once, each file opened once.
#![expect(clippy::disallowed_methods, reason = "part of the workspace")]

use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::beneath::{Plain, Root};
use super::{DOCUMENTS_MAX, WorkspaceError};
use crate::document::text;
use crate::document::unread::{DOCUMENT_BYTES_MAX, Unread, UnreadReason};
use crate::model::{kind, stray};
use crate::parallel;
use crate::source::Sources;
use crate::sys;

/// Folders deeper than this are not entered, and said to be.
const DEPTH_MAX: usize = 16;

/// Reads every document, sorted by path; what could not be taken as text is listed apart.
pub(super) fn documents(root: &Path) -> Result<(Sources, Vec<Unread>), WorkspaceError> {
    let Found { documents, schemas, strays, mut unread } = find(root)?;
    let folder = Root::open(root);
    unread.extend(strays.into_iter().filter_map(|path| stray(&folder, path)));
    // Each is shared at once: later all would be there twice.
    let read = |path: &String| folder.file(path).and_then(text_of).map(Arc::<str>::from);
    let texts = parallel::map(&documents, read);
    let mut sources = Sources::default();
    sources.reserve(documents.len());
    for (path, text) in documents.into_iter().zip(texts) {
        match text {
            Ok(text) => {
                sources.add(path, text);
            }
            Err(why) => unread.push(Unread { path, why }),
        }
    }
    for path in schemas {
        match read(&path) {
            Ok(text) => sources.add_beside(path, text),
            Err(why) => unread.push(Unread { path, why }),
        }
    }
    unread.sort_by(|one, other| one.path.cmp(&other.path));
    Ok((sources, unread))
}

/// What lies in a folder.
#[derive(Default)]
struct Found {
    /// Paths, sorted.
    documents: Vec<String>,
    /// Paths of the engagement's own schemas, sorted.
    schemas: Vec<String>,
    /// Paths of what may be a document in a wrong place.
    strays: Vec<String>,
    unread: Vec<Unread>,
}

fn find(root: &Path) -> Result<Found, WorkspaceError> {
    let mut found = Found::default();
    let mut folders = vec![(String::new(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(source) if folder.is_empty() => {
                let path = root.display().to_string();
                return Err(WorkspaceError::Io { action: "read the folder", path, source });
            }
            Err(_) if stray::may_be_in(&folder) => continue,
            Err(error) => {
                let why = UnreadReason::Refused(sys::why(&error));
                found.unread.push(Unread { path: folder, why });
                continue;
            }
        };
        for entry in entries.flatten() {
            if let Some(below) = found.add(&folder, &entry, depth) {
                folders.push((below, depth + 1));
            }
        }
        if found.documents.len() + found.schemas.len() + found.strays.len() > DOCUMENTS_MAX {
            return Err(WorkspaceError::TooMany);
        }
    }
    found.documents.sort_unstable();
    found.schemas.sort_unstable();
    Ok(found)
}

impl Found {
    /// Takes what lies in a folder, and returns its path when it is a folder to look into.
    fn add(&mut self, folder: &str, entry: &DirEntry, depth: usize) -> Option<String> {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            self.unread.extend(nameless(folder, &name));
            return None;
        };
        if name.starts_with('.') {
            return None;
        }
        let path = below(folder, name);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => self.add_folder(path, depth),
            // A link to a folder of documents would hide them; it is named, not followed.
            Ok(kind) if kind.is_symlink() && is_read(&path) && !path.ends_with(".md") => {
                self.unread.push(Unread { path, why: UnreadReason::SymbolicLink });
                None
            }
            _ if kind::is_folders_place(&path) => {
                self.unread.push(Unread { path, why: UnreadReason::NotAFolder });
                None
            }
            _ => {
                if kind::is_document(&path) {
                    self.documents.push(path);
                } else if kind::is_own_schema(&path) {
                    self.schemas.push(path);
                } else if stray::may_be(&path) {
                    self.strays.push(path);
                }
                None
            }
        }
    }

    /// Takes a folder, and returns its path when it is one to look into.
    fn add_folder(&mut self, path: String, depth: usize) -> Option<String> {
        if kind::is_document(&path) || kind::is_own_schema(&path) {
            let why = UnreadReason::NotAFile("folder");
            self.unread.push(Unread { path: path.clone(), why });
        }
        if stray::may_be_in(&path) {
            return (depth < DEPTH_MAX).then_some(path);
        }
        if !is_read(&path) {
            return None;
        }
        if depth < DEPTH_MAX {
            return Some(path);
        }
        self.unread.push(Unread { path, why: UnreadReason::TooDeep });
        None
    }
}

/// Returns a document that lies where none belongs; of others only the first lines are read.
fn stray(folder: &Root<'_>, path: String) -> Option<Unread> {
    let Plain { file, .. } = folder.file(&path).ok()?;
    let mut head = Vec::with_capacity(stray::HEAD_BYTES);
    file.take(stray::HEAD_BYTES as u64).read_to_end(&mut head).ok()?;
    let kind = stray::kind_in(&String::from_utf8_lossy(&head))?;
    Some(Unread { path, why: UnreadReason::WrongPlace(kind.name()) })
}

/// Returns whether a folder is looked into for documents.
fn is_read(folder: &str) -> bool {
    kind::holds_documents(folder) || kind::holds_own_schemas(folder)
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Returns what is in a document's place under a name that is no text.
fn nameless(folder: &str, name: &OsStr) -> Option<Unread> {
    let path = below(folder, &name.to_string_lossy());
    kind::is_document(&path).then_some(Unread { path, why: UnreadReason::Name })
}

/// Returns what a file holds, at most [`DOCUMENT_BYTES_MAX`] bytes.
pub(super) fn bytes_of(plain: Plain) -> Result<Vec<u8>, UnreadReason> {
    let Plain { mut file, size } = plain;
    if size > DOCUMENT_BYTES_MAX {
        return Err(UnreadReason::TooLarge(size));
    }
    let refused = |error: std::io::Error| UnreadReason::Refused(sys::why(&error));
    // One byte more than there should be: what comes back short of it is the whole file.
    let mut bytes = vec![0; usize::try_from(size).unwrap_or_default() + 1];
    let length = file.read(&mut bytes).map_err(refused)?;
    bytes.truncate(length);
    if length as u64 == size {
        return Ok(bytes);
    }
    // The file grows or shrinks while it is read.
    let rest = DOCUMENT_BYTES_MAX + 1 - length as u64;
    file.take(rest).read_to_end(&mut bytes).map_err(refused)?;
    match bytes.len() as u64 {
        size if size <= DOCUMENT_BYTES_MAX => Ok(bytes),
        size => Err(UnreadReason::TooLarge(size)),
    }
}

/// Returns what a file holds as text.
pub(super) fn text_of(plain: Plain) -> Result<String, UnreadReason> {
    text::decode(bytes_of(plain)?).map_err(UnreadReason::NotText)
}
