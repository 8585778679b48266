//! Telling this authority can endanger people; management decides.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::notification::Notification;
use crate::regime;
use crate::validate::Facts;
use crate::validate::agreed::{binding, is_written};
use crate::validate::regimes::{applied, is_open, is_sent};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "dangerous-regime",
    class: Class::Duty,
    level: Level::Warning,
    summary: "telling this authority can endanger people, and nobody has decided it",
    page: include_str!("dangerous_regime.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Agreement(_) => in_agreement(document, findings),
        Content::Notification(notification) => in_notification(document, notification, findings),
        _ => {}
    }
}

/// A reason in the agreement shows that somebody thought of it.
fn in_agreement(document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = binding(document) else { return };
    for applied in applied(agreement) {
        let has_reason = is_written(document, &format!("regimes[{}].because", applied.at));
        if let (Some(danger), false) = (&applied.regime.dangerous, has_reason) {
            let place = document.field(&format!("regimes[{}].id", applied.at));
            findings.add(Finding::at(place, danger.clone()).help(
                "talk about it with the organization's management, and write under `because` what you decided",
            ));
        }
    }
}

fn in_notification(
    document: &TypedDocument,
    notification: &Notification,
    findings: &mut Findings<'_>,
) {
    let named = notification.regime.as_deref().and_then(regime::named);
    let Some(danger) = named.and_then(|regime| regime.dangerous.as_ref()) else { return };
    let approved = notification.approval.as_ref().is_some_and(|approval| approval.is_given());
    let is_sound = document.document.is_sound();
    if approved || notification.decision.is_some() || !is_sound {
        return;
    }
    let help = if is_open(notification) {
        "send nothing before management has decided; write an entry of type `decision`, and name its id in `decision`"
    } else if is_sent(notification) {
        "write down who decided it: an entry of type `decision`, with its id in `decision`"
    } else {
        return;
    };
    findings.add(Finding::at(document.field("regime"), danger.clone()).help(help));
}
