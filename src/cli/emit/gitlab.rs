//! Findings as a code quality report of GitLab, which it compares between branches.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>. The fingerprint
//! tells what is new, so it has no line in it.

use serde::Serialize;

use super::NotChecked;
use super::found::{Found, Shown};
use crate::diagnostic::{Class, Level};
use crate::validate::fingerprint;
use crate::visible::visible;

/// One finding in the report, which is a list of them.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct Issue {
    /// What is wrong, and what to do.
    description: String,
    /// The rule.
    check_name: &'static str,
    /// What stays the same while rule, document and field do.
    fingerprint: String,
    severity: Severity,
    location: Location,
}

/// How bad it is: an error of integrity, of form, of duty; a warning; a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Blocker,
    Critical,
    Major,
    Minor,
    Info,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Location {
    /// From the repository's folder.
    path: String,
    lines: Lines,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Lines {
    /// From 1.
    begin: usize,
    end: usize,
}

/// Returns the report.
pub(super) fn all(found: &Found<'_>) -> String {
    let issues = found.findings.iter().map(|shown| issue(found, shown));
    let beside = found.not_checked.iter().map(|it| not_checked(found, it));
    let issues: Vec<Issue> = issues.chain(beside).collect();
    serde_json::to_string_pretty(&issues).expect("our own types have string keys")
}

fn issue(found: &Found<'_>, shown: &Shown<'_>) -> Issue {
    let finding = &*shown.finding;
    let at = found.at(finding);
    let range = at.and_then(|at| at.range);
    let lines = range.map_or(Lines { begin: 1, end: 1 }, |(start, end)| Lines {
        begin: start.line,
        end: end.line,
    });
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    Issue {
        description: visible(&format!("{}{help}", finding.message)).into_owned(),
        check_name: finding.rule,
        fingerprint: shown.identity.fingerprint.clone(),
        severity: severity(finding.class, finding.level),
        location: Location { path: found.path_for_lists(at).to_owned(), lines },
    }
}

/// A report without findings looks clean; what was not looked at stands in it as one.
fn not_checked(found: &Found<'_>, NotChecked { code, line, .. }: &NotChecked<'_>) -> Issue {
    Issue {
        description: visible(line).into_owned(),
        check_name: code,
        fingerprint: fingerprint::beside(code),
        severity: Severity::Blocker,
        location: Location {
            path: found.path_for_lists(None).to_owned(),
            lines: Lines { begin: 1, end: 1 },
        },
    }
}

fn severity(class: Class, level: Level) -> Severity {
    match (level, class) {
        (Level::Error, Class::Integrity) => Severity::Blocker,
        (Level::Error, Class::Form) => Severity::Critical,
        (Level::Error, Class::Duty) => Severity::Major,
        (Level::Warning, _) => Severity::Minor,
        (Level::Note, _) => Severity::Info,
    }
}
