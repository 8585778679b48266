//! Values that are names of something in the world: time zones, languages and countries. A schema
//! knows their form; whether there is one of that name is looked up here.

use super::super::rule::{Fault, Finding};
use super::super::schema::{Record, Shape, TextShape};
use super::repair::likely;
use super::violations::repaired;
use crate::document::yaml::{Key, Node, Value};
use crate::model::place::{Country, Language};
use crate::model::zone::Zone;
use crate::source::{Source, Span};
use crate::visible::{self, visible_line};

/// Adds a fault for each name of something that is not there, where the schema let its form pass.
pub(super) fn add(node: &Node, shape: &Shape, faults: &mut Vec<Fault>) {
    if super::are_enough(faults) {
        return;
    }
    match (&node.value, shape) {
        (Value::Scalar(scalar), Shape::Text(text)) if !node.is_null() => {
            let finding = finding(&scalar.text, node.span, text);
            let is_told = |fault: &Fault| fault.finding.covers(node.span);
            let finding = finding.filter(|_| !only_hides(&scalar.text, shape));
            if let Some(finding) = finding.filter(|_| !faults.iter().any(is_told)) {
                faults.push(Fault { rule: "wrong-format", finding });
            }
        }
        (Value::Sequence(sequence), Shape::List(item)) => {
            sequence.items.iter().for_each(|node| add(node, item, faults));
        }
        (Value::Mapping(mapping), Shape::Record(record)) => {
            for pair in &mapping.pairs {
                if let Some(shape) = record.field(&pair.key.text) {
                    add(&pair.value, shape, faults);
                }
            }
        }
        _ => {}
    }
}

/// Returns whether a text would be as it should without the characters in it that nobody sees: they
/// are `invisible-character`'s, and all there is to say.
pub(super) fn only_hides(written: &str, shape: &Shape) -> bool {
    let Shape::Text(shape) = shape else { return false };
    let seen: String = written.chars().filter(|it| visible::name(*it).is_none()).collect();
    seen.len() != written.len() && shape.fits(&seen)
}

/// Returns whether a key would be a field of the record, or an item of a list, without what nobody
/// sees in it and around it: that is `invisible-character`'s, and all there is to say.
pub(super) fn is_spoilt(key: &Key, source: &Source, record: &Record) -> bool {
    let is_quoted = key.span.text(source).starts_with(['"', '\'']);
    let seen: String =
        key.text.chars().filter(|it| visible::name_or_joiner(*it).is_none()).collect();
    let seen = seen.trim_matches(is_blank);
    let is_field = seen.len() < key.text.len() && record.field(seen).is_some();
    !is_quoted && (is_field || begins_item(&key.text))
}

/// Returns whether a text begins like an item of a list, but for a blank that is no space to YAML.
pub(super) fn begins_item(text: &str) -> bool {
    let lead = text.len() - text.trim_start_matches(|it| is_blank(it) || it == '-').len();
    let (lead, is_item) = (&text[..lead], text.trim_start_matches(is_blank).starts_with('-'));
    is_item && lead.ends_with(is_blank) && lead.contains(|it| visible::name_of_blank(it).is_some())
}

fn is_blank(symbol: char) -> bool {
    symbol == ' ' || visible::name_of_blank(symbol).is_some()
}

/// Returns the finding when a text should name a zone, a language or a country, and names none.
pub(super) fn finding(written: &str, span: Span, shape: &TextShape) -> Option<Finding> {
    let shown = visible_line(written);
    let (message, help, near) = match shape.type_name? {
        "Zone" if written.parse::<Zone>().is_err() => (
            format!("there is no time zone `{shown}`"),
            "name the zone of a place, such as `America/Bogota`; an offset does not know when clocks change",
            Zone::nearest(written).map(likely),
        ),
        "Language" if written.parse::<Language>().is_err() => (
            format!("`{shown}` is not the tag of a language"),
            "write the two or three letters of BCP 47, such as `es` or `pt-BR`",
            Language::nearest(written).map(likely),
        ),
        "Country" if written.parse::<Country>().is_err() => (
            format!("`{shown}` is not the code of a country"),
            "write the two capitals of ISO 3166, such as `CO` or `ES`",
            Country::nearest(written).map(likely),
        ),
        _ => return None,
    };
    let finding = Finding::at(span, message);
    Some(match near {
        Some(near) => {
            let help = format!("did you mean `{}`?", near.written);
            repaired(finding.help(help), near)
        }
        None => finding.help(help),
    })
}
