//! A document without fields; found while parsing.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "front-matter-missing",
    class: Class::Form,
    level: Level::Error,
    summary: "the document has no front matter",
    page: include_str!("front_matter_missing.md"),
    check: Check::Form,
};
