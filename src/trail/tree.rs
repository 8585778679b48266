//! Git trees as bytes, and the id git would give a tree in its sha256 object format.
//!
//! SHA-1 alone carries nothing here: every record says the sha256 id of its tree, and this file
//! computes it from the contents alone. What a change of a path means is decided in `rules`.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::rc::Rc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::object::{Kind, Objects, Oid, Sha256Id, Unusable, fetch};
use crate::model::file_name::is_device;

/// Folders inside folders, at most; a deeper tree is refused, never walked.
pub(super) const DEPTH_MAX: usize = 64;
/// Trees and ids kept in memory before the oldest half is forgotten.
const KEPT: usize = 20_000;

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    File,
    Executable,
    Link,
    Folder,
    Submodule,
}

impl Mode {
    fn parse(text: &[u8]) -> Option<Self> {
        Some(match text {
            b"100644" => Self::File,
            b"100755" => Self::Executable,
            b"120000" => Self::Link,
            b"40000" => Self::Folder,
            b"160000" => Self::Submodule,
            _ => return None,
        })
    }

    fn text(self) -> &'static str {
        match self {
            Self::File => "100644",
            Self::Executable => "100755",
            Self::Link => "120000",
            Self::Folder => "40000",
            Self::Submodule => "160000",
        }
    }
}

/// One line of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub mode: Mode,
    pub id: Oid,
}

/// Why a tree is not one that a record may have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeFault {
    #[error(transparent)]
    Unusable(#[from] Unusable),
    #[error("tree `{0}` is cut short, holds an unknown mode or a zero id")]
    Grammar(Oid),
    #[error("tree `{0}` is not sorted, or holds a name twice")]
    Order(Oid),
    #[error("tree `{id}` holds the name `{name}`, which {reason}")]
    Name { id: Oid, name: String, reason: &'static str },
    #[error("tree `{0}` holds a submodule, which is part of no record")]
    Submodule(Oid),
    #[error("a tree lists more files than can be read")]
    TooMany,
    #[error("folders lie more than {DEPTH_MAX} deep")]
    Depth,
}

/// Reads a tree: entries in git's order, known modes, names that mean one file everywhere.
pub fn parse(id: Oid, bytes: &[u8]) -> Result<Vec<Entry>, TreeFault> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let entry = read_entry(id, &mut rest)?;
        if let Some(reason) = name_fault(&entry.name) {
            return Err(TreeFault::Name { id, name: entry.name, reason });
        }
        if entries.last().is_some_and(|last| sort_order(last, &entry).is_ge()) {
            return Err(TreeFault::Order(id));
        }
        entries.push(entry);
    }
    no_twins(id, &entries)?;
    Ok(entries)
}

/// Writes a tree's bytes. The entries must be as [`parse`] wants them, but for their order.
pub fn serialise(mut entries: Vec<Entry>) -> Vec<u8> {
    entries.sort_by(sort_order);
    let mut out = Vec::new();
    for entry in entries {
        push_entry(&mut out, &entry, entry.id.as_bytes());
    }
    out
}

fn push_entry(out: &mut Vec<u8>, entry: &Entry, id: &[u8]) {
    out.extend_from_slice(entry.mode.text().as_bytes());
    out.push(b' ');
    out.extend_from_slice(entry.name.as_bytes());
    out.push(0);
    out.extend_from_slice(id);
}

fn read_entry(id: Oid, rest: &mut &[u8]) -> Result<Entry, TreeFault> {
    let grammar = || TreeFault::Grammar(id);
    let width = id.as_bytes().len();
    let space = rest.iter().position(|byte| *byte == b' ').ok_or_else(grammar)?;
    let mode = Mode::parse(&rest[..space]).ok_or_else(grammar)?;
    let after = &rest[space + 1..];
    let nul = after.iter().position(|byte| *byte == 0).ok_or_else(grammar)?;
    let raw = &after[nul + 1..];
    let (raw, tail) = raw.split_at_checked(width).ok_or_else(grammar)?;
    let name = std::str::from_utf8(&after[..nul]).map_err(|_| TreeFault::Name {
        id,
        name: String::from_utf8_lossy(&after[..nul]).into_owned(),
        reason: "is not UTF-8",
    })?;
    if raw.iter().all(|byte| *byte == 0) {
        return Err(grammar());
    }
    *rest = tail;
    let entry_id = Oid::from_bytes(raw).ok_or_else(grammar)?;
    Ok(Entry { name: name.to_owned(), mode, id: entry_id })
}

/// Compares two entries as git sorts them; equal only for the same name and both or neither a folder.
pub(super) fn sort_order(one: &Entry, two: &Entry) -> Ordering {
    sort_key(one).cmp(sort_key(two))
}

/// Git sorts a folder as if its name ended in a slash.
fn sort_key(entry: &Entry) -> impl Iterator<Item = u8> + '_ {
    let slash = (entry.mode == Mode::Folder).then_some(b'/');
    entry.name.bytes().chain(slash)
}

/// Says what is wrong with a file's name, if anything.
pub fn name_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() || name == "." || name == ".." || name.contains(['/', '\\']) {
        return Some("is no name for a file");
    }
    if name.chars().any(is_hidden) {
        return Some("holds a control or direction character");
    }
    if !name.is_ascii() && !is_nfc(name) {
        return Some("is not in Unicode's composed form (NFC)");
    }
    if looks_like_git_folder(name) {
        return Some("looks like git's own folder on some systems");
    }
    if name.ends_with(['.', ' ']) || name.contains(':') {
        return Some("names another file on some systems");
    }
    is_device(name).then_some("names a device on some systems")
}

/// Characters that a reader does not see, and that reorder or join what is beside them.
fn is_hidden(symbol: char) -> bool {
    symbol.is_control()
        || matches!(symbol,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// `.git` as HFS+ and NTFS would read it: other case, trailing dots and spaces, short names.
fn looks_like_git_folder(name: &str) -> bool {
    let stem = name.split(':').next().unwrap_or(name);
    let stem = stem.trim_end_matches(['.', ' ']);
    stem.eq_ignore_ascii_case(".git") || stem.eq_ignore_ascii_case("git~1")
}

/// Two names that a case-insensitive file system would take for one.
///
/// Folders of many entries are read often, so names are compared by a hash first.
fn no_twins(id: Oid, entries: &[Entry]) -> Result<(), TreeFault> {
    let mut hashes: Vec<u64> = entries.iter().map(|entry| folded_hash(&entry.name)).collect();
    hashes.sort_unstable();
    if hashes.windows(2).all(|pair| pair[0] != pair[1]) {
        return Ok(());
    }
    let mut seen: HashSet<String> = HashSet::with_capacity(entries.len());
    for entry in entries {
        // A folder and a file of one name also collide, and git's order lets them stand apart.
        if !seen.insert(folded(&entry.name)) {
            let name = entry.name.clone();
            return Err(TreeFault::Name { id, name, reason: "differs from another in case only" });
        }
    }
    Ok(())
}

/// Returns a name as a case-insensitive file system compares it: each character by its capital,
/// so that `ſ` and `s` are one.
pub(super) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.chars().flat_map(|symbol| capital(symbol).to_lowercase()).nfc().collect()
}

/// Returns the one capital of a character; the character itself if it has none or several.
fn capital(symbol: char) -> char {
    let mut capitals = symbol.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => symbol,
    }
}

/// Hashes a name as [`folded`] writes it (FNV-1a, 64 bits); equal names have equal hashes.
fn folded_hash(name: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let start = 0xcbf2_9ce4_8422_2325;
    if name.is_ascii() {
        name.bytes().map(|byte| byte.to_ascii_lowercase()).fold(start, step)
    } else {
        folded(name).bytes().fold(start, step)
    }
}

/// The trees of a history, each read, hashed and parsed once while it is remembered.
pub struct Trees<'a> {
    objects: &'a dyn Objects,
    parsed: Recent<Oid, Rc<Vec<Entry>>>,
    ids: Recent<Oid, Sha256Id>,
}

impl<'a> Trees<'a> {
    pub fn new(objects: &'a dyn Objects) -> Self {
        Self { objects, parsed: Recent::default(), ids: Recent::default() }
    }

    /// Returns the entries of a tree, in git's order.
    pub fn entries(&mut self, id: Oid) -> Result<Rc<Vec<Entry>>, TreeFault> {
        if let Some(entries) = self.parsed.get(&id) {
            return Ok(entries);
        }
        let bytes = fetch(self.objects, id, Kind::Tree)?;
        let entries = Rc::new(parse(id, &bytes)?);
        self.parsed.insert(id, Rc::clone(&entries));
        Ok(entries)
    }

    /// Returns the id git gives this tree in a repository of the sha256 object format.
    ///
    /// `git fast-export --all | git fast-import` into such a repository repeats it.
    pub fn sha256_id(&mut self, tree: Oid) -> Result<Sha256Id, TreeFault> {
        self.sha256_tree(tree, 0)
    }

    fn sha256_tree(&mut self, tree: Oid, depth: usize) -> Result<Sha256Id, TreeFault> {
        if let Some(id) = self.ids.get(&tree) {
            return Ok(id);
        }
        if depth > DEPTH_MAX {
            return Err(TreeFault::Depth);
        }
        let mut bytes = Vec::new();
        for entry in self.entries(tree)?.iter() {
            let id = match entry.mode {
                Mode::Folder => self.sha256_tree(entry.id, depth + 1)?,
                Mode::Submodule => return Err(TreeFault::Submodule(tree)),
                Mode::File | Mode::Executable | Mode::Link => self.sha256_blob(entry.id)?,
            };
            push_entry(&mut bytes, entry, &id.0);
        }
        let id = Sha256Id::of_object(Kind::Tree, &bytes);
        self.ids.insert(tree, id);
        Ok(id)
    }

    fn sha256_blob(&mut self, blob: Oid) -> Result<Sha256Id, TreeFault> {
        if let Some(id) = self.ids.get(&blob) {
            return Ok(id);
        }
        let id = Sha256Id::of_object(Kind::Blob, &fetch(self.objects, blob, Kind::Blob)?);
        self.ids.insert(blob, id);
        Ok(id)
    }

    /// Returns a file's bytes.
    pub fn blob(&self, id: Oid) -> Result<Vec<u8>, Unusable> {
        fetch(self.objects, id, Kind::Blob)
    }

    /// Returns how many files lie below a tree.
    pub fn count(&mut self, tree: Oid) -> Result<usize, TreeFault> {
        self.count_below(tree, 0, &mut HashMap::new())
    }

    fn count_below(
        &mut self,
        tree: Oid,
        depth: usize,
        counted: &mut HashMap<Oid, usize>,
    ) -> Result<usize, TreeFault> {
        if depth > DEPTH_MAX {
            return Err(TreeFault::Depth);
        }
        if let Some(files) = counted.get(&tree) {
            return Ok(*files);
        }
        let mut files: usize = 0;
        for entry in self.entries(tree)?.iter() {
            files = files.saturating_add(match entry.mode {
                Mode::Folder => self.count_below(entry.id, depth + 1, counted)?,
                Mode::File | Mode::Executable | Mode::Link | Mode::Submodule => 1,
            });
        }
        counted.insert(tree, files);
        Ok(files)
    }

    /// Finds the entry at a path below a tree, parts joined by `/`.
    pub fn find(&mut self, tree: Oid, path: &str) -> Result<Option<Entry>, TreeFault> {
        let mut here = tree;
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let entries = self.entries(here)?;
            let Some(entry) = entries.iter().find(|entry| entry.name == part) else {
                return Ok(None);
            };
            if parts.peek().is_none() {
                return Ok(Some(entry.clone()));
            }
            if entry.mode != Mode::Folder {
                return Ok(None);
            }
            here = entry.id;
        }
        Ok(None)
    }
}

/// A map that forgets what was not asked for lately, so that memory stays bounded.
struct Recent<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<K: Eq + Hash + Copy, V: Clone> Recent<K, V> {
    fn get(&mut self, key: &K) -> Option<V> {
        if let Some(value) = self.young.get(key) {
            return Some(value.clone());
        }
        let value = self.old.remove(key)?;
        self.insert(*key, value.clone());
        Some(value)
    }

    fn insert(&mut self, key: K, value: V) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::object::Object;
    use super::*;

    fn file(name: &str, id: u8) -> Entry {
        Entry { name: name.to_owned(), mode: Mode::File, id: Oid::Sha1([id; 20]) }
    }

    const ID: Oid = Oid::Sha1([9; 20]);

    #[test]
    fn folders_sort_as_if_they_ended_in_a_slash() {
        let folder = Entry { mode: Mode::Folder, ..file("a", 1) };
        let entries = vec![file("a.md", 2), folder.clone(), file("a0", 3)];
        let bytes = serialise(entries);
        let names: Vec<_> = parse(ID, &bytes).unwrap().into_iter().map(|e| e.name).collect();
        assert_eq!(names, ["a.md", "a", "a0"]);
        let mut wrong = Vec::new();
        push_entry(&mut wrong, &folder, &[1; 20]);
        push_entry(&mut wrong, &file("a.md", 2), &[2; 20]);
        assert_eq!(parse(ID, &wrong), Err(TreeFault::Order(ID)));
    }

    #[test]
    fn hostile_trees_are_refused() {
        assert_eq!(parse(ID, b"100664 a\0aaaaaaaaaaaaaaaaaaaa"), Err(TreeFault::Grammar(ID)));
        assert_eq!(parse(ID, b"100644 a\0aaaaaaaaaaaaaaaaaaa"), Err(TreeFault::Grammar(ID)));
        assert_eq!(parse(ID, b"040000 a\0aaaaaaaaaaaaaaaaaaaa"), Err(TreeFault::Grammar(ID)));
        assert_eq!(
            parse(ID, &[b"100644 a\0".as_slice(), &[0; 20]].concat()),
            Err(TreeFault::Grammar(ID))
        );
        let twice = [serialise(vec![file("a", 1)]), serialise(vec![file("a", 1)])].concat();
        assert_eq!(parse(ID, &twice), Err(TreeFault::Order(ID)));
        for names in [["A.md", "a.md"], ["É", "é"], ["s.md", "ſ.md"]] {
            let bytes = serialise(names.iter().map(|name| file(name, 1)).collect());
            assert!(matches!(parse(ID, &bytes), Err(TreeFault::Name { .. })), "{names:?}");
        }
    }

    #[test]
    fn names_that_mean_two_things_are_refused() {
        for bad in [
            "",
            ".",
            "..",
            ".git",
            ".GIT",
            ".git.",
            "git~1",
            ".git::$INDEX_ALLOCATION",
            "a\\b",
            "e\u{301}",
            "a\u{202e}dm",
            "a\nb",
            ".g\u{200c}it",
            "trust.",
            "trust ",
            "agreement.md:x",
            "CON",
            "nul.md",
            "Com1.txt",
            "LPT9",
        ] {
            assert!(name_fault(bad).is_some(), "{bad:?}");
        }
        let good = [".gitignore", ".gitattributes", "é.md", "INC-2026-7KQ2", "git", "contact.md"];
        for good in good.into_iter().chain(["com.md", "com10", "a. b", "lpt"]) {
            assert!(name_fault(good).is_none(), "{good:?}");
        }
    }

    #[test]
    fn the_empty_tree_has_the_id_git_gives_it() {
        let empty = Oid::of(Kind::Tree, b"").unwrap();
        let objects = HashMap::from([(empty, Object { kind: Kind::Tree, bytes: Vec::new() })]);
        assert_eq!(
            Trees::new(&objects).sha256_id(empty).unwrap().to_string(),
            "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
        );
    }

    #[test]
    fn an_object_under_a_false_name_is_refused() {
        let objects = HashMap::from([(ID, Object { kind: Kind::Tree, bytes: Vec::new() })]);
        let fault = Trees::new(&objects).sha256_id(ID).unwrap_err();
        assert_eq!(fault, TreeFault::Unusable(Unusable::WrongId(ID)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(ID, &bytes);
        }

        #[test]
        fn what_is_written_is_read_back(
            names in proptest::collection::btree_set("[a-z0-9]{1,6}", 0..12),
        ) {
            let entry = |(place, name): (usize, String)| Entry {
                mode: if place % 2 == 0 { Mode::Folder } else { Mode::File },
                ..file(&name, 7)
            };
            let bytes = serialise(names.into_iter().enumerate().map(entry).collect());
            prop_assert_eq!(serialise(parse(ID, &bytes).unwrap()), bytes);
        }
    }
}
