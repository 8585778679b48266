//! A closed incident with tasks that are still to be done.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::IncidentStatus;
use crate::model::review::Review;
use crate::model::task::{Task, TaskStatus};
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "closed-with-open-tasks",
    class: Class::Duty,
    level: Level::Warning,
    summary: "an incident is closed, and tasks of it are still open",
    page: include_str!("closed_with_open_tasks.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if incident.status != Some(IncidentStatus::Closed) {
        return;
    }
    let id = &document.id;
    let review_id = format!("{id}/review");
    let named = review_of(facts, id).into_iter().flat_map(|review| &review.tasks);
    let named = named.filter_map(|task| task_of(facts, task));
    // The review may be held after the closing, and what it asks for has a day of its own.
    let today = facts.now.to_zoned(facts.engagement.zone()).date();
    let is_ahead =
        |task: &Task| task.due.as_ref().and_then(|due| due.date()).is_some_and(|due| due >= today);
    let learnt = facts.tasks_from(&review_id).chain(named).filter(|(_, task)| !is_ahead(task));
    let mut open: Vec<(&TypedDocument, &Task)> = facts
        .tasks_from(id)
        .chain(learnt)
        .filter(|(_, task)| task.status.is_some_and(TaskStatus::is_open))
        .collect();
    open.sort_by_key(|(task, _)| &task.path);
    open.dedup_by_key(|(task, _)| &task.path);
    let message = match open.len() {
        0 => return,
        1 => "this is closed, and a task of it is open".to_owned(),
        count => format!("this is closed, and {count} tasks of it are open"),
    };
    let mut finding = Finding::at(document.field("status"), message)
        .help("do them, or decide about each: `done`, `accepted-risk` or `dropped`, and why");
    for (task, _) in open {
        finding = finding.related(task.field("status"), "still open");
    }
    findings.add(finding);
}

fn review_of<'a>(facts: &Facts<'a>, incident: &str) -> Option<&'a Review> {
    match &facts.engagement.get(&format!("incidents/{incident}/review.md"))?.content {
        Content::Review(review) => Some(review),
        _ => None,
    }
}

fn task_of<'a>(facts: &Facts<'a>, id: &str) -> Option<(&'a TypedDocument, &'a Task)> {
    let document = facts.engagement.get(&format!("tasks/{id}.md"))?;
    match &document.content {
        Content::Task(task) => Some((document, task)),
        _ => None,
    }
}
