//! A code of conduct that may change after both sides agreed to it.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::{is_written, owe};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "code-of-conduct-unpinned",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the agreement names a code of conduct without its hash",
    page: include_str!("code_of_conduct_unpinned.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    // Whether there is a code of conduct at all is for the two sides.
    if !is_written(document, "code_of_conduct.reference") {
        return;
    }
    owe(document, "code_of_conduct.sha256", findings, |span| {
        Finding::at(span, "the code of conduct is named without its hash, so it may change unseen")
            .help(
                "keep a copy, and write its SHA-256 (`sha256sum FILE`) to `code_of_conduct.sha256`",
            )
    });
}
