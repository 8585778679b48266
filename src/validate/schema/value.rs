//! A tree as the value that a JSON Schema judges, directed by what should stand in each place.

use serde_json::{Map, Number, Value};

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
            object(&mapping.pairs, |name| record.field(name).unwrap_or(&Shape::Any))
        }
        (yaml::Value::Mapping(mapping), _) => object(&mapping.pairs, |_| &Shape::Any),
    }
}

fn object<'shape>(pairs: &[Pair], shape_of: impl Fn(&str) -> &'shape Shape) -> Value {
    let there = pairs.iter().filter(|pair| !pair.value.is_null());
    let pairs =
        there.map(|pair| (pair.key.text.to_string(), of(&pair.value, shape_of(&pair.key.text))));
    Value::Object(Map::from_iter(pairs))
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
