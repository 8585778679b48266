//! Rules: a page each, and the list with the levels in force.

use std::fmt::Write;

use crate::diagnostic::Class;
use crate::model::engagement::Engagement;
use crate::validate::Rule;
use crate::validate::levels::Levels;
use crate::validate::rules::RULES;

/// Returns the page of a rule, with the level it has in this engagement.
pub(super) fn page(rule: &Rule, engagement: Option<&Engagement>) -> String {
    let class = match rule.class {
        Class::Form => "form: an error keeps the document from being recorded",
        Class::Duty => "duty: it never keeps a document from being recorded",
        Class::Integrity => "integrity: its level cannot be changed",
    };
    let (title, rest) = rule.page.split_once('\n').unwrap_or((rule.page, ""));
    let page = without_marks(rule.name, rest.trim());
    let level = rule.level.name();
    let levels = engagement.map(Levels::of_engagement);
    let here = match here(rule, levels.as_ref()) {
        Some(here) => format!(" Here: {here}."),
        None => String::new(),
    };
    format!("{title}\n\nLevel: {level}.{here} Class {class}.\n\n{page}")
}

/// Returns every rule in a line: level, name, what it finds; and where this engagement chose
/// another level, that one.
pub(super) fn list(engagement: Option<&Engagement>) -> String {
    let mut text = String::from("Rules (`validate`)\n");
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let levels = engagement.map(Levels::of_engagement);
    for rule in RULES {
        let (level, name, summary) = (rule.level.name(), rule.name, rule.summary);
        let _ = write!(text, "  {name:width$}  {level:7}  {summary}");
        if let Some(here) = here(rule, levels.as_ref()) {
            let _ = write!(text, " (here: {here})");
        }
        text.push('\n');
    }
    text
}

/// Returns the level that this engagement chose, where it is not the rule's own.
fn here(rule: &Rule, levels: Option<&Levels>) -> Option<&'static str> {
    match levels?.in_force(rule) {
        None => Some("off"),
        Some(chosen) if chosen != rule.level => Some(chosen.name()),
        Some(_) => None,
    }
}

/// Shows the carets of an example as comments, without the rule's name again.
fn without_marks(name: &str, page: &str) -> String {
    let shown = |line: &str| {
        let carets = line.trim_start_matches(' ').trim_end_matches(|c: char| c != '^');
        let is_mark = !carets.is_empty() && carets.bytes().all(|byte| byte == b'^');
        if is_mark && line.contains(name) {
            line[..line.len() - line.trim_start().len() + carets.len()].to_owned()
        } else {
            line.to_owned()
        }
    };
    page.lines().map(shown).collect::<Vec<_>>().join("\n")
}
