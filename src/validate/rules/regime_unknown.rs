//! A law that ircase keeps nothing of, so that no clock runs for it.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::{Agreement, Applies};
use crate::model::engagement::{AGREEMENT_PATH, Content, TypedDocument};
use crate::regime;
use crate::suggest::nearest;
use crate::validate::Facts;
use crate::validate::agreed::binding;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "regime-unknown",
    class: Class::Duty,
    level: Level::Warning,
    summary: "nothing is kept here of a law, so no clock runs for it",
    page: include_str!("regime_unknown.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Agreement(_) => {
            let Some(agreement) = binding(document) else { return };
            for (at, agreed) in agreement.regimes.iter().enumerate() {
                let Some(id) = agreed.id.as_deref() else { continue };
                if agreed.applies != Some(Applies::No) && regime::named(id).is_none() {
                    findings.add(not_here(document, &format!("regimes[{at}].id"), id));
                }
            }
        }
        Content::Notification(notification) => {
            let Some(id) = notification.regime.as_deref() else { return };
            // What the agreement names is told there.
            let is_agreed = agreement(facts).is_some_and(|agreement| names(agreement, id));
            if regime::named(id).is_none() && !is_agreed {
                findings.add(not_here(document, "regime", id));
            }
        }
        _ => {}
    }
}

/// There is no clock for such a law, which is worth knowing, and no fault of who wrote it.
fn not_here(document: &TypedDocument, field: &str, id: &str) -> Finding {
    let message =
        format!("there is no record of `{}` here, so no clock runs for it", visible_line(id));
    let finding = Finding::at(document.field(field), message);
    match nearest(id, regime::ids()) {
        Some(near) => {
            finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), near)
        }
        None => finding.help("write `due_at` into its notifications yourself; `ircase explain` lists the laws that are here"),
    }
}

fn agreement<'a>(facts: &Facts<'a>) -> Option<&'a Agreement> {
    binding(facts.engagement.get(AGREEMENT_PATH)?)
}

fn names(agreement: &Agreement, id: &str) -> bool {
    agreement.regimes.iter().any(|agreed| agreed.id.as_deref() == Some(id))
}
