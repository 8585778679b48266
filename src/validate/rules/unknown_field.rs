//! A key that the kind does not have; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "unknown-field",
    class: Class::Form,
    level: Level::Error,
    summary: "a field is not known",
    page: include_str!("unknown_field.md"),
    check: Check::Form,
};
