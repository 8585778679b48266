//! A kind that this version does not know; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "kind-unknown",
    class: Class::Form,
    level: Level::Error,
    summary: "`kind` names no kind",
    page: include_str!("kind_unknown.md"),
    check: Check::Form,
};
