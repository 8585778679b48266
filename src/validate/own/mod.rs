//! The stricter schemas that an engagement brings along in `schemas/`.
//!
//! Ours always run first, and these can only add findings: where ours found something, nothing is
//! said twice. They come from whoever wrote the engagement, so they are taken apart before they
//! run: nothing is fetched, no reference leads back to itself, and every size has a limit. What
//! is not understood is a finding at its place, and then the schema is not used.

mod accept;
#[cfg(test)]
mod tests;
mod unmet;

use jsonschema::{Draft, PatternOptions, Retrieve, Uri};
use serde_json::Value;

use super::rule::Finding;
use super::schema::Schema;
use super::{Facts, schema};
use crate::document::front_matter::bom_len;
use crate::document::yaml::{self, Node, Step};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind::{self, KINDS, Kind};
use crate::source::Source;
use crate::suggest::nearest;

/// What one pattern may take in memory, in bytes.
const PATTERN_BYTES_MAX: usize = 256 * 1024;

/// The schemas of an engagement, ready to run, and what is wrong with the others.
#[derive(Debug, Default)]
pub(super) struct Own {
    schemas: Vec<OwnSchema>,
    broken: Vec<Finding>,
}

#[derive(Debug)]
struct OwnSchema {
    kind: Kind,
    path: String,
    tree: Node,
    validator: jsonschema::Validator,
}

impl Own {
    pub(super) fn of(engagement: &Engagement) -> Self {
        let mut own = Self::default();
        for source in engagement.sources.beside() {
            match read(source) {
                Ok(schema) => own.schemas.push(schema),
                Err(finding) => own.broken.push(*finding),
            }
        }
        own
    }

    /// Returns what keeps schemas from being used.
    pub(super) fn broken(&self) -> &[Finding] {
        &self.broken
    }
}

/// Returns what a document does not hold of what the engagement's own schemas ask for.
pub(super) fn unmet(facts: &Facts<'_>, document: &TypedDocument) -> Vec<Finding> {
    let of_kind = facts.own.schemas.iter().filter(|own| Some(own.kind) == document.kind);
    if !document.document.is_sound() || facts.is_superseded(document) {
        return Vec::new();
    }
    of_kind.flat_map(|own| unmet::of(own, facts, document)).collect()
}

fn read(source: &Source) -> Result<OwnSchema, Box<Finding>> {
    let start = bom_len(&source.text);
    let whole = source.at(start, source.text.len());
    let first_line = source.text[start..].lines().next().unwrap_or_default();
    let head = source.at(start, start + first_line.len());
    let Some(kind) = kind::of_own_schema(&source.path) else {
        return Err(Box::new(no_kind(source, head)));
    };
    // JSON may be indented by tabs, YAML may not; in its texts there are none.
    let parsed = match source.path.ends_with(".json") {
        true => yaml::parse(
            &Source { text: source.text.replace('\t', " ").into(), ..source.clone() },
            whole,
        ),
        false => yaml::parse(source, whole),
    };
    if let Some(fault) = parsed.faults.into_iter().next() {
        let finding = not_used(Finding::at(fault.span, fault.message));
        return Err(Box::new(finding.with_parts(fault.related, fault.help)));
    }
    let tree = parsed.root.ok_or_else(|| Finding::at(head, "this schema is empty"))?;
    accept::accept(&tree, source, kind)?;
    let validator = compile(&tree, source)?;
    Ok(OwnSchema { kind, path: source.path.clone(), tree, validator })
}

/// Adds what it means for a schema that something is wrong with it.
fn not_used(mut finding: Finding) -> Finding {
    finding.append("; this schema is not used");
    finding
}

fn no_kind(source: &Source, head: crate::source::Span) -> Finding {
    let name = kind::stem_of_own_schema(&source.path);
    let names = || KINDS.iter().map(|info| info.name);
    let finding = not_used(Finding::at(head, format!("there is no kind `{name}`")));
    match nearest(name, names()) {
        Some(near) => finding.help(format!("did you mean `schemas/{near}.json`?")),
        None => {
            finding.help(format!("name the file after a kind: {}", super::words::one_of(names())))
        }
    }
}

fn compile(tree: &Node, source: &Source) -> Result<jsonschema::Validator, Box<Finding>> {
    let at = |node: &Node, why: String| {
        let line = node.span.text(source).lines().next().unwrap_or_default().len();
        let span = source.at(node.span.start, node.span.start + line);
        Box::new(not_used(Finding::at(span, why)))
    };
    let mut value: Value = yaml::from_node(tree).map_err(|error| at(tree, error.message))?;
    if let Some(keywords) = value.as_object_mut() {
        // Both were looked at, and neither may choose what the rest means.
        keywords.remove("$schema");
        keywords.remove("$id");
    }
    let patterns =
        PatternOptions::regex().size_limit(PATTERN_BYTES_MAX).dfa_size_limit(PATTERN_BYTES_MAX);
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_pattern_options(patterns)
        .with_retriever(Ours)
        .should_validate_formats(true);
    options.build(&value).map_err(|error| {
        let node = at_path(tree, error.instance_path()).unwrap_or(tree);
        at(node, format!("this is no JSON Schema: {}", error.masked()))
    })
}

/// Stands for the one schema that may be referred to by name: ours of the same kind, which ran
/// already. Every other name was refused before.
struct Ours;

impl Retrieve for Ours {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Value::Bool(true))
    }
}

/// Returns the node at a path of a JSON value.
fn at_path<'a>(root: &'a Node, path: &jsonschema::paths::Location) -> Option<&'a Node> {
    use jsonschema::paths::LocationSegment;
    path.into_iter().try_fold(root, |node, segment| match segment {
        LocationSegment::Property(name) => node.step(Step::Key(&name)),
        LocationSegment::Index(index) => node.step(Step::Index(index)),
    })
}

/// Returns the schema that runs before the engagement's own.
fn ours(kind: Kind) -> &'static Schema {
    schema::of_kind(kind)
}
