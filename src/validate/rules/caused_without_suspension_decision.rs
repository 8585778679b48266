//! An incident that the auditor caused, without both sides' decision whether the audit goes on.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Incident, Origin};
use crate::validate::Facts;
use crate::validate::consent::silent_about_suspension;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "caused-without-suspension-decision",
    class: Class::Duty,
    level: Level::Error,
    summary: "the auditor caused an incident, and it is not decided by both sides whether the audit stops",
    page: include_str!("caused_without_suspension_decision.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if incident.origin != Some(Origin::CausedByAuditor)
        || is_none_after_all(incident)
        || is_below_threshold(facts, document, incident)
    {
        return;
    }
    let origin = document.field("origin");
    let decided = incident.suspension.as_ref().filter(|it| it.decision.is_some());
    let Some(suspension) = decided else {
        let span = document.field("suspension.decision");
        let finding = Finding::at(span, "it is not decided whether the audit stops")
            .related(origin, "the auditor caused this")
            .help("both sides decide `suspension.decision`: `none`, `affected` or `all`, and both agree under `consents`");
        findings.add(finding);
        return;
    };
    for finding in silent_about_suspension(facts, document, suspension, "whether the audit stops") {
        let finding = finding.related(origin, "the auditor caused this");
        let decision = document.field("suspension.decision");
        findings.add(finding.related(decision, "decided by one side only"));
    }
}

/// What need not be told at once stops nothing either.
fn is_below_threshold(facts: &Facts<'_>, document: &TypedDocument, incident: &Incident) -> bool {
    let agreed = facts.agreement_of(document);
    agreed.is_some_and(|it| !facts.is_notifiable(it.agreement, document, incident))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Recorded;
    use crate::validate::tests::checked;

    /// Returns an agreement that both signed on a day.
    fn agreement(threshold: &str, secondary: &str, day: &str) -> String {
        format!(
            "---\nkind: agreement\nstatus: active\nrepresentatives: {{organization: [zq], auditor: [av]}}\nseverities: [{{id: sev1, rank: 1}}, {{id: sev2, rank: 2}}, {{id: sev3, rank: 3}}]\nthreshold: {threshold}\ncontacts: {{organization: {{primary: zq, secondary: {secondary}}}}}\nsignatures:\n- {{person: zq, how: paper, proof: x, signed_at: {day}T09:00:00Z}}\n- {{person: av, how: paper, proof: x, signed_at: {day}T09:00:00Z}}\n---\n"
        )
    }

    #[test]
    fn what_was_agreed_then_counts() {
        let suspension = "suspension: {decision: none, consents: [{person: rm, how: voice, witnessed_by: av}, {person: av, how: voice, witnessed_by: rm}]}";
        let before = agreement("sev3", "rm", "2026-11-01");
        let cases = [
            // Nothing was decided; sev2 had to be told then, or has to be now.
            ("", before.clone(), agreement("sev1", "rm", "2026-11-15"), 1),
            ("", agreement("sev1", "rm", "2026-11-01"), agreement("sev3", "rm", "2026-11-15"), 0),
            // `rm` was a contact then, or is one now.
            (suspension, before, agreement("sev3", "pt", "2026-11-15"), 0),
            (
                suspension,
                agreement("sev3", "pt", "2026-11-01"),
                agreement("sev3", "rm", "2026-11-15"),
                1,
            ),
        ];
        for (suspension, before, now, count) in cases {
            let incident = format!(
                "---\nkind: incident\norigin: caused-by-auditor\nseverity: sev2\ndetected_at: 2026-11-10T10:00:00Z\n{suspension}\n---\n"
            );
            let files = [
                ("agreement.md", &*now),
                ("incidents/INC-2026-7KQ2/incident.md", &incident),
                ("people/rm.md", "---\nkind: person\nparty: organization\nfunctions: [it]\n---\n"),
                (
                    "people/av.md",
                    "---\nkind: person\nparty: auditor\nfunctions: [commander]\n---\n",
                ),
            ];
            let earlier = [("agreement.md".to_owned(), vec![(&*before).into()])].into();
            let found = checked(&files, &Recorded { earlier, ..Recorded::default() });
            let found = found.iter().filter(|it| it.rule == RULE.name).count();
            assert_eq!(found, count, "{before}{now}{incident}");
        }
    }
}
