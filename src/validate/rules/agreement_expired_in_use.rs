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
    use AgreementStatus::{Active, Amended, Expired};
    if !matches!(agreement.status, Some(Active | Amended | Expired)) {
        return;
    }
    let end = agreement.period.as_ref().and_then(|period| period.end.as_ref());
    let Some(end) = end.and_then(Time::instant).filter(|end| *end < facts.now) else { return };
    let uses = uses(facts, end);
    if uses.is_empty() {
        return;
    }
    let span = document.field("period.end");
    let mut finding = Finding::at(span, "the agreement has ended, and work goes on");
    for (span, what) in uses.into_iter().take(SHOWN) {
        finding = finding.related(span, what);
    }
    findings.add(finding.help(
        "agree on a later end and let both sides sign it, or hand over what is open and stop",
    ));
}

/// Returns what goes on: incidents that are open, and changes and commands after the end.
fn uses(facts: &Facts<'_>, end: Timestamp) -> Vec<(Span, &'static str)> {
    let engagement: &Engagement = facts.engagement;
    let is_open = |status: Option<IncidentStatus>| {
        use IncidentStatus::{Closed, FalsePositive, NearMiss};
        !matches!(status, None | Some(Closed | FalsePositive | NearMiss))
    };
    let incidents = engagement.incidents().filter(|(_, incident)| is_open(incident.status));
    let incidents = incidents.map(|(it, _)| (it.field("status"), "this incident is open"));
    let after =
        |time: &Option<Time>| time.as_ref().and_then(Time::instant).is_some_and(|time| time > end);
    let measures = engagement.entries().filter(|(document, entry)| {
        entry.entry_type == Some(EntryType::Measure)
            && after(&entry.occurred_at)
            && !facts.is_superseded(document)
    });
    let measures = measures.map(|(it, _)| (it.field("occurred_at"), "something was done here"));
    incidents.chain(measures).collect()
}
