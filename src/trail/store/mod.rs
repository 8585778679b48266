//! The repository, one of the hands: the only module that names `git2`.
//!
//! It opens exactly the repository in the engagement's folder and nothing above it, reads and writes
//! raw objects, and moves the branch. It runs no hook, filter or program, takes no word of the user's
//! or the machine's git configuration, and judges nothing: what an object means is for the rest
//! of `trail` to say.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is the hand that touches the repository's own folder"
)]

mod advance;
mod config;
mod earlier;
mod guard;
mod init;
mod journal;
mod objects;
mod open;
mod revision;
mod walk;
mod work;

use std::io;
use std::path::{Path, PathBuf};

pub use self::advance::LogLine;
pub use self::config::{GitSettings, git_settings};
pub use self::earlier::Earlier;
pub use self::journal::{Journal, Lock, Recovered};
pub use self::objects::{File, Link};
pub use self::walk::Difference;
pub use self::work::{Changed, What};
use super::object::Oid;

/// An open repository whose work tree is the engagement's folder.
pub struct Store {
    repository: git2::Repository,
    root: PathBuf,
}

/// Where the repository stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// On a branch; `branch` is its short name.
    Branch { branch: String, oid: Oid },
    /// On a branch that has no record yet.
    Unborn { branch: String },
    /// On no branch.
    Detached { oid: Oid },
}

impl Head {
    /// Returns the newest record, if there is one.
    pub fn oid(&self) -> Option<Oid> {
        match self {
            Self::Branch { oid, .. } | Self::Detached { oid } => Some(*oid),
            Self::Unborn { .. } => None,
        }
    }
}

/// What makes a repository show another history than the one it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The history is cut off (`.git/shallow`).
    pub shallow: bool,
    /// Parents are pretended (`.git/info/grafts`).
    pub grafts: bool,
    /// Objects that git would show in place of others (`refs/replace/`), by the replaced id.
    pub replaced: Vec<Oid>,
    /// Objects lie in another repository too (`.git/objects/info/alternates`).
    pub alternates: bool,
    /// Objects are fetched only when asked for (`extensions.partialClone`).
    pub partial: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("`{}` has no repository of its own", .root.display())]
    NoRepository { root: PathBuf },
    #[error("`{}` belongs to another user (id {owner})", .path.display())]
    NotOurs { path: PathBuf, owner: u32 },
    #[error("the repository of `{}` lies elsewhere: {how}", .root.display())]
    Elsewhere { root: PathBuf, how: &'static str },
    #[error("`{}` {what}, so this repository is not used", .path.display())]
    Odd { path: PathBuf, what: &'static str },
    #[error("`.git/config` sets `{name}`, which could lead outside this folder")]
    Setting { name: &'static str },
    #[error("this repository uses {what}, which is not supported")]
    Unsupported { what: String },
    #[error("a merge is not settled: git's index holds more than one side of a file")]
    Unmerged,
    #[error("this repository cannot be opened: {reason}")]
    Unreadable { reason: String },
    #[error("the folder `{}` already is a repository", .root.display())]
    AlreadyThere { root: PathBuf },
    #[error("the object {oid} is missing")]
    Missing { oid: Oid },
    #[error("the object {oid} is damaged: {reason}")]
    Damaged { oid: Oid, reason: String },
    #[error("the object {oid} is larger than 64 MiB")]
    TooLarge { oid: Oid },
    #[error("the record {record} unfolds to more files and folders than can be looked at")]
    TooMany { record: Oid },
    #[error("another command is writing here: {holder}")]
    Busy { holder: String },
    #[error("the trail was moved by another program while this record was made")]
    Moved,
    #[error("cannot {doing} `{}`", .path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    #[error("cannot {doing}: {reason}")]
    Git { doing: &'static str, reason: String },
}

impl StoreError {
    fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }

    fn git(doing: &'static str) -> impl FnOnce(git2::Error) -> Self {
        move |error| Self::Git { doing, reason: error.message().to_owned() }
    }
}

impl Store {
    /// Returns the engagement's folder, absolute and without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn git_folder(&self) -> PathBuf {
        self.root.join(".git")
    }

    /// Returns where the repository stands.
    pub fn head(&self) -> Result<Head, StoreError> {
        let head = self.repository.find_reference("HEAD").map_err(StoreError::git("read HEAD"))?;
        if let Some(oid) = head.target() {
            return Ok(Head::Detached { oid: objects::from_git(oid) });
        }
        let target = head.symbolic_target().ok().flatten().unwrap_or_default().to_owned();
        let Some(branch) = target.strip_prefix("refs/heads/").map(str::to_owned) else {
            return Err(StoreError::Unsupported { what: format!("a HEAD that names `{target}`") });
        };
        match self.repository.find_reference(&target) {
            Ok(reference) => match reference.target() {
                Some(oid) => Ok(Head::Branch { branch, oid: objects::from_git(oid) }),
                None => {
                    Err(StoreError::Unsupported { what: format!("a branch `{branch}` of links") })
                }
            },
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(Head::Unborn { branch }),
            Err(error) => Err(StoreError::git("read the branch")(error)),
        }
    }

    /// Returns what git is in the middle of, in git's words: `merge`, `rebase`, ...
    pub fn in_progress(&self) -> Option<&'static str> {
        use git2::RepositoryState as State;
        match self.repository.state() {
            State::Clean => None,
            State::Merge => Some("merge"),
            State::Revert | State::RevertSequence => Some("revert"),
            State::CherryPick | State::CherryPickSequence => Some("cherry-pick"),
            State::Bisect => Some("bisect"),
            State::Rebase | State::RebaseInteractive | State::RebaseMerge => Some("rebase"),
            State::ApplyMailbox | State::ApplyMailboxOrRebase => Some("am"),
        }
    }

    /// Returns what makes this repository show another history than it holds.
    pub fn facts(&self) -> Facts {
        let git = self.git_folder();
        let references = self.repository.references_glob("refs/replace/*").into_iter().flatten();
        let mut replaced: Vec<Oid> = references
            .filter_map(|reference| reference.ok()?.name().ok()?.rsplit('/').next()?.parse().ok())
            .collect();
        replaced.sort();
        let config = guard::settings(&git.join("config"));
        Facts {
            shallow: std::fs::symlink_metadata(git.join("shallow")).is_ok(),
            grafts: guard::holds_lines(&git.join("info/grafts")),
            replaced,
            alternates: guard::holds_lines(&git.join("objects/info/alternates")),
            partial: config.is_ok_and(|it| it.get_string("extensions.partialclone").is_ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::sys::{Streams, program, run};

    fn git(root: &Path, arguments: &[&str]) -> String {
        let mut command = program("git", arguments);
        command.current_dir(root).env("GIT_CONFIG_GLOBAL", "/dev/null");
        let finished =
            run(command, b"", Streams::Captured, Duration::from_secs(20)).expect("git runs");
        let errors = String::from_utf8_lossy(&finished.stderr);
        assert!(finished.status.success(), "git {arguments:?}: {errors}");
        format!("{}{errors}", String::from_utf8_lossy(&finished.stdout))
    }

    /// Commits as a record does, without a signature.
    fn commit(store: &Store, changes: &[(&str, Option<&str>)]) -> Oid {
        let head = store.head().unwrap();
        let changes: BTreeMap<String, Option<Oid>> = changes
            .iter()
            .map(|(path, text)| {
                let blob = text.map(|text| store.write_blob(text.as_bytes()).unwrap());
                ((*path).to_owned(), blob)
            })
            .collect();
        let tree = store.update_tree(head.oid(), &changes).unwrap();
        let parent = head.oid().map(|oid| format!("parent {oid}\n")).unwrap_or_default();
        let who = "a <a@x.invalid> 1 +0000";
        let bytes = format!("tree {tree}\n{parent}author {who}\ncommitter {who}\n\nrecord\n");
        let commit = store.write_commit(bytes.as_bytes()).unwrap();
        let paths = changes.keys().cloned().collect();
        let lock = store.lock().unwrap();
        store.update_index(&lock, Some(commit), &paths).unwrap();
        let log = LogLine { who: "a <a@x.invalid>", seconds: 1, message: "record" };
        store.advance(&lock, "main", head.oid(), commit, &log).unwrap();
        commit
    }

    fn world() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        (folder, store)
    }

    fn write(store: &Store, path: &str, text: &str) {
        let full = store.root().join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
    }

    #[test]
    fn a_new_repository_keeps_everything_and_is_one_to_git() {
        let (_folder, store) = world();
        assert_eq!(store.head().unwrap(), Head::Unborn { branch: "main".to_owned() });
        assert_eq!(git(store.root(), &["config", "extensions.preciousObjects"]), "true\n");
        assert_eq!(git(store.root(), &["config", "gc.auto"]), "0\n");
        assert_eq!(git(store.root(), &["status", "--porcelain"]), "");
        assert!(matches!(Store::init(store.root()), Err(StoreError::AlreadyThere { .. })));
    }

    #[test]
    fn what_is_committed_is_what_git_sees() {
        let (_folder, store) = world();
        write(&store, "people/zw.md", "zw");
        write(&store, "a.md", "one");
        let first = commit(&store, &[("people/zw.md", Some("zw")), ("a.md", Some("one"))]);
        assert_eq!(git(store.root(), &["status", "--porcelain"]), "");
        write(&store, "a.md", "two");
        std::fs::remove_dir_all(store.root().join("people")).unwrap();
        let second = commit(&store, &[("people/zw.md", None), ("a.md", Some("two"))]);
        assert_eq!(git(store.root(), &["status", "--porcelain"]), "");
        assert_eq!(git(store.root(), &["fsck", "--strict"]), "");
        assert_eq!(git(store.root(), &["rev-parse", "HEAD"]).trim(), second.to_string());
        assert_eq!(git(store.root(), &["reflog", "--format=%gs"]), "record\nrecord\n");
        assert_eq!(store.read(first, "people/zw.md").unwrap().unwrap(), b"zw");
        assert_eq!(store.read(second, "people/zw.md").unwrap(), None);
        assert_eq!(store.files(second).unwrap().keys().collect::<Vec<_>>(), ["a.md"]);
        let paths = |differences: Vec<Difference>| -> Vec<String> {
            differences.into_iter().map(|it| it.path).collect()
        };
        let between = store.differences(Some(first), Some(second)).unwrap();
        assert_eq!(paths(between), ["a.md", "people/zw.md"]);
        assert_eq!(store.differences(None, Some(second)).unwrap().len(), 1);
        let history = store.history(second).unwrap();
        assert_eq!(history.iter().map(|it| it.oid).collect::<Vec<_>>(), [first, second]);
    }

    #[test]
    fn changes_are_told_by_bytes_and_links_never_followed() {
        let (_folder, store) = world();
        write(&store, ".gitignore", "/out/\n*.tmp\n");
        write(&store, "a.md", "one");
        write(&store, "gone.md", "x");
        let files =
            [(".gitignore", Some("/out/\n*.tmp\n")), ("a.md", Some("one")), ("gone.md", Some("x"))];
        commit(&store, &files);
        assert_eq!(store.changed_paths().unwrap(), []);
        write(&store, "a.md", "two");
        write(&store, "out/report.html", "");
        write(&store, "x.tmp", "");
        write(&store, "new/b.md", "");
        std::fs::remove_file(store.root().join("gone.md")).unwrap();
        let big = std::fs::File::create(store.root().join("big.md")).unwrap();
        big.set_len(10 << 30).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/passwd", store.root().join("link.md")).unwrap();
        let changed = store.changed_paths().unwrap();
        let told: Vec<(&str, What)> =
            changed.iter().map(|it| (it.path.as_str(), it.what)).collect();
        let expected = [
            ("a.md", What::Modified),
            ("big.md", What::Added),
            ("gone.md", What::Deleted),
            ("link.md", What::Odd("it is a link")),
            ("new/b.md", What::Added),
        ];
        assert_eq!(told, expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_place_of_the_rules_what_to_ignore_is_told_and_not_opened() {
        let (_folder, store) = world();
        write(&store, "sub/x.tmp", "");
        for folder in ["", "sub/"] {
            let pipe = store.root().join(format!("{folder}.gitignore"));
            let made = program("mkfifo", [&pipe]);
            run(made, b"", Streams::Captured, Duration::from_secs(10)).unwrap();
        }
        let changed = store.changed_paths().unwrap();
        let told: Vec<(&str, What)> =
            changed.iter().map(|it| (it.path.as_str(), it.what)).collect();
        let pipe = What::Odd("it is no plain file");
        let expected = [(".gitignore", pipe), ("sub/.gitignore", pipe), ("sub/x.tmp", What::Added)];
        assert_eq!(told, expected);
    }

    #[test]
    fn repositories_that_would_mislead_are_refused() {
        let (folder, store) = world();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        assert!(matches!(Store::open(&inner), Err(StoreError::NoRepository { .. })));
        std::fs::write(inner.join(".git"), "gitdir: ../.git\n").unwrap();
        assert!(matches!(Store::open(&inner), Err(StoreError::Elsewhere { .. })));
        git(store.root(), &["config", "core.worktree", "/tmp"]);
        assert!(matches!(Store::open(store.root()), Err(StoreError::Elsewhere { .. })));

        let other = tempfile::tempdir().unwrap();
        git(other.path(), &["init", "-q", "--object-format=sha256"]);
        let error = Store::open(other.path()).err().unwrap();
        assert!(error.to_string().contains("`sha256`"), "{error}");
        let other = tempfile::tempdir().unwrap();
        git(other.path(), &["init", "-q", "--ref-format=reftable"]);
        let error = Store::open(other.path()).err().unwrap();
        assert!(error.to_string().contains("`reftable`"), "{error}");
    }

    #[test]
    fn the_branch_moves_only_from_where_it_was() {
        let (_folder, store) = world();
        let first = commit(&store, &[("a.md", Some("one"))]);
        let second = commit(&store, &[("a.md", Some("two"))]);
        let lock = store.lock().unwrap();
        let log = LogLine { who: "a <a@x.invalid>", seconds: 1, message: "record" };
        let moved = store.advance(&lock, "main", Some(first), second, &log);
        assert!(matches!(moved, Err(StoreError::Moved)));
        assert_eq!(store.head().unwrap().oid(), Some(second));
        assert!(!store.root().join(".git/refs/heads/main.lock").exists());
    }

    #[test]
    fn a_dead_writer_is_cleared_up_and_a_foreign_lock_is_left() {
        let (_folder, store) = world();
        write(&store, "a.md", "one");
        let first = commit(&store, &[("a.md", Some("one"))]);
        let journal = Journal {
            op: "x".to_owned(),
            pid: 1,
            boot_id: String::new(),
            branch: "main".to_owned(),
            old_head: Some(first.to_string()),
            commit: None,
            paths: BTreeSet::from(["b.md".to_owned()]),
        };
        let index_lock = store.root().join(".git/index.lock");
        let lock = store.lock().unwrap();
        lock.write_journal(&journal).unwrap();
        std::mem::forget(lock.take_git_lock(&index_lock, "index", b"").unwrap());
        drop(lock);
        let lock = store.lock().unwrap();
        let recovered = store.recover(&lock).unwrap().unwrap();
        assert!(!recovered.recorded);
        assert!(!index_lock.exists());
        assert_eq!(store.recover(&lock).unwrap(), None);
        assert_eq!(git(store.root(), &["status", "--porcelain"]), "");

        std::fs::write(&index_lock, "").unwrap();
        assert_eq!(store.recover(&lock).unwrap(), None);
        assert!(index_lock.exists());
    }

    #[test]
    fn facts_tell_what_would_bend_the_history() {
        let (_folder, store) = world();
        let first = commit(&store, &[("a.md", Some("one"))]);
        assert_eq!(store.facts(), Facts::default());
        std::fs::write(store.root().join(".git/shallow"), format!("{first}\n")).unwrap();
        std::fs::create_dir_all(store.root().join(".git/info")).unwrap();
        std::fs::write(store.root().join(".git/info/grafts"), format!("{first}\n")).unwrap();
        let facts = store.facts();
        assert!(facts.shallow && facts.grafts && !facts.alternates && !facts.partial);
    }
}
