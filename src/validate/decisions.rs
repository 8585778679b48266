//! What several rules ask of an incident's decisions: whether one gives the reason for a step.
//! It reports nothing itself.

use jiff::Timestamp;

use super::Facts;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::incident::Incident;
use crate::model::time::Time;
use crate::source::{Source, SourceId};

/// Times at which an incident took a step.
const STEPS: &[&str] = &[
    "detected_at",
    "aware_at",
    "determined_at",
    "contained_at",
    "recovered_at",
    "closed_at",
    "suspension.at",
    "suspension.resumed_at",
];

/// Returns the decisions of an incident, by path.
pub(super) fn of<'a>(
    facts: &Facts<'a>,
    incident: &str,
) -> impl Iterator<Item = (&'a TypedDocument, &'a Entry)> {
    let decisions = facts.entries_of(incident);
    decisions.filter(|(_, entry)| entry.entry_type == Some(EntryType::Decision))
}

/// Returns whether a decision gives the reason for a step that is not recorded yet: it is not
/// recorded either, or it is newer than every step that the recorded text dates.
pub(super) fn explain_step(facts: &Facts<'_>, document: &TypedDocument) -> bool {
    let mut last = None;
    of(facts, &document.id).any(|(decision, entry)| {
        if !facts.recorded.paths.contains(&decision.path) {
            return true;
        }
        let last = *last.get_or_insert_with(|| last_recorded_step(facts, document));
        let written = entry.recorded_at.as_ref().and_then(Time::instant);
        let written = written.or_else(|| entry.happened().map(|it| it.latest));
        matches!((written, last), (Some(written), Some(last)) if written > last)
    })
}

/// Returns whether a decision was taken after an instant; one whose time is not known may have been.
pub(super) fn is_after(facts: &Facts<'_>, incident: &str, instant: Option<Timestamp>) -> bool {
    of(facts, incident).any(|(_, entry)| {
        let taken = entry.happened().map(|it| it.latest);
        !matches!((taken, instant), (Some(taken), Some(instant)) if taken <= instant)
    })
}

/// Returns when an incident last took a step, of the steps that are dated and not left out.
pub(super) fn last_step(incident: &Incident, left_out: &str) -> Option<Timestamp> {
    let steps = STEPS.iter().filter(|field| **field != left_out);
    steps.filter_map(|field| incident.time(field)?.instant()).max()
}

fn last_recorded_step(facts: &Facts<'_>, document: &TypedDocument) -> Option<Timestamp> {
    let text = facts.recorded.changed.get(&document.path)?;
    let source = Source::new(SourceId(0), document.path.as_str(), text.as_str());
    match TypedDocument::read(&source, None).content {
        Content::Incident(incident) => last_step(&incident, ""),
        _ => None,
    }
}
