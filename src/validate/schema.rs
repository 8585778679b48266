//! The JSON Schemas of the kinds, compiled once, and the shape that directs how a tree becomes
//! the value they judge.
//!
//! A text field gets the exact text of its scalar, whatever type YAML would give it, and a blank
//! is the same as no field, just as when the types are read.

use std::sync::OnceLock;

use serde_json::{Map, Number, Value};

use crate::document::yaml::{self, Core, Node, Pair, Scalar};
use crate::model::kind::{KINDS, Kind};
use crate::model::safetag::SafetagMethod;

/// One schema, ready to judge.
#[derive(Debug)]
pub struct Schema {
    /// What `--as` calls it: a kind, or `safetag-method`.
    pub name: &'static str,
    /// The schema as it is published.
    pub json: Value,
    pub(super) validator: jsonschema::Validator,
    pub(super) shape: Shape,
}

/// What a value should be.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// Anything.
    Any,
    Text(TextShape),
    Integer,
    Number,
    Bool,
    List(Box<Self>),
    Record(Record),
}

#[derive(Debug, Clone, Default)]
pub(super) struct TextShape {
    /// The name of its type, such as `Time` or `Tlp`.
    pub(super) type_name: Option<String>,
    /// The words of a closed list.
    pub(super) words: Vec<String>,
    pub(super) description: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    pub(super) fields: Vec<(String, Shape)>,
    /// What other keys hold, where any key may stand.
    pub(super) others: Option<Box<Shape>>,
}

/// Name of the schema for SAFETAG activities as they are published.
pub const SAFETAG_METHOD: &str = "safetag-method";

/// Returns every schema: one per kind, then that of SAFETAG activities.
pub fn all() -> &'static [Schema] {
    static ALL: OnceLock<Vec<Schema>> = OnceLock::new();
    ALL.get_or_init(|| {
        let kinds = KINDS.iter().map(|info| Schema::new(info.name, info.schema().to_value()));
        kinds.chain([Schema::new(SAFETAG_METHOD, safetag_method())]).collect()
    })
}

pub fn named(name: &str) -> Option<&'static Schema> {
    all().iter().find(|schema| schema.name == name)
}

pub(super) fn of_kind(kind: Kind) -> &'static Schema {
    let at = KINDS.iter().position(|info| info.kind == kind);
    &all()[at.expect("every kind has its line in KINDS")]
}

fn safetag_method() -> Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<SafetagMethod>()
        .to_value();
    schema["title"] = SAFETAG_METHOD.into();
    schema["additionalProperties"] = false.into();
    schema["required"] = serde_json::json!(["title"]);
    schema
}

impl Schema {
    fn new(name: &'static str, json: Value) -> Self {
        let validator =
            jsonschema::validator_for(&json).expect("a schema made from our own types is a schema");
        let definitions = json.get("$defs").cloned().unwrap_or_default();
        let shape = Shape::of(&json, &definitions, None);
        Self { name, json, validator, shape }
    }

    /// Returns the tree as the value that the schema judges.
    pub(super) fn value_of(&self, root: &Node) -> Value {
        value(root, &self.shape)
    }
}

impl Shape {
    fn of(schema: &Value, definitions: &Value, name: Option<&str>) -> Self {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.trim_start_matches("#/$defs/");
            return Self::of(&definitions[name], definitions, Some(name));
        }
        // `Option` is "this or null"; a blank never gets here.
        if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
            let mut real = options.iter().filter(|option| option["type"] != "null");
            return match (real.next(), real.next()) {
                (Some(only), None) => Self::of(only, definitions, None),
                _ => Self::Any,
            };
        }
        match type_of(schema) {
            Some("string") => Self::Text(TextShape::of(schema, name)),
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("boolean") => Self::Bool,
            Some("array") => Self::List(Box::new(Self::of(&schema["items"], definitions, None))),
            Some("object") => Self::Record(Record::of(schema, definitions)),
            _ if schema.get("const").is_some() => Self::Text(TextShape::default()),
            _ => Self::Any,
        }
    }
}

fn type_of(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    }
}

impl TextShape {
    fn of(schema: &Value, name: Option<&str>) -> Self {
        let words = schema["enum"].as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            type_name: name.map(str::to_owned),
            words: words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            description: schema["description"].as_str().map(str::to_owned),
        }
    }
}

impl Record {
    fn of(schema: &Value, definitions: &Value) -> Self {
        let properties = schema["properties"].as_object();
        let fields = properties
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), Shape::of(schema, definitions, None)))
            .collect();
        let others = match schema.get("additionalProperties") {
            None | Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some(Box::new(Shape::Any)),
            Some(other) => Some(Box::new(Shape::of(other, definitions, None))),
        };
        Self { fields, others }
    }

    pub(super) fn field(&self, name: &str) -> Option<&Shape> {
        let field = self.fields.iter().find(|(field, _)| field == name).map(|(_, shape)| shape);
        field.or(self.others.as_deref())
    }
}

fn value(node: &Node, shape: &Shape) -> Value {
    match (&node.value, shape) {
        (yaml::Value::Scalar(scalar), Shape::Text(_)) if !node.is_null() => {
            Value::String(scalar.text.to_string())
        }
        (yaml::Value::Scalar(scalar), _) => core_value(scalar),
        (yaml::Value::Sequence(sequence), Shape::List(item)) => {
            Value::Array(sequence.items.iter().map(|node| value(node, item)).collect())
        }
        (yaml::Value::Sequence(sequence), _) => {
            Value::Array(sequence.items.iter().map(|node| value(node, &Shape::Any)).collect())
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
        there.map(|pair| (pair.key.text.to_string(), value(&pair.value, shape_of(&pair.key.text))));
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

/// A field of some kind, for `explain`.
#[derive(Debug, Clone)]
pub struct Field {
    /// Kind and keys: `agreement.contacts.organization.primary`; `[]` stands for every item.
    pub path: String,
    pub description: String,
    /// The words it may be; none when it is free.
    pub words: Vec<String>,
}

impl Field {
    /// Returns the last key.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default().trim_end_matches("[]")
    }
}

/// Returns every field of every schema, in their order.
pub fn fields() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        let mut fields = Vec::new();
        for schema in all() {
            collect(schema.name, &schema.json, &schema.json["$defs"], &mut fields);
        }
        fields
    })
}

fn collect(path: &str, schema: &Value, definitions: &Value, fields: &mut Vec<Field>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let target = target_of(property, definitions);
        let is_list = type_of(target) == Some("array");
        let item = if is_list { target_of(&target["items"], definitions) } else { target };
        let path = format!("{path}.{name}{}", if is_list { "[]" } else { "" });
        let words = item["enum"].as_array().map(Vec::as_slice).unwrap_or_default();
        fields.push(Field {
            path: path.clone(),
            description: property["description"].as_str().unwrap_or_default().to_owned(),
            words: words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        });
        collect(&path, item, definitions, fields);
    }
}

/// Follows a reference, also one that may be null.
fn target_of<'a>(schema: &'a Value, definitions: &'a Value) -> &'a Value {
    let options = schema["anyOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    let option = options.iter().find(|option| option["type"] != "null").unwrap_or(schema);
    match option["$ref"].as_str() {
        Some(reference) => &definitions[reference.trim_start_matches("#/$defs/")],
        None => option,
    }
}
