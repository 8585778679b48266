//! What a command found, with all that the formats ask for: places as people count them, the
//! field, a fingerprint, and nothing private where it must not be.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::IsTerminal;
use std::ops::Range;

use super::{Counts, NotChecked, plural};
use crate::cli::Stamp;
use crate::diagnostic::{Diagnostic, Fix, Place, Related};
use crate::model::engagement::Engagement;
use crate::source::{LineColumn, Lines, SourceId, Sources, Span};
use crate::validate::fingerprint::{Identity, identify};
use crate::validate::levels::{ChangedLevel, Levels};
use crate::validate::private::Private;
use crate::validate::secrets;
use crate::workspace::PROFILE_PATH;

/// Who reads an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Reader {
    /// Somebody at a terminal of their own.
    Person,
    /// A file, a program, the log of a machine: what reaches it is read by others, and stays.
    Log,
}

impl Reader {
    /// Returns who reads what is written to a stream.
    pub(in crate::cli) fn of(stream: &impl IsTerminal) -> Self {
        if stream.is_terminal() { Self::Person } else { Self::Log }
    }
}

/// Which texts of the documents were checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Texts {
    /// As they are.
    Written,
    /// As they would be with every fix that is not written yet.
    Mended,
}

/// Findings and what they were looked for in.
pub(in crate::cli) struct Found<'a> {
    pub(super) stamp: Stamp,
    pub(super) sources: &'a Sources,
    /// Paths of the documents that were checked, sorted.
    pub(super) documents: &'a [String],
    /// Which texts of them.
    pub(super) texts: Texts,
    /// What was not looked at; nothing where everything was.
    pub(super) not_checked: Vec<NotChecked<'a>>,
    pub(super) findings: Vec<Shown<'a>>,
    pub(super) counts: Counts,
    /// Rules that look less closely here than by themselves.
    pub(super) levels: Vec<ChangedLevel>,
    /// What must not be shown, where others read.
    private: Option<Private>,
    /// Ranges of bytes with a secret, by document, in the order of the text: nobody is shown them.
    secrets: HashMap<SourceId, Vec<Range<usize>>>,
    lines: HashMap<SourceId, Lines>,
}

/// One finding as it may be shown.
pub(in crate::cli) struct Shown<'a> {
    pub(super) finding: Cow<'a, Diagnostic>,
    /// Whether private values were taken out.
    pub(super) masked: bool,
    pub(super) identity: Identity,
}

/// A place as people count it.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) path: &'a str,
    /// Where it begins and ends; `None` for a whole file.
    pub(super) range: Option<(LineColumn, LineColumn)>,
}

impl<'a> Found<'a> {
    pub(in crate::cli) fn new(
        stamp: Stamp,
        findings: &'a [Diagnostic],
        documents: &'a [String],
        engagement: &'a Engagement,
        reader: Reader,
    ) -> Self {
        // Nobody's part has to be known while nothing is said.
        let nothing = findings.is_empty();
        let private = if nothing { Private::default() } else { Private::of(engagement) };
        let identities = identify(engagement, &private, findings);
        let shown = findings.iter().zip(identities).map(|(finding, identity)| {
            let (finding, masked) = match reader {
                // A secret is not even shown to the person: screens are seen and recorded.
                Reader::Person => masked(&Private::default(), finding),
                Reader::Log => masked(&private, finding),
            };
            Shown { finding, masked, identity }
        });
        let shown = shown.collect();
        let sources = &engagement.sources;
        let spans = findings.iter().flat_map(spans);
        let (mut lines, mut secrets) = (HashMap::new(), HashMap::new());
        for span in spans {
            let source = sources.get(span.source);
            lines.entry(span.source).or_insert_with(|| source.lines());
            secrets.entry(span.source).or_insert_with(|| secrets::hidden(&source.text));
        }
        Self {
            stamp,
            sources,
            documents,
            texts: Texts::Written,
            not_checked: Vec::new(),
            findings: shown,
            counts: Counts::of(findings),
            levels: Levels::of_engagement(engagement).changed(),
            private: (reader == Reader::Log).then_some(private),
            secrets,
            lines,
        }
    }

    /// Returns where a finding is; `None` for one about no document.
    pub(super) fn at(&self, finding: &'a Diagnostic) -> Option<At<'a>> {
        match &finding.place {
            Place::Span(span) => Some(self.at_span(*span)),
            Place::File(path) => Some(At { path, range: None }),
            Place::Record(_) | Place::Engagement => None,
        }
    }

    pub(super) fn at_span(&self, span: Span) -> At<'a> {
        let source = self.sources.get(span.source);
        let place = |offset| match self.lines.get(&span.source) {
            Some(lines) => lines.line_column(source, offset),
            None => source.line_column(offset),
        };
        At { path: &source.path, range: Some((place(span.start()), place(span.end()))) }
    }

    /// Returns the path for formats that ask for one in every finding: what is about no document
    /// is about the engagement, which `ircase.yaml` describes.
    pub(super) fn path_for_lists(&self, at: Option<At<'a>>) -> &'a str {
        at.map_or(PROFILE_PATH, |at| at.path)
    }

    /// Returns whether these bytes of a document may not be shown to who reads.
    pub(super) fn hides(&self, source: SourceId, bytes: Range<usize>) -> bool {
        let secrets = self.secrets.get(&source).map(Vec::as_slice).unwrap_or_default();
        let first = secrets.partition_point(|secret| secret.end <= bytes.start);
        if secrets.get(first).is_some_and(|secret| secret.start < bytes.end) {
            return true;
        }
        let text = self.sources.get(source).text.get(bytes.clone()).unwrap_or_default();
        let is_private = |private: &Private| private.touches(source, bytes) || private.speaks(text);
        self.private.as_ref().is_some_and(is_private)
    }

    /// Returns the lines that say where less was looked at than could have been.
    pub(super) fn asides(&self) -> impl Iterator<Item = String> {
        let not_checked = self.not_checked.iter().map(|it| it.line.clone());
        crate::cli::levels::line(&self.levels).into_iter().chain(not_checked)
    }

    /// Returns what was covered and found, in one line; in others which rules are off, and what was
    /// not looked at.
    pub(super) fn summary(&self) -> String {
        let Counts { errors, warnings, notes } = self.counts;
        let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
        let found: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| plural(count, name))
            .collect();
        let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
        let asides: String = self.asides().map(|line| format!("\n{line}")).collect();
        let when = match self.texts {
            Texts::Written => "",
            Texts::Mended => " after the fixes",
        };
        format!("checked {}{when}: {found}{asides}", plural(self.documents.len(), "document"))
    }
}

fn masked<'a>(private: &Private, finding: &'a Diagnostic) -> (Cow<'a, Diagnostic>, bool) {
    match private.masked(finding) {
        (masked, true) => (Cow::Owned(masked), true),
        (_, false) => (Cow::Borrowed(finding), false),
    }
}

/// Returns every place that a finding names.
fn spans(finding: &Diagnostic) -> impl Iterator<Item = Span> {
    let related = finding.related.iter().map(|Related { span, .. }| *span);
    let fix = finding.fix.as_ref().map(|Fix { span, .. }| *span);
    finding.span().into_iter().chain(related).chain(fix)
}
