//! A report that was sent without something that the law asks it to say.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content as DocumentContent, TypedDocument};
use crate::model::notification::Notification;
use crate::regime::record::Content;
use crate::suggest::nearest;
use crate::validate::Facts;
use crate::validate::agreed::{is_written, key_of};
use crate::validate::regimes::{asked_by, is_sent, phases_beside};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contents-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "a report was sent without something that the law asks it to say",
    page: include_str!("contents_missing.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let DocumentContent::Notification(notification) = &document.content else { return };
    let Some((regime, stage)) = asked_by(notification).filter(|_| is_sent(notification)) else {
        return;
    };
    // What is written and could not be read has a finding of its own.
    let is_said = |content: &&Content| is_written(document, &format!("contents.{}", content.id));
    if !document.document.is_sound() {
        return;
    }
    let phases = phases_beside(facts, document, notification);
    let follows = |content: &&Content| {
        let place = format!("contents.{}", content.id);
        phases.iter().any(|(other, _)| stage.phased && is_written(other, &place))
    };
    let missing: Vec<&Content> = regime
        .contents_of(stage)
        .filter(|content| !is_said(content) && !follows(content))
        .collect();
    if missing.is_empty() {
        return;
    }
    let message =
        format!("`{}` asks for {}, and nothing is written there", regime.id, named(&missing));
    let place = if is_written(document, "contents") {
        key_of(document, "contents")
    } else {
        document.field("status")
    };
    let finding = Finding::at(place, message).help(help(notification, &missing, &regime.id));
    findings.add(if stage.phased { finding.level(Level::Warning) } else { finding });
}

/// Missing parts that a message names.
const NAMED_MAX: usize = 3;

fn named(missing: &[&Content]) -> String {
    let ids = missing.iter().take(NAMED_MAX).map(|content| format!("`{}`", content.id));
    let ids = ids.collect::<Vec<_>>().join(", ");
    match missing.len().saturating_sub(NAMED_MAX) {
        0 => ids,
        more => format!("{ids} and {more} more"),
    }
}

/// Says what the first missing one is, or how it may have been misspelled.
fn help(notification: &Notification, missing: &[&Content], regime: &str) -> String {
    let typo = notification.contents.keys().find_map(|key| {
        let near = nearest(key, missing.iter().map(|content| content.id.as_str()))?;
        (near != key).then(|| (visible_line(key), near))
    });
    if let Some((key, near)) = typo {
        return format!("`{key}` is not one of them; did you mean `{near}`?");
    }
    let first = missing.first().map_or_else(String::new, |content| {
        let asks = content.asks.trim_end_matches('.');
        format!(" `{}` is: {asks};", content.id)
    });
    format!(
        "add under `contents` what was said, `unknown` where it is not known yet;{first} `ircase explain {regime}` tells of all"
    )
}
