//! Opens exactly the repository in a folder, or says why it will not.

use std::path::Path;

use super::{Store, StoreError, guard};
use crate::sys;

impl Store {
    /// Opens the repository in `root/.git`; never looks above `root`, and follows no link.
    ///
    /// Errors: [`StoreError::NoRepository`]; refused are a repository of another user, one that lies
    /// elsewhere (a submodule, a linked work tree, a bare one), one with links or pipes in it or
    /// settings that name further files, and formats that libgit2 cannot read.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        sys::sync_git_objects();
        let root = root.canonicalize().map_err(StoreError::io("open", root))?;
        let git = root.join(".git");
        let metadata = match std::fs::symlink_metadata(&git) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::NoRepository { root });
            }
            Err(error) => return Err(StoreError::io("open", &git)(error)),
        };
        if !metadata.is_dir() {
            let how = "`.git` is a link or a file, as in a submodule or a linked work tree";
            return Err(StoreError::Elsewhere { root, how });
        }
        if std::fs::symlink_metadata(git.join("commondir")).is_ok() {
            return Err(StoreError::Elsewhere { root, how: "`.git/commondir` names another one" });
        }
        refuse_other_owner(&root)?;
        refuse_other_owner(&git)?;
        guard::inspect(&git)?;
        let config = guard::settings(&git.join("config"))?;
        refuse_unsupported(&root, &config)?;

        let flags = git2::RepositoryOpenFlags::NO_SEARCH | git2::RepositoryOpenFlags::NO_DOTGIT;
        let repository = git2::Repository::open_ext(&git, flags, &[] as &[&Path])
            .map_err(|error| StoreError::Unreadable { reason: error.message().to_owned() })?;
        // Only the repository's own settings from here on; the user's and the machine's stay out.
        repository.set_config(&config).map_err(StoreError::git("read settings"))?;
        Ok(Self { repository, root })
    }
}

/// Whoever owns the folder decides what stands in it, so it has to be us.
fn refuse_other_owner(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let metadata = std::fs::symlink_metadata(path).map_err(StoreError::io("open", path))?;
        if sys::user_id().is_some_and(|user| user != metadata.uid()) {
            return Err(StoreError::NotOurs { path: path.to_owned(), owner: metadata.uid() });
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn refuse_unsupported(root: &Path, config: &git2::Config) -> Result<(), StoreError> {
    let value = |name: &str| config.get_string(name).ok();
    if let Some(format) = value("extensions.objectformat").filter(|format| format != "sha1") {
        return Err(StoreError::Unsupported { what: format!("the object format `{format}`") });
    }
    if let Some(storage) = value("extensions.refstorage").filter(|storage| storage != "files") {
        return Err(StoreError::Unsupported { what: format!("the reference format `{storage}`") });
    }
    if value("core.worktree").is_some() {
        let how = "`core.worktree` names another folder";
        return Err(StoreError::Elsewhere { root: root.to_owned(), how });
    }
    if config.get_bool("core.bare").unwrap_or(false) {
        return Err(StoreError::Unsupported { what: "no work tree (it is bare)".to_owned() });
    }
    Ok(())
}
