//! Lines of a merge that nobody resolved; found while parsing.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "merge-conflict-left",
    class: Class::Integrity,
    level: Level::Error,
    summary: "a merge conflict was left in the text",
    page: include_str!("merge_conflict_left.md"),
    check: Check::Form,
};
