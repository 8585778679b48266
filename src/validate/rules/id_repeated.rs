//! One id for two documents.

use std::collections::BTreeMap;

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
        // Some file systems know no case, so neither do ids.
        let Some(other) = first.get(&document.id.to_lowercase()) else {
            first.insert(document.id.to_lowercase(), document);
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
