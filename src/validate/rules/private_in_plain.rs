//! Names and numbers of people in plain text.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::profile::PlainPrivate;
use crate::model::vocabulary::Risk;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "private-in-plain",
    class: Class::Form,
    level: Level::Error,
    summary: "a person's private part is not sealed",
    page: include_str!("private_in_plain.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Content::Person(_), Some(front)) = (&document.content, &document.document.front) else {
        return;
    };
    let Some(private) = front.pair("private").filter(|pair| !pair.value.is_null()) else { return };
    let profile = facts.engagement.profile();
    if profile.and_then(|profile| profile.plain_private) == Some(PlainPrivate::Accepted) {
        return;
    }
    let risk = profile.and_then(|profile| profile.risk);
    let level = match risk {
        Some(Risk::High | Risk::Extreme) => Level::Error,
        Some(Risk::Low | Risk::Medium) | None => Level::Warning,
    };
    let message = "everybody with a copy of this folder can read this person's private part";
    findings.add(
        Finding::at(private.key.span, message)
            .level(level)
            .help("when the parties accept that, write `plain_private: accepted` in `ircase.yaml`"),
    );
}
