//! A threshold above everything the two sides thought of beforehand.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::binding;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "threshold-never-reached",
    class: Class::Duty,
    level: Level::Warning,
    summary: "no incident agreed beforehand reaches the threshold",
    page: include_str!("threshold_never_reached.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = binding(document) else { return };
    let Some((threshold, limit)) = threshold(agreement) else { return };
    let rank_of = |id: &String| agreement.severity(id).and_then(|severity| severity.rank);
    let known = agreement.predefined_incidents.iter().enumerate().filter_map(|(at, incident)| {
        Some((at, incident.default_severity.as_ref().and_then(rank_of)?))
    });
    let mut worst: Option<(usize, u32)> = None;
    for (at, rank) in known {
        if worst.is_none_or(|(_, other)| rank < other) {
            worst = Some((at, rank));
        }
    }
    let Some((at, rank)) = worst else { return };
    if rank <= limit {
        return;
    }
    let path = format!("predefined_incidents[{at}].default_severity");
    let message = format!(
        "no incident agreed beforehand reaches `{threshold}`, so the organization would hear of none"
    );
    let finding = Finding::at(document.field("threshold"), message)
        .related(document.field(&path), "the worst of them starts here")
        .help("choose a milder threshold, or a higher severity for what is agreed beforehand");
    findings.add(finding);
}

/// Returns the threshold's id and rank.
fn threshold(agreement: &Agreement) -> Option<(&str, u32)> {
    let id = agreement.threshold.as_deref()?;
    Some((id, agreement.severity(id)?.rank?))
}
