//! A severity that became milder, and no decision says why.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::shell;
use crate::source::{Source, SourceId};
use crate::validate::Facts;
use crate::validate::decisions;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

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
    let Some(agreed) = facts.agreement_in_force() else { return };
    let agreement = agreed.agreement;
    let Some(severity) = incident.severity.as_deref() else { return };
    let Some(rank) = rank(agreement, severity) else { return };
    let worst = facts
        .severities_before(document)
        .filter_map(|before| Some((self::rank(agreement, &before)?, before)))
        .min();
    let Some((_, worst)) = worst.filter(|(before, _)| *before < rank) else { return };
    if is_explained(facts, document, severity) {
        return;
    }
    let message = format!(
        "this was `{}`, is now `{severity}`, and no decision says why",
        visible_line(&worst)
    );
    let at = agreement.severities.iter().position(|it| it.id.as_deref() == Some(&*worst));
    let finding = Finding::at(document.field("severity"), message)
        .related(agreed.field(&format!("severities[{}].id", at.unwrap_or_default())), "what it was")
        .help(format!(
            "write down who decided it, and why: `ircase note {} \"...\" --about severity --chosen {} --because \"...\"`",
            shell::word(&document.id),
            shell::word(severity)
        ));
    findings.add(finding);
}

fn rank(agreement: &Agreement, severity: &str) -> Option<u32> {
    agreement.severity(severity)?.rank
}

/// Returns whether a decision gives the reason. Of a step that was recorded long ago nobody knows
/// when it was taken, so any decision may be the one.
fn is_explained(facts: &Facts<'_>, document: &TypedDocument, severity: &str) -> bool {
    let Some(recorded) = facts.recorded.changed.get(&document.path) else {
        return decisions::of(facts, &document.id).next().is_some();
    };
    let recorded = Source::new(SourceId(0), document.path.as_str(), recorded.as_str());
    if crate::document::parse(&recorded).text_of("severity") == Some(severity) {
        return decisions::of(facts, &document.id).next().is_some();
    }
    decisions::explain_step(facts, document)
}
