//! A review that was not held within the agreed time.

use jiff::Timestamp;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::IncidentStatus;
use crate::model::review::{Review, ReviewStatus};
use crate::model::time::Time;
use crate::regime::agreed::{AgreedDue, AgreedPeriod, clocks};
use crate::regime::clock::Remark;
use crate::validate::Facts;
use crate::validate::regimes::{incident_of, is_none_after_all};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "review-overdue",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a review was not held within the agreed time",
    page: include_str!("review_overdue.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Review(review) = &document.content else { return };
    if is_held(review, facts.now) {
        return;
    }
    // Without a review it is `closed-without-review`'s.
    let Some((closed, incident)) = incident_of(facts, document) else { return };
    if incident.status != Some(IncidentStatus::Closed) || is_none_after_all(incident) {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["severities", "threshold"]) else { return };
    let agreement = agreed.agreement;
    if !agreed.is_agreed() {
        return;
    }
    let clocks = clocks(incident, agreement, &facts.engagement.zone());
    let Some(clock) = clocks.into_iter().find(|clock| clock.what == AgreedPeriod::Review) else {
        return;
    };
    let AgreedDue::By { at_latest, remark, .. } = clock.due else { return };
    if facts.now <= at_latest || remark == Some(Remark::ApproximateStart) {
        return;
    }
    let late = duration(facts.now.duration_since(at_latest));
    let message = format!("the review should have been held {late} ago");
    let finding = Finding::at(document.field("status"), message);
    let within = format!("within {} is agreed", clock.within);
    let finding = agreed
        .relate_field(finding, &clock.field, within)
        .related(closed.field("closed_at"), "closed here")
        .help("hold it and write `status: reviewed`; a short one is better than none");
    findings.add(finding);
}

/// Returns whether people have met about it; the writing may follow.
fn is_held(review: &Review, now: Timestamp) -> bool {
    let met = review.meeting_at.as_ref().and_then(Time::instant);
    matches!(review.status, Some(ReviewStatus::Reviewed | ReviewStatus::Closed))
        || met.is_some_and(|met| met <= now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn a_review_has_its_time() {
        let agreement = "---\nkind: agreement\nstatus: active\nthreshold: sev2\nseverities: [{id: sev2, rank: 2, review_within: 7 days}, {id: sev3, rank: 3}]\n---\n";
        let cases = [
            ("sev2", "closed_at: 2026-11-01T10:00:00Z", "draft", "2026-11-08T10:00:00Z", 0),
            ("sev2", "closed_at: 2026-11-01T10:00:00Z", "draft", "2026-11-08T10:00:01Z", 1),
            (
                "sev2",
                "closed_at: 2026-11-01T10:00:00Z\nprecision: {closed_at: day}",
                "draft",
                "2026-11-08T23:00:00Z",
                0,
            ),
            ("sev2", "closed_at: unknown", "draft", "2026-12-08T10:00:01Z", 0),
            ("sev2", "", "draft", "2026-12-08T10:00:01Z", 0),
            ("sev3", "closed_at: 2026-11-01T10:00:00Z", "draft", "2026-12-08T10:00:01Z", 0),
            ("unknown", "closed_at: 2026-11-01T10:00:00Z", "in-review", "2026-12-08T10:00:01Z", 1),
            ("sev2", "closed_at: 2026-11-01T10:00:00Z", "reviewed", "2026-12-08T10:00:01Z", 0),
            (
                "sev2",
                "closed_at: 2026-11-01T10:00:00Z",
                "in-review\nmeeting_at: 2026-11-07T10:00:00Z",
                "2026-12-08T10:00:01Z",
                0,
            ),
            (
                "sev2",
                "closed_at: 2026-11-01T10:00:00Z",
                "in-review\nmeeting_at: 2027-01-07T10:00:00Z",
                "2026-12-08T10:00:01Z",
                1,
            ),
        ];
        for (severity, closed, review, now, count) in cases {
            let incident = format!(
                "---\nkind: incident\nstatus: closed\nseverity: {severity}\n{closed}\n---\n"
            );
            let text = format!("---\nkind: review\nstatus: {review}\n---\nText.\n");
            let files = [
                ("agreement.md", agreement),
                ("incidents/INC-2026-7KQ2/incident.md", &incident),
                ("incidents/INC-2026-7KQ2/review.md", &text),
            ];
            assert_eq!(
                found_by(RULE.name, &files, now).len(),
                count,
                "{severity} {closed} {review} {now}"
            );
        }
    }
}
