//! YAML as a tree that knows where each part stands in the file.
//!
//! The profile is DESIGN 4's: one mapping, string keys, no anchors, tags or directives, so that
//! everyone reads one file one way. Scalars keep their text; what type a text has is decided by
//! who asks (`read`), with YAML 1.2's core schema (`scalar`) where nobody does.

mod ambiguous;
mod build;
mod mask;
mod misfit;
mod parse;
mod path;
mod place;
mod read;
mod scalar;
mod syntax;
#[cfg(test)]
mod tests;
mod words;

pub use ambiguous::other_meaning;
pub use misfit::ReadError;
pub use parse::{Parsed, comments, parse};
pub use path::{Step, steps};
pub use read::{from_node, read};
pub use scalar::{Core, core_of_plain};

use std::sync::Arc;

use crate::source::{Span, Text};

/// The largest front matter or YAML file, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// The deepest nesting; the root mapping is level 1.
pub const MAX_DEPTH: usize = 64;
/// The most scalars, sequences and mappings of one file.
pub const MAX_NODES: usize = 100_000;
/// The longest value, in bytes; what is longer belongs below the front matter.
pub const MAX_SCALAR_BYTES: usize = 64 * 1024;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its bytes in the file; empty, just after the colon or dash, for a blank.
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Scalar(Scalar),
    Sequence(Sequence),
    Mapping(Mapping),
}

/// A text and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text after YAML's escapes and foldings.
    pub text: Text,
    pub style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    pub items: Box<[Node]>,
    /// Written in brackets.
    pub flow: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// In the order of the text; keys are unique, the first of a repeated one is kept.
    pub pairs: Box<[Pair]>,
    /// Written in braces.
    pub flow: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub key: Key,
    pub value: Node,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub text: Arc<str>,
    pub span: Span,
}

impl Pair {
    /// Returns the span from the key to the end of its value.
    pub fn span(&self) -> Span {
        self.key.span.to(self.value.span)
    }
}

impl Node {
    /// Returns the text of a scalar that is no blank.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) if !self.is_null() => Some(&scalar.text),
            Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => None,
        }
    }

    /// Returns whether this is a blank: nothing, `~` or an unquoted `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(scalar) if scalar.is_null())
    }

    /// Returns the pairs of a mapping; none for anything else.
    pub fn pairs(&self) -> &[Pair] {
        match &self.value {
            Value::Mapping(mapping) => &mapping.pairs,
            Value::Scalar(_) | Value::Sequence(_) => &[],
        }
    }

    /// Returns the items of a sequence; none for anything else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Sequence(sequence) => &sequence.items,
            Value::Scalar(_) | Value::Mapping(_) => &[],
        }
    }

    /// Returns the pair of a key in this mapping.
    pub fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs().iter().find(|pair| &*pair.key.text == key)
    }

    /// Returns the value of a key in this mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.pair(key).map(|pair| &pair.value)
    }

    /// Returns whether two trees say the same, wherever and however it is written.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Scalar(one), Value::Scalar(two)) => {
                let (one_core, two_core) = (one.core(), two.core());
                one_core.same(&two_core) && (one_core == Core::Null || one.text == two.text)
            }
            (Value::Sequence(one), Value::Sequence(two)) => {
                one.items.len() == two.items.len()
                    && one.items.iter().zip(&two.items).all(|(one, two)| one.same(two))
            }
            (Value::Mapping(one), Value::Mapping(two)) => {
                one.pairs.len() == two.pairs.len()
                    && one.pairs.iter().zip(&two.pairs).all(|(one, two)| {
                        one.key.text == two.key.text && one.value.same(&two.value)
                    })
            }
            _ => false,
        }
    }

    /// Returns a word for what this is, with its article: "a list".
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Mapping(_) => "a mapping",
            Value::Sequence(_) => "a list",
            Value::Scalar(scalar) => match scalar.core() {
                Core::Null => "a blank",
                Core::Bool(_) => "a yes/no value",
                Core::Integer(_) | Core::Float(_) => "a number",
                Core::Text => "a text",
            },
        }
    }
}
