//! What the newest record holds of the documents, as plain values for the rules.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::document::unread::DOCUMENT_BYTES_MAX;
use crate::model::engagement::{AGREEMENT_PATH, Engagement};
use crate::model::{id, kind};
use crate::trail::object::{Kind, Oid};
use crate::trail::store::{self, File, Store, StoreError};
use crate::validate::{self, Machine, Recorded};

/// Folder of the agreement's detached signatures.
pub(in crate::ops) const SIGNATURES: &str = "signatures/";

/// How many bytes of earlier texts are kept in memory.
const EARLIER_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Returns what git's settings say that rules want to know.
pub fn machine(store: &Store) -> Machine {
    let settings = store::git_settings(Some(store.root()));
    Machine {
        user_name: settings.user_name,
        user_email: settings.user_email,
        remotes: settings.remotes,
    }
}

/// Returns what the newest record holds of the documents.
pub fn recorded(store: &Store, engagement: &Engagement) -> Result<Recorded, StoreError> {
    match store.head()?.oid() {
        Some(head) => recorded_at(store, head, engagement),
        None => Ok(without_signatures()),
    }
}

/// Returns the same for checking some paths alone: a history is read only where they lie.
pub(super) fn recorded_for(
    store: &Store,
    engagement: &Engagement,
    own: &BTreeSet<String>,
) -> Result<Recorded, StoreError> {
    let Some(head) = store.head()?.oid() else { return Ok(without_signatures()) };
    let incidents: BTreeSet<&str> =
        own.iter().filter_map(|path| id::incident_of_path(path)).collect();
    // Whether an answer is needed is told by what it answers, which may lie anywhere.
    let is_any = own.iter().any(|path| path.starts_with("answers/"));
    let mut wanted = validate::wants_earlier(engagement);
    wanted.retain(|path| {
        let incident = id::incident_of_path(path);
        is_any || own.contains(path) || incident.is_none_or(|id| incidents.contains(id))
    });
    with_earlier(store, head, engagement, &wanted)
}

/// Returns nothing recorded yet, and no file in `signatures/`, which was looked at.
fn without_signatures() -> Recorded {
    Recorded { signatures: Some(BTreeSet::new()), ..Recorded::default() }
}

/// Returns what a record holds of the documents that lie on top of it.
pub fn recorded_at(
    store: &Store,
    head: Oid,
    engagement: &Engagement,
) -> Result<Recorded, StoreError> {
    with_earlier(store, head, engagement, &validate::wants_earlier(engagement))
}

fn with_earlier(
    store: &Store,
    head: Oid,
    engagement: &Engagement,
    wanted: &BTreeSet<String>,
) -> Result<Recorded, StoreError> {
    let mut recorded = without_signatures();
    let files = store.files(head)?;
    for (path, file) in &files {
        if path.starts_with(SIGNATURES) {
            recorded.signatures.get_or_insert_default().insert(path.clone());
        }
        if !kind::is_document(path) {
            // What is absent or damaged is for `verify` to tell.
            let size = store.size(file.oid).ok().flatten().map_or(0, |size| size as u64);
            if size >= validate::LARGE_FILE_BYTES {
                recorded.large_files.insert(path.clone(), size);
            }
            continue;
        }
        let here = engagement.get(path).map(|document| &engagement.source(document).text);
        let is_same =
            here.is_some_and(|text| Oid::of(Kind::Blob, text.as_bytes()) == Some(file.oid));
        if !is_same && let Ok(before) = String::from_utf8(store.blob(file.oid)?) {
            recorded.changed.insert(path.clone(), before);
        }
        recorded.paths.insert(path.clone());
    }
    (recorded.earlier, recorded.unseen) = earlier(store, head, wanted, &files)?;
    Ok(recorded)
}

/// Returns what tells which text of the agreement is in force, and what an incident was before; the
/// rest of the folder is not compared.
pub fn history_of(
    store: &Store,
    engagement: &Engagement,
    incidents: &BTreeSet<String>,
) -> Result<Recorded, StoreError> {
    let mut recorded = Recorded::default();
    let mut wanted = validate::wants_earlier(engagement);
    wanted.retain(|path| path == AGREEMENT_PATH || incidents.contains(path));
    let Some(head) = store.head()?.oid() else { return Ok(recorded) };
    let files = store.files_at(head, wanted.iter())?;
    for (path, file) in &files {
        let here = engagement.get(path).map(|document| &*engagement.source(document).text);
        if let Ok(text) = String::from_utf8(store.blob(file.oid)?)
            && here != Some(&*text)
        {
            recorded.changed.insert(path.clone(), text);
        }
        recorded.paths.insert(path.clone());
    }
    (recorded.earlier, recorded.unseen) = earlier(store, head, &wanted, &files)?;
    Ok(recorded)
}

/// Texts that documents had before, and of which documents there may be more.
type Earlier = (BTreeMap<String, Vec<Arc<str>>>, BTreeSet<String>);

/// Returns the texts that documents had before the newest record's, newest first; `files` are the
/// newest record's. A text that came back stands again, also where a merge brought it back, and is
/// kept once.
fn earlier(
    store: &Store,
    head: Oid,
    paths: &BTreeSet<String>,
    files: &BTreeMap<String, File>,
) -> Result<Earlier, StoreError> {
    let mut texts: BTreeMap<String, Vec<Arc<str>>> = BTreeMap::new();
    let before = store.blobs_before(head, paths)?;
    let mut left = EARLIER_BYTES_MAX;
    for (path, mut blobs) in before.blobs {
        let own = files.get(&path).map(|file| file.oid);
        if blobs.first().copied() == own {
            blobs.remove(0);
        }
        blobs.dedup();
        let mut read: HashMap<Oid, Option<Arc<str>>> = HashMap::new();
        for blob in blobs {
            let text = match read.get(&blob) {
                Some(text) => text.clone(),
                None => {
                    let text = earlier_text(store, head, blob, &mut left)?;
                    read.insert(blob, text.clone());
                    text
                }
            };
            if let Some(text) = text {
                texts.entry(path.clone()).or_default().push(text);
            }
        }
    }
    Ok((texts, before.unseen))
}

/// Reads one earlier text; nothing where it is larger than a document may be, or no text.
fn earlier_text(
    store: &Store,
    head: Oid,
    blob: Oid,
    left: &mut u64,
) -> Result<Option<Arc<str>>, StoreError> {
    let size = store.size(blob)?.map_or(0, |size| size as u64);
    if size > DOCUMENT_BYTES_MAX {
        return Ok(None);
    }
    *left = left.checked_sub(size).ok_or(StoreError::TooMany { record: head })?;
    Ok(String::from_utf8(store.blob(blob)?).ok().map(Arc::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_merge_brought_back_came_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let record = |at: u32, parents: &[Oid], text: &str| {
            let blob = store.write_blob(text.as_bytes()).unwrap();
            let changes = BTreeMap::from([(AGREEMENT_PATH.to_owned(), Some(blob))]);
            let tree = store.update_tree(parents.first().copied(), &changes).unwrap();
            let parents: String = parents.iter().map(|it| format!("parent {it}\n")).collect();
            let who = format!("a <a@x.invalid> {at} +0000");
            let bytes = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\nrecord\n");
            store.write_commit(bytes.as_bytes()).unwrap()
        };
        let before = |head| {
            let paths = BTreeSet::from([AGREEMENT_PATH.to_owned()]);
            let files = store.files(head).unwrap();
            let (texts, _) = earlier(&store, head, &paths, &files).unwrap();
            let texts = texts.into_values().flatten();
            texts.map(|text| text.to_string()).collect::<Vec<_>>().join(" ")
        };
        let first = record(1, &[], "A");
        let second = record(2, &[first], "B");
        assert_eq!([before(first), before(second)], ["", "A"]);
        assert_eq!(before(record(3, &[second], "A")), "B A");
        assert_eq!(before(record(3, &[second, first], "A")), "B A");
        assert_eq!(before(record(3, &[first, second], "B")), "A");
    }
}
