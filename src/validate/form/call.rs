//! A line that says whom somebody called, and not that it is about a call.
//!
//! `to`, `channel` and `reached` count only with `type: communication`. Who writes them means one.

use std::sync::Arc;

use super::super::rule::{Fault, Finding};
use crate::document::yaml::{Key, Node, Pair, Scalar, Style, Value};
use crate::model::engagement::TypedDocument;
use crate::model::entry::EntryType;

const TYPE: &str = "type";

/// Returns whether an entry of no type, or a note, says whom somebody called, and how it went.
pub(super) fn is_unsaid(front: &Node) -> bool {
    let is_written = |field| front.get(field).is_some_and(|node| !node.is_null());
    let is_untyped = match front.get(TYPE) {
        Some(node) if !node.is_null() => node.text() == Some(EntryType::Note.as_str()),
        _ => true,
    };
    is_untyped && is_written("to") && ["channel", "reached"].into_iter().any(is_written)
}

/// Makes it a call, which is what it means.
pub(super) fn say(front: &mut Node) {
    let span = front.span.with_end(front.span.start());
    let Value::Mapping(mapping) = &mut front.value else { return };
    let text = EntryType::Communication.as_str().into();
    let value = Value::Scalar(Scalar { text, style: Style::Plain });
    match mapping.pairs.iter_mut().find(|pair| &*pair.key.text == TYPE) {
        Some(pair) => pair.value.value = value,
        None => {
            let key = Key { text: Arc::from(TYPE), span };
            let pair = Pair { key, value: Node { span, value } };
            mapping.pairs = mapping.pairs.iter().cloned().chain([pair]).collect();
        }
    }
}

/// Returns what to say of such an entry.
pub(super) fn fault(document: &TypedDocument, front: &Node) -> Fault {
    let communication = EntryType::Communication.as_str();
    let fields = ["to", "channel", "reached"].into_iter();
    let written = fields.filter(|field| front.get(field).is_some_and(|node| !node.is_null()));
    let written: Vec<String> = written.map(|field| format!("`{field}`")).collect();
    let (last, others) = written.split_last().map_or(("", &[][..]), |(last, rest)| (last, rest));
    let message =
        format!("{} and {last} count only with `{TYPE}: {communication}`", others.join(", "));
    let finding = Finding::at(document.field(TYPE), message).help(format!(
        "write `{TYPE}: {communication}`; a recorded entry is corrected by a new one"
    ));
    match front.get(TYPE) {
        Some(node) if !node.is_null() => Fault {
            rule: "value-not-allowed",
            finding: finding.fix(format!("write `{communication}`"), communication),
        },
        _ => Fault { rule: "field-missing", finding },
    }
}
