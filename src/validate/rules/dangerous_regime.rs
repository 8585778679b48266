//! Telling this authority can endanger people; management decides.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::id;
use crate::model::notification::Notification;
use crate::model::vocabulary::Party;
use crate::regime;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::{in_use_or_draft, is_written};
use crate::validate::consent::{self, Worth, decision_named, is_decided_by};
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

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Agreement(_) => in_agreement(document, findings),
        Content::Notification(notification) => {
            in_notification(facts, document, notification, findings);
        }
        _ => {}
    }
}

/// A reason in the agreement shows that somebody thought of it.
fn in_agreement(document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use_or_draft(document) else { return };
    for applied in applied(agreement) {
        let has_reason = is_written(document, &format!("regimes[{}].because", applied.at));
        if let (Some(danger), false) = (&applied.regime.dangerous, has_reason) {
            let place = document.field(&format!("regimes[{}].id", applied.at));
            let to_do = "Talk about it with the organization's management, and write under `because` what you decided";
            findings.add(undecided(place, danger, to_do));
        }
    }
}

fn in_notification(
    facts: &Facts<'_>,
    document: &TypedDocument,
    notification: &Notification,
    findings: &mut Findings<'_>,
) {
    let named = notification.regime.as_deref().and_then(regime::named);
    let Some(danger) = named.and_then(|regime| regime.dangerous.as_ref()) else { return };
    let approval =
        consent::of(facts, document, notification.approval.as_ref(), Party::Organization);
    let decision = decision(facts, document, notification);
    if approval == Worth::Given || decision == Decision::Theirs || !document.document.is_sound() {
        return;
    }
    let to_do = if is_open(notification) {
        "Send nothing before management has decided; write an entry of type `decision`, and name its id in `decision`"
    } else if is_sent(notification) {
        "Write down who decided it: an entry of type `decision`, with its id in `decision`"
    } else {
        return;
    };
    let mut finding = undecided(document.field("regime"), danger, to_do);
    if decision == Decision::OfAnother {
        let place = document.field("decision");
        finding =
            finding.related(place, "decided by somebody who does not speak for the organization");
    }
    findings.add(approval.explain(finding, document, "approval", Party::Organization));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    None,
    /// The organization's, or one that is not there: that is a dangling reference.
    Theirs,
    OfAnother,
}

fn decision(facts: &Facts<'_>, document: &TypedDocument, notification: &Notification) -> Decision {
    let Some(id) = notification.decision.as_deref() else { return Decision::None };
    let incident = id::incident_of_path(&document.path);
    match incident.and_then(|incident| decision_named(facts, incident, id)) {
        Some(named) if !is_decided_by(facts, named, Party::Organization) => Decision::OfAnother,
        _ => Decision::Theirs,
    }
}

/// Says first what is missing, then why it matters, in the words of the law's record.
fn undecided(place: Span, danger: &str, to_do: &str) -> Finding {
    let message = "telling this authority can endanger people, and no decision of the organization is written";
    Finding::at(place, message).help(format!("{danger} {to_do}"))
}
