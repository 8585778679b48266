//! A list where a text belongs, and the like; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "wrong-type",
    class: Class::Form,
    level: Level::Error,
    summary: "a value has the wrong type",
    page: include_str!("wrong_type.md"),
    check: Check::Form,
};
