//! A first contact who does not answer, and nobody went on to the next.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::telling::{self, Stands};
use crate::validate::words::duration;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "secondary-not-tried",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the first contact does not answer, and nobody went on to the next one in time",
    page: include_str!("secondary_not_tried.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(telling) = telling::of(facts, document) else { return };
    let Stands::NotGoneOn(found) = telling.stands(facts) else { return };
    let message = format!(
        "`{}` has not answered for {}, and `{}` was not tried",
        found.primary,
        duration(found.waited),
        found.next
    );
    let place = if is_written(found.call, "reached") { "reached" } else { "to" };
    let after = format!("the next one is called after {}", duration(found.wait));
    let finding = Finding::at(found.call.field(place), message).help(telling.call(found.next));
    let finding = telling.owed(facts, finding);
    findings.add(telling.agreed.relate_field(finding, &found.field, after));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    const PATH: &str = "incidents/INC-2026-7KQ2/incident.md";
    const AGREEMENT: &str = "kind: agreement\nstatus: active\nthreshold: sev2\nseverities: [{id: sev2, rank: 2}, {id: sev3, rank: 3}]\ncontacts: {organization: {primary: zq, secondary: rm, alternates: [pt]}}";

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
        let at_once = "escalation: [{after: 0 minutes, who: zq}, {after: 0 minutes, who: rm}]";
        let cases: [(&str, &str, &[&str], &str, usize); 13] = [
            (at_once, "", &[zq], "2026-11-21T10:00:00Z", 0),
            (at_once, "", &[zq], "2026-11-21T10:01:00Z", 1),
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
