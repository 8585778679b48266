//! A size limit; found by the workspace and while parsing.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "document-too-large",
    class: Class::Form,
    level: Level::Error,
    summary: "a document is larger than we read",
    page: include_str!("document_too_large.md"),
    check: Check::Form,
};
