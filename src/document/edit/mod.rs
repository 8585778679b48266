//! Changes single fields of a text and nothing else.
//!
//! A change is a replacement of bytes. The new text is parsed again, and the change is refused
//! unless the tree differs exactly where it should: comments, line endings, order and style of
//! everything else stay as a person wrote them. Nothing here writes files.

mod apply;
mod layout;

pub use apply::{apply, written};

use super::yaml::{self, Mapping, Node, Pair, Step, Value};
use super::{Document, parse};
use crate::source::{Source, Span};

/// Why a text was left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("`{path}` cannot be edited before its front matter can be read")]
    Unreadable { path: String },
    #[error("`{field}` is not there")]
    Absent { field: String },
    #[error("`{field}` is {found}, not one value")]
    NotScalar { field: String, found: &'static str },
    #[error("`{field}` is {found}, so nothing can be added to it")]
    NotCollection { field: String, found: &'static str },
    #[error("the value for `{field}` is not YAML that can stand there")]
    NotYaml { field: String },
    #[error("`{field}` cannot be changed without changing more than it")]
    WouldChangeMore { field: String },
    #[error("the change would reach further than its place")]
    ReachesFurther,
}

/// Replaces bytes of a text; the pieces must not overlap.
pub fn replace(text: &str, mut pieces: Vec<(Span, String)>) -> String {
    pieces.sort_by_key(|(span, _)| std::cmp::Reverse(span.start()));
    let mut edited = text.to_owned();
    for (span, replacement) in pieces {
        edited.replace_range(span.bytes(), &replacement);
    }
    edited
}

/// Gives a field one text value, adding the field and those above it when they are not there.
///
/// The value is written as plainly as it can be; the quotes of the old value stay where they can.
///
/// # Errors
/// [`EditError`] when the document cannot be read, the field holds a list or a mapping, or more
/// than the field would change. The text is then as it was.
pub fn set(source: &Source, field: &str, value: &str) -> Result<String, EditError> {
    let root = root(source)?;
    match root.at(field) {
        None => add(source, &root, field, value),
        Some(node) if node.is_null() => {
            let place = node.span;
            write_scalar(source, &root, field, value, None, |written| {
                let blank_needed =
                    place.start() > 0 && !source.text[..place.start()].ends_with([' ', '\t']);
                (place, if blank_needed { format!(" {written}") } else { written.to_owned() })
            })
        }
        Some(node) => match &node.value {
            Value::Scalar(scalar) => {
                let (place, style) = (node.span, scalar.style);
                write_scalar(source, &root, field, value, Some(style), |written| {
                    (place, written.to_owned())
                })
            }
            Value::Sequence(_) | Value::Mapping(_) => {
                Err(EditError::NotScalar { field: field.to_owned(), found: node.describe() })
            }
        },
    }
}

/// Adds an item to the end of a list; `item` is YAML of one scalar or one mapping.
///
/// # Errors
/// As [`set`]; also when the item is not YAML or the field is no list.
pub fn append(source: &Source, field: &str, item: &str) -> Result<String, EditError> {
    let root = root(source)?;
    let item_node = fragment(field, item)?;
    let expected = |items: &mut Vec<Node>| items.push(item_node.clone());
    let edited = match root.at(field) {
        Some(node) if !node.is_null() => match &node.value {
            Value::Sequence(sequence) if sequence.items.is_empty() => {
                layout::replace_empty_list(source, &root, field, node, item)
            }
            Value::Sequence(sequence) => layout::append(source, node, sequence, item),
            Value::Scalar(_) | Value::Mapping(_) => {
                let found = node.describe();
                return Err(EditError::NotCollection { field: field.to_owned(), found });
            }
        },
        _ => layout::new_list(source, &root, field, item),
    };
    let edited = edited.ok_or_else(|| would_change_more(field))?;
    let wanted = with_change(&root, field, |node| {
        let mut items = node.map_or_else(Vec::new, |node| node.items().to_vec());
        expected(&mut items);
        Some(sequence_node(&root, items))
    });
    accept(source, &edited, &wanted, field)
}

/// Takes a field or a list's item out, with its line.
///
/// # Errors
/// As [`set`]; also when the field is not there.
pub fn remove(source: &Source, field: &str) -> Result<String, EditError> {
    let root = root(source)?;
    let absent = || EditError::Absent { field: field.to_owned() };
    root.at(field).ok_or_else(absent)?;
    let edited = layout::remove(source, &root, field).ok_or_else(|| would_change_more(field))?;
    let wanted = with_change(&root, field, |_| None);
    accept(source, &edited, &wanted, field)
}

fn root(source: &Source) -> Result<Node, EditError> {
    let document = parse(source);
    match document.front {
        Some(root) if document.faults.is_empty() => Ok(root),
        _ => Err(EditError::Unreadable { path: source.path.to_string() }),
    }
}

fn would_change_more(field: &str) -> EditError {
    EditError::WouldChangeMore { field: field.to_owned() }
}

fn add(source: &Source, root: &Node, field: &str, value: &str) -> Result<String, EditError> {
    let wanted_with = |written: &str| with_change(root, field, |_| fragment(field, written).ok());
    for written in layout::writings(value, None) {
        let Some(edited) = layout::add(source, root, field, &written) else { break };
        let wanted = wanted_with(&written);
        let says_it = wanted.at(field).and_then(Node::text) == Some(value);
        if let (true, Ok(edited)) = (says_it, accept(source, &edited, &wanted, field)) {
            return Ok(edited);
        }
    }
    Err(would_change_more(field))
}

/// Writes a scalar in the first way that is read back as it.
fn write_scalar(
    source: &Source,
    root: &Node,
    field: &str,
    value: &str,
    style: Option<yaml::Style>,
    piece: impl Fn(&str) -> (Span, String),
) -> Result<String, EditError> {
    for written in layout::writings(value, style) {
        let edited = replace(&source.text, vec![piece(&written)]);
        let wanted = with_change(root, field, |_| fragment(field, &written).ok());
        let says_it = wanted.at(field).and_then(Node::text) == Some(value);
        if let (true, Ok(edited)) = (says_it, accept(source, &edited, &wanted, field)) {
            return Ok(edited);
        }
    }
    Err(would_change_more(field))
}

/// Returns the edited text when it is read as the wanted tree, and its body is as it was.
fn accept(source: &Source, edited: &str, wanted: &Node, field: &str) -> Result<String, EditError> {
    let edited_source = Source::new(source.id, source.path.clone(), edited);
    let (before, after) = (parse(source), parse(&edited_source));
    let same_body = body(&before, source) == body(&after, &edited_source);
    match after.front {
        Some(found) if after.faults.is_empty() && same_body && found.same(wanted) => {
            Ok(edited.to_owned())
        }
        _ => Err(would_change_more(field)),
    }
}

fn body<'source>(document: &Document, source: &'source Source) -> &'source str {
    document.body.text(source)
}

/// Reads one value that stands alone.
fn fragment(field: &str, written: &str) -> Result<Node, EditError> {
    let indented = written.replace('\n', "\n  ");
    let separator = if written.contains('\n') || written.contains(": ") { "\n  " } else { " " };
    let in_mapping = format!("value:{separator}{indented}\n");
    let scratch = Source::new(crate::source::SourceId(0), "value.yaml", in_mapping);
    let parsed = yaml::parse(&scratch, scratch.span());
    let value = parsed.root.as_ref().and_then(|root| root.get("value"));
    match value {
        Some(value) if parsed.faults.is_empty() => Ok(value.clone()),
        _ => Err(EditError::NotYaml { field: field.to_owned() }),
    }
}

/// Returns the tree with one place changed: given the old node, `change` returns the new one, or
/// nothing to take it out. What is missing above it is added.
fn with_change(
    root: &Node,
    field: &str,
    change: impl FnOnce(Option<&Node>) -> Option<Node>,
) -> Node {
    let mut wanted = root.clone();
    put_at(&mut wanted, &yaml::steps(field), change(root.at(field)));
    wanted
}

fn put_at(node: &mut Node, steps: &[Step<'_>], new: Option<Node>) {
    let (step, rest) = match steps {
        [] => return,
        [last] => return put(node, *last, new),
        [step, rest @ ..] => (*step, rest),
    };
    if node.step(step).is_none() {
        put(node, step, Some(mapping_node(node.span)));
    }
    let child = match (step, &mut node.value) {
        (Step::Index(index), Value::Sequence(sequence)) => sequence.items.get_mut(index),
        (Step::Key(key), Value::Mapping(mapping)) => {
            let pair = mapping.pairs.iter_mut().find(|pair| &*pair.key.text == key);
            pair.map(|pair| &mut pair.value)
        }
        _ => None,
    };
    if let Some(child) = child {
        put_at(child, rest, new);
    }
}

fn put(node: &mut Node, step: Step<'_>, new: Option<Node>) {
    if node.is_null() && new.is_some() {
        node.value = empty_mapping();
    }
    match (step, &mut node.value) {
        (Step::Index(index), Value::Sequence(sequence)) if index < sequence.items.len() => {
            match new {
                Some(new) => sequence.items[index] = new,
                None => sequence.items = without(index, &mut sequence.items),
            }
        }
        (Step::Key(key), Value::Mapping(mapping)) => {
            let found = mapping.pairs.iter().position(|pair| &*pair.key.text == key);
            match (found, new) {
                (Some(at), Some(new)) => mapping.pairs[at].value = new,
                (Some(at), None) => mapping.pairs = without(at, &mut mapping.pairs),
                (None, Some(new)) => {
                    let key = yaml::Key { text: key.into(), span: new.span };
                    let pairs = std::mem::take(&mut mapping.pairs).into_iter();
                    mapping.pairs = pairs.chain([Pair { key, value: new }]).collect();
                }
                (None, None) => {}
            }
        }
        _ => {}
    }
}

fn without<T>(index: usize, of: &mut Box<[T]>) -> Box<[T]> {
    let mut left = std::mem::take(of).into_vec();
    left.remove(index);
    left.into()
}

fn empty_mapping() -> Value {
    Value::Mapping(Mapping { pairs: Box::default(), flow: false })
}

fn mapping_node(span: Span) -> Node {
    Node { span, value: empty_mapping() }
}

fn sequence_node(root: &Node, items: Vec<Node>) -> Node {
    let items = items.into();
    Node { span: root.span, value: Value::Sequence(yaml::Sequence { items, flow: false }) }
}

#[cfg(test)]
mod tests;
