//! What the rules may know: the documents, what is recorded of them, and the time.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use super::body::Headings;
use super::corrections::Corrections;
use super::signed::{self, Force, InForce};
use crate::diagnostic::Level;
use crate::document;
use crate::model::agreement::Agreement;
use crate::model::custody::Chain;
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::entry::Entry;
use crate::model::id;
use crate::model::incident::{Incident, IncidentStatus};
use crate::model::kind::Kind;
use crate::model::person::{Function, Person};
use crate::model::task::Task;
use crate::model::vocabulary::Party;
use crate::source::{Source, SourceId};

/// What the trail's head holds, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// Paths of the documents in the head.
    pub paths: BTreeSet<String>,
    /// Texts of the head that differ from those in the folder, by path.
    pub changed: BTreeMap<String, String>,
    /// Paths that are being recorded just now.
    pub recording: BTreeSet<String>,
    /// Texts that documents had in earlier records, newest first, of those that
    /// [`wants_earlier`] names; the head's own is not among them.
    ///
    /// [`wants_earlier`]: super::wants_earlier
    pub earlier: BTreeMap<String, Vec<String>>,
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

/// Returns the paths of documents whose earlier texts the rules need, so that only those are looked
/// for: an agreement that is not in force as it stands, and open incidents below the threshold,
/// because what once had to be told has to be told for good.
pub fn wants_earlier(engagement: &Engagement) -> Vec<String> {
    let Some((document, agreement)) = engagement.agreement() else { return Vec::new() };
    let is_calm = |incident: &Incident| {
        let status = incident.status.unwrap_or(IncidentStatus::Reported);
        status != IncidentStatus::Closed && !agreement.is_notifiable(incident.severity.as_deref())
    };
    let calm = engagement.incidents().filter(|(_, incident)| is_calm(incident));
    let text = &engagement.source(document).text;
    let is_in_force = signed::is_by_both(engagement, agreement, text, None);
    let changed = (!is_in_force).then(|| document.path.clone());
    changed.into_iter().chain(calm.map(|(document, _)| document.path.clone())).collect()
}

/// Everything a rule may look at.
#[derive(Debug)]
pub struct Facts<'a> {
    pub engagement: &'a Engagement,
    pub recorded: &'a Recorded,
    /// `None` where nobody looked; rules that need it then find nothing.
    pub machine: Option<&'a Machine>,
    pub now: jiff::Timestamp,
    /// Ids of entries that a later entry corrects.
    corrections: Corrections<'a>,
    /// Indexes of the entries of each incident, as they lie in the folder.
    entries: HashMap<&'a str, Vec<usize>>,
    /// Sorted.
    handles: Vec<&'a str>,
    /// What the files are that could not be taken as text, by the key of the id that their path
    /// gives.
    unread: HashMap<String, Kind>,
    /// Indexes of the tasks that name a document in `from`, by the key of its id.
    tasks: HashMap<Cow<'a, str>, Vec<usize>>,
    pub(super) headings: Headings,
    /// What happened to each piece of evidence, by the key of its id.
    pub(super) custody: HashMap<String, Chain<'a>>,
    delivery_team: OnceLock<Vec<&'a str>>,
    /// Names of people, by their first word.
    names: OnceLock<HashMap<&'a str, Vec<&'a str>>>,
    force: Force,
}

impl<'a> Facts<'a> {
    pub fn new(engagement: &'a Engagement, recorded: &'a Recorded, now: jiff::Timestamp) -> Self {
        let corrections = Corrections::of(engagement);
        let custody = super::custody::chains(engagement, now, |entry| corrections.has(entry));
        let mut entries: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, document) in engagement.documents.iter().enumerate() {
            if let (Some(incident), Content::Entry(_)) =
                (id::incident_of_path(&document.path), &document.content)
            {
                entries.entry(incident).or_default().push(index);
            }
        }
        // By path alone: a person whose document cannot be read is still there.
        let read = engagement.documents.iter().map(|document| &*document.path);
        let paths = read.chain(engagement.unread.iter().map(|unread| &*unread.path));
        let mut handles: Vec<&str> = paths.filter_map(id::handle_of_path).collect();
        handles.sort_unstable();
        let unread = engagement.unread.iter().filter_map(|unread| {
            let kind = Kind::at_path(&unread.path)?;
            Some((id::key(&id::of_path(&unread.path)).into_owned(), kind))
        });
        let unread = unread.collect();
        let mut tasks: HashMap<Cow<'_, str>, Vec<usize>> = HashMap::new();
        for (index, document) in engagement.documents.iter().enumerate() {
            if let Content::Task(task) = &document.content
                && let Some(from) = &task.from
            {
                tasks.entry(id::key(from)).or_default().push(index);
            }
        }
        let headings = Headings::of(engagement);
        let force = Force::of(engagement, recorded);
        Self {
            engagement,
            recorded,
            machine: None,
            now,
            corrections,
            entries,
            handles,
            unread,
            tasks,
            headings,
            custody,
            delivery_team: OnceLock::new(),
            names: OnceLock::new(),
            force,
        }
    }

    /// Adds what the user's machine says.
    #[must_use]
    pub fn with_machine(self, machine: &'a Machine) -> Self {
        Self { machine: Some(machine), ..self }
    }

    /// Returns the agreement that incidents are held against: what both sides last signed; where
    /// they never did, the one in the folder.
    pub fn agreement_in_force(&self) -> Option<InForce<'_>> {
        self.force.read(self.engagement)
    }

    /// Returns the tasks that come from a document, by its id in any case.
    pub fn tasks_from(&self, id: &str) -> impl Iterator<Item = (&'a TypedDocument, &'a Task)> {
        let indexes = self.tasks.get(&*id::key(id)).map(Vec::as_slice).unwrap_or_default();
        indexes.iter().filter_map(|index| {
            let document = &self.engagement.documents[*index];
            match &document.content {
                Content::Task(task) => Some((document, &**task)),
                _ => None,
            }
        })
    }

    /// Returns the texts that a document had in the trail, newest first: the recorded one where it
    /// differs from the folder's, then those of earlier records that were asked for.
    pub fn texts_before(&self, document: &TypedDocument) -> impl Iterator<Item = &'a str> {
        let changed = self.recorded.changed.get(&document.path);
        let earlier = self.recorded.earlier.get(&document.path);
        changed.into_iter().chain(earlier.into_iter().flatten()).map(String::as_str)
    }

    /// Returns the severities that an incident had in the trail, newest first, `unknown` left out.
    pub fn severities_before(&self, document: &TypedDocument) -> impl Iterator<Item = String> {
        let severity_in = |text: &str| {
            let before = Source::new(SourceId(0), document.path.as_str(), text);
            document::parse(&before).text_of("severity").map(str::to_owned)
        };
        self.texts_before(document).filter_map(severity_in).filter(|it| it != "unknown")
    }

    /// Returns whether an incident must be told: it is at the threshold or worse, or once was.
    pub fn is_notifiable(
        &self,
        agreement: &Agreement,
        document: &TypedDocument,
        incident: &Incident,
    ) -> bool {
        agreement.is_notifiable(incident.severity.as_deref())
            || self
                .severities_before(document)
                .any(|severity| agreement.is_notifiable(Some(&severity)))
    }

    /// Returns the handles of who keeps the organization's systems running, sorted.
    pub fn delivery_team(&self) -> &[&'a str] {
        self.delivery_team.get_or_init(|| {
            let is_of_team = |person: &Person| {
                let mut functions = person.functions.iter();
                person.party == Some(Party::Organization)
                    && functions.any(|it| matches!(it, Function::It | Function::Engineering))
            };
            let people = self.engagement.people().filter(|(_, person)| is_of_team(person));
            let mut team: Vec<&str> = people.map(|(document, _)| &*document.id).collect();
            team.sort_unstable();
            team
        })
    }

    /// Returns the names and aliases of people that begin with a word, sorted.
    pub fn names_that_begin(&self, word: &str) -> &[&'a str] {
        let names = self.names.get_or_init(|| {
            let mut names: HashMap<&str, Vec<&str>> = HashMap::new();
            let private = self.engagement.people().filter_map(|(_, it)| it.private.as_ref());
            for name in private.flat_map(|private| private.name.iter().chain(&private.alias)) {
                if let Some(first) = name.split_whitespace().next() {
                    names.entry(first).or_default().push(name.trim());
                }
            }
            names.values_mut().for_each(|names| names.sort_unstable());
            names
        });
        names.get(word).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether a document is in the trail, or will be in a moment.
    pub fn is_recorded(&self, document: &TypedDocument) -> bool {
        self.recorded.paths.contains(&document.path)
            || self.recorded.recording.contains(&document.path)
    }

    /// Returns the level of what a document owes from its first record on: before that it is only
    /// reminded.
    pub(super) fn level_of_owed(&self, document: &TypedDocument) -> Level {
        if self.is_recorded(document) { Level::Error } else { Level::Warning }
    }

    /// Returns whether a later entry corrects this one; then only its form counts.
    pub fn is_superseded(&self, document: &TypedDocument) -> bool {
        self.corrections.has(document)
    }

    /// Returns the entries of an incident that no other entry corrects.
    pub fn entries_of(
        &self,
        incident: &str,
    ) -> impl Iterator<Item = (&'a TypedDocument, &'a Entry)> {
        let indexes = self.entries.get(incident).map(Vec::as_slice).unwrap_or_default();
        indexes.iter().filter_map(|index| {
            let document = &self.engagement.documents[*index];
            match &document.content {
                Content::Entry(entry) if !self.is_superseded(document) => {
                    Some((document, &**entry))
                }
                _ => None,
            }
        })
    }

    pub fn has_handle(&self, handle: &str) -> bool {
        self.handles.binary_search(&handle).is_ok()
    }

    /// Returns whether some document has this id, in any case; one that cannot be read has its own.
    pub fn has_id(&self, id: &str) -> bool {
        self.engagement.with_id(id).next().is_some() || self.unread.contains_key(&*id::key(id))
    }

    /// Returns the kinds of the documents of this id, in any case: what their places say, else
    /// what they say themselves, which may be nothing.
    pub fn kinds_of(&self, id: &str) -> impl Iterator<Item = Option<Kind>> {
        let read = self.engagement.with_id(id);
        let read = read.map(|document| Kind::at_path(&document.path).or(document.kind));
        read.chain(self.unread.get(&*id::key(id)).copied().map(Some))
    }

    /// Returns every handle, sorted.
    pub fn handles(&self) -> &[&'a str] {
        &self.handles
    }
}
