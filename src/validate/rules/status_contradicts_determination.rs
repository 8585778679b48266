//! A status and a determination that cannot both be true.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Determination, IncidentStatus};
use crate::shell;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "status-contradicts-determination",
    class: Class::Duty,
    level: Level::Error,
    summary: "the status of an incident and its determination cannot both be true",
    page: include_str!("status_contradicts_determination.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let (Some(status), Some(determination)) = (incident.status, incident.determination) else {
        return;
    };
    if (status, determination) == (IncidentStatus::Closed, Determination::Unknown) {
        findings.add(never_found_out(document));
        return;
    }
    let fitting = fitting(status);
    if fitting.contains(&determination) {
        return;
    }
    let words = one_of(fitting.iter().map(|word| word.as_str()));
    let message = format!("an incident that is `{status}` cannot be `{determination}`");
    let finding = Finding::at(document.field("determination"), message)
        .related(document.field("status"), "the status")
        .help(format!("with this status it is {words}; or change the status"));
    findings.add(finding);
}

/// That nobody ever found out is an honest end, and looks the same as a field that was forgotten: so
/// it is asked once.
fn never_found_out(document: &TypedDocument) -> Finding {
    let message = "this incident is closed, and it is not said what it was";
    Finding::at(document.field("determination"), message)
        .level(Level::Warning)
        .related(document.field("status"), "the status")
        .help(format!(
            "write what it turned out to be; where nobody ever found out, say so once: `ircase new answer {} {} --because \"...\"`",
            RULE.name,
            shell::word(&document.id)
        ))
}

/// Returns what an incident of this status may be. What is contained may still be a suspicion:
/// one pulls the plug first and understands later.
fn fitting(status: IncidentStatus) -> &'static [Determination] {
    use Determination as D;
    use IncidentStatus as S;
    match status {
        S::Reported | S::Triage | S::Reopened | S::Contained | S::Eradicated | S::Recovered => {
            &[D::Suspected, D::Confirmed, D::Unknown]
        }
        S::Confirmed | S::PostIncident => &[D::Confirmed],
        S::Closed => &[D::Confirmed, D::NearMiss, D::FalsePositive],
        S::FalsePositive => &[D::FalsePositive],
        S::NearMiss => &[D::NearMiss],
    }
}
