//! An incident that must be told, and that nobody of the organization has been told of.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::incident::{Incident, IncidentStatus};
use crate::model::vocabulary::{Answer, ChannelKind, Party};
use crate::validate::Facts;
use crate::validate::agreed::party_of;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "notifiable-without-contact",
    class: Class::Duty,
    level: Level::Error,
    summary: "an incident at or above the threshold was told to nobody of the organization",
    page: include_str!("notifiable_without_contact.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let Some((agreed, agreement)) = facts.engagement.agreement() else { return };
    if incident.status == Some(IncidentStatus::FalsePositive)
        || !facts.is_notifiable(agreement, document, incident)
    {
        return;
    }
    let ladder = ladder(facts, agreement);
    let calls: Vec<_> = facts
        .entries_of(&document.id)
        .filter(|(_, entry)| entry.entry_type == Some(EntryType::Communication))
        .filter(|(_, entry)| ladder.iter().any(|handle| concerns(entry, handle)))
        .collect();
    if calls.iter().any(|(_, entry)| entry.reached == Some(Answer::Yes)) {
        return;
    }
    let mut finding = Finding::at(document.field("severity"), message(incident, agreement))
        .related(agreed.field("threshold"), "the organization is told from here on");
    for (call, _) in &calls {
        finding = finding.related(call.field("reached"), "tried, and nobody reached");
    }
    let tried = |handle: &str| calls.iter().any(|(_, entry)| concerns(entry, handle));
    findings.add(finding.help(what_next(&document.id, agreement, &ladder, tried)));
}

fn message(incident: &Incident, agreement: &Agreement) -> &'static str {
    match incident.severity.as_deref() {
        None | Some("unknown") => {
            "a severity that is not known counts as at the threshold, and nobody of the organization has been reached"
        }
        Some(severity) if agreement.severity(severity).is_none() => {
            "a severity that is not agreed counts as at the threshold, and nobody of the organization has been reached"
        }
        Some(severity) if !agreement.is_notifiable(Some(severity)) => {
            "this was at the threshold or worse, and nobody of the organization has been reached"
        }
        Some(_) => {
            "this is at the threshold or worse, and nobody of the organization has been reached"
        }
    }
}

/// Says what to do at three in the morning.
fn what_next(
    incident: &str,
    agreement: &Agreement,
    ladder: &[&str],
    tried: impl Fn(&str) -> bool,
) -> String {
    let Some(next) = ladder.iter().find(|handle| !tried(handle)).or(ladder.first()) else {
        return "the agreement names nobody to call; add `contacts.organization`".to_owned();
    };
    let channel = best_channel(agreement).map_or("CHANNEL", ChannelKind::as_str);
    format!(
        "call `{next}` now (`ircase contacts` says how), then write it down: `ircase note {incident} \"...\" --to {next} --channel {channel} --reached yes`"
    )
}

/// Returns the agreed channel that is tried first.
fn best_channel(agreement: &Agreement) -> Option<ChannelKind> {
    let is_allowed = |kind: &ChannelKind| !agreement.forbidden_channels.contains(kind);
    let best = agreement.channels.iter().min_by_key(|channel| {
        (!channel.kind.as_ref().is_some_and(is_allowed), channel.rank.unwrap_or(u32::MAX))
    });
    best?.kind.filter(is_allowed)
}

/// Returns who is called on the organization's side, in order, each once.
fn ladder<'a>(facts: &Facts<'_>, agreement: &'a Agreement) -> Vec<&'a str> {
    let contacts = agreement.contacts_of(Party::Organization).into_iter();
    let contacts = contacts.flat_map(|contacts| contacts.in_order());
    let steps = agreement.escalation.iter().filter_map(|step| step.who.as_deref());
    let steps = steps.filter(|who| party_of(facts, who) == Some(Party::Organization));
    let mut ladder = Vec::new();
    for handle in contacts.chain(steps) {
        if !ladder.contains(&handle) {
            ladder.push(handle);
        }
    }
    ladder
}

/// Returns whether a person was told, or told it themselves.
fn concerns(entry: &Entry, handle: &str) -> bool {
    let names = entry.to.iter().map(String::as_str).chain(entry.actor.as_deref());
    names.into_iter().any(|name| name.eq_ignore_ascii_case(handle))
}
