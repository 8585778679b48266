//! Text to [`Document`]: total and pure.
//!
//! Parsing never fails; a broken document is a document with faults, and what was understood
//! is returned beside them. Nothing here knows a kind or a rule, reads a file or asks the time.

mod conflict;
pub mod edit;
pub mod fmt;
pub mod front_matter;
pub mod markdown;
pub mod text;
pub mod unread;
pub mod yaml;

use crate::diagnostic::Related;
use crate::source::{Source, SourceId, Span};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown with YAML front matter.
    Markdown,
    /// One YAML mapping and nothing else.
    Yaml,
}

/// One file, understood as far as it could be.
#[derive(Debug, Clone)]
pub struct Document {
    pub source: SourceId,
    pub format: Format,
    /// The mapping of the front matter, or of the whole file; absent when none was found.
    pub front: Option<yaml::Node>,
    /// The YAML text without its fences.
    pub front_span: Option<Span>,
    /// The Markdown after the front matter; empty at the end for YAML.
    pub body: Span,
    /// What could not be understood, in the order of the text.
    pub faults: Vec<Fault>,
}

/// Something in the text that has no one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule this fault is reported by.
    pub rule: &'static str,
    pub message: String,
    pub span: Span,
    pub related: Vec<Related>,
    pub help: Option<String>,
}

impl Format {
    /// Returns the format that a path's ending names; Markdown unless it says YAML.
    pub fn of_path(path: &str) -> Self {
        let ending = path.rsplit('.').next().unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Self::Yaml,
            _ => Self::Markdown,
        }
    }
}

impl Document {
    /// Returns whether the fields were read without doubt, so that a missing one is missing.
    pub fn is_sound(&self) -> bool {
        self.front.is_some() && self.faults.iter().all(|fault| fault.rule == KEY_REPEATED)
    }

    /// Returns whether a merge left a conflict in it, so that what it says is not settled.
    pub fn has_conflict(&self) -> bool {
        self.faults.iter().any(|fault| fault.rule == MERGE_CONFLICT_LEFT)
    }

    /// Returns the text of a scalar field, by its path.
    pub fn text_of(&self, path: &str) -> Option<&str> {
        self.front.as_ref()?.at(path)?.text()
    }
}

pub(crate) const YAML_SYNTAX: &str = "yaml-syntax";
pub(crate) const YAML_FEATURE_REFUSED: &str = "yaml-feature-refused";
pub(crate) const KEY_REPEATED: &str = "key-repeated";
pub(crate) const FRONT_MATTER_MISSING: &str = "front-matter-missing";
pub(crate) const FRONT_MATTER_UNCLOSED: &str = "front-matter-unclosed";
pub(crate) const MERGE_CONFLICT_LEFT: &str = "merge-conflict-left";
pub(crate) const DOCUMENT_TOO_LARGE: &str = "document-too-large";

/// Reads a source as the format its path names.
///
/// What a merge left unresolved is its only fault: what else would be wrong may be gone once it is
/// resolved.
pub fn parse(source: &Source) -> Document {
    let format = Format::of_path(&source.path);
    let conflicts = conflict::find(source, format);
    if conflicts.is_empty() {
        return read(source, front_matter::bom_len(&source.text), format);
    }
    let (masked, start) = conflict::masked(source, &conflicts);
    let mut document = read(&masked, start, format);
    document.faults = conflicts.iter().map(|it| conflict::fault(source, it)).collect();
    document
}

fn read(source: &Source, start: usize, format: Format) -> Document {
    match format {
        Format::Markdown => parse_markdown(source, start),
        Format::Yaml => parse_yaml(source, start),
    }
}

fn parse_markdown(source: &Source, start: usize) -> Document {
    let split = front_matter::split_from(source, start);
    let mut faults: Vec<Fault> = split.fault.into_iter().collect();
    let front = split.front.and_then(|span| {
        let parsed = yaml::parse(source, span);
        faults.extend(parsed.faults);
        parsed.root
    });
    Document {
        source: source.id,
        format: Format::Markdown,
        front,
        front_span: split.front,
        body: split.body,
        faults,
    }
}

fn parse_yaml(source: &Source, start: usize) -> Document {
    let end = source.text.len();
    let span = source.at(start, end);
    let parsed = yaml::parse(source, span);
    Document {
        source: source.id,
        format: Format::Yaml,
        front: parsed.root,
        front_span: Some(span),
        body: source.at(end, end),
        faults: parsed.faults,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(path: &str, text: &str) -> (Source, Document) {
        let source = Source::new(SourceId(0), path, text);
        let document = parse(&source);
        (source, document)
    }

    #[test]
    fn spans_count_over_the_whole_file() {
        for text in [
            "---\nkind: incident\n---\nBody\n",
            "\u{FEFF}---\r\nkind: incident\r\n---  \r\nBody\r\n",
            "---\t\nkind: incident   # why\n---",
        ] {
            let (source, document) = parsed("a.md", text);
            assert_eq!(document.faults, [], "{text:?}");
            assert!(document.is_sound());
            let node = document.front.as_ref().unwrap().at("kind").unwrap();
            assert_eq!(node.span.text(&source), "incident", "{text:?}");
            assert!(document.body.text(&source).trim().is_empty() || text.contains("Body"));
        }
    }

    #[test]
    fn yaml_files_have_no_fences() {
        let (_, document) = parsed("ircase.yaml", "\u{FEFF}---\ncodename: heron\n");
        assert_eq!(document.faults, []);
        assert_eq!(document.text_of("codename"), Some("heron"));
        assert!(!parsed("ircase.yaml", "").1.is_sound());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(---\n)?[ -~\n\t\r\u{e9}\u{1F600}]{0,80}(\n---\n)?") {
            for path in ["a.md", "a.yaml"] {
                let (source, document) = parsed(path, &text);
                for fault in &document.faults {
                    prop_assert!(source.text.get(fault.span.bytes()).is_some());
                }
            }
        }

        #[test]
        fn no_yaml_makes_it_panic(text in "[-a:'\"\\[\\]{}, \n#&*!|>%?\t]{0,60}") {
            let (source, document) = parsed("a.yaml", &text);
            for fault in &document.faults {
                prop_assert!(source.text.get(fault.span.bytes()).is_some());
            }
        }
    }
}
