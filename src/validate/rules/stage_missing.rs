//! A notification for a law that asks in steps, and nothing says which step it is.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::regimes::{has_no_stage, is_open, is_sent};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "stage-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "a law asks in steps, and a notification does not say for which step it is",
    page: include_str!("stage_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Notification(notification) = &document.content else { return };
    let Some(regime) = has_no_stage(document, notification) else { return };
    let message = if is_open(notification) {
        format!("`{}` asks in steps, and without `stage` no clock runs for this", regime.id)
    } else if is_sent(notification) {
        format!("`{}` asks in steps, and nothing says which one this was", regime.id)
    } else {
        return;
    };
    // A time written by hand is watched.
    let is_watched = !is_open(notification) || notification.due_at.is_some();
    let level = if is_watched { Level::Warning } else { Level::Error };
    let stages = regime.stages.iter().map(|stage| &*stage.name);
    findings.add(
        Finding::at(document.field("stage"), message)
            .level(level)
            .help(format!("write `stage`: {}", one_of(stages))),
    );
}
