//! A function that an incident needs and nobody here fills.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::person::{Function, Person};
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{in_use, key_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::stakeholders::{STAKEHOLDERS, is_small};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "stakeholder-function-unfilled",
    class: Class::Duty,
    level: Level::Warning,
    summary: "nobody is named for a function that an incident needs",
    page: include_str!("stakeholder_function_unfilled.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    if in_use(document).is_none() {
        return;
    }
    // Somebody from outside, such as a lawyer, fills a function as well.
    let is_theirs = |person: &Person| person.party != Some(Party::Auditor);
    let people: Vec<_> = facts.engagement.people().filter(|(_, it)| is_theirs(it)).collect();
    let is_whole =
        |document: &TypedDocument| document.document.is_sound() && document.misfits.is_empty();
    if people.is_empty() || !people.iter().all(|(document, _)| is_whole(document)) {
        return;
    }
    let is_open = |function: &&Function| {
        !people.iter().any(|(_, person)| person.functions.contains(function))
    };
    let open: Vec<&str> = STAKEHOLDERS.iter().filter(is_open).map(|it| it.as_str()).collect();
    if open.is_empty() {
        return;
    }
    let message =
        format!("nobody of the organization is named for {}", one_of(open.iter().copied()));
    let finding = Finding::at(key_of(document, "contacts.organization"), message)
        .level(if is_small(facts) { Level::Note } else { Level::Warning })
        .help("ask who does this when it burns, and write it to `functions` of their document; one person may do several");
    findings.add(finding);
}
