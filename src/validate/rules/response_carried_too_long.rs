//! An incident that the auditor has carried alone for too long.

use jiff::SignedDuration;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::EntryType;
use crate::model::incident::{Handling, Incident, IncidentStatus};
use crate::model::moment::Between;
use crate::model::vocabulary::{Answer, Party};
use crate::validate::Facts;
use crate::validate::agreed::party_of;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "response-carried-too-long",
    class: Class::Duty,
    level: Level::Note,
    summary: "the auditor has carried an incident alone for two hours",
    page: include_str!("response_carried_too_long.md"),
    check: Check::Document(check),
};

/// So long an auditor may carry an incident alone before somebody asks who could do it better.
const LIMIT: SignedDuration = SignedDuration::from_hours(2);

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if !is_carried(incident) || !incident.referrals.is_empty() || !document.document.is_sound() {
        return;
    }
    let precision = incident.precision.get("detected_at").copied();
    let since = incident.detected_at.as_ref().and_then(|time| Between::of(time, precision));
    let Some(since) = since else { return };
    let carried = facts.now.duration_since(since.latest);
    if carried < LIMIT {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["severities", "threshold"]) else { return };
    let agreement = agreed.agreement;
    if !facts.is_notifiable(agreement, document, incident) || is_helped(facts, document, incident) {
        return;
    }
    let message = format!("the auditor has carried this alone for {}", duration(carried));
    let finding = Finding::at(document.field("referrals"), message)
        .related(document.field("detected_at"), "since the first sign")
        .help("ask who can do it better, and write them under `referrals`; or name who of the organization works on it under `responders`");
    findings.add(finding);
}

/// Returns whether somebody still has to respond.
fn is_carried(incident: &Incident) -> bool {
    use IncidentStatus as S;
    let is_urgent = match incident.status {
        None | Some(S::Reported | S::Triage | S::Confirmed | S::Reopened) => true,
        Some(S::Contained | S::Eradicated) => incident.ongoing != Some(Answer::No),
        Some(S::Recovered | S::PostIncident | S::Closed | S::FalsePositive | S::NearMiss) => false,
    };
    is_urgent
        && incident.handling != Some(Handling::AfterEngagement)
        && !is_none_after_all(incident)
}

/// Returns whether somebody else works on it, or may: of a name that nobody knows one cannot say.
fn is_helped(facts: &Facts<'_>, document: &TypedDocument, incident: &Incident) -> bool {
    let is_other = |handle: &str| party_of(facts, document, handle) != Some(Party::Auditor);
    let named = incident.commander.iter().chain(&incident.responders);
    let worked = facts
        .entries_of(&document.id)
        .filter(|(_, entry)| {
            matches!(entry.entry_type, Some(EntryType::Measure | EntryType::Decision))
        })
        .flat_map(|(_, entry)| entry.actor.iter().chain(&entry.by));
    named.into_iter().any(|handle| is_other(handle))
        || worked.into_iter().any(|handle| is_other(handle))
}
