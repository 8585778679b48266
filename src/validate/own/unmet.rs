//! What an engagement's own schema refuses, in our words and at its place in the document.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::paths::LocationSegment;

use super::{OwnSchema, at_path, ours};
use crate::document::yaml::{Node, Pair};
use crate::model::engagement::TypedDocument;
use crate::source::{Source, Span};
use crate::validate::rule::{Fault, Finding};
use crate::validate::words::one_of;
use crate::validate::{Facts, form};

/// More findings of one schema in one document than these make nothing clearer.
const SHOWN: usize = 20;
/// Longer lists of words are not printed.
const WORDS_SHOWN: usize = 12;

/// Returns what a document does not hold of what a schema asks for.
pub(super) fn of(own: &OwnSchema, facts: &Facts<'_>, document: &TypedDocument) -> Vec<Finding> {
    let Some(front) = &document.document.front else { return Vec::new() };
    let value = ours(own.kind).value_of(front);
    if own.validator.is_valid(&value) {
        return Vec::new();
    }
    let look = Look {
        own,
        front,
        source: facts.engagement.source(document),
        is_translation: front.get("translation_of").is_some_and(|node| !node.is_null()),
        known: form::of(facts, document, document),
    };
    let mut found = Vec::new();
    for error in own.validator.iter_errors(&value) {
        look.say(&error, &mut found);
        if found.len() >= SHOWN {
            break;
        }
    }
    found
}

struct Look<'a> {
    own: &'a OwnSchema,
    front: &'a Node,
    source: &'a Source,
    is_translation: bool,
    /// What ours said; it is not said twice.
    known: Vec<Fault>,
}

/// Where an error is.
struct Target<'a> {
    node: &'a Node,
    /// The pair whose value it is, or lies in; `None` for the whole front matter.
    pair: Option<&'a Pair>,
    /// The last key on the way, for a sentence.
    name: String,
}

impl<'a> Look<'a> {
    fn say(&self, error: &ValidationError<'_>, found: &mut Vec<Finding>) {
        let Some(target) = self.target(error) else { return };
        match error.kind() {
            // A translation holds texts and labels alone; the rest stands in what it translates.
            Kind::Required { .. } if self.is_translation => {}
            Kind::Required { property } => {
                let field = property.as_str().unwrap_or_default();
                let span = target.pair.map_or_else(|| self.front.nearest(field), |it| it.key.span);
                let message = format!("the field `{field}` is missing");
                if !self.known.iter().any(|fault| fault.finding.says(&message)) {
                    found.push(self.explained(Finding::at(span, message), error));
                }
            }
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                for pair in unexpected.iter().filter_map(|name| target.node.pair(name)) {
                    let message = format!("the field `{}` does not belong here", pair.key.text);
                    self.add(pair.key.span, message, error, found);
                }
            }
            Kind::PropertyNames { error: inner } => {
                let name = inner.instance().as_str().unwrap_or_default();
                let span = target.node.pair(name).map_or(target.node.span, |pair| pair.key.span);
                let message = format!("`{name}` is not a name that may stand here");
                self.add(span, message, error, found);
            }
            Kind::FalseSchema => {
                let span = target.pair.map_or(target.node.span, |pair| pair.key.span);
                self.add(span, format!("{} does not belong here", target.name), error, found);
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                match only_of_its_type(context, error) {
                    Some(errors) => errors.iter().for_each(|error| self.say(error, found)),
                    None => {
                        let message = format!("{} is none of what may stand here", target.name);
                        self.add(target.node.span, message, error, found);
                    }
                }
            }
            kind => self.add(target.node.span, sentence(kind, &target), error, found),
        }
    }

    /// Adds a finding unless ours found something at its place.
    fn add(&self, span: Span, said: String, error: &ValidationError<'_>, found: &mut Vec<Finding>) {
        let span = self.line_of(span);
        let mut known = self.known.iter().filter(|fault| fault.rule != "field-missing");
        if !known.any(|fault| fault.finding.covers(span)) {
            found.push(self.explained(Finding::at(span, said), error));
        }
    }

    fn target(&self, error: &ValidationError<'_>) -> Option<Target<'a>> {
        let mut target =
            Target { node: self.front, pair: None, name: "the front matter".to_owned() };
        for segment in error.instance_path() {
            match segment {
                LocationSegment::Property(name) => {
                    let pair = target.node.pair(&name)?;
                    target =
                        Target { node: &pair.value, pair: Some(pair), name: format!("`{name}`") };
                }
                LocationSegment::Index(index) => {
                    target.node = target.node.items().get(index)?;
                }
            }
        }
        Some(target)
    }

    fn line_of(&self, span: Span) -> Span {
        let line = span.text(self.source).lines().next().unwrap_or_default().trim_end();
        span.with_end(span.start() + line.len())
    }

    /// Adds who asks for it and why.
    fn explained(&self, finding: Finding, error: &ValidationError<'_>) -> Finding {
        let path = error.schema_path();
        let place = format!("`{}` asks for it at `{}`", self.own.path, path.as_str());
        let help = match self.reason(path) {
            Some(reason) => format!("{}; {place}", reason.trim().trim_end_matches('.')),
            None => place,
        };
        let finding = finding.help(help);
        match at_path(&self.own.tree, path) {
            Some(node) => {
                let start = node.span.start();
                finding.related(
                    node.span.with_end(start.max(node.span.end().min(start + 1))),
                    "asked for here",
                )
            }
            None => finding,
        }
    }

    /// Returns what the nearest part of the schema says of itself.
    fn reason(&self, path: &jsonschema::paths::Location) -> Option<&'a str> {
        let mut reason = None;
        let mut node = &self.own.tree;
        for segment in path {
            // A name of a field could be `description` too; a text it is only as a keyword.
            let text = |key| node.get(key).filter(|node| node.describe() == "a text")?.text();
            let said = text("description").or_else(|| text("title"));
            reason = said.or(reason);
            let next = match segment {
                LocationSegment::Property(name) => node.get(&name),
                LocationSegment::Index(index) => node.items().get(index),
            };
            let Some(next) = next else { break };
            node = next;
        }
        reason
    }
}

/// Returns the errors of the one alternative that is not of another type altogether: of "a text or
/// null" what is wrong with the text.
fn only_of_its_type<'a>(
    context: &'a [Vec<ValidationError<'static>>],
    error: &ValidationError<'_>,
) -> Option<&'a [ValidationError<'static>]> {
    let is_of_other_type = |errors: &&Vec<ValidationError<'static>>| {
        errors.iter().any(|inner| {
            matches!(inner.kind(), Kind::Type { .. } | Kind::Constant { .. })
                && inner.instance_path() == error.instance_path()
        })
    };
    let mut others = context.iter().filter(|errors| !is_of_other_type(errors));
    match (others.next(), others.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn sentence(kind: &Kind, target: &Target<'_>) -> String {
    let (name, found) = (&target.name, target.node.describe());
    match kind {
        Kind::Type { kind } => format!("{name} should be {}, not {found}", types(kind)),
        Kind::Enum { options } => {
            let words = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let words: Vec<&str> = words.iter().filter_map(serde_json::Value::as_str).collect();
            match words.len() {
                1..=WORDS_SHOWN => format!("{name} should be {} here", one_of(words)),
                _ => format!("{name} has a value that may not stand here"),
            }
        }
        Kind::Constant { expected_value } => match expected_value.as_str() {
            Some(word) => format!("{name} should be `{word}` here"),
            None => format!("{name} should be `{expected_value}` here"),
        },
        Kind::MinLength { limit } => {
            format!("{name} should have at least {limit} characters")
        }
        Kind::MaxLength { limit } => format!("{name} should have at most {limit} characters"),
        Kind::Pattern { pattern } => format!("{name} does not match `{pattern}`"),
        Kind::Format { format } => format!("{name} is not written as the format `{format}` asks"),
        Kind::Minimum { limit } => format!("{name} should be at least {limit}"),
        Kind::Maximum { limit } => format!("{name} should be at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("{name} should be more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("{name} should be less than {limit}"),
        Kind::MultipleOf { multiple_of } => {
            format!("{name} should be a multiple of {multiple_of}")
        }
        Kind::MinItems { limit } => format!("{name} should hold at least {limit}"),
        Kind::MaxItems { limit } => format!("{name} should hold at most {limit}"),
        Kind::MinProperties { limit } => format!("{name} should have at least {limit} fields"),
        Kind::MaxProperties { limit } => format!("{name} should have at most {limit} fields"),
        Kind::UniqueItems => format!("{name} holds something twice"),
        Kind::Contains => format!("{name} does not hold what it should"),
        Kind::OneOfMultipleValid { .. } => {
            format!("{name} is more than one of what may stand here")
        }
        Kind::Not { .. } => format!("{name} is what may not stand here"),
        other => format!("{name} does not hold `{}`", other.keyword()),
    }
}

fn types(kind: &TypeKind) -> String {
    let name = |name: &str| match name {
        "array" => "a list",
        "object" => "a mapping",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        _ => "a blank",
    };
    match kind {
        TypeKind::Single(one) => name(one.as_str()).to_owned(),
        TypeKind::Multiple(set) => {
            let names: Vec<&str> = set.iter().map(|one| name(one.as_str())).collect();
            names.join(" or ")
        }
    }
}
