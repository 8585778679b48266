//! Links that lead out of the engagement's folder; found while reading the text.

use crate::diagnostic::{Class, Level};
use crate::source::Span;
use crate::validate::rule::{Check, Finding, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "link-outside",
    class: Class::Form,
    level: Level::Error,
    summary: "a link leads out of the engagement's folder",
    page: include_str!("link_outside.md"),
    check: Check::Form,
};

/// Returns the finding for a link that leads out in this way: "an absolute path".
pub(in crate::validate) fn finding(how: &str, place: Span) -> Finding {
    Finding::at(place, format!("this link leads out of the engagement: it is {how}"))
        .help("write a path from this document to another one in the folder, or name it in words")
}
