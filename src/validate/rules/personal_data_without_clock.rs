//! Personal data is involved, a law applies, and no clock runs for it.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::Incident;
use crate::regime::NOT_LEGAL_ADVICE;
use crate::regime::record::{Regime, Starts, Told};
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::regimes::{
    all_are_read, applied_to_data, is_certain, may_be_first, notifications_of,
    touches_personal_data,
};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "personal-data-without-clock",
    class: Class::Duty,
    level: Level::Error,
    summary: "personal data is involved, and no clock runs for the law that applies",
    page: include_str!("personal_data_without_clock.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if !touches_personal_data(incident) {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["regimes"]) else { return };
    let agreement = agreed.agreement;
    // Telling a controller or the people has rules of its own.
    let to_authority = applied_to_data(agreement)
        .filter(|applied| applied.regime.tells == Told::Authority)
        .filter(|applied| has_begun(applied.regime, incident));
    let mut without_start = None;
    for applied in to_authority {
        let id = &applied.regime.id;
        let law = format!("regimes[{}].id", applied.at);
        let of_law = notifications_of(facts, &document.id)
            .filter(|(_, notification)| notification.regime.as_deref() == Some(id));
        // A later step says nothing of the first one.
        let (told, later): (Vec<_>, Vec<_>) =
            of_law.partition(|(_, notification)| may_be_first(applied.regime, notification));
        if told.is_empty() && !all_are_read(facts, &document.id) {
            continue;
        }
        if told.is_empty() {
            let place = document.field("personal_data.involved");
            let step = if later.is_empty() { "" } else { "the first report for " };
            let message = format!("no notification says what becomes of {step}`{id}`");
            let finding = Finding::at(place, message);
            let mut finding = agreed.relate_field(finding, &law, "this law may ask for a report");
            if let Some((later, _)) = later.first() {
                finding = finding.related(later.field("stage"), "this is a later step");
            }
            let finding = finding.help(format!("add a notification with `regime: {id}`: `planned`, or `assessed-not-required` with the decision that says why. {NOT_LEGAL_ADVICE}"));
            findings.add(if applied.is_sure() { finding } else { finding.level(Level::Warning) });
        } else if let Some(field) = missing_start(applied.regime, incident)
            && document.document.is_sound()
            && !is_written(document, field)
            && told.iter().any(|(_, notification)| {
                crate::validate::regimes::is_open(notification) && notification.due_at.is_none()
            })
        {
            without_start.get_or_insert((field, law));
        }
    }
    if let Some((field, law)) = without_start {
        let message =
            format!("a report is owed, and its clock has no start: there is no `{field}`");
        let finding = Finding::at(document.field(field), message)
            .help(format!("add `{field}`; `unknown` where nobody can say it"));
        findings.add(agreed.relate_field(finding, &law, "the law that asks"));
    }
}

/// A clock runs once its start is there, or once it is certain that this is an incident.
fn has_begun(regime: &Regime, incident: &Incident) -> bool {
    let start = regime.stages.first().map(|stage| stage.starts).and_then(Starts::field);
    is_certain(incident) || start.is_some_and(|field| incident.time(field).is_some())
}

fn missing_start(regime: &Regime, incident: &Incident) -> Option<&'static str> {
    let field = regime.stages.first()?.starts.field()?;
    incident.time(field).is_none().then_some(field)
}
