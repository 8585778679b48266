//! What the rules may know: the documents, what is recorded of them, and the time.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::body::Headings;
use super::force::{self, Force, InForce};
use super::own::Own;
use super::past::{Before, Past};
use super::recorded::{Machine, Recorded};
use super::signed::Proofs;
use crate::diagnostic::Level;
use crate::model::agreement::Agreement;
use crate::model::corrections::Corrections;
use crate::model::custody::Chain;
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::entry::Entry;
use crate::model::id;
use crate::model::incident::Incident;
use crate::model::kind::Kind;
use crate::model::person::{Function, Person};
use crate::model::task::Task;
use crate::model::vocabulary::Party;

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
    past: Past<'a>,
    /// The engagement's own schemas.
    pub(super) own: Own,
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
            Some((id::key(id::of_path(&unread.path)).into_owned(), kind))
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
            past: Past::of(recorded),
            own: Own::of(engagement),
        }
    }

    /// Returns the same facts of another reading of the engagement.
    pub(super) fn of_reading<'b>(&self, engagement: &'b Engagement) -> Facts<'b>
    where
        'a: 'b,
    {
        Facts { machine: self.machine, ..Facts::new(engagement, self.recorded, self.now) }
    }

    /// Adds what the user's machine says.
    #[must_use]
    pub fn with_machine(self, machine: &'a Machine) -> Self {
        Self { machine: Some(machine), ..self }
    }

    /// Returns the agreement that is in force now: what both sides last signed; where they never
    /// did, the one in the folder.
    pub fn agreement_in_force(&self) -> Option<InForce<'_>> {
        self.force.now(self.engagement)
    }

    /// Returns what the signatures of the agreement are held against.
    pub(super) fn proofs(&self) -> &Proofs {
        &self.force.proofs
    }

    /// Returns the agreement that was in force when what a document tells of happened; for one that
    /// tells of no time, when its incident did, else now.
    pub fn agreement_of(&self, document: &TypedDocument) -> Option<InForce<'_>> {
        let incident = || {
            let id = id::incident_of_path(&document.path)?;
            self.engagement.get(&format!("incidents/{id}/incident.md"))
        };
        match force::time_of(document).or_else(|| force::time_of(incident()?)) {
            Some(time) => self.force.at(time, self.engagement),
            None => self.agreement_in_force(),
        }
    }

    /// Returns the same where these fields of it could be read: a rule that judges by a field stops
    /// where nobody knows what is agreed in it.
    pub(super) fn agreed_in(
        &self,
        document: &TypedDocument,
        fields: &[&str],
    ) -> Option<InForce<'_>> {
        self.agreement_of(document).filter(|agreed| agreed.was_read(fields))
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

    /// Returns what a document's earlier texts said, newest first: the recorded one where it differs
    /// from the folder's, then those of earlier records.
    pub(super) fn before(&self, document: &TypedDocument) -> &[Before] {
        self.past.of_document(&document.path)
    }

    /// Returns what the recorded text says where it differs from the folder's.
    pub(super) fn recorded_before(&self, document: &TypedDocument) -> Option<&Before> {
        let is_changed = self.recorded.changed.contains_key(&*document.path);
        self.before(document).first().filter(|_| is_changed)
    }

    /// Returns the status that a document last had in the trail.
    pub(super) fn status_before(&self, document: &TypedDocument) -> Option<&str> {
        self.before(document).iter().find_map(|before| before.status.as_deref())
    }

    /// Returns the severities that an incident had in the trail, newest first, as far as the
    /// agreement has them: a slip of the pen was never one.
    pub(super) fn severities_before<'b>(
        &'b self,
        agreement: &'b Agreement,
        document: &TypedDocument,
    ) -> impl Iterator<Item = &'b str> {
        let severities = self.before(document).iter().filter_map(|it| it.severity.as_deref());
        severities.filter(|severity| agreement.severity(severity).is_some())
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
                .severities_before(agreement, document)
                .any(|severity| agreement.is_notifiable(Some(severity)))
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
        self.recorded.paths.contains(&*document.path)
            || self.recorded.recording.contains(&*document.path)
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

    /// Returns whether an entry is one of a circle of entries that correct each other.
    pub(super) fn is_in_circle(&self, document: &TypedDocument) -> bool {
        self.corrections.is_circular(document)
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
