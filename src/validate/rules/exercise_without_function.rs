//! A rehearsal without people who will be needed.

use std::collections::HashSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::exercise::{Exercise, ExerciseType};
use crate::model::person::Function;
use crate::model::time::Day;
use crate::model::vocabulary::{Answer, Party};
use crate::validate::Facts;
use crate::validate::agreed::{item_of, key_of};
use crate::validate::exercises;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::stakeholders::{STAKEHOLDERS, is_small};
use crate::validate::words::all_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "exercise-without-function",
    class: Class::Duty,
    level: Level::Warning,
    summary: "part of the organization took part in no rehearsal of the last year",
    page: include_str!("exercise_without_function.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(held) = exercises::held(facts) else { return };
    let day = |exercise: &Exercise| exercise.date.as_ref().and_then(Day::date);
    let held = held.into_iter().filter_map(|(it, exercise)| Some((day(exercise)?, it, exercise)));
    let held: Vec<(Date, &TypedDocument, &Exercise)> = held.collect();
    let for_all = held.iter().filter(|(_, _, exercise)| is_for_all(exercise));
    let Some((day, newest, _)) = for_all.max_by_key(|(day, ..)| *day) else { return };
    let Ok(year_ago) = day.checked_sub(1.year()) else { return };
    let of_year = held.iter().filter(|(other, ..)| *other > year_ago && other <= day);
    let Some(covered) = covered(facts, of_year.map(|(.., exercise)| *exercise)) else { return };
    let missing: Vec<(Function, &TypedDocument)> = STAKEHOLDERS
        .into_iter()
        .filter(|function| !covered.contains(function))
        .filter_map(|function| Some((function, holder(facts, function)?)))
        .collect();
    if missing.is_empty() {
        return;
    }
    let names = all_of(missing.iter().map(|(function, _)| function.as_str()));
    let message = format!("{names} took part neither here nor in any exercise of the year before");
    let mut finding = Finding::at(key_of(newest, "participants"), message).help(
        "invite them to the next one, or call them in a contact drill; who was there and is missing here belongs under `participants`",
    );
    if is_small(facts) {
        finding = finding.level(Level::Note);
    }
    for (function, person) in missing {
        let place = item_of(person, "functions", function.as_str());
        finding = finding.related(place, format!("`{}` has this function", person.id));
    }
    findings.add(finding);
}

/// A red team or a restored backup is for few; around a table everybody has a seat.
fn is_for_all(exercise: &Exercise) -> bool {
    matches!(exercise.exercise_type, Some(ExerciseType::Tabletop | ExerciseType::ContactDrill))
}

/// Returns the functions of those who took part, or were reached in a drill; nothing where one of
/// them cannot be read, because they may have any.
fn covered<'a>(
    facts: &Facts<'_>,
    exercises: impl Iterator<Item = &'a Exercise>,
) -> Option<HashSet<Function>> {
    let mut covered = HashSet::new();
    for exercise in exercises {
        covered.extend(exercise.participants.iter().filter_map(|it| it.function));
        let took_part = exercise.participants.iter().filter_map(|it| it.person.as_deref());
        let reached = exercise.contacts_reached.iter();
        let reached = reached.filter(|it| it.reached == Some(Answer::Yes));
        for handle in took_part.chain(reached.filter_map(|it| it.person.as_deref())) {
            match facts.engagement.person(handle) {
                Some((document, person)) if document.document.is_sound() => {
                    covered.extend(&person.functions);
                }
                _ if facts.has_handle(handle) => return None,
                _ => {}
            }
        }
    }
    Some(covered)
}

/// Returns the first person of the organization with a function. Where nobody has it, another rule
/// says so.
fn holder<'a>(facts: &Facts<'a>, function: Function) -> Option<&'a TypedDocument> {
    facts.engagement.below("people/").iter().find(|document| match &document.content {
        Content::Person(person) => {
            person.party == Some(Party::Organization) && person.functions.contains(&function)
        }
        _ => false,
    })
}
