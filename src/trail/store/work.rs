//! The work tree beside the newest record, and git's index for our own paths.
//!
//! Files are compared byte for byte and by our own reading: no filter, line-ending conversion or
//! file-system monitor of git has a say. Links are never followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::objects::{File, OBJECT_BYTES_MAX, from_git, to_git};
use super::revision::open_index;
use super::{Lock, Store, StoreError};
use crate::sys::{self, Access};
use crate::trail::object::Oid;
use crate::trail::tree::Mode;

/// A path whose state in the folder is not the one of the newest record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changed {
    pub path: String,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Added,
    Modified,
    Deleted,
    /// Not a plain file that can be read: a link, a pipe, a device, a name that is not text, ...
    Odd(&'static str),
}

impl Store {
    /// Returns the paths that differ from the newest record, sorted; ignored files are left out
    /// unless the record has them.
    pub fn changed_paths(&self) -> Result<Vec<Changed>, StoreError> {
        let head = self.head()?;
        let files = head.oid().map(|oid| self.files(oid)).transpose()?.unwrap_or_default();
        let mut walk =
            Walk { store: self, files: &files, seen: BTreeSet::new(), found: Vec::new() };
        walk.folder(self.root(), "", has_plain_rules(self.root()), 0)?;
        let Walk { seen, mut found, .. } = walk;
        let gone = files.keys().filter(|path| !seen.contains(*path));
        found.extend(gone.map(|path| Changed { path: path.clone(), what: What::Deleted }));
        found.sort();
        Ok(found)
    }

    fn ignores(&self, path: &str) -> bool {
        self.repository.is_path_ignored(Path::new(path)).unwrap_or(false)
    }

    /// Checks that git's index can be read, and has no conflict left over.
    pub fn check_index(&self) -> Result<(), StoreError> {
        let index = open_index(&self.git_folder().join("index"))?;
        if index.has_conflicts() {
            return Err(StoreError::Unmerged);
        }
        Ok(())
    }

    /// Sets git's index to what `commit` holds at `paths`, and leaves every other path as it is.
    ///
    /// A file of the work tree that has the same bytes is noted as unchanged.
    pub fn update_index(
        &self,
        lock: &Lock,
        commit: Option<Oid>,
        paths: &BTreeSet<String>,
    ) -> Result<(), StoreError> {
        let path = self.git_folder().join("index");
        let guard = lock.take_git_lock(&self.git_folder().join("index.lock"), "index", b"")?;
        let copy = lock.folder().join("index.new");
        // A leftover goes first, so that a link under its name is never written through. libgit2
        // locks its copy too, and one that was killed left that lock; our own lock says whose.
        for leftover in [&copy, &lock.folder().join("index.new.lock")] {
            remove_if_there(leftover).map_err(StoreError::io("remove", leftover))?;
        }
        match std::fs::copy(&path, &copy) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("read", &path)(error));
            }
            _ => {}
        }
        let mut index = open_index(&copy)?;
        let files = commit.map(|commit| self.files_at(commit, paths.iter())).transpose()?;
        let files = files.unwrap_or_default();
        for own in paths {
            self.set_entry(&mut index, own, files.get(own))
                .map_err(StoreError::git("change the index"))?;
        }
        index.write().map_err(StoreError::git("write the index"))?;
        std::fs::File::open(&copy)
            .and_then(|file| file.sync_all())
            .map_err(StoreError::io("sync", &copy))?;
        std::fs::rename(&copy, &path).map_err(StoreError::io("write", &path))?;
        sys::sync_folder(&self.git_folder()).map_err(StoreError::io("sync", &path))?;
        guard.release()
    }

    fn set_entry(
        &self,
        index: &mut git2::Index,
        path: &str,
        file: Option<&File>,
    ) -> Result<(), git2::Error> {
        let Some(file) = file else {
            return match index.remove(Path::new(path), 0) {
                Err(error) if error.code() != git2::ErrorCode::NotFound => Err(error),
                _ => Ok(()),
            };
        };
        let seen = self.unchanged_file(path, file.oid);
        index.add(&index_entry(path, file, seen.as_ref()))
    }

    /// Returns what the system says of a work file, if it holds exactly this blob.
    fn unchanged_file(&self, path: &str, oid: Oid) -> Option<Metadata> {
        let full = self.root().join(path);
        let mut file = sys::open_plain(&full, Access::Read).ok()?;
        let before = file.metadata().ok().filter(|it| it.len() <= OBJECT_BYTES_MAX as u64)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        let after = file.metadata().ok()?;
        let unchanged = before.modified().ok()? == after.modified().ok()?;
        (unchanged && hash(&bytes) == Some(oid)).then_some(after)
    }
}

struct Walk<'a> {
    store: &'a Store,
    files: &'a BTreeMap<String, File>,
    seen: BTreeSet<String>,
    found: Vec<Changed>,
}

impl Walk<'_> {
    /// `ruled` is whether what to ignore can be asked: every rules file down to here is plain.
    fn folder(
        &mut self,
        folder: &Path,
        prefix: &str,
        ruled: bool,
        depth: usize,
    ) -> Result<(), StoreError> {
        let entries = std::fs::read_dir(folder).map_err(StoreError::io("read", folder))?;
        for entry in entries {
            let entry = entry.map_err(StoreError::io("read", folder))?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let path = format!("{prefix}{}", name.to_string_lossy());
                self.odd(path, "its name is not text");
                continue;
            };
            let path = format!("{prefix}{name}");
            if path == ".git" {
                continue;
            }
            let kind = entry.file_type().map_err(StoreError::io("read", &entry.path()))?;
            if kind.is_dir() {
                self.subfolder(&entry.path(), &path, ruled, depth)?;
            } else {
                self.file(&entry.path(), path, kind, ruled)?;
            }
        }
        Ok(())
    }

    fn subfolder(
        &mut self,
        folder: &Path,
        path: &str,
        ruled: bool,
        depth: usize,
    ) -> Result<(), StoreError> {
        let below = format!("{path}/");
        let ruled = ruled && has_plain_rules(folder);
        let recorded = self.files.range(below.clone()..).next();
        let recorded = recorded.is_some_and(|(file, _)| file.starts_with(&below));
        if !recorded && ruled && self.store.ignores(&below) {
            return Ok(());
        }
        if folder.join(".git").symlink_metadata().is_ok() {
            self.odd(path.to_owned(), "it is a repository of its own");
        } else if depth >= 64 {
            self.odd(path.to_owned(), "it lies too deep");
        } else {
            self.folder(folder, &below, ruled, depth + 1)?;
        }
        Ok(())
    }

    fn file(
        &mut self,
        full: &Path,
        path: String,
        kind: std::fs::FileType,
        ruled: bool,
    ) -> Result<(), StoreError> {
        let recorded = self.files.get(&path);
        if recorded.is_none() && ruled && self.store.ignores(&path) {
            return Ok(());
        }
        if kind.is_symlink() {
            self.odd(path, "it is a link");
            return Ok(());
        }
        if !kind.is_file() {
            self.odd(path, "it is no plain file");
            return Ok(());
        }
        self.seen.insert(path.clone());
        match recorded {
            None => self.found.push(Changed { path, what: What::Added }),
            Some(file) if self.differs(full, file)? => {
                self.found.push(Changed { path, what: What::Modified });
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Compares sizes first, so that a file of many gigabytes is never read.
    fn differs(&self, full: &Path, recorded: &File) -> Result<bool, StoreError> {
        // A blob that is not there cannot be equal; that it is absent is for `verify` to say.
        let size = self.store.size(recorded.oid).ok().flatten();
        let Some(size) = size.filter(|size| *size <= OBJECT_BYTES_MAX) else { return Ok(true) };
        let mut file = sys::open_plain(full, Access::Read).map_err(StoreError::io("read", full))?;
        let metadata = file.metadata().map_err(StoreError::io("read", full))?;
        if metadata.len() != size as u64 {
            return Ok(true);
        }
        let mut bytes = Vec::with_capacity(size);
        file.read_to_end(&mut bytes).map_err(StoreError::io("read", full))?;
        Ok(hash(&bytes) != Some(recorded.oid))
    }

    fn odd(&mut self, path: String, why: &'static str) {
        self.seen.insert(path.clone());
        self.found.push(Changed { path, what: What::Odd(why) });
    }
}

/// Whether the rules of what to ignore, if this folder has some, can be opened: a pipe never ends.
fn has_plain_rules(folder: &Path) -> bool {
    let rules = std::fs::symlink_metadata(folder.join(".gitignore"));
    rules.map_or(true, |metadata| metadata.is_file())
}

fn hash(bytes: &[u8]) -> Option<Oid> {
    git2::Oid::hash_object(git2::ObjectType::Blob, bytes).ok().map(from_git)
}

/// Removes a file that may not exist.
pub(super) fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Without `seen`, the times are zero, and git compares the file itself when it next looks.
fn index_entry(path: &str, file: &File, seen: Option<&Metadata>) -> git2::IndexEntry {
    let mut entry = git2::IndexEntry {
        ctime: git2::IndexTime::new(0, 0),
        mtime: git2::IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode: mode_number(file.mode),
        uid: 0,
        gid: 0,
        file_size: 0,
        id: to_git(file.oid),
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    };
    #[cfg(unix)]
    if let Some(seen) = seen {
        use std::os::unix::fs::MetadataExt;
        // The index keeps 32 bits of each, as git itself does.
        let low = |number: i64| number as i32;
        let low_unsigned = |number: u64| number as u32;
        entry.ctime =
            git2::IndexTime::new(low(seen.ctime()), low_unsigned(seen.ctime_nsec() as u64));
        entry.mtime =
            git2::IndexTime::new(low(seen.mtime()), low_unsigned(seen.mtime_nsec() as u64));
        entry.dev = low_unsigned(seen.dev());
        entry.ino = low_unsigned(seen.ino());
        entry.uid = seen.uid();
        entry.gid = seen.gid();
        entry.file_size = low_unsigned(seen.len());
    }
    #[cfg(not(unix))]
    let _ = seen;
    entry
}

/// Returns a mode as the index writes it.
fn mode_number(mode: Mode) -> u32 {
    match mode {
        Mode::File => 0o100_644,
        Mode::Executable => 0o100_755,
        Mode::Link => 0o120_000,
        Mode::Folder => 0o040_000,
        Mode::Submodule => 0o160_000,
    }
}

/// Returns the path of git's lock beside a file.
pub(super) fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}
