//! The organization holds data for somebody else, and they were not told of its breach.

use jiff::ToSpan as _;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::regime::Regime;
use crate::regime::record::Told;
use crate::validate::Facts;
use crate::validate::regimes::{
    Applied, all_are_read, applied_to_data, is_certain, is_open, notifications_of,
    touches_personal_data,
};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "controller-not-told",
    class: Class::Duty,
    level: Level::Error,
    summary: "data is held for somebody else, and they were not told of its breach",
    page: include_str!("controller_not_told.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let is_aware = incident.aware_at.is_some() || is_certain(incident);
    if !is_aware || !touches_personal_data(incident) {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["regimes"]) else { return };
    let agreement = agreed.agreement;
    let tells_controller =
        |applied: &Applied<'_>| applied.is_sure() && applied.regime.tells == Told::Controller;
    for applied in applied_to_data(agreement).filter(tells_controller) {
        let of_law = notifications_of(facts, &document.id)
            .filter(|(_, notification)| notification.regime.as_deref() == Some(&applied.regime.id));
        let told: Vec<_> = of_law.collect();
        let law = format!("regimes[{}].id", applied.at);
        if told.is_empty() && all_are_read(facts, &document.id) {
            let finding = nobody_told(document, applied.regime);
            findings.add(agreed.relate_field(finding, &law, "the data is held for a controller"));
        }
        // The text gives no number of hours; a day is long.
        if is_a_day_old(facts, incident) {
            let owed = told.into_iter().filter(|(_, notification)| is_open(notification));
            for (owed, _) in owed {
                findings.add(not_told_for_a_day(document, owed));
            }
        }
    }
}

fn nobody_told(document: &TypedDocument, regime: &Regime) -> Finding {
    let place = document.field("personal_data.involved");
    Finding::at(place, "nothing says that the controller of this data is told").help(format!(
        "tell them now, then add a notification with `regime: {}`, one for each controller",
        regime.id
    ))
}

fn not_told_for_a_day(document: &TypedDocument, owed: &TypedDocument) -> Finding {
    Finding::at(owed.field("status"), "the controller of this data has not been told for a day")
        .related(document.field("aware_at"), "known here")
        .level(Level::Warning)
        .help("tell them without undue delay; what is not known yet can follow")
}

fn is_a_day_old(facts: &Facts<'_>, incident: &crate::model::incident::Incident) -> bool {
    let aware_at = incident.aware_at.as_ref().and_then(|time| time.instant());
    aware_at
        .and_then(|aware_at| aware_at.checked_add(24.hours()).ok())
        .is_some_and(|day_later| day_later < facts.now)
}
