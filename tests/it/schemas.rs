//! The published schemas in `schemas/` are those that `validate` runs.
//!
//! `IRCASE_UPDATE=1` writes them anew from the types.

use std::fs;
use std::path::Path;

use ircase::regime;
use ircase::validate::schema;

#[test]
fn published_schemas_are_in_sync() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut published = Vec::new();
    let of_kinds = schema::all().iter().map(|schema| (schema.name, schema.published()));
    for (name, json) in of_kinds.chain([("regime", regime::schema())]) {
        let name = format!("{name}.schema.json");
        let text = format!("{json:#}\n");
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
        let is_known = name == "output" || published.contains(&name);
        assert!(is_known, "`schemas/{name}` belongs to no kind");
    }
}

#[test]
fn schemas_of_the_output_are_in_sync() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/output");
    for (name, json) in ircase::cli::output_schemas() {
        let path = folder.join(format!("{name}.schema.json"));
        let text = format!("{json:#}\n");
        if std::env::var_os("IRCASE_UPDATE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(there == text, "{} is old; run the tests with IRCASE_UPDATE=1", path.display());
    }
    let known = ircase::cli::output_schemas().len();
    assert_eq!(fs::read_dir(&folder).unwrap().count(), known, "a schema belongs to no format");
}

/// Words that say nothing by themselves.
const SMALL: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "it", "its", "of", "on",
    "or", "such", "that", "the", "this", "to", "was", "what", "when", "where", "who", "with",
];

/// An editor shows these lines beside the field, and `explain` prints them.
#[test]
fn every_description_says_more_than_the_fields_name() {
    let mut fields: Vec<(String, String)> = schema::fields()
        .iter()
        .map(|field| (field.path.clone(), field.description.clone()))
        .collect();
    let regime = regime::schema();
    let records = regime["$defs"].as_object().unwrap().values().chain([&regime]);
    for record in records {
        for (name, property) in record["properties"].as_object().into_iter().flatten() {
            let description = property["description"].as_str().unwrap_or_default();
            fields.push((format!("regime.{name}"), description.to_owned()));
        }
    }
    let mut poor = Vec::new();
    for (path, description) in fields {
        let name = path.rsplit('.').next().unwrap().trim_end_matches("[]").to_lowercase();
        let words: Vec<String> = description
            .split(|symbol: char| !symbol.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let telling = words.iter().filter(|word| {
            !SMALL.contains(&word.as_str()) && !name.split('_').any(|part| part == *word)
        });
        let is_sentence = description.ends_with('.') && !description.contains('\n');
        let sentences = description.split(". ").count();
        let is_short = description.chars().count() <= 200 && sentences <= 3;
        if words.len() < 4 || telling.count() < 2 || !is_sentence || !is_short {
            poor.push(format!("{path}: {description}"));
        }
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

/// Keywords that mean the same in draft-07 and in 2020-12, so that every editor reads them; the
/// published schemas name no draft, and a reader takes the one it knows. Each stands alone.
#[test]
fn published_schemas_use_what_every_reader_knows() {
    const KEYWORDS: &[&str] = &[
        "additionalProperties",
        "const",
        "description",
        "enum",
        "enumDescriptions",
        "format",
        "if",
        "items",
        "minimum",
        "not",
        "pattern",
        "patternProperties",
        "properties",
        "required",
        "then",
        "title",
        "type",
    ];
    fn keywords(schema: &serde_json::Value, found: &mut Vec<String>) {
        let Some(map) = schema.as_object() else { return };
        for (keyword, value) in map {
            found.push(keyword.clone());
            match keyword.as_str() {
                "properties" | "patternProperties" => {
                    value.as_object().unwrap().values().for_each(|it| keywords(it, found));
                }
                "additionalProperties" | "items" | "if" | "then" | "not" => keywords(value, found),
                _ => {}
            }
        }
    }
    for schema in schema::all() {
        let mut found = Vec::new();
        keywords(&schema.published(), &mut found);
        for keyword in found {
            assert!(KEYWORDS.contains(&keyword.as_str()), "{}: {keyword}", schema.name);
        }
    }
}

#[test]
fn every_field_says_what_it_is() {
    for schema in schema::all() {
        let properties = schema.json()["properties"].as_object().unwrap();
        let definitions = schema.json()["$defs"].as_object().into_iter().flatten();
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

/// Our records and the examples are judged by the published schema, with a reader that is not ours.
#[test]
fn every_regime_fits_its_schema() {
    let validator = jsonschema::validator_for(&regime::schema()).unwrap();
    let mut count = 0;
    for folder in ["data/regimes", "examples/regimes"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
            let faults: Vec<String> =
                validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(faults.is_empty(), "{}: {faults:?}", path.display());
            assert!(regime::read(&text).is_ok(), "{}", path.display());
            let id = path.file_stem().unwrap().to_str();
            assert_eq!(value["id"].as_str(), id);
            let shipped = path.parent().unwrap().ends_with("data/regimes");
            assert_eq!(regime::ids().any(|known| Some(known) == id), shipped, "{id:?}");
            count += 1;
        }
    }
    assert_eq!(count, 18);
}
