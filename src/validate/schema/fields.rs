//! Every field of every kind, for `explain` and for editors.

use std::sync::OnceLock;

use serde_json::Value;

use super::all;
use super::shape::type_of;

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
            collect(schema.name, schema.json(), &schema.json()["$defs"], &mut fields);
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
