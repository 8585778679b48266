//! An answer to nothing. The engine matches answers with findings and reports them here.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "answer-unused",
    class: Class::Duty,
    level: Level::Warning,
    summary: "an answer is about something that no rule finds",
    page: include_str!("answer_unused.md"),
    check: Check::Form,
};
