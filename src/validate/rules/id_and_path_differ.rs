//! A document that says another id, or another kind, than its place.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::kind::Kind;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "id-and-path-differ",
    class: Class::Integrity,
    level: Level::Error,
    summary: "a document's id or kind does not fit where it lies",
    page: include_str!("id_and_path_differ.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(front) = &document.document.front else { return };
    if let Some(node) = front.get("id")
        && let Some(written) = node.text()
        && written != &*document.id
    {
        let id = &document.id;
        let written = visible_line(written);
        let message = format!("this document says it is `{written}`, and its place says `{id}`");
        findings.add(
            Finding::at(node.span, message)
                .help(format!("write `id: {id}`, or leave the field out"))
                .fix(format!("write `{id}`"), id.as_str()),
        );
    }
    let Some(said) = document.said_kind() else { return };
    if said.info().may_lie_at(&document.path) {
        return;
    }
    let message = format!("a document of kind `{}` does not lie here", said.name());
    let finding = Finding::at(document.field("kind"), message);
    let places = one_of(said.info().places.iter().copied());
    findings.add(match Kind::at_path(&document.path).map(Kind::name) {
        Some(there) => finding
            .help(format!(
                "here lies a document of kind `{there}`; a `{}` lies at {places}",
                said.name()
            ))
            .fix(format!("write `{there}`"), there),
        None => finding.help(format!("it lies at {places}")),
    });
}
