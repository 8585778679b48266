//! What a mutation is: one edit of one document, and what must be found after it.

use std::ops::Range;

use ircase::document::{self, Document};
use ircase::source::{Source, SourceId};

use super::schema::{Field, Schemas};
use super::seed::{Found, Seed};

/// A sort of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Drop,
    Blank,
    Add,
    Misspell,
    Translate,
    Duplicate,
    Retype,
    MisspellWord,
    TranslateWord,
    Form,
    Future,
    Move,
    Reference,
    Identity,
    Label,
    Hidden,
    Syntax,
    Feature,
    Conflict,
}

/// One document of the seed with one mistake in it.
pub(super) struct Mutation {
    pub(super) class: Class,
    pub(super) path: String,
    /// The field it is about.
    pub(super) field: String,
    pub(super) text: String,
    pub(super) wanted: Vec<Found>,
    /// Rules that may speak elsewhere, and of which document: what could not be read is as if it
    /// had not been said, so what rested on it is open again.
    pub(super) open_again: Vec<(String, &'static str)>,
}

/// An edit of a text.
pub(super) struct Edit {
    pub(super) place: Range<usize>,
    pub(super) new: String,
}

/// A document of the seed.
pub(super) struct Subject<'a> {
    pub(super) seed: &'a Seed,
    pub(super) schemas: &'a Schemas,
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) kind: String,
    pub(super) document: Document,
}

impl<'a> Subject<'a> {
    pub(super) fn new(seed: &'a Seed, schemas: &'a Schemas, path: &'a str, text: &'a str) -> Self {
        let document = document::parse(&Source::new(SourceId(0), path, text));
        let kind = document.text_of("kind").expect("every seed says its kind").to_owned();
        Self { seed, schemas, path, text, kind, document }
    }

    pub(super) fn field(&self) -> Field<'a> {
        self.schemas.of_kind(&self.kind)
    }

    /// Returns the mutation of an edit whose only finding is in what it wrote, at these bytes.
    pub(super) fn within(
        &self,
        class: Class,
        field: &str,
        edit: &Edit,
        rule: &str,
        at: Range<usize>,
    ) -> Mutation {
        let start = edit.place.start;
        let place = start + at.start..start + at.end;
        Mutation { wanted: vec![self.found(rule, place)], ..self.silent(class, field, edit) }
    }

    /// Returns the mutation of an edit after which nothing is found.
    pub(super) fn silent(&self, class: Class, field: &str, edit: &Edit) -> Mutation {
        let mut text = self.text.to_owned();
        text.replace_range(edit.place.clone(), &edit.new);
        let (path, field) = (self.path.to_owned(), field.to_owned());
        Mutation { class, path, field, text, wanted: Vec::new(), open_again: Vec::new() }
    }

    pub(super) fn found(&self, rule: &str, place: Range<usize>) -> Found {
        let (path, rule) = (self.path.to_owned(), rule.to_owned());
        Found { path, rule, start: place.start, end: place.end }
    }

    /// Returns where the line of a byte begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Returns where the line of a byte ends, without its line feed.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline)
    }
}
