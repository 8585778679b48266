//! Work that goes on after the agreement has ended.

use jiff::Timestamp;

use crate::diagnostic::{Class, Level};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::entry::EntryType;
use crate::model::incident::IncidentStatus;
use crate::model::time::Time;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::binding;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "agreement-expired-in-use",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement has ended, and work or an open incident goes on",
    page: include_str!("agreement_expired_in_use.md"),
    check: Check::Document(check),
};

/// More places than these make a finding longer, not clearer.
const SHOWN: usize = 3;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = binding(document) else { return };
    use AgreementStatus::{Active, Amended, Archived, Expired, Terminated};
    let end = agreement.period.as_ref().and_then(|period| period.end.as_ref());
    let end = end.and_then(Time::instant).filter(|end| *end < facts.now);
    let place = match agreement.status {
        // Whatever the end once was, the agreement says that it is over.
        Some(Expired | Terminated | Archived) if end.is_none() => "status",
        Some(Expired | Terminated | Archived) => "period.end",
        Some(Active | Amended) if end.is_some() => "period.end",
        _ => return,
    };
    let uses = uses(facts, end);
    if uses.is_empty() {
        return;
    }
    let span = document.field(place);
    let mut finding = Finding::at(span, "the agreement has ended, and work goes on");
    for (span, what) in uses.into_iter().take(SHOWN) {
        finding = finding.related(span, what);
    }
    findings.add(finding.help(
        "agree on a later end and let both sides sign it, or hand over what is open and stop",
    ));
}

/// Returns what goes on: incidents that are open, and changes and commands after the end, where it
/// is known.
fn uses(facts: &Facts<'_>, end: Option<Timestamp>) -> Vec<(Span, &'static str)> {
    let engagement: &Engagement = facts.engagement;
    let is_open = |status: Option<IncidentStatus>| {
        use IncidentStatus::{Closed, FalsePositive, NearMiss};
        !matches!(status, None | Some(Closed | FalsePositive | NearMiss))
    };
    let incidents = engagement.incidents().filter(|(_, incident)| is_open(incident.status));
    let incidents = incidents.map(|(it, _)| (it.field("status"), "this incident is open"));
    let after = |time: &Option<Time>| {
        let time = time.as_ref().and_then(Time::instant);
        matches!((time, end), (Some(time), Some(end)) if time > end)
    };
    let measures = engagement.entries().filter(|(document, entry)| {
        entry.entry_type == Some(EntryType::Measure)
            && after(&entry.occurred_at)
            && !facts.is_superseded(document)
    });
    let measures = measures.map(|(it, _)| (it.field("occurred_at"), "something was done here"));
    incidents.chain(measures).collect()
}

#[cfg(test)]
mod tests {
    use crate::validate::tests::found_by;

    #[test]
    fn what_is_said_to_be_over_is_over() {
        let (past, ahead) = ("2026-11-15T18:00:00Z", "2026-12-15T18:00:00Z");
        let cases = [
            ("active", Some(past), true),
            ("active", Some(ahead), false),
            ("active", None, false),
            ("proposed", Some(past), false),
            ("expired", Some(past), true),
            ("expired", Some(ahead), true),
            ("expired", None, true),
            ("terminated", Some(ahead), true),
            ("terminated", None, true),
            ("archived", None, true),
        ];
        for (status, end, expected) in cases {
            let end = end.map_or_else(String::new, |end| format!("period: {{end: {end}}}\n"));
            let agreement = format!("---\nkind: agreement\nstatus: {status}\n{end}---\n");
            let found = |incident: &str| {
                let incident = format!("---\nkind: incident\nstatus: {incident}\n---\n");
                let files = [
                    ("agreement.md", &*agreement),
                    ("incidents/INC-2026-7KQ2/incident.md", &incident),
                ];
                !found_by("agreement-expired-in-use", &files, "2026-11-21T12:00:00Z").is_empty()
            };
            assert_eq!(found("triage"), expected, "{status} {end}");
            assert!(!found("closed"), "{status} {end}");
        }
    }
}
