//! An engagement: all its documents, read into their types, with an index.
//!
//! Assembling never fails. What could not be read stands beside what could.

use std::collections::HashSet;
use std::sync::Arc;

use super::agreement::Agreement;
use super::answer::Answer;
use super::context::Context;
use super::entry::Entry;
use super::evidence::Evidence;
use super::exercise::Exercise;
use super::id;
use super::incident::Incident;
use super::kind::Kind;
use super::notification::Notification;
use super::person::Person;
use super::procedure::Procedure;
use super::profile::Profile;
use super::review::Review;
use super::task::Task;
use crate::document::unread::Unread;
use crate::document::yaml::{self, Node};
use crate::document::{self, Document};
use crate::parallel;
use crate::source::{Source, SourceId, Sources, Span, Text};
use jiff::tz::TimeZone;

/// Path of the agreement that binds.
pub const AGREEMENT_PATH: &str = "agreement.md";

/// Path of the profile.
pub const PROFILE_PATH: &str = "ircase.yaml";

/// Path of the context.
pub const CONTEXT_PATH: &str = "context.md";

/// All documents of an engagement.
#[derive(Debug, Clone, Default)]
pub struct Engagement {
    pub sources: Sources,
    /// Files in a document's place that could not be taken as text.
    pub unread: Vec<Unread>,
    /// Sorted by path, as the sources were.
    pub documents: Vec<TypedDocument>,
    /// Indexes of the documents, in the order of their paths.
    by_path: Vec<u32>,
    /// Indexes of the documents, in the order of their ids' keys.
    by_id: Vec<u32>,
    unread_paths: HashSet<String>,
}

/// One document, as text and as its type. Copies share both, so that an engagement which differs in
/// a few documents costs no more than these.
#[derive(Debug, Clone)]
pub struct TypedDocument {
    /// Relative to the engagement, with `/` between parts.
    pub path: Arc<str>,
    /// The id that the path gives.
    pub id: Text,
    pub document: Arc<Document>,
    /// The kind that `kind:` names; `None` when it is missing, unknown, or another one than its
    /// place says, so that nobody can tell what it is.
    pub kind: Option<Kind>,
    pub content: Content,
    /// Values that do not fit their type and were left out of `content`.
    pub misfits: Vec<yaml::ReadError>,
}

/// What a document says, in the type of its kind.
#[derive(Debug, Clone)]
pub enum Content {
    Engagement(Arc<Profile>),
    Agreement(Arc<Agreement>),
    Person(Arc<Person>),
    Procedure(Arc<Procedure>),
    Incident(Arc<Incident>),
    Entry(Arc<Entry>),
    Context(Arc<Context>),
    Evidence(Arc<Evidence>),
    Notification(Arc<Notification>),
    Exercise(Arc<Exercise>),
    Review(Arc<Review>),
    Task(Arc<Task>),
    Answer(Arc<Answer>),
    /// No kind that this version knows.
    Unknown,
}

impl Engagement {
    /// Reads every source into its document and type, in parallel.
    pub fn assemble(sources: Sources, unread: Vec<Unread>) -> Self {
        Self::of(sources, unread, None)
    }

    /// Reads every source as a document of one kind, whatever it says itself.
    pub fn assemble_as(sources: Sources, unread: Vec<Unread>, kind: Option<Kind>) -> Self {
        Self::of(sources, unread, kind)
    }

    /// Returns the same engagement with other texts in some documents; only these are read anew.
    ///
    /// A path that no document has is left out.
    #[must_use]
    pub fn with_texts<'a>(&self, texts: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let mut changed = self.clone();
        for (path, text) in texts {
            if let Some(document) = self.get(path) {
                let id = document.document.source;
                let source = changed.sources.replace(id, text);
                changed.documents[id.0 as usize] = TypedDocument::read(source, None);
            }
        }
        changed
    }

    fn of(sources: Sources, unread: Vec<Unread>, kind: Option<Kind>) -> Self {
        let all: Vec<&Source> = sources.iter().collect();
        let documents = parallel::map(&all, |source| TypedDocument::read(source, kind));
        let count = u32::try_from(documents.len()).expect("fewer than 2^32 documents");
        let mut by_path: Vec<u32> = (0..count).collect();
        by_path.sort_by(|one, other| {
            documents[*one as usize].path.cmp(&documents[*other as usize].path)
        });
        let mut by_id: Vec<u32> = (0..count).collect();
        by_id.sort_by(|one, other| {
            id::compare(&documents[*one as usize].id, &documents[*other as usize].id)
        });
        let unread_paths = unread.iter().map(|unread| unread.path.clone()).collect();
        Self { sources, unread, documents, by_path, by_id, unread_paths }
    }

    pub fn get(&self, path: &str) -> Option<&TypedDocument> {
        let document = |index: &u32| &self.documents[*index as usize];
        let after = self.by_path.partition_point(|index| &*document(index).path <= path);
        self.by_path[..after].last().map(document).filter(|document| *document.path == *path)
    }

    /// Returns the documents whose path gives this id, in any case; more than one is a fault.
    pub fn with_id(&self, id: &str) -> impl Iterator<Item = &TypedDocument> {
        let document = |index: &u32| &self.documents[*index as usize];
        let order = |index: &u32| id::compare(&document(index).id, id);
        let first = self.by_id.partition_point(|index| order(index).is_lt());
        let count = self.by_id[first..].partition_point(|index| order(index).is_eq());
        self.by_id[first..first + count].iter().map(document)
    }

    /// Returns each document whose id another one has, with the first of those that have it.
    pub fn with_repeated_ids(&self) -> impl Iterator<Item = (&TypedDocument, &TypedDocument)> {
        let document = |index: &u32| &self.documents[*index as usize];
        let of_one_id = self
            .by_id
            .chunk_by(move |one, other| id::is_same(&document(one).id, &document(other).id));
        of_one_id.flat_map(move |indexes| {
            let first = document(&indexes[0]);
            indexes[1..].iter().map(move |index| (document(index), first))
        })
    }

    /// Returns whether a file lies at this path that could not be taken as text: it is there, and
    /// nobody knows what it says.
    pub fn is_unread(&self, path: &str) -> bool {
        self.unread_paths.contains(path)
    }

    pub fn source(&self, document: &TypedDocument) -> &Source {
        self.sources.get(document.document.source)
    }

    /// Returns the document that was read from a source; `None` for a file beside the documents.
    pub fn document_of(&self, source: SourceId) -> Option<&TypedDocument> {
        // Documents stand in the order of their sources.
        self.documents.get(source.0 as usize)
    }

    /// Returns the Markdown after the front matter.
    pub fn body(&self, document: &TypedDocument) -> &str {
        document.document.body.text(self.source(document))
    }

    pub fn profile(&self) -> Option<&Profile> {
        match &self.get(PROFILE_PATH)?.content {
            Content::Engagement(profile) => Some(profile),
            _ => None,
        }
    }

    /// Returns the engagement's first language; English where it names none.
    pub fn language(&self) -> &str {
        let languages = self.profile().map_or(&[][..], |profile| profile.languages.as_slice());
        languages.first().map_or("en", String::as_str)
    }

    /// Returns the engagement's time zone; UTC where it names none that is known, and who shows a
    /// time says so where [`Self::zone_is_in_doubt`].
    pub fn zone(&self) -> TimeZone {
        let zone = self.profile().and_then(|profile| profile.time_zone.as_ref());
        zone.map_or(TimeZone::UTC, |zone| zone.zone().clone())
    }

    /// Returns whether the engagement may name a time zone that could not be read.
    pub fn zone_is_in_doubt(&self) -> bool {
        let Some(document) = self.get(PROFILE_PATH) else { return self.is_unread(PROFILE_PATH) };
        let written = document.document.front.as_ref().and_then(|front| front.get("time_zone"));
        match self.profile().and_then(|profile| profile.time_zone.as_ref()) {
            Some(_) => false,
            None => written.is_some_and(|it| !it.is_null()) || !document.document.is_sound(),
        }
    }

    /// Returns the agreement that binds, with its document; translations are not it.
    pub fn agreement(&self) -> Option<(&TypedDocument, &Agreement)> {
        let document = self.get(AGREEMENT_PATH)?;
        match &document.content {
            Content::Agreement(agreement) => Some((document, agreement)),
            _ => None,
        }
    }

    pub fn people(&self) -> impl Iterator<Item = (&TypedDocument, &Person)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Person(person) => Some((document, &**person)),
            _ => None,
        })
    }

    /// Returns the person of that handle.
    pub fn person(&self, handle: &str) -> Option<(&TypedDocument, &Person)> {
        let document = self.get(&format!("people/{handle}.md"))?;
        match &document.content {
            Content::Person(person) => Some((document, person)),
            _ => None,
        }
    }

    pub fn procedures(&self) -> impl Iterator<Item = (&TypedDocument, &Procedure)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Procedure(procedure) => Some((document, &**procedure)),
            _ => None,
        })
    }

    pub fn incidents(&self) -> impl Iterator<Item = (&TypedDocument, &Incident)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Incident(incident) => Some((document, &**incident)),
            _ => None,
        })
    }

    /// Returns the incident of that id, in any case of letters.
    pub fn incident(&self, id: &str) -> Option<(&TypedDocument, &Incident)> {
        self.with_id(id).find_map(|document| match &document.content {
            Content::Incident(incident) => Some((document, &**incident)),
            _ => None,
        })
    }

    pub fn entries(&self) -> impl Iterator<Item = (&TypedDocument, &Entry)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Entry(entry) => Some((document, &**entry)),
            _ => None,
        })
    }

    /// Returns the documents that say they are of a kind, also where they cannot be read whole.
    pub fn documents_of(&self, kind: Kind) -> impl Iterator<Item = &TypedDocument> {
        self.documents.iter().filter(move |document| document.kind == Some(kind))
    }

    pub fn evidence(&self) -> impl Iterator<Item = (&TypedDocument, &Evidence)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Evidence(evidence) => Some((document, &**evidence)),
            _ => None,
        })
    }

    pub fn notifications(&self) -> impl Iterator<Item = (&TypedDocument, &Notification)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Notification(notification) => Some((document, &**notification)),
            _ => None,
        })
    }

    pub fn exercises(&self) -> impl Iterator<Item = (&TypedDocument, &Exercise)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Exercise(exercise) => Some((document, &**exercise)),
            _ => None,
        })
    }

    pub fn reviews(&self) -> impl Iterator<Item = (&TypedDocument, &Review)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Review(review) => Some((document, &**review)),
            _ => None,
        })
    }

    pub fn tasks(&self) -> impl Iterator<Item = (&TypedDocument, &Task)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Task(task) => Some((document, &**task)),
            _ => None,
        })
    }

    pub fn answers(&self) -> impl Iterator<Item = (&TypedDocument, &Answer)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Answer(answer) => Some((document, &**answer)),
            _ => None,
        })
    }

    /// Returns the context, with its document.
    pub fn context(&self) -> Option<(&TypedDocument, &Context)> {
        let document = self.get(CONTEXT_PATH)?;
        match &document.content {
            Content::Context(context) => Some((document, context)),
            _ => None,
        }
    }

    /// Returns the documents in and below a folder, whose path ends with `/`.
    pub fn below(&self, folder: &str) -> &[TypedDocument] {
        let start = self.documents.partition_point(|document| &*document.path < folder);
        let inside = &self.documents[start..];
        &inside[..inside.partition_point(|document| document.path.starts_with(folder))]
    }

    /// Returns all documents of an incident, its own among them.
    pub fn of_incident(&self, id: &str) -> &[TypedDocument] {
        self.below(&format!("incidents/{id}/"))
    }

    /// Returns the timeline of an incident by when things happened; an entry whose time is not
    /// known stands where it was recorded.
    pub fn timeline<'a>(&'a self, incident_id: &str) -> Vec<(&'a TypedDocument, &'a Entry)> {
        let mut entries: Vec<_> = self
            .entries()
            .filter(|(document, _)| id::incident_of_path(&document.path) == Some(incident_id))
            .collect();
        entries.sort_by_key(|(document, entry)| {
            let happened = entry.occurred_at.as_ref().and_then(super::time::Time::instant);
            let recorded = entry.recorded_at.as_ref().and_then(super::time::Time::instant);
            (happened.or(recorded), recorded, document.id.to_string())
        });
        entries
    }
}

impl TypedDocument {
    /// Reads a source; `kind` wins over what its front matter says.
    pub fn read(source: &Source, kind: Option<Kind>) -> Self {
        let document = document::parse(source);
        let kind = kind.or_else(|| {
            let said = Kind::named(document.text_of("kind")?)?;
            let fits = Kind::at_path(&source.path).is_none_or(|there| there == said);
            fits.then_some(said)
        });
        let (content, misfits) = match (&document.front, kind) {
            (Some(front), Some(kind)) => Content::read(kind, front),
            _ => (Content::Unknown, Vec::new()),
        };
        Self {
            path: source.path.clone(),
            id: Text::part(&source.path, id::range_in_path(&source.path)),
            document: Arc::new(document),
            kind,
            content,
            misfits,
        }
    }

    /// Returns the kind that its front matter names, also where its place says another.
    pub fn said_kind(&self) -> Option<Kind> {
        self.document.text_of("kind").and_then(Kind::named)
    }

    /// Returns the same document read as a kind with another front matter in its tree; its text
    /// stays.
    #[must_use]
    pub fn read_as(&self, kind: Kind, front: Node) -> Self {
        let (content, misfits) = Content::read(kind, &front);
        let document = Document { front: Some(front), ..Document::clone(&self.document) };
        Self { document: Arc::new(document), kind: Some(kind), content, misfits, ..self.clone() }
    }

    /// Returns where to point for a field; for a missing one at the nearest key above it.
    pub fn field(&self, path: &str) -> Span {
        match &self.document.front {
            Some(front) => front.nearest(path),
            None => {
                let start = self.document.body.start();
                Span::new(self.document.source, start, start)
            }
        }
    }

    /// Returns the title of an incident, procedure or any other document with one.
    pub fn title(&self) -> Option<&str> {
        self.document.text_of("title")
    }
}

impl Content {
    fn read(kind: Kind, front: &Node) -> (Self, Vec<yaml::ReadError>) {
        fn of<T: serde::de::DeserializeOwned + Default>(
            front: &Node,
            wrap: impl FnOnce(Arc<T>) -> Content,
        ) -> (Content, Vec<yaml::ReadError>) {
            let (value, misfits) = yaml::read(front);
            (wrap(Arc::new(value)), misfits)
        }
        match kind {
            Kind::Engagement => of(front, Self::Engagement),
            Kind::Agreement => of(front, Self::Agreement),
            Kind::Person => of(front, Self::Person),
            Kind::Procedure => of(front, Self::Procedure),
            Kind::Incident => of(front, Self::Incident),
            Kind::Entry => of(front, Self::Entry),
            Kind::Context => of(front, Self::Context),
            Kind::Evidence => of(front, Self::Evidence),
            Kind::Notification => of(front, Self::Notification),
            Kind::Exercise => of(front, Self::Exercise),
            Kind::Review => of(front, Self::Review),
            Kind::Task => of(front, Self::Task),
            Kind::Answer => of(front, Self::Answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_text_changes_one_document() {
        let mut sources = Sources::default();
        sources.add("people/rm.md", "---\nkind: person\nparty: auditor\n---\n");
        sources.add("people/zw.md", "---\nkind: person\nparty: auditor\n---\n");
        let before = Engagement::assemble(sources, Vec::new());
        let text = "---\nkind: person\nparty: organization\n---\n".to_owned();
        let after = before.with_texts([("people/zw.md", text.clone()), ("people/no.md", text)]);
        let parties = |engagement: &Engagement| {
            ["rm", "zw"].map(|handle| engagement.person(handle).unwrap().1.party.unwrap().as_str())
        };
        assert_eq!(parties(&before), ["auditor", "auditor"]);
        assert_eq!(parties(&after), ["auditor", "organization"]);
        let (document, _) = after.person("zw").unwrap();
        assert!(after.source(document).text.contains("organization"));
    }

    #[test]
    fn documents_become_what_they_say() {
        let mut sources = Sources::default();
        sources.add("ircase.yaml", "kind: engagement\ncodename: amber-heron\nrisk: high\n");
        sources.add(
            "incidents/INC-2026-7KQ2/incident.md",
            "---\nkind: incident\ntitle: Web down\nseverity: 0123\n---\nText.\n",
        );
        for (name, occurred) in [
            ("20261121T101500Z-8F3K", "2026-11-21T10:00:00Z"),
            ("20261121T101400Z-8F3K", "2026-11-21T10:10:00Z"),
        ] {
            let path = format!("incidents/INC-2026-7KQ2/timeline/{name}.md");
            sources.add(path, format!("---\nkind: entry\noccurred_at: {occurred}\n---\n{name}"));
        }
        sources.add("people/zw.md", "---\nkind: person\nparty: nobody\nlanguages: [es]\n---\n");
        let engagement = Engagement::assemble(sources, Vec::new());
        assert_eq!(engagement.profile().unwrap().codename.as_deref(), Some("amber-heron"));
        let (document, incident) = engagement.incident("inc-2026-7kq2").unwrap();
        assert_eq!(incident.severity.as_deref(), Some("0123"));
        assert_eq!(engagement.body(document), "Text.\n");
        let order: Vec<&str> = engagement
            .timeline("INC-2026-7KQ2")
            .into_iter()
            .map(|(document, _)| engagement.body(document))
            .collect();
        assert_eq!(order, ["20261121T101500Z-8F3K", "20261121T101400Z-8F3K"]);
        let (document, person) = engagement.person("zw").unwrap();
        assert_eq!((person.party, person.languages.len()), (None, 1));
        assert_eq!(document.misfits.len(), 1);
    }
}
