//! Something that happened tomorrow.

use jiff::SignedDuration;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::Entry;
use crate::model::incident::Incident;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "time-in-future",
    class: Class::Duty,
    level: Level::Error,
    summary: "something happened later than now, or later than it was written down",
    page: include_str!("time_in_future.md"),
    check: Check::Document(check),
};

/// How far two honest clocks may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

type Written<'a> = (String, Option<&'a Time>);

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let written = match &document.content {
        Content::Entry(_) if facts.is_superseded(document) => return,
        Content::Entry(entry) => {
            noted_before_it_happened(document, entry, findings);
            of_entry(entry)
        }
        Content::Incident(incident) => of_incident(incident),
        Content::Agreement(agreement) => agreement
            .signatures
            .iter()
            .enumerate()
            .map(|(at, it)| (format!("signatures[{at}].signed_at"), it.signed_at.as_ref()))
            .collect(),
        Content::Person(person) => vec![("verified_at".to_owned(), person.verified_at.as_ref())],
        Content::Engagement(_) | Content::Procedure(_) | Content::Unknown => return,
    };
    let Ok(limit) = facts.now.checked_add(TOLERANCE) else { return };
    for (path, time) in written {
        if time.and_then(Time::instant).is_some_and(|instant| instant > limit) {
            let field = path.rsplit('.').next().unwrap_or(&path);
            let message = format!("`{field}` lies in the future");
            findings.add(Finding::at(document.field(&path), message).help(
                "look at the year, the day and the offset from UTC, and at this computer's clock",
            ));
        }
    }
}

fn noted_before_it_happened(document: &TypedDocument, entry: &Entry, findings: &mut Findings<'_>) {
    let instant = |time: &Option<Time>| time.as_ref().and_then(Time::instant);
    let (Some(occurred), Some(recorded)) =
        (instant(&entry.occurred_at), instant(&entry.recorded_at))
    else {
        return;
    };
    if recorded.checked_add(TOLERANCE).is_ok_and(|limit| occurred > limit) {
        let message = "this happened after it was written down";
        let finding = Finding::at(document.field("occurred_at"), message)
            .related(document.field("recorded_at"), "written down here")
            .help("a plan is no event yet; for a wrong time add an entry that supersedes this one");
        findings.add(finding);
    }
}

fn of_entry(entry: &Entry) -> Vec<Written<'_>> {
    // `occurred_at` is held against `recorded_at`, so that one mistake is told once.
    let occurred = entry.occurred_at.as_ref().filter(|_| entry.recorded_at.is_none());
    let command = entry.command.as_ref();
    vec![
        ("occurred_at".to_owned(), occurred),
        ("recorded_at".to_owned(), entry.recorded_at.as_ref()),
        ("first_noted.at".to_owned(), entry.first_noted.as_ref().and_then(|it| it.at.as_ref())),
        ("command.started_at".to_owned(), command.and_then(|it| it.started_at.as_ref())),
        ("command.ended_at".to_owned(), command.and_then(|it| it.ended_at.as_ref())),
        ("consent.at".to_owned(), entry.consent.as_ref().and_then(|it| it.at.as_ref())),
    ]
}

fn of_incident(incident: &Incident) -> Vec<Written<'_>> {
    let mut written: Vec<Written<'_>> = [
        ("occurred_at", &incident.occurred_at),
        ("detected_at", &incident.detected_at),
        ("aware_at", &incident.aware_at),
        ("determined_at", &incident.determined_at),
        ("contained_at", &incident.contained_at),
        ("recovered_at", &incident.recovered_at),
        ("closed_at", &incident.closed_at),
    ]
    .map(|(field, time)| (field.to_owned(), time.as_ref()))
    .into();
    if let Some(suspension) = &incident.suspension {
        written.push(("suspension.at".to_owned(), suspension.at.as_ref()));
        written.push(("suspension.resumed_at".to_owned(), suspension.resumed_at.as_ref()));
        written.extend(suspension.consents.iter().enumerate().map(|(at, consent)| {
            (format!("suspension.consents[{at}].at"), consent.at.as_ref())
        }));
    }
    written
}
