//! What is found when a field is not there, lies in the future, or names nothing.

use std::ops::Range;

use ircase::document;
use ircase::document::yaml::Node;
use ircase::source::{Source, SourceId};

use super::change::Subject;
use super::duties::{AHEAD, MISNAMED, MOVES, OWED, RESTS};
use super::places::Place;
use super::seed::Found;

/// Where a finding points.
#[derive(Debug, Clone, Copy)]
pub(super) enum Where {
    /// For a field that is not there the key above it, or the line that says the kind; for a blank
    /// its own key.
    Missing,
    /// The value of a field.
    Value(&'static str),
    /// The key of a field.
    Key(&'static str),
    /// A value in another document.
    In(&'static str, &'static str),
    /// A key in another document.
    KeyIn(&'static str, &'static str),
}

/// What the absence of one field owes.
pub(super) struct Owed {
    pub(super) path: &'static str,
    pub(super) field: &'static str,
    pub(super) rule: &'static str,
    pub(super) place: Where,
}

/// Fields of kinds without a status that are owed from the first record on: the stars of the
/// format's description.
const REQUIRED: &[(&str, &[&str])] = &[
    ("engagement", &["codename", "parties", "languages", "time_zone", "default_tlp", "risk"]),
    ("person", &["party", "functions"]),
    ("procedure", &["type"]),
    ("evidence", &["form", "acquired_at"]),
    ("notification", &["to", "status"]),
    ("exercise", &["type", "scenario", "status", "date"]),
    ("task", &["owner", "due", "status", "from"]),
    ("answer", &["rule", "about", "by"]),
];

/// Returns what is found when a field is not there, or left blank, in the changed text.
pub(super) fn of_absent(subject: &Subject<'_>, place: &Place<'_>, text: &str) -> Vec<Found> {
    let mut wanted = Vec::new();
    let status = subject.document.text_of("status");
    let by_schema = subject.schemas.required(&subject.kind, status);
    let by_hand = REQUIRED.iter().find(|(kind, _)| *kind == subject.kind);
    let by_hand = by_hand.map_or(&[][..], |(_, fields)| *fields);
    let is_translation = subject.document.text_of("translation_of.path").is_some();
    let required = by_schema.iter().chain(by_hand).any(|field| *field == place.path);
    // Without a status a document that has one to begin with owes nothing yet.
    let is_draft = place.path == "status" && !by_schema.is_empty();
    if required && !is_draft && !is_translation {
        wanted.extend(find(subject, place, text, "field-missing", Where::Missing));
    }
    for row in OWED {
        if row.path == subject.path && row.field == place.path {
            wanted.extend(find(subject, place, text, row.rule, row.place));
        }
    }
    wanted.sort();
    wanted
}

/// Returns what may be found elsewhere when a field, or with the empty path a whole document,
/// cannot be read.
pub(super) fn open_again(subject: &Subject<'_>, field: &str) -> Vec<(String, &'static str)> {
    let is_same = |other: &str| field.starts_with(other) || other.starts_with(field);
    let owed = OWED.iter().filter(|row| row.path == subject.path && is_same(row.field));
    let owed = owed.filter_map(|row| {
        let path = match row.place {
            Where::Missing => return None,
            Where::In(path, _) | Where::KeyIn(path, _) => path,
            Where::Value(_) | Where::Key(_) => row.path,
        };
        Some((path.to_owned(), row.rule))
    });
    owed.chain(rests(subject, field)).collect()
}

/// Returns what else rests on a field.
pub(super) fn rests(subject: &Subject<'_>, field: &str) -> Vec<(String, &'static str)> {
    let is_same = |other: &str| field.starts_with(other) || other.starts_with(field);
    let rests = RESTS.iter().filter(|row| row.0 == subject.path && is_same(row.1));
    rests.map(|row| (row.2.to_owned(), row.3)).collect()
}

/// What happens when a time or a day lies ten years ahead.
pub(super) fn of_future(
    subject: &Subject<'_>,
    place: &Place<'_>,
    text: &str,
    at: Range<usize>,
) -> Vec<Found> {
    if !is_listed(PLANNED, subject, place) {
        return vec![subject.found("time-in-future", at)];
    }
    let ahead = AHEAD.iter().filter(|row| row.path == subject.path && row.field == place.path);
    let mut wanted: Vec<Found> =
        ahead.filter_map(|row| find(subject, place, text, row.rule, row.place)).collect();
    wanted.sort();
    wanted
}

/// Returns what is found besides when a field has a wrong name.
pub(super) fn of_misnamed(subject: &Subject<'_>, place: &Place<'_>, text: &str) -> Vec<Found> {
    let rows = MISNAMED.iter().filter(|row| row.path == subject.path && row.field == place.path);
    rows.filter_map(|row| find(subject, place, text, row.rule, row.place)).collect()
}

/// Returns the times that this field is moved to.
pub(super) fn moves(subject: &Subject<'_>, place: &Place<'_>) -> Vec<&'static str> {
    let moves = MOVES.iter().filter(|row| row.0 == subject.path && row.1 == place.path);
    moves.map(|row| row.2).collect()
}

/// Returns what is found once a time is moved.
pub(super) fn of_move(
    subject: &Subject<'_>,
    place: &Place<'_>,
    text: &str,
    to: &str,
) -> Vec<Found> {
    let rows = MOVES.iter().filter(|row| row.0 == subject.path && row.1 == place.path);
    let findings = rows.filter(|row| row.2 == to).flat_map(|row| row.3);
    let mut wanted: Vec<Found> =
        findings.filter_map(|(rule, at)| find(subject, place, text, rule, *at)).collect();
    wanted.sort();
    wanted
}

/// Times and days that tell of what is to come. Every other one that a schema knows tells of what
/// has happened, so that a new field is either planned here or must be found.
const PLANNED: &[(&str, &[&str])] = &[
    ("agreement", &["period.start", "period.end"]),
    ("person", &["private.keys[].valid_to", "private.absences[].from", "private.absences[].to"]),
    ("entry", &["expires"]),
    ("notification", &["due_at"]),
    ("review", &["meeting_at"]),
    ("task", &["due"]),
];

/// Fields that name a person, by handle.
const HANDLES: &[(&str, &[&str])] = &[
    (
        "agreement",
        &[
            "representatives.organization[]",
            "representatives.auditor[]",
            "contacts.organization.primary",
            "contacts.organization.secondary",
            "contacts.organization.alternates[]",
            "contacts.auditor.primary",
            "contacts.auditor.secondary",
            "escalation[].who",
            "procedure.decided_by[]",
            "signatures[].person",
            "signatures[].witnessed_by",
        ],
    ),
    ("person", &["private.keys[].verified_by", "private.absences[].deputy"]),
    (
        "incident",
        &[
            "commander",
            "scribe",
            "responders[]",
            "suspension.consents[].person",
            "suspension.consents[].witnessed_by",
            "restricted_to[]",
        ],
    ),
    ("entry", &["recorded_by", "to[]", "by", "consent.person", "consent.witnessed_by"]),
    ("evidence", &["acquired_by", "witness", "recorded_by"]),
    ("notification", &["by", "approval.person", "approval.witnessed_by"]),
    ("exercise", &["participants[].person", "contacts_reached[].person"]),
    ("review", &["owner", "share.approval.person", "share.approval.witnessed_by"]),
    ("task", &["owner"]),
    ("answer", &["by"]),
];

/// Fields that name a document by its id.
const IDS: &[(&str, &[&str])] = &[
    ("incident", &["related[]"]),
    ("entry", &["source.evidence", "evidence", "supersedes"]),
    ("evidence", &["derived_from"]),
    ("notification", &["decision"]),
    ("exercise", &["procedures_tested[]", "tasks[]"]),
    ("review", &["tasks[]"]),
    ("task", &["from"]),
    ("answer", &["about"]),
];

/// Returns a name of nothing, for a field that names something.
pub(super) fn no_such(subject: &Subject<'_>, place: &Place<'_>) -> Option<&'static str> {
    if is_listed(HANDLES, subject, place) {
        Some("nobody")
    } else if is_listed(IDS, subject, place) {
        Some("TSK-0000")
    } else {
        None
    }
}

fn is_listed(list: &[(&str, &[&str])], subject: &Subject<'_>, place: &Place<'_>) -> bool {
    let path = without_indexes(&place.path);
    let fields = list.iter().find(|(kind, _)| *kind == subject.kind);
    fields.is_some_and(|(_, fields)| fields.contains(&&*path))
}

/// Turns `to[0]` into `to[]`.
pub(super) fn without_indexes(path: &str) -> String {
    let mut bare = String::new();
    for part in path.split_inclusive('[') {
        bare.push_str(part.trim_start_matches(|symbol: char| symbol.is_ascii_digit()));
    }
    bare
}

/// Finds the bytes of a place in the changed text.
fn find(
    subject: &Subject<'_>,
    place: &Place<'_>,
    text: &str,
    rule: &str,
    at: Where,
) -> Option<Found> {
    let own = |field: &str, on_key: bool| {
        spot(subject.path, text, field, on_key).map(|place| subject.found(rule, place))
    };
    let other = |path: &str, field: &str, on_key: bool| {
        let (_, seed) = subject.seed.documents().find(|(at, _)| *at == path)?;
        let place = spot(path, seed, field, on_key)?;
        let (path, rule) = (path.to_owned(), rule.to_owned());
        Some(Found { path, rule, start: place.start, end: place.end })
    };
    match at {
        Where::Missing => own(&place.path, true).or_else(|| own(&place.parent_path, true)),
        Where::Value(field) => own(field, false),
        Where::Key(field) => own(field, true),
        Where::In(path, field) => other(path, field, false),
        Where::KeyIn(path, field) => other(path, field, true),
    }
}

/// Returns where a field's key or value stands; for the whole document the line of its kind.
fn spot(path: &str, text: &str, field: &str, on_key: bool) -> Option<Range<usize>> {
    let document = document::parse(&Source::new(SourceId(0), path, text));
    let root = document.front?;
    if field.is_empty() {
        let pair = root.pair("kind")?;
        return Some(pair.key.span.start()..pair.value.span.end());
    }
    if on_key && field.ends_with(']') {
        return Some(first_line(root.at(field)?));
    }
    if !on_key {
        let span = root.at(field)?.span;
        return Some(span.bytes());
    }
    let (parent, key) = field.rsplit_once('.').unwrap_or(("", field));
    let span = root.at(parent)?.pair(key)?.key.span;
    Some(span.bytes())
}

/// Returns the first pair of an item, or what an item without pairs says.
fn first_line(item: &Node) -> Range<usize> {
    match item.pairs().first() {
        Some(pair) if pair.value.text().is_some() => pair.key.span.start()..pair.value.span.end(),
        Some(pair) => pair.key.span.bytes(),
        None => item.span.bytes(),
    }
}
