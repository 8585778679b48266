//! An agreement to rehearse, and no rehearsal.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::diagnostic::{Class, Level};
use crate::model::agreement::{Agreement, AgreementStatus, Validity};
use crate::model::engagement::TypedDocument;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::agreed::owing;
use crate::validate::days::{due, is_over};
use crate::validate::exercises;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "exercise-overdue",
    class: Class::Duty,
    level: Level::Warning,
    summary: "an incident was not rehearsed for longer than was agreed",
    page: include_str!("exercise_overdue.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = owing(document).filter(|agreement| is_in_force(agreement, facts.now))
    else {
        return;
    };
    let Some(every) = &agreement.rehearse_every else { return };
    let Some(held) = held(facts) else { return };
    let newest = held.into_iter().max_by_key(|(date, _)| *date);
    let Some(since) = newest.map(|(date, _)| date).max(start(agreement)) else { return };
    if !due(since, every).is_some_and(|due| is_over(due, facts.now)) {
        return;
    }
    let message = format!("no incident was rehearsed since {since}");
    let finding = Finding::at(document.field("rehearse_every"), message)
        .help("plan one with `ircase new exercise \"...\" --type tabletop`: an hour around a table is enough");
    findings.add(match newest {
        Some((date, exercise)) if date == since => {
            finding.related(exercise.field("date"), "the last one was here")
        }
        _ => finding.related(document.field("period.start"), "the work began here"),
    });
}

fn is_in_force(agreement: &Agreement, now: Timestamp) -> bool {
    let end = agreement.period.as_ref().and_then(|period| period.end.as_ref());
    let is_over = end.and_then(Time::instant).is_some_and(|end| end < now);
    let status = agreement.status;
    matches!(status, Some(AgreementStatus::Active | AgreementStatus::Amended)) && !is_over
}

/// Returns the exercises that were held, by day; nothing where one cannot be read or its day is
/// not known, because it may be the newest.
fn held<'a>(facts: &Facts<'a>) -> Option<Vec<(Date, &'a TypedDocument)>> {
    let held = exercises::held(facts)?.into_iter();
    held.map(|(document, exercise)| Some((exercise.date.as_ref()?.date()?, document))).collect()
}

fn start(agreement: &Agreement) -> Option<Date> {
    let start = |period: &Validity| period.start.as_ref().and_then(Time::instant);
    let start = agreement.period.as_ref().and_then(start)?;
    Some(start.to_zoned(TimeZone::UTC).date())
}
