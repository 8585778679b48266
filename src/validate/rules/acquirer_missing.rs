//! Evidence that does not say who took it.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "acquirer-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "evidence does not say who took it",
    page: include_str!("acquirer_missing.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    if !matches!(document.content, Content::Evidence(_))
        || !document.document.is_sound()
        || is_written(document, "acquired_by")
    {
        return;
    }
    findings.add(
        Finding::at(document.field("acquired_by"), "nobody is said to have taken this evidence")
            .level(facts.level_of_owed(document))
            .help("write the handle of who took it into `acquired_by`, such as `acquired_by: zw`"),
    );
}
