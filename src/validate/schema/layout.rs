//! In which order the fields of a kind are written, and which values can be taken for another.

use super::{Shape, TextShape};
use crate::document::fmt::{self, Form};

/// Types of texts that nobody takes for anything else than they are.
const WORD_TYPES: &[&str] = &["Day", "Period", "Shift", "Time"];

/// Returns the form of a document of this shape.
pub(super) fn of(shape: &Shape) -> Form {
    let mut form = form(shape);
    if let Form::Record(record) = &mut form {
        // The types leave the kind to whoever reads them; a person reads it first.
        let kind = record.fields.iter().position(|(name, _)| name == "kind");
        if let Some(kind) = kind.map(|at| record.fields.remove(at)) {
            record.fields.insert(0, kind);
        }
    }
    form
}

fn form(shape: &Shape) -> Form {
    match shape {
        Shape::Any | Shape::NumberOrText => Form::Any,
        Shape::Text(text) if is_word(text) => Form::Word,
        Shape::Text(_) => Form::Text,
        Shape::Integer => Form::Number,
        Shape::Bool => Form::Bool,
        Shape::List(item) => Form::List(Box::new(form(item))),
        Shape::Record(record) => {
            let fields =
                record.fields.iter().map(|(name, shape)| ((*name).to_owned(), form(shape)));
            let others = record.others.map(|shape| Box::new(form(shape)));
            Form::Record(fmt::Record { fields: fields.collect(), others })
        }
    }
}

fn is_word(text: &TextShape) -> bool {
    !text.words.is_empty() || text.type_name.is_some_and(|name| WORD_TYPES.contains(&name))
}
