//! What the published schemas in `schemas/*.json` say of a place, read as plain JSON.
//!
//! This is the oracle for form: it shares no code with the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The schemas, by kind.
pub(super) struct Schemas(BTreeMap<String, Value>);

/// What stands in one place.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    root: &'a Value,
    schema: &'a Value,
}

/// What sort of value belongs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    /// A text with a form: a language.
    Form,
    Time,
    Day,
    Period,
    Hours,
    /// One of a closed list of words.
    Word,
    Tlp,
    Number,
    /// A number or a text.
    Either,
    YesNo,
    List,
    Record,
    /// A mapping with keys of its own.
    Table,
    Anything,
}

/// What the pattern of a text says of its sort, by a part of it.
const PATTERNS: &[(&str, Sort)] = &[
    (r"[Zz]", Sort::Time),
    ("never|unknown", Sort::Day),
    ("(P|", Sort::Period),
    ("24/7", Sort::Hours),
];

impl Schemas {
    pub(super) fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let mut schemas = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if let Some(kind) = name.strip_suffix(".schema.json") {
                let text = fs::read_to_string(&path).unwrap();
                schemas.insert(kind.to_owned(), serde_json::from_str(&text).unwrap());
            }
        }
        Self(schemas)
    }

    pub(super) fn of_kind(&self, kind: &str) -> Field<'_> {
        let root = &self.0[kind];
        Field { root, schema: root }
    }

    /// Returns the fields that a document of a kind with this status owes by its schema.
    pub(super) fn required(&self, kind: &str, status: Option<&str>) -> Vec<&str> {
        let schema = &self.0[kind];
        let first = schema["if"]["properties"]["status"]["not"]["const"].as_str();
        if first.is_none() || status.is_none() || status == first {
            return Vec::new();
        }
        let names = schema["then"]["required"].as_array();
        names.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

impl<'a> Field<'a> {
    /// Follows references.
    fn of(root: &'a Value, schema: &'a Value) -> Self {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let name = reference.rsplit('/').next().unwrap_or_default();
                Self::of(root, &root["$defs"][name])
            }
            None => Self { root, schema },
        }
    }

    pub(super) fn sort(&self) -> Sort {
        let types = match &self.schema["type"] {
            Value::String(only) => vec![only.as_str()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let mut types = types.into_iter().filter(|name| *name != "null");
        match (types.next(), types.next()) {
            (Some(_), Some(_)) => Sort::Either,
            (Some("string"), _) => self.sort_of_text(),
            (only, _) => Self::sort_of(self.schema, only),
        }
    }

    fn sort_of_text(&self) -> Sort {
        let pattern = self.schema["pattern"].as_str();
        match (self.words().first(), pattern) {
            (Some(word), _) if word.starts_with("TLP:") => Sort::Tlp,
            (Some(_), _) => Sort::Word,
            (None, None) => Sort::Text,
            (None, Some(pattern)) => match PATTERNS.iter().find(|(part, _)| pattern.contains(part))
            {
                Some((_, sort)) => *sort,
                None => Sort::Form,
            },
        }
    }

    fn sort_of(schema: &Value, name: Option<&str>) -> Sort {
        match name {
            Some("integer" | "number") => Sort::Number,
            Some("boolean") => Sort::YesNo,
            Some("array") => Sort::List,
            Some("object") if schema["properties"].is_object() => Sort::Record,
            Some("object") => Sort::Table,
            _ => Sort::Anything,
        }
    }

    pub(super) fn words(&self) -> Vec<&'a str> {
        let words = self.schema["enum"].as_array();
        words.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub(super) fn item(&self) -> Self {
        Self::of(self.root, &self.schema["items"])
    }

    /// Returns the field of a key; keys of a table are all of one sort.
    pub(super) fn key(&self, key: &str) -> Option<Self> {
        match self.schema["properties"].get(key) {
            Some(schema) => Some(Self::of(self.root, schema)),
            None if self.sort() == Sort::Table => {
                Some(Self::of(self.root, &self.schema["additionalProperties"]))
            }
            None => None,
        }
    }

    /// Returns the names of the fields of a record.
    pub(super) fn names(&self) -> Vec<&'a str> {
        let properties = self.schema["properties"].as_object();
        properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    /// Returns the path of every field below, `[]` for every item.
    pub(super) fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for name in self.names() {
            let field = self.key(name).expect("a name of its own");
            paths.push(name.to_owned());
            let (field, dots) = match field.sort() {
                Sort::List => (field.item(), "[]"),
                _ => (field, ""),
            };
            paths.extend(field.paths().iter().map(|path| format!("{name}{dots}.{path}")));
        }
        paths
    }
}
