//! Evidence that was tainted and used all the same.

use jiff::SignedDuration;

use crate::diagnostic::{Class, Level};
use crate::model::custody::{Chain, Step};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{CustodyEvent, Entry};
use crate::model::moment::Between;
use crate::model::time::Time;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::custody::is_after;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "tainted-used",
    class: Class::Duty,
    level: Level::Error,
    summary: "evidence was used after it was tainted",
    page: include_str!("tainted_used.md"),
    check: Check::Document(check),
};

/// What is written down so soon before or after belongs together.
const SAME_ACCOUNT: SignedDuration = SignedDuration::from_hours(1);

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Evidence(evidence) => {
            if let Some(chain) = facts.chain_of(document) {
                worked_on(chain, findings);
            }
            let Some(original) = evidence.derived_from.as_deref() else { return };
            let place = document.field("derived_from");
            let made = evidence.acquired();
            relied_on(facts.custody(original), made, place, "this was made from", findings);
        }
        Content::Entry(entry) if !facts.is_superseded(document) => {
            let source = entry.source.as_ref().and_then(|source| source.evidence.as_deref());
            let Some(source) = source else { return };
            let chain = facts.custody(source);
            let tainted = chain.and_then(Chain::tainted);
            if tainted.is_some_and(|tainted| tells_of(entry, tainted.entry)) {
                return;
            }
            let place = document.field("source.evidence");
            relied_on(chain, entry.happened(), place, "this rests on", findings);
        }
        _ => {}
    }
}

fn worked_on(chain: &Chain<'_>, findings: &mut Findings<'_>) {
    let Some(tainted) = chain.tainted() else { return };
    let is_use =
        |step: &&Step<'_>| matches!(step.event, CustodyEvent::Analyzed | CustodyEvent::Exported);
    let later = chain.steps.iter().filter(is_use).filter(|it| is_after(it.at(), tainted.at()));
    for step in later.filter(|step| !tells_of(step.entry, tainted.entry)) {
        let message = format!("the evidence was `{}` after it was tainted", step.event);
        findings.add(finding(step.document.field("event"), message, tainted));
    }
}

/// Returns whether an entry belongs to the account of how evidence was tainted: what happened to
/// evidence is its own account, and so is what was done before the taint was written down and is
/// written down within an hour of it, because looking at evidence is how it is found.
fn tells_of(entry: &Entry, tainted: &Entry) -> bool {
    let is_remark = entry.evidence == tainted.evidence
        && !matches!(entry.event, Some(CustodyEvent::Analyzed | CustodyEvent::Exported));
    let recorded = |entry: &Entry| entry.recorded_at.as_ref().and_then(Time::instant);
    let is_near = match (recorded(entry), recorded(tainted)) {
        (Some(written), Some(known)) => {
            written.duration_since(known).abs() <= SAME_ACCOUNT
                && entry.happened().is_none_or(|it| it.earliest < known)
        }
        _ => false,
    };
    is_remark || is_near
}

fn relied_on(
    chain: Option<&Chain<'_>>,
    at: Option<Between>,
    place: Span,
    what: &str,
    findings: &mut Findings<'_>,
) {
    let Some(tainted) = chain.and_then(Chain::tainted) else { return };
    if is_after(at, tainted.at()) {
        let message = format!("{what} evidence that was tainted before");
        findings.add(finding(place, message, tainted));
    }
}

fn finding(place: Span, message: String, tainted: &Step<'_>) -> Finding {
    Finding::at(place, message)
        .related(tainted.document.field("event"), "tainted here")
        .help("go back to a copy that is not tainted; where there is none, say in an answer why it was used")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn the_account_of_the_taint_is_no_use() {
        let taint = "event: tainted\nevidence: EVD-3MZ8\noccurred_at: 2026-11-20T10:00:00Z\nrecorded_at: 2026-11-20T10:30:00Z";
        let rests = "type: observation\nsource: {kind: tool, evidence: EVD-3MZ8}\noccurred_at: 2026-11-20T10:20:00Z";
        let analyzed = "event: analyzed\nevidence: EVD-3MZ8\noccurred_at: 2026-11-20T10:10:00Z";
        let after = "event: analyzed\nevidence: EVD-3MZ8\noccurred_at: 2026-11-20T10:30:00Z";
        let verified = "event: verified\nevidence: EVD-3MZ8\nsource: {kind: tool, evidence: EVD-3MZ8}\noccurred_at: 2026-11-21T10:10:00Z";
        for (entry, recorded, count) in [
            (rests, "2026-11-20T10:25:00Z", 0),
            (rests, "2026-11-20T11:20:00Z", 0),
            (rests, "2026-11-20T12:20:00Z", 1),
            (analyzed, "2026-11-20T10:15:00Z", 0),
            (analyzed, "2026-11-20T18:15:00Z", 1),
            // Once the taint is written down, everybody knows.
            (after, "2026-11-20T10:45:00Z", 1),
            (verified, "2026-11-21T10:15:00Z", 0),
        ] {
            let text = |fields: &str| format!("---\nkind: entry\n{fields}\n---\nText.\n");
            let (taint, entry) = (text(taint), text(&format!("{entry}\nrecorded_at: {recorded}")));
            let files = [
                ("incidents/INC-2026-7KQ2/evidence/EVD-3MZ8.md", "---\nkind: evidence\n---\n"),
                ("incidents/INC-2026-7KQ2/timeline/20261120T103000Z-8F3K.md", &*taint),
                ("incidents/INC-2026-7KQ2/timeline/20261120T104000Z-Q2MT.md", &*entry),
            ];
            let found = found_by(RULE.name, &files, "2026-11-21T12:00:00Z");
            assert_eq!(found.len(), count, "{entry}");
        }
    }
}
