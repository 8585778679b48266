//! A confirmed incident that nobody who keeps the systems running has heard of.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::{Agreement, ThirdPartyRole};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::Entry;
use crate::model::incident::Incident;
use crate::model::person::{Function, Private, Told};
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::regimes::{is_certain, is_none_after_all};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::{is_let_in, is_open};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "delivery-team-not-engaged",
    class: Class::Duty,
    level: Level::Warning,
    summary: "an incident is confirmed, and nobody who keeps the systems running was told",
    page: include_str!("delivery_team_not_engaged.md"),
    check: Check::Document(check),
};

/// Nobody reads the tenth handle.
const SHOWN: usize = 3;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if !is_open(incident) || !is_certain(incident) || is_none_after_all(incident) {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["severities", "threshold"]) else { return };
    let agreement = agreed.agreement;
    let team = facts.delivery_team();
    if team.is_empty()
        || !facts.is_notifiable(agreement, document, incident)
        || is_engaged(facts, document, incident, |handle| {
            team.binary_search(&handle).is_ok() || is_team_outside(facts, agreement, handle)
        })
    {
        return;
    }
    let free: Vec<&str> =
        team.iter().copied().filter(|handle| may_help(facts, incident, handle)).collect();
    if free.is_empty() {
        return;
    }
    let who = one_of(free.into_iter().take(SHOWN));
    let finding = Finding::at(
        document.field("responders"),
        "nobody who keeps the systems running has been told of this",
    )
    .help(format!("tell {who}, and name them under `responders`; if they must not know, say who may under `restricted_to`"));
    findings.add(finding);
}

/// Returns whether somebody of the team works on an incident, or stands in its timeline.
fn is_engaged(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
    is_of_team: impl Fn(&str) -> bool,
) -> bool {
    let named = incident.commander.iter().chain(&incident.scribe).chain(&incident.responders);
    named.into_iter().any(|handle| is_of_team(handle))
        || facts.entries_of(&document.id).any(|(_, entry)| names(entry).any(&is_of_team))
}

/// Returns whether somebody outside keeps systems running, such as a hosting provider: a third
/// party who works in IT, or any where the agreement makes them part of the response.
fn is_team_outside(facts: &Facts<'_>, agreement: &Agreement, handle: &str) -> bool {
    let Some((_, person)) = facts.engagement.person(handle) else { return false };
    let duty = agreement.response_duty.as_ref();
    let is_integrated = duty.and_then(|duty| duty.third_party) == Some(ThirdPartyRole::Integrated);
    let mut functions = person.functions.iter();
    person.party == Some(Party::ThirdParty)
        && (is_integrated || functions.any(|it| matches!(it, Function::It | Function::Engineering)))
}

fn names(entry: &Entry) -> impl Iterator<Item = &str> {
    let singly = [&entry.actor, &entry.by, &entry.recorded_by].into_iter().flatten();
    entry.to.iter().map(String::as_str).chain(singly.map(|handle| &**handle))
}

/// Returns whether nothing speaks against telling a person now.
fn may_help(facts: &Facts<'_>, incident: &Incident, handle: &str) -> bool {
    let Some((_, person)) = facts.engagement.person(handle) else { return false };
    let is_time = match person.told {
        None | Some(Told::Immediately) => true,
        Some(Told::AfterContainment) => incident.contained_at.is_some(),
        Some(Told::Never) => false,
    };
    let has_conflict = person.private.as_ref().is_some_and(Private::has_conflict);
    is_time && !has_conflict && is_let_in(incident, handle)
}
