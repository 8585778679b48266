//! What the rules may know: the documents, what is recorded of them, and the time.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::id;
use crate::model::kind::Kind;

/// What the trail's head holds, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// Paths of the documents in the head.
    pub paths: BTreeSet<String>,
    /// Texts of the head that differ from those in the folder, by path.
    pub changed: BTreeMap<String, String>,
    /// Paths that are being recorded just now.
    pub recording: BTreeSet<String>,
}

/// Everything a rule may look at.
#[derive(Debug)]
pub struct Facts<'a> {
    pub engagement: &'a Engagement,
    pub recorded: &'a Recorded,
    pub now: jiff::Timestamp,
    /// Ids of entries that a later entry corrects.
    superseded: HashSet<&'a str>,
    /// Indexes of the entries of each incident, as they lie in the folder.
    entries: HashMap<&'a str, Vec<usize>>,
    /// Sorted.
    handles: Vec<&'a str>,
    /// Ids of all documents, in capitals.
    ids: HashSet<String>,
}

impl<'a> Facts<'a> {
    pub fn new(engagement: &'a Engagement, recorded: &'a Recorded, now: jiff::Timestamp) -> Self {
        let superseded =
            engagement.entries().filter_map(|(_, entry)| entry.supersedes.as_deref()).collect();
        let mut entries: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, document) in engagement.documents.iter().enumerate() {
            if let (Some(incident), crate::model::engagement::Content::Entry(_)) =
                (id::incident_of_path(&document.path), &document.content)
            {
                entries.entry(incident).or_default().push(index);
            }
        }
        // By path alone: a person whose document cannot be read is still there.
        let is_person =
            |document: &&TypedDocument| Kind::at_path(&document.path) == Some(Kind::Person);
        let mut handles: Vec<&str> =
            engagement.documents.iter().filter(is_person).map(|document| &*document.id).collect();
        handles.sort_unstable();
        let ids =
            engagement.documents.iter().map(|document| document.id.to_ascii_uppercase()).collect();
        Self { engagement, recorded, now, superseded, entries, handles, ids }
    }

    /// Returns whether a document is in the trail, or will be in a moment.
    pub fn is_recorded(&self, document: &TypedDocument) -> bool {
        self.recorded.paths.contains(&document.path)
            || self.recorded.recording.contains(&document.path)
    }

    /// Returns whether a later entry corrects this one; then only its form counts.
    pub fn is_superseded(&self, document: &TypedDocument) -> bool {
        self.superseded.contains(&*document.id)
    }

    /// Returns the entries of an incident that no other entry corrects.
    pub fn entries_of(
        &self,
        incident: &str,
    ) -> impl Iterator<Item = (&'a TypedDocument, &'a crate::model::entry::Entry)> {
        let indexes = self.entries.get(incident).map(Vec::as_slice).unwrap_or_default();
        indexes.iter().filter_map(|index| {
            let document = &self.engagement.documents[*index];
            match &document.content {
                crate::model::engagement::Content::Entry(entry)
                    if !self.is_superseded(document) =>
                {
                    Some((document, &**entry))
                }
                _ => None,
            }
        })
    }

    pub fn has_handle(&self, handle: &str) -> bool {
        self.handles.binary_search(&handle).is_ok()
    }

    /// Returns whether some document has this id, in any case.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(&id.to_ascii_uppercase())
    }

    /// Returns every handle, sorted.
    pub fn handles(&self) -> &[&'a str] {
        &self.handles
    }
}
