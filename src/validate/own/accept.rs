//! Takes a schema apart before it runs: every keyword is one that is run, every reference stays in
//! the file and leads to no circle, and unfolded it has a size.
//!
//! A keyword that nobody knows would be passed over in silence, and a misspelt `requierd` would
//! ask for nothing.

use std::collections::HashMap;

use jsonschema::Draft;

use super::not_used;
use crate::document::yaml::{Core, Node, Pair, Step, Value};
use crate::model::kind::Kind;
use crate::source::{Source, Span};
use crate::suggest::nearest;
use crate::validate::rule::Finding;

/// Parts of a schema, each counted as often as references lead to it: a document's value meets
/// each at most once.
const PARTS_MAX: usize = 10_000;
/// How deep parts lie in each other, references followed.
const HEIGHT_MAX: usize = 64;
/// Patterns of one schema.
const PATTERNS_MAX: usize = 200;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What stands behind a keyword.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Holds {
    /// A value that the keyword itself judges, or a remark.
    Value,
    Schema,
    Schemas,
    /// Schemas by the name of a key.
    Named,
    /// Schemas by the pattern of a key.
    ByPattern,
    /// Schemas that do nothing but be referred to.
    Definitions,
    Pattern,
    Reference,
    Format,
    Dialect,
    /// What only the top of a file may say.
    Identity,
    /// What would lead out of the file, or depend on who refers to it.
    Refused,
}

const KEYWORDS: &[(&str, Holds)] = &[
    ("$comment", Holds::Value),
    ("$defs", Holds::Definitions),
    ("$dynamicAnchor", Holds::Refused),
    ("$dynamicRef", Holds::Refused),
    ("$anchor", Holds::Refused),
    ("$id", Holds::Identity),
    ("$recursiveAnchor", Holds::Refused),
    ("$recursiveRef", Holds::Refused),
    ("$ref", Holds::Reference),
    ("$schema", Holds::Dialect),
    ("$vocabulary", Holds::Refused),
    ("additionalProperties", Holds::Schema),
    ("allOf", Holds::Schemas),
    ("anyOf", Holds::Schemas),
    ("const", Holds::Value),
    ("contains", Holds::Schema),
    ("default", Holds::Value),
    ("definitions", Holds::Definitions),
    ("dependentRequired", Holds::Value),
    ("dependentSchemas", Holds::Named),
    ("deprecated", Holds::Value),
    ("description", Holds::Value),
    ("else", Holds::Schema),
    ("enum", Holds::Value),
    ("enumDescriptions", Holds::Value),
    ("examples", Holds::Value),
    ("exclusiveMaximum", Holds::Value),
    ("exclusiveMinimum", Holds::Value),
    ("format", Holds::Format),
    ("if", Holds::Schema),
    ("items", Holds::Schema),
    ("markdownDescription", Holds::Value),
    ("maxContains", Holds::Value),
    ("maxItems", Holds::Value),
    ("maxLength", Holds::Value),
    ("maxProperties", Holds::Value),
    ("maximum", Holds::Value),
    ("minContains", Holds::Value),
    ("minItems", Holds::Value),
    ("minLength", Holds::Value),
    ("minProperties", Holds::Value),
    ("minimum", Holds::Value),
    ("multipleOf", Holds::Value),
    ("not", Holds::Schema),
    ("oneOf", Holds::Schemas),
    ("pattern", Holds::Pattern),
    ("patternProperties", Holds::ByPattern),
    ("prefixItems", Holds::Schemas),
    ("properties", Holds::Named),
    ("propertyNames", Holds::Schema),
    ("readOnly", Holds::Value),
    ("required", Holds::Value),
    ("then", Holds::Schema),
    ("title", Holds::Value),
    ("type", Holds::Value),
    ("unevaluatedItems", Holds::Schema),
    ("unevaluatedProperties", Holds::Schema),
    ("uniqueItems", Holds::Value),
    ("writeOnly", Holds::Value),
];

/// Formats of numbers that our own schemas name; a whole number in YAML has none.
const FORMATS_OF_NUMBERS: &[&str] =
    &["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"];

/// Returns the first thing that keeps a schema of a kind from being run.
pub(super) fn accept(tree: &Node, source: &Source, kind: Kind) -> Result<(), Box<Finding>> {
    let mut parts = Parts { root: tree, source, kind, known: HashMap::new(), patterns: 0 };
    parts.weigh(tree, tree.span, 0).map(|_| ())
}

/// What a part amounts to, with all below it.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    parts: usize,
    height: usize,
}

impl Weight {
    fn beside(self, other: Self) -> Self {
        let parts = self.parts.saturating_add(other.parts);
        Self { parts, height: self.height.max(other.height) }
    }
}

type Weighed = Result<Weight, Box<Finding>>;

struct Parts<'a> {
    root: &'a Node,
    source: &'a Source,
    kind: Kind,
    /// By where they start; nothing while one is being weighed.
    known: HashMap<usize, Option<Weight>>,
    patterns: usize,
}

impl<'a> Parts<'a> {
    /// Weighs a part; `place` is where it is meant: itself, or the reference to it.
    fn weigh(&mut self, node: &'a Node, place: Span, depth: usize) -> Weighed {
        let Value::Mapping(mapping) = &node.value else {
            return match &node.value {
                Value::Scalar(scalar) if matches!(scalar.core(), Core::Bool(_)) => {
                    Ok(Weight { parts: 1, height: 1 })
                }
                _ => self.refuse(place, "a schema is a mapping, `true` or `false`", None),
            };
        };
        match self.known.get(&node.span.start()) {
            None => {}
            Some(None) => {
                let help = "documents have no part that holds itself";
                return self.refuse(
                    place,
                    "this reference leads back to where it stands",
                    Some(help),
                );
            }
            Some(Some(weight)) if depth + weight.height > HEIGHT_MAX => {
                return self.too_deep(place);
            }
            Some(Some(weight)) => return Ok(*weight),
        }
        if depth >= HEIGHT_MAX {
            return self.too_deep(place);
        }
        self.known.insert(node.span.start(), None);
        let mut below = Weight::default();
        for pair in &mapping.pairs {
            below = below.beside(self.keyword(pair, depth + 1)?);
        }
        let weight = Weight { parts: below.parts.saturating_add(1), height: below.height + 1 };
        if weight.parts > PARTS_MAX || self.known.len() > PARTS_MAX {
            let message = format!("this schema unfolds to more than {PARTS_MAX} parts");
            return self.refuse(place, &message, None);
        }
        self.known.insert(node.span.start(), Some(weight));
        Ok(weight)
    }

    fn keyword(&mut self, pair: &'a Pair, depth: usize) -> Weighed {
        let (name, value) = (&*pair.key.text, &pair.value);
        let Some((_, holds)) = KEYWORDS.iter().find(|(known, _)| *known == name) else {
            return if name.starts_with("x-") { Ok(Weight::default()) } else { self.unknown(pair) };
        };
        match holds {
            Holds::Value => Ok(Weight::default()),
            Holds::Schema => self.weigh(value, value.span, depth),
            Holds::Schemas => self.all(value.items(), depth),
            Holds::Named => self.all(value.pairs().iter().map(|pair| &pair.value), depth),
            Holds::ByPattern => {
                self.count_patterns(value.pairs().len(), value.span)?;
                self.all(value.pairs().iter().map(|pair| &pair.value), depth)
            }
            Holds::Definitions => {
                self.all(value.pairs().iter().map(|pair| &pair.value), depth)?;
                Ok(Weight::default())
            }
            Holds::Pattern => self.count_patterns(1, value.span),
            Holds::Reference => self.reference(value, depth),
            Holds::Format => self.format(value),
            Holds::Dialect if self.is_at_top(pair) && is_dialect(value) => Ok(Weight::default()),
            Holds::Dialect => {
                let help = format!("write `\"$schema\": \"{DIALECT}\"`, or leave it out");
                self.refuse(value.span, "only draft 2020-12 of JSON Schema is run", Some(&help))
            }
            Holds::Identity if self.is_at_top(pair) => Ok(Weight::default()),
            Holds::Identity | Holds::Refused => {
                let message = format!("`{name}` is not read here");
                let help = "refer to a part of this file as `#/$defs/NAME`";
                self.refuse(pair.key.span, &message, Some(help))
            }
        }
    }

    fn all(&mut self, nodes: impl IntoIterator<Item = &'a Node>, depth: usize) -> Weighed {
        let mut all = Weight::default();
        for node in nodes {
            all = all.beside(self.weigh(node, node.span, depth)?);
        }
        Ok(all)
    }

    fn reference(&mut self, value: &'a Node, depth: usize) -> Weighed {
        let written = value.text().unwrap_or_default();
        if written == format!("{}.schema.json", self.kind.name()) {
            // Ours runs before this one anyway.
            return Ok(Weight::default());
        }
        if !written.starts_with('#') {
            let message = format!("`{written}` leads out of this file");
            let help = "nothing is fetched: write the part below `$defs`, and refer to it as `#/$defs/NAME`";
            return self.refuse(value.span, &message, Some(help));
        }
        match self.resolved(written) {
            Some(target) => self.weigh(target, value.span, depth),
            None => {
                let message = format!("nothing stands at `{written}`");
                self.refuse(value.span, &message, Some("it is written like `#/$defs/NAME`"))
            }
        }
    }

    /// Returns what a reference such as `#/$defs/name` means (RFC 6901).
    fn resolved(&self, reference: &str) -> Option<&'a Node> {
        let pointer = reference.strip_prefix('#')?;
        if pointer.is_empty() {
            return Some(self.root);
        }
        // Two readers could take a percent sign in two ways.
        let pointer = pointer.strip_prefix('/').filter(|pointer| !pointer.contains('%'))?;
        pointer.split('/').try_fold(self.root, |node, part| match &node.value {
            Value::Sequence(_) => node.step(Step::Index(part.parse().ok()?)),
            _ => node.get(&part.replace("~1", "/").replace("~0", "~")),
        })
    }

    fn format(&self, value: &Node) -> Weighed {
        let name = value.text().unwrap_or_default();
        let is_known = FORMATS_OF_NUMBERS.contains(&name)
            || jsonschema::options().is_known_format(Draft::Draft202012, name);
        if is_known {
            return Ok(Weight::default());
        }
        let message = format!("there is no format `{name}`");
        self.refuse(value.span, &message, Some("say what a text looks like with `pattern`"))
    }

    fn count_patterns(&mut self, count: usize, place: Span) -> Weighed {
        self.patterns += count;
        if self.patterns <= PATTERNS_MAX {
            return Ok(Weight::default());
        }
        self.refuse(place, &format!("this schema has more than {PATTERNS_MAX} patterns"), None)
    }

    fn unknown(&self, pair: &Pair) -> Weighed {
        let message = format!("there is no keyword `{}`", pair.key.text);
        let known = nearest(&pair.key.text, KEYWORDS.iter().map(|(name, _)| *name));
        let help = match known {
            Some(known) => format!("did you mean `{known}`?"),
            None => "a remark of your own begins with `x-`".to_owned(),
        };
        self.refuse(pair.key.span, &message, Some(&help))
    }

    fn too_deep(&self, place: Span) -> Weighed {
        self.refuse(place, &format!("parts lie more than {HEIGHT_MAX} deep in each other"), None)
    }

    fn is_at_top(&self, pair: &Pair) -> bool {
        self.root.pairs().iter().any(|top| top.key.span == pair.key.span)
    }

    fn refuse(&self, place: Span, message: &str, help: Option<&str>) -> Weighed {
        let line = place.text(self.source).lines().next().unwrap_or_default().trim_end();
        let place = place.with_end(place.start() + line.len());
        let finding = not_used(Finding::at(place, message));
        Err(Box::new(match help {
            Some(help) => finding.help(help),
            None => finding,
        }))
    }
}

fn is_dialect(value: &Node) -> bool {
    value.text().is_some_and(|text| text.trim_end_matches('#') == DIALECT)
}
