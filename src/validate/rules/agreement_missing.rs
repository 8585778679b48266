//! An incident in an engagement without agreement, or a recorded agreement that is gone.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::AGREEMENT_PATH;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::{AgreementFile, Facts};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "agreement-missing",
    class: Class::Duty,
    level: Level::Warning,
    summary: "something happened and there is no agreement, or the recorded one is gone",
    page: include_str!("agreement_missing.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let engagement = facts.engagement;
    if facts.agreement_in_force().is_some_and(|it| it.file == AgreementFile::Deleted) {
        let finding = Finding::in_file(AGREEMENT_PATH, "the agreement is recorded, and its file is gone")
            .level(Level::Error)
            .help(format!(
                "put it back: `git checkout HEAD -- {AGREEMENT_PATH}`; until then what is recorded counts"
            ));
        findings.add(finding);
        return;
    }
    // One that could not be read is there, and another rule says so.
    let is_there = engagement.get(AGREEMENT_PATH).is_some() || engagement.is_unread(AGREEMENT_PATH);
    let Some((incident, _)) = engagement.incidents().next().filter(|_| !is_there) else { return };
    let finding = Finding::at(incident.field("kind"), "something happened, and there is no agreement")
        .help("`ircase new agreement` starts one; until both sides sign it, agree on each step and write that down");
    findings.add(finding);
}
