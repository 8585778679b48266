//! What the engagement's own schemas ask for beyond ours.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::rule::{Check, Findings, Rule};
use crate::validate::{Facts, own};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "own-schema-unmet",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a document is not as the engagement's own schema asks",
    page: include_str!("own_schema_unmet.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    own::unmet(facts, document).into_iter().for_each(|finding| findings.add(finding));
}
