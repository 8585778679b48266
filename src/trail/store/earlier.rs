//! What files held before: the blobs that some paths had in the history of a record.
//!
//! A history is long and most of its records change other things, so a tree that was looked at once
//! is not looked at again.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};

use super::objects::header;
use super::{Store, StoreError};
use crate::trail::object::Oid;

/// How many entries of folders are looked at for one answer; some seconds' worth.
const ENTRIES_MAX: usize = 100_000_000;

/// Up to so many paths, it is looked exactly whether a record has one of them.
const FEW_PATHS: usize = 8;

/// Names that are looked for in a folder.
#[derive(Debug, Default)]
struct Wanted {
    /// Tells folders apart.
    number: usize,
    /// The whole path of each file, by its name here.
    files: BTreeMap<String, String>,
    folders: BTreeMap<String, Self>,
}

/// What was looked at so far.
struct Search {
    record: Oid,
    /// Whether the paths are few, so that a record without any of them ends the search.
    is_exact: bool,
    /// Whether a tree holds something that is wanted of this folder.
    looked: HashMap<(usize, Oid), bool>,
    /// The bytes of each folder as it was looked at last: most of its lines will be the same.
    last: HashMap<usize, Vec<u8>>,
    seen: HashSet<(String, Oid)>,
    found: BTreeMap<String, Vec<Oid>>,
    entries_left: usize,
}

/// One line of a tree, as far as it is needed here; `verify` reads it closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line<'a> {
    is_folder: bool,
    name: &'a [u8],
    id: &'a [u8],
}

impl Store {
    /// Returns the blobs that paths had in a record and before it, each once, newest first as their
    /// records say.
    ///
    /// What came before a record that has none of the paths is not looked at: documents never
    /// leave a trail. What is absent or damaged is left out; telling of it is `verify`'s.
    pub fn blobs_before(
        &self,
        record: Oid,
        paths: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Vec<Oid>>, StoreError> {
        let wanted = Wanted::of(paths);
        let mut search = Search {
            record,
            is_exact: paths.len() <= FEW_PATHS,
            looked: HashMap::new(),
            last: HashMap::new(),
            seen: HashSet::new(),
            found: BTreeMap::new(),
            entries_left: ENTRIES_MAX,
        };
        let mut waiting = BinaryHeap::from([(i64::MAX, record)]);
        let mut met = HashSet::from([record]);
        while let Some((_, oid)) = waiting.pop() {
            let Some(commit) = readable(self.commit(oid))? else { continue };
            let Some(tree) = header(&commit, "tree").next() else { continue };
            if !self.look(tree, &wanted, &mut search)? {
                continue;
            }
            for parent in header(&commit, "parent") {
                if met.insert(parent) {
                    // The parent's own time would cost reading it twice.
                    waiting.push((seconds(&commit), parent));
                }
            }
        }
        Ok(search.found)
    }

    /// Looks for files in a tree, and returns whether it holds any; of many paths, whether it may.
    fn look(&self, tree: Oid, wanted: &Wanted, search: &mut Search) -> Result<bool, StoreError> {
        if let Some(holds) = search.looked.get(&(wanted.number, tree)) {
            return Ok(*holds);
        }
        let bytes = readable(self.tree(tree))?.unwrap_or_default();
        let last = search.last.remove(&wanted.number).unwrap_or_default();
        let mut before = lines(&last).peekable();
        let mut holds = !search.is_exact;
        for line in lines(&bytes) {
            search.spend()?;
            // Lines stand in one order in all trees.
            while before.peek().is_some_and(|it| it.name < line.name) {
                before.next();
            }
            if !search.is_exact && before.peek() == Some(&line) {
                continue;
            }
            holds |= self.look_at(line, wanted, search)?;
        }
        search.last.insert(wanted.number, bytes);
        search.looked.insert((wanted.number, tree), holds);
        Ok(holds)
    }

    fn look_at(
        &self,
        line: Line<'_>,
        wanted: &Wanted,
        search: &mut Search,
    ) -> Result<bool, StoreError> {
        let (Ok(name), Some(id)) = (str::from_utf8(line.name), Oid::from_bytes(line.id)) else {
            return Ok(false);
        };
        if line.is_folder {
            return match wanted.folders.get(name) {
                Some(folder) => self.look(id, folder, search),
                None => Ok(false),
            };
        }
        let Some(path) = wanted.files.get(name) else { return Ok(false) };
        if search.seen.insert((path.clone(), id)) {
            search.found.entry(path.clone()).or_default().push(id);
        }
        Ok(true)
    }
}

/// Returns the lines of a tree, `<mode> <name>\0<id>`, up to the first that is none.
fn lines(tree: &[u8]) -> impl Iterator<Item = Line<'_>> {
    const ID: usize = 20;
    let mut rest = tree;
    std::iter::from_fn(move || {
        let end = rest.iter().position(|byte| *byte == 0)?;
        let (line, id) = (rest.get(..end)?, rest.get(end + 1..end + 1 + ID)?);
        let space = line.iter().position(|byte| *byte == b' ')?;
        rest = &rest[end + 1 + ID..];
        Some(Line { is_folder: line[..space] == *b"40000", name: &line[space + 1..], id })
    })
}

impl Search {
    fn spend(&mut self) -> Result<(), StoreError> {
        let left = self.entries_left.checked_sub(1);
        self.entries_left = left.ok_or(StoreError::TooMany { record: self.record })?;
        Ok(())
    }
}

impl Wanted {
    fn of(paths: &BTreeSet<String>) -> Self {
        let mut root = Self::default();
        let mut number = 0;
        for path in paths {
            let mut folder = &mut root;
            let mut parts = path.split('/').peekable();
            while let Some(part) = parts.next() {
                if parts.peek().is_none() {
                    folder.files.insert(part.to_owned(), path.clone());
                } else {
                    folder = folder.folders.entry(part.to_owned()).or_insert_with(|| {
                        number += 1;
                        Self { number, ..Self::default() }
                    });
                }
            }
        }
        root
    }
}

/// Takes what cannot be read for absent.
fn readable<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(
            StoreError::Missing { .. } | StoreError::Damaged { .. } | StoreError::TooLarge { .. },
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns when a commit says that it was made; one that does not say so is the oldest.
fn seconds(commit: &[u8]) -> i64 {
    let lines = commit.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty());
    let mut committers = lines.filter_map(|line| line.strip_prefix(b"committer "));
    let words = committers.next().and_then(|line| str::from_utf8(line).ok());
    words.and_then(|words| words.rsplit(' ').nth(1)?.parse().ok()).unwrap_or(i64::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a record of these files on top of others.
    fn record(store: &Store, at: i64, parents: &[Oid], files: &[(&str, &str)]) -> Oid {
        let blobs = files.iter().map(|(path, text)| {
            ((*path).to_owned(), Some(store.write_blob(text.as_bytes()).unwrap()))
        });
        let tree = store.update_tree(parents.first().copied(), &blobs.collect()).unwrap();
        let parents: String = parents.iter().map(|it| format!("parent {it}\n")).collect();
        let who = format!("a <a@x.invalid> {at} +0000");
        let bytes = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\nrecord\n");
        store.write_commit(bytes.as_bytes()).unwrap()
    }

    fn texts(store: &Store, head: Oid, paths: &[&str]) -> Vec<(String, Vec<String>)> {
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        let blobs = store.blobs_before(head, &paths).unwrap();
        let text = |oid: &Oid| String::from_utf8(store.blob(*oid).unwrap()).unwrap();
        blobs.into_iter().map(|(path, oids)| (path, oids.iter().map(text).collect())).collect()
    }

    #[test]
    fn texts_come_newest_first_and_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let (one, two) = ("incidents/A/incident.md", "incidents/B/incident.md");
        let first = record(&store, 1, &[], &[("ircase.yaml", "x")]);
        let second = record(&store, 2, &[first], &[(one, "1")]);
        let third = record(&store, 3, &[second], &[(one, "2"), (two, "1"), ("incident.md", "0")]);
        let left = record(&store, 4, &[third], &[(one, "3")]);
        let right = record(&store, 5, &[third], &[(one, "4"), ("people/zw.md", "")]);
        let merge = record(&store, 6, &[left, right], &[(one, "2")]);
        let of = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let expected =
            vec![(one.to_owned(), of(&["2", "3", "4", "1"])), (two.to_owned(), of(&["1"]))];
        let mut found = texts(&store, merge, &[one, two, "tasks/x.md"]);
        // Which of two lines comes first is for their records to say, and they are as old.
        found[0].1[1..3].sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(texts(&store, first, &[one]), []);
        assert_eq!(texts(&store, second, &[one, two]), [(one.to_owned(), of(&["1"]))]);
    }

    #[test]
    fn a_record_that_is_not_there_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let absent: Oid = "1".repeat(40).parse().unwrap();
        let head = record(&store, 2, &[], &[("a.md", "1")]);
        let tree = store.tree_of(head).unwrap();
        let who = "a <a@x.invalid> 3 +0000";
        let bytes =
            format!("tree {tree}\nparent {absent}\nauthor {who}\ncommitter {who}\n\nrecord\n");
        let head = store.write_commit(bytes.as_bytes()).unwrap();
        assert_eq!(texts(&store, head, &["a.md"]), [("a.md".to_owned(), vec!["1".to_owned()])]);
    }
}
