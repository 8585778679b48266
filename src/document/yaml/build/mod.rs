//! The parser's events become our tree.
//!
//! Nothing recurses here, and depth and number of nodes are held while building, so that no
//! text can cost more than its length, nor the tree more than its depth when it is dropped.

mod extent;
mod names;

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, StructureStyle};
use unicode_normalization::UnicodeNormalization as _;

use super::parse::Parsed;
use super::{
    Key, MAX_DEPTH, MAX_NODES, MAX_SCALAR_BYTES, Mapping, Node, Pair, Scalar, Sequence, Style,
    Value, core_of_plain, syntax,
};
use crate::diagnostic::Related;
use crate::document::{Fault, KEY_REPEATED, YAML_FEATURE_REFUSED, YAML_SYNTAX};
use crate::source::{Source, Span};
use crate::visible::told_apart;

/// A collection that is still being read.
enum Open {
    /// `after` is where the scalar before it ended.
    Sequence {
        start: usize,
        after: usize,
        flow: bool,
        items: Vec<Node>,
    },
    Mapping {
        start: usize,
        flow: bool,
        pairs: Vec<Pair>,
        key: Option<Key>,
        seen: Seen,
    },
}

/// The keys of a mapping so far and their places among its pairs; hashed only when there are many.
#[derive(Default)]
struct Seen(HashMap<Box<str>, usize>);

const MANY_KEYS: usize = 24;

pub(super) struct Builder<'source> {
    source: &'source Source,
    span: Span,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    documents: usize,
    /// Where the text begins that the parser reads now: after a fault it starts anew.
    base: usize,
    /// Whether the next mapping is the one that was being read before a fault.
    resuming: bool,
    /// Where the key, the scalar or the bracket before this place ended.
    passed: usize,
    faults: Vec<Fault>,
}

/// Whether to go on reading.
pub(super) enum Flow {
    Continue,
    /// What stands here cannot be read; the next field can.
    Skip(usize),
    Stop,
}

impl<'source> Builder<'source> {
    pub(super) fn new(source: &'source Source, span: Span) -> Self {
        Self {
            source,
            span,
            open: Vec::new(),
            root: None,
            nodes: 0,
            documents: 0,
            base: span.start(),
            resuming: false,
            passed: span.start(),
            faults: Vec::new(),
        }
    }

    /// Returns whether the part that starts at `base` may go on in the mapping that was being read.
    pub(super) fn resume(&mut self, base: usize) -> bool {
        while self.open.len() > 1 {
            self.close(base);
        }
        match self.open.last_mut() {
            // A text at the very top is a line without a colon.
            None => {
                self.root = None;
            }
            Some(Open::Sequence { .. } | Open::Mapping { flow: true, .. }) => return false,
            Some(Open::Mapping { pairs, key, .. }) => {
                pairs.extend(key.take().map(blank_pair));
                self.resuming = true;
            }
        }
        (self.base, self.passed, self.documents) = (base, base, 0);
        true
    }

    /// Takes one event of the parser, whose places count from `base`.
    pub(super) fn event(&mut self, event: Event<'_>, at: granit_parser::Span) -> Flow {
        let span = self.place(at);
        if let Some(tag) = event.tag().and(at.tag_span()) {
            let tag = self.place(tag);
            let written = tag.text(self.source).to_owned();
            self.refused(
                format!("the tag `{written}` is not read here"),
                tag,
                "remove the tag; the field decides the type",
            );
        }
        match event {
            Event::DocumentStart(..) => return self.document_start(span),
            Event::Anchor(_, name) => self.refused(
                format!("the anchor `&{name}` is not read here"),
                span,
                "remove it; write the value out where it is needed",
            ),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let written = span.text(self.source).to_owned();
                self.refused(
                    format!("the alias `{written}` is not read here"),
                    span,
                    "write the value out",
                );
                return self.scalar(
                    "",
                    ScalarStyle::Plain,
                    self.source.at(span.start(), span.start()),
                );
            }
            Event::Scalar(text, style, ..) => return self.scalar(&text, style, span),
            Event::SequenceStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                let (start, after) = (span.start(), self.passed);
                return self.begin(Open::Sequence { start, after, flow, items: Vec::new() }, span);
            }
            Event::MappingStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                let (pairs, key, seen) = (Vec::new(), None, Seen::default());
                if std::mem::take(&mut self.resuming) {
                    return if flow { Flow::Stop } else { Flow::Continue };
                }
                return self
                    .begin(Open::Mapping { start: span.start(), flow, pairs, key, seen }, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end()),
            _ => {}
        }
        Flow::Continue
    }

    fn document_start(&mut self, span: Span) -> Flow {
        self.documents += 1;
        if self.documents == 1 {
            return Flow::Continue;
        }
        let place = self.source.at(span.start(), span.end().max(span.start()));
        // Who knows front matter closes it.
        let rest = self.source.text.get(place.end()..self.span.end());
        let is_fence = place.text(self.source).starts_with("---")
            && rest.is_some_and(|rest| rest.trim().is_empty());
        let (message, help) = if is_fence {
            ("this file needs no `---`", "remove this line")
        } else {
            (
                "a second YAML document starts here; a file holds one",
                "move it into a file of its own",
            )
        };
        self.refused(message.to_owned(), place, help);
        Flow::Stop
    }

    fn begin(&mut self, open: Open, span: Span) -> Flow {
        if self.expects_key() {
            self.refused(
                "a list or a mapping cannot be a key".to_owned(),
                self.first_line(span),
                "write the key as a plain text",
            );
            return Flow::Skip(span.start());
        }
        if self.open.len() == MAX_DEPTH {
            self.too_deep(span);
            return Flow::Stop;
        }
        self.open.push(open);
        self.count(span)
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) -> Flow {
        let style = style_of(style);
        // The parser says `~` for nothing at all; we keep what stands there.
        let nothing = span.start() == span.end() && style == Style::Plain;
        let (text, span) = if nothing { ("", self.blank(span)) } else { (text, span) };
        if self.expects_key() {
            return self.key(text, style, span);
        }
        let span = self.with_block_header(span, style);
        if text.len() > MAX_SCALAR_BYTES {
            self.too_long(text.len(), span);
        }
        self.passed = span.end();
        let text = self.source.text_read(span, text);
        let value = Value::Scalar(Scalar { text, style });
        self.attach(Node { span, value });
        self.count(span)
    }

    fn key(&mut self, text: &str, style: Style, span: Span) -> Flow {
        if text == "<<" && style == Style::Plain {
            self.refused(
                "the merge key `<<` is not read here".to_owned(),
                span,
                "write the fields out",
            );
        } else if text.is_empty() {
            self.refused(
                "a value stands here without a key".to_owned(),
                span,
                "write `field: value`",
            );
        } else if style == Style::Plain && !matches!(core_of_plain(text), super::Core::Text) {
            self.refused(
                format!("the key `{text}` is no text"),
                span,
                &format!("put it in quotes: `\"{text}\"`"),
            );
        } else if let Some(mark) = self.question_mark(span.start()) {
            self.refused(
                "a key after `?` is not read here".to_owned(),
                mark,
                "write `field: value` on one line",
            );
        }
        if let Some(Open::Mapping { key, .. }) = self.open.last_mut() {
            *key = Some(Key { text: names::kept(text), span });
        }
        self.passed = span.end();
        self.count(span)
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Mapping { key: None, .. }))
    }

    fn close(&mut self, end: usize) {
        let node = match self.open.pop() {
            None => return,
            Some(Open::Sequence { start, after, flow, items }) => {
                let end =
                    if flow { end } else { items.last().map_or(start, |item| item.span.end()) };
                let start = match items.first().map(|first| first.span.start()) {
                    Some(first) if !flow && (start >= first || !self.is_dash(start)) => {
                        self.dash_before(first.min(start), after)
                    }
                    _ => start,
                };
                Node {
                    span: self.source.at(start, end.max(start)),
                    value: Value::Sequence(Sequence { items: items.into(), flow }),
                }
            }
            Some(Open::Mapping { start, flow, mut pairs, key, .. }) => {
                if let Some(key) = key {
                    pairs.push(blank_pair(key));
                }
                let end =
                    if flow { end } else { pairs.last().map_or(start, |pair| pair.span().end()) };
                let start =
                    pairs.first().filter(|_| !flow).map_or(start, |pair| pair.key.span.start());
                Node {
                    span: self.source.at(start, end.max(start)),
                    value: Value::Mapping(Mapping { pairs: pairs.into(), flow }),
                }
            }
        };
        if let Value::Sequence(Sequence { flow: true, .. })
        | Value::Mapping(Mapping { flow: true, .. }) = node.value
        {
            self.passed = self.passed.max(node.span.end());
        }
        self.attach(node);
    }

    fn attach(&mut self, node: Node) {
        match self.open.last_mut() {
            None => {
                self.root.get_or_insert(node);
            }
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { pairs, key, seen, .. }) => {
                let Some(key) = key.take() else { return };
                match seen.first_of(&key, pairs) {
                    None => pairs.push(Pair { key, value: node }),
                    Some(first) => self.faults.push(repeated(&key, &first)),
                }
            }
        }
    }

    fn count(&mut self, span: Span) -> Flow {
        self.nodes += 1;
        if self.nodes <= MAX_NODES {
            return Flow::Continue;
        }
        self.refused(
            format!("more than {MAX_NODES} values in one document"),
            self.first_line(span),
            "split the document",
        );
        Flow::Stop
    }

    /// Adds the fault for what the parser could not read, and returns where it is.
    pub(super) fn broken(&mut self, error: &granit_parser::ScanError) -> usize {
        let bracket = match self.open.last() {
            Some(
                Open::Sequence { start, flow: true, .. } | Open::Mapping { start, flow: true, .. },
            ) => Some(*start).filter(|start| self.source.text[*start..].starts_with(['[', '{'])),
            _ => None,
        };
        let read = syntax::Read { passed: self.passed, bracket };
        let part = self.source.at(self.base, self.span.end());
        let fault = syntax::fault(self.source, part, &read, error);
        let at = fault.span.start();
        // What was refused in this line is why the rest of it cannot be read.
        let known = self.faults.last().is_some_and(|last| {
            last.span.start() <= at && !self.source.text[last.span.start()..at].contains('\n')
        });
        if !known {
            self.faults.push(fault);
        }
        at
    }

    /// Returns the faults alone.
    pub(super) fn without_tree(self) -> Parsed {
        Parsed { root: None, faults: self.faults }
    }

    /// Closes what is open, and returns the mapping and what was wrong in it.
    pub(super) fn finish(mut self) -> Parsed {
        while !self.open.is_empty() {
            self.close(self.span.end());
        }
        let root = match self.root.take() {
            Some(node) if matches!(node.value, Value::Mapping(_)) => Some(node),
            found => {
                if self.faults.is_empty() {
                    let fault = self.no_mapping(found.as_ref());
                    self.faults.push(fault);
                }
                None
            }
        };
        self.faults.sort_by_key(|fault| fault.span);
        Parsed { root, faults: self.faults }
    }

    fn no_mapping(&self, found: Option<&Node>) -> Fault {
        let message = match found {
            Some(node) if !node.is_null() => {
                format!("expected fields such as `kind: incident`, found {}", node.describe())
            }
            _ => "there is no field here".to_owned(),
        };
        let place = found.map_or(self.source.at(self.span.start(), self.span.start()), |node| {
            self.first_line(node.span)
        });
        Fault {
            rule: YAML_SYNTAX,
            message,
            span: place,
            related: Vec::new(),
            help: Some("write one `field: value` per line".to_owned()),
        }
    }

    fn too_long(&mut self, length: usize, span: Span) {
        self.refused(
            format!("a value of {length} bytes is longer than the {MAX_SCALAR_BYTES} we read"),
            self.first_line(span),
            "move long text below the front matter",
        );
    }

    fn too_deep(&mut self, span: Span) {
        self.faults
            .push(syntax::too_deep(self.source.at(span.start(), self.boundary(span.start() + 1))));
    }

    fn refused(&mut self, message: String, span: Span, help: &str) {
        self.fault(YAML_FEATURE_REFUSED, message, span, help);
    }

    pub(super) fn fault(&mut self, rule: &'static str, message: String, span: Span, help: &str) {
        self.faults.push(Fault {
            rule,
            message,
            span,
            related: Vec::new(),
            help: Some(help.to_owned()),
        });
    }
}

impl Seen {
    /// Returns an equal key among the pairs, and remembers this one.
    fn first_of(&mut self, key: &Key, pairs: &[Pair]) -> Option<Key> {
        let read = composed(&key.text);
        let of = |pair: &Pair| pair.key.clone();
        if pairs.len() < MANY_KEYS {
            return pairs.iter().find(|pair| composed(&pair.key.text) == read).map(of);
        }
        if self.0.is_empty() {
            let known = pairs.iter().enumerate();
            self.0.extend(known.map(|(at, pair)| (composed(&pair.key.text).into(), at)));
        }
        if let Some(at) = self.0.get(&*read) {
            return pairs.get(*at).map(of);
        }
        // It becomes the next of the pairs.
        self.0.insert(read.into(), pairs.len());
        None
    }
}

/// Returns a key as keys are compared: accents are typed in two ways that nobody sees.
fn composed(key: &str) -> Cow<'_, str> {
    if key.is_ascii() { Cow::Borrowed(key) } else { Cow::Owned(key.nfc().collect()) }
}

fn blank_pair(key: Key) -> Pair {
    let span = key.span.with_start(key.span.end());
    let value = Value::Scalar(Scalar { text: "".into(), style: Style::Plain });
    Pair { key, value: Node { span, value } }
}

fn repeated(key: &Key, first: &Key) -> Fault {
    let (written, first_written) = told_apart(&key.text, &first.text);
    let counts = match written == first_written {
        true => "first here; this one counts".to_owned(),
        false => format!("first here, as `{first_written}`; this one counts"),
    };
    Fault {
        rule: KEY_REPEATED,
        message: format!("the field `{written}` stands here twice"),
        span: key.span,
        related: vec![Related { span: first.span, message: counts }],
        help: Some("keep one of them".to_owned()),
    }
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
