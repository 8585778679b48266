//! A procedure that nobody has tried.

use std::collections::HashSet;

use crate::diagnostic::{Class, Level};
use crate::model::procedure::{Procedure, ProcedureType};
use crate::validate::Facts;
use crate::validate::agreed::is_put_away;
use crate::validate::exercises;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "procedure-never-tested",
    class: Class::Duty,
    level: Level::Warning,
    summary: "nobody has tried a procedure yet",
    page: include_str!("procedure_never_tested.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let untried = facts.engagement.procedures().filter(|(document, procedure)| {
        // What is still being written is no plan yet; without a trail nobody can tell.
        let is_draft = !facts.recorded.paths.is_empty() && !facts.is_recorded(document);
        document.document.is_sound() && !is_draft && is_plan(procedure) && says_untried(procedure)
    });
    let mut untried = untried.peekable();
    if untried.peek().is_none() || is_put_away(facts) {
        return;
    }
    let Some(held) = exercises::held(facts) else { return };
    let tried: HashSet<String> = held
        .into_iter()
        .flat_map(|(_, exercise)| &exercise.procedures_tested)
        .map(|id| id.to_lowercase())
        .collect();
    for (document, _) in untried.filter(|(it, _)| !tried.contains(&it.id.to_lowercase())) {
        findings.add(
            Finding::at(document.field("last_tested"), "nobody has tried this procedure yet")
                .help("rehearse it (`ircase new exercise \"...\"`), name it there under `procedures_tested`, and write the day into `last_tested`"),
        );
    }
}

/// A method of somebody else is no plan of this engagement.
fn is_plan(procedure: &Procedure) -> bool {
    procedure.procedure_type.is_some_and(|it| it != ProcedureType::Method)
}

/// `unknown` is an answer: somebody may have tried it.
fn says_untried(procedure: &Procedure) -> bool {
    procedure.last_tested.as_ref().is_none_or(|day| day.is_never())
}
