//! What a document means where it is misspelt: rules of duty judge by that, so that one slip of
//! the pen is told once, at its place, and does not also make a contact or a deadline vanish.
//!
//! A time of what has happened that lies in the future is meant to be another one, which nobody
//! knows.
//!
//! Nothing is accepted by it: the slip stays an error of form that keeps the document from being
//! recorded, and only the rules read what is returned here.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::super::rules::time_in_future;
use super::super::schema::{self, Record, Shape};
use super::{call, guess, repair};
use crate::diagnostic::Diagnostic;
use crate::document::yaml::{Key, Mapping, Node, Pair, Scalar, Sequence, Style, Value};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind::Kind;
use crate::model::time::Time;
use crate::parallel;
use crate::source::{Source, Span};
use crate::visible;

/// Rules that tell of a slip. Where one is switched off, nobody would hear of it.
pub(in crate::validate) const OF_SLIPS: &[&str] = &[
    "field-missing",
    "invisible-character",
    "localized-value",
    "time-in-future",
    "tlp-altered",
    "unknown-field",
    "value-not-allowed",
    "wrong-format",
    "wrong-type",
];

/// Rules that look for slips themselves, in what is written.
pub(in crate::validate) const READ_AS_WRITTEN: &[&str] =
    &["invisible-character", "own-schema-unmet", "signed-content-unclear", "time-in-future"];

/// The most keys of a mapping in which wrong ones are guessed.
const KEYS_GUESSED: usize = 100;

/// Rules that tell of a value that cannot be read.
const OF_VALUES: &[&str] = &[
    "dangling-reference",
    "localized-value",
    "naive-time",
    "tlp-altered",
    "value-not-allowed",
    "wrong-format",
    "wrong-type",
];

/// Returns the engagement as it is meant; nothing where it already says what it means.
pub(in crate::validate) fn engagement(written: &Engagement, now: Timestamp) -> Option<Engagement> {
    let meant =
        parallel::map(&written.documents, |document| of(document, written.source(document), now));
    if meant.iter().all(Option::is_none) {
        return None;
    }
    let mut engagement = written.clone();
    for (document, meant) in engagement.documents.iter_mut().zip(meant) {
        if let Some(meant) = meant {
            *document = meant;
        }
    }
    Some(engagement)
}

fn of(document: &TypedDocument, source: &Source, now: Timestamp) -> Option<TypedDocument> {
    let front = document.document.front.as_ref().filter(|_| document.document.is_sound())?;
    // No word, or one that names no kind: the place says which was meant. Of the agreement both
    // sides signed that very word, and nothing more can be said of it.
    let may_guess = |kind: &Kind| *kind != Kind::Agreement;
    let there = || Kind::at_path(&document.path).filter(may_guess);
    let kind = document.kind.or_else(there)?;
    let schema = schema::of_kind(kind);
    let ahead = time_in_future::places(document, now).into_iter();
    let ahead: HashSet<usize> = ahead.map(|span| span.start()).collect();
    let is_plain = !has_hidden(&source.text);
    let is_call = |front: &Node| kind == Kind::Entry && call::is_unsaid(front);
    let is_as_meant = ahead.is_empty() && is_plain && schema.fits(front) && !is_call(front);
    if document.kind.is_some() && is_as_meant {
        return None;
    }
    let mut meant = Meaning { source, ahead }.of(front, schema.shape());
    if is_call(&meant) {
        call::say(&mut meant);
    }
    (document.kind.is_none() || meant != *front).then(|| document.read_as(kind, meant))
}

/// Returns the places whose values could not be read, and their keys: what else is said of them
/// would only say it again.
pub(in crate::validate) fn blurred(document: &TypedDocument, found: &[Diagnostic]) -> Vec<Span> {
    let of_values = found.iter().filter(|finding| OF_VALUES.contains(&finding.rule));
    let starts: HashSet<usize> =
        of_values.filter_map(Diagnostic::span).map(|span| span.start()).collect();
    let mut spans = Vec::new();
    if let (Some(front), false) = (&document.document.front, starts.is_empty()) {
        collect(front, &starts, &mut spans);
    }
    spans
}

fn collect(node: &Node, starts: &HashSet<usize>, spans: &mut Vec<Span>) {
    for pair in node.pairs() {
        if starts.contains(&pair.value.span.start()) {
            spans.extend([pair.key.span, pair.value.span]);
        }
        collect(&pair.value, starts, spans);
    }
    for item in node.items() {
        if starts.contains(&item.span.start()) {
            spans.push(item.span);
        }
        collect(item, starts, spans);
    }
}

struct Meaning<'a> {
    source: &'a Source,
    /// Where times of what has happened begin that lie in the future.
    ahead: HashSet<usize>,
}

impl Meaning<'_> {
    fn of(&self, node: &Node, shape: &Shape) -> Node {
        let value = match (&node.value, shape) {
            (Value::Mapping(mapping), Shape::Record(record)) => {
                let pairs = mapping.pairs.iter().map(|pair| self.pair(pair, node, record));
                Value::Mapping(Mapping { pairs: pairs.collect(), flow: mapping.flow })
            }
            (Value::Sequence(sequence), Shape::List(item)) => {
                let items = sequence.items.iter().map(|node| self.of(node, item)).collect();
                Value::Sequence(Sequence { items, flow: sequence.flow })
            }
            (Value::Sequence(sequence), Shape::Text(_)) => match &*sequence.items {
                // What the fix would write.
                [only] if sequence.flow && only.text().is_some() => self.of(only, shape).value,
                _ => node.value.clone(),
            },
            (Value::Scalar(scalar), _) if !node.is_null() => self.scalar(node, scalar, shape),
            _ => node.value.clone(),
        };
        Node { span: node.span, value }
    }

    fn pair(&self, pair: &Pair, parent: &Node, record: &Record) -> Pair {
        // A guess looks at every key; a mapping of hundreds is no slip of the pen.
        let is_guessed = parent.pairs().len() <= KEYS_GUESSED;
        let name = match record.field(&pair.key.text) {
            None if is_guessed => guess::field(&pair.key.text, parent, record),
            _ => None,
        };
        let key = Key {
            text: name.map_or_else(|| Arc::clone(&pair.key.text), Arc::from),
            span: pair.key.span,
        };
        let shape = record.field(&key.text).unwrap_or(&Shape::Any);
        Pair { value: self.of(&pair.value, shape), key }
    }

    fn scalar(&self, node: &Node, scalar: &Scalar, shape: &Shape) -> Value {
        let plain = |text: &str| Value::Scalar(Scalar { text: text.into(), style: Style::Plain });
        if self.ahead.contains(&node.span.start()) {
            return plain(Time::UNKNOWN);
        }
        let text = without_hidden(&scalar.text);
        match shape {
            Shape::Text(shape) if !shape.words.is_empty() => {
                let is_word = shape.words.contains(&&*text);
                let meant = (!is_word).then(|| guess::word(&text, shape)).flatten();
                plain(meant.as_deref().unwrap_or(&text))
            }
            Shape::Text(shape) => {
                let repaired = match shape.type_name {
                    Some("Time") => repair::time(&text),
                    Some("Day") => repair::day(&text),
                    _ => None,
                };
                let text = repaired.map_or(text, |repair| Cow::Owned(repair.written));
                Value::Scalar(Scalar { text: (&*text).into(), style: scalar.style })
            }
            Shape::List(item) if matches!(**item, Shape::Text(_)) => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                let items = items.map(|item| Node { span: node.span, value: plain(item) });
                let items = items.map(|node| self.of(&node, item)).collect();
                Value::Sequence(Sequence { items, flow: true })
            }
            Shape::Integer | Shape::Bool => match repair::of_type(shape, node, self.source) {
                Some(repair) => plain(&repair.written),
                None => node.value.clone(),
            },
            _ => node.value.clone(),
        }
    }
}

/// A carriage return ends a line of some programs.
fn hides(symbol: char) -> bool {
    symbol != '\r' && visible::name(symbol).is_some()
}

fn has_hidden(text: &str) -> bool {
    visible::unseen(text).any(|(_, symbol)| hides(symbol))
}

fn without_hidden(text: &str) -> Cow<'_, str> {
    if has_hidden(text) {
        Cow::Owned(text.chars().filter(|symbol| !hides(*symbol)).collect())
    } else {
        Cow::Borrowed(text)
    }
}
