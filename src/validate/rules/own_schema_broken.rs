//! A schema of the engagement's own that cannot be run. What it asks for is then not looked for.

use crate::diagnostic::{Class, Level};
use crate::validate::Facts;
use crate::validate::rule::{Check, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "own-schema-broken",
    class: Class::Form,
    level: Level::Error,
    summary: "a schema in `schemas/` cannot be run, so nobody looks for what it asks",
    page: include_str!("own_schema_broken.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    facts.own.broken().iter().for_each(|finding| findings.add(finding.clone()));
}
