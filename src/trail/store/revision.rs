//! What somebody names: a revision in git's own words, and what git's index holds.

use std::collections::BTreeMap;
use std::path::Path;

use super::objects::{File, from_git, to_git};
use super::{Store, StoreError, guard};
use crate::trail::object::Oid;
use crate::trail::tree::Mode;

/// What git's index may hold, in bytes.
const INDEX_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Git's mark of a path that is announced by `git add -N` and has no content yet (its
/// `index-format`, extended flags).
const INTENT_TO_ADD: u16 = 1 << 13;

impl Store {
    /// Returns the commit that a revision such as `main`, `HEAD~3` or an id means; `None` when it
    /// means none.
    pub fn revision(&self, revision: &str) -> Result<Option<Oid>, StoreError> {
        let object = match self.repository.revparse_single(revision) {
            Ok(object) => object,
            Err(error) if is_unknown(&error) => return Ok(None),
            Err(error) => return Err(StoreError::git("read the revision")(error)),
        };
        Ok(object.peel_to_commit().ok().map(|commit| from_git(commit.id())))
    }

    /// Returns a branch that has a commit in its history, by its short name; `main` before others.
    pub fn branch_with(&self, commit: Oid) -> Result<Option<String>, StoreError> {
        let failed = StoreError::git("list the branches");
        let branches = match self.repository.branches(Some(git2::BranchType::Local)) {
            Ok(branches) => branches,
            Err(error) => return Err(failed(error)),
        };
        let mut holding: Vec<String> = branches
            .flatten()
            .filter_map(|(branch, _)| {
                let tip = branch.get().target()?;
                let is_there = tip == to_git(commit)
                    || self.repository.graph_descendant_of(tip, to_git(commit)).unwrap_or(false);
                let name = branch.name().ok().flatten()?;
                is_there.then(|| name.to_owned())
            })
            .collect();
        holding.sort_by(|one, other| (one != "main", one).cmp(&(other != "main", other)));
        Ok(holding.into_iter().next())
    }

    /// Returns the newest commit that both have behind them; `None` when there is none here.
    pub fn merge_base(&self, one: Oid, other: Oid) -> Result<Option<Oid>, StoreError> {
        match self.repository.merge_base(to_git(one), to_git(other)) {
            Ok(base) => Ok(Some(from_git(base))),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(StoreError::git("compare the histories")(error)),
        }
    }

    /// Returns every file of git's index, by path.
    ///
    /// `index` is where git keeps it while it commits (`GIT_INDEX_FILE`, as `git commit -a` sets
    /// it for its hooks); one that lies outside this repository is refused.
    pub fn staged(&self, index: Option<&Path>) -> Result<BTreeMap<String, File>, StoreError> {
        let own = self.git_folder().join("index");
        let path = index.map_or_else(|| own.clone(), |index| self.root().join(index));
        if path.parent() != own.parent() {
            let what = "is named by `GIT_INDEX_FILE` and lies elsewhere";
            return Err(StoreError::Odd { path, what });
        }
        guard::file(&path, INDEX_BYTES_MAX)?;
        let index = open_index(&path)?;
        if index.has_conflicts() {
            return Err(StoreError::Unmerged);
        }
        let entries = index.iter().filter(|entry| entry.flags_extended & INTENT_TO_ADD == 0);
        // A name that is not text cannot be a document's.
        let named = entries.filter_map(|entry| {
            let path = String::from_utf8(entry.path).ok()?;
            Some((path, File { mode: mode_of(entry.mode), oid: from_git(entry.id) }))
        });
        Ok(named.collect())
    }

    /// Returns how many bytes a blob says it holds.
    pub fn blob_size(&self, oid: Oid) -> Result<u64, StoreError> {
        self.size(oid)?.map(|size| size as u64).ok_or(StoreError::Missing { oid })
    }
}

/// Opens the file in which git notes what is staged.
pub(super) fn open_index(path: &Path) -> Result<git2::Index, StoreError> {
    git2::Index::open(path).map_err(|_| StoreError::Git {
        doing: "read what is staged",
        reason: format!("`{}` is damaged", path.display()),
    })
}

fn is_unknown(error: &git2::Error) -> bool {
    use git2::ErrorCode::{Ambiguous, InvalidSpec, NotFound};
    matches!(error.code(), NotFound | InvalidSpec | Ambiguous)
}

fn mode_of(number: u32) -> Mode {
    match number {
        0o100_755 => Mode::Executable,
        0o120_000 => Mode::Link,
        0o160_000 => Mode::Submodule,
        0o040_000 => Mode::Folder,
        _ => Mode::File,
    }
}
