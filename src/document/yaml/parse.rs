//! The parser's events become our tree.
//!
//! Nothing recurses here, and depth and number of nodes are held while building, so that no
//! text can cost more than its length, nor the tree more than its depth when it is dropped.

use std::collections::HashSet;

use granit_parser::{Event, Parser, ScalarStyle, StrInput, StructureStyle};

use super::{
    Key, MAX_BYTES, MAX_DEPTH, MAX_NODES, Mapping, Node, Pair, Scalar, Sequence, Style, Value,
    syntax,
};
use crate::diagnostic::Related;
use crate::document::{DOCUMENT_TOO_LARGE, Fault, KEY_REPEATED, YAML_FEATURE_REFUSED, YAML_SYNTAX};
use crate::source::{Source, Span};

/// What was understood of a YAML text.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The mapping; absent when there is none.
    pub root: Option<Node>,
    pub faults: Vec<Fault>,
}

/// Reads the YAML at `span`; all spans count over the whole source.
pub fn parse(source: &Source, span: Span) -> Parsed {
    let mut builder = Builder::new(source, span);
    let length = span.end - span.start;
    if length > MAX_BYTES {
        builder.fault(
            DOCUMENT_TOO_LARGE,
            format!("{length} bytes of YAML are more than the {MAX_BYTES} we read"),
            source.at(span.start, span.start),
            "keep the fields short and move the text below the front matter",
        );
        return Parsed { root: None, faults: builder.faults };
    }
    builder.run();
    builder.finish()
}

/// A collection that is still being read.
enum Open {
    Sequence { start: usize, flow: bool, items: Vec<Node> },
    Mapping { start: usize, flow: bool, pairs: Vec<Pair>, key: Option<Key>, seen: Seen },
}

/// The keys of a mapping so far; hashed only when there are many.
#[derive(Default)]
struct Seen(HashSet<Box<str>>);

const MANY_KEYS: usize = 24;

struct Builder<'source> {
    source: &'source Source,
    span: Span,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    documents: usize,
    /// Where the scalar before this one ended.
    passed: usize,
    faults: Vec<Fault>,
}

/// Whether to go on reading.
enum Flow {
    Continue,
    Stop,
}

impl<'source> Builder<'source> {
    fn new(source: &'source Source, span: Span) -> Self {
        Self {
            source,
            span,
            open: Vec::new(),
            root: None,
            nodes: 0,
            documents: 0,
            passed: span.start,
            faults: Vec::new(),
        }
    }

    fn run(&mut self) {
        let mut options = granit_parser::options! {
            disallow_directives: true,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        options.set_emit_comments(false);
        let text = self.span.text(self.source);
        let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str_with_options(text, options);
        while let Some(next) = parser.next_event() {
            let flow = match next {
                Ok((event, span)) => self.event(event, span),
                Err(error) => {
                    let fault = syntax::fault(self.source, self.span, &error);
                    self.faults.push(fault);
                    Flow::Stop
                }
            };
            if matches!(flow, Flow::Stop) {
                break;
            }
        }
        while !self.open.is_empty() {
            self.close(self.span.end);
        }
    }

    fn event(&mut self, event: Event<'_>, at: granit_parser::Span) -> Flow {
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
                return self.scalar("", ScalarStyle::Plain, self.source.at(span.start, span.start));
            }
            Event::Scalar(text, style, ..) => return self.scalar(&text, style, span),
            Event::SequenceStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                return self
                    .begin(Open::Sequence { start: span.start, flow, items: Vec::new() }, span);
            }
            Event::MappingStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                let (pairs, key, seen) = (Vec::new(), None, Seen::default());
                return self
                    .begin(Open::Mapping { start: span.start, flow, pairs, key, seen }, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
            _ => {}
        }
        Flow::Continue
    }

    fn document_start(&mut self, span: Span) -> Flow {
        self.documents += 1;
        if self.documents == 1 {
            return Flow::Continue;
        }
        self.refused(
            "a second YAML document starts here; a file holds one".to_owned(),
            self.source.at(span.start, span.end.max(span.start)),
            "move it into a file of its own",
        );
        Flow::Stop
    }

    fn begin(&mut self, open: Open, span: Span) -> Flow {
        if self.expects_key() {
            self.refused(
                "a list or a mapping cannot be a key".to_owned(),
                self.first_line(span),
                "write the key as a plain text",
            );
            return Flow::Stop;
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
        let nothing = span.start == span.end && style == Style::Plain;
        let (text, span) = if nothing { ("", self.blank(span)) } else { (text, span) };
        let scalar = Scalar { text: text.into(), style };
        if self.expects_key() {
            return self.key(scalar, span);
        }
        let span = self.with_block_header(span, style);
        self.passed = span.end;
        self.attach(Node { span, value: Value::Scalar(scalar) });
        self.count(span)
    }

    fn key(&mut self, scalar: Scalar, span: Span) -> Flow {
        if &*scalar.text == "<<" && scalar.style == Style::Plain {
            self.refused(
                "the merge key `<<` is not read here".to_owned(),
                span,
                "write the fields out",
            );
        } else if !matches!(scalar.core(), super::Core::Text) {
            let text = &scalar.text;
            self.refused(
                format!("the key `{text}` is no text"),
                span,
                &format!("put it in quotes: `\"{text}\"`"),
            );
        }
        if let Some(Open::Mapping { key, .. }) = self.open.last_mut() {
            *key = Some(Key { text: scalar.text, span });
        }
        self.passed = span.end;
        self.count(span)
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Mapping { key: None, .. }))
    }

    fn close(&mut self, end: usize) {
        let node = match self.open.pop() {
            None => return,
            Some(Open::Sequence { start, flow, items }) => {
                let end = if flow { end } else { items.last().map_or(start, |item| item.span.end) };
                let start = if flow { start } else { self.dash_before(start) };
                Node {
                    span: self.source.at(start, end.max(start)),
                    value: Value::Sequence(Sequence { items, flow }),
                }
            }
            Some(Open::Mapping { start, flow, mut pairs, key, .. }) => {
                if let Some(key) = key {
                    pairs.push(blank_pair(key));
                }
                let end =
                    if flow { end } else { pairs.last().map_or(start, |pair| pair.span().end) };
                let start =
                    pairs.first().filter(|_| !flow).map_or(start, |pair| pair.key.span.start);
                Node {
                    span: self.source.at(start, end.max(start)),
                    value: Value::Mapping(Mapping { pairs, flow }),
                }
            }
        };
        self.attach(node);
    }

    /// Returns where the dash stands that a list's first item follows; the parser leaves it out of
    /// lists that are not indented.
    fn dash_before(&self, start: usize) -> usize {
        let before = self.source.text[self.span.start..start].trim_end_matches([' ', '\t']);
        let is_dash = before.ends_with('-') && !self.source.text[start..].starts_with("- ");
        if is_dash { self.span.start + before.len() - 1 } else { start }
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
                    Some(first) => self.faults.push(repeated(&key, first)),
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

    fn finish(mut self) -> Parsed {
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
        let place = found.map_or(self.source.at(self.span.start, self.span.start), |node| {
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

    fn too_deep(&mut self, span: Span) {
        self.faults
            .push(syntax::too_deep(self.source.at(span.start, self.boundary(span.start + 1))));
    }

    fn place(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let start = self.boundary(self.span.start + range.start);
        self.source.at(start, self.boundary(self.span.start + range.end).max(start))
    }

    /// Returns the nearest offset not after `offset` that lies in the text between characters.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.span.end);
        while !self.source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Widens a block scalar to its `|` or `>`, and takes the last line ending off, which belongs
    /// to the layout; the parser reports the content lines alone.
    fn with_block_header(&self, span: Span, style: Style) -> Span {
        let header = match style {
            Style::Literal => '|',
            Style::Folded => '>',
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => return span,
        };
        let text = &self.source.text;
        let trimmed = span.text(self.source).trim_end_matches(['\r', '\n', ' ']).len();
        let mut start = self.passed;
        for line in text[self.passed..span.start].split_inclusive('\n') {
            let code = line.split(" #").next().unwrap_or_default();
            if let Some(at) = code.find(header) {
                let header = self.first_line(self.source.at(start + at, span.start));
                let end = if trimmed == 0 { header.end } else { span.start + trimmed };
                return self.source.at(header.start, end);
            }
            start += line.len();
        }
        self.source.at(span.start, span.start + trimmed)
    }

    /// Returns where a blank stands: just after the colon or the dash that promised a value; the
    /// parser puts it before the one or after the other.
    fn blank(&self, span: Span) -> Span {
        let indicator = match self.open.last() {
            Some(Open::Mapping { flow: true, .. }) => return span,
            Some(Open::Mapping { .. }) => ':',
            _ => '-',
        };
        let mut start = self.passed.min(span.start);
        let end = self.rest_of_line(span.start).end;
        for line in self.source.text[start..end].split_inclusive('\n') {
            let code = line.split(" #").next().unwrap_or_default();
            if let Some(at) = code.find(indicator) {
                let after = start + at + 1;
                return self.source.at(after, after);
            }
            start += line.len();
        }
        span
    }

    fn first_line(&self, span: Span) -> Span {
        let line = span.text(self.source).lines().next().unwrap_or_default();
        self.source.at(span.start, span.start + line.trim_end().len())
    }

    fn rest_of_line(&self, at: usize) -> Span {
        self.first_line(self.source.at(at, self.span.end))
    }

    fn refused(&mut self, message: String, span: Span, help: &str) {
        self.fault(YAML_FEATURE_REFUSED, message, span, help);
    }

    fn fault(&mut self, rule: &'static str, message: String, span: Span, help: &str) {
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
    /// Returns the span of an equal key among the pairs, and remembers this one.
    fn first_of(&mut self, key: &Key, pairs: &[Pair]) -> Option<Span> {
        let linear =
            || pairs.iter().find(|pair| pair.key.text == key.text).map(|pair| pair.key.span);
        if pairs.len() < MANY_KEYS {
            return linear();
        }
        if self.0.is_empty() {
            self.0.extend(pairs.iter().map(|pair| pair.key.text.clone()));
        }
        if self.0.insert(key.text.clone()) { None } else { linear() }
    }
}

fn blank_pair(key: Key) -> Pair {
    let span = Span { start: key.span.end, ..key.span };
    let value = Value::Scalar(Scalar { text: "".into(), style: Style::Plain });
    Pair { key, value: Node { span, value } }
}

fn repeated(key: &Key, first: Span) -> Fault {
    Fault {
        rule: KEY_REPEATED,
        message: format!("the field `{}` stands here twice", key.text),
        span: key.span,
        related: vec![Related { span: first, message: "first here; this one counts".to_owned() }],
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
