//! The JSON Schemas of the kinds, and the shape that directs how a tree becomes the value they
//! judge.
//!
//! A text field gets the exact text of its scalar, whatever type YAML would give it, and a blank
//! is the same as no field, just as when the types are read. A schema judges only what the quick
//! look of [`fits`] does not let pass, and is made when that first happens. The shapes are there
//! when the program starts: [`shapes`] is written from the schemas by a test.

mod fields;
mod fits;
mod forms;
mod layout;
mod published;
mod shape;
#[rustfmt::skip]
mod shapes;
mod value;

use std::sync::OnceLock;

use serde_json::Value;

pub use self::fields::{Field, Word, fields};
pub(super) use self::shape::{Record, Shape, TextShape};
use crate::document::fmt::Form;
use crate::document::yaml::{Node, Step, steps};
use crate::model::kind::{KINDS, Kind, describe_in_one_line};
use crate::model::safetag::SafetagMethod;

/// One schema.
#[derive(Debug)]
pub struct Schema {
    /// What `--as` calls it: a kind, or `safetag-method`.
    pub name: &'static str,
    make: Make,
    json: OnceLock<Value>,
    validator: OnceLock<jsonschema::Validator>,
}

#[derive(Debug, Clone, Copy)]
enum Make {
    Kind(usize),
    SafetagMethod,
}

/// Name of the schema for SAFETAG activities as they are published.
pub const SAFETAG_METHOD: &str = "safetag-method";

/// Returns whether a field of a kind holds a text, by a path such as `private.channels[0].value`;
/// nothing where the kind has no such field.
pub fn is_text(kind: Kind, path: &str) -> Option<bool> {
    let mut shape = of_kind(kind).shape();
    for step in steps(path) {
        shape = match (step, shape) {
            (Step::Key(key), Shape::Record(record)) => record.field(key)?,
            (Step::Index(_), Shape::List(item)) => item,
            _ => return None,
        };
    }
    Some(matches!(shape, Shape::Text(_)))
}

/// Returns every schema: one per kind, then that of SAFETAG activities.
pub fn all() -> &'static [Schema] {
    static ALL: OnceLock<Vec<Schema>> = OnceLock::new();
    ALL.get_or_init(|| {
        let of_kinds = KINDS.iter().enumerate().map(|(at, info)| (info.name, Make::Kind(at)));
        let all = of_kinds.chain([(SAFETAG_METHOD, Make::SafetagMethod)]);
        all.map(|(name, make)| Schema::new(name, make)).collect()
    })
}

pub fn named(name: &str) -> Option<&'static Schema> {
    all().iter().find(|schema| schema.name == name)
}

pub(super) fn of_kind(kind: Kind) -> &'static Schema {
    let at = KINDS.iter().position(|info| info.kind == kind);
    &all()[at.expect("every kind has its line in KINDS")]
}

impl Schema {
    fn new(name: &'static str, make: Make) -> Self {
        Self { name, make, json: OnceLock::new(), validator: OnceLock::new() }
    }

    /// Returns the schema as editors and other programs get it: it says the same as the one that
    /// judges here, which never sees a blank.
    pub fn published(&self) -> Value {
        published::of(self.json())
    }

    /// Returns the schema that judges documents.
    pub fn json(&self) -> &Value {
        self.json.get_or_init(|| match self.make {
            Make::Kind(at) => KINDS[at].schema().to_value(),
            Make::SafetagMethod => safetag_method(),
        })
    }

    pub(super) fn shape(&self) -> &'static Shape {
        let shape = shapes::SHAPES.iter().find(|(name, _)| *name == self.name);
        shape.expect("`IRCASE_UPDATE=1 cargo t shapes` writes the shape of a new kind").1
    }

    pub(super) fn validator(&self) -> &jsonschema::Validator {
        self.validator.get_or_init(|| {
            jsonschema::validator_for(self.json())
                .expect("a schema made from our own types is a schema")
        })
    }

    /// Returns whether a quick look shows that nothing but a missing field can be wrong.
    pub(super) fn fits(&self, root: &Node) -> bool {
        fits::fits(root, self.shape())
    }

    /// Returns in which order and how the fields of a document are written.
    pub fn form(&self) -> Form {
        layout::of(self.shape())
    }

    /// Returns the tree as the value that the schema judges.
    pub(super) fn value_of(&self, root: &Node) -> Value {
        value::of(root, self.shape())
    }
}

fn safetag_method() -> Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<SafetagMethod>();
    describe_in_one_line(&mut schema);
    let mut schema = schema.to_value();
    schema["title"] = SAFETAG_METHOD.into();
    schema["additionalProperties"] = false.into();
    schema["required"] = serde_json::json!(["title"]);
    schema
}
