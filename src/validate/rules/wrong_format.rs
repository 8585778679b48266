//! A day, time or length of time that cannot be read; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "wrong-format",
    class: Class::Form,
    level: Level::Error,
    summary: "a value is not written as its field needs it",
    page: include_str!("wrong_format.md"),
    check: Check::Form,
};
