//! The level of each rule in this engagement: `rules:` of `ircase.yaml` over the rule's own.
//!
//! Integrity rules keep their level whatever is written. A name that is no rule is a finding.

use std::collections::HashMap;

use super::rule::{Finding, Findings, Rule};
use super::rules::{self, RULES};
use crate::diagnostic::{Class, Diagnostic, Level};
use crate::model::engagement::{Content, Engagement};
use crate::model::profile::RuleLevel;
use crate::suggest::nearest;

/// The levels that an engagement chose.
#[derive(Debug, Default)]
pub struct Levels(HashMap<&'static str, RuleLevel>);

/// A rule that an engagement switched off or lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct ChangedLevel {
    pub rule: &'static str,
    /// The level it has here; null where it is switched off.
    pub level: Option<Level>,
}

/// What holds for one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// The rule's own level, or what it says of a single finding.
    Default,
    /// All its findings have this level.
    Chosen(Level),
}

impl Levels {
    /// Returns the levels that an engagement chose.
    pub fn of_engagement(engagement: &Engagement) -> Self {
        read(engagement).0
    }

    /// Returns the level a rule has; `None` when it is switched off.
    pub fn in_force(&self, rule: &Rule) -> Option<Level> {
        match self.of(rule)? {
            Setting::Default => Some(rule.level),
            Setting::Chosen(level) => Some(level),
        }
    }

    /// Returns the rules that say less here than by themselves, by name.
    pub fn changed(&self) -> Vec<ChangedLevel> {
        let changed = |rule: &&Rule| {
            let level = self.in_force(rule);
            let is_less = level.is_none_or(|level| level < rule.level);
            is_less.then_some(ChangedLevel { rule: rule.name, level })
        };
        let mut changed: Vec<ChangedLevel> = RULES.iter().filter_map(changed).collect();
        changed.sort_unstable_by_key(|changed| changed.rule);
        changed
    }

    /// Returns whether every rule of these tells what it finds.
    pub(super) fn are_on(&self, names: &[&str]) -> bool {
        let is_off = |name: &&str| rules::named(name).is_some_and(|rule| self.of(rule).is_none());
        !names.iter().any(is_off)
    }

    /// Returns what holds for a rule; nothing when it is switched off.
    pub(super) fn of(&self, rule: &Rule) -> Option<Setting> {
        match self.0.get(rule.name) {
            _ if rule.class == Class::Integrity => Some(Setting::Default),
            Some(level) if is_gate(rule) && *level != RuleLevel::Error => Some(Setting::Default),
            None => Some(Setting::Default),
            Some(RuleLevel::Off) => None,
            Some(RuleLevel::Error) => Some(Setting::Chosen(Level::Error)),
            Some(RuleLevel::Warning) => Some(Setting::Chosen(Level::Warning)),
            Some(RuleLevel::Note) => Some(Setting::Chosen(Level::Note)),
        }
    }
}

/// Rules without which a record could hold what nobody can read, or what endangers somebody. They
/// can be made errors and nothing less.
const GATES: &[&str] = &[
    "yaml-syntax",
    "yaml-feature-refused",
    "key-repeated",
    "front-matter-missing",
    "front-matter-unclosed",
    "kind-unknown",
    "not-utf8",
    "not-a-file",
    "document-too-large",
    "own-schema-broken",
    "private-in-plain",
    "secret-in-document",
];

fn is_gate(rule: &Rule) -> bool {
    GATES.contains(&rule.name)
}

/// Reads the levels, and what is wrong with how they are written.
pub(super) fn read(engagement: &Engagement) -> (Levels, Vec<Diagnostic>) {
    let mut levels = Levels::default();
    let mut found = Vec::new();
    for document in &engagement.documents {
        let Content::Engagement(profile) = &document.content else { continue };
        let Some(node) = document.document.front.as_ref().and_then(|front| front.get("rules"))
        else {
            continue;
        };
        for pair in node.pairs() {
            match rules::named(&pair.key.text) {
                None => report("unknown-field", &mut found, unknown(&pair.key.text, pair.key.span)),
                Some(rule) if rule.class == Class::Integrity => {
                    let message = format!("the level of `{}` cannot be changed", rule.name);
                    let finding = Finding::at(pair.value.span, message)
                        .help("it guards the history; remove this line");
                    report("value-not-allowed", &mut found, finding);
                }
                Some(rule)
                    if is_gate(rule)
                        && profile
                            .rules
                            .get(rule.name)
                            .is_some_and(|it| *it != RuleLevel::Error) =>
                {
                    let message = format!("the level of `{}` cannot be lowered", rule.name);
                    let finding = Finding::at(pair.value.span, message).help(
                        "it keeps unreadable or dangerous text out of the trail; remove this line",
                    );
                    report("value-not-allowed", &mut found, finding);
                }
                Some(rule) => {
                    if let Some(level) = profile.rules.get(rule.name) {
                        levels.0.insert(rule.name, *level);
                    }
                }
            }
        }
    }
    (levels, found)
}

fn unknown(name: &str, span: crate::source::Span) -> Finding {
    let finding = Finding::at(span, format!("there is no rule `{name}`"));
    match nearest(name, RULES.iter().map(|rule| rule.name)) {
        Some(rule) => {
            finding.help(format!("did you mean `{rule}`?")).fix(format!("write `{rule}`"), rule)
        }
        None => finding.help("`ircase explain` lists all rules"),
    }
}

fn report(rule: &str, found: &mut Vec<Diagnostic>, finding: Finding) {
    let rule = rules::named(rule).expect("the rule is in the table");
    Findings::new(rule, Setting::Default, found).add(finding);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn levels(rules: &str) -> (Levels, Vec<String>) {
        let mut sources = Sources::default();
        sources.add("ircase.yaml", format!("kind: engagement\nrules:\n{rules}"));
        let (levels, found) = read(&Engagement::assemble(sources, Vec::new()));
        (levels, found.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn a_gate_is_never_lowered() {
        for gate in GATES {
            let rule = rules::named(gate).expect("a gate is a rule");
            for level in ["off", "note", "warning"] {
                let (levels, messages) = levels(&format!("  {gate}: {level}\n"));
                assert_eq!(levels.of(rule), Some(Setting::Default), "{gate}: {level}");
                assert_eq!(messages, [format!("the level of `{gate}` cannot be lowered")]);
            }
            let (levels, messages) = levels(&format!("  {gate}: error\n"));
            assert_eq!(levels.of(rule), Some(Setting::Chosen(Level::Error)));
            assert_eq!(messages, [""; 0]);
        }
    }
}
