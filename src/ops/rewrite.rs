//! Changing documents that are there: which may be changed, and writing them one by one.
//!
//! What is recorded in a timeline is never edited, and what was signed is not changed beneath its
//! signatures. One document that cannot be written does not stop the others.

use super::open::Opened;
use super::validate::Head;
use crate::model::agreement::SignedHash;
use crate::model::engagement::{AGREEMENT_PATH, Content, Engagement, TypedDocument};
use crate::model::kind::Kind;
use crate::model::vocabulary::ConsentForm;
use crate::shell::word;
use crate::trail::store::StoreError;
use crate::validate::{self, Recorded};
use crate::workspace::WorkspaceError;

/// Why a document is not edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeftAlone {
    #[error(
        "a recorded entry is never edited; write `ircase note \"...\" --supersedes {}`",
        word(id)
    )]
    RecordedEntry { id: String },
    #[error("it is signed, and the signatures are over its bytes")]
    Signed,
    #[error("its front matter cannot be read; `ircase validate {}` says why", word(path))]
    Unreadable { path: String },
    #[error("{why}; `ircase validate {}` says more", word(path))]
    Unread { path: String, why: String },
    #[error("it does not say its kind")]
    NoKind,
    #[error(
        "its kind `{kind}` does not fit where it lies; `ircase validate {}` says why",
        word(path)
    )]
    OtherKind { kind: String, path: String },
    #[error("its front matter cannot be written in another form without changing what it says")]
    WouldChange,
}

/// A document with a new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    pub path: String,
    pub before: String,
    pub after: String,
}

/// What became of the documents that were to be written.
#[derive(Debug, Default)]
pub struct Written {
    pub paths: Vec<String>,
    /// Those that are as they were, and why.
    pub failed: Vec<(String, WorkspaceError)>,
}

/// Returns what the trail's head holds of the documents.
///
/// # Errors
///
/// What the store says of a repository that cannot be used; a folder without one is no error.
pub fn recorded(opened: &Opened) -> Result<Recorded, StoreError> {
    Ok(Head::of(&opened.workspace, &opened.engagement)?.recorded)
}

/// Returns why a document keeps its text; nothing when it may be changed.
pub fn keeps(document: &TypedDocument, recorded: &Recorded) -> Option<LeftAlone> {
    let is_entry = Kind::at_path(&document.path) == Some(Kind::Entry);
    let is_recorded = is_entry && recorded.paths.contains(&*document.path);
    is_recorded.then(|| LeftAlone::RecordedEntry { id: document.id.to_string() })
}

/// Returns whether a new text of a document would take the ground from under signatures that are
/// there.
pub fn breaks_signatures(
    engagement: &Engagement,
    recorded: &Recorded,
    document: &TypedDocument,
    after: &str,
) -> bool {
    let Content::Agreement(agreement) = &document.content else { return false };
    let [before, after] = [&engagement.source(document).text, after].map(SignedHash::of);
    if *document.path == *AGREEMENT_PATH
        && before.as_str() != after.as_str()
        && validate::rests_on_paper(engagement, recorded)
    {
        return true;
    }
    let given = agreement
        .signatures
        .iter()
        .filter(|signature| signature.how.is_some_and(|how| how != ConsentForm::Pending));
    let mut overs = given.filter_map(|signature| signature.over.as_deref());
    overs.any(|over| before.fits(over) && !after.fits(over))
}

/// Writes each document that still is as it was read.
pub fn write(opened: &Opened, rewrites: &[Rewrite]) -> Written {
    let mut written = Written::default();
    for Rewrite { path, before, after } in rewrites {
        let result = opened.workspace.replace_unchanged(path, before.as_bytes(), after.as_bytes());
        match result {
            Ok(()) => written.paths.push(path.clone()),
            Err(error) => written.failed.push((path.clone(), error)),
        }
    }
    written
}
