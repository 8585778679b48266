//! An agreement without guidelines to tell an incident from anything else.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::owe;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "determination-guidelines-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not say how an incident is recognized",
    page: include_str!("determination_guidelines_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    owe(document, "determination_guidelines", findings, |span| {
        Finding::at(span, "the agreement does not say how an incident is recognized")
            .help("write `determination_guidelines`: who decides, by which questions, and what holds in doubt")
    });
}
