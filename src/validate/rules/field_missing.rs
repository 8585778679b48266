//! A field that is owed; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "field-missing",
    class: Class::Form,
    level: Level::Error,
    summary: "a field is missing that is owed by now",
    page: include_str!("field_missing.md"),
    check: Check::Form,
};
