//! Something that was seen, and nobody says how it is known.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "observation-without-source",
    class: Class::Duty,
    level: Level::Warning,
    summary: "something was observed, and it is not said how that is known",
    page: include_str!("observation_without_source.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Entry(entry) = &document.content else { return };
    if entry.entry_type != Some(EntryType::Observation)
        || is_known_how(entry)
        || !document.document.is_sound()
        || facts.is_superseded(document)
    {
        return;
    }
    let finding = Finding::at(document.field("source"), "it is not said how this is known")
        .help("write who saw it in `actor`, or under `source` its `kind` and `reference`, such as the name of a log");
    findings.add(finding);
}

/// Returns whether somebody says how they know; who saw it with their own eyes is source enough.
fn is_known_how(entry: &Entry) -> bool {
    let is_told = |text: &Option<Box<str>>| text.as_ref().is_some_and(|it| !it.trim().is_empty());
    let has_source = entry.source.as_ref().is_some_and(|source| {
        source.kind.is_some() || is_told(&source.reference) || is_told(&source.evidence)
    });
    has_source || is_told(&entry.actor) || is_told(&entry.by)
}
