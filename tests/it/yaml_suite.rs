//! The YAML Test Suite against our tree: what we read means what the suite says, and what we refuse
//! stands in `tests/yaml-suite/refused.txt`, each with our reason.
//!
//! A case that is no mapping is read as the value of a field. `IRCASE_UPDATE=1` writes the list anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ircase::document::yaml::{self, Core, Node, Value};
use ircase::source::{Source, SourceId};

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    yaml: String,
    /// The values of its documents, one after the other; absent where JSON has none for them.
    json: Option<String>,
    /// Whether the suite says that it is no YAML.
    #[serde(default)]
    fail: bool,
}

/// Cases that are no YAML, and that we read all the same, each with the reason.
const READ_ALL_THE_SAME: &[(&str, &str)] =
    &[("9C9N", "values inside brackets at the very left, which every reader we know takes")];

#[test]
fn what_is_read_means_what_the_suite_says() {
    let (mut refused, mut read, mut without_value) = (BTreeMap::new(), 0, 0);
    let mut faults = Vec::new();
    for case in cases() {
        match (read_case(&case.yaml), case.fail) {
            (Ok(_), true) => {
                if !READ_ALL_THE_SAME.iter().any(|(id, _)| *id == case.id) {
                    faults.push(format!("{} is no YAML, and is read: {:?}", case.id, case.yaml));
                }
            }
            (Err(_), true) => {}
            (Err(why), false) => drop(refused.insert(case.id, why)),
            (Ok(value), false) => match &case.json {
                None => without_value += 1,
                Some(json) => {
                    read += 1;
                    if !means(&value, json) {
                        faults.push(format!("{} means {json}, not {value}", case.id));
                    }
                }
            },
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(read >= READ_AT_LEAST, "only {read} cases are read, {without_value} without value");
    hold_list(&refused);
}

/// How many valid cases we read at the least; fewer means that the profile shrank.
const READ_AT_LEAST: usize = 100;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yaml-suite")
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(folder().join("cases.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() > 400, "{}", cases.len());
    cases
}

/// Holds the list of what we refuse and why against the one that is checked in.
fn hold_list(refused: &BTreeMap<String, String>) {
    let path = folder().join("refused.txt");
    let list: String = refused.iter().map(|(id, why)| format!("{id}: {why}\n")).collect();
    if std::env::var_os("IRCASE_UPDATE").is_some() {
        fs::write(&path, &list).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    for (line, wanted) in list.lines().zip(known.lines()) {
        assert_eq!(line, wanted, "see `tests/yaml-suite/refused.txt`");
    }
    assert_eq!(list.lines().count(), known.lines().count(), "see `tests/yaml-suite/refused.txt`");
}

/// Reads a case as a document, or as the value of a field where it is no mapping.
fn read_case(text: &str) -> Result<serde_json::Value, String> {
    match read(text) {
        Err(why) if why.contains("expected fields such as") => {
            let value = read(&as_field(text).ok_or(why.clone())?).map_err(|_| why)?;
            Ok(value["value"].clone())
        }
        read => read,
    }
}

/// Returns a text as the value of a field; nothing when it is more than one document.
fn as_field(text: &str) -> Option<String> {
    let marks = |line: &str, mark: &str| {
        let rest = line.strip_prefix(mark);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    let text = if marks(text, "---") { &text[3..] } else { text };
    if text.lines().skip(1).any(|line| marks(line, "---") || marks(line, "...")) {
        return None;
    }
    let indented = |text: &str| -> String {
        text.split_inclusive('\n').map(|line| format!("  {line}")).collect()
    };
    // What stands behind the mark of a document stands behind the colon.
    match text.split_once('\n') {
        Some((first, rest)) if first.is_empty() || first.starts_with(char::is_whitespace) => {
            Some(format!("value:{first}\n{}", indented(rest)))
        }
        _ if text.starts_with(char::is_whitespace) => Some(format!("value:{text}")),
        _ => Some(format!("value:\n{}", indented(text))),
    }
}

fn read(text: &str) -> Result<serde_json::Value, String> {
    let source = Source::new(SourceId(0), "a.yaml", text);
    let parsed = yaml::parse(&source, source.span());
    match (parsed.faults.first(), parsed.root) {
        (None, Some(root)) => Ok(json_of(&root)),
        (Some(fault), _) => Err(format!("{}: {}", fault.rule, fault.message.replace('\n', " "))),
        (None, None) => panic!("neither a tree nor a fault: {text:?}"),
    }
}

fn json_of(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Scalar(scalar) => match scalar.core() {
            Core::Null => serde_json::Value::Null,
            Core::Bool(value) => value.into(),
            Core::Integer(value) => value.into(),
            Core::Float(value) => value.into(),
            Core::Text => (*scalar.text).into(),
        },
        Value::Sequence(sequence) => sequence.items.iter().map(json_of).collect(),
        Value::Mapping(mapping) => mapping
            .pairs
            .iter()
            .map(|pair| (pair.key.text.to_string(), json_of(&pair.value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

fn means(value: &serde_json::Value, json: &str) -> bool {
    let stream = serde_json::Deserializer::from_str(json).into_iter::<serde_json::Value>();
    let documents: Vec<serde_json::Value> = stream.map(Result::unwrap).collect();
    matches!(documents.as_slice(), [only] if same(value, only))
}

/// Numbers are the same however they are written.
fn same(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (one, other) {
        (Number(one), Number(other)) => one.as_f64() == other.as_f64(),
        (Array(one), Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Object(one), Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}
