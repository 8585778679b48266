//! A key twice in one mapping; found while parsing.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "key-repeated",
    class: Class::Form,
    level: Level::Error,
    summary: "a field stands twice in one mapping",
    page: include_str!("key_repeated.md"),
    check: Check::Form,
};
