//! A link, a pipe or an unreadable file; found by the workspace.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "not-a-file",
    class: Class::Form,
    level: Level::Error,
    summary: "what lies in the place of a document is no plain file",
    page: include_str!("not_a_file.md"),
    check: Check::Form,
};
