//! Every field of every kind, for `explain` and for editors.

use std::sync::OnceLock;

use serde_json::Value;

use super::all;

/// A field of some kind, for `explain`.
#[derive(Debug, Clone)]
pub struct Field {
    /// Kind and keys: `agreement.contacts.organization.primary`; `[]` stands for every item.
    pub path: String,
    pub description: String,
    /// The words it may be; none when it is free.
    pub words: Vec<Word>,
}

/// A word of a closed list.
#[derive(Debug, Clone)]
pub struct Word {
    pub id: String,
    /// Empty where the word says all.
    pub meaning: String,
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
        let is_list = target["items"].is_object();
        let item = if is_list { target_of(&target["items"], definitions) } else { target };
        let path = format!("{path}.{name}{}", if is_list { "[]" } else { "" });
        fields.push(Field {
            path: path.clone(),
            description: property["description"].as_str().unwrap_or_default().to_owned(),
            words: words_of(item),
        });
        collect(&path, item, definitions, fields);
    }
}

fn words_of(item: &Value) -> Vec<Word> {
    let words = item["enum"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ids = words.iter().filter_map(Value::as_str);
    ids.enumerate()
        .map(|(at, id)| Word {
            id: id.to_owned(),
            meaning: item["enumDescriptions"][at].as_str().unwrap_or_default().to_owned(),
        })
        .collect()
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
