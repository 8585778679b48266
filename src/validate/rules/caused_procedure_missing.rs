//! An agreement without instructions for an incident that the auditor causes.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::owe;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "caused-procedure-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not say what is done when the auditor causes an incident",
    page: include_str!("caused_procedure_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    owe(document, "procedure.caused_by_auditor", findings, |span| {
        Finding::at(
            span,
            "the agreement does not say what is done when the auditor causes an incident",
        )
        .help("write `procedure.caused_by_auditor`: stop, whom to call, who decides what next")
    });
}
