//! Front matter made from values, for documents that are brought in from other formats.

use crate::document::yaml::{Node, Value};
use crate::ops::draft::scalar;

/// A value of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    /// A text, quoted where another reader would take it for something else.
    Text(String),
    /// A number, `true` or `false`, written as it is.
    Plain(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Tree {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn map(pairs: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Map(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// Returns whether a mapping says something under a key.
    pub(super) fn is_told(&self, key: &str) -> bool {
        matches!(self, Self::Map(pairs) if pairs.iter().any(|(it, value)| it == key && !value.is_empty()))
    }

    /// Returns whether a document says this, what is empty left out.
    pub(super) fn is_said_by(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::Text(text), Value::Scalar(scalar)) => text.as_str() == &*scalar.text,
            (Self::Plain(text), Value::Scalar(scalar)) => {
                text.as_str() == &*scalar.text || (text == "~" && node.is_null())
            }
            (Self::Plain(text), Value::Sequence(sequence)) => {
                text == "[]" && sequence.items.is_empty()
            }
            (Self::Plain(text), Value::Mapping(mapping)) => {
                text == "{}" && mapping.pairs.is_empty()
            }
            (Self::List(items), Value::Sequence(sequence)) => {
                let told: Vec<&Self> = items.iter().filter(|item| !item.is_empty()).collect();
                let read = &sequence.items;
                told.len() == read.len()
                    && told.iter().zip(read).all(|(item, node)| item.is_said_by(node))
            }
            (Self::Map(pairs), Value::Mapping(mapping)) => {
                let told = || pairs.iter().filter(|(_, value)| !value.is_empty());
                told().count() == mapping.pairs.len()
                    && told().all(|(key, value)| {
                        node.get(key).is_some_and(|node| value.is_said_by(node))
                    })
            }
            _ => false,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Text(_) | Self::Plain(_) => false,
            Self::List(items) => items.iter().all(Self::is_empty),
            Self::Map(pairs) => pairs.iter().all(|(_, value)| value.is_empty()),
        }
    }
}

/// Returns a document; what is empty is left out.
pub(super) fn document<K: AsRef<str>>(front: &[(K, Tree)], body: &str) -> String {
    let mut text = String::from("---\n");
    map(front, 0, &mut text);
    text.push_str("---\n");
    if !body.is_empty() {
        text.push('\n');
        text.push_str(body.trim_end_matches('\n'));
        text.push('\n');
    }
    text
}

fn map<K: AsRef<str>>(pairs: &[(K, Tree)], depth: usize, text: &mut String) {
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&"  ".repeat(depth));
        text.push_str(key.as_ref());
        text.push(':');
        match value {
            Tree::Text(_) | Tree::Plain(_) => one(value, depth, text),
            Tree::List(items) => {
                text.push('\n');
                list(items, depth + 1, text);
            }
            Tree::Map(pairs) => {
                text.push('\n');
                map(pairs, depth + 1, text);
            }
        }
    }
}

fn list(items: &[Tree], depth: usize, text: &mut String) {
    for item in items.iter().filter(|item| !item.is_empty()) {
        text.push_str(&"  ".repeat(depth));
        text.push('-');
        match item {
            Tree::Text(_) | Tree::Plain(_) => one(item, depth, text),
            Tree::List(_) | Tree::Map(_) => {
                let mut below = String::new();
                match item {
                    Tree::List(items) => list(items, depth + 1, &mut below),
                    Tree::Map(pairs) => map(pairs, depth + 1, &mut below),
                    Tree::Text(_) | Tree::Plain(_) => {}
                }
                text.push(' ');
                text.push_str(below.trim_start_matches(' '));
            }
        }
    }
}

/// Writes one value behind its key; a text of several lines as a block.
fn one(value: &Tree, depth: usize, text: &mut String) {
    match value {
        Tree::Text(written) if is_block(written) => {
            text.push_str(" |-\n");
            for line in written.lines() {
                if !line.is_empty() {
                    text.push_str(&"  ".repeat(depth + 1));
                    text.push_str(line);
                }
                text.push('\n');
            }
        }
        Tree::Text(written) => text.push_str(&format!(" {}\n", scalar(written))),
        Tree::Plain(written) => text.push_str(&format!(" {written}\n")),
        Tree::List(_) | Tree::Map(_) => text.push('\n'),
    }
}

/// Returns whether a text reads back from a block byte for byte: several lines, none of them with
/// blanks at an end that matters, and nothing that YAML does not print.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.lines().all(|line| line.trim_end() == line)
        && !text.chars().any(|symbol| symbol.is_control() && symbol != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;
    use crate::source::{Source, SourceId};

    #[test]
    fn values_read_back() {
        let front = [
            ("kind", Tree::text("person")),
            ("note", Tree::text("yes")),
            ("long", Tree::text("one\n\ntwo: # three")),
            ("odd", Tree::text("one\n two \n")),
            ("empty", Tree::List(Vec::new())),
            ("list", Tree::texts(["a", "- b"])),
            (
                "private",
                Tree::map(vec![
                    ("name", Tree::text("Zoé: 1")),
                    (
                        "channels",
                        Tree::List(vec![Tree::map(vec![
                            ("kind", Tree::text("phone")),
                            ("value", Tree::text("+1-555")),
                            ("immediate_24x7", Tree::Plain("true".to_owned())),
                        ])]),
                    ),
                ]),
            ),
        ];
        let text = document(&front, "Goal.\n");
        let source = Source::new(SourceId(0), "x.md", text.as_str());
        let read = document::parse(&source);
        assert_eq!(read.faults, [], "{text}");
        let root = read.front.unwrap();
        let cases = [
            ("note", "yes"),
            ("long", "one\n\ntwo: # three"),
            ("odd", "one\n two \n"),
            ("list[1]", "- b"),
            ("private.name", "Zoé: 1"),
            ("private.channels[0].value", "+1-555"),
            ("private.channels[0].immediate_24x7", "true"),
        ];
        for (path, expected) in cases {
            assert_eq!(root.at(path).and_then(|node| node.text()), Some(expected), "{text}");
        }
        assert!(root.get("empty").is_none());
        assert_eq!(read.body.text(&source), "\nGoal.\n");
    }
}
