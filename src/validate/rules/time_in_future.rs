//! Something that happened tomorrow.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::Entry;
use crate::model::exercise::ExerciseStatus;
use crate::model::kind::Kind;
use crate::model::moment::Between;
use crate::model::time::{Day, Time};
use crate::model::vocabulary::Precision;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "time-in-future",
    class: Class::Duty,
    level: Level::Error,
    summary: "something happened later than now, or later than it was written down",
    page: include_str!("time_in_future.md"),
    check: Check::Document(check),
};

/// How far two honest clocks may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Fields that tell of what has happened; `[]` stands for every item of a list.
const HAPPENED: &[(Kind, &[&str])] = &[
    (Kind::Agreement, &["signatures[].signed_at", "third_parties[].obtained_at"]),
    (Kind::Person, &["verified_at", "private.keys[].verified_at"]),
    (Kind::Context, &["asked_at[]", "past_incidents[].told_at", "past_incidents[].on"]),
    (Kind::Procedure, &["last_reviewed", "last_tested", "source.imported_at"]),
    (
        Kind::Incident,
        &[
            "occurred_at",
            "detected_at",
            "aware_at",
            "determined_at",
            "contained_at",
            "recovered_at",
            "closed_at",
            "suspension.at",
            "suspension.resumed_at",
            "suspension.consents[].at",
            "referrals[].at",
        ],
    ),
    (
        Kind::Entry,
        &[
            "occurred_at",
            "recorded_at",
            "first_noted.at",
            "command.started_at",
            "command.ended_at",
            "consent.at",
        ],
    ),
    (Kind::Evidence, &["found_at", "acquired_at", "recorded_at"]),
    (Kind::Notification, &["sent_at", "approval.at", "computed_from.at"]),
    (Kind::Exercise, &["date"]),
    (Kind::Review, &["share.approval.at"]),
];

/// How far off a time may be that is only about right.
const ABOUT: SignedDuration = SignedDuration::from_hours(24);

/// The first place on earth where a day begins is fourteen hours ahead of UTC.
const FIRST_OFFSET: SignedDuration = SignedDuration::from_hours(14);

/// Returns the places of times that tell of what has happened and lie in the future. Nobody knows
/// when these things happened, so other rules take them for unknown.
pub(in crate::validate) fn places(document: &TypedDocument, now: Timestamp) -> Vec<Span> {
    let mut places = Vec::new();
    let (Some(kind), Some(front)) = (document.kind, &document.document.front) else {
        return places;
    };
    let Ok(limit) = now.checked_add(TOLERANCE) else { return places };
    let fields = HAPPENED.iter().find(|(of, _)| *of == kind).map(|(_, fields)| *fields);
    for path in fields.unwrap_or_default() {
        let precision = precision_of(document, path);
        front.each(path, &mut |node| {
            let time = node.text().and_then(|text| text.parse::<Time>().ok());
            let earliest = time.and_then(|time| earliest(&time, precision));
            if earliest.is_some_and(|earliest| earliest > limit) {
                places.push(node.span);
            }
        });
    }
    places
}

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Some(kind), Some(front)) = (document.kind, &document.document.front) else { return };
    if facts.is_superseded(document) {
        return;
    }
    // `occurred_at` is held against `recorded_at` where both stand, so that one mistake is told
    // once.
    let mut is_held = false;
    if let Content::Entry(entry) = &document.content {
        noted_before_it_happened(document, entry, findings);
        is_held = entry.recorded_at.is_some();
    }
    let Ok(limit) = facts.now.checked_add(TOLERANCE) else { return };
    let fields = HAPPENED.iter().find(|(of, _)| *of == kind).map(|(_, fields)| *fields);
    if is_planned(document) {
        return;
    }
    let fields = fields.unwrap_or_default().iter();
    for path in fields.filter(|path| !(is_held && **path == "occurred_at")) {
        let precision = precision_of(document, path);
        front.each(path, &mut |node| {
            let begins = node.text().and_then(|text| begins(text, precision));
            if begins.is_some_and(|begins| begins > limit) {
                let field = path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]");
                let message = format!("`{field}` lies in the future");
                findings.add(Finding::at(node.span, message).help(
                    "look at the year, the day and the offset from UTC, and at this computer's clock",
                ));
            }
        });
    }
}

/// An exercise that is not held yet has its day before it.
fn is_planned(document: &TypedDocument) -> bool {
    let Content::Exercise(exercise) = &document.content else { return false };
    matches!(exercise.status, None | Some(ExerciseStatus::Planned))
}

/// Returns how exactly a time of a document is known.
fn precision_of(document: &TypedDocument, field: &str) -> Option<Precision> {
    match &document.content {
        Content::Incident(incident) => incident.precision.get(field).copied(),
        Content::Evidence(evidence) => evidence.precision.get(field).copied(),
        Content::Entry(entry) if field == "occurred_at" => entry.precision,
        _ => None,
    }
}

/// Returns the first instant that a time or a day may stand for, anywhere on earth.
fn begins(text: &str, precision: Option<Precision>) -> Option<Timestamp> {
    if let Ok(time) = text.parse::<Time>() {
        return earliest(&time, precision);
    }
    let day = text.parse::<Day>().ok()?.date()?;
    let midnight = day.to_zoned(TimeZone::UTC).ok()?.timestamp();
    midnight.checked_sub(FIRST_OFFSET).ok()
}

/// Returns the first instant that a time may stand for.
fn earliest(time: &Time, precision: Option<Precision>) -> Option<Timestamp> {
    match Between::of(time, precision) {
        Some(between) => Some(between.earliest),
        None => time.instant()?.checked_sub(ABOUT).ok(),
    }
}

fn noted_before_it_happened(document: &TypedDocument, entry: &Entry, findings: &mut Findings<'_>) {
    let occurred = document.document.text_of("occurred_at");
    let occurred = occurred.and_then(|text| begins(text, entry.precision));
    let recorded = entry.recorded_at.as_ref().and_then(Time::instant);
    let (Some(occurred), Some(recorded)) = (occurred, recorded) else { return };
    if recorded.checked_add(TOLERANCE).is_ok_and(|limit| occurred > limit) {
        let message = "this happened after it was written down";
        let finding = Finding::at(document.field("occurred_at"), message)
            .related(document.field("recorded_at"), "written down here")
            .help("a plan is no event yet; for a wrong time add an entry that supersedes this one");
        findings.add(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn a_time_is_as_exact_as_it_says() {
        let (incident, evidence) =
            ("incidents/INC-2026-7KQ2/incident.md", "incidents/INC-2026-7KQ2/evidence/EVD-3MZ8.md");
        let (exercise, procedure) = ("exercises/EXR-2026-4T1C.md", "procedures/scan.md");
        let entry = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";
        // It is 12:00 in UTC on the 21st.
        let cases = [
            (incident, "detected_at: 2026-11-21T12:05:00Z", 0),
            (incident, "detected_at: 2026-11-21T12:06:00Z", 1),
            (incident, "detected_at: 2026-11-21T12:40:00Z\nprecision: {detected_at: hour}", 0),
            (incident, "detected_at: 2026-11-21T13:10:00Z\nprecision: {detected_at: hour}", 1),
            (incident, "detected_at: 2026-11-21T23:00:00Z\nprecision: {detected_at: day}", 0),
            (incident, "detected_at: 2026-11-22T00:00:00Z\nprecision: {detected_at: day}", 1),
            (incident, "detected_at: 2026-11-22T09:00:00Z\nprecision: {detected_at: approx}", 0),
            (incident, "detected_at: 2027-11-21T09:00:00Z\nprecision: {detected_at: approx}", 1),
            (evidence, "found_at: 2026-11-21T23:00:00Z\nprecision: {found_at: day}", 0),
            (evidence, "found_at: 2026-11-21T23:00:00Z", 1),
            // In the east the 22nd has begun.
            (procedure, "last_tested: 2026-11-22", 0),
            (procedure, "last_tested: 2026-11-23", 1),
            (procedure, "last_tested: never", 0),
            (exercise, "status: planned\ndate: 2026-12-01", 0),
            (exercise, "status: run\ndate: 2026-12-01", 1),
            (entry, "occurred_at: 2026-11-21T10:30:00Z\nrecorded_at: 2026-11-21T10:15:00Z", 1),
            (
                entry,
                "occurred_at: 2026-11-21T10:30:00Z\nprecision: hour\nrecorded_at: 2026-11-21T10:15:00Z",
                0,
            ),
            (
                entry,
                "occurred_at: 2026-11-21T00:00:00Z\nprecision: day\nrecorded_at: 2026-11-20T23:00:00Z",
                1,
            ),
        ];
        for (path, fields, count) in cases {
            let kind = Kind::at_path(path).unwrap().name();
            let text = format!("---\nkind: {kind}\n{fields}\n---\nText.\n");
            let found = found_by(RULE.name, &[(path, &*text)], "2026-11-21T12:00:00Z");
            assert_eq!(found.len(), count, "{path} {fields}");
        }
    }
}
