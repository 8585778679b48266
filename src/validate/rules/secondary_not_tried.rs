//! A first contact who does not answer, and nobody went on to the next.

use jiff::SignedDuration;

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::{
    Call, calls, concerns, is_open, is_reached, ladder, may_be_told, write_it_down,
};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "secondary-not-tried",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the first contact does not answer, and nobody went on to the next one in time",
    page: include_str!("secondary_not_tried.md"),
    check: Check::Document(check),
};

/// After so long without an answer one goes up the ladder where nothing else is agreed: the
/// practice of Access Now's helpline.
const OTHERWISE: SignedDuration = SignedDuration::from_mins(60);

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if !is_open(incident) || is_none_after_all(incident) {
        return;
    }
    let Some(agreed) = facts.agreement_in_force() else { return };
    let agreement = agreed.agreement;
    let contacts = agreement.contacts_of(Party::Organization);
    let Some(primary) = contacts.and_then(|contacts| contacts.primary.as_deref()) else { return };
    if !facts.is_notifiable(agreement, document, incident) {
        return;
    }
    let ladder = ladder(facts, agreement);
    let calls = calls(facts, &document.id, &ladder);
    // Once somebody was reached, whether that was too late is `contact-told-late`'s.
    if calls.iter().any(is_reached) {
        return;
    }
    let is_tried = |handle: &str| calls.iter().any(|(_, entry)| concerns(entry, handle));
    let next =
        ladder.iter().find(|handle| **handle != primary && may_be_told(facts, incident, handle));
    let Some(next) = next.filter(|next| !is_tried(next)) else { return };
    let Some((call, tried)) = first_try(&calls, primary) else { return };
    let (wait, field) = wait(agreement, next);
    let waited = facts.now.duration_since(tried);
    if waited <= wait {
        return;
    }
    let message = format!(
        "`{primary}` has not answered for {}, and `{next}` was not tried",
        duration(waited)
    );
    let place = if is_written(call, "reached") { "reached" } else { "to" };
    let note = write_it_down(&document.id, agreement, next);
    let finding = Finding::at(call.field(place), message)
        .related(agreed.field(&field), format!("the next one is called after {}", duration(wait)))
        .help(format!(
            "call `{next}` now (`ircase contacts` says how), then write it down: {note}"
        ));
    findings.add(finding);
}

/// Returns the first call to a person, with its time in the kindest reading.
fn first_try<'a>(calls: &[Call<'a>], handle: &str) -> Option<(&'a TypedDocument, jiff::Timestamp)> {
    let tries = calls.iter().filter(|(_, entry)| concerns(entry, handle));
    let dated = tries.filter_map(|(call, entry)| Some((*call, entry.happened()?.latest)));
    dated.min_by_key(|(_, at)| *at)
}

/// Returns how long one waits before a person is called, and where the agreement says it.
fn wait(agreement: &Agreement, next: &str) -> (SignedDuration, String) {
    let steps = agreement.escalation.iter().enumerate();
    let mut steps = steps.filter(|(_, step)| step.who.as_deref() == Some(next));
    match steps.find_map(|(at, step)| Some((at, step.after.as_ref()?))) {
        Some((at, after)) => (after.approximately(), format!("escalation[{at}].after")),
        None => (OTHERWISE, "contacts.organization".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    const PATH: &str = "incidents/INC-2026-7KQ2/incident.md";
    const AGREEMENT: &str = "kind: agreement\nthreshold: sev2\nseverities: [{id: sev2, rank: 2}, {id: sev3, rank: 3}]\ncontacts: {organization: {primary: zq, secondary: rm, alternates: [pt]}}";

    fn count(agreement: &str, incident: &str, entries: &[&str], now: &str) -> usize {
        let agreement = format!("---\n{AGREEMENT}\n{agreement}\n---\n");
        let incident = format!("---\nkind: incident\nseverity: sev2\n{incident}\n---\n");
        let mut files = vec![("agreement.md".to_owned(), agreement), (PATH.to_owned(), incident)];
        for (at, entry) in entries.iter().enumerate() {
            let path = format!("incidents/INC-2026-7KQ2/timeline/20261121T10150{at}Z-8F3K.md");
            files.push((
                path,
                format!("---\nkind: entry\ntype: communication\n{entry}\n---\nText.\n"),
            ));
        }
        let files: Vec<_> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        found_by(RULE.name, &files, now).len()
    }

    #[test]
    fn one_waits_as_long_as_agreed() {
        let zq = "to: [zq]\nreached: no\noccurred_at: 2026-11-21T10:00:00Z";
        let rm = "to: [rm]\nreached: no\noccurred_at: 2026-11-21T10:40:00Z";
        let pt = "to: [pt]\nreached: no\noccurred_at: 2026-11-21T10:40:00Z";
        let yes = "to: [zq]\nreached: yes\noccurred_at: 2026-11-21T11:30:00Z";
        let half = "escalation: [{after: 30 minutes, who: rm}]";
        let cases: [(&str, &str, &[&str], &str, usize); 11] = [
            ("", "", &[zq], "2026-11-21T11:00:00Z", 0),
            ("", "", &[zq], "2026-11-21T11:00:01Z", 1),
            (half, "", &[zq], "2026-11-21T10:30:00Z", 0),
            (half, "", &[zq], "2026-11-21T10:31:00Z", 1),
            (half, "", &[zq, rm], "2026-11-21T12:00:00Z", 0),
            (half, "", &[zq, yes], "2026-11-21T12:00:00Z", 0),
            (half, "", &[], "2026-11-21T12:00:00Z", 0),
            (half, "restricted_to: [zq, av]", &[zq], "2026-11-21T12:00:00Z", 0),
            (half, "restricted_to: [zq, pt]", &[zq], "2026-11-21T12:00:00Z", 1),
            (half, "restricted_to: [zq, pt]", &[zq, pt], "2026-11-21T12:00:00Z", 0),
            (half, "status: closed", &[zq], "2026-11-21T12:00:00Z", 0),
        ];
        for (agreement, incident, entries, now, expected) in cases {
            assert_eq!(
                count(agreement, incident, entries, now),
                expected,
                "{incident} {entries:?} {now}"
            );
        }
    }
}
