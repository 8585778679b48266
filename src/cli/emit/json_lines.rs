//! Findings as JSON, one object per line: a start, each finding, an end with what was covered.

use serde::Serialize;

use super::found::Found;
use super::json::{Finding, Summary};
use crate::cli::Stamp;

/// One line. A reader who sees no `end` has not seen everything.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Line<'a> {
    /// The first line.
    Start { ircase: Stamp },
    /// A finding.
    Diagnostic(Box<Finding<'a>>),
    /// The last line.
    End { summary: Summary<'a> },
}

/// Returns all lines; each ends with a line feed.
pub(super) fn all(found: &Found<'_>) -> String {
    let start = Line::Start { ircase: found.stamp.clone() };
    let findings =
        found.findings.iter().map(|shown| Line::Diagnostic(Box::new(Finding::of(shown, found))));
    let end = Line::End { summary: Summary::of(found) };
    let lines = std::iter::once(start).chain(findings).chain([end]);
    let text = |line: Line<'_>| serde_json::to_string(&line).expect("our types have string keys");
    lines.map(|line| text(line) + "\n").collect()
}
