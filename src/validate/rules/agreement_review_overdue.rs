//! An agreement that both sides meant to read again by now.

use jiff::Timestamp;

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::TypedDocument;
use crate::model::entry::EntryType;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::agreed::{has_passed, in_effect};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "agreement-review-overdue",
    class: Class::Duty,
    level: Level::Warning,
    summary: "it is longer ago than agreed that both sides read the agreement",
    page: include_str!("agreement_review_overdue.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_effect(document) else { return };
    let Some(every) = &agreement.review_every else { return };
    let Some((last, place)) = last_read(agreement) else { return };
    if !has_passed(last, every, facts) || was_read_since(facts, last, agreement) {
        return;
    }
    let message = format!("it is longer than {every} ago that both sides read the agreement");
    let finding = Finding::at(document.field("review_every"), message)
        .related(document.field(&place), "the last time we know of")
        .help("read it again together; then both sign it, or note the decision: `ircase note \"...\" --type decision --about agreement`");
    findings.add(finding);
}

/// Returns when the newest signature was given; without one, when the work began.
fn last_read(agreement: &Agreement) -> Option<(Timestamp, String)> {
    let signatures = agreement.signatures.iter().enumerate();
    let signed = signatures.filter_map(|(at, signature)| {
        let time = signature.signed_at.as_ref().and_then(Time::instant)?;
        Some((time, format!("signatures[{at}].signed_at")))
    });
    let start = agreement.period.as_ref().and_then(|period| period.start.as_ref());
    let start = start.and_then(Time::instant).map(|start| (start, "period.start".to_owned()));
    signed.max_by_key(|(time, _)| *time).or(start)
}

/// Returns whether a decision about the agreement is written down that is not too old itself.
fn was_read_since(facts: &Facts<'_>, last: Timestamp, agreement: &Agreement) -> bool {
    let Some(every) = &agreement.review_every else { return false };
    facts.engagement.entries().any(|(document, entry)| {
        let about = entry.about.as_deref().unwrap_or_default();
        let at = entry.occurred_at.as_ref().or(entry.recorded_at.as_ref()).and_then(Time::instant);
        entry.entry_type == Some(EntryType::Decision)
            && about.trim_end_matches(".md").eq_ignore_ascii_case("agreement")
            && at.is_some_and(|at| at > last && !has_passed(at, every, facts))
            && !facts.is_superseded(document)
    })
}
