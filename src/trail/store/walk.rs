//! What a record holds and how two of them differ, by walking their trees.
//!
//! Trees come from whoever made the repository, so every walk has an end: so deep, and so much.

use std::collections::BTreeMap;

use super::objects::{File, file_of, folder};
use super::{Store, StoreError};
use crate::trail::object::Oid;
use crate::trail::tree::{Entry, Mode};

/// How deep folders may lie in each other (TRAIL 6).
const DEPTH_LIMIT: usize = 64;

/// How many entries of folders are looked at for one answer: ten times the documents there may be.
const ENTRIES_MAX: usize = 1_000_000;
/// What opening a folder counts, in entries: it is read, hashed and taken apart.
const FOLDER_COST: usize = 10;
/// How many bytes the paths of one answer may have.
const PATH_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How one path differs between two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub path: String,
    pub old: Option<File>,
    pub new: Option<File>,
}

/// What is left to look at for one answer.
///
/// Forty small trees can name each other so that they unfold to more entries than anybody can
/// visit, so what counts is every visit, not every object.
struct Budget {
    record: Oid,
    entries: usize,
    path_bytes: usize,
}

impl Budget {
    fn of(record: Oid) -> Self {
        Self { record, entries: ENTRIES_MAX, path_bytes: PATH_BYTES_MAX }
    }

    /// Spends one folder and its entries.
    fn visit(&mut self, entries: usize) -> Result<(), StoreError> {
        self.entries = self.spend(self.entries, entries.saturating_add(FOLDER_COST))?;
        Ok(())
    }

    /// Spends a path that goes into the answer.
    fn keep(&mut self, path: &str) -> Result<(), StoreError> {
        self.path_bytes = self.spend(self.path_bytes, path.len())?;
        Ok(())
    }

    fn spend(&self, left: usize, amount: usize) -> Result<usize, StoreError> {
        left.checked_sub(amount).ok_or(StoreError::TooMany { record: self.record })
    }
}

impl Store {
    /// Returns every file of a record, by path.
    pub fn files(&self, commit: Oid) -> Result<BTreeMap<String, File>, StoreError> {
        let mut files = BTreeMap::new();
        self.gather(self.tree_of(commit)?, "", 0, &mut Budget::of(commit), &mut files)?;
        Ok(files)
    }

    /// Returns every path in which two records differ, sorted; `None` stands for an empty record.
    ///
    /// Folders that are equal on both sides are not opened.
    pub fn differences(
        &self,
        old: Option<Oid>,
        new: Option<Oid>,
    ) -> Result<Vec<Difference>, StoreError> {
        let tree_of = |commit: Option<Oid>| commit.map(|it| self.tree_of(it)).transpose();
        let mut found = Vec::new();
        let Some(record) = new.or(old) else { return Ok(found) };
        let mut budget = Budget::of(record);
        self.compare((tree_of(old)?, tree_of(new)?), "", 0, &mut budget, &mut found)?;
        found.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(found)
    }

    fn compare(
        &self,
        (old, new): (Option<Oid>, Option<Oid>),
        prefix: &str,
        depth: usize,
        budget: &mut Budget,
        found: &mut Vec<Difference>,
    ) -> Result<(), StoreError> {
        let Some(any) = new.or(old).filter(|_| old != new) else { return Ok(()) };
        refuse_depth(any, depth)?;
        let entries = |tree: Option<Oid>| tree.map(|it| self.entries(it)).transpose();
        let mut pairs: BTreeMap<String, (Option<Entry>, Option<Entry>)> = BTreeMap::new();
        for entry in entries(old)?.unwrap_or_default() {
            let pair = pairs.entry(entry.name.clone()).or_default();
            pair.0 = Some(entry);
        }
        for entry in entries(new)?.unwrap_or_default() {
            let pair = pairs.entry(entry.name.clone()).or_default();
            pair.1 = Some(entry);
        }
        budget.visit(pairs.len())?;
        for (name, (old, new)) in pairs {
            let path = format!("{prefix}{name}");
            let trees = (folder(old.as_ref()), folder(new.as_ref()));
            self.compare(trees, &format!("{path}/"), depth + 1, budget, found)?;
            let (old, new) = (plain(old.as_ref()), plain(new.as_ref()));
            if old != new {
                budget.keep(&path)?;
                found.push(Difference { path, old, new });
            }
        }
        Ok(())
    }

    fn gather(
        &self,
        tree: Oid,
        prefix: &str,
        depth: usize,
        budget: &mut Budget,
        files: &mut BTreeMap<String, File>,
    ) -> Result<(), StoreError> {
        refuse_depth(tree, depth)?;
        let entries = self.entries(tree)?;
        budget.visit(entries.len())?;
        for entry in entries {
            let path = format!("{prefix}{}", entry.name);
            if entry.mode == Mode::Folder {
                self.gather(entry.id, &format!("{path}/"), depth + 1, budget, files)?;
            } else {
                budget.keep(&path)?;
                files.insert(path, file_of(&entry));
            }
        }
        Ok(())
    }
}

fn plain(entry: Option<&Entry>) -> Option<File> {
    entry.filter(|it| it.mode != Mode::Folder).map(file_of)
}

fn refuse_depth(oid: Oid, depth: usize) -> Result<(), StoreError> {
    if depth <= DEPTH_LIMIT {
        return Ok(());
    }
    Err(StoreError::Damaged { oid, reason: format!("folders lie deeper than {DEPTH_LIMIT}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trail::tree;

    /// A record of few trees that unfold to `width`, `depth` times by itself, folders.
    fn bomb(store: &Store, width: usize, depth: usize, file: bool) -> Oid {
        let write = |bytes: &[u8]| store.write(git2::ObjectType::Tree, bytes).unwrap();
        let entry = |name: String, mode, id| Entry { name, mode, id };
        let blob = store.write_blob(b"x").unwrap();
        let mut tree = match file {
            true => write(&tree::serialise(vec![entry("f".to_owned(), Mode::File, blob)])),
            false => write(b""),
        };
        for _ in 0..depth {
            let entries = (0..width).map(|it| entry(format!("{it:02}"), Mode::Folder, tree));
            tree = write(&tree::serialise(entries.collect()));
        }
        let who = "a <a@x.invalid> 1 +0000";
        let bytes = format!("tree {tree}\nauthor {who}\ncommitter {who}\n\nrecord\n");
        store.write_commit(bytes.as_bytes()).unwrap()
    }

    #[test]
    fn a_record_that_unfolds_without_end_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let small = bomb(&store, 10, 3, true);
        assert_eq!(store.files(small).unwrap().len(), 1000);
        assert_eq!(store.differences(None, Some(small)).unwrap().len(), 1000);
        for (width, depth, file) in [(2, 40, false), (20, 6, true)] {
            let record = bomb(&store, width, depth, file);
            let error = store.files(record).err().unwrap();
            assert!(matches!(error, StoreError::TooMany { record: it } if it == record), "{error}");
            for old in [None, Some(small)] {
                let error = store.differences(old, Some(record)).err().unwrap();
                assert!(matches!(error, StoreError::TooMany { .. }), "{error}");
            }
        }
    }
}
