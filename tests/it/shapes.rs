//! The shapes in `src/validate/schema/shapes.rs` say what the schemas say, as data that needs no
//! making when the program starts.
//!
//! `IRCASE_UPDATE=1` writes them anew from the schemas.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use ircase::validate::schema;
use serde_json::{Value, json};

const HEAD: &str = "\
//! The shapes of the schemas, written by `IRCASE_UPDATE=1 cargo t shapes`. Change the types in
//! `model`, never this file.

use super::forms;
use super::shape::{FREE_TEXT, Record, Shape, TextShape};
";

#[test]
fn shapes_are_in_sync_with_the_schemas() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/validate/schema/shapes.rs");
    let mut types = Types::default();
    let mut shapes = String::new();
    for schema in schema::all() {
        types.of = schema.name;
        let shape = types.shape(schema.json(), &schema.json()["$defs"], None);
        writeln!(shapes, "    ({:?}, {shape}),", schema.name).unwrap();
    }
    let mut text = HEAD.to_owned();
    for (name, shape) in types.shapes {
        write!(text, "\nstatic {name}: Shape = {};\n", shape.trim_start_matches('&')).unwrap();
    }
    write!(text, "\npub(super) static SHAPES: &[(&str, &Shape)] = &[\n{shapes}];\n").unwrap();
    if std::env::var_os("IRCASE_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap();
    assert!(there == text, "{} is old; run the tests with IRCASE_UPDATE=1", path.display());
}

/// Keywords that a shape carries, or that judge nothing. `required` is looked after elsewhere.
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

/// The shapes that have a name of their own, as Rust.
#[derive(Default)]
struct Types {
    /// The name of the schema that is looked at.
    of: &'static str,
    shapes: BTreeMap<String, String>,
}

impl Types {
    /// Returns a reference to the shape of a schema, as Rust.
    fn shape(&mut self, schema: &Value, definitions: &Value, name: Option<&str>) -> String {
        assert_plain(schema);
        if let Some(reference) = schema["$ref"].as_str() {
            return self.named(reference.trim_start_matches("#/$defs/"), definitions);
        }
        // `Option` is "this or null"; a blank never gets here.
        if let Some(options) = schema["anyOf"].as_array() {
            let real = options.iter().filter(|option| option["type"] != "null");
            return match real.collect::<Vec<_>>().as_slice() {
                [only] => self.shape(only, definitions, None),
                [number, text]
                    if **number == json!({ "type": "number" })
                        && **text == json!({ "type": "string" }) =>
                {
                    "&Shape::NumberOrText".to_owned()
                }
                _ => panic!("no shape for a choice of {options:?}"),
            };
        }
        match type_of(schema) {
            Some("string") => text(schema, name),
            Some("integer") => "&Shape::Integer".to_owned(),
            Some("boolean") => "&Shape::Bool".to_owned(),
            Some("array") => {
                format!("&Shape::List({})", self.shape(&schema["items"], definitions, None))
            }
            Some("object") => self.record(schema, definitions),
            None if schema.get("const").is_some() => text(schema, None),
            None => "&Shape::Any".to_owned(),
            Some(other) => panic!("no shape for the type {other}"),
        }
    }

    fn named(&mut self, name: &str, definitions: &Value) -> String {
        let shape = self.shape(&definitions[name], definitions, Some(name));
        // Kinds may have types of the same name that are not the same.
        let mut names = [rust_name(name), rust_name(&format!("{}-{name}", self.of))].into_iter();
        let is_free = |name: &String| self.shapes.get(name).is_none_or(|there| *there == shape);
        let name = names.find(is_free).expect("a kind has one type of a name");
        let reference = format!("&{name}");
        self.shapes.insert(name, shape);
        reference
    }

    fn record(&mut self, schema: &Value, definitions: &Value) -> String {
        let mut fields = String::new();
        for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
            let shape = self.shape(schema, definitions, None);
            write!(fields, "\n    ({field:?}, {shape}),").unwrap();
        }
        let others = match &schema["additionalProperties"] {
            Value::Null | Value::Bool(false) => "None".to_owned(),
            Value::Bool(true) => "Some(&Shape::Any)".to_owned(),
            other => format!("Some({})", self.shape(other, definitions, None)),
        };
        let own_keys = schema["patternProperties"] == json!({ "^x-": true });
        format!(
            "&Shape::Record(Record {{ fields: &[{fields}\n], others: {others}, own_keys: {own_keys} }})"
        )
    }
}

/// Returns a name such as `SeverityLevel` or `safetag-method` as that of a static.
fn rust_name(name: &str) -> String {
    let mut rust = String::new();
    for symbol in name.chars() {
        if symbol.is_ascii_uppercase() && !rust.is_empty() && !rust.ends_with('_') {
            rust.push('_');
        }
        rust.push(if symbol == '-' { '_' } else { symbol.to_ascii_uppercase() });
    }
    rust
}

fn text(schema: &Value, name: Option<&str>) -> String {
    let words = schema["enum"].as_array().map(Vec::as_slice).unwrap_or_default();
    let words = words.iter().chain(schema.get("const")).filter(|word| !word.is_null());
    let words: Vec<&str> = words.map(|word| word.as_str().expect("a word")).collect();
    let pattern = schema["pattern"].as_str();
    assert!(words.is_empty() || pattern.is_none(), "words and a pattern: {schema}");
    if name.is_none() && words.is_empty() && pattern.is_none() {
        return "&FREE_TEXT".to_owned();
    }
    let form = pattern.map_or("None".to_owned(), |it| format!("Some(forms::of({it:?}))"));
    // What a closed list is about is said by its words.
    let description = pattern.and(schema["description"].as_str());
    format!(
        "&Shape::Text(TextShape {{ type_name: {name:?}, words: &{words:?}, form: {form}, description: {description:?} }})"
    )
}

/// A keyword that a shape cannot carry would be judged by nobody.
fn assert_plain(schema: &Value) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        let is_carried = match keyword.as_str() {
            "minimum" => value.as_f64() == Some(0.0),
            // A condition only ever says which fields are owed.
            "then" => value.as_object().unwrap().keys().eq(["required"]),
            keyword => KEYWORDS.contains(&keyword),
        };
        assert!(is_carried, "a shape cannot carry `{keyword}`: {value}");
    }
}

fn type_of(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    }
}
