//! A document that says another id, or another kind, than its place.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
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
        && written != document.id
    {
        let id = &document.id;
        let written = visible_line(written);
        let message = format!("this document says it is `{written}`, and its place says `{id}`");
        findings.add(
            Finding::at(node.span, message)
                .help(format!("write `id: {id}`, or leave the field out"))
                .fix(format!("write `{id}`"), id),
        );
    }
    let Some(info) = document.kind.map(crate::model::kind::Kind::info) else { return };
    if !info.may_lie_at(&document.path) {
        let message = format!("a document of kind `{}` does not lie here", info.name);
        let places = one_of(info.places.iter().copied());
        findings
            .add(Finding::at(document.field("kind"), message).help(format!("it lies at {places}")));
    }
}
