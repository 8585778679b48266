//! Raw objects: reading them by id, walking commits and trees, writing new ones.
//!
//! Commits and trees are taken apart here only as far as walking needs; the strict reading of
//! a commit stands in `trail::object`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Oid, Store, StoreError};

/// How deep folders may lie in each other (TRAIL 6).
const DEPTH_LIMIT: usize = 64;

/// A file's mode for a document.
pub(super) const MODE_FILE: u32 = 0o100_644;
const MODE_TREE: u32 = 0o040_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

/// A file of a record: its mode as git writes it (`0o100644`) and its blob's id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    pub mode: u32,
    pub oid: Oid,
}

/// A commit in the history, by its links alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub oid: Oid,
    /// In the order in which the commit names them; empty when it is `absent`.
    pub parents: Vec<Oid>,
    /// The object is missing, damaged or no commit.
    pub absent: bool,
}

/// How one path differs between two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub path: String,
    pub old: Option<File>,
    pub new: Option<File>,
}

struct Entry {
    mode: u32,
    name: String,
    oid: Oid,
}

impl Store {
    /// Returns an object's kind and bytes, `None` when there is no such object.
    ///
    /// Errors: [`StoreError::Damaged`] when it does not unpack or does not hash to its name.
    pub fn object(&self, oid: &str) -> Result<Option<(Kind, Vec<u8>)>, StoreError> {
        let Ok(id) = git2::Oid::from_str(oid) else { return Ok(None) };
        let odb = self.repository.odb().map_err(StoreError::git("open the objects"))?;
        let object = match odb.read(id) {
            Ok(object) => object,
            Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
            Err(error) => {
                let reason = error.message().to_owned();
                return Err(StoreError::Damaged { oid: oid.to_owned(), reason });
            }
        };
        let kind = match object.kind() {
            git2::ObjectType::Commit => Kind::Commit,
            git2::ObjectType::Tree => Kind::Tree,
            git2::ObjectType::Tag => Kind::Tag,
            _ => Kind::Blob,
        };
        Ok(Some((kind, object.data().to_vec())))
    }

    fn expect(&self, oid: &str, kind: Kind) -> Result<Vec<u8>, StoreError> {
        match self.object(oid)? {
            Some((found, bytes)) if found == kind => Ok(bytes),
            Some((found, _)) => {
                let reason = format!("expected {kind:?}, found {found:?}").to_lowercase();
                Err(StoreError::Damaged { oid: oid.to_owned(), reason })
            }
            None => Err(StoreError::Missing { oid: oid.to_owned() }),
        }
    }

    /// Returns a commit's bytes, what `git cat-file commit` prints.
    pub fn commit(&self, oid: &str) -> Result<Vec<u8>, StoreError> {
        self.expect(oid, Kind::Commit)
    }

    /// Returns a tree's bytes.
    pub fn tree(&self, oid: &str) -> Result<Vec<u8>, StoreError> {
        self.expect(oid, Kind::Tree)
    }

    /// Returns a blob's bytes.
    pub fn blob(&self, oid: &str) -> Result<Vec<u8>, StoreError> {
        self.expect(oid, Kind::Blob)
    }

    /// Returns the tree a commit names.
    pub fn tree_of(&self, commit: &str) -> Result<Oid, StoreError> {
        let bytes = self.commit(commit)?;
        header(&bytes, "tree").next().ok_or_else(|| StoreError::Damaged {
            oid: commit.to_owned(),
            reason: "it names no tree".to_owned(),
        })
    }

    /// Returns every file of a record, by path.
    pub fn files(&self, commit: &str) -> Result<BTreeMap<String, File>, StoreError> {
        let mut files = BTreeMap::new();
        self.gather(&self.tree_of(commit)?, "", 0, &mut |path, file| {
            files.insert(path, file);
        })?;
        Ok(files)
    }

    /// Returns the bytes of a record's file, `None` when the record has no such file.
    pub fn read(&self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.file(commit, path)? {
            Some(file) => self.blob(&file.oid).map(Some),
            None => Ok(None),
        }
    }

    /// Returns a record's file, `None` when the record has no such file.
    pub fn file(&self, commit: &str, path: &str) -> Result<Option<File>, StoreError> {
        let mut tree = self.tree_of(commit)?;
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let Some(entry) = self.entries(&tree)?.into_iter().find(|it| it.name == part) else {
                return Ok(None);
            };
            match (entry.mode == MODE_TREE, parts.peek().is_some()) {
                (true, true) => tree = entry.oid,
                (false, false) => return Ok(Some(File { mode: entry.mode, oid: entry.oid })),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Returns every path in which two records differ, sorted; `None` stands for an empty record.
    ///
    /// Folders that are equal on both sides are not opened.
    pub fn differences(
        &self,
        old: Option<&str>,
        new: Option<&str>,
    ) -> Result<Vec<Difference>, StoreError> {
        let tree_of = |commit: Option<&str>| commit.map(|it| self.tree_of(it)).transpose();
        let mut found = Vec::new();
        self.compare(tree_of(old)?.as_deref(), tree_of(new)?.as_deref(), "", 0, &mut found)?;
        found.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(found)
    }

    fn compare(
        &self,
        old: Option<&str>,
        new: Option<&str>,
        prefix: &str,
        depth: usize,
        found: &mut Vec<Difference>,
    ) -> Result<(), StoreError> {
        if old == new {
            return Ok(());
        }
        refuse_depth(new.or(old), depth)?;
        let by_name = |tree: Option<&str>| -> Result<BTreeMap<String, Entry>, StoreError> {
            let entries = tree.map(|it| self.entries(it)).transpose()?.unwrap_or_default();
            Ok(entries.into_iter().map(|entry| (entry.name.clone(), entry)).collect())
        };
        let (old, mut new) = (by_name(old)?, by_name(new)?);
        let mut pairs: Vec<(String, Option<Entry>, Option<Entry>)> = Vec::new();
        for (name, entry) in old {
            let other = new.remove(&name);
            pairs.push((name, Some(entry), other));
        }
        pairs.extend(new.into_iter().map(|(name, entry)| (name, None, Some(entry))));
        for (name, old, new) in pairs {
            let path = format!("{prefix}{name}");
            let is_tree = |entry: &Option<Entry>| entry.as_ref().is_some_and(Entry::is_tree);
            let (old_tree, new_tree) = (is_tree(&old), is_tree(&new));
            if old_tree || new_tree {
                let tree = |entry: &Option<Entry>| {
                    entry.as_ref().filter(|it| it.is_tree()).map(|it| it.oid.clone())
                };
                let (old, new) = (tree(&old), tree(&new));
                let below = format!("{path}/");
                self.compare(old.as_deref(), new.as_deref(), &below, depth + 1, found)?;
            }
            let file = |entry: Option<Entry>| {
                entry.filter(|it| !it.is_tree()).map(|it| File { mode: it.mode, oid: it.oid })
            };
            let (old, new) = (file(old), file(new));
            if old != new {
                found.push(Difference { path, old, new });
            }
        }
        Ok(())
    }

    fn gather(
        &self,
        tree: &str,
        prefix: &str,
        depth: usize,
        each: &mut dyn FnMut(String, File),
    ) -> Result<(), StoreError> {
        refuse_depth(Some(tree), depth)?;
        for entry in self.entries(tree)? {
            let path = format!("{prefix}{}", entry.name);
            if entry.is_tree() {
                self.gather(&entry.oid, &format!("{path}/"), depth + 1, each)?;
            } else {
                each(path, File { mode: entry.mode, oid: entry.oid });
            }
        }
        Ok(())
    }

    fn entries(&self, tree: &str) -> Result<Vec<Entry>, StoreError> {
        let bytes = self.tree(tree)?;
        parse_tree(&bytes).ok_or_else(|| StoreError::Damaged {
            oid: tree.to_owned(),
            reason: "it is no list of files, or a name in it is not text".to_owned(),
        })
    }

    /// Returns every commit reachable from `tip`, parents before children, in an order that
    /// depends on the history alone.
    pub fn history(&self, tip: &str) -> Result<Vec<Link>, StoreError> {
        let mut order = Vec::new();
        let mut seen: HashSet<Oid> = HashSet::from([tip.to_owned()]);
        let mut parents_of: HashMap<Oid, Option<Vec<Oid>>> = HashMap::new();
        // Depth first with an explicit stack: a history can be longer than the call stack.
        let mut stack = vec![(tip.to_owned(), 0)];
        while let Some((oid, next)) = stack.pop() {
            let links = match parents_of.get(&oid) {
                Some(links) => links,
                None => parents_of.entry(oid.clone()).or_insert(self.parents(&oid)?),
            };
            let parent = links.as_ref().and_then(|parents| parents.get(next)).cloned();
            if let Some(parent) = parent {
                stack.push((oid, next + 1));
                if seen.insert(parent.clone()) {
                    stack.push((parent, 0));
                }
                continue;
            }
            let parents = parents_of.remove(&oid).flatten();
            order.push(Link {
                oid,
                absent: parents.is_none(),
                parents: parents.unwrap_or_default(),
            });
        }
        Ok(order)
    }

    /// Returns the parents a commit names, `None` when it is missing, damaged or no commit.
    fn parents(&self, oid: &str) -> Result<Option<Vec<Oid>>, StoreError> {
        match self.commit(oid) {
            Ok(bytes) => Ok(Some(header(&bytes, "parent").collect())),
            Err(StoreError::Missing { .. } | StoreError::Damaged { .. }) => Ok(None),
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

    fn write(&self, kind: git2::ObjectType, bytes: &[u8]) -> Result<Oid, StoreError> {
        let odb = self.repository.odb().map_err(StoreError::git("open the objects"))?;
        let oid = odb.write(kind, bytes).map_err(StoreError::git("write an object"))?;
        Ok(oid.to_string())
    }

    /// Syncs the folder that lists the object folders, so that new ones survive a power cut.
    pub fn sync_objects(&self) -> Result<(), StoreError> {
        let folder = self.git_folder().join("objects");
        crate::sys::sync_folder(&folder).map_err(StoreError::io("sync", &folder))
    }

    /// Writes the tree that is `base` (a commit, or none) with some paths changed.
    ///
    /// `Some(blob)` puts a document there, `None` takes the path away; every other path stays as it is.
    pub fn update_tree(
        &self,
        base: Option<&str>,
        changes: &BTreeMap<String, Option<Oid>>,
    ) -> Result<Oid, StoreError> {
        let base = base.map(|commit| self.tree_of(commit)).transpose()?;
        let changes: Vec<(&str, Option<&Oid>)> =
            changes.iter().map(|(path, oid)| (path.as_str(), oid.as_ref())).collect();
        match self.rewrite(base.as_deref(), &changes)? {
            Some(tree) => Ok(tree),
            None => self.write(git2::ObjectType::Tree, b""),
        }
    }

    /// Returns the id of the changed tree, `None` when nothing is left in it.
    fn rewrite(
        &self,
        tree: Option<&str>,
        changes: &[(&str, Option<&Oid>)],
    ) -> Result<Option<Oid>, StoreError> {
        let entries = tree.map(|it| self.entries(it)).transpose()?.unwrap_or_default();
        let mut entries: BTreeMap<String, Entry> =
            entries.into_iter().map(|entry| (entry.name.clone(), entry)).collect();
        let mut below: BTreeMap<&str, Vec<(&str, Option<&Oid>)>> = BTreeMap::new();
        for (path, oid) in changes {
            match (path.split_once('/'), oid) {
                (Some((folder, rest)), _) => below.entry(folder).or_default().push((rest, *oid)),
                (None, Some(oid)) => {
                    let entry = Entry::new(MODE_FILE, path, oid);
                    entries.insert((*path).to_owned(), entry);
                }
                (None, None) => {
                    entries.remove(*path);
                }
            }
        }
        for (folder, changes) in below {
            let old = entries.get(folder).filter(|it| it.is_tree()).map(|it| it.oid.clone());
            match self.rewrite(old.as_deref(), &changes)? {
                Some(oid) => {
                    entries.insert(folder.to_owned(), Entry::new(MODE_TREE, folder, &oid));
                }
                None => {
                    entries.remove(folder);
                }
            }
        }
        if entries.is_empty() {
            return Ok(None);
        }
        self.write(git2::ObjectType::Tree, &serialise_tree(entries.into_values().collect()))
            .map(Some)
    }
}

impl Entry {
    fn new(mode: u32, name: &str, oid: &str) -> Self {
        Self { mode, name: name.to_owned(), oid: oid.to_owned() }
    }

    fn is_tree(&self) -> bool {
        self.mode == MODE_TREE
    }
}

fn refuse_depth(tree: Option<&str>, depth: usize) -> Result<(), StoreError> {
    if depth <= DEPTH_LIMIT {
        return Ok(());
    }
    let oid = tree.unwrap_or_default().to_owned();
    Err(StoreError::Damaged { oid, reason: format!("folders lie deeper than {DEPTH_LIMIT}") })
}

/// Returns the ids that a commit's header names under `key`.
fn header<'a>(commit: &'a [u8], key: &'a str) -> impl Iterator<Item = Oid> + 'a {
    commit
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.is_empty())
        .filter_map(move |line| line.strip_prefix(key.as_bytes())?.strip_prefix(b" "))
        .filter_map(|id| str::from_utf8(id).ok().map(str::to_owned))
}

fn parse_tree(mut bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ')?;
        let mode = u32::from_str_radix(str::from_utf8(&bytes[..space]).ok()?, 8).ok()?;
        bytes = &bytes[space + 1..];
        let end = bytes.iter().position(|byte| *byte == 0)?;
        let name = str::from_utf8(&bytes[..end]).ok()?.to_owned();
        let oid = git2::Oid::from_bytes(bytes.get(end + 1..end + 21)?).ok()?.to_string();
        bytes = &bytes[end + 21..];
        entries.push(Entry { mode, name, oid });
    }
    Some(entries)
}

/// Writes a tree in git's order, in which a folder sorts as if its name ended with `/`.
fn serialise_tree(mut entries: Vec<Entry>) -> Vec<u8> {
    let key = |entry: &Entry| format!("{}{}", entry.name, if entry.is_tree() { "/" } else { "" });
    entries.sort_by_key(key);
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend_from_slice(format!("{:o} {}\0", entry.mode, entry.name).as_bytes());
        let id =
            git2::Oid::from_str(&entry.oid).expect("ids in a tree were read or written by git");
        bytes.extend_from_slice(id.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_sort_folders_as_if_they_ended_with_a_slash() {
        let oid = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        let entries = vec![
            Entry::new(MODE_TREE, "a", oid),
            Entry::new(MODE_FILE, "a.md", oid),
            Entry::new(MODE_FILE, "a0", oid),
        ];
        let parsed = parse_tree(&serialise_tree(entries)).unwrap();
        let names: Vec<&str> = parsed.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["a.md", "a", "a0"]);
    }

    #[test]
    fn a_broken_tree_is_refused() {
        for bytes in [&b"100644"[..], b"100644 a", b"100644 a\0short", b"9 a\0", b"x a\0"] {
            assert!(parse_tree(bytes).is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn only_headers_name_parents() {
        let commit = b"tree 1\nparent 2\nparent 3\n\nparent 4\n";
        assert_eq!(header(commit, "parent").collect::<Vec<_>>(), ["2", "3"]);
    }
}
