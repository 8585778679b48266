//! What files held before: the blobs that some paths had in the history of a record.
//!
//! A history is long and most of its records change other things, so a folder that a record shares
//! with the one before it is not looked at.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};
use std::rc::Rc;

use super::objects::header;
use super::{Store, StoreError};
use crate::trail::object::Oid;

/// How many entries of folders are looked at for one answer; some seconds' worth.
const ENTRIES_MAX: usize = 100_000_000;

/// What files held before.
#[derive(Debug, Default)]
pub struct Earlier {
    /// The blobs that each path had, newest first: what stands on another is newer, and of two lines
    /// side by side what its record says is.
    pub blobs: BTreeMap<String, Vec<Oid>>,
    /// Paths of which more may have been recorded: the record before one that has them is not here.
    pub unseen: BTreeSet<String>,
}

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
    /// The trees of each folder that were read last: those of a record and of the one before it.
    last: HashMap<usize, VecDeque<Tree>>,
    found: BTreeMap<String, Vec<Oid>>,
    /// Whether some folder of a record could not be read.
    has_gap: bool,
    entries_left: usize,
}

/// A record that is looked at.
struct Record {
    tree: Oid,
    /// The trees of the records before it.
    before: Vec<Oid>,
    /// The records themselves.
    parents: Vec<Oid>,
    /// When it says that it was made.
    seconds: i64,
}

/// All that are looked at.
#[derive(Default)]
struct Records {
    records: HashMap<Oid, Record>,
    /// How many that stand directly on a record were not gone through yet.
    after: HashMap<Oid, usize>,
}

/// A tree and its bytes.
type Tree = (Oid, Rc<Vec<u8>>);

/// How many trees of one folder are kept, so that each is read once while records follow each other.
const TREES_KEPT: usize = 2;

/// One line of a tree, as far as it is needed here; `verify` reads it closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line<'a> {
    is_folder: bool,
    name: &'a [u8],
    id: &'a [u8],
}

impl Store {
    /// Returns the blobs that paths had in a record and before it, newest first: each as often as a
    /// record wrote it that had none before it with the same, so that what came back stands twice,
    /// and what was only kept or taken over once.
    ///
    /// The whole history is looked at: what was away in one record may have been there before. What
    /// is absent or damaged is left out, and the answer says of which paths.
    pub fn blobs_before(
        &self,
        record: Oid,
        paths: &BTreeSet<String>,
    ) -> Result<Earlier, StoreError> {
        let wanted = Wanted::of(paths);
        let mut search = Search {
            record,
            last: HashMap::new(),
            found: BTreeMap::new(),
            has_gap: false,
            entries_left: ENTRIES_MAX,
        };
        let mut unseen = BTreeSet::new();
        let mut found = self.records(record, paths, &mut unseen)?;
        let mut ready = BinaryHeap::from([(i64::MAX, record)]);
        while let Some((_, oid)) = ready.pop() {
            let Some(of) = found.records.remove(&oid) else { continue };
            self.look(of.tree, &of.before, &wanted, &mut search)?;
            for parent in of.parents {
                if found.is_last_after(parent) {
                    let seconds = found.records.get(&parent).map_or(i64::MIN, |it| it.seconds);
                    ready.push((seconds, parent));
                }
            }
        }
        if search.has_gap {
            unseen.clone_from(paths);
        }
        Ok(Earlier { blobs: search.found, unseen })
    }

    /// Returns the records that are looked at, and how many of them stand directly on each.
    fn records(
        &self,
        head: Oid,
        paths: &BTreeSet<String>,
        unseen: &mut BTreeSet<String>,
    ) -> Result<Records, StoreError> {
        let mut found = Records::default();
        let mut waiting = Vec::from_iter(readable(self.commit(head))?.map(|commit| (head, commit)));
        while let Some((oid, commit)) = waiting.pop() {
            let Some(tree) = header(&commit, "tree").next() else { continue };
            let mut before = Vec::new();
            let mut parents = Vec::new();
            for parent_id in header(&commit, "parent") {
                let Some(parent) = readable(self.commit(parent_id))? else {
                    unseen.extend(self.files_at(oid, paths.iter())?.into_keys());
                    continue;
                };
                before.extend(header(&parent, "tree").next());
                parents.push((parent_id, parent));
            }
            let seconds = seconds(&commit);
            let ids = parents.iter().map(|(oid, _)| *oid).collect();
            found.records.insert(oid, Record { tree, before, parents: ids, seconds });
            for (oid, parent) in parents {
                let after = found.after.entry(oid).or_default();
                *after += 1;
                if *after == 1 {
                    waiting.push((oid, parent));
                }
            }
        }
        Ok(found)
    }

    /// Looks for files in a folder that the records before it do not have so.
    fn look(
        &self,
        tree: Oid,
        before: &[Oid],
        wanted: &Wanted,
        search: &mut Search,
    ) -> Result<(), StoreError> {
        if before.contains(&tree) {
            return Ok(());
        }
        let bytes = self.folder(tree, wanted, search)?;
        let before: Result<Vec<_>, _> =
            before.iter().map(|before| self.folder(*before, wanted, search)).collect();
        let before = before?;
        let mut before: Vec<_> = before.iter().map(|bytes| lines(bytes).peekable()).collect();
        for line in lines(&bytes) {
            search.spend()?;
            let was: Vec<Line<'_>> = before.iter_mut().filter_map(|it| beside(it, line)).collect();
            if was.iter().any(|was| was.id == line.id) {
                continue;
            }
            self.look_at(line, &was, wanted, search)?;
        }
        Ok(())
    }

    fn look_at(
        &self,
        line: Line<'_>,
        was: &[Line<'_>],
        wanted: &Wanted,
        search: &mut Search,
    ) -> Result<(), StoreError> {
        let (Ok(name), Some(id)) = (str::from_utf8(line.name), Oid::from_bytes(line.id)) else {
            return Ok(());
        };
        if line.is_folder {
            let Some(folder) = wanted.folders.get(name) else { return Ok(()) };
            let was: Vec<Oid> = was.iter().filter_map(|was| Oid::from_bytes(was.id)).collect();
            return self.look(id, &was, folder, search);
        }
        if let Some(path) = wanted.files.get(name) {
            search.found.entry(path.clone()).or_default().push(id);
        }
        Ok(())
    }

    /// Reads a folder's tree, if it is not one of those that were read last.
    fn folder(
        &self,
        tree: Oid,
        wanted: &Wanted,
        search: &mut Search,
    ) -> Result<Rc<Vec<u8>>, StoreError> {
        let kept = search.last.entry(wanted.number).or_default();
        if let Some((_, bytes)) = kept.iter().find(|(oid, _)| *oid == tree) {
            return Ok(Rc::clone(bytes));
        }
        let bytes = readable(self.tree(tree))?;
        search.has_gap |= bytes.is_none();
        let bytes = Rc::new(bytes.unwrap_or_default());
        kept.truncate(TREES_KEPT - 1);
        kept.push_front((tree, Rc::clone(&bytes)));
        Ok(bytes)
    }
}

/// Returns the line of another tree for the same name, going on to it; lines stand in one order in
/// all trees.
fn beside<'a>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = Line<'a>>>,
    line: Line<'_>,
) -> Option<Line<'a>> {
    // Most lines are the same, and nothing has to be compared letter by letter.
    let is_same = |it: &Line<'_>| it.is_folder == line.is_folder && it.name == line.name;
    if let Some(same) = lines.next_if(is_same) {
        return Some(same);
    }
    while lines.next_if(|it| it.order().lt(line.order())).is_some() {}
    lines.next_if(is_same)
}

impl Line<'_> {
    /// Git sorts a folder as if its name ended with a stroke.
    fn order(&self) -> impl Iterator<Item = u8> {
        self.name.iter().copied().chain(self.is_folder.then_some(b'/'))
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

impl Records {
    /// Notes that one that stands on a record was gone through, and returns whether it was the last.
    /// Clocks are wrong, and a record is older than all that stands on it whatever they say.
    fn is_last_after(&mut self, oid: Oid) -> bool {
        let Some(after) = self.after.get_mut(&oid) else { return false };
        *after = after.saturating_sub(1);
        *after == 0
    }
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
        record_of(store, at, parents, &blobs.collect())
    }

    /// Writes a record with these blobs changed; no blob takes a file out.
    fn record_of(
        store: &Store,
        at: i64,
        parents: &[Oid],
        blobs: &BTreeMap<String, Option<Oid>>,
    ) -> Oid {
        let tree = store.update_tree(parents.first().copied(), blobs).unwrap();
        let parents: String = parents.iter().map(|it| format!("parent {it}\n")).collect();
        let who = format!("a <a@x.invalid> {at} +0000");
        let bytes = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\nrecord\n");
        store.write_commit(bytes.as_bytes()).unwrap()
    }

    fn texts(store: &Store, head: Oid, paths: &[&str]) -> Vec<(String, Vec<String>)> {
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        let blobs = store.blobs_before(head, &paths).unwrap().blobs;
        let text = |oid: &Oid| String::from_utf8(store.blob(*oid).unwrap()).unwrap();
        blobs.into_iter().map(|(path, oids)| (path, oids.iter().map(text).collect())).collect()
    }

    #[test]
    fn texts_come_newest_first_and_as_often_as_they_came_back() {
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
            vec![(one.to_owned(), of(&["2", "3", "4", "2", "1"])), (two.to_owned(), of(&["1"]))];
        let mut found = texts(&store, merge, &[one, two, "tasks/x.md"]);
        // Which of two lines comes first is for their records to say, and they are as old.
        found[0].1[1..3].sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(texts(&store, first, &[one]), []);
        assert_eq!(texts(&store, second, &[one, two]), [(one.to_owned(), of(&["1"]))]);
    }

    #[test]
    fn two_lines_side_by_side_write_each_text_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let path = "incidents/A/incident.md";
        // A file and a folder whose names begin alike stand in git's own order.
        let first =
            record(&store, 1, &[], &[(path, "mild"), ("incidents.md", ""), ("incidents-b", "")]);
        let mut left = record(&store, 2, &[first], &[(path, "bad")]);
        let mut right = first;
        for at in 3..9 {
            let text = at.to_string();
            right = record(&store, at, &[right], &[("context.md", &text)]);
            left = record(&store, at, &[left], &[("people/zw.md", &text)]);
        }
        let merge = record(&store, 9, &[right, left], &[(path, "bad")]);
        for head in [left, merge] {
            let found = texts(&store, head, &[path]);
            assert_eq!(found, [(path.to_owned(), vec!["bad".to_owned(), "mild".to_owned()])]);
        }
    }

    #[test]
    fn what_stands_on_a_record_is_newer_whatever_clocks_say() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let path = "agreement.md";
        // The clock of who wrote the first was fast.
        let first = record(&store, 200, &[], &[(path, "first")]);
        let left = record(&store, 100, &[first], &[(path, "left")]);
        let right = record(&store, 150, &[first], &[("context.md", "")]);
        let merge = record(&store, 300, &[right, left], &[(path, "left")]);
        let last = record(&store, 400, &[merge], &[(path, "last")]);
        let expected = ["last", "left", "first"].map(str::to_owned).to_vec();
        assert_eq!(texts(&store, last, &[path]), [(path.to_owned(), expected)]);
    }

    #[test]
    fn what_was_away_for_some_records_was_there_before() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let path = "incidents/A/incident.md";
        let first = record(&store, 1, &[], &[(path, "bad"), ("ircase.yaml", "x")]);
        let mut head = first;
        for at in 2..5 {
            let gone = BTreeMap::from([
                (path.to_owned(), None),
                (
                    "ircase.yaml".to_owned(),
                    Some(store.write_blob(at.to_string().as_bytes()).unwrap()),
                ),
            ]);
            head = record_of(&store, at, &[head], &gone);
            assert_eq!(texts(&store, head, &[path]), [(path.to_owned(), vec!["bad".to_owned()])]);
        }
        let back = record(&store, 5, &[head], &[(path, "mild")]);
        let expected = ["mild", "bad"].map(str::to_owned).to_vec();
        assert_eq!(texts(&store, back, &[path]), [(path.to_owned(), expected)]);
    }

    #[test]
    fn a_record_that_is_not_there_is_left_out_and_told() {
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
        // What came with a later record was never in one that is not here.
        let head = record(&store, 4, &[head], &[("a.md", "2"), ("b.md", "1")]);
        let paths = ["a.md", "b.md"].map(str::to_owned).into();
        let unseen = store.blobs_before(head, &paths).unwrap().unseen;
        assert_eq!(unseen.into_iter().collect::<Vec<_>>(), ["a.md"]);
        let whole = record(&store, 5, &[], &[("a.md", "1")]);
        assert!(store.blobs_before(whole, &paths).unwrap().unseen.is_empty());
    }
}
