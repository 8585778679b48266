//! A link, a pipe or an unreadable file, found by the workspace; and a file that others could not
//! have, because their system knows no such name.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::file_name::not_on_windows;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "not-a-file",
    class: Class::Form,
    level: Level::Error,
    summary: "what lies in the place of a document is no plain file",
    page: include_str!("not_a_file.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let path = &*document.path;
    let fault = path.split('/').find_map(|part| Some((part, not_on_windows(part)?)));
    if let Some((part, why)) = fault {
        let message = format!("`{part}` cannot be the name of a file on Windows: {why}");
        findings.add(Finding::in_file(path, message).help("give it another name"));
    }
}
