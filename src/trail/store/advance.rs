//! Moves the branch: the commit point, and the last thing a record does.

use std::io::Write;

use super::work::lock_path;
use super::{Head, Lock, Store, StoreError};
use crate::sys::{self, Access};
use crate::trail::object::Oid;

/// What the reference log says of a move, in git's own format.
#[derive(Debug, Clone)]
pub struct LogLine<'a> {
    /// `Name <email>`, as in the record.
    pub who: &'a str,
    /// Seconds since 1970.
    pub seconds: i64,
    pub message: &'a str,
}

impl Store {
    /// Moves `branch` from `old` to `new` if it still stands at `old`, and syncs.
    ///
    /// Errors: [`StoreError::Moved`] when the branch or HEAD is not where it was.
    pub fn advance(
        &self,
        lock: &Lock,
        branch: &str,
        old: Option<Oid>,
        new: Oid,
        log: &LogLine<'_>,
    ) -> Result<(), StoreError> {
        let reference = self.git_folder().join("refs/heads").join(branch);
        let folder = reference.parent().expect("a branch lies in `refs/heads`");
        std::fs::create_dir_all(folder).map_err(StoreError::io("write", folder))?;
        let content = format!("{new}\n");
        let guard = lock.take_git_lock(&lock_path(&reference), "branch", content.as_bytes())?;
        let unmoved = match self.head()? {
            Head::Branch { branch: now, oid } => now == branch && Some(oid) == old,
            Head::Unborn { branch: now } => now == branch && old.is_none(),
            Head::Detached { .. } => false,
        };
        if !unmoved {
            return Err(StoreError::Moved);
        }
        std::fs::rename(&guard.lock, &reference).map_err(StoreError::io("write", &reference))?;
        drop(guard);
        sys::sync_folder(folder).map_err(StoreError::io("sync", folder))?;
        // The log helps people only; the branch has moved, so its loss is no failure.
        let _ = self.append_log(branch, old, new, log);
        Ok(())
    }

    fn append_log(
        &self,
        branch: &str,
        old: Option<Oid>,
        new: Oid,
        log: &LogLine<'_>,
    ) -> std::io::Result<()> {
        let old = old.map_or_else(|| "0".repeat(40), |oid| oid.to_string());
        let line = format!("{old} {new} {} {} +0000\t{}\n", log.who, log.seconds, log.message);
        let logs = self.git_folder().join("logs");
        for path in [logs.join("HEAD"), logs.join("refs/heads").join(branch)] {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            sys::open_plain(&path, Access::Append)?.write_all(line.as_bytes())?;
        }
        Ok(())
    }
}
