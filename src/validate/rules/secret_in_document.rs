//! Keys, tokens and passwords in a document. The message never repeats them.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::secrets;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "secret-in-document",
    class: Class::Form,
    level: Level::Error,
    summary: "a key, a token or a password stands in a document",
    page: include_str!("secret_in_document.md"),
    check: Check::Document(check),
};

/// After these, a reader knows.
const SHOWN: usize = 10;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let source = facts.engagement.source(document);
    for (secret, what) in secrets::find(&source.text).take(SHOWN) {
        let span = source.at(secret.start, secret.end);
        findings.add(
            Finding::at(span, format!("{what} stands here, for everybody with a copy to use"))
                .help("make a new one where it is used, and take this one out before recording"),
        );
    }
}
