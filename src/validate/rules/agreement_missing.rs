//! An incident in an engagement without agreement.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::AGREEMENT_PATH;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "agreement-missing",
    class: Class::Duty,
    level: Level::Warning,
    summary: "something happened, and there is no agreement",
    page: include_str!("agreement_missing.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let engagement = facts.engagement;
    // One that could not be read is there, and another rule says so.
    let is_there = engagement.get(AGREEMENT_PATH).is_some() || engagement.is_unread(AGREEMENT_PATH);
    let Some((incident, _)) = engagement.incidents().next().filter(|_| !is_there) else { return };
    let finding = Finding::at(incident.field("kind"), "something happened, and there is no agreement")
        .help("`ircase new agreement` starts one; until both sides sign it, agree on each step and write that down");
    findings.add(finding);
}
