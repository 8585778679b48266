//! YAML that has no one reading; found while parsing.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "yaml-syntax",
    class: Class::Form,
    level: Level::Error,
    summary: "the YAML cannot be read",
    page: include_str!("yaml_syntax.md"),
    check: Check::Form,
};
