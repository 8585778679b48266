//! Somebody leads or works on an incident who should be kept out of it.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::Incident;
use crate::validate::Facts;
use crate::validate::agreed::key_of;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::is_let_in;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "commander-conflicted",
    class: Class::Duty,
    level: Level::Error,
    summary: "somebody leads or works on an incident who should be kept out of it",
    page: include_str!("commander_conflicted.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if is_none_after_all(incident) {
        return;
    }
    let one = |path: &str, handle: &Option<String>, findings: &mut Findings<'_>, level| {
        if let Some(handle) = handle {
            hold(facts, document, incident, path, handle, level, findings);
        }
    };
    one("commander", &incident.commander, findings, Level::Error);
    for (at, handle) in incident.responders.iter().enumerate() {
        let path = format!("responders[{at}]");
        hold(facts, document, incident, &path, handle, Level::Warning, findings);
    }
    // Who only writes down decides nothing, but reads everything.
    if incident.scribe.as_ref().is_some_and(|handle| !is_let_in(incident, handle)) {
        one("scribe", &incident.scribe, findings, Level::Error);
    }
}

/// Adds a finding when a person must not know of an incident, or has a conflict of interest; of
/// that nobody can say for a responder whether it touches this incident.
fn hold(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
    path: &str,
    handle: &str,
    level: Level,
    findings: &mut Findings<'_>,
) {
    let place = document.field(path);
    if !is_let_in(incident, handle) {
        let message = format!("`{handle}` is not among those who may know of this");
        let finding = Finding::at(place, message)
            .related(key_of(document, "restricted_to"), "who may know")
            .help("name somebody else, or add them under `restricted_to`");
        findings.add(finding);
        return;
    }
    let Some((person, private)) = facts
        .engagement
        .person(handle)
        .and_then(|(document, person)| Some((document, person.private.as_ref()?)))
    else {
        return;
    };
    if !private.has_conflict() {
        return;
    }
    // What the conflict is stays where it is written.
    let message = format!("`{handle}` has a conflict of interest");
    let finding = Finding::at(place, message)
        .level(level)
        .related(key_of(person, "private.conflict_of_interest"), "written here")
        .help("let somebody else do it; if it does not touch this incident, answer this once and say why");
    findings.add(finding);
}
