//! The places of a document: every field and every item, with what its schema says of it.

use ircase::document::yaml::{Node, Value};
use ircase::source::Span;

use super::schema::{Field, Sort};

/// One value, and the key it has.
#[derive(Clone)]
pub(super) struct Place<'a> {
    /// Such as `contacts.organization.alternates[0]`.
    pub(super) path: String,
    /// The last key on the way.
    pub(super) name: String,
    /// Its key; items of lists have none.
    pub(super) key: Option<Span>,
    pub(super) node: &'a Node,
    pub(super) field: Field<'a>,
    /// What holds it.
    pub(super) parent: &'a Node,
    pub(super) parent_field: Field<'a>,
    pub(super) parent_path: String,
    /// How many stand before it in what holds it.
    pub(super) index: usize,
}

impl Place<'_> {
    pub(super) fn sort(&self) -> Sort {
        self.field.sort()
    }

    /// Returns the text of a value on one line.
    pub(super) fn text(&self) -> Option<&str> {
        self.node.text()
    }

    /// Returns whether what holds it is a mapping in block style with other keys too.
    pub(super) fn has_siblings(&self) -> bool {
        matches!(&self.parent.value, Value::Mapping(mapping) if mapping.pairs.len() > 1)
    }

    pub(super) fn is_of_record(&self) -> bool {
        self.parent_field.sort() == Sort::Record
    }
}

/// Returns every place below a document's root that its schema knows.
pub(super) fn of<'a>(root: &'a Node, field: Field<'a>) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    below(root, field, "", "", &mut places);
    places
}

fn below<'a>(
    node: &'a Node,
    field: Field<'a>,
    path: &str,
    name: &str,
    places: &mut Vec<Place<'a>>,
) {
    let mut add = |path: String, name: &str, key, child: &'a Node, known: Field<'a>, index| {
        places.push(Place {
            path: path.clone(),
            name: name.to_owned(),
            key,
            node: child,
            field: known,
            parent: node,
            parent_field: field,
            parent_path: match_parent(&path),
            index,
        });
        below(child, known, &path, name, places);
    };
    match &node.value {
        Value::Mapping(mapping) => {
            for (index, pair) in mapping.pairs.iter().enumerate() {
                let key = &*pair.key.text;
                if let Some(known) = field.key(key) {
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{key}");
                    add(path, key, Some(pair.key.span), &pair.value, known, index);
                }
            }
        }
        Value::Sequence(sequence) => {
            for (index, item) in sequence.items.iter().enumerate() {
                add(format!("{path}[{index}]"), name, None, item, field.item(), index);
            }
        }
        Value::Scalar(_) => {}
    }
}

/// Returns the path of what holds the last step of a path.
fn match_parent(path: &str) -> String {
    let end = if path.ends_with(']') { path.rfind('[') } else { path.rfind('.') };
    path[..end.unwrap_or(0)].to_owned()
}
