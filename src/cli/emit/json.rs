//! Findings as JSON, format 1: lines and columns from 1, columns in characters.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Counts;
use super::found::{At, Found, Shown};
use crate::cli::Stamp;
use crate::diagnostic::{Class, Fix, Level, Place};
use crate::source::LineColumn;
use crate::validate::levels::ChangedLevel;

/// The answer of a command that looks for findings.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct Answer<'a> {
    ircase: Stamp,
    summary: Summary<'a>,
    /// In the order of path, place and rule.
    diagnostics: Vec<Finding<'a>>,
}

/// What was covered, and how many findings there are of each level.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct Summary<'a> {
    /// How many documents were checked.
    documents: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Rules that the engagement switched off or lowered, by name.
    levels: Vec<ChangedLevel>,
    /// Paths of documents that were not looked at, or not all of them: they could not be read and
    /// their findings were not asked for, or their earlier texts lie where the history is cut off.
    /// Findings may be missing.
    unseen: BTreeSet<&'a str>,
}

/// One finding. `path`, `start` and `end` are null for what is about no single place.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct Finding<'a> {
    /// Its stable name, which `ircase explain` takes.
    rule: &'static str,
    class: Class,
    level: Level,
    message: &'a str,
    /// From the engagement's folder, with `/` on every system.
    path: Option<&'a str>,
    start: Option<LineColumn>,
    /// After the last character.
    end: Option<LineColumn>,
    /// What to do next.
    help: Option<&'a str>,
    /// The record it is about, by its commit id.
    record: Option<&'a str>,
    /// Path of the field, such as `contacts.organization.primary`.
    field: Option<&'a str>,
    /// What stays the same while rule, document and field do.
    fingerprint: &'a str,
    /// Other places that belong to it.
    related: Vec<Other<'a>>,
    /// An edit that mends it.
    fix: Option<Edit<'a>>,
    /// The signed answer that accounts for it, by its path.
    answered_by: Option<&'a str>,
    /// Whether words were taken out because they could carry what is private of a person.
    masked: bool,
}

/// A second place.
#[derive(Serialize, schemars::JsonSchema)]
struct Other<'a> {
    message: &'a str,
    path: &'a str,
    start: Option<LineColumn>,
    end: Option<LineColumn>,
}

/// What to put in place of what stands from `start` to `end`.
#[derive(Serialize, schemars::JsonSchema)]
struct Edit<'a> {
    title: &'a str,
    /// Whether it keeps the meaning.
    safe: bool,
    path: &'a str,
    start: Option<LineColumn>,
    end: Option<LineColumn>,
    replacement: &'a str,
}

/// Returns the answer as one object over several lines.
pub(super) fn all(found: &Found<'_>) -> String {
    let answer = Answer {
        ircase: found.stamp.clone(),
        summary: Summary::of(found),
        diagnostics: found.findings.iter().map(|shown| Finding::of(shown, found)).collect(),
    };
    serde_json::to_string_pretty(&answer).expect("our own types have string keys")
}

impl<'a> Summary<'a> {
    pub(super) fn of(found: &'a Found<'_>) -> Self {
        let Counts { errors, warnings, notes } = found.counts;
        let levels = found.levels.clone();
        let documents = found.documents.len();
        let unseen = found.not_checked.iter().flat_map(|it| it.paths).map(String::as_str).collect();
        Self { documents, errors, warnings, notes, levels, unseen }
    }
}

impl<'a> Finding<'a> {
    pub(super) fn of(shown: &'a Shown<'_>, found: &'a Found<'_>) -> Self {
        let finding = &*shown.finding;
        let at = found.at(finding);
        let record = match &finding.place {
            Place::Record(oid) => Some(oid.as_str()),
            Place::Span(_) | Place::File(_) | Place::Engagement => None,
        };
        let related = finding.related.iter().map(|related| {
            let At { path, range } = found.at_span(related.span);
            Other { message: &related.message, path, start: start(range), end: end(range) }
        });
        Self {
            rule: finding.rule,
            class: finding.class,
            level: finding.level,
            message: &finding.message,
            path: at.map(|at| at.path),
            start: at.and_then(|at| start(at.range)),
            end: at.and_then(|at| end(at.range)),
            help: finding.help.as_deref(),
            record,
            field: shown.identity.field.as_deref(),
            fingerprint: &shown.identity.fingerprint,
            related: related.collect(),
            fix: finding.fix.as_ref().map(|fix| edit(fix, found)),
            answered_by: finding.answered_by.as_deref(),
            masked: shown.masked,
        }
    }
}

fn edit<'a>(fix: &'a Fix, found: &'a Found<'_>) -> Edit<'a> {
    let At { path, range } = found.at_span(fix.span);
    Edit {
        title: &fix.title,
        safe: fix.safe,
        path,
        start: start(range),
        end: end(range),
        replacement: &fix.replacement,
    }
}

fn start(range: Option<(LineColumn, LineColumn)>) -> Option<LineColumn> {
    range.map(|(start, _)| start)
}

fn end(range: Option<(LineColumn, LineColumn)>) -> Option<LineColumn> {
    range.map(|(_, end)| end)
}
