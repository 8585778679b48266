//! Puts front matter into its one form: order of the keys, indentation, quotes.
//!
//! The form depends on the values alone, never on how they were written before, and is the one
//! that Obsidian's writer of properties gives (`docs/decisions/canonical-front-matter.md`).
//! Comments stay with their key; every byte outside the front matter stays. What was made is read
//! again, and refused unless it says the same. Nothing here knows a kind: [`Form`] says what
//! stands where.

mod comments;
mod scalar;
mod write;

#[cfg(test)]
mod tests;

use super::yaml::{Core, Mapping, Node, Scalar, Value};
use super::{Document, parse};
use crate::source::Source;

pub use scalar::one_line_text;

/// What should stand in a place, as far as its writing depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Anything; nobody says which type a value has.
    Any,
    /// A free text.
    Text,
    /// A word of a list or a time: nobody takes it for anything else.
    Word,
    Number,
    Bool,
    List(Box<Self>),
    Record(Record),
}

/// The fields of a mapping, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub fields: Vec<(String, Form)>,
    /// What other keys hold; they stand last, in the order they are in.
    pub others: Option<Box<Form>>,
}

/// Why a text was left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("its front matter cannot be read")]
    Unreadable,
    #[error("its front matter cannot be written in another form without changing what it says")]
    WouldChange,
}

/// Returns the text with its front matter in canonical form.
///
/// # Errors
///
/// [`FormatError`]; the text is then to be left as it is.
pub fn format(source: &Source, form: &Form) -> Result<String, FormatError> {
    let before = parse(source);
    let (Some(root), Some(front)) = (&before.front, before.front_span) else {
        return Err(FormatError::Unreadable);
    };
    if !before.faults.is_empty() {
        return Err(FormatError::Unreadable);
    }
    let found = comments::find(source, front).ok_or(FormatError::Unreadable)?;
    let lines = write::root(source, front, root, form, found.clone());
    let newline = newline_of(&source.text);
    let mut written = String::with_capacity(source.text.len() + 64);
    written.push_str(&source.text[..front.start()]);
    for line in lines {
        written.push_str(&line);
        written.push_str(newline);
    }
    written.push_str(&source.text[front.end()..]);
    let after_source = Source::new(source.id, source.path.clone(), written);
    let after = parse(&after_source);
    match says_the_same(&before, source, &after, &after_source, form, &found) {
        true => Ok(after_source.text.to_string()),
        false => Err(FormatError::WouldChange),
    }
}

/// Returns one line ending for all lines: that of the first.
fn newline_of(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

fn says_the_same(
    before: &Document,
    before_source: &Source,
    after: &Document,
    after_source: &Source,
    form: &Form,
    comments_before: &[comments::Comment],
) -> bool {
    let (Some(one), Some(two), Some(front)) = (&before.front, &after.front, after.front_span)
    else {
        return false;
    };
    let words = |comments: &[comments::Comment]| {
        let mut words: Vec<String> = comments.iter().map(|comment| comment.text.clone()).collect();
        words.sort_unstable();
        words
    };
    let comments_after = comments::find(after_source, front);
    after.faults.is_empty()
        && before.body.text(before_source) == after.body.text(after_source)
        && same(one, two, form)
        && comments_after.is_some_and(|after| words(comments_before) == words(&after))
}

/// Returns whether two trees mean the same where these forms are expected, in whatever order
/// their keys stand.
fn same(one: &Node, two: &Node, form: &Form) -> bool {
    match (&one.value, &two.value) {
        (Value::Scalar(one), Value::Scalar(two)) => same_scalar(one, two, form),
        (Value::Sequence(one), Value::Sequence(two)) => {
            let item = form.item();
            one.items.len() == two.items.len()
                && one.items.iter().zip(&two.items).all(|(one, two)| same(one, two, item))
        }
        (Value::Mapping(one), Value::Mapping(two)) => same_mapping(one, two, form),
        _ => false,
    }
}

fn same_mapping(one: &Mapping, two: &Mapping, form: &Form) -> bool {
    let by_key = |mapping: &Mapping| {
        let mut order: Vec<usize> = (0..mapping.pairs.len()).collect();
        order.sort_by(|a, b| mapping.pairs[*a].key.text.cmp(&mapping.pairs[*b].key.text));
        order
    };
    one.pairs.len() == two.pairs.len()
        && by_key(one).into_iter().zip(by_key(two)).all(|(a, b)| {
            let (one, two) = (&one.pairs[a], &two.pairs[b]);
            one.key.text == two.key.text && same(&one.value, &two.value, form.field(&one.key.text))
        })
}

fn same_scalar(one: &Scalar, two: &Scalar, form: &Form) -> bool {
    match (one.core(), two.core()) {
        (Core::Null, Core::Null) => true,
        // A text field takes the text, whatever type a reader without schema would see.
        (_, Core::Text) if matches!(form, Form::Text | Form::Word) => one.text == two.text,
        (one_core, two_core) => {
            one_core.same(&two_core) && (one_core != Core::Text || one.text == two.text)
        }
    }
}

impl Form {
    fn item(&self) -> &Self {
        match self {
            Self::List(item) => item,
            _ => &Self::Any,
        }
    }

    fn field(&self, name: &str) -> &Self {
        match self {
            Self::Record(record) => {
                let field = record.fields.iter().find(|(field, _)| field == name);
                field.map(|(_, form)| form).or(record.others.as_deref()).unwrap_or(&Self::Any)
            }
            _ => &Self::Any,
        }
    }

    /// Returns where a key stands among those of its mapping.
    fn place(&self, name: &str) -> usize {
        match self {
            Self::Record(record) => {
                let place = record.fields.iter().position(|(field, _)| field == name);
                place.unwrap_or(record.fields.len())
            }
            _ => 0,
        }
    }
}
