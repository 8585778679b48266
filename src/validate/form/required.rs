//! Fields that are owed: once a document leaves its first status; where a kind has no status,
//! from its first record.
//!
//! A field whose absence has a rule of its own is left to that rule.

use super::super::Facts;
use super::super::agreed::is_written;
use super::super::rule::{Fault, Finding};
use super::super::schema::Schema;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::yaml::{Node, Value};
use crate::model::engagement::TypedDocument;
use crate::model::kind::Kind;
use crate::source::Span;

pub(super) fn add(facts: &Facts<'_>, typed: &TypedDocument, kind: Kind, faults: &mut Vec<Fault>) {
    let Some(front) = &typed.document.front else { return };
    let info = kind.info();
    // A status that was recorded and is gone is `illegal-transition`'s, and what it owed stays owed.
    let status = typed.document.text_of("status");
    let before =
        facts.status_before(typed).filter(|_| front.get("status").is_none_or(Node::is_null));
    let is_translation = front.get("translation_of").is_some_and(|node| !node.is_null());
    let level = match info.first_status {
        _ if is_translation => return,
        Some(first) => match status.or(before) {
            None => return,
            Some(status) if status == first => return,
            Some(_) => Level::Error,
        },
        None if facts.is_recorded(typed) => Level::Error,
        None => Level::Warning,
    };
    for field in info.required {
        let is_told = *field == "status" && before.is_some();
        if !is_told {
            owe(typed, field, level, faults);
        }
    }
    for (_, whole, part) in PARTS.iter().filter(|(of, ..)| *of == kind) {
        // What has no parts at all is told as a whole.
        if front.at(whole).is_some_and(|node| !node.pairs().is_empty()) {
            owe(typed, &format!("{whole}.{part}"), level, faults);
        }
    }
    if kind == Kind::Incident && status == Some("closed") {
        // Times that run from the closing need one; `unknown` is an answer.
        owe(typed, "closed_at", Level::Warning, faults);
    }
    if kind == Kind::Notification && matches!(status, Some("sent" | "acknowledged")) {
        // What is sent ends a clock, so it says when; `unknown` is an answer.
        owe(typed, "sent_at", level, faults);
    }
    if let Some(name) = info.body
        && facts.engagement.body(typed).trim().is_empty()
    {
        let place = typed.field("kind");
        let finding = Finding::at(place, format!("the {name} is missing"))
            .help(format!("write the {name} below the second `---`"))
            .level(level);
        faults.push(Fault { rule: "field-missing", finding });
    }
}

/// Parts without which a field says nothing: each side signs, and a period has two ends.
const PARTS: &[(Kind, &str, &str)] = &[
    (Kind::Agreement, "representatives", "organization"),
    (Kind::Agreement, "representatives", "auditor"),
    (Kind::Agreement, "period", "start"),
    (Kind::Agreement, "period", "end"),
];

/// A list whose emptiness says something: most people of an organization are called for nothing.
const MAY_BE_EMPTY: (Kind, &str) = (Kind::Person, "functions");

/// Adds a field that is not there, or empty. One of which something else is wrong is told by that.
fn owe(typed: &TypedDocument, field: &str, level: Level, faults: &mut Vec<Fault>) {
    let node = typed.document.front.as_ref().and_then(|front| front.at(field));
    let is_answer = typed.kind == Some(MAY_BE_EMPTY.0) && field == MAY_BE_EMPTY.1;
    if is_answer && node.is_some_and(|node| matches!(node.value, Value::Sequence(_))) {
        return;
    }
    let is_told = |node: &Node| faults.iter().any(|fault| fault.finding.covers(node.span));
    if is_written(typed, field) || node.is_some_and(|node| !node.is_null() && is_told(node)) {
        return;
    }
    let mut finding = missing(typed.field(field), typed.kind, field).level(level);
    if node.is_some_and(|node| !node.is_null()) {
        finding.say(format!("the field `{field}` is empty"));
    }
    faults.push(Fault { rule: "field-missing", finding });
}

/// Adds the fields that a schema itself asks for.
pub(super) fn add_from_schema(document: &Document, schema: &Schema, faults: &mut Vec<Fault>) {
    let Some(front) = &document.front else { return };
    let required = schema.json()["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    for field in required.iter().filter_map(serde_json::Value::as_str) {
        if front.get(field).is_none_or(|node| node.is_null()) {
            let finding = missing(front.nearest(field), Kind::named(schema.name), field);
            faults.push(Fault { rule: "field-missing", finding });
        }
    }
}

/// Several kinds have fields of one name: it is explained with its kind.
fn missing(span: Span, kind: Option<Kind>, field: &str) -> Finding {
    let path = kind.map_or_else(|| field.to_owned(), |kind| format!("{}.{field}", kind.name()));
    Finding::at(span, format!("the field `{field}` is missing"))
        .help(format!("`ircase explain {path}` says what belongs there"))
}
