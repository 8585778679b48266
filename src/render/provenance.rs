//! Where a report comes from: the last part of every report, made of facts that others found.
//!
//! The facts come in as plain values; nothing here looks at the trail.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::i18n::Language;
use crate::document::markdown::{Alignment, Block, BlockKind, Cell, Inline};

/// What is known about the record a report was made from.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// The newest record; none without a trail.
    pub record: Option<Record>,
    /// What verifying the trail gave; none when it was not verified.
    pub verdict: Option<Verdict>,
    /// The full id of the first record; none without a trail.
    pub trust_root: Option<String>,
    /// Whether the documents differ from the record, or there is no trail.
    pub draft: bool,
    /// The present time, which dates a draft and nothing else.
    pub now: Timestamp,
    /// The version of this program.
    pub version: String,
}

/// The record a report was made from.
#[derive(Debug, Clone)]
pub struct Record {
    /// The full id.
    pub commit: String,
    /// Handle of who signed it, where the signature tells.
    pub signer: Option<String>,
    /// When the signer says it was made.
    pub time: Timestamp,
}

/// What verifying gave.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// `valid`, `warning`, `invalid` or `incomplete`.
    pub verdict: String,
    pub codes: Vec<String>,
    /// How many records were verified, of how many.
    pub verified: usize,
    pub records: usize,
    /// How many kinds of check this version does not make yet.
    pub not_checked: usize,
}

impl Provenance {
    /// Returns the time a report is dated with: the record's, so that the same record gives the
    /// same report again; a draft's is the present.
    pub fn made_at(&self) -> Timestamp {
        match &self.record {
            Some(record) if !self.draft => record.time,
            _ => self.now,
        }
    }

    /// Returns what a reader must know before anything else: that the history does not hold.
    pub(super) fn notice(&self, language: &Language) -> Option<String> {
        match self.verdict.as_ref()?.verdict.as_str() {
            "invalid" => Some(language.text("notice-broken")),
            "incomplete" => Some(language.text("notice-incomplete")),
            _ => None,
        }
    }

    /// Returns the part that ends a report, without its heading.
    pub(super) fn blocks(&self, language: &Language) -> Vec<Block> {
        let mut blocks = vec![Block::paragraph(vec![Inline::text(self.sentence(language))])];
        blocks.push(facts(self.rows(language)));
        if self.record.is_some() {
            blocks.push(Block::paragraph(vec![Inline::text(language.text("provenance-check"))]));
        }
        blocks
    }

    fn sentence(&self, language: &Language) -> String {
        let key = match (&self.record, self.draft) {
            (None, _) => "provenance-no-trail",
            (Some(_), true) => "provenance-draft",
            (Some(_), false) => "provenance-record",
        };
        language.text(key)
    }

    fn rows(&self, language: &Language) -> Vec<(String, Vec<Inline>)> {
        let mut rows = Vec::new();
        let mut row = |key: &str, value: Vec<Inline>| rows.push((language.text(key), value));
        if let Some(record) = &self.record {
            row("provenance-commit", vec![Inline::code(&record.commit)]);
            let signer = record.signer.clone();
            let signer = signer.unwrap_or_else(|| language.text("signer-unknown"));
            row("provenance-signer", vec![Inline::text(signer)]);
            let time = language.time(record.time, &TimeZone::UTC);
            row("provenance-time", vec![Inline::text(time)]);
            row("provenance-verdict", vec![Inline::text(self.verdict_words(language))]);
        }
        if let Some(root) = &self.trust_root {
            row("provenance-trust-root", vec![Inline::code(root)]);
        }
        row("provenance-version", vec![Inline::text(format!("ircase {}", self.version))]);
        rows
    }

    fn verdict_words(&self, language: &Language) -> String {
        let Some(verdict) = &self.verdict else { return language.text("verdict-not-verified") };
        let mut words = language.text_with(
            "verdict-of",
            &[
                ("verdict", &language.label("verdict", &verdict.verdict)),
                ("verified", &verdict.verified.to_string()),
                ("records", &verdict.records.to_string()),
            ],
        );
        if !verdict.codes.is_empty() {
            words.push_str(": ");
            words.push_str(&verdict.codes.join(", "));
        }
        if verdict.not_checked > 0 {
            let count = verdict.not_checked.to_string();
            words.push_str("; ");
            words.push_str(&language.text_with("verdict-not-checked", &[("count", &count)]));
        }
        words
    }
}

/// Returns a table whose first column names what the second holds.
fn facts(rows: Vec<(String, Vec<Inline>)>) -> Block {
    let empty = || Cell::of(Vec::new());
    Block::new(BlockKind::Table {
        columns: vec![Alignment::None; 2],
        head: vec![empty(), empty()],
        rows: rows
            .into_iter()
            .map(|(name, value)| vec![Cell::of(vec![Inline::text(name)]), Cell::of(value)])
            .collect(),
    })
}
