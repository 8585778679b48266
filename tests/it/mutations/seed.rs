//! The seed: one complete, valid engagement with a document of every kind, and what is found in it
//! once one of its documents reads otherwise.

use std::collections::{BTreeMap, BTreeSet};

use ircase::diagnostic::{Diagnostic, Place};
use ircase::model::agreement::signed_content;
use ircase::model::engagement::Engagement;
use ircase::source::Sources;
use ircase::validate::{self, Facts, Recorded};
use sha2::{Digest, Sha256};

use crate::world::texts;

/// The present time: the incident is closed, the work goes on for three weeks.
const NOW: &str = "2026-11-30T12:00:00Z";

const AGREEMENT: &str = "agreement.md";

/// Every document of the engagement, by path.
pub(super) struct Seed {
    files: BTreeMap<String, String>,
    engagement: Engagement,
    /// What both sides signed.
    signed: String,
    recorded: Recorded,
}

/// One finding, as the test compares it: where, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) path: String,
    pub(super) rule: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Seed {
    pub(super) fn read() -> Self {
        let files = texts("tests/whole");
        let paths: BTreeSet<String> = files.keys().cloned().collect();
        let recorded = Recorded { paths, ..Recorded::default() };
        let signed = sha256(&signed_content(&files[AGREEMENT]));
        let mut sources = Sources::default();
        for (path, text) in &files {
            sources.add(path.as_str(), text.as_str());
        }
        let engagement = Engagement::assemble(sources, Vec::new());
        Self { files, engagement, signed, recorded }
    }

    pub(super) fn documents(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns what is found when one document holds another text.
    pub(super) fn findings(&self, path: &str, text: &str) -> Vec<Diagnostic> {
        let engagement = self.engagement(path, text);
        let now = NOW.parse().expect("the present is a time");
        let mut found = validate::check(&Facts::new(&engagement, &self.recorded, now));
        found.retain(|finding| finding.answered_by.is_none());
        found
    }

    /// Returns findings as the test compares them, in order.
    pub(super) fn places(&self, findings: &[Diagnostic]) -> Vec<Found> {
        let paths: Vec<&String> = self.files.keys().collect();
        let mut found: Vec<Found> = findings
            .iter()
            .map(|finding| {
                let (path, start, end) = match &finding.place {
                    Place::Span(span) => {
                        (paths[span.source.0 as usize].clone(), span.start(), span.end())
                    }
                    Place::File(path) => (path.clone(), 0, 0),
                    other => (format!("{other:?}"), 0, 0),
                };
                Found { path, rule: finding.rule.to_owned(), start, end }
            })
            .collect();
        found.sort();
        found
    }

    /// Returns the engagement with one document replaced. A changed agreement counts as signed as
    /// it now stands: the hash of what was signed has the same length, so no place moves.
    fn engagement(&self, path: &str, text: &str) -> Engagement {
        if path != AGREEMENT {
            return self.engagement.with_texts([(path, text.to_owned())]);
        }
        let now = sha256(&signed_content(text));
        let agreements = self.files.iter().filter(|(at, _)| at.starts_with("agreement"));
        let resigned = agreements.map(|(at, seed)| {
            let text = if at == path { text } else { seed };
            (at.as_str(), text.replace(&self.signed, &now))
        });
        self.engagement.with_texts(resigned)
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
