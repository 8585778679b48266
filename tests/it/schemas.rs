//! The published schemas in `schemas/` are those that `validate` runs.
//!
//! `IRCASE_UPDATE=1` writes them anew from the types.

use std::fs;
use std::path::Path;

use ircase::validate::schema;

#[test]
fn published_schemas_are_in_sync() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut published = Vec::new();
    for schema in schema::all() {
        let name = format!("{}.schema.json", schema.name);
        let text = format!("{:#}\n", schema.json);
        if std::env::var_os("IRCASE_UPDATE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(&name), &text).unwrap();
        }
        let there = fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(there == text, "`schemas/{name}` is old; run the tests with IRCASE_UPDATE=1");
        published.push(name);
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(published.contains(&name), "`schemas/{name}` belongs to no kind");
    }
}

#[test]
fn every_field_says_what_it_is() {
    for schema in schema::all() {
        let properties = schema.json["properties"].as_object().unwrap();
        let definitions = schema.json["$defs"].as_object().into_iter().flatten();
        let nested = definitions
            .filter_map(|(name, definition)| Some((name, definition["properties"].as_object()?)));
        let own = (&schema.name.to_owned(), properties);
        for (name, properties) in std::iter::once(own).chain(nested) {
            for (field, property) in properties {
                let described = property["description"].as_str().is_some();
                assert!(described, "`{name}.{field}` has no description");
            }
        }
    }
}
