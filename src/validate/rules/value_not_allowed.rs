//! A word that is not in its list; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "value-not-allowed",
    class: Class::Form,
    level: Level::Error,
    summary: "a value is not in its list or beyond its limits",
    page: include_str!("value_not_allowed.md"),
    check: Check::Form,
};
