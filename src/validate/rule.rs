//! What a rule is, and how it says what it found.

use super::Facts;
use super::levels::Setting;
use crate::diagnostic::{Class, Diagnostic, Fix, Level, Place, Related};
use crate::model::engagement::TypedDocument;
use crate::source::Span;

/// One rule: data and a function.
#[derive(Debug)]
pub struct Rule {
    /// The stable name, in kebab-case, named for what is wrong.
    pub name: &'static str,
    pub class: Class,
    pub level: Level,
    /// What is wrong when it finds something, in one sentence without full stop.
    pub summary: &'static str,
    /// The page, in Markdown: why, source, bad, good, fix. It is the help text and the test.
    pub page: &'static str,
    pub check: Check,
}

/// How a rule looks.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The engine finds it and reports under its name: in reading a document, in looking where its
    /// text leads, or in matching answers.
    Form,
    /// One document at a time.
    Document(fn(&Facts<'_>, &TypedDocument, &mut Findings<'_>)),
    /// The engagement as a whole.
    Engagement(fn(&Facts<'_>, &mut Findings<'_>)),
}

/// What reading a document found, and the rule that reports it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) rule: &'static str,
    pub(super) finding: Finding,
}

/// What a rule found; the engine adds name, class and level.
#[derive(Debug, Clone)]
pub struct Finding {
    place: Place,
    message: String,
    level: Option<Level>,
    related: Vec<Related>,
    help: Option<String>,
    fix: Option<Fix>,
    is_still_owed: bool,
}

impl Finding {
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self::in_place(Place::Span(span), message)
    }

    pub fn in_file(path: &str, message: impl Into<String>) -> Self {
        Self::in_place(Place::File(path.to_owned()), message)
    }

    fn in_place(place: Place, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            place,
            message,
            level: None,
            related: Vec::new(),
            help: None,
            fix: None,
            is_still_owed: false,
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Says that this finding is less or more than the rule's own level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Says that what is owed can still be done, so that no answer takes its place.
    #[must_use]
    pub fn still_owed(mut self) -> Self {
        self.is_still_owed = true;
        self
    }

    /// Adds an edit that keeps the meaning, at the finding's own place.
    #[must_use]
    pub fn safe_fix(self, title: impl Into<String>, replacement: impl Into<String>) -> Self {
        self.with_fix(title.into(), replacement.into(), true)
    }

    /// Adds an edit that a person should look at, at the finding's own place.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, replacement: impl Into<String>) -> Self {
        self.with_fix(title.into(), replacement.into(), false)
    }

    /// Adds an edit that a person should look at, at another place of the same document.
    #[must_use]
    pub fn fix_at(
        mut self,
        span: Span,
        title: impl Into<String>,
        replacement: impl Into<String>,
    ) -> Self {
        let (title, replacement) = (title.into(), replacement.into());
        self.fix = Some(Fix { title, span, replacement, safe: false });
        self
    }

    /// Shows a smaller place than the one that the fix replaces.
    #[must_use]
    pub(super) fn shown_at(mut self, span: Span) -> Self {
        self.place = Place::Span(span);
        self
    }

    pub(super) fn without_fix(mut self) -> Self {
        self.fix = None;
        self
    }

    fn with_fix(mut self, title: String, replacement: String, safe: bool) -> Self {
        if let Place::Span(span) = self.place {
            self.fix = Some(Fix { title, span, replacement, safe });
        }
        self
    }

    pub(super) fn has_fix(&self) -> bool {
        self.fix.is_some()
    }

    pub(super) fn says(&self, message: &str) -> bool {
        self.message == message
    }

    /// Adds to what is said.
    pub(super) fn append(&mut self, more: &str) {
        self.message.push_str(more);
    }

    /// Says something else of the same place.
    pub(super) fn say(&mut self, message: String) {
        *self = Self { message, help: None, fix: None, related: Vec::new(), ..self.clone() };
    }

    /// Returns whether this is about a place that holds the span, or lies in it.
    pub(super) fn covers(&self, span: Span) -> bool {
        matches!(self.place, Place::Span(own) if own.start() < span.end().max(span.start() + 1)
            && span.start() < own.end().max(own.start() + 1))
    }

    pub(super) fn with_parts(mut self, related: Vec<Related>, help: Option<String>) -> Self {
        self.related = related;
        self.help = help;
        self
    }
}

/// Takes what one rule finds.
#[derive(Debug)]
pub struct Findings<'a> {
    rule: &'static Rule,
    setting: Setting,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(
        rule: &'static Rule,
        setting: Setting,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self { rule, setting, found }
    }

    pub fn add(&mut self, finding: Finding) {
        let level = match self.setting {
            Setting::Default => finding.level.unwrap_or(self.rule.level),
            Setting::Chosen(level) => level,
        };
        self.found.push(Diagnostic {
            rule: self.rule.name,
            class: self.rule.class,
            level,
            message: finding.message,
            place: finding.place,
            related: finding.related,
            help: finding.help,
            fix: finding.fix,
            is_still_owed: finding.is_still_owed,
            answered_by: None,
        });
    }
}
