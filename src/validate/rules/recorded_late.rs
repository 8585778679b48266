//! Something that was written down long after it happened.

use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType, FirstNoted, SourceKind};
use crate::model::id;
use crate::model::incident::{Incident, Origin};
use crate::model::moment::Between;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::regimes::incident_of;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "recorded-late",
    class: Class::Duty,
    level: Level::Warning,
    summary: "something was written down more than a day after it happened",
    page: include_str!("recorded_late.md"),
    check: Check::Document(check),
};

/// What is written down within a day is written from fresh memory.
const LATE: SignedDuration = SignedDuration::from_hours(24);

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Entry(entry) = &document.content else { return };
    // A correction comes late by its nature.
    if facts.is_superseded(document)
        || entry.supersedes.is_some()
        || is_kept_elsewhere(entry)
        || is_hearsay(entry)
    {
        return;
    }
    let occurred = entry.occurred_at.as_ref().and_then(|time| Between::of(time, entry.precision));
    let (Some(occurred), Some(written)) = (occurred, written(facts, document, entry)) else {
        return;
    };
    let Some(known) = known_since(facts, document, occurred.latest, written) else { return };
    let late = written.duration_since(known);
    let level = entry.first_noted.as_ref().map_or(Level::Warning, |noted| level_of(noted, known));
    let message = format!("this was written down {} later", duration(late));
    let mut finding = Finding::at(document.field("occurred_at"), message).level(level);
    if is_written(document, "recorded_at") {
        finding = finding.related(document.field("recorded_at"), "written down here");
    }
    findings.add(match entry.first_noted {
        Some(_) => finding.help("keep what it was first written on"),
        None => finding.help("if somebody noted it at the time, say where and when under `first_noted`; a recorded entry is corrected by a new one"),
    });
}

/// Returns whether something else holds the time, such as a log; then nobody wrote from memory.
fn is_kept_elsewhere(entry: &Entry) -> bool {
    let by_source = entry.source.as_ref().is_some_and(|source| {
        use SourceKind::{Document, Log, Photo, Tool};
        matches!(source.kind, Some(Document | Log | Photo | Tool)) || source.evidence.is_some()
    });
    by_source || entry.entry_type == Some(EntryType::Witness)
}

/// Returns whether somebody else told it; when they told it, nothing says, and what came late
/// could not be written down sooner.
fn is_hearsay(entry: &Entry) -> bool {
    let source = entry.source.as_ref().filter(|source| source.kind == Some(SourceKind::Person));
    let teller = source.and_then(|source| source.reference.as_deref()).or(entry.actor.as_deref());
    let is_writer = |who: &str| entry.recorded_by.as_deref() == Some(who);
    source.is_some() && teller.is_some_and(|who| !is_writer(who.trim()))
}

/// Returns when an entry was written down; now, when it is not recorded yet.
fn written(facts: &Facts<'_>, document: &TypedDocument, entry: &Entry) -> Option<Timestamp> {
    match &entry.recorded_at {
        Some(time) => time.instant(),
        None if facts.recorded.paths.contains(&*document.path) => None,
        None => Some(facts.now),
    }
}

/// Returns since when it could have been written down, if that is too long ago. What happened
/// before the first sign could not be.
fn known_since(
    facts: &Facts<'_>,
    document: &TypedDocument,
    occurred: Timestamp,
    written: Timestamp,
) -> Option<Timestamp> {
    let is_late = |known: Timestamp| written.duration_since(known) > LATE;
    if !is_late(occurred) {
        return None;
    }
    let known = match id::incident_of_path(&document.path) {
        None => occurred,
        Some(_) => {
            let (_, incident) = incident_of(facts, document)?;
            let precision = incident.precision.get("detected_at").copied();
            let detected = Between::of(incident.detected_at.as_ref()?, precision)?.latest;
            occurred.max(detected).max(heard_at(facts, document, incident).unwrap_or(detected))
        }
    };
    is_late(known).then_some(known)
}

/// Returns when we heard of an incident that others found: at the first line of its timeline. What
/// happened before could not be written down here.
fn heard_at(facts: &Facts<'_>, document: &TypedDocument, incident: &Incident) -> Option<Timestamp> {
    use Origin::{Monitoring, ReportedByOrganization, ReportedByThirdParty};
    let is_of_others =
        matches!(incident.origin, Some(ReportedByOrganization | ReportedByThirdParty | Monitoring));
    let entries = facts.entries_of(id::incident_of_path(&document.path)?);
    let recorded = entries.filter_map(|(_, entry)| entry.recorded_at.as_ref()?.instant());
    if is_of_others { recorded.min() } else { None }
}

/// What was noted at the time is only copied late.
fn level_of(noted: &FirstNoted, known: Timestamp) -> Level {
    match noted.at.as_ref().and_then(Time::instant) {
        Some(at) if at.duration_since(known) > LATE => Level::Warning,
        _ => Level::Note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn memory_lasts_a_day() {
        let day = "occurred_at: 2026-11-18T10:00:00Z";
        let cases = [
            (format!("{day}\nrecorded_at: 2026-11-19T10:00:00Z"), None),
            (format!("{day}\nrecorded_at: 2026-11-19T10:00:01Z"), Some(Level::Warning)),
            (format!("{day}\nprecision: day\nrecorded_at: 2026-11-19T23:00:00Z"), None),
            (format!("{day}\nprecision: approx\nrecorded_at: 2026-11-20T23:00:00Z"), None),
            ("occurred_at: unknown\nrecorded_at: 2026-11-20T23:00:00Z".to_owned(), None),
            ("recorded_at: 2026-11-20T23:00:00Z".to_owned(), None),
            (day.to_owned(), Some(Level::Warning)),
            (
                format!("{day}\nfirst_noted: {{on: paper, at: 2026-11-18T11:00:00Z}}"),
                Some(Level::Note),
            ),
            (format!("{day}\nfirst_noted: {{on: memory}}"), Some(Level::Note)),
            (
                format!("{day}\nfirst_noted: {{on: paper, at: 2026-11-20T11:00:00Z}}"),
                Some(Level::Warning),
            ),
            (format!("{day}\nsource: {{kind: log}}"), None),
            (format!("{day}\nsource: {{kind: person}}"), Some(Level::Warning)),
            // Somebody told it later.
            (format!("{day}\nsource: {{kind: person, reference: rm}}\nrecorded_by: av"), None),
            (format!("{day}\nsource: {{kind: person}}\nactor: rm\nrecorded_by: av"), None),
            (
                format!("{day}\nsource: {{kind: person, reference: av}}\nrecorded_by: av"),
                Some(Level::Warning),
            ),
            (format!("{day}\nsupersedes: 20261118T101500Z-8F3K"), None),
            // Before the first sign.
            (
                "occurred_at: 2026-09-03T10:00:00Z\nrecorded_at: 2026-11-19T09:00:00Z".to_owned(),
                None,
            ),
        ];
        let incident = "---\nkind: incident\ndetected_at: 2026-11-18T09:30:00Z\n---\n";
        for (fields, expected) in cases {
            let text = format!("---\nkind: entry\n{fields}\n---\nText.\n");
            let files = [
                ("incidents/INC-2026-7KQ2/incident.md", incident),
                ("incidents/INC-2026-7KQ2/timeline/20261119T101500Z-8F3K.md", &text),
            ];
            let found = found_by(RULE.name, &files, "2026-11-21T12:00:00Z");
            assert_eq!(found.first().map(|it| it.0), expected, "{fields}");
        }
    }

    #[test]
    fn what_others_found_is_late_from_when_we_heard_of_it() {
        let event = "occurred_at: 2026-11-10T10:00:00Z\nrecorded_at: 2026-11-18T09:30:00Z";
        let first = "recorded_at: 2026-11-18T09:00:00Z";
        let early = "recorded_at: 2026-11-16T09:00:00Z";
        for (origin, first, count) in [
            ("reported-by-organization", first, 0),
            ("reported-by-third-party", first, 0),
            ("monitoring", first, 0),
            ("reported-by-organization", early, 1),
            ("uncovered-by-auditor", first, 1),
            ("unknown", first, 1),
        ] {
            let incident = format!(
                "---\nkind: incident\norigin: {origin}\ndetected_at: 2026-11-10T09:30:00Z\n---\n"
            );
            let entry = |fields: &str| format!("---\nkind: entry\n{fields}\n---\nText.\n");
            let (event, first) = (entry(event), entry(first));
            let files = [
                ("incidents/INC-2026-7KQ2/incident.md", &*incident),
                ("incidents/INC-2026-7KQ2/timeline/20261118T090000Z-8F3K.md", &*first),
                ("incidents/INC-2026-7KQ2/timeline/20261118T093000Z-Q2MT.md", &*event),
            ];
            let found = found_by(RULE.name, &files, "2026-11-21T12:00:00Z");
            assert_eq!(found.len(), count, "{origin} {first}");
        }
    }
}
