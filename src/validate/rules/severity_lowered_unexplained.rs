//! A severity that became milder, and no decision says why.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::shell;
use crate::validate::Facts;
use crate::validate::decisions::{Step, is_explained};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "severity-lowered-unexplained",
    class: Class::Duty,
    level: Level::Warning,
    summary: "an incident became milder, and no decision says why",
    page: include_str!("severity_lowered_unexplained.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let Some(agreed) = facts.agreed_in(document, &["severities", "threshold"]) else { return };
    let agreement = agreed.agreement;
    let Some(severity) = incident.severity.as_deref() else { return };
    let Some(rank) = agreement.rank_of(severity) else { return };
    let worst = facts
        .severities_before(agreement, document)
        .filter_map(|before| Some((agreement.rank_of(before)?, before)))
        .min();
    let Some((_, worst)) = worst.filter(|(before, _)| *before < rank) else { return };
    if is_explained(facts, document, Step::Lowered) {
        return;
    }
    let message = format!("this was `{worst}`, is now `{severity}`, and no decision says why");
    let at = agreement.severities.iter().position(|it| it.id.as_deref() == Some(worst));
    let finding = Finding::at(document.field("severity"), message).help(format!(
        "write down who decided it, and why: `ircase note {} \"...\" --about severity --chosen {} --because \"...\"`",
        shell::word(&document.id),
        shell::word(severity)
    ));
    let path = format!("severities[{}].id", at.unwrap_or_default());
    findings.add(agreed.relate_field(finding, &path, "what it was"));
}
