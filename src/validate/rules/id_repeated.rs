//! One id for two documents.

use crate::diagnostic::{Class, Level};
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::told_apart;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "id-repeated",
    class: Class::Integrity,
    level: Level::Error,
    summary: "two documents have the same id",
    page: include_str!("id_repeated.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (document, other) in facts.engagement.with_repeated_ids() {
        let (id, _) = told_apart(&document.id, &other.id);
        let (_, also) = told_apart(&document.path, &other.path);
        let message = format!("the id `{id}` belongs to another document too");
        let also = format!("`{also}`");
        findings.add(
            Finding::at(document.field("id"), message)
                .related(other.field("id"), also)
                .help("rename one of the two files; a recorded entry of a timeline keeps its name"),
        );
    }
}
