//! An opening fence without its closing one; found while parsing.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "front-matter-unclosed",
    class: Class::Form,
    level: Level::Error,
    summary: "the front matter is never closed",
    page: include_str!("front_matter_unclosed.md"),
    check: Check::Form,
};
