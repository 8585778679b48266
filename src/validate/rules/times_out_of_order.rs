//! Times of an incident that cannot all be true.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::Incident;
use crate::model::moment::Between;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "times-out-of-order",
    class: Class::Duty,
    level: Level::Error,
    summary: "a time of an incident lies before one that must come first",
    page: include_str!("times_out_of_order.md"),
    check: Check::Document(check),
};

/// What follows what. What is contained first and understood later is no fault, so the chains are
/// apart: knowing, deciding, mending, stopping the audit.
const CHAINS: &[&[&str]] = &[
    &["occurred_at", "detected_at", "aware_at", "closed_at"],
    &["occurred_at", "detected_at", "determined_at", "closed_at"],
    &["occurred_at", "contained_at", "recovered_at", "closed_at"],
    &["occurred_at", "suspension.at", "suspension.resumed_at"],
];

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let mut told = Vec::new();
    for chain in CHAINS {
        // The times so far that fit each other; after a fault the later one is trusted, so that
        // one wrong year does not make a fault of every other time.
        let mut before: Vec<(&str, Between)> = Vec::new();
        for field in *chain {
            let Some(later) = between(incident, field) else { continue };
            let conflict = before.iter().rev().find(|(_, earlier)| later.latest < earlier.earliest);
            if let Some((first, _)) = conflict {
                if !told.contains(&(*first, *field)) {
                    told.push((*first, *field));
                    findings.add(out_of_order(document, first, field));
                }
                before.clear();
            }
            before.push((field, later));
        }
    }
}

fn out_of_order(document: &TypedDocument, first: &str, second: &str) -> Finding {
    Finding::at(document.field(second), format!("`{second}` lies before `{first}`"))
        .related(document.field(first), "this comes first")
        .help("look at the day and at the offset from UTC; a time that is only about right says so under `precision`")
}

/// Returns what a field may stand for; nothing when it is missing, unknown or only approximate.
fn between(incident: &Incident, field: &str) -> Option<Between> {
    Between::of(incident.time(field)?, incident.precision.get(field).copied())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::engagement::Engagement;
    use crate::source::Sources;
    use crate::validate::Recorded;

    fn messages(fields: &str) -> Vec<String> {
        let mut sources = Sources::default();
        sources.add(
            "incidents/INC-2026-7KQ2/incident.md",
            format!("---\nkind: incident\n{fields}---\n"),
        );
        let engagement = Engagement::assemble(sources, Vec::new());
        let recorded = Recorded::default();
        // What lies in the future is that rule's, and counts here as unknown.
        let now: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
        let facts = Facts::new(&engagement, &recorded, now);
        let mut found = crate::validate::check(&facts);
        found.retain(|diagnostic| diagnostic.rule == RULE.name);
        found.into_iter().map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn a_time_is_as_exact_as_it_says() {
        let cases = [
            ("year", "2026-01-01T00:00:00Z", 0),
            ("year", "2025-12-31T23:59:59Z", 1),
            ("month", "2026-06-01T00:00:00Z", 0),
            ("month", "2026-05-31T23:59:59Z", 1),
            ("day", "2026-06-15T00:00:00Z", 0),
            ("hour", "2026-06-15T12:00:00Z", 0),
            ("hour", "2026-06-15T11:59:59Z", 1),
            ("minute", "2026-06-15T12:30:00Z", 0),
            ("second", "2026-06-15T12:30:30Z", 1),
            ("approx", "2020-01-01T00:00:00Z", 0),
        ];
        for (precision, detected, expected) in cases {
            let fields = format!(
                "occurred_at: 2026-06-15T12:30:45Z\nprecision: {{occurred_at: {precision}}}\ndetected_at: {detected}\n"
            );
            assert_eq!(messages(&fields).len(), expected, "{precision} {detected}");
        }
        let last = "occurred_at: 9999-12-30T00:00:00Z\nprecision: {occurred_at: year}\n";
        assert_eq!(messages(last), [""; 0]);
    }

    #[test]
    fn one_wrong_year_is_told_once_for_each_chain() {
        let fields = "occurred_at: 2027-06-15T12:00:00Z\ndetected_at: 2026-06-15T12:01:00Z\naware_at: 2026-06-15T12:02:00Z\nclosed_at: 2026-06-15T12:01:30Z\n";
        assert_eq!(
            messages(fields),
            [
                "`detected_at` lies before `occurred_at`",
                "`closed_at` lies before `aware_at`",
                "`closed_at` lies before `occurred_at`",
            ]
        );
    }
}
