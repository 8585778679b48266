//! One id for two documents.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "id-repeated",
    class: Class::Integrity,
    level: Level::Error,
    summary: "two documents have the same id",
    page: include_str!("id_repeated.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut first: BTreeMap<String, &TypedDocument> = BTreeMap::new();
    for document in &facts.engagement.documents {
        let id = folded(&document.id);
        let Some(other) = first.get(&id) else {
            first.insert(id, document);
            continue;
        };
        let message = format!("the id `{}` belongs to another document too", document.id);
        let also = format!("`{}`", other.path);
        findings.add(
            Finding::at(document.field("id"), message)
                .related(other.field("id"), also)
                .help("rename one of the two files"),
        );
    }
}

/// Some file systems know no case, and some write accents in two ways, so ids know neither.
fn folded(id: &str) -> String {
    if id.is_ascii() {
        id.to_ascii_lowercase()
    } else {
        id.nfc().flat_map(char::to_lowercase).collect()
    }
}
