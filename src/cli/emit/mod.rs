//! Findings in the formats that people and programs read; one file per format.
//!
//! Text and concise lines are for people, every other format is for programs and is a versioned
//! type of its own. What is private of a person reaches only a person's own screen.

mod concise;
mod found;
mod github;
mod gitlab;
mod json;
mod json_lines;
mod junit;
mod sarif;
mod text;

use std::collections::BTreeSet;

pub(super) use found::{Found, Reader, Texts};
pub(super) use text::text;

use super::Stamp;
use super::ui::{Ui, foreign};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::engagement::Engagement;
use crate::ops::validate::Checked;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// For people, with the line and a caret
    #[default]
    Text,
    /// For people and editors, one line per finding
    Concise,
    /// For programs, versioned
    Json,
    /// For programs, one JSON object per line
    JsonLines,
    /// For code scanning, SARIF 2.1.0
    Sarif,
    /// For GitHub, as annotations of the workflow
    Github,
    /// For GitLab, as code quality report
    Gitlab,
    /// For CI that shows test results
    Junit,
}

impl Format {
    /// Returns who reads it: a log keeps what a screen forgets.
    fn reader(self) -> Reader {
        match self {
            Self::Text | Self::Concise => Reader::of(&std::io::stdout()),
            _ => Reader::Log,
        }
    }

    fn render(self, found: &Found<'_>, width: usize) -> String {
        match self {
            Self::Text => text::all(found, width),
            Self::Concise => concise::all(found),
            Self::Json => json::all(found),
            Self::JsonLines => json_lines::all(found),
            Self::Sarif => sarif::all(found),
            Self::Github => github::all(found),
            Self::Gitlab => gitlab::all(found),
            Self::Junit => junit::all(found),
        }
    }

    /// Whether what was covered, and what was not, stands in the answer itself.
    fn says_coverage(self) -> bool {
        matches!(self, Self::Text | Self::Json | Self::JsonLines | Self::Sarif | Self::Junit)
    }
}

/// Prints what a command found, and returns how many findings of each level there are.
pub(super) fn print(
    stamp: Stamp,
    format: Format,
    checked: &Checked,
    engagement: &Engagement,
    texts: Texts,
    ui: &mut Ui,
) -> Counts {
    let Checked { findings, documents, .. } = checked;
    let mut found = Found::new(stamp, findings, documents, engagement, format.reader());
    found.not_checked = NotChecked::of(checked);
    found.texts = texts;
    let answer = format.render(&found, ui.width());
    if !answer.is_empty() {
        ui.answer(answer.trim_end_matches('\n'));
    }
    if !format.says_coverage() {
        ui.say(&found.summary());
    } else if !matches!(format, Format::Text | Format::Json | Format::JsonLines) {
        found.asides().for_each(|line| ui.say(&line));
    }
    found.counts
}

/// What reports call that earlier texts could not be looked at.
const HISTORY_CUT_OFF: &str = "history-cut-off";

/// What they call that a document could not be read whose findings were not asked for.
const DOCUMENT_UNREAD: &str = "document-unread";

/// Something that was not looked at, because it could not be.
pub(super) struct NotChecked<'a> {
    /// What programs call it.
    pub(super) code: &'static str,
    /// What it is, in one line.
    pub(super) line: String,
    /// Paths of the documents.
    pub(super) paths: &'a BTreeSet<String>,
}

impl<'a> NotChecked<'a> {
    /// Returns what a check did not look at; nothing where it saw everything.
    pub(super) fn of(checked: &'a Checked) -> Vec<Self> {
        let Checked { unread, unseen, .. } = checked;
        let not_read =
            not_read(unread).map(|line| Self { code: DOCUMENT_UNREAD, line, paths: unread });
        let cut_off = cut_off(unseen).map(|line| format!("not checked: {line}"));
        let cut_off = cut_off.map(|line| Self { code: HISTORY_CUT_OFF, line, paths: unseen });
        not_read.into_iter().chain(cut_off).collect()
    }
}

/// Nobody reads the tenth path.
const PATHS_SHOWN: usize = 3;

/// Says which documents could not be read; nothing when all were.
fn not_read(unread: &BTreeSet<String>) -> Option<String> {
    let shown: Vec<String> = unread.iter().take(PATHS_SHOWN).map(|path| foreign(path)).collect();
    let more = match unread.len().saturating_sub(PATHS_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (count, shown) = (plural(unread.len(), "document"), shown.join(", "));
    (!unread.is_empty())
        .then(|| format!("{count} could not be read: {shown}{more}; findings may be missing"))
}

/// Says of which documents the earlier texts were not looked at; nothing when all were.
pub(super) fn cut_off(unseen: &BTreeSet<String>) -> Option<String> {
    let whose = match unseen.first() {
        None => return None,
        Some(only) if unseen.len() == 1 => format!("`{}`", foreign(only)),
        Some(_) => plural(unseen.len(), "document"),
    };
    Some(format!("what {whose} said before, because the history is cut off here"))
}

/// Returns the JSON Schema of each format that has no schema of somebody else's.
pub(super) fn schemas() -> Vec<(&'static str, serde_json::Value)> {
    vec![
        ("findings", schemars::schema_for!(json::Answer<'static>).to_value()),
        ("findings-line", schemars::schema_for!(json_lines::Line<'static>).to_value()),
        ("gitlab", schemars::schema_for!(Vec<gitlab::Issue>).to_value()),
    ]
}

/// Returns findings that stop a command, as they are printed to stderr before its error.
pub(super) fn blocking(findings: &[Diagnostic], engagement: &Engagement) -> Vec<String> {
    let reader = Reader::of(&std::io::stderr());
    let found = Found::new(Stamp::of("record", None), findings, &[], engagement, reader);
    found.findings.iter().map(|shown| text(shown, &found, WIDTH)).collect()
}

/// Columns of findings that are printed before an error.
const WIDTH: usize = 100;

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Counts {
    pub(super) fn of(findings: &[Diagnostic]) -> Self {
        let count = |level| findings.iter().filter(|finding| finding.level == level).count();
        Self {
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
        }
    }
}

pub(super) fn plural(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}
