//! What a schema refuses, in our words and at its place in the text.

use std::collections::HashSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;

use super::super::rule::{Fault, Finding};
use super::super::rules::{localized_value, naive_time, tlp_altered};
use super::super::schema::{Record, Schema, Shape, TextShape};
use super::super::words::one_of;
use super::guess;
use super::names;
use super::repair::{self, Repair};
use crate::document::Document;
use crate::document::yaml::{Key, Node, Step, Style, Value};
use crate::source::{Source, Span};
use crate::suggest::nearest;
use crate::visible::name_of_blank;

/// Adds a fault for everything in a document that its schema refuses.
///
/// A time without offset is completed in the zone, where one is known.
pub(super) fn add(
    document: &Document,
    source: &Source,
    schema: &Schema,
    zone: Option<&str>,
    faults: &mut Vec<Fault>,
) {
    let Some(front) = &document.front else { return };
    if schema.fits(front) {
        return;
    }
    let value = schema.value_of(front);
    for error in schema.validator().iter_errors(&value) {
        if super::are_enough(faults) {
            return;
        }
        Violations { front, source, schema, zone, faults }.add(&error);
    }
    names::add(front, schema.shape(), faults);
}

struct Violations<'a> {
    front: &'a Node,
    source: &'a Source,
    schema: &'a Schema,
    /// IANA name of the engagement's time zone.
    zone: Option<&'a str>,
    faults: &'a mut Vec<Fault>,
}

/// A place in the tree and what should stand there.
struct Target<'a> {
    node: &'a Node,
    shape: &'a Shape,
    /// The last key on the way.
    field: String,
    /// Whether it is an item of the list that stands there.
    is_item: bool,
}

impl<'a> Violations<'a> {
    fn add(&mut self, error: &ValidationError<'_>) {
        match error.kind() {
            // "This or null": the first alternative says what is wrong.
            ValidationErrorKind::AnyOf { context } => {
                context.first().into_iter().flatten().for_each(|error| self.add(error));
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let Some(target) = self.target(error) else { return };
                let Shape::Record(record) = target.shape else { return };
                let unexpected: HashSet<&str> = unexpected.iter().map(String::as_str).collect();
                for pair in target.node.pairs() {
                    if unexpected.contains(&*pair.key.text)
                        && !names::is_spoilt(&pair.key, self.source, record)
                        && !super::are_enough(self.faults)
                    {
                        let finding = unknown_field(&pair.key, target.node, record);
                        self.faults.push(Fault { rule: "unknown-field", finding });
                    }
                }
            }
            // What is owed depends on status and record; `required` looks after it.
            ValidationErrorKind::Required { .. } => {}
            kind => {
                let Some(target) = self.target(error) else { return };
                let is_list = matches!(target.shape, Shape::List(_));
                if is_list && names::begins_item(target.node.span.text(self.source)) {
                    return;
                }
                // What is no text is said to be of the wrong type, and that is enough.
                let is_type = matches!(kind, ValidationErrorKind::Type { .. });
                let written = target.node.text();
                let only_hides = written.is_some_and(|it| names::only_hides(it, target.shape));
                if is_type || (written.is_some() && !only_hides) {
                    let fault = self.wrong_value(&target, kind);
                    self.faults.push(fault);
                }
            }
        }
    }

    fn target(&self, error: &ValidationError<'_>) -> Option<Target<'a>> {
        let mut target = Target {
            node: self.front,
            shape: self.schema.shape(),
            field: String::new(),
            is_item: false,
        };
        for segment in error.instance_path() {
            match segment {
                LocationSegment::Property(name) => {
                    target.node = target.node.step(Step::Key(&name))?;
                    target.shape = match target.shape {
                        Shape::Record(record) => record.field(&name).unwrap_or(&Shape::Any),
                        _ => &Shape::Any,
                    };
                    (target.field, target.is_item) = (name.into_owned(), false);
                }
                LocationSegment::Index(index) => {
                    target.node = target.node.step(Step::Index(index))?;
                    target.is_item = true;
                    target.shape = match target.shape {
                        Shape::List(item) => item,
                        _ => &Shape::Any,
                    };
                }
            }
        }
        Some(target)
    }

    /// A fix replaces the whole value; what is shown is its first line.
    fn wrong_value(&self, target: &Target<'_>, kind: &ValidationErrorKind) -> Fault {
        let Fault { rule, finding } = self.wrong(target, kind);
        let shown = place(target.node, self.source);
        // The comment behind a `|` would go with it.
        let is_commented = is_block(target.node) && shown.text(self.source).contains('#');
        let finding = if is_commented { finding.without_fix() } else { finding };
        let finding = match target.shape {
            Shape::Text(_) => with_spaces(finding, target.node.span, self.source),
            _ => finding,
        };
        Fault { rule, finding: finding.shown_at(shown) }
    }

    fn wrong(&self, target: &Target<'_>, kind: &ValidationErrorKind) -> Fault {
        let span = target.node.span;
        match (kind, target.shape, target.node.text()) {
            (ValidationErrorKind::Type { .. }, shape, _) => {
                let found = target.node.describe();
                let of = if target.is_item { "an item of " } else { "" };
                let message =
                    format!("{of}`{}` should be {}, not {found}", target.field, name_of(shape));
                let mut finding = Finding::at(span, message);
                if let Some(help) = help_for(shape, target.node, self.source) {
                    finding = finding.help(help);
                }
                if span == place(target.node, self.source)
                    && let Some(repair) = repair::of_type(shape, target.node, self.source)
                {
                    finding = repaired(finding, repair);
                }
                Fault { rule: "wrong-type", finding }
            }
            (_, Shape::Text(shape), Some(written)) if !shape.words.is_empty() => {
                not_in_list(&target.field, written.trim_end(), span, shape)
            }
            (ValidationErrorKind::Pattern { .. }, Shape::Text(shape), Some(written)) => {
                self.wrong_format(&target.field, written.trim_end(), span, shape)
            }
            (ValidationErrorKind::Constant { expected_value }, _, _) => {
                let expected = expected_value.as_str().unwrap_or_default();
                let message = format!("`{}` must be `{expected}` here", target.field);
                Fault { rule: "value-not-allowed", finding: Finding::at(span, message) }
            }
            (kind, _, written) => {
                let message = format!(
                    "`{}` cannot be `{}`: {}",
                    target.field,
                    written.unwrap_or_default(),
                    limit_of(kind)
                );
                Fault { rule: "value-not-allowed", finding: Finding::at(span, message) }
            }
        }
    }

    fn wrong_format(&self, field: &str, written: &str, span: Span, shape: &TextShape) -> Fault {
        if shape.type_name == Some("Time")
            && let Some(finding) = naive_time::finding(written, span, self.zone)
        {
            return Fault { rule: naive_time::RULE.name, finding };
        }
        if shape.type_name == Some("Hours")
            && let Some(finding) = localized_value::of_days(written, span)
        {
            return Fault { rule: localized_value::RULE.name, finding };
        }
        if let Some(finding) = names::finding(written, span, shape) {
            return Fault { rule: "wrong-format", finding };
        }
        let mut finding = Finding::at(span, format!("`{field}` is not written as it should be"));
        let repair = match shape.type_name {
            Some("Time") => repair::time(written),
            Some("Day") => repair::day(written),
            _ => None,
        };
        if let Some(repair) = repair {
            finding = repaired(finding, repair);
        }
        let finding = match shape.description {
            Some(description) => finding.help(description.trim_end_matches('.').to_owned()),
            None => finding,
        };
        Fault { rule: "wrong-format", finding }
    }
}

/// Offers spaces in the place of blanks that look like them, where nothing better is offered.
pub(super) fn with_spaces(finding: Finding, span: Span, source: &Source) -> Finding {
    let written = span.text(source);
    let odd = written.chars().find(|symbol| name_of_blank(*symbol).is_some());
    match odd.filter(|_| !written.contains('\n') && !finding.has_fix()) {
        Some(odd) => {
            let name = name_of_blank(odd).unwrap_or_default();
            let code = u32::from(odd);
            let spaced: String = written
                .chars()
                .map(|symbol| name_of_blank(symbol).map_or(symbol, |_| ' '))
                .collect();
            finding
                .help(format!("U+{code:04X} {name} stands in it; write a space in its place"))
                .fix_at(span, "write a space", spaced)
        }
        None => finding,
    }
}

/// Returns where to point: the value, or the first line of one that takes several.
fn place(node: &Node, source: &Source) -> Span {
    let line = node.span.text(source).lines().next().unwrap_or_default();
    node.span.with_end(node.span.start() + line.trim_end().len())
}

fn is_block(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(it) if matches!(it.style, Style::Literal | Style::Folded))
}

fn unknown_field(key: &Key, parent: &Node, record: &Record) -> Finding {
    let name = &key.text;
    let finding = Finding::at(key.span, format!("there is no field `{name}` here"));
    let known = record.fields.iter().map(|(field, _)| *field);
    match guess::field(name, parent, record) {
        Some(field) => finding
            .help(format!("did you mean `{field}`?"))
            .fix(format!("rename it `{field}`"), field),
        None if known.clone().count() <= 8 => {
            finding.help(format!("fields here are {}", one_of(known)))
        }
        None => finding.help("a field of your own begins with `x-`, at the top level"),
    }
}

fn not_in_list(field: &str, written: &str, span: Span, shape: &TextShape) -> Fault {
    let words = || shape.words.iter().copied();
    if shape.type_name == Some("Tlp") {
        return Fault {
            rule: tlp_altered::RULE.name,
            finding: tlp_altered::finding(written, span),
        };
    }
    if let Some(finding) = localized_value::finding(field, written, span, shape.words) {
        return Fault { rule: localized_value::RULE.name, finding };
    }
    let finding = Finding::at(span, format!("`{field}` cannot be `{written}`"));
    if let Some(word) = repair::word(written, shape.words) {
        let finding = finding
            .help(format!("write `{word}`; ids have one form"))
            .safe_fix(format!("write `{word}`"), word);
        return Fault { rule: "value-not-allowed", finding };
    }
    let finding = match nearest(written, words()) {
        Some(word) => finding
            .help(format!("did you mean `{word}`? It is one of {}", one_of(words())))
            .fix(format!("write `{word}`"), word),
        None => finding.help(format!("it is one of {}", one_of(words()))),
    };
    Fault { rule: "value-not-allowed", finding }
}

pub(super) fn repaired(finding: Finding, repair: Repair) -> Finding {
    let title = format!("write `{}`", repair.written);
    match repair.safe {
        true => finding.safe_fix(title, repair.written),
        false => finding.fix(title, repair.written),
    }
}

fn name_of(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any => "something else",
        Shape::Text(_) => "a text",
        Shape::NumberOrText => "a number or a text",
        Shape::Integer => "a whole number",
        Shape::Bool => "`true` or `false`",
        Shape::List(_) => "a list",
        Shape::Record(_) => "a mapping",
    }
}

fn help_for(shape: &Shape, node: &Node, source: &Source) -> Option<String> {
    match (shape, node.text()) {
        (Shape::List(_), Some(_)) => {
            Some(format!("write it in brackets: `[{}]`", place(node, source).text(source)))
        }
        (Shape::Record(_), _) => {
            Some("write its fields on lines of their own, indented".to_owned())
        }
        (Shape::Integer, Some(_)) => {
            Some("write the number alone, without quotes or unit".to_owned())
        }
        (Shape::Text(_), None) => Some("write one value".to_owned()),
        _ => None,
    }
}

fn limit_of(kind: &ValidationErrorKind) -> String {
    match kind {
        ValidationErrorKind::Minimum { limit } => format!("the least is {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("the most is {limit}"),
        other => format!("it breaks `{}` of the schema", other.keyword()),
    }
}
