//! What an exercise found, and nobody takes up.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::exercise::{Exercise, ExerciseStatus};
use crate::model::task::{Task, TaskStatus};
use crate::validate::Facts;
use crate::validate::agreed::key_of;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "exercise-tasks-dropped",
    class: Class::Duty,
    level: Level::Warning,
    summary: "what an exercise found is not taken up",
    page: include_str!("exercise_tasks_dropped.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Exercise(exercise) = &document.content else { return };
    // Until it is reviewed, people still talk about what to do.
    if !matches!(exercise.status, Some(ExerciseStatus::Reviewed | ExerciseStatus::Closed)) {
        return;
    }
    let tasks = tasks_of(facts, document, exercise);
    let has_findings = exercise.findings.iter().any(|finding| !finding.trim().is_empty());
    if tasks.is_empty() && exercise.tasks.is_empty() && has_findings {
        let finding = Finding::at(document.field("tasks"), "nothing is done about what was found")
            .related(key_of(document, "findings"), "what was found")
            .help("write a task for each, with `from` naming this exercise; what you leave as it is gets a task with `status: accepted-risk`; what went well stands in the text");
        findings.add(finding);
    }
    for (task, dropped) in tasks {
        let is_reasoned = dropped.because.as_ref().is_some_and(|it| !it.trim().is_empty());
        if dropped.status == Some(TaskStatus::Dropped) && !is_reasoned {
            let message = "a task of an exercise was dropped, and nobody says why";
            let finding = Finding::at(task.field("status"), message)
                .related(document.field("status"), "the exercise it comes from")
                .help("write `because`, or take it up again: `status: open`");
            findings.add(finding);
        }
    }
}

/// Returns the tasks that come from an exercise or that it names, each once, by path.
fn tasks_of<'a>(
    facts: &Facts<'a>,
    document: &TypedDocument,
    exercise: &Exercise,
) -> Vec<(&'a TypedDocument, &'a Task)> {
    let named = exercise.tasks.iter().filter_map(|id| {
        let document = facts.engagement.get(&format!("tasks/{id}.md"))?;
        match &document.content {
            Content::Task(task) => Some((document, &**task)),
            _ => None,
        }
    });
    let mut tasks: Vec<_> = facts.tasks_from(&document.id).chain(named).collect();
    tasks.sort_by_key(|(task, _)| &task.path);
    tasks.dedup_by_key(|(task, _)| &task.path);
    tasks
}
