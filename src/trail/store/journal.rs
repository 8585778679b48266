//! One writer at a time, and what it was doing when it died.
//!
//! The lock is the system's own on `.git/ircase/lock` and ends with its process, however that ends.
//! The journal beside it says what was begun. Git's own locks are taken as hard links to a mark of
//! ours, so that the next command can tell a lock that our dead process left behind from one of
//! another program, which is never removed.

use std::collections::BTreeSet;
use std::fs::TryLockError;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::work::{lock_path, remove_if_there};
use super::{Store, StoreError};
use crate::sys::{self, Access, Place, Stopwatch};

/// How long to wait while the holder changes, and behind one and the same (TRAIL 5).
const PATIENCE: Duration = Duration::from_secs(60);
const PATIENCE_WITH_ONE: Duration = Duration::from_secs(10);
/// How long to wait for git's own locks, which git holds for moments only.
const PATIENCE_WITH_GIT: Duration = Duration::from_secs(5);
/// A journal names the paths of one record, of which there may be 100,000.
const JOURNAL_BYTES_MAX: u64 = 32 * 1024 * 1024;
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// What a writer was about to do, on disk before it does it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// The id of the operation, in the record's `Op-Id:` trailer too.
    pub op: String,
    pub pid: u32,
    /// Which start of the machine `pid` belongs to.
    pub boot_id: String,
    pub branch: String,
    pub old_head: Option<String>,
    /// The record, once its object is written.
    pub commit: Option<String>,
    pub paths: BTreeSet<String>,
}

/// What an earlier command left behind, now put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    pub journal: Journal,
    /// Whether its record is in the trail; if not, its documents are on disk, unrecorded.
    pub recorded: bool,
}

/// The right to write; there is one per repository, and it ends with this value.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    /// Held for its lock, which the system lets go when the file is closed.
    _file: std::fs::File,
}

/// One of git's own locks, taken by us.
pub(super) struct GitLock {
    pub(super) lock: PathBuf,
    mark: PathBuf,
}

impl Store {
    /// Waits for the right to write.
    ///
    /// Errors: [`StoreError::Busy`] after ten seconds behind one holder or sixty in all.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        let folder = self.git_folder().join("ircase");
        std::fs::create_dir_all(&folder).map_err(StoreError::io("write", &folder))?;
        let path = folder.join("lock");
        let file =
            sys::open_plain(&path, Access::Append).map_err(StoreError::io("write", &path))?;
        let waiting = Stopwatch::start();
        let mut holder = (self.holder(), Stopwatch::start());
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { folder, _file: file }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    return Err(StoreError::io("lock", &path)(error));
                }
            }
            let now = self.holder();
            if now != holder.0 {
                holder = (now, Stopwatch::start());
            }
            if waiting.elapsed() > PATIENCE || holder.1.elapsed() > PATIENCE_WITH_ONE {
                let who = holder.0.map_or_else(
                    || "a process that has not said its name".to_owned(),
                    |(_, pid)| format!("process {pid}"),
                );
                return Err(StoreError::Busy { holder: who });
            }
            sys::sleep(POLL_INTERVAL);
        }
    }

    fn holder(&self) -> Option<(String, u32)> {
        let journal = read_journal(&self.git_folder().join("ircase/journal"))?;
        Some((journal.op, journal.pid))
    }

    /// Puts in order what a dead command left behind; to be called first by every holder of the lock.
    ///
    /// Its locks are removed, and git's index is set back to the newest record for its paths.
    pub fn recover(&self, lock: &Lock) -> Result<Option<Recovered>, StoreError> {
        let path = lock.journal_path();
        let journal = read_journal(&path);
        if let Some(journal) = &journal {
            let reference = self.git_folder().join("refs/heads").join(&journal.branch);
            lock.remove_own_lock(&lock_path(&reference), "branch")?;
        }
        lock.remove_own_lock(&self.git_folder().join("index.lock"), "index")?;
        let Some(journal) = journal else {
            remove_if_there(&path).map_err(StoreError::io("remove", &path))?;
            return Ok(None);
        };
        let head = self.head()?;
        let recorded = match (&journal.commit, head.oid()) {
            (Some(commit), Some(head)) => {
                self.history(head)?.iter().any(|link| link.oid.to_string() == *commit)
            }
            _ => false,
        };
        self.update_index(lock, head.oid(), &journal.paths)?;
        lock.drop_journal()?;
        Ok(Some(Recovered { journal, recorded }))
    }
}

impl Lock {
    /// Waits until no other program holds git's index, so that nobody is asked for a signature
    /// that then cannot be used.
    pub fn await_index(&self, store: &Store) -> Result<(), StoreError> {
        let path = store.git_folder().join("index.lock");
        let waiting = Stopwatch::start();
        while path.exists() {
            if waiting.elapsed() > PATIENCE_WITH_GIT {
                return Err(held(&path));
            }
            sys::sleep(POLL_INTERVAL);
        }
        Ok(())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn journal_path(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Puts the journal on disk.
    pub fn write_journal(&self, journal: &Journal) -> Result<(), StoreError> {
        let path = self.journal_path();
        let bytes = serde_json::to_vec(journal).expect("a journal is plain data with string keys");
        sys::write_synced(&path, &bytes, Place::Replace).map_err(StoreError::io("write", &path))
    }

    /// Says that nothing is under way any more.
    pub fn drop_journal(&self) -> Result<(), StoreError> {
        let path = self.journal_path();
        remove_if_there(&path).map_err(StoreError::io("remove", &path))
    }

    fn mark(&self, name: &str) -> PathBuf {
        self.folder.join(format!("mark-{name}"))
    }

    /// Takes one of git's locks with `content` in it; waits a little while git holds it.
    pub(super) fn take_git_lock(
        &self,
        path: &Path,
        name: &str,
        content: &[u8],
    ) -> Result<GitLock, StoreError> {
        let mark = self.mark(name);
        sys::write_synced(&mark, content, Place::Replace)
            .map_err(StoreError::io("write", &mark))?;
        let waiting = Stopwatch::start();
        loop {
            match link_or_create(&mark, path, content) {
                Ok(()) => return Ok(GitLock { lock: path.to_owned(), mark }),
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(StoreError::io("lock", path)(error));
                }
                Err(_) if waiting.elapsed() > PATIENCE_WITH_GIT => {
                    return Err(held(path));
                }
                Err(_) => sys::sleep(POLL_INTERVAL),
            }
        }
    }

    /// Removes a lock of git that provably is ours: the same file as our mark.
    fn remove_own_lock(&self, path: &Path, name: &str) -> Result<(), StoreError> {
        let mark = self.mark(name);
        if same_file(path, &mark) {
            remove_if_there(path).map_err(StoreError::io("remove", path))?;
        }
        remove_if_there(&mark).map_err(StoreError::io("remove", &mark))
    }
}

impl GitLock {
    /// Lets the lock go.
    pub(super) fn release(self) -> Result<(), StoreError> {
        // `drop` does it; here a failure is told.
        remove_if_there(&self.lock).map_err(StoreError::io("remove", &self.lock))
    }
}

impl Drop for GitLock {
    fn drop(&mut self) {
        // After a rename or a release there is nothing left under these names, unless it is ours.
        if same_file(&self.lock, &self.mark) {
            let _ = remove_if_there(&self.lock);
        }
        let _ = remove_if_there(&self.mark);
    }
}

fn held(path: &Path) -> StoreError {
    StoreError::Busy { holder: format!("the program that holds `{}`", path.display()) }
}

/// A file system without hard links gets a plain lock, which a later command cannot tell apart.
fn link_or_create(mark: &Path, path: &Path, content: &[u8]) -> std::io::Result<()> {
    match std::fs::hard_link(mark, path) {
        Err(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::Unsupported | std::io::ErrorKind::PermissionDenied
            ) =>
        {
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
            file.write_all(content)?;
            file.sync_all()
        }
        done => done,
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let id = |path: &Path| std::fs::symlink_metadata(path).ok().map(|it| (it.dev(), it.ino()));
        id(one).is_some_and(|one| Some(one) == id(other))
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        false
    }
}

fn read_journal(path: &Path) -> Option<Journal> {
    serde_json::from_slice(&sys::read_plain(path, JOURNAL_BYTES_MAX).ok()?).ok()
}
