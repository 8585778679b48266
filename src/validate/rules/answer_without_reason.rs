//! An answer that does not say why.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::answers::has_reason;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "answer-without-reason",
    class: Class::Duty,
    level: Level::Error,
    summary: "an answer does not say why it is so",
    page: include_str!("answer_without_reason.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Answer(answer) = &document.content else { return };
    if document.document.is_sound() && !has_reason(answer) {
        let place = document.field("because");
        findings.add(
            Finding::at(place, "this answer gives no reason, so it answers nothing")
                .level(facts.level_of_owed(document))
                .help("write in `because`, in one or two sentences, why it is so"),
        );
    }
}
