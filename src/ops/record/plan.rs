//! What `record` without further words would sign: which paths changed, and what each needs first.
//!
//! Nothing is written here.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use super::Change;
use crate::document::{self, edit};
use crate::model::agreement::{AgreementStatus, signed_content};
use crate::model::engagement::AGREEMENT_PATH;
use crate::model::id;
use crate::model::kind::{self, Kind};
use crate::model::stray;
use crate::source::{Source, SourceId};
use crate::suggest::nearest;
use crate::trail::store::{Store, StoreError, What};
use crate::workspace::{Workspace, WorkspaceError};

/// Which of the changed paths the user wants.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Ids and paths as typed; none means everything that changed.
    pub words: &'a [String],
    /// The folder the words were typed in.
    pub from: &'a Path,
    /// Whether one record may hold changes of several incidents.
    pub together: Together,
}

/// Whether one record may hold changes of several incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    No,
    Yes,
}

/// What would be recorded.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Sorted by path; empty when nothing changed.
    pub changes: Vec<Change>,
    /// Changed paths that are no documents and cannot be read, with the reason; they stay out.
    pub left_out: Vec<(String, String)>,
}

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error("nothing here is called `{word}`")]
    NoMatch {
        word: String,
        /// The nearest thing that there is.
        nearest: Option<String>,
    },
    #[error("these changes belong to {} incidents: {}", .incidents.len(), .incidents.join(", "))]
    Mixed { incidents: Vec<String> },
    #[error("`{path}` cannot be recorded: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("`{path}` says `recorded_by: {says}`, and `{handle}` would sign it")]
    AnotherHand { path: String, says: String, handle: String },
}

/// Plans a record of the changed paths by `handle` at `now`.
///
/// An entry that does not say when and by whom it is recorded is completed, and an agreement in
/// force whose content changed is marked as amended.
pub fn plan(
    workspace: &Workspace,
    store: &Store,
    wanted: &Wanted<'_>,
    handle: &str,
    now: Timestamp,
) -> Result<Plan, PlanError> {
    let changed = store.changed_paths()?;
    let all: Vec<&str> = changed.iter().map(|it| it.path.as_str()).collect();
    let chosen = choose(workspace, store, wanted, &all)?;
    refuse_mixed(&chosen, wanted.together)?;
    let mut plan = Plan::default();
    if wanted.words.is_empty() {
        let others = all.iter().filter(|path| !kind::belongs(path));
        plan.left_out
            .extend(others.map(|path| ((*path).to_owned(), why_left_out(workspace, path))));
    }
    for changed in changed.iter().filter(|it| chosen.contains(it.path.as_str())) {
        let path = changed.path.as_str();
        match changed.what {
            What::Deleted => plan.changes.push(Change::gone(path)),
            What::Odd(reason) => plan.leave_out(path, reason)?,
            What::Added | What::Modified => match workspace.read(path) {
                Ok(Some(bytes)) => plan.changes.push(match (Kind::at_path(path), changed.what) {
                    (Some(Kind::Entry | Kind::Evidence), What::Added) => {
                        complete(path, bytes, handle, now)?
                    }
                    _ if path == AGREEMENT_PATH => amend(path, bytes, recorded(store, path)?),
                    _ => Change::existing(path, bytes),
                }),
                Ok(None) => plan.changes.push(Change::gone(path)),
                Err(error) => plan.leave_out(path, &reason_of(&error))?,
            },
        }
    }
    Ok(plan)
}

impl Plan {
    /// A document that cannot be read stops the record; anything else stays out of it.
    fn leave_out(&mut self, path: &str, reason: &str) -> Result<(), PlanError> {
        let (path, reason) = (path.to_owned(), reason.to_owned());
        if kind::is_document(&path) {
            return Err(PlanError::Unreadable { path, reason });
        }
        self.left_out.push((path, reason));
        Ok(())
    }
}

fn why_left_out(workspace: &Workspace, path: &str) -> String {
    let bytes = || workspace.read(path).ok().flatten();
    let bytes = stray::may_be(path).then(bytes).flatten().unwrap_or_default();
    match stray::kind_in(&String::from_utf8_lossy(&bytes)) {
        Some(kind) => format!(
            "a document of kind `{}` does not lie here; `ircase validate` says where it belongs",
            kind.name()
        ),
        None => "it is no document; name it to record it all the same".to_owned(),
    }
}

fn recorded(store: &Store, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
    store.head()?.oid().map_or(Ok(None), |head| store.read(head, path))
}

fn reason_of(error: &WorkspaceError) -> String {
    match error {
        WorkspaceError::Io { source, .. } => source.to_string(),
        error => error.to_string(),
    }
}

fn choose(
    workspace: &Workspace,
    store: &Store,
    wanted: &Wanted<'_>,
    changed: &[&str],
) -> Result<BTreeSet<String>, PlanError> {
    if wanted.words.is_empty() {
        let own = changed.iter().filter(|path| kind::belongs(path));
        return Ok(own.map(|path| (*path).to_owned()).collect());
    }
    let mut chosen = BTreeSet::new();
    for word in wanted.words {
        let typed = workspace.relative(wanted.from, Path::new(word)).ok();
        let typed = typed.filter(|path| !path.is_empty() || word.contains(['.', '/']));
        let fits = |path: &str| is_meant(path, word, typed.as_deref());
        let before = chosen.len();
        chosen.extend(changed.iter().filter(|path| fits(path)).map(|path| (*path).to_owned()));
        if chosen.len() > before || chosen.iter().any(|path| fits(path)) {
            continue;
        }
        // Something that is there and did not change is no mistake.
        let recorded = match store.head()?.oid() {
            Some(head) => store.files(head)?.into_keys().collect(),
            None => Vec::new(),
        };
        let known = typed.as_deref().is_some_and(|path| workspace.exists(path));
        if !known && !recorded.iter().any(|path| fits(path)) {
            let paths = recorded.iter().map(String::as_str).chain(changed.iter().copied());
            let names: Vec<String> =
                paths.flat_map(|path| [path, id::of_path(path)].map(str::to_owned)).collect();
            let nearest = nearest(word, names.iter().map(String::as_str)).map(str::to_owned);
            return Err(PlanError::NoMatch { word: word.clone(), nearest });
        }
    }
    Ok(chosen)
}

/// Returns whether a word names a path: by its id, its incident's id, itself or a folder above it.
pub(crate) fn is_meant(path: &str, word: &str, typed: Option<&str>) -> bool {
    let is_id = |id: &str| id.eq_ignore_ascii_case(word);
    let below = |folder: &str| {
        folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    is_id(id::of_path(path))
        || id::incident_of_path(path).is_some_and(is_id)
        || typed.is_some_and(|typed| typed == path || below(typed))
}

fn refuse_mixed(paths: &BTreeSet<String>, together: Together) -> Result<(), PlanError> {
    let incidents: BTreeSet<&str> =
        paths.iter().filter_map(|path| id::incident_of_path(path)).collect();
    if incidents.len() > 1 && together == Together::No {
        let incidents = incidents.into_iter().map(str::to_owned).collect();
        return Err(PlanError::Mixed { incidents });
    }
    Ok(())
}

/// Fills in when and by whom a new entry or piece of evidence is recorded, where it does not say so.
fn complete(path: &str, bytes: Vec<u8>, handle: &str, now: Timestamp) -> Result<Change, PlanError> {
    let Ok(text) = str::from_utf8(&bytes) else { return Ok(Change::existing(path, bytes)) };
    let document = document::parse(&Source::new(SourceId(0), path, text));
    if let Some(says) = document.text_of("recorded_by").filter(|says| *says != handle) {
        let (says, handle) = (says.to_owned(), handle.to_owned());
        return Err(PlanError::AnotherHand { path: path.to_owned(), says, handle });
    }
    let mut completed = text.to_owned();
    for (field, value) in [("recorded_at", now.to_string()), ("recorded_by", handle.to_owned())] {
        if document.text_of(field).is_none() {
            let source = Source::new(SourceId(0), path, completed.as_str());
            // A text that cannot be edited has faults, which stop the record by themselves.
            completed = edit::set(&source, field, &value).unwrap_or(completed);
        }
    }
    Ok(edited(path, bytes, completed))
}

/// Turns an agreement in force whose signed content changed into one that waits for its
/// signatures again (DOMAIN 5, `signed-content-changed`).
fn amend(path: &str, bytes: Vec<u8>, recorded: Option<Vec<u8>>) -> Change {
    let before = recorded.and_then(|before| String::from_utf8(before).ok());
    let (Ok(text), Some(before)) = (str::from_utf8(&bytes), before) else {
        return Change::existing(path, bytes);
    };
    let source = Source::new(SourceId(0), path, text);
    let active = AgreementStatus::Active.as_str();
    let is_active = document::parse(&source).text_of("status") == Some(active);
    if !is_active || signed_content(text) == signed_content(&before) {
        return Change::existing(path, bytes);
    }
    match edit::set(&source, "status", AgreementStatus::Amended.as_str()) {
        Ok(amended) => edited(path, bytes, amended),
        Err(_) => Change::existing(path, bytes),
    }
}

fn edited(path: &str, bytes: Vec<u8>, text: String) -> Change {
    if text.as_bytes() == bytes {
        Change::existing(path, bytes)
    } else {
        Change::replace(path, bytes, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_ids_and_paths() {
        let entry = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";
        let cases = [
            (entry, "INC-2026-7KQ2", None, true),
            (entry, "inc-2026-7kq2", None, true),
            (entry, "20261121T101500Z-8F3K", None, true),
            (entry, "incidents", Some("incidents"), true),
            (entry, entry, Some(entry), true),
            (entry, "INC-2026-7KQ", Some("incidents/INC-2026-7KQ"), false),
            ("agreement.md", ".", Some(""), true),
            ("agreement.md", "agreement", Some("agreement"), true),
            ("people/zw.md", "z", Some("people/z"), false),
        ];
        for (path, word, typed, meant) in cases {
            assert_eq!(is_meant(path, word, typed), meant, "{path} {word}");
        }
    }

    #[test]
    fn an_entry_is_completed_and_nothing_else_touched() {
        let path = "timeline/20261121T101500Z-8F3K.md";
        let now = "2026-11-21T10:15:00Z".parse().unwrap();
        let of = |text: &str| {
            let change = complete(path, text.into(), "zw", now).unwrap();
            String::from_utf8(change.contents.unwrap()).unwrap()
        };
        let filled = "recorded_at: 2026-11-21T10:15:00Z\nrecorded_by: zw\n";
        let text = "---\nkind: entry\n---\nweb01 is down\n";
        assert_eq!(of(text), format!("---\nkind: entry\n{filled}---\nweb01 is down\n"));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(of(&crlf), of(text).replace('\n', "\r\n"));
        assert_eq!(of(&of(text)), of(text));
        assert_eq!(of("no front matter"), "no front matter");
        let other = "---\nkind: entry\nrecorded_by: aw\n---\n";
        assert!(complete(path, other.into(), "zw", now).is_err());
    }

    #[test]
    fn a_changed_agreement_in_force_waits_for_its_signatures() {
        let of = |before: &str, text: &str| {
            let change = amend("agreement.md", text.into(), Some(before.into()));
            String::from_utf8(change.contents.unwrap()).unwrap()
        };
        let active = "---\nkind: agreement\nstatus: active\nthreshold: sev3\n---\n";
        let changed = active.replace("sev3", "sev2");
        assert_eq!(of(active, &changed), changed.replace("active", "amended"));
        let signed = active.replace("---\n---", "signatures: []\n---");
        assert_eq!(of(active, &signed), signed);
        let draft = changed.replace("active", "draft");
        assert_eq!(of(active, &draft), draft);
    }
}
