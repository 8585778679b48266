//! The schemas as they are published: for editors, and for readers of draft-07 as of 2020-12.
//!
//! They say the same as those that judge here. A blank never reaches those; an editor sees it, so
//! a published field may be `null`. Every type stands where it is used and not behind a reference:
//! an editor would show what the type says, and not what the field says. Defaults are left out,
//! because an editor offers them as if somebody wanted to write `null`. No draft is named, so that
//! a reader takes the one it knows; every keyword means the same in all of them.

use serde_json::{Map, Value};

/// Returns the published form of a schema.
pub(super) fn of(schema: &Value) -> Value {
    let mut root = node(schema, &schema["$defs"]);
    for keyword in ["$schema", "$defs"] {
        root.remove(keyword);
    }
    Value::Object(root)
}

/// Rewrites a schema and those below it.
fn node(schema: &Value, definitions: &Value) -> Map<String, Value> {
    let mut rewritten = keywords(schema, definitions);
    rewritten.remove("default");
    if let Some(Value::Object(properties)) = rewritten.get_mut("properties") {
        for property in properties.values_mut() {
            *property = field(property, definitions);
        }
    }
    match rewritten.get_mut("additionalProperties") {
        Some(others) if others.is_object() => *others = field(others, definitions),
        _ => {}
    }
    if let Some(items) = rewritten.get_mut("items") {
        *items = Value::Object(node(items, definitions));
    }
    rewritten
}

/// Rewrites the schema of a field, which may be left blank.
fn field(schema: &Value, definitions: &Value) -> Value {
    let mut rewritten = node(schema, definitions);
    match rewritten.get_mut("type") {
        Some(Value::Array(types)) if !types.iter().any(|it| it == "null") => {
            types.push("null".into());
        }
        Some(one @ Value::String(_)) => *one = Value::Array(vec![one.take(), "null".into()]),
        _ => {}
    }
    if let Some(Value::Array(words)) = rewritten.get_mut("enum") {
        words.push(Value::Null);
    }
    if let Some(Value::Array(meanings)) = rewritten.get_mut("enumDescriptions") {
        meanings.push("Not said yet.".into());
    }
    Value::Object(rewritten)
}

/// Returns the keywords of a schema with those it refers to; its own come first.
fn keywords(schema: &Value, definitions: &Value) -> Map<String, Value> {
    let mut own = schema.as_object().cloned().unwrap_or_default();
    let mut below = match own.remove("anyOf") {
        Some(Value::Array(options)) => of_choice(&options, definitions),
        _ => Map::new(),
    };
    if let Some(Value::String(reference)) = own.remove("$ref") {
        let name = reference.trim_start_matches("#/$defs/");
        below = keywords(&definitions[name], definitions);
    }
    below.extend(own);
    below
}

/// Returns the keywords of a choice: those of the only one that is not null, or the types of all.
fn of_choice(options: &[Value], definitions: &Value) -> Map<String, Value> {
    let is_null = |option: &&Value| option["type"] == "null";
    let mut real = options.iter().filter(|option| !is_null(option));
    match (real.next(), real.next()) {
        (Some(only), None) => keywords(only, definitions),
        _ => {
            let types = options.iter().map(|option| option["type"].clone()).collect();
            Map::from_iter([("type".to_owned(), Value::Array(types))])
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::all;

    #[test]
    fn a_field_may_be_blank_and_keeps_what_it_says() {
        for schema in all() {
            let published = schema.published();
            let validator = jsonschema::validator_for(&published).unwrap();
            let fields = published["properties"].as_object().unwrap();
            for (field, property) in fields.iter().filter(|(field, _)| *field != "kind") {
                let own = &schema.json()["properties"][field];
                assert_eq!(property["description"], own["description"]);
                let blank = json!({ "kind": schema.name, "title": "x", field: null });
                let mut wrong = validator.iter_errors(&blank);
                let of_field = wrong.find(|it| !it.instance_path().to_string().is_empty());
                assert!(of_field.is_none(), "{}.{field}: {of_field:?}", schema.name);
            }
        }
    }
}
