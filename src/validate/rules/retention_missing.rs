//! An agreement that does not say how long the auditor keeps this file.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::owe;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "retention-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not say how long the auditor keeps what was learned",
    page: include_str!("retention_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    owe(document, "retention.period", findings, |span| {
        Finding::at(span, "the agreement does not say how long the auditor keeps what was learned")
            .help("write `retention.period`, such as `1 year`, and how it is destroyed: `retention.method`")
    });
}
