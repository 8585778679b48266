//! The chain of custody of every piece of evidence, followed once for all rules.
//!
//! It also holds what the rules about evidence ask in common. It reports nothing itself.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::Facts;
use crate::model::custody::Chain;
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::id;
use crate::model::kind::Kind;
use crate::model::moment::Between;

/// Follows the chain of every piece of evidence, by the key of its id; `is_superseded` says which
/// entries do not count.
pub(super) fn chains<'a>(
    engagement: &'a Engagement,
    now: Timestamp,
    is_superseded: impl Fn(&TypedDocument) -> bool,
) -> HashMap<String, Chain<'a>> {
    let known = evidence_ids(engagement);
    let mut doubtful = timelines_in_doubt(engagement);
    let mut entries: HashMap<String, Vec<(&TypedDocument, &Entry)>> = HashMap::new();
    for (document, entry) in engagement.entries() {
        let Some(evidence) = custody_of(entry).filter(|_| !is_superseded(document)) else {
            continue;
        };
        let evidence = id::key(evidence).into_owned();
        // A misspelled id, or a time that has not come, is a fault of its own.
        if !known.contains(&evidence) || entry.happened().is_some_and(|it| it.earliest > now) {
            doubtful.insert(id::incident_of_path(&document.path));
        }
        entries.entry(evidence).or_default().push((document, entry));
    }
    let mut chains = HashMap::new();
    for (document, evidence) in engagement.evidence() {
        let own = id::incident_of_path(&document.path);
        let is_whole =
            document.document.is_sound() && !doubtful.contains(&None) && !doubtful.contains(&own);
        let id = id::key(&document.id).into_owned();
        let entries = entries.remove(&id).unwrap_or_default();
        chains.entry(id).or_insert_with(|| Chain::follow((document, evidence), entries, is_whole));
    }
    chains
}

/// Returns the keys of the ids of all evidence, by path alone: what cannot be read is still there.
fn evidence_ids(engagement: &Engagement) -> HashSet<String> {
    let read = engagement.documents.iter().map(|document| &*document.path);
    let paths = read.chain(engagement.unread.iter().map(|unread| &*unread.path));
    let evidence =
        paths.filter(|it| it.contains("/evidence/") && Kind::at_path(it) == Some(Kind::Evidence));
    evidence.map(|path| id::key(id::of_path(path)).into_owned()).collect()
}

/// Returns the id of the evidence that an entry says something happened to.
fn custody_of(entry: &Entry) -> Option<&str> {
    let is_custody = entry.event.is_some() || entry.entry_type == Some(EntryType::Custody);
    entry.evidence.as_deref().filter(|_| is_custody)
}

/// Returns the incidents with an entry that could not be read, so that nobody knows whether it is
/// about custody; nothing stands for the engagement's own timeline.
fn timelines_in_doubt(engagement: &Engagement) -> HashSet<Option<&str>> {
    let is_entry = |path: &str| Kind::at_path(path) == Some(Kind::Entry);
    let unsound = engagement.documents.iter().filter(|it| !it.document.is_sound());
    let unsound = unsound.map(|document| &*document.path);
    let unread = engagement.unread.iter().map(|unread| &*unread.path);
    unsound.chain(unread).filter(|path| is_entry(path)).map(id::incident_of_path).collect()
}

/// Returns a hash as it can be compared: SHA-256 in hexadecimal; nothing for anything else.
pub(super) fn sha256_of(written: Option<&str>) -> Option<&str> {
    let hash = written?.trim();
    (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hash)
}

/// Returns whether something happened surely after something else.
pub(super) fn is_after(later: Option<Between>, earlier: Option<Between>) -> bool {
    matches!((later, earlier), (Some(later), Some(earlier)) if later.earliest > earlier.latest)
}

impl<'a> Facts<'a> {
    /// Returns what happened to a piece of evidence, by its id in any case.
    pub fn custody(&self, id: &str) -> Option<&Chain<'a>> {
        self.custody.get(&*id::key(id))
    }

    /// Returns what happened to the piece of evidence that this document describes.
    pub(super) fn chain_of(&self, document: &TypedDocument) -> Option<&Chain<'a>> {
        let is_evidence = matches!(document.content, Content::Evidence(_));
        let chain = is_evidence.then(|| self.custody(&document.id)).flatten()?;
        // Two documents of one id have a rule of their own; the first has the chain.
        (chain.document.path == document.path).then_some(chain)
    }

    /// Returns the same where all of it could be read, so that a gap is a gap.
    pub(super) fn whole_chain_of(&self, document: &TypedDocument) -> Option<&Chain<'a>> {
        self.chain_of(document).filter(|chain| chain.is_whole)
    }
}
