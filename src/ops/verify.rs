//! Checks the trail of a folder: opens the repository, finds the trust root, has it judged.
//!
//! What is right or wrong is decided in `trail::rules`; this file only brings what it needs.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::trail::object::Oid;
use crate::trail::rules::{self, Given};
use crate::trail::store::{Facts, Store, StoreError};
use crate::trail::verdict::{History, Judged, Verdict};
use crate::workspace::pins;

/// The code of a record that lists more files than can be read.
const TOO_MANY: &str = "too-many-files";
/// The fewest digits that name a record.
const DIGITS_MIN: usize = 4;

/// What to check.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// `TO`, `FROM..TO`, `FROM..` or `..TO`; `HEAD`, an id or its first digits. Nothing: all.
    pub range: Option<String>,
    /// The first record, as somebody outside knows it.
    pub trust_root: Option<Oid>,
    /// Without a trust root from outside the repository the trail cannot be judged.
    pub require_pin: bool,
    /// The user's folder where trust roots are remembered.
    pub state_dir: Option<PathBuf>,
}

/// How the first record is known to be the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was given on the command line.
    Given,
    /// It was met here before.
    Remembered,
    /// It was met for the first time, and is remembered from now on.
    FirstUse,
    /// Nobody said, and it could not be remembered.
    Unpinned,
}

impl How {
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Remembered => "remembered",
            Self::FirstUse => "first-use",
            Self::Unpinned => "unpinned",
        }
    }
}

/// A trail, checked.
#[derive(Debug, Clone)]
pub struct Verified {
    pub history: History,
    /// The records asked for, a part of the history's.
    asked_for: Option<HashSet<Oid>>,
    /// The first record as it is known from outside.
    pub expected: Option<Oid>,
    pub how: How,
    /// Files of the folder that differ from the newest record; nothing if they cannot be compared.
    pub changed: Option<usize>,
}

impl Verified {
    /// Returns the records asked for, oldest first.
    pub fn records(&self) -> impl Iterator<Item = &Judged> {
        self.history
            .records
            .iter()
            .filter(|record| self.asked_for.as_ref().is_none_or(|ids| ids.contains(&record.id)))
    }
}

/// Why a trail could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("nothing is recorded here yet")]
    NoRecord,
    #[error("there is no record `{0}`")]
    Unknown(String),
    #[error("`{0}` is the beginning of more than one record")]
    Ambiguous(String),
    #[error("cannot read or keep the remembered trust root")]
    Pin(#[source] io::Error),
}

/// Checks the trail of the repository in `root`.
///
/// Every record up to the newest one asked for is judged, whatever the range; a record relies on
/// all before it. A trust root met for the first time is remembered if nothing is broken.
///
/// # Errors
///
/// When there is no repository that can be read, no record, or a range names none.
pub fn verify(root: &Path, asked: &Asked) -> Result<Verified, VerifyError> {
    let store = Store::open(root)?;
    let head = store.head()?.oid().ok_or(VerifyError::NoRecord)?;
    let range = asked.range.as_deref().unwrap_or_default();
    let (from, to) = range.split_once("..").unwrap_or(("", range));
    let tip = if to.is_empty() { head } else { resolve(&store, head, to)? };
    let before = match from {
        "" => None,
        from => Some(resolve(&store, head, from)?),
    };

    let pinned = pin(&store, asked)?;
    let given = Given {
        trust_root: pinned.map(|(root, _)| root),
        bent: bent(&store.facts()),
        require_pin: asked.require_pin,
    };
    let history = store.unhashed(|objects| rules::judge(objects, tip, &given));
    let how = match pinned {
        Some((_, how)) => how,
        None if asked.require_pin => How::Unpinned,
        // Only where the branch leads is what this folder holds.
        None if tip != head => How::Unpinned,
        None => remember(&store, asked, &history),
    };
    let asked_for = before.map(|before| after(&history, &store, before)).transpose()?;
    // A folder that cannot be compared must not keep the trail from being judged.
    let changed = (!is_endless(&history))
        .then(|| store.changed_paths().ok().map(|paths| paths.len()))
        .flatten();
    let expected = given.trust_root;
    Ok(Verified { history, asked_for, expected, how, changed })
}

/// Returns whether a record lists more files than can be compared with a folder.
fn is_endless(history: &History) -> bool {
    history.records.iter().any(|record| record.codes().contains(&TOO_MANY))
}

fn pin(store: &Store, asked: &Asked) -> Result<Option<(Oid, How)>, VerifyError> {
    if let Some(root) = asked.trust_root {
        return Ok(Some((root, How::Given)));
    }
    let Some(state_dir) = &asked.state_dir else { return Ok(None) };
    let text = pins::remembered(state_dir, store.root()).map_err(VerifyError::Pin)?;
    let Some(text) = text else { return Ok(None) };
    let root = text.parse().map_err(|_| {
        VerifyError::Pin(io::Error::other("it does not begin with the id of a record"))
    })?;
    Ok(Some((root, How::Remembered)))
}

/// Remembers a root on first use; only one whose history holds.
fn remember(store: &Store, asked: &Asked, history: &History) -> How {
    let (Some(state_dir), Some(root)) = (&asked.state_dir, history.root) else {
        return How::Unpinned;
    };
    if history.verdict() > Verdict::Warning {
        return How::Unpinned;
    }
    match pins::remember(state_dir, store.root(), &root.to_string()) {
        Ok(()) => How::FirstUse,
        // A read-only home leaves the root unpinned, which the answer says.
        Err(_) => How::Unpinned,
    }
}

/// Remembers the first record of an engagement that was started here.
///
/// # Errors
///
/// When the repository cannot be opened or the state folder cannot be written.
pub fn remember_first(root: &Path, state_dir: &Path, commit: Oid) -> Result<(), VerifyError> {
    let store = Store::open(root)?;
    pins::remember(state_dir, store.root(), &commit.to_string()).map_err(VerifyError::Pin)
}

/// Says what makes a repository show another history than it holds.
fn bent(facts: &Facts) -> Vec<String> {
    let mut bent = Vec::new();
    let mut say = |is: bool, sentence: &str| {
        if is {
            bent.push(sentence.to_owned());
        }
    };
    say(facts.shallow, "the history is cut off (a shallow clone)");
    say(facts.grafts, "parents are pretended (`.git/info/grafts`)");
    say(facts.alternates, "objects lie in another repository (`objects/info/alternates`)");
    say(facts.partial, "objects are fetched only when asked for (a partial clone)");
    say(!facts.replaced.is_empty(), "objects are shown in place of others (`refs/replace/`)");
    bent
}

/// Returns the records that are not `before` and do not come before it.
fn after(history: &History, store: &Store, before: Oid) -> Result<HashSet<Oid>, VerifyError> {
    let old: HashSet<Oid> = store.history(before)?.into_iter().map(|link| link.oid).collect();
    let ids = history.records.iter().map(|record| record.id);
    Ok(ids.filter(|id| !old.contains(id)).collect())
}

/// Finds a record of this trail; one that the newest does not stand on is none of it.
fn resolve(store: &Store, head: Oid, text: &str) -> Result<Oid, VerifyError> {
    if text == "HEAD" {
        return Ok(head);
    }
    let hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.len() < DIGITS_MIN || !hexadecimal {
        return Err(VerifyError::Unknown(text.to_owned()));
    }
    let digits = text.to_ascii_lowercase();
    let ids = store.history(head)?.into_iter().map(|link| link.oid);
    let mut found = ids.filter(|id| id.to_string().starts_with(&digits));
    match (found.next(), found.next()) {
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => Err(VerifyError::Ambiguous(text.to_owned())),
        (None, _) => Err(VerifyError::Unknown(text.to_owned())),
    }
}
