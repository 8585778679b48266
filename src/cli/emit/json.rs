//! Findings as JSON, format 1: lines and columns from 1, columns in characters.

use serde::Serialize;

use super::Counts;
use crate::cli::Stamp;
use crate::diagnostic::{Class, Diagnostic, Level, Place};
use crate::source::{LineColumn, Sources};

#[derive(Serialize)]
pub(in crate::cli) struct Answer<'a> {
    ircase: Stamp,
    summary: Summary,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    errors: usize,
    warnings: usize,
}

/// `path`, `start` and `end` are null for what is about no single place.
#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    class: Class,
    level: Level,
    message: &'a str,
    path: Option<&'a str>,
    start: Option<LineColumn>,
    end: Option<LineColumn>,
    help: Option<&'a str>,
}

/// Returns the answer of a command that found these.
pub(in crate::cli) fn json<'a>(
    command: &'static str,
    findings: &'a [Diagnostic],
    sources: &'a Sources,
    documents: usize,
) -> Answer<'a> {
    let Counts { errors, warnings, notes: _ } = Counts::of(findings);
    Answer {
        ircase: Stamp::of(command),
        summary: Summary { documents, errors, warnings },
        diagnostics: findings.iter().map(|finding| finding_of(finding, sources)).collect(),
    }
}

fn finding_of<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    let (path, start, end) = match &finding.place {
        Place::Span(span) => {
            let source = sources.get(span.source);
            let (start, end) = (source.line_column(span.start), source.line_column(span.end));
            (Some(&*source.path), Some(start), Some(end))
        }
        Place::File(path) => (Some(path.as_str()), None, None),
        Place::Record(_) | Place::Engagement => (None, None, None),
    };
    Finding {
        rule: finding.rule,
        class: finding.class,
        level: finding.level,
        message: &finding.message,
        path,
        start,
        end,
        help: finding.help.as_deref(),
    }
}
