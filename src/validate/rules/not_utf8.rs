//! Bytes that are no text; found by the workspace.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "not-utf8",
    class: Class::Form,
    level: Level::Error,
    summary: "a document is not UTF-8 text",
    page: include_str!("not_utf8.md"),
    check: Check::Form,
};
