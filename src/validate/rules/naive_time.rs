//! Times that mean another moment in every zone; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::source::Span;
use crate::validate::rule::{Check, Finding, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "naive-time",
    class: Class::Form,
    level: Level::Error,
    summary: "a time has no offset from UTC",
    page: include_str!("naive_time.md"),
    check: Check::Form,
};

/// Returns the finding for a text that is a day with a time and nothing more.
///
/// Where the engagement's zone is known, its offset at that time is likely the one meant.
pub(in crate::validate) fn finding(
    written: &str,
    span: Span,
    zone: Option<&str>,
) -> Option<Finding> {
    let naive: jiff::civil::DateTime = written.parse().ok()?;
    // A day alone also parses, and a time with an offset in another form; what is missing there
    // is more, or less, than the offset.
    let pieces = jiff::fmt::temporal::Pieces::parse(written).ok()?;
    if pieces.time().is_none() || pieces.offset().is_some() {
        return None;
    }
    let zoned = zone.and_then(|zone| naive.in_tz(zone).ok());
    let example = naive.strftime("%Y-%m-%dT%H:%M:%S");
    let mut finding = Finding::at(span, format!("`{written}` does not say in which zone"));
    if let Some(zoned) = zoned {
        let complete = zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        finding = finding.fix(format!("write `{complete}`"), complete);
    }
    Some(
        finding.help(format!("add the offset from UTC, such as `{example}-05:00` or `{example}Z`")),
    )
}
