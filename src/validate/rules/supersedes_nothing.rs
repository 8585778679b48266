//! A correction that corrects nothing.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::id;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "supersedes-nothing",
    class: Class::Duty,
    level: Level::Error,
    summary: "an entry corrects something that is not an entry of the same timeline",
    page: include_str!("supersedes_nothing.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Entry(entry) = &document.content else { return };
    let Some(target) = entry.supersedes.as_deref() else { return };
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_itself = id::is_same(&document.id, target);
    if !is_itself && facts.is_in_circle(document) {
        let target = visible_line(target);
        let message =
            format!("entries correct each other in a circle: this one corrects `{target}`");
        let finding = Finding::at(document.field("supersedes"), message)
            .help("entries that correct each other correct nothing: write one more that names the wrong one");
        findings.add(finding);
        return;
    }
    if !is_itself && facts.engagement.get(&format!("{folder}/{target}.md")).is_some() {
        return;
    }
    // An id that is nowhere is `dangling-reference`'s.
    let mut named = facts.engagement.with_id(target).peekable();
    if named.peek().is_none() || named.any(|other| is_in_same_timeline(document, other)) {
        return;
    }
    let why = if is_itself {
        "an entry cannot correct itself".to_owned()
    } else {
        format!("`{target}` is not an entry of this timeline")
    };
    let finding = Finding::at(document.field("supersedes"), why)
        .help("`ircase log` lists the entries with their ids");
    findings.add(finding);
}

fn is_in_same_timeline(document: &TypedDocument, other: &TypedDocument) -> bool {
    matches!(other.content, Content::Entry(_))
        && other.path != document.path
        && id::incident_of_path(&other.path) == id::incident_of_path(&document.path)
}
