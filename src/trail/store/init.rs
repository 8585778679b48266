//! Makes a folder a repository that keeps what it is given.

use std::path::Path;

use super::{Store, StoreError};
use crate::sys;

/// The branch of a new engagement.
const BRANCH: &str = "main";

impl Store {
    /// Makes `root`, which exists, a repository with one unborn branch, and opens it.
    ///
    /// Nothing that git would throw away is thrown away here: `extensions.preciousObjects` keeps
    /// `git gc` and `git prune` from deleting, and automatic collection is off.
    /// Errors: [`StoreError::AlreadyThere`] when `root` has a `.git` of any sort.
    pub fn init(root: &Path) -> Result<Self, StoreError> {
        sys::sync_git_objects();
        let root = root.canonicalize().map_err(StoreError::io("open", root))?;
        let git = root.join(".git");
        if std::fs::symlink_metadata(&git).is_ok() {
            return Err(StoreError::AlreadyThere { root });
        }
        let mut options = git2::RepositoryInitOptions::new();
        // No template: the user's hooks are not this engagement's.
        options.no_reinit(true).mkdir(false).external_template(false).initial_head(BRANCH);
        git2::Repository::init_opts(&root, &options)
            .map_err(StoreError::git("make the repository"))?;
        write_settings(&git.join("config")).map_err(StoreError::git("write its settings"))?;
        for folder in [&git, &root] {
            sys::sync_folder(folder).map_err(StoreError::io("sync", folder))?;
        }
        Self::open(&root)
    }
}

fn write_settings(path: &Path) -> Result<(), git2::Error> {
    let mut config = git2::Config::open(path)?;
    config.set_i32("core.repositoryformatversion", 1)?;
    config.set_bool("extensions.preciousobjects", true)?;
    config.set_i32("gc.auto", 0)?;
    config.set_str("gc.pruneexpire", "never")?;
    // Bytes stay as they were signed, whatever the user's git would like.
    config.set_str("core.autocrlf", "false")?;
    config.set_str("core.fsync", "all")?;
    config.set_bool("core.logallrefupdates", true)
}
