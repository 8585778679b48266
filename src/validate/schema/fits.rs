//! A quick look at a tree: can its schema have anything to say?
//!
//! Nearly every document is as it should be, and a look along its shape shows that for a fraction
//! of what the schema costs. It errs on one side only: what does not fit is judged by the schema,
//! and what fits is such that the schema would find nothing but missing fields, which are looked
//! after elsewhere. A test holds the two against each other.

use super::shape::{Record, Shape, TextShape};
use crate::document::yaml::{Core, Node, Value};

/// Returns whether the schema of this shape surely finds nothing wrong.
pub(super) fn fits(node: &Node, shape: &Shape) -> bool {
    match (&node.value, shape) {
        (_, Shape::Any) => true,
        (Value::Scalar(scalar), Shape::Text(text)) => !node.is_null() && text.fits(&scalar.text),
        (Value::Scalar(scalar), Shape::NumberOrText) => {
            !node.is_null() && !matches!(scalar.core(), Core::Bool(_))
        }
        (Value::Scalar(scalar), Shape::Integer) => {
            matches!(scalar.core(), Core::Integer(number) if number >= 0)
        }
        (Value::Scalar(scalar), Shape::Bool) => matches!(scalar.core(), Core::Bool(_)),
        (Value::Sequence(sequence), Shape::List(item)) => {
            sequence.items.iter().all(|node| fits(node, item))
        }
        (Value::Mapping(mapping), Shape::Record(record)) => {
            mapping.pairs.iter().all(|pair| record.fits(&pair.key.text, &pair.value))
        }
        _ => false,
    }
}

impl TextShape {
    /// Returns whether a text surely is one of this shape.
    pub(in crate::validate) fn fits(&self, text: &str) -> bool {
        match self.form {
            None => self.words.is_empty() || self.words.contains(&text),
            Some(has_form) => has_form(text),
        }
    }
}

impl Record {
    fn fits(&self, key: &str, value: &Node) -> bool {
        match self.field(key) {
            // A blank is the same as no field.
            Some(shape) => value.is_null() || fits(value, shape),
            None => self.is_own(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use jsonschema::error::ValidationErrorKind;

    use super::super::{Schema, of_kind};
    use super::*;
    use crate::document;
    use crate::model::kind::Kind;
    use crate::source::{Source, SourceId, Span};
    use crate::validate::rules::RULES;

    /// What a hurried person, or a hostile one, puts in the place of a value.
    const ODD: &[&str] = &[
        "",
        "~",
        "yes",
        "no",
        "true",
        "5",
        "-1",
        "1.5",
        "1e400",
        "99999999999999999999",
        "2026-11-21",
        "2026-11-21T03:10:00",
        "2026-11-21T03:10:00+01:00",
        "never",
        "soon",
        "\"\"",
        "'TLP:RED'",
        "[a, b]",
        "[]",
        "{a: b}",
        "{}",
        "[{id: a}]",
        "[~]",
        "{x-a: b}",
        "en-US",
        "60 minutes",
    ];

    /// Every example on the rules' pages, each of its values replaced by each odd one in turn.
    #[test]
    fn what_fits_is_never_refused_by_the_schema() {
        let (mut fitting, mut refused) = (0, 0);
        for text in RULES.iter().flat_map(|rule| examples(rule.page)) {
            let source = Source::new(SourceId(0), "x.md", text.as_str());
            let document = document::parse(&source);
            let kind = document.text_of("kind").and_then(Kind::named);
            let (Some(kind), Some(front)) = (kind, &document.front) else { continue };
            let mut spans = Vec::new();
            scalars(front, &mut spans);
            for (span, odd) in spans.iter().flat_map(|span| ODD.iter().map(move |odd| (span, odd)))
            {
                let mut changed = text.clone();
                changed.replace_range(span.bytes(), odd);
                match fits_and_refused(&changed, of_kind(kind)) {
                    (true, Some(why)) => panic!("{why}\n{changed}"),
                    (true, None) => fitting += 1,
                    (false, _) => refused += 1,
                }
            }
        }
        assert!(fitting > 1_000 && refused > 1_000, "{fitting} fit, {refused} do not");
    }

    fn examples(page: &str) -> impl Iterator<Item = String> {
        page.split("```").skip(1).step_by(2).filter_map(|block| {
            let lines = block.lines().skip(1).filter(|line| !line.trim_start().starts_with('^'));
            let text: Vec<&str> = lines.collect();
            (!text.is_empty()).then(|| text.join("\n") + "\n")
        })
    }

    fn scalars(node: &Node, spans: &mut Vec<Span>) {
        match &node.value {
            Value::Scalar(_) => spans.push(node.span),
            Value::Sequence(sequence) => {
                sequence.items.iter().for_each(|node| scalars(node, spans));
            }
            Value::Mapping(mapping) => {
                mapping.pairs.iter().for_each(|pair| scalars(&pair.value, spans));
            }
        }
    }

    fn fits_and_refused(text: &str, schema: &Schema) -> (bool, Option<String>) {
        let document = document::parse(&Source::new(SourceId(0), "x.md", text));
        let Some(front) = document.front.filter(|_| document.faults.is_empty()) else {
            return (false, None);
        };
        let value = schema.value_of(&front);
        let counts =
            |kind: &ValidationErrorKind| !matches!(kind, ValidationErrorKind::Required { .. });
        let refused = schema.validator().iter_errors(&value).find(|error| counts(error.kind()));
        (schema.fits(&front), refused.map(|error| error.to_string()))
    }
}
