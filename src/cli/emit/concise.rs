//! Findings as one line each, `path:line:column: level rule: message`, as compilers print them.

use super::found::Found;
use crate::diagnostic::Place;
use crate::visible::visible_line;

/// Returns all findings; each line ends with a line feed.
pub(super) fn all(found: &Found<'_>) -> String {
    let lines = found.findings.iter().map(|shown| {
        let finding = &*shown.finding;
        let place = match (found.at(finding), &finding.place) {
            (Some(at), _) => match at.range {
                Some((start, _)) => format!("{}:{}:{}: ", at.path, start.line, start.column),
                None => format!("{}: ", at.path),
            },
            (None, Place::Record(oid)) => format!("record {oid}: "),
            (None, _) => String::new(),
        };
        let level = finding.level.name();
        let answer = finding.answered_by.as_ref();
        let answer = answer.map(|path| format!(" (answered by {path})")).unwrap_or_default();
        let line = format!("{place}{level} {}: {}{answer}", finding.rule, finding.message);
        format!("{}\n", visible_line(&line))
    });
    lines.collect()
}
