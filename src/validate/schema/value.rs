//! A tree as the value that a JSON Schema judges, directed by what should stand in each place.

use serde_json::{Number, Value};

use super::shape::Shape;
use crate::document::yaml::{self, Core, Node, Pair, Scalar};

/// Returns a node as the value that a schema judges.
pub(super) fn of(node: &Node, shape: &Shape) -> Value {
    match (&node.value, shape) {
        (yaml::Value::Scalar(scalar), Shape::Text(_)) if !node.is_null() => {
            Value::String(scalar.text.to_string())
        }
        (yaml::Value::Scalar(scalar), _) => core_value(scalar),
        (yaml::Value::Sequence(sequence), Shape::List(item)) => {
            Value::Array(sequence.items.iter().map(|node| of(node, item)).collect())
        }
        (yaml::Value::Sequence(sequence), _) => {
            Value::Array(sequence.items.iter().map(|node| of(node, &Shape::Any)).collect())
        }
        (yaml::Value::Mapping(mapping), Shape::Record(record)) => {
            let own = |name: &str| record.is_own(name).then_some(&Shape::Any);
            object(&mapping.pairs, |name| record.field(name).or_else(|| own(name)))
        }
        (yaml::Value::Mapping(mapping), _) => object(&mapping.pairs, |_| Some(&Shape::Any)),
    }
}

/// A blank is the same as no field, but of a field that is not known: it stands there.
fn object<'shape>(pairs: &[Pair], shape_of: impl Fn(&str) -> Option<&'shape Shape>) -> Value {
    let value = |pair: &Pair| match shape_of(&pair.key.text) {
        Some(_) if pair.value.is_null() => None,
        shape => Some((pair.key.text.to_string(), of(&pair.value, shape.unwrap_or(&Shape::Any)))),
    };
    Value::Object(pairs.iter().filter_map(value).collect())
}

fn core_value(scalar: &Scalar) -> Value {
    match scalar.core() {
        Core::Null => Value::Null,
        Core::Bool(value) => Value::Bool(value),
        Core::Integer(value) => Value::Number(value.into()),
        Core::Float(value) => Number::from_f64(value)
            .map_or_else(|| Value::String(scalar.text.to_string()), Value::Number),
        Core::Text => Value::String(scalar.text.to_string()),
    }
}
