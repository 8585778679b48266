//! A task whose day has passed.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::task::TaskStatus;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "task-overdue",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a task is open, and its day has passed",
    page: include_str!("task_overdue.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Task(task) = &document.content else { return };
    let Some(due) = task.due.as_ref().and_then(|day| day.date()) else { return };
    if !task.status.is_some_and(TaskStatus::is_open) {
        return;
    }
    let today = facts.now.to_zoned(facts.engagement.zone()).date();
    if due >= today {
        return;
    }
    let days = today.duration_since(due).as_hours() / 24;
    let message = match days {
        1 => "this was due yesterday".to_owned(),
        days => format!("this was due {days} days ago"),
    };
    let finding = Finding::at(document.field("due"), message)
        .related(document.field("status"), "and is still open")
        .help("do it, agree on another day, or say why not: `accepted-risk` or `dropped`, and `because`");
    findings.add(finding);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn the_last_day_ends_where_people_are() {
        let cases = [
            ("open", "2026-11-20", "2026-11-21T04:59:59Z", 0),
            ("open", "2026-11-20", "2026-11-21T05:00:00Z", 1),
            ("in-progress", "2026-11-20", "2026-11-25T12:00:00Z", 1),
            ("done", "2026-11-20", "2026-11-25T12:00:00Z", 0),
            ("accepted-risk", "2026-11-20", "2026-11-25T12:00:00Z", 0),
            ("open", "unknown", "2026-11-25T12:00:00Z", 0),
            ("", "2026-11-20", "2026-11-25T12:00:00Z", 0),
        ];
        for (status, due, now, count) in cases {
            let task = format!("---\nkind: task\nstatus: {status}\ndue: {due}\n---\nText.\n");
            let files = [
                ("ircase.yaml", "kind: engagement\ntime_zone: America/Bogota\n"),
                ("tasks/TSK-5RBN.md", &task),
            ];
            assert_eq!(found_by(RULE.name, &files, now).len(), count, "{status} {due} {now}");
        }
    }
}
