//! A high risk to people, and nobody decided whether they are told.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::DataRisk;
use crate::model::notification::Recipient;
use crate::validate::Facts;
use crate::validate::regimes::{
    all_are_read, applied_to_data, notifications_of, touches_personal_data,
};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "data-subjects-unassessed",
    class: Class::Duty,
    level: Level::Error,
    summary: "the risk to people is high, and nobody decided whether they are told",
    page: include_str!("data_subjects_unassessed.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let risk = incident.personal_data.as_ref().and_then(|data| data.risk);
    if risk != Some(DataRisk::High) || !touches_personal_data(incident) {
        return;
    }
    let Some(agreed) = facts.agreed_in(document, &["regimes"]) else { return };
    let agreement = agreed.agreement;
    let Some(applied) = applied_to_data(agreement).find(|applied| applied.is_sure()) else {
        return;
    };
    let tells_them = |notification: &crate::model::notification::Notification| {
        notification.to == Some(Recipient::DataSubjects)
    };
    if notifications_of(facts, &document.id).any(|(_, notification)| tells_them(notification)) {
        return;
    }
    if !all_are_read(facts, &document.id) {
        return;
    }
    let message = "the risk is high, and no notification says whether the people are told";
    let law = format!("regimes[{}].id", applied.at);
    let finding = Finding::at(document.field("personal_data.risk"), message)
            .help("add a notification `to: data-subjects`: `planned`, or `assessed-not-required` with the decision that says why");
    findings.add(agreed.relate_field(finding, &law, "a law on personal data applies"));
}
