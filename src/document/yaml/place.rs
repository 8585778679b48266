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
        if !holds(self.span, span) {
            return None;
        }
        let mut path = String::new();
        let mut node = self;
        while let Some(child) = node.child_at(span, &mut path) {
            node = child;
        }
        Some(path)
    }

    /// Returns the part that holds the span, and adds its name to the path.
    fn child_at(&self, span: Span, path: &mut String) -> Option<&Self> {
        match &self.value {
            Value::Mapping(mapping) => {
                // In the order of the text: a mapping may have very many keys.
                let after = mapping.pairs.partition_point(|it| it.key.span.start <= span.start);
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
                let after = sequence.items.partition_point(|it| it.span.start <= span.start);
                let at = after.checked_sub(1)?;
                let item = &sequence.items[at];
                if !holds(item.span, span) {
                    return None;
                }
                // Writing to a text cannot fail.
                let _ = match item.get("id").and_then(Self::text) {
                    Some(id) => write!(path, "[{id}]"),
                    None => write!(path, "[{at}]"),
                };
                Some(item)
            }
            Value::Scalar(_) => None,
        }
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
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
}
