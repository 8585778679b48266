//! From a place in the text back to the path of its field.

use std::fmt::Write;

use super::{Node, Value};
use crate::source::Span;

impl Node {
    /// Returns the path of the deepest field that holds the span, such as
    /// `contacts.organization.primary`; `None` outside this node, empty for the node itself.
    ///
    /// An item with an `id` is named by it (`severities[sev1]`) and any other by its number, so
    /// that an item keeps its name when another is put before it.
    pub fn path_at(&self, span: Span) -> Option<String> {
        self.named_at(span, |item| item.get("id").and_then(Self::text))
    }

    /// Returns the same path for a person to write: an item is also named by the person it is about
    /// (`consents[zq]`), or by its own word (`responders[rm]`).
    pub fn piece_at(&self, span: Span) -> Option<String> {
        self.named_at(span, |item| {
            let own = || item.text();
            let of = |key: &str| item.get(key).and_then(Self::text);
            let name = of("id").or_else(|| of("person")).or_else(|| of("who")).or_else(own)?;
            let is_word = |symbol: char| symbol.is_ascii_alphanumeric() || "_-".contains(symbol);
            let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
            (name.chars().all(is_word) && !is_number).then_some(name)
        })
    }

    fn named_at<'n>(
        &'n self,
        span: Span,
        name: impl Fn(&'n Self) -> Option<&'n str>,
    ) -> Option<String> {
        if !holds(self.span, span) {
            return None;
        }
        let mut path = String::new();
        let mut node = self;
        while let Some(child) = node.child_at(span, &name, &mut path) {
            node = child;
        }
        Some(path)
    }

    /// Returns the part that holds the span, and adds its name to the path.
    fn child_at<'n>(
        &'n self,
        span: Span,
        name: &impl Fn(&'n Self) -> Option<&'n str>,
        path: &mut String,
    ) -> Option<&'n Self> {
        match &self.value {
            Value::Mapping(mapping) => {
                // In the order of the text: a mapping may have very many keys.
                let after = mapping.pairs.partition_point(|it| it.key.span.start() <= span.start());
                let pair = &mapping.pairs[after.checked_sub(1)?];
                if !holds(pair.span(), span) {
                    return None;
                }
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&pair.key.text);
                Some(&pair.value)
            }
            Value::Sequence(sequence) => {
                let after = sequence.items.partition_point(|it| it.span.start() <= span.start());
                let at = after.checked_sub(1)?;
                let item = &sequence.items[at];
                if !holds(item.span, span) {
                    return None;
                }
                // Writing to a text cannot fail.
                let _ = match name(item) {
                    Some(name) => write!(path, "[{name}]"),
                    None => write!(path, "[{at}]"),
                };
                Some(item)
            }
            Value::Scalar(_) => None,
        }
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start() <= inner.start() && inner.end() <= outer.end()
}

#[cfg(test)]
mod tests {
    use crate::document::yaml::parse;
    use crate::source::{Source, SourceId};

    #[test]
    fn a_place_has_the_path_of_its_field() {
        let text = "kind: agreement\ncontacts:\n  organization: {primary: zw, secondary: }\nlevels:\n  - id: a\n    rank: 1\n  - rank: 2\nempty:\n";
        let source = Source::new(SourceId(0), "a.yaml", text);
        let root = parse(&source, source.span()).root.unwrap();
        let cases = [
            ("agreement", "kind"),
            ("contacts", "contacts"),
            ("organization", "contacts.organization"),
            ("zw", "contacts.organization.primary"),
            ("secondary", "contacts.organization.secondary"),
            ("1", "levels[a].rank"),
            ("2", "levels[1].rank"),
            ("empty", "empty"),
            ("agreement\ncontacts", ""),
        ];
        for (words, expected) in cases {
            let start = text.find(words).unwrap();
            let span = source.at(start, start + words.len());
            assert_eq!(root.path_at(span).as_deref(), Some(expected), "{words}");
        }
        assert_eq!(root.path_at(source.at(text.len() + 5, text.len() + 6)), None);
    }

    #[test]
    fn a_piece_is_named_as_a_person_writes_it() {
        let text = "responders: [rm, zq, 'two words', 12]\nconsents:\n  - person: av\n    how: paper\n  - how: voice\nlevels: [{id: a, rank: 7}]\n";
        let source = Source::new(SourceId(0), "a.yaml", text);
        let root = parse(&source, source.span()).root.unwrap();
        for (words, expected) in [
            ("zq", "responders[zq]"),
            ("'two words'", "responders[2]"),
            ("12", "responders[3]"),
            ("paper", "consents[av].how"),
            ("voice", "consents[1].how"),
            ("7", "levels[a].rank"),
        ] {
            let start = text.find(words).unwrap();
            let span = source.at(start, start + words.len());
            assert_eq!(root.piece_at(span).as_deref(), Some(expected), "{words}");
        }
    }
}
