//! Blanks that look like a space and are none to YAML: `title:` and a no-break space is no field.
//!
//! They come with texts that were pasted, and from keyboards that type them with the space bar.
//! Inside a text of front matter they are honest: French writes them in « … » and before `%`, and
//! Japanese begins a paragraph with one. Told are those in the places of spaces: in front of a
//! field, in its name, around its `:`, and at the ends of a plain value. Around a `:` in a text that
//! was read they are told only where no text belongs: `- Équipe : tous` is French.

use std::collections::HashSet;

use crate::document::yaml::{Node, Style, Value};
use crate::model::engagement::TypedDocument;
use crate::source::{Source, Span};
use crate::visible::name_of_blank;

fn is_odd(symbol: char) -> bool {
    name_of_blank(symbol).is_some()
}

fn is_blank(symbol: char) -> bool {
    symbol == ' ' || symbol == '\t' || is_odd(symbol)
}

/// What may stand before a field or a value of its line.
fn leads(symbol: char) -> bool {
    is_blank(symbol) || symbol == '-'
}

/// Returns the blanks of the front matter that stand where a space belongs, in their order.
pub(super) fn misplaced(typed: &TypedDocument, source: &Source) -> Vec<Span> {
    let document = &typed.document;
    let Some(front) = document.front_span else { return Vec::new() };
    let written = front.text(source);
    if written.is_ascii() || !written.contains(is_odd) {
        return Vec::new();
    }
    let misfits = typed.misfits.iter().filter_map(|misfit| misfit.span).collect();
    let mut found = Found { source, misfits, read: Vec::new(), told: Vec::new() };
    if let Some(root) = &document.front {
        found.node(root);
    }
    found.unread(front);
    found.told.sort_unstable();
    found.told.dedup();
    found.told
}

struct Found<'a> {
    source: &'a Source,
    /// Values in the place of something else.
    misfits: HashSet<Span>,
    /// What was understood as a key or a value, in its order.
    read: Vec<Span>,
    told: Vec<Span>,
}

impl Found<'_> {
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Mapping(mapping) => {
                for pair in &mapping.pairs {
                    self.read.push(pair.key.span);
                    self.key(pair.key.span);
                    self.node(&pair.value);
                }
            }
            Value::Sequence(sequence) => sequence.items.iter().for_each(|item| self.node(item)),
            Value::Scalar(scalar) => {
                self.read.push(node.span);
                if scalar.style == Style::Plain {
                    self.plain(node.span);
                }
            }
        }
    }

    /// Looks at a key in its place; one behind another is a text with a colon, `title: a : b`.
    fn key(&mut self, span: Span) {
        let is_in_place = matches!(self.before(span), None | Some('\n' | '\u{feff}' | '{' | ','));
        if is_in_place && !span.text(self.source).starts_with(['"', '\'']) {
            self.tell(span);
        }
    }

    /// Returns what stands before a place, blanks and dashes left out.
    fn before(&self, span: Span) -> Option<char> {
        self.source.text[..span.start()].trim_end_matches(leads).chars().next_back()
    }

    /// Looks at the ends of a plain value, and for what should have been a field or an item.
    fn plain(&mut self, span: Span) {
        let written = span.text(self.source);
        let start = written.len() - written.trim_start_matches(is_blank).len();
        let end = written.trim_end_matches(is_blank).len().max(start);
        self.tell(span.with_end(span.start() + start));
        self.tell(span.with_start(span.start() + end));
        let is_lead = matches!(self.before(span), None | Some('\n' | '\u{feff}'));
        if is_lead && self.misfits.contains(&span) {
            let first = written.lines().next().unwrap_or_default();
            self.structure(first, span.start());
        }
    }

    /// Looks through the lines of which no key or value was understood.
    fn unread(&mut self, front: Span) {
        let mut start = front.start();
        for line in front.text(self.source).split_inclusive('\n') {
            let from = self.told.len();
            if line.contains(is_odd) && !line.trim_start_matches(is_blank).starts_with('#') {
                self.structure(line.trim_end_matches(['\r', '\n']), start);
            }
            let read = &self.read;
            let is_read = |place: &Span| {
                let at = read.partition_point(|it| it.start() <= place.start());
                at.checked_sub(1).is_some_and(|at| place.start() < read[at].end())
            };
            let kept = self.told.split_off(from);
            self.told.extend(kept.into_iter().filter(|place| !is_read(place)));
            start += line.len();
        }
    }

    /// Tells what stands before a line's field, and around the colon behind it.
    fn structure(&mut self, line: &str, start: usize) {
        let at = |from: usize, to: usize| self.source.at(start + from, start + to);
        let lead = line.len() - line.trim_start_matches(leads).len();
        let mut places = vec![at(0, lead)];
        if let Some(colon) = line[lead..].find(':').map(|colon| lead + colon) {
            let word = line[lead..colon].trim_end_matches(is_blank);
            let is_field = |symbol: char| symbol.is_alphanumeric() || matches!(symbol, '_' | '-');
            if !word.is_empty() && word.chars().all(is_field) {
                let rest = &line[colon + 1..];
                let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
                places.push(at(lead + word.len(), colon));
                places.push(at(colon + 1, colon + 1 + blanks));
            }
        }
        places.into_iter().for_each(|place| self.tell(place));
    }

    /// Tells every odd blank in a place.
    fn tell(&mut self, place: Span) {
        for (at, symbol) in place.text(self.source).char_indices().filter(|it| is_odd(it.1)) {
            let start = place.start() + at;
            self.told.push(self.source.at(start, start + symbol.len_utf8()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kind::Kind;
    use crate::source::SourceId;

    /// Returns the front matter with every blank that is told written as `<>`.
    fn told(front: &str) -> String {
        let source = Source::new(SourceId(0), "a.md", format!("---\n{front}\n---\n\u{a0}a\n"));
        let document = TypedDocument::read(&source, Some(Kind::Entry));
        let mut text = source.text.to_string();
        for span in misplaced(&document, &source).into_iter().rev() {
            text.replace_range(span.bytes(), "<>");
        }
        text["---\n".len()..].split("\n---\n").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn blanks_in_the_place_of_spaces_are_told() {
        for (front, expected) in [
            ("title:\u{a0}x\nkind: task", "title:<>x\nkind: task"),
            ("kind: task\ntitle:\u{a0} x", "kind: task\ntitle:<> x"),
            ("kind: task\ntitle\u{202f}: x", "kind: task\ntitle<>: x"),
            ("kind: task\ntitle\u{a0}:\u{a0}x", "kind: task\ntitle<>:<>x"),
            ("kind: task\ntitle: \u{a0}x", "kind: task\ntitle: <>x"),
            ("severity: sev1\u{a0}\nkind: incident", "severity: sev1<>\nkind: incident"),
            ("tags: [a, b\u{3000}]", "tags: [a, b<>]"),
            ("a:\n\u{a0}\u{a0}decision: all", "a:\n<><>decision: all"),
            ("a:\n  \u{3000}decision: all\n  b: c", "a:\n  <>decision: all\n  b: c"),
            ("command:\n  exit:\u{a0}0", "command:\n  exit:<>0"),
            ("to:\n  -\u{a0}zq", "to:\n  -<>zq"),
            ("to:\n  - zq\n  -\u{a0}zw", "to:\n  - zq\n  -<>zw"),
            ("{a:\u{a0}b}", "{a:<>b}"),
        ] {
            assert_eq!(told(front), expected, "{front:?}");
        }
    }

    #[test]
    fn blanks_in_a_text_are_honest() {
        for front in [
            "x-went:\n  - Équipe\u{a0}:\u{a0}tous\n  - note:\u{a0}x",
            "x-note:\n  Équipe\u{a0}:\u{a0}tous",
            "title: Tester «\u{a0}restore\u{a0}» à 10\u{202f}%",
            "title: \"\u{a0}x\u{a0}\"",
            "title: '\u{3000}x'",
            "'x-a\u{a0}b': 1",
            "x-a: |\n  \u{3000}日本\n  Note:\u{a0}x",
            "x-a: >-\n  Objet\u{a0}: x\n  \u{3000}b",
            "x-a: one\n  \u{a0}two\n  Note:\u{a0}x",
            "# a\u{a0}: b\nkind: task",
            "kind: task # a\u{a0}: b",
            "x-a: \"one\n  Note\u{a0}: two\"",
        ] {
            assert_eq!(told(front), front);
        }
    }

    #[test]
    fn a_line_of_nothing_else_takes_little_time() {
        assert!(told(&"\u{a0}".repeat(80_000)).starts_with("<>"));
        assert!(told(&"a:\u{a0}\n".repeat(40_000)).starts_with("a:<>"));
    }
}
