//! A day after the first sign nobody has said whether personal data is involved.

use jiff::ToSpan as _;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::Incident;
use crate::model::moment::Between;
use crate::model::vocabulary::Answer;
use crate::validate::Facts;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "personal-data-undetermined",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a day after the first sign nobody has said whether personal data is involved",
    page: include_str!("personal_data_undetermined.md"),
    check: Check::Document(check),
};

/// After so many hours the question is asked (DOMAIN 5).
const HOURS: i64 = 24;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    let involved = incident.personal_data.as_ref().and_then(|data| data.involved);
    if matches!(involved, Some(Answer::Yes | Answer::No)) || is_none_after_all(incident) {
        return;
    }
    // An answer that could not be read is no missing one.
    let answer = document.document.text_of("personal_data.involved");
    if !document.document.is_sound() || involved.is_none() && answer.is_some() {
        return;
    }
    let asked = first_sign(incident).and_then(|sign| sign.checked_add(HOURS.hours()).ok());
    if asked.is_none_or(|asked| facts.now <= asked) {
        return;
    }
    let message = format!(
        "more than {HOURS} hours after the first sign it is not said whether personal data is involved"
    );
    findings.add(
        Finding::at(document.field("personal_data.involved"), message)
            .related(document.field("detected_at"), "the first sign")
            .help("find out and write `personal_data.involved: yes` or `no`; clocks of laws may depend on it"),
    );
}

/// Returns the latest instant that the first sign may stand for.
fn first_sign(incident: &Incident) -> Option<jiff::Timestamp> {
    let detected_at = incident.detected_at.as_ref()?;
    let precision = incident.precision.get("detected_at").copied();
    Between::of(detected_at, precision).map(|between| between.latest)
}
