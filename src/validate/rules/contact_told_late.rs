//! A contact who heard of an incident after the agreed time, or will soon.

use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, Origin};
use crate::regime::agreed::{AgreedClock, AgreedDue, AgreedPeriod, clocks};
use crate::regime::clock::Remark;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::{calls, is_reached, ladder};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-told-late",
    class: Class::Duty,
    level: Level::Error,
    summary: "a contact was told of an incident later than agreed, or will be soon",
    page: include_str!("contact_told_late.md"),
    check: Check::Document(check),
};

/// The time that is agreed for telling a contact of one incident.
struct Limit {
    start: Timestamp,
    /// The last instant at which it is in time in every reading of the start.
    end: Timestamp,
    within: String,
    /// Where the agreement says it.
    field: String,
}

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    // Who tells of an incident knows of it.
    if incident.origin == Some(Origin::ReportedByOrganization) || is_none_after_all(incident) {
        return;
    }
    let Some(agreed) = facts.agreement_in_force() else { return };
    let agreement = agreed.agreement;
    if !facts.is_notifiable(agreement, document, incident) {
        return;
    }
    let Some(limit) = limit(facts, document, incident, agreement) else { return };
    let ladder = ladder(facts, agreement);
    if ladder.is_empty() {
        return;
    }
    let mut calls = calls(facts, &document.id, &ladder);
    calls.retain(is_reached);
    let told = first(&mut calls);
    let detected = document.field("detected_at");
    let mut add = |place: Span, message: String, level| {
        let finding = Finding::at(place, message)
            .level(level)
            .related(agreed.field(&limit.field), format!("{} are agreed", limit.within));
        let finding = if place == detected {
            finding.help("`ircase contacts` says whom to call, and how")
        } else {
            finding.related(detected, "the first sign").help(format!(
                "it can no longer change: say why in `answers/{}--{}.md`, or correct a wrong time with a new entry",
                RULE.name, calls[0].0.id
            ))
        };
        findings.add(finding);
    };
    match told {
        Told::Nobody if facts.now > limit.end => {
            let message = format!("nobody was told within {}", limit.within);
            add(detected, message, Level::Error);
        }
        Told::Nobody if is_running_out(&limit, facts.now) => {
            let left = duration(limit.end.duration_since(facts.now));
            add(detected, format!("{left} are left to tell a contact"), Level::Warning);
        }
        Told::At(at) if at > limit.end => {
            let late = duration(at.duration_since(limit.end));
            let place = calls[0].0.field("occurred_at");
            add(place, format!("the first contact was told {late} too late"), Level::Error);
        }
        Told::Nobody | Told::At(_) | Told::SomeTime => {}
    }
}

/// When the first contact was told.
enum Told {
    Nobody,
    At(Timestamp),
    /// Nobody knows exactly; it may have been in time.
    SomeTime,
}

/// Puts the first call before all others and says when it was.
fn first(calls: &mut [crate::validate::told::Call<'_>]) -> Told {
    if calls.iter().any(|(_, entry)| entry.happened().is_none()) {
        return Told::SomeTime;
    }
    calls.sort_by_key(|(_, entry)| entry.happened().map(|it| it.earliest));
    match calls.first().and_then(|(_, entry)| entry.happened()) {
        Some(when) => Told::At(when.earliest),
        None => Told::Nobody,
    }
}

/// Returns whether more than half of the time is over.
fn is_running_out(limit: &Limit, now: Timestamp) -> bool {
    let whole = limit.end.duration_since(limit.start);
    now.duration_since(limit.start) > whole / 2 && whole > SignedDuration::ZERO
}

/// Returns what is agreed: for the severity, else for telling the other side at all. Where the
/// severity was milder before, its longer time counts, for nobody knows since when.
fn limit(
    facts: &Facts<'_>,
    document: &TypedDocument,
    incident: &Incident,
    agreement: &Agreement,
) -> Option<Limit> {
    let zone = facts.engagement.zone();
    let of = |incident: &Incident| {
        let clocks = clocks(incident, agreement, &zone);
        let find = |what| clocks.iter().find(|clock| clock.what == what);
        let clock = find(AgreedPeriod::TellContact).or(find(AgreedPeriod::TellOtherParty))?;
        limit_of(clock, incident)
    };
    let before = facts.severities_before(document).filter_map(|severity| {
        agreement.severity(&severity)?;
        of(&Incident { severity: Some(severity), ..incident.clone() })
    });
    let now = of(incident)?;
    before.chain([now]).max_by_key(|limit| limit.end)
}

fn limit_of(clock: &AgreedClock, incident: &Incident) -> Option<Limit> {
    let AgreedDue::By { at_latest, remark, .. } = &clock.due else { return None };
    if *remark == Some(Remark::ApproximateStart) {
        return None;
    }
    let start = incident.detected_at.as_ref()?.instant()?;
    let (within, field) = (clock.within.clone(), clock.field.clone());
    Some(Limit { start, end: *at_latest, within, field })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    const AGREEMENT: &str = "---\nkind: agreement\nthreshold: sev2\nseverities:\n  - {id: sev1, rank: 1, notify_within: 40 minutes}\n  - {id: sev2, rank: 2, notify_within: 1 day}\n  - {id: sev3, rank: 3}\ndisclosure_period: {auditor_to_organization: 2 hours}\ncontacts: {organization: {primary: zq, secondary: rm}}\n---\n";

    fn found(incident: &str, entry: &str, now: &str) -> Vec<(Level, String)> {
        let incident = format!("---\nkind: incident\n{incident}\n---\n");
        let entry = format!("---\nkind: entry\ntype: communication\n{entry}\n---\nText.\n");
        let files = [
            ("agreement.md", AGREEMENT),
            ("incidents/INC-2026-7KQ2/incident.md", &incident),
            ("incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md", &entry),
        ];
        found_by(RULE.name, &files, now)
    }

    #[test]
    fn time_runs_out_and_is_over() {
        let incident = "severity: sev1\ndetected_at: 2026-11-21T10:00:00Z";
        let nobody = "to: [zq]\nreached: no";
        let level = |now| found(incident, nobody, now).first().map(|it| it.0);
        for (now, expected) in [
            ("2026-11-21T10:20:00Z", None),
            ("2026-11-21T10:21:00Z", Some(Level::Warning)),
            ("2026-11-21T10:40:00Z", Some(Level::Warning)),
            ("2026-11-21T10:40:01Z", Some(Level::Error)),
        ] {
            assert_eq!(level(now), expected, "{now}");
        }
    }

    #[test]
    fn what_may_have_been_in_time_was() {
        let incident = "severity: sev1\ndetected_at: 2026-11-21T10:00:00Z";
        let told = "to: [rm]\nreached: yes";
        let now = "2026-11-22T10:00:00Z";
        let cases = [
            (incident, format!("{told}\noccurred_at: 2026-11-21T10:40:00Z"), 0),
            (incident, format!("{told}\noccurred_at: 2026-11-21T10:41:00Z"), 1),
            (incident, format!("{told}\noccurred_at: 2026-11-21T10:41:00Z\nprecision: hour"), 0),
            (incident, format!("{told}\noccurred_at: 2026-11-21T11:41:00Z\nprecision: hour"), 1),
            (incident, format!("{told}\noccurred_at: 2026-11-21T19:00:00Z\nprecision: approx"), 0),
            (incident, format!("{told}\noccurred_at: unknown"), 0),
            (incident, told.to_owned(), 0),
            (
                "severity: unknown\ndetected_at: 2026-11-21T10:00:00Z",
                format!("{told}\noccurred_at: 2026-11-22T09:00:00Z"),
                0,
            ),
            (
                "severity: sev3\ndetected_at: 2026-11-21T10:00:00Z",
                format!("{told}\noccurred_at: 2026-11-22T09:00:00Z"),
                0,
            ),
            (
                "severity: sev1\norigin: reported-by-organization\ndetected_at: 2026-11-21T10:00:00Z",
                format!("{told}\noccurred_at: 2026-11-22T09:00:00Z"),
                0,
            ),
            (
                "severity: sev1\nstatus: false-positive\ndetected_at: 2026-11-21T10:00:00Z",
                format!("{told}\noccurred_at: 2026-11-22T09:00:00Z"),
                0,
            ),
            (
                "severity: sev1\ndetected_at: unknown",
                format!("{told}\noccurred_at: 2026-11-22T09:00:00Z"),
                0,
            ),
            (
                "severity: sev1\ndetected_at: 2026-11-21T10:00:00Z\nprecision: {detected_at: day}",
                format!("{told}\noccurred_at: 2026-11-21T11:41:00Z"),
                0,
            ),
        ];
        for (incident, entry, count) in cases {
            assert_eq!(found(incident, &entry, now).len(), count, "{incident}\n{entry}");
        }
    }
}
