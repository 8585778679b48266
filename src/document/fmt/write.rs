//! Writes a tree as lines: each mapping's keys in their order, lists indented by two, each comment
//! with the key or item it stands before or beside.

use super::Form;
use super::comments::Comment;
use super::scalar::{self, Written};
use crate::document::yaml::{Mapping, Node, Pair, Sequence, Value};
use crate::source::{Source, Span};

/// Writes the mapping of the front matter.
pub(super) fn root(
    source: &Source,
    front: Span,
    root: &Node,
    form: &Form,
    comments: Vec<Comment>,
) -> Vec<String> {
    let mut writer = Writer { text: &source.text, comments: comments.into_iter().peekable() };
    let place = Place { indent: 0, limit: front.end(), column: 0, head: front.start() };
    match &root.value {
        Value::Mapping(mapping) => writer.mapping(root.span, mapping, form, place),
        Value::Sequence(_) | Value::Scalar(_) => Vec::new(),
    }
}

struct Writer<'a> {
    text: &'a str,
    /// Those not yet written, in the order of the text.
    comments: std::iter::Peekable<std::vec::IntoIter<Comment>>,
}

/// Where a collection goes, and what of the old text belongs to it.
#[derive(Clone, Copy)]
struct Place {
    indent: usize,
    /// Where the next key or item after it begins.
    limit: usize,
    /// A comment left of this column belongs to what follows.
    column: usize,
    /// Where the key or dash ends that it belongs to.
    head: usize,
}

const STEP: usize = 2;

impl Writer<'_> {
    fn mapping(&mut self, span: Span, mapping: &Mapping, form: &Form, place: Place) -> Vec<String> {
        let mut entries = Vec::with_capacity(mapping.pairs.len());
        for (at, pair) in mapping.pairs.iter().enumerate() {
            let limit = match mapping.pairs.get(at + 1) {
                Some(next) => next.key.span.start(),
                None if mapping.flow => span.end(),
                None => place.limit,
            };
            let lines = self.pair(pair, form.field(&pair.key.text), Place { limit, ..place });
            entries.push((form.place(&pair.key.text), lines));
        }
        let column = mapping.pairs.first().map_or(0, |pair| self.column(pair.key.span.start()));
        let tail = self.tail(span, mapping.flow, place, column);
        entries.sort_by_key(|(order, _)| *order);
        entries.into_iter().flat_map(|(_, lines)| lines).chain(tail).collect()
    }

    fn pair(&mut self, pair: &Pair, form: &Form, place: Place) -> Vec<String> {
        let Place { indent, limit, .. } = place;
        let mut lead = self.before(pair.key.span.start());
        let key = &pair.key;
        let written = &self.text[key.span.bytes()];
        let head = format!("{}{}:", " ".repeat(indent), scalar::key(&key.text, written));
        let below = Place {
            indent: indent + STEP,
            limit,
            column: self.column(pair.key.span.start()) + 1,
            head: pair.key.span.end(),
        };
        let (written, beside) = match self.nested(&pair.value, form, below) {
            Nested::Lines(lines) => {
                let beside = lines.beside;
                lead.extend(lines.lead);
                (Written { first: String::new(), rest: lines.lines }, beside)
            }
            Nested::Scalar(lines) => {
                lead.extend(lines.lead);
                (lines.written, lines.beside)
            }
        };
        let mut lines = indented(lead, indent);
        lines.push(with_comment(join(&head, &written.first), beside));
        lines.extend(written.rest);
        lines
    }

    fn sequence(
        &mut self,
        span: Span,
        sequence: &Sequence,
        form: &Form,
        place: Place,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        let column = sequence.items.first().map_or(0, |item| self.dash_column(item.span.start()));
        for (at, item) in sequence.items.iter().enumerate() {
            let limit = match sequence.items.get(at + 1) {
                Some(next) => next.span.start(),
                None if sequence.flow => span.end(),
                None => place.limit,
            };
            lines.extend(self.item(column, item, form.item(), Place { limit, ..place }));
        }
        lines.extend(self.tail(span, sequence.flow, place, column));
        lines
    }

    fn item(&mut self, dash: usize, item: &Node, form: &Form, place: Place) -> Vec<String> {
        let Place { indent, limit, .. } = place;
        let mut lead = self.before(item.span.start());
        let head = item.span.start();
        let below = Place { indent: indent + STEP, limit, column: dash + 1, head };
        let dash = format!("{}-", " ".repeat(indent));
        let mut lines = match self.nested(item, form, below) {
            Nested::Scalar(scalar) => {
                lead.extend(scalar.lead);
                let first = with_comment(join(&dash, &scalar.written.first), scalar.beside);
                let mut lines = vec![first];
                lines.extend(scalar.written.rest);
                lines
            }
            Nested::Lines(nested) => {
                lead.extend(nested.beside);
                lead.extend(nested.lead);
                let mut lines = nested.lines;
                // A comment of its first key goes above the dash.
                let is_comment = |line: &String| line.trim_start().starts_with('#');
                let comments = lines.iter().take_while(|line| is_comment(line)).count();
                lead.extend(lines.drain(..comments).map(|line| line.trim_start().to_owned()));
                if let Some(first) = lines.first_mut() {
                    *first = format!("{dash} {}", &first[indent + STEP..]);
                }
                lines
            }
        };
        let mut written = indented(lead, indent);
        written.append(&mut lines);
        written
    }

    /// Writes what stands behind a colon or a dash.
    fn nested(&mut self, node: &Node, form: &Form, place: Place) -> Nested {
        let is_flow = match &node.value {
            Value::Scalar(scalar) => {
                let before = &self.text[node.span.bytes()];
                let written = scalar::write(scalar, before, form, place.indent);
                return self.scalar(node.span, written, place.limit);
            }
            Value::Sequence(sequence) if sequence.items.is_empty() => {
                return self.scalar(node.span, inline("[]"), place.limit);
            }
            Value::Mapping(mapping) if mapping.pairs.is_empty() => {
                return self.scalar(node.span, inline("{}"), place.limit);
            }
            Value::Sequence(sequence) => sequence.flow,
            Value::Mapping(mapping) => mapping.flow,
        };
        // Beside the colon or the bracket, in the line where the value begins or above it.
        let begin = if is_flow { node.span.start() + 1 } else { node.span.start() };
        let mut beside = self.beside(place.head, begin);
        let lines = match &node.value {
            Value::Sequence(sequence) => self.sequence(node.span, sequence, form, place),
            Value::Mapping(mapping) => self.mapping(node.span, mapping, form, place),
            Value::Scalar(_) => Vec::new(),
        };
        let mut lead = Vec::new();
        if is_flow && let Some(comment) = self.after(node.span.end(), place.limit) {
            match beside {
                None => beside = Some(comment),
                Some(_) => lead.push(comment),
            }
        }
        Nested::Lines(Lines { lead, beside, lines })
    }

    fn scalar(&mut self, span: Span, written: Written, limit: usize) -> Nested {
        let (mut lead, mut beside) = (Vec::new(), None);
        while let Some(comment) = self.comments.next_if(|comment| comment.start < span.end()) {
            match beside {
                None if !comment.is_alone => beside = Some(comment.text),
                _ => lead.push(comment.text),
            }
        }
        if let Some(comment) = self.after(span.end(), limit) {
            match beside {
                None => beside = Some(comment),
                Some(_) => lead.push(comment),
            }
        }
        Nested::Scalar(Inline { lead, beside, written })
    }

    /// Takes the comments before a place.
    fn before(&mut self, at: usize) -> Vec<String> {
        let mut found = Vec::new();
        while let Some(comment) = self.comments.next_if(|comment| comment.start < at) {
            found.push(comment.text);
        }
        found
    }

    /// Takes the comment before a place, in the line where its key ends.
    fn beside(&mut self, head: usize, at: usize) -> Option<String> {
        self.after(head, at)
    }

    /// Takes the comment that follows in the same line.
    fn after(&mut self, end: usize, limit: usize) -> Option<String> {
        let text = self.text;
        let found = self.comments.next_if(|comment| {
            (end..limit).contains(&comment.start) && !text[end..comment.start].contains('\n')
        });
        found.map(|comment| comment.text)
    }

    /// Takes the comments after the last key or item that still belong to the collection: those
    /// indented as far as it.
    fn tail(&mut self, span: Span, is_flow: bool, place: Place, column: usize) -> Vec<String> {
        let least = column.max(place.column);
        let mut found = Vec::new();
        while let Some(comment) = self.comments.next_if(|comment| match is_flow {
            true => comment.start < span.end(),
            false => {
                let is_last = place.indent == 0;
                comment.start < place.limit
                    && comment.is_alone
                    && (comment.column >= least || is_last)
            }
        }) {
            found.push(comment.text);
        }
        indented(found, place.indent)
    }

    /// Returns the column of the dash before an item; a comment may stand between the two.
    fn dash_column(&self, item: usize) -> usize {
        let mut end = item;
        loop {
            let start = self.text[..end].rfind('\n').map_or(0, |newline| newline + 1);
            let line = &self.text[start..end];
            let code = line.split('#').next().unwrap_or_default().trim_end();
            match code.ends_with('-') {
                true => return code.len() - 1,
                false if start == 0 || !code.is_empty() => return self.column(item),
                false => end = start - 1,
            }
        }
    }

    fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }
}

enum Nested {
    Scalar(Inline),
    Lines(Lines),
}

/// A value that begins beside its key, and the comments that were around it.
struct Inline {
    lead: Vec<String>,
    beside: Option<String>,
    written: Written,
}

/// A collection on lines of its own, and the comments that were beside its brackets.
struct Lines {
    lead: Vec<String>,
    beside: Option<String>,
    lines: Vec<String>,
}

fn inline(text: &str) -> Written {
    Written { first: text.to_owned(), rest: Vec::new() }
}

fn join(head: &str, value: &str) -> String {
    if value.is_empty() { head.to_owned() } else { format!("{head} {value}") }
}

fn with_comment(line: String, comment: Option<String>) -> String {
    match comment {
        Some(comment) => format!("{line} {comment}"),
        None => line,
    }
}

fn indented(comments: Vec<String>, indent: usize) -> Vec<String> {
    comments.into_iter().map(|comment| format!("{}{comment}", " ".repeat(indent))).collect()
}
