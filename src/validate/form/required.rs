//! Fields that are owed: once a document leaves its first status; where a kind has no status,
//! from its first record.
//!
//! A field whose absence has a rule of its own is left to that rule.

use super::super::Facts;
use super::super::rule::{Fault, Finding};
use super::super::schema::Schema;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::yaml::Node;
use crate::model::engagement::TypedDocument;
use crate::model::kind::Kind;

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
        if !is_told && front.at(field).is_none_or(Node::is_null) {
            let finding = missing(typed.field(field), field).level(level);
            faults.push(Fault { rule: "field-missing", finding });
        }
    }
    if kind == Kind::Incident && typed.document.text_of("status") == Some("closed") {
        add_closing(typed, faults);
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

/// Times that run from the closing need one; `unknown` is an answer.
fn add_closing(typed: &TypedDocument, faults: &mut Vec<Fault>) {
    let front = typed.document.front.as_ref();
    if front.and_then(|front| front.at("closed_at")).is_none_or(|node| node.is_null()) {
        let finding = missing(typed.field("closed_at"), "closed_at").level(Level::Warning);
        faults.push(Fault { rule: "field-missing", finding });
    }
}

/// Adds the fields that a schema itself asks for.
pub(super) fn add_from_schema(document: &Document, schema: &Schema, faults: &mut Vec<Fault>) {
    let Some(front) = &document.front else { return };
    let required = schema.json()["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    for field in required.iter().filter_map(serde_json::Value::as_str) {
        if front.get(field).is_none_or(|node| node.is_null()) {
            let finding = missing(front.nearest(field), field);
            faults.push(Fault { rule: "field-missing", finding });
        }
    }
}

fn missing(span: crate::source::Span, field: &str) -> Finding {
    Finding::at(span, format!("the field `{field}` is missing"))
        .help(format!("`ircase explain {field}` says what belongs there"))
}
