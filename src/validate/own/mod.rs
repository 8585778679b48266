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
use crate::document::yaml::{self, Node, Pair, Step};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind::{self, KINDS, Kind};
use crate::source::{Source, Span};
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
    if !kind::is_in_force(&source.path) {
        return Err(Box::new(elsewhere(source, head)));
    }
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
        let help = match source.path.ends_with(".json") {
            true => Some(JSON_HELP.to_owned()),
            false => fault.help,
        };
        return Err(Box::new(finding.with_parts(fault.related, help)));
    }
    let tree = parsed.root.ok_or_else(|| Finding::at(head, "this schema is empty"))?;
    accept::accept(&tree, source, kind)?;
    let validator = compile(&tree, source)?;
    Ok(OwnSchema { kind, path: source.path.to_string(), tree, validator })
}

const JSON_HELP: &str = "write JSON: names and texts in double quotes, a comma between two parts, \
                         and each bracket closed";

/// Adds what it means for a schema that something is wrong with it.
fn not_used(mut finding: Finding) -> Finding {
    finding.append("; this schema is not used");
    finding
}

/// Returns the finding for what lies or is named so that nobody runs it.
fn elsewhere(source: &Source, head: Span) -> Finding {
    let lower = source.path.to_ascii_lowercase();
    let name = kind::stem_of_own_schema(lower.strip_suffix(".txt").unwrap_or(&lower));
    let place = match Kind::named(name) {
        Some(kind) => format!("`schemas/{}.json` or `schemas/{0}.yaml`", kind.name()),
        None => "`schemas/`, named as `incident.json`".to_owned(),
    };
    not_used(Finding::at(head, "no schema is looked for here")).help(format!("move it to {place}"))
}

fn no_kind(source: &Source, head: Span) -> Finding {
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
        let span = source.at(node.span.start(), node.span.start() + line);
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
        let why = error.masked().to_string();
        match around(tree).filter(|_| why.contains("regex")) {
            Some(span) => Box::new(not_used(Finding::at(span, LOOKS_AROUND))),
            None => at(node, format!("this is no JSON Schema: {why}")),
        }
    })
}

const LOOKS_AROUND: &str =
    "patterns that look around or back (`(?=`, `\\1`) can take for ever, so they are not run";

/// Returns the first pattern below a schema that looks around or back.
fn around(schema: &Node) -> Option<Span> {
    let below = schema.pairs().iter().find_map(|Pair { key, value }| match &*key.text {
        "pattern" => value.text().filter(|text| looks_around(text)).map(|_| value.span),
        "patternProperties" => {
            let keys = value.pairs().iter().map(|pair| &pair.key);
            let mut keys = keys.filter(|key| looks_around(&key.text));
            keys.next().map(|key| key.span).or_else(|| around(value))
        }
        _ => around(value),
    });
    below.or_else(|| schema.items().iter().find_map(around))
}

/// Returns whether a pattern that is not read looks at what is beside it, or back at what it found.
fn looks_around(pattern: &str) -> bool {
    let goes_back = |pair: &[u8]| pair[0] == b'\\' && matches!(pair[1], b'1'..=b'9' | b'k');
    ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|sign| pattern.contains(sign))
        || pattern.as_bytes().windows(2).any(goes_back)
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
