//! Plain texts that a reader of YAML 1.1, or one that guesses types, takes for something else.

use crate::diagnostic::{Class, Level};
use crate::document::yaml::{Node, Scalar, Style, Value, other_meaning};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::schema::{self, Shape, TextShape};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "ambiguous-scalar",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a text without quotes is something else to other programs",
    page: include_str!("ambiguous_scalar.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Some(front), Some(kind)) = (&document.document.front, document.kind) else { return };
    // A recorded entry is never edited, and one that is superseded counts no more.
    let is_settled = matches!(document.content, Content::Entry(_))
        && (facts.recorded.paths.contains(&*document.path) || facts.is_superseded(document));
    if document.document.is_sound() && !is_settled {
        look(front, schema::of_kind(kind).shape(), findings);
    }
}

fn look(node: &Node, shape: &Shape, findings: &mut Findings<'_>) {
    match (&node.value, shape) {
        (Value::Scalar(scalar), Shape::Text(text)) => {
            if scalar.style == Style::Plain
                && let Some(meaning) = other_meaning(&scalar.text)
                && is_free(text)
            {
                findings.add(finding(node, scalar, meaning));
            }
        }
        (Value::Sequence(sequence), Shape::List(item)) => {
            sequence.items.iter().for_each(|node| look(node, item, findings));
        }
        (Value::Mapping(mapping), Shape::Record(record)) => {
            for pair in &mapping.pairs {
                if let Some(shape) = record.field(&pair.key.text) {
                    look(&pair.value, shape, findings);
                }
            }
        }
        _ => {}
    }
}

/// Returns whether any text may stand here: no closed list, and no time, day or period, whose
/// form says what it is.
fn is_free(text: &TextShape) -> bool {
    let has_form = matches!(text.type_name, Some("Time" | "Day" | "Period" | "Shift"));
    text.words.is_empty() && !has_form
}

fn finding(node: &Node, scalar: &Scalar, meaning: &str) -> Finding {
    let text = &scalar.text;
    let quoted = format!("\"{text}\"");
    Finding::at(node.span, format!("other programs read `{text}` without quotes as {meaning}"))
        .help(format!("put it in quotes: `{quoted}`"))
        .safe_fix("put it in quotes", quoted)
}
