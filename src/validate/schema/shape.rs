//! What a value should be, as far as that can be told without the schema itself.

use serde_json::Value;

use super::forms;

/// What a value should be.
#[derive(Debug, Clone)]
pub(in crate::validate) enum Shape {
    /// Anything.
    Any,
    /// Something that only the schema itself can judge.
    Opaque,
    Text(TextShape),
    /// A number or a text, as people write it.
    NumberOrText,
    Integer,
    Number,
    Bool,
    List(Box<Self>),
    Record(Record),
}

#[derive(Debug, Clone, Default)]
pub(in crate::validate) struct TextShape {
    /// The name of its type, such as `Time` or `Tlp`.
    pub(in crate::validate) type_name: Option<String>,
    /// The words of a closed list.
    pub(in crate::validate) words: Vec<String>,
    pub(super) form: Form,
    pub(in crate::validate) description: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(in crate::validate) struct Record {
    pub(in crate::validate) fields: Vec<(String, Shape)>,
    /// What other keys hold, where any key may stand.
    pub(in crate::validate) others: Option<Box<Shape>>,
    /// Whether keys that begin with `x-` may stand here too.
    pub(super) own_keys: bool,
}

/// The form of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Form {
    /// Any text.
    #[default]
    Free,
    /// Texts of which this function says that they have it.
    Known(fn(&str) -> bool),
    /// Only the schema's pattern says.
    Unknown,
}

/// Keywords that [`Shape`] carries, or that judge nothing. Of a schema with any other one the
/// shape is opaque; `required` is looked after elsewhere, in [`form::required`].
///
/// [`form::required`]: crate::validate::form
const KEYWORDS: &[&str] = &[
    "$defs",
    "$ref",
    "$schema",
    "additionalProperties",
    "anyOf",
    "const",
    "default",
    "description",
    "enum",
    "enumDescriptions",
    "format",
    "if",
    "items",
    "minimum",
    "pattern",
    "patternProperties",
    "properties",
    "required",
    "then",
    "title",
    "type",
];

impl Shape {
    /// Returns the shape of a whole schema.
    pub(super) fn of_schema(schema: &Value) -> Self {
        static NONE: Value = Value::Null;
        Self::of(schema, schema.get("$defs").unwrap_or(&NONE), None)
    }

    fn of(schema: &Value, definitions: &Value, name: Option<&str>) -> Self {
        if !is_plain(schema) {
            return Self::Opaque;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.trim_start_matches("#/$defs/");
            return Self::of(&definitions[name], definitions, Some(name));
        }
        // `Option` is "this or null"; a blank never gets here.
        if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
            let real = options.iter().filter(|option| option["type"] != "null");
            return match real.collect::<Vec<_>>().as_slice() {
                [only] => Self::of(only, definitions, None),
                [number, text] if is_bare(number, "number") && is_bare(text, "string") => {
                    Self::NumberOrText
                }
                _ => Self::Opaque,
            };
        }
        match type_of(schema) {
            Some("string") => Self::Text(TextShape::of(schema, name)),
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("boolean") => Self::Bool,
            Some("array") => Self::List(Box::new(Self::of(&schema["items"], definitions, None))),
            Some("object") => Self::Record(Record::of(schema, definitions)),
            _ if schema.get("const").is_some() => Self::Text(TextShape::of(schema, None)),
            _ => Self::Any,
        }
    }
}

/// Returns whether a schema says of a place that it is of this type, and nothing more.
fn is_bare(schema: &Value, name: &str) -> bool {
    *schema == serde_json::json!({ "type": name })
}

/// Returns whether the shape can carry all that a schema says of one place.
fn is_plain(schema: &Value) -> bool {
    let Some(keywords) = schema.as_object() else { return true };
    let is_known = |(keyword, value): (&String, &Value)| match keyword.as_str() {
        "minimum" => value.as_f64() == Some(0.0),
        keyword => KEYWORDS.contains(&keyword),
    };
    keywords.iter().all(is_known) && is_condition_of_status(schema)
}

/// A condition only ever says which fields are owed, which is looked after elsewhere.
fn is_condition_of_status(schema: &Value) -> bool {
    let then = schema["then"].as_object();
    then.is_none_or(|then| then.keys().all(|keyword| keyword == "required"))
}

pub(super) fn type_of(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    }
}

impl TextShape {
    fn of(schema: &Value, name: Option<&str>) -> Self {
        let words = schema["enum"].as_array().map(Vec::as_slice).unwrap_or_default();
        let words = words.iter().chain(schema.get("const"));
        let form = match (schema["pattern"].as_str(), schema.get("const")) {
            (None, None) => Form::Free,
            (None, Some(_)) => Form::Unknown,
            (Some(pattern), _) => forms::known(pattern).map_or(Form::Unknown, Form::Known),
        };
        Self {
            form,
            type_name: name.map(str::to_owned),
            words: words.filter_map(Value::as_str).map(str::to_owned).collect(),
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
        let own_keys = schema["patternProperties"] == serde_json::json!({ "^x-": true });
        Self { fields, others, own_keys }
    }

    /// Returns whether a key is one that people may add.
    pub(super) fn is_own(&self, name: &str) -> bool {
        self.own_keys && name.starts_with("x-")
    }

    pub(in crate::validate) fn field(&self, name: &str) -> Option<&Shape> {
        let field = self.fields.iter().find(|(field, _)| field == name).map(|(_, shape)| shape);
        field.or(self.others.as_deref())
    }
}
