//! Raw objects: reading them by id, walking commits and trees, writing new ones.
//!
//! Commits are taken apart here only as far as walking needs; the strict reading of a commit
//! stands in `trail::object`, that of a tree in `trail::tree`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Store, StoreError, guard};
use crate::trail::object::{Damaged, Kind, Object, Objects, Oid};
use crate::trail::tree::{self, Entry, Mode};

/// What an object may hold, in bytes. Half a hundred kilobytes on disk can unpack to as much.
pub(super) const OBJECT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// What a loose object may take on disk: packing can add a little to what does not shrink.
const LOOSE_BYTES_MAX: u64 = OBJECT_BYTES_MAX as u64 + 1024 * 1024;
/// Up to so many paths are looked up one by one.
const SINGLE_PATHS_MAX: usize = 8;

/// A file of a record: what it is, and its blob's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    pub mode: Mode,
    pub oid: Oid,
}

/// A commit in the history, by its links alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub oid: Oid,
    /// In the order in which the commit names them; empty when it is `absent`.
    pub parents: Vec<Oid>,
    /// The object is missing, damaged, too large or no commit.
    pub absent: bool,
}

impl Objects for Store {
    fn object(&self, id: Oid) -> Result<Option<Object>, Damaged> {
        self.raw(id).map_err(|error| {
            let too_large = matches!(error, StoreError::TooLarge { .. });
            Damaged { id, reason: error.to_string(), too_large }
        })
    }
}

impl Store {
    /// Runs `work` on objects that libgit2 hands out without hashing them.
    ///
    /// Only for a reader that hashes every object itself, as [`crate::trail::object::fetch`] does:
    /// hashing is a good part of what verifying costs, and once is enough.
    pub fn unhashed<T>(&self, work: impl FnOnce(&dyn Objects) -> T) -> T {
        git2::opts::strict_hash_verification(false);
        let result = work(self);
        git2::opts::strict_hash_verification(true);
        result
    }

    /// Returns an object's kind and bytes, `None` when there is no such object.
    ///
    /// Errors: [`StoreError::Damaged`] when it does not unpack or does not hash to its name,
    /// [`StoreError::TooLarge`] past 64 MiB, which is known before it is unpacked.
    pub fn raw(&self, oid: Oid) -> Result<Option<Object>, StoreError> {
        match self.size(oid)? {
            Some(size) if size > OBJECT_BYTES_MAX => return Err(StoreError::TooLarge { oid }),
            Some(_) => {}
            None => return Ok(None),
        }
        let odb = self.repository.odb().map_err(StoreError::git("open the objects"))?;
        let object = match odb.read(to_git(oid)) {
            Ok(object) => object,
            Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
            Err(error) => {
                return Err(StoreError::Damaged { oid, reason: error.message().to_owned() });
            }
        };
        let kind = match object.kind() {
            git2::ObjectType::Commit => Kind::Commit,
            git2::ObjectType::Tree => Kind::Tree,
            git2::ObjectType::Tag => Kind::Tag,
            _ => Kind::Blob,
        };
        Ok(Some(Object { kind, bytes: object.data().to_vec() }))
    }

    /// Returns how many bytes an object says it holds, `None` when there is no such object.
    pub fn size(&self, oid: Oid) -> Result<Option<usize>, StoreError> {
        let name = oid.to_string();
        let loose = self.git_folder().join("objects").join(&name[..2]).join(&name[2..]);
        guard::file(&loose, LOOSE_BYTES_MAX).map_err(|error| match error {
            StoreError::Odd { what, .. } => {
                StoreError::Damaged { oid, reason: format!("its file {what}") }
            }
            error => error,
        })?;
        let odb = self.repository.odb().map_err(StoreError::git("open the objects"))?;
        match odb.read_header(to_git(oid)) {
            Ok((size, _)) => Ok(Some(size)),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(StoreError::Damaged { oid, reason: error.message().to_owned() }),
        }
    }

    fn expect(&self, oid: Oid, kind: Kind) -> Result<Vec<u8>, StoreError> {
        match self.raw(oid)? {
            Some(object) if object.kind == kind => Ok(object.bytes),
            Some(object) => {
                let reason = format!("it is a {}, not a {}", object.kind.name(), kind.name());
                Err(StoreError::Damaged { oid, reason })
            }
            None => Err(StoreError::Missing { oid }),
        }
    }

    /// Returns a commit's bytes, what `git cat-file commit` prints.
    pub fn commit(&self, oid: Oid) -> Result<Vec<u8>, StoreError> {
        self.expect(oid, Kind::Commit)
    }

    /// Returns a blob's bytes.
    pub fn blob(&self, oid: Oid) -> Result<Vec<u8>, StoreError> {
        self.expect(oid, Kind::Blob)
    }

    /// Returns the tree a commit names.
    pub fn tree_of(&self, commit: Oid) -> Result<Oid, StoreError> {
        let bytes = self.commit(commit)?;
        header(&bytes, "tree").next().ok_or_else(|| StoreError::Damaged {
            oid: commit,
            reason: "it names no tree".to_owned(),
        })
    }

    /// Returns the bytes of a record's file, `None` when the record has no such file.
    pub fn read(&self, commit: Oid, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.file(commit, path)? {
            Some(file) => self.blob(file.oid).map(Some),
            None => Ok(None),
        }
    }

    /// Returns a record's file, `None` when the record has no such file.
    pub fn file(&self, commit: Oid, path: &str) -> Result<Option<File>, StoreError> {
        let mut tree = self.tree_of(commit)?;
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let Some(entry) = self.entries(tree)?.into_iter().find(|it| it.name == part) else {
                return Ok(None);
            };
            match (entry.mode == Mode::Folder, parts.peek().is_some()) {
                (true, true) => tree = entry.id,
                (false, false) => return Ok(Some(file_of(&entry))),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Returns those of the paths that a record has.
    pub fn files_at<'a>(
        &self,
        commit: Oid,
        paths: impl ExactSizeIterator<Item = &'a String>,
    ) -> Result<BTreeMap<String, File>, StoreError> {
        let mut files = BTreeMap::new();
        if paths.len() > SINGLE_PATHS_MAX {
            // Looking up each path would read its folder's tree again each time.
            let mut all = self.files(commit)?;
            files.extend(paths.filter_map(|path| all.remove_entry(path)));
            return Ok(files);
        }
        for path in paths {
            if let Some(file) = self.file(commit, path)? {
                files.insert(path.clone(), file);
            }
        }
        Ok(files)
    }

    /// Returns a tree's bytes.
    pub(super) fn tree(&self, tree: Oid) -> Result<Vec<u8>, StoreError> {
        self.expect(tree, Kind::Tree)
    }

    pub(super) fn entries(&self, tree: Oid) -> Result<Vec<Entry>, StoreError> {
        let bytes = self.tree(tree)?;
        tree::parse(tree, &bytes)
            .map_err(|fault| StoreError::Damaged { oid: tree, reason: fault.to_string() })
    }

    /// Returns every commit reachable from `tip`, parents before children, in an order that
    /// depends on the history alone.
    pub fn history(&self, tip: Oid) -> Result<Vec<Link>, StoreError> {
        let mut order = Vec::new();
        let mut seen: HashSet<Oid> = HashSet::from([tip]);
        let mut parents_of: HashMap<Oid, Option<Vec<Oid>>> = HashMap::new();
        // Depth first with an explicit stack: a history can be longer than the call stack.
        let mut stack = vec![(tip, 0)];
        while let Some((oid, next)) = stack.pop() {
            let links = match parents_of.get(&oid) {
                Some(links) => links,
                None => parents_of.entry(oid).or_insert(self.parents(oid)?),
            };
            let parent = links.as_ref().and_then(|parents| parents.get(next)).copied();
            if let Some(parent) = parent {
                stack.push((oid, next + 1));
                if seen.insert(parent) {
                    stack.push((parent, 0));
                }
                continue;
            }
            let parents = parents_of.remove(&oid).flatten();
            let absent = parents.is_none();
            order.push(Link { oid, absent, parents: parents.unwrap_or_default() });
        }
        Ok(order)
    }

    /// Returns the parents a commit names, `None` when it is missing, damaged or no commit.
    fn parents(&self, oid: Oid) -> Result<Option<Vec<Oid>>, StoreError> {
        match self.commit(oid) {
            Ok(bytes) => Ok(Some(header(&bytes, "parent").collect())),
            Err(
                StoreError::Missing { .. }
                | StoreError::Damaged { .. }
                | StoreError::TooLarge { .. },
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a blob and returns its id.
    pub fn write_blob(&self, bytes: &[u8]) -> Result<Oid, StoreError> {
        self.write(git2::ObjectType::Blob, bytes)
    }

    /// Writes a commit, whose bytes are kept exactly, and returns its id.
    pub fn write_commit(&self, bytes: &[u8]) -> Result<Oid, StoreError> {
        self.write(git2::ObjectType::Commit, bytes)
    }

    pub(super) fn write(&self, kind: git2::ObjectType, bytes: &[u8]) -> Result<Oid, StoreError> {
        let odb = self.repository.odb().map_err(StoreError::git("open the objects"))?;
        let oid = odb.write(kind, bytes).map_err(StoreError::git("write an object"))?;
        Ok(from_git(oid))
    }

    /// Syncs the folder that lists the object folders, so that new ones survive a power cut.
    pub fn sync_objects(&self) -> Result<(), StoreError> {
        let folder = self.git_folder().join("objects");
        crate::sys::sync_folder(&folder).map_err(StoreError::io("sync", &folder))
    }

    /// Writes the tree that is the one of `base` (a commit, or none) with some paths changed, and
    /// returns its id.
    ///
    /// `Some(blob)` puts a document there, `None` takes the path away; every other path stays.
    pub fn update_tree(
        &self,
        base: Option<Oid>,
        changes: &BTreeMap<String, Option<Oid>>,
    ) -> Result<Oid, StoreError> {
        let base = base.map(|commit| self.tree_of(commit)).transpose()?;
        let changes: Vec<(&str, Option<Oid>)> =
            changes.iter().map(|(path, oid)| (path.as_str(), *oid)).collect();
        match self.rewrite(base, &changes)? {
            Some(tree) => Ok(tree),
            None => self.write(git2::ObjectType::Tree, b""),
        }
    }

    /// Returns the id of the changed tree, `None` when nothing is left in it.
    fn rewrite(
        &self,
        tree: Option<Oid>,
        changes: &[(&str, Option<Oid>)],
    ) -> Result<Option<Oid>, StoreError> {
        let entries = tree.map(|it| self.entries(it)).transpose()?.unwrap_or_default();
        let mut entries: BTreeMap<String, Entry> =
            entries.into_iter().map(|entry| (entry.name.clone(), entry)).collect();
        let mut below: BTreeMap<&str, Vec<(&str, Option<Oid>)>> = BTreeMap::new();
        for (path, oid) in changes {
            if let Some((folder, rest)) = path.split_once('/') {
                below.entry(folder).or_default().push((rest, *oid));
            } else {
                set(&mut entries, path, Mode::File, *oid);
            }
        }
        for (name, changes) in below {
            let subtree = self.rewrite(folder(entries.get(name)), &changes)?;
            set(&mut entries, name, Mode::Folder, subtree);
        }
        if entries.is_empty() {
            return Ok(None);
        }
        let bytes = tree::serialise(entries.into_values().collect());
        self.write(git2::ObjectType::Tree, &bytes).map(Some)
    }
}

fn set(entries: &mut BTreeMap<String, Entry>, name: &str, mode: Mode, id: Option<Oid>) {
    match id {
        Some(id) => {
            entries.insert(name.to_owned(), Entry { name: name.to_owned(), mode, id });
        }
        None => {
            entries.remove(name);
        }
    }
}

pub(super) fn folder(entry: Option<&Entry>) -> Option<Oid> {
    entry.filter(|it| it.mode == Mode::Folder).map(|it| it.id)
}

pub(super) fn file_of(entry: &Entry) -> File {
    File { mode: entry.mode, oid: entry.id }
}

pub(super) fn to_git(oid: Oid) -> git2::Oid {
    git2::Oid::from_bytes(oid.as_bytes()).expect("an id has the 20 bytes of this object format")
}

pub(super) fn from_git(oid: git2::Oid) -> Oid {
    Oid::from_bytes(oid.as_bytes()).expect("only repositories with ids of 20 bytes are opened")
}

/// Returns the ids that a commit's header names under `key`.
pub(super) fn header<'a>(commit: &'a [u8], key: &'a str) -> impl Iterator<Item = Oid> + 'a {
    commit
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.is_empty())
        .filter_map(move |line| line.strip_prefix(key.as_bytes())?.strip_prefix(b" "))
        .filter_map(|id| str::from_utf8(id).ok()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_headers_name_parents() {
        let (one, two) = ("1".repeat(40), "2".repeat(40));
        let commit = format!("tree {one}\nparent {one}\nparent {two}\n\nparent {one}\n");
        let parents: Vec<String> =
            header(commit.as_bytes(), "parent").map(|oid| oid.to_string()).collect();
        assert_eq!(parents, [one, two]);
    }

    #[test]
    fn an_object_is_measured_before_it_is_unpacked() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let fits = store.write_blob(&vec![0; OBJECT_BYTES_MAX]).unwrap();
        let large = store.write_blob(&vec![0; OBJECT_BYTES_MAX + 1]).unwrap();
        assert_eq!(store.size(fits).unwrap(), Some(OBJECT_BYTES_MAX));
        let error = store.blob(large).err().unwrap();
        assert!(matches!(error, StoreError::TooLarge { oid } if oid == large), "{error}");
        let damaged = store.object(large).err().unwrap();
        assert!(damaged.too_large, "{damaged}");
        let absent: Oid = "1".repeat(40).parse().unwrap();
        assert_eq!(store.raw(absent).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_place_of_an_object_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let oid: Oid = "1".repeat(40).parse().unwrap();
        let place = folder.path().join(".git/objects/11");
        std::fs::create_dir_all(&place).unwrap();
        let make = crate::sys::program("mkfifo", [place.join("1".repeat(38))]);
        let timeout = std::time::Duration::from_secs(10);
        crate::sys::run(make, b"", crate::sys::Streams::Captured, timeout).unwrap();
        let error = store.raw(oid).err().unwrap();
        assert!(error.to_string().contains("its file is no plain file"), "{error}");
    }
}
