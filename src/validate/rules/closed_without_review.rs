//! A closed incident that nobody has learned from.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, IncidentStatus};
use crate::regime::agreed::{AgreedClock, AgreedDue, AgreedPeriod, clocks};
use crate::regime::clock::Remark;
use crate::shell;
use crate::validate::Facts;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "closed-without-review",
    class: Class::Duty,
    level: Level::Error,
    summary: "an incident of an agreed severity is closed, and there is no review",
    page: include_str!("closed_without_review.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if incident.status != Some(IncidentStatus::Closed)
        || is_none_after_all(incident)
        || is_there(facts, &document.id)
    {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["severities", "threshold"]) else { return };
    // What nobody has signed yet asks nothing of anybody.
    if !agreed.is_agreed() {
        return;
    }
    let finding = |message: String| {
        Finding::at(document.field("status"), message).help(format!(
            "start it with `ircase new review {}`, and fill it in together: what helped it happen, what went well, what comes next",
            shell::word(&document.id)
        ))
    };
    let Some(clock) = clock(facts, incident, agreed.agreement) else {
        if facts.is_notifiable(agreed.agreement, document, incident) {
            let finding = finding("this is closed, and there is no review".to_owned());
            // When it is held was not agreed.
            let finding = finding.level(Level::Warning);
            findings.add(agreed.relate_field(finding, "threshold", "from here on it is reviewed"));
        }
        return;
    };
    let (message, level) = match clock.due {
        AgreedDue::By { at_latest, .. } if facts.now <= at_latest => return,
        AgreedDue::By { remark: Some(Remark::ApproximateStart), .. }
        | AgreedDue::Unknowable(_)
        | AgreedDue::NotStarted(_) => (
            "this is closed, there is no review, and nobody knows when its time is over".to_owned(),
            Level::Warning,
        ),
        AgreedDue::By { at_latest, .. } => {
            let late = duration(facts.now.duration_since(at_latest));
            (
                format!("the review should have been held {late} ago, and there is none"),
                Level::Error,
            )
        }
    };
    let within = format!("within {} is agreed", clock.within);
    findings.add(agreed.relate_field(finding(message).level(level), &clock.field, within));
}

/// Returns the agreed time for the review of what an incident's own severity is. One that is not
/// known has none of its own.
fn clock(facts: &Facts<'_>, incident: &Incident, agreement: &Agreement) -> Option<AgreedClock> {
    agreement.severity(incident.severity.as_deref()?)?;
    let clocks = clocks(incident, agreement, &facts.engagement.zone());
    clocks.into_iter().find(|clock| clock.what == AgreedPeriod::Review)
}

/// Returns whether there is a review, also one that cannot be read.
fn is_there(facts: &Facts<'_>, incident: &str) -> bool {
    let path = format!("incidents/{incident}/review.md");
    facts.engagement.get(&path).is_some() || facts.engagement.is_unread(&path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn a_review_is_owed_when_its_time_is_over() {
        let agreement = "---\nkind: agreement\nstatus: active\nthreshold: sev2\nseverities: [{id: sev1, rank: 1, review_within: 7 days}, {id: sev2, rank: 2}, {id: sev3, rank: 3}]\n---\n";
        let (error, warning) = (Some(Level::Error), Some(Level::Warning));
        let cases = [
            ("severity: sev1\nclosed_at: 2026-11-14T12:00:00Z", None),
            ("severity: sev1\nclosed_at: 2026-11-14T11:00:00Z", error),
            ("severity: sev1\nclosed_at: 2026-11-14T11:00:00Z\nprecision: {closed_at: day}", None),
            (
                "severity: sev1\nclosed_at: 2026-11-01T11:00:00Z\nprecision: {closed_at: approx}",
                warning,
            ),
            ("severity: sev1\nclosed_at: unknown", warning),
            ("severity: sev1", warning),
            ("severity: sev2\nclosed_at: 2026-11-14T11:00:00Z", warning),
            ("severity: unknown\nclosed_at: 2026-11-14T11:00:00Z", warning),
            ("severity: sev3\nclosed_at: 2026-11-14T11:00:00Z", None),
            ("severity: sev1\ndetermination: near-miss\nclosed_at: 2026-11-01T11:00:00Z", None),
        ];
        for (fields, level) in cases {
            let incident = format!("---\nkind: incident\nstatus: closed\n{fields}\n---\n");
            let files =
                [("agreement.md", agreement), ("incidents/INC-2026-7KQ2/incident.md", &*incident)];
            let found = found_by(RULE.name, &files, "2026-11-21T12:00:00Z");
            assert_eq!(found.first().map(|it| it.0), level, "{fields}");
        }
    }
}
