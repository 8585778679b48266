//! What several rules ask of an incident's calls: who is on the organization's ladder, who was told,
//! and when. It reports nothing itself.

use super::Facts;
use super::agreed::side_of;
use crate::model::agreement::Agreement;
use crate::model::engagement::TypedDocument;
use crate::model::entry::{Entry, EntryType};
use crate::model::incident::{Incident, IncidentStatus};
use crate::model::person::Told;
use crate::model::vocabulary::{ChannelKind, Party};
use crate::shell;

/// A call or a message of an incident's timeline.
pub(super) type Call<'a> = (&'a TypedDocument, &'a Entry);

/// Returns who is called on the organization's side, in order, each once.
pub(super) fn ladder<'a>(facts: &Facts<'_>, agreement: &'a Agreement) -> Vec<&'a str> {
    let contacts = agreement.contacts_of(Party::Organization).into_iter();
    // Who stands on the auditor's side tells nobody of the organization, wherever they are named.
    let is_auditor = |handle: &&str| {
        let person = facts.engagement.person(handle);
        person.is_some_and(|(_, person)| person.party == Some(Party::Auditor))
    };
    let contacts = contacts.flat_map(|contacts| contacts.in_order()).filter(|it| !is_auditor(it));
    let steps = agreement.escalation.iter().filter_map(|step| step.who.as_deref());
    let is_theirs =
        |who: &&str| side_of(facts.engagement, agreement, who) == Some(Party::Organization);
    let steps = steps.filter(is_theirs);
    let mut ladder = Vec::new();
    for handle in contacts.chain(steps) {
        if !ladder.contains(&handle) {
            ladder.push(handle);
        }
    }
    ladder
}

/// Returns the calls of an incident that concern somebody on a ladder, or anybody else of the
/// organization: who was told was told, whoever is called first today. By path.
pub(super) fn calls<'a>(facts: &Facts<'a>, incident: &str, ladder: &[&str]) -> Vec<Call<'a>> {
    facts
        .entries_of(incident)
        .filter(|(_, entry)| entry.entry_type == Some(EntryType::Communication))
        .filter(|(_, entry)| {
            ladder.iter().any(|handle| concerns(entry, handle))
                || names(entry).any(|name| is_of_organization(facts, name))
        })
        .collect()
}

fn is_of_organization(facts: &Facts<'_>, handle: &str) -> bool {
    let person = facts.engagement.person(handle);
    person.is_some_and(|(_, person)| person.party == Some(Party::Organization))
}

fn names(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.to.iter().map(String::as_str).chain(entry.actor.as_deref())
}

/// Returns whether a person was told, or told it themselves.
pub(super) fn concerns(entry: &Entry, handle: &str) -> bool {
    names(entry).any(|name| name.eq_ignore_ascii_case(handle))
}

/// Returns whether somebody was reached by a call; who calls us has reached somebody too.
pub(super) fn is_reached(call: &Call<'_>) -> bool {
    call.1.is_reached()
}

/// Returns whether a person may hear of an incident at once: nobody kept them out of it.
pub(super) fn may_be_told(facts: &Facts<'_>, incident: &Incident, handle: &str) -> bool {
    let told = facts.engagement.person(handle).and_then(|(_, person)| person.told);
    is_let_in(incident, handle) && matches!(told, None | Some(Told::Immediately))
}

/// Returns whether a person is among those who may know of an incident at all.
pub(super) fn is_let_in(incident: &Incident, handle: &str) -> bool {
    let mut let_in = incident.restricted_to.iter();
    incident.restricted_to.is_empty() || let_in.any(|it| it.eq_ignore_ascii_case(handle))
}

/// Returns the agreed channel that is tried first.
pub(super) fn best_channel(agreement: &Agreement) -> Option<ChannelKind> {
    let is_allowed = |kind: &ChannelKind| !agreement.forbidden_channels.contains(kind);
    let best = agreement.channels.iter().min_by_key(|channel| {
        (!channel.kind.as_ref().is_some_and(is_allowed), channel.rank.unwrap_or(u32::MAX))
    });
    best?.kind.filter(is_allowed)
}

/// Returns what to type once a person was called.
pub(super) fn write_it_down(incident: &str, agreement: &Agreement, handle: &str) -> String {
    let channel = best_channel(agreement).map_or("CHANNEL", ChannelKind::as_str);
    let (incident, handle) = (shell::word(incident), shell::word(handle));
    format!("`ircase note {incident} \"...\" --to {handle} --channel {channel} --reached yes`")
}

/// Returns whether work on an incident goes on.
pub(super) fn is_open(incident: &Incident) -> bool {
    use IncidentStatus::{Closed, FalsePositive, NearMiss};
    !matches!(incident.status, Some(Closed | FalsePositive | NearMiss))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::engagement::Engagement;
    use crate::source::Sources;
    use crate::validate::Recorded;

    #[test]
    fn nobody_of_the_auditor_stands_on_the_ladder() {
        let mut sources = Sources::default();
        let contacts = "{primary: lt, secondary: rm, alternates: [it]}";
        sources.add(
            "agreement.md",
            format!(
                "---\nkind: agreement\ncontacts: {{organization: {contacts}}}\nescalation: [{{who: av}}]\n---\n"
            ),
        );
        for (handle, party) in
            [("av", "auditor"), ("it", "third-party"), ("lt", "auditor"), ("rm", "organization")]
        {
            let text = format!("---\nkind: person\nparty: {party}\n---\n");
            sources.add(format!("people/{handle}.md"), text);
        }
        let engagement = Engagement::assemble(sources, Vec::new());
        let recorded = Recorded::default();
        let facts = Facts::new(&engagement, &recorded, jiff::Timestamp::UNIX_EPOCH);
        let (_, agreement) = engagement.agreement().unwrap();
        assert_eq!(ladder(&facts, agreement), ["rm", "it"]);
    }
}
