//! What the trail and the user's machine say, as plain values: the rules look at nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::engagement::{AGREEMENT_PATH, Content, Engagement, TypedDocument};
use crate::model::state;

/// What the trail's head holds, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// Paths of the documents in the head.
    pub paths: BTreeSet<String>,
    /// Texts of the head that differ from those in the folder, by path; those that the folder does
    /// not hold are among them.
    pub changed: BTreeMap<String, String>,
    /// Paths that are being recorded just now.
    pub recording: BTreeSet<String>,
    /// Texts that documents had in earlier records, newest first, of those that
    /// [`wants_earlier`] names, without the head's own where no other came after it; one that came
    /// back stands as often.
    pub earlier: BTreeMap<String, Vec<Arc<str>>>,
    /// Paths of those whose earlier texts are not all here, because the history is cut off: what
    /// the rules find of them may be too little.
    pub unseen: BTreeSet<String>,
    /// Sizes in bytes of files in the head that are no documents and larger than
    /// [`LARGE_FILE_BYTES`], by path.
    pub large_files: BTreeMap<String, u64>,
    /// Of the paths that [`pictures`] names, those at which no file lies.
    ///
    /// [`pictures`]: super::pictures
    pub missing_pictures: BTreeSet<String>,
    /// Paths of the files in `signatures/`; `None` where nobody looked.
    pub signatures: Option<BTreeSet<String>>,
}

/// From this size on, a file that is no document is taken for content that belongs outside: the
/// templates, logos and signatures of an engagement are far below.
pub const LARGE_FILE_BYTES: u64 = 1024 * 1024;

/// What the user's machine says of itself, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Machine {
    /// Name and address that plain git would sign with.
    pub user_name: Option<String>,
    pub user_email: Option<String>,
    /// Name and address of each place that the folder is exchanged with, sorted.
    pub remotes: Vec<(String, String)>,
}

impl Recorded {
    /// Returns the texts that a document had in the trail, newest first: the recorded one where it
    /// differs from the folder's, then those of earlier records that were asked for.
    pub(super) fn texts_before(&self, path: &str) -> impl Iterator<Item = &str> {
        let changed = self.changed.get(path);
        let earlier = self.earlier.get(path);
        let earlier = earlier.into_iter().flatten().map(|text| &**text);
        changed.map(String::as_str).into_iter().chain(earlier)
    }
}

/// Returns the paths of documents whose earlier texts the rules need, so that only those are looked
/// for: the agreement, because what both signed last is in force whatever lies in the folder, every
/// incident, because what once had to be told has to be told for good, and documents that say no
/// status any more.
pub fn wants_earlier(engagement: &Engagement) -> BTreeSet<String> {
    let has_no_status = |document: &&TypedDocument| {
        document.kind.is_some_and(state::has_states)
            && document.document.is_sound()
            && document.document.text_of("status").is_none()
    };
    let is_incident = |document: &&TypedDocument| matches!(document.content, Content::Incident(_));
    let documents = engagement.documents.iter();
    let wanted = documents.filter(|document| is_incident(document) || has_no_status(document));
    wanted.map(|document| document.path.to_string()).chain([AGREEMENT_PATH.to_owned()]).collect()
}
