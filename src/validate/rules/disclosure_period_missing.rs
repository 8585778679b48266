//! An agreement that does not say how soon each side tells the other.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::owe;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "disclosure-period-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not say how soon one side tells the other",
    page: include_str!("disclosure_period_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    for (way, said) in [
        ("auditor_to_organization", "the auditor tells the organization"),
        ("organization_to_auditor", "the organization tells the auditor"),
    ] {
        let path = format!("disclosure_period.{way}");
        owe(document, &path, findings, |span| {
            Finding::at(span, format!("the agreement does not say how soon {said}"))
                .help(format!("write `{path}`, such as `24 hours`"))
        });
    }
}
