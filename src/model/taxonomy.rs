//! Lists of classes that the field agreed on: data with source and version (`data/taxonomies`).
//!
//! A field whose words come from such a list names it in its schema; what checks and explains
//! fields needs to know nothing of taxonomies.

use std::sync::OnceLock;

use super::time::Day;
use crate::document::yaml;
use crate::source::{Source, SourceId};

/// A list of classes.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taxonomy {
    pub id: String,
    /// What people call it.
    pub name: String,
    /// As its publishers count.
    pub version: String,
    pub source: TaxonomySource,
    /// The day somebody compared these terms with the source, or never.
    pub checked_on: Day,
    pub terms: Vec<Term>,
}

/// Where a taxonomy is published.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxonomySource {
    pub text: String,
    pub url: String,
}

/// One class.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub id: String,
    /// What it means, in our words.
    pub means: String,
}

/// The taxonomies that come with ircase, by their ids.
const RECORDS: &[(&str, &str)] = &[
    ("rsit", include_str!("../../data/taxonomies/rsit.yaml")),
    ("veris", include_str!("../../data/taxonomies/veris.yaml")),
];

/// Returns the ids of the taxonomies that come with ircase.
pub fn ids() -> impl Iterator<Item = &'static str> {
    RECORDS.iter().map(|(id, _)| *id)
}

/// Returns the taxonomy of that id; each is read when it is first asked for.
pub fn named(id: &str) -> Option<&'static Taxonomy> {
    static READ: [OnceLock<Taxonomy>; RECORDS.len()] = [const { OnceLock::new() }; RECORDS.len()];
    let at = RECORDS.iter().position(|(known, _)| *known == id)?;
    let read = || read(RECORDS[at].1).expect("a test reads every taxonomy");
    Some(READ[at].get_or_init(read))
}

/// Returns the schema of a field that holds a class of RSIT's first column.
pub(super) fn rsit(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    one_of("rsit")
}

/// Returns the schema of a field that holds a VERIS action.
pub(super) fn veris_action(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    one_of("veris")
}

fn one_of(id: &str) -> schemars::Schema {
    let terms = || named(id).into_iter().flat_map(|taxonomy| &taxonomy.terms);
    let ids: Vec<Option<&str>> = terms().map(|term| Some(&*term.id)).chain([None]).collect();
    let meanings: Vec<&str> = terms().map(|term| &*term.means).collect();
    schemars::json_schema!({
        "type": ["string", "null"],
        "enum": ids,
        "enumDescriptions": meanings,
    })
}

fn read(text: &str) -> Result<Taxonomy, String> {
    let source = Source::new(SourceId(0), "", text);
    let whole = source.span();
    let root = yaml::parse(&source, whole).root.ok_or("there is nothing in it")?;
    yaml::from_node(&root).map_err(|error| error.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_taxonomy_is_in_order() {
        for (id, text) in RECORDS {
            let taxonomy = read(text).unwrap();
            assert_eq!(taxonomy.id, *id);
            assert!(taxonomy.source.url.starts_with("https://"), "{id}");
            let checked = &taxonomy.checked_on;
            assert!(checked.is_never() || checked.date().is_some(), "{id}");
            for term in &taxonomy.terms {
                let is_id = |c: char| c.is_ascii_lowercase() || c == '-';
                assert!(term.id.chars().all(is_id), "{id}: {}", term.id);
                assert!(term.means.ends_with('.'), "{id}: {}", term.id);
            }
        }
    }
}
