//! What documents said before: their texts in the trail, each read once.
//!
//! Only what rules ask of earlier texts is kept, because there may be many of them.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use jiff::Timestamp;

use super::decisions;
use super::recorded::Recorded;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::time::Time;
use crate::source::{Source, SourceId};

/// What one earlier text of a document said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Before {
    pub(super) status: Option<String>,
    pub(super) severity: Option<String>,
    /// When an incident last took a step, of those that the text dates.
    pub(super) last_step: Option<Timestamp>,
    pub(super) closed_at: Option<Timestamp>,
    /// Whether the audit stood still.
    pub(super) is_stopped: bool,
}

/// The earlier texts of all documents that have some.
#[derive(Debug)]
pub(super) struct Past<'a> {
    recorded: &'a Recorded,
    read: HashMap<&'a str, OnceLock<Vec<Before>>>,
}

impl<'a> Past<'a> {
    pub(super) fn of(recorded: &'a Recorded) -> Self {
        let paths: BTreeSet<&str> =
            recorded.changed.keys().chain(recorded.earlier.keys()).map(String::as_str).collect();
        let read = paths.into_iter().map(|path| (path, OnceLock::new())).collect();
        Self { recorded, read }
    }

    /// Returns what the texts of a document said, newest first.
    pub(super) fn of_document(&self, path: &str) -> &[Before] {
        let Some(read) = self.read.get(path) else { return &[] };
        read.get_or_init(|| {
            // A text that came back is the same one again.
            let mut known: HashMap<&str, Before> = HashMap::new();
            let texts = self.recorded.texts_before(path);
            texts
                .map(|text| known.entry(text).or_insert_with(|| Before::read(path, text)).clone())
                .collect()
        })
    }
}

impl Before {
    fn read(path: &str, text: &str) -> Self {
        let source = Source::new(SourceId(0), path, text);
        let typed = TypedDocument::read(&source, None);
        // What could not be read for certain was never said.
        if !typed.document.is_sound() {
            return Self::default();
        }
        let text_of = |field: &str| typed.document.text_of(field).map(str::to_owned);
        let before =
            Self { status: text_of("status"), severity: text_of("severity"), ..Self::default() };
        let Content::Incident(incident) = &typed.content else { return before };
        Self {
            last_step: decisions::last_step(incident, ""),
            closed_at: incident.closed_at.as_ref().and_then(Time::instant),
            is_stopped: incident
                .suspension
                .as_ref()
                .is_some_and(|it| it.stops() && it.resumed_at.is_none()),
            ..before
        }
    }
}
