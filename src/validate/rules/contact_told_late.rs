//! A contact who heard of an incident after the agreed time, or will soon.

use jiff::Timestamp;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::shell;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::telling::{self, Limit, Stands, Telling};
use crate::validate::told::{Call, is_reached};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-told-late",
    class: Class::Duty,
    level: Level::Error,
    summary: "a contact was told of an incident later than agreed, or will be soon",
    page: include_str!("contact_told_late.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(telling) = telling::of(facts, document) else { return };
    let Some(limit) = &telling.limit else { return };
    let finding = match telling.stands(facts) {
        Stands::Reached => told_late(&telling, limit),
        Stands::TooLate => {
            let message = format!("nobody was told within {}", limit.within);
            Some(nobody_yet(facts, &telling, message))
        }
        Stands::RunningOut => {
            let left = duration(limit.end.duration_since(facts.now));
            let message = format!("{left} are left to tell a contact");
            Some(nobody_yet(facts, &telling, message).level(Level::Warning))
        }
        Stands::NotTold(_) | Stands::NotGoneOn(_) => None,
    };
    if let Some(finding) = finding {
        let within = format!("{} are agreed", limit.within);
        findings.add(telling.agreed.relate_field(finding, &limit.field, within));
    }
}

fn nobody_yet(facts: &Facts<'_>, telling: &Telling<'_>, message: String) -> Finding {
    let finding = Finding::at(telling.document.field("detected_at"), message);
    telling.owed(facts, telling.with_tries(finding)).help(telling.what_next(facts, RULE.name))
}

fn told_late(telling: &Telling<'_>, limit: &Limit) -> Option<Finding> {
    let (call, at) = first(telling.calls.iter().filter(|call| is_reached(call)))?;
    if at <= limit.end {
        return None;
    }
    let late = duration(at.duration_since(limit.end));
    let finding = Finding::at(
        call.field("occurred_at"),
        format!("the first contact was told {late} too late"),
    );
    Some(finding.related(telling.document.field("detected_at"), "the first sign").help(format!(
        "it can no longer change: say why with `ircase new answer {} {} --because \"...\"`, or correct a wrong time with a new entry",
        RULE.name,
        shell::word(&call.id)
    )))
}

/// Returns the first call and when it was; nothing where the time of one is not known, because it
/// may have been the first.
fn first<'a>(calls: impl Iterator<Item = &'a Call<'a>>) -> Option<(&'a TypedDocument, Timestamp)> {
    let dated = calls.map(|(call, entry)| Some((*call, entry.happened()?.earliest)));
    let dated: Option<Vec<_>> = dated.collect();
    dated?.into_iter().min_by_key(|(_, at)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    const AGREEMENT: &str = "---\nkind: agreement\nstatus: active\nthreshold: sev2\nseverities:\n  - {id: sev1, rank: 1, notify_within: 40 minutes}\n  - {id: sev2, rank: 2, notify_within: 1 day}\n  - {id: sev3, rank: 3}\ndisclosure_period: {auditor_to_organization: 2 hours}\ncontacts: {organization: {primary: zq, secondary: rm}}\n---\n";

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
        let nobody = "to: [rm]\nreached: no\noccurred_at: unknown";
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
