//! What schemas of the engagement's own ask for, and what hostile ones cannot do.

use crate::model::engagement::Engagement;
use crate::source::Sources;
use crate::validate::rules::RULES;
use crate::validate::{self, Facts, Recorded, schema};

const UNMET: &str = "own-schema-unmet";
const BROKEN: &str = "own-schema-broken";

/// Returns the findings of the two rules: rule, the text at the place, and what is said.
fn found(schemas: &[(&str, &str)], documents: &[(&str, &str)]) -> Vec<[String; 3]> {
    let mut sources = Sources::default();
    for (path, text) in documents {
        sources.add(*path, *text);
    }
    for (path, text) in schemas {
        sources.add_beside(*path, *text);
    }
    let engagement = Engagement::assemble(sources, Vec::new());
    let recorded = Recorded::default();
    let facts = Facts::new(&engagement, &recorded, "2026-11-21T12:00:00Z".parse().unwrap());
    let findings = validate::check(&facts);
    let own = findings.into_iter().filter(|finding| [UNMET, BROKEN].contains(&finding.rule));
    own.map(|finding| {
        let span = finding.span().unwrap();
        let place = span.text(facts.engagement.sources.get(span.source)).to_owned();
        [finding.rule.to_owned(), place, finding.message]
    })
    .collect()
}

/// Returns what is found in an incident by a schema in JSON, without the rule's name.
fn unmet(schema: &str, front: &str) -> Vec<(String, String)> {
    let document = format!("---\nkind: incident\n{front}---\nText.\n");
    let path = "incidents/INC-2026-7KQ2/incident.md";
    let found = found(&[("schemas/incident.json", schema)], &[(path, &document)]);
    found
        .into_iter()
        .map(|[rule, place, message]| {
            assert_eq!(rule, UNMET, "{message}");
            (place, message)
        })
        .collect()
}

fn broken(path: &str, schema: &str) -> (String, String) {
    match &found(&[(path, schema)], &[])[..] {
        [[rule, place, message]] if rule == BROKEN => (place.clone(), message.clone()),
        other => panic!("{schema}: {other:?}"),
    }
}

/// A schema, front matter, and the places and messages of what is found.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

#[test]
fn what_is_asked_for_is_found_at_its_place() {
    let cases: &[Case] = &[
        (r#"{"required": ["title"]}"#, "title: Web down\n", &[]),
        (r#"{"required": ["title"]}"#, "title:\n", &[("title", "the field `title` is missing")]),
        (r#"{"required": ["title"]}"#, "", &[("kind: incident", "the field `title` is missing")]),
        (
            r#"{"properties": {"classification": {"required": ["custom"]}}}"#,
            "classification:\n  rsit: availability\n",
            &[("classification", "the field `custom` is missing")],
        ),
        (
            r#"{"properties": {"kind": true, "status": true}, "additionalProperties": false}"#,
            "x-a: 1\nx-b: 2\n",
            &[
                ("x-a", "the field `x-a` does not belong here"),
                ("x-b", "the field `x-b` does not belong here"),
            ],
        ),
        (
            r#"{"properties": {"x-a": {"type": "string"}, "x-n": {"minimum": 3}}}"#,
            "x-a: [a]\nx-n: 2\n",
            &[("[a]", "`x-a` should be a text, not a list"), ("2", "`x-n` should be at least 3")],
        ),
        (
            r#"{"properties": {"severity": {"enum": ["sev1", "sev2"]}, "origin": {"const": "unknown"}}}"#,
            "severity: sev3\norigin: caused-by-auditor\n",
            &[
                ("sev3", "`severity` should be `sev1` or `sev2` here"),
                ("caused-by-auditor", "`origin` should be `unknown` here"),
            ],
        ),
        (
            r#"{"properties": {"assets": {"items": {"pattern": "^[a-z.]+$"}, "maxItems": 1, "uniqueItems": true}}}"#,
            "assets: [a.example, A, A]\n",
            &[
                ("[a.example, A, A]", "`assets` holds something twice"),
                ("[a.example, A, A]", "`assets` should hold at most 1"),
                ("A", "`assets` does not match `^[a-z.]+$`"),
                ("A", "`assets` does not match `^[a-z.]+$`"),
            ],
        ),
        (
            r#"{"anyOf": [{"required": ["x-a"]}, {"required": ["x-b"]}]}"#,
            "",
            &[("kind: incident", "the front matter is none of what may stand here")],
        ),
        (
            r#"{"if": {"properties": {"status": {"const": "closed"}}, "required": ["status"]}, "then": {"required": ["x-claim"]}}"#,
            "status: closed\n",
            &[("kind: incident", "the field `x-claim` is missing")],
        ),
        (
            r#"{"properties": {"x-day": {"format": "date"}}}"#,
            "x-day: soon\n",
            &[("soon", "`x-day` is not written as the format `date` asks")],
        ),
        // What ours says of a place is enough.
        (
            r#"{"properties": {"severity": {"type": "string", "minLength": 9}}}"#,
            "severity: [a]\n",
            &[],
        ),
        (r#"{"additionalProperties": false, "properties": {"kind": true}}"#, "titel: x\n", &[]),
        (
            r#"{"propertyNames": {"maxLength": 8}}"#,
            "x-too-long: 1\n",
            &[("x-too-long", "`x-too-long` is not a name that may stand here")],
        ),
        (
            r#"{"$ref": "incident.schema.json", "minProperties": 3}"#,
            "",
            &[("kind: incident", "the front matter should have at least 3 fields")],
        ),
    ];
    let mut faults = String::new();
    for (schema, front, expected) in cases {
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(place, said)| ((*place).to_owned(), (*said).to_owned()))
            .collect();
        let found = unmet(schema, front);
        if found != expected {
            faults += &format!("{schema}\n{front}gives {found:?}\n, not {expected:?}\n");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn what_is_not_understood_is_told_at_its_place() {
    let cases: &[(&str, &str, &str)] = &[
        ("{", "{", "the `{` that opens here"),
        ("[]", "[]", "expected fields"),
        (r#"{"type": "text"}"#, "\"text\"", "this is no JSON Schema"),
        (r#"{"minLength": -1}"#, "-1", "this is no JSON Schema"),
        (r#"{"required": "title"}"#, "\"title\"", "this is no JSON Schema"),
        (r#"{"title": "a", "title": "b"}"#, "\"title\"", ""),
        (r#"{"properties": {"title": "text"}}"#, "\"text\"", "a schema is a mapping"),
        (
            r#"{"properties": {"a": {"maxlength": 3}}}"#,
            "\"maxlength\"",
            "there is no keyword `maxlength`",
        ),
        (
            r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#,
            "\"http://json-schema.org/draft-07/schema#\"",
            "only draft 2020-12",
        ),
        (r##"{"$ref": "#"}"##, "\"#\"", "this reference leads back"),
        (r##"{"$ref": "#/$defs/a"}"##, "\"#/$defs/a\"", "nothing stands at"),
        (
            r##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"items": {"$ref": "#/$defs/a"}}}}"##,
            "\"#/$defs/a\"",
            "this reference leads back",
        ),
        (
            r#"{"$ref": "file:///etc/passwd"}"#,
            "\"file:///etc/passwd\"",
            "`file:///etc/passwd` leads out",
        ),
        (
            r#"{"$ref": "person.schema.json"}"#,
            "\"person.schema.json\"",
            "`person.schema.json` leads out",
        ),
        (
            r#"{"properties": {"a": {"$id": "https://example.org/a"}}}"#,
            "\"$id\"",
            "`$id` is not read here",
        ),
        (r##"{"$dynamicRef": "#a"}"##, "\"$dynamicRef\"", "`$dynamicRef` is not read here"),
        (r#"{"format": "e-mail"}"#, "\"e-mail\"", "there is no format `e-mail`"),
        (r#"{"pattern": "a(?=b)"}"#, "\"a(?=b)\"", "patterns that look around or back"),
        (r#"{"pattern": "(a)\\1"}"#, "", "patterns that look around or back"),
        (
            r#"{"patternProperties": {"^(?!a)": {}}}"#,
            "\"^(?!a)\"",
            "patterns that look around or back",
        ),
        (r#"{"title": "\uD83D"}"#, "", ""),
        (r#"{"pattern": "("}"#, "", "this is no JSON Schema"),
        (r#"{"pattern": "((a{1000}){1000}){1000}"}"#, "", "this is no JSON Schema"),
    ];
    for (schema, place, said) in cases {
        let (at, message) = broken("schemas/incident.json", schema);
        assert!(message.starts_with(said), "{schema}: {message}");
        assert!(message.ends_with("; this schema is not used"), "{schema}: {message}");
        assert!(place.is_empty() || at == *place, "{schema}: {at}");
    }
    for path in ["schemas/incident.JSON", "schemas/sub/incident.json", "Schemas/x.json.txt"] {
        let (at, message) = broken(path, "{\n}");
        assert_eq!(
            (&*at, &*message),
            ("{", "no schema is looked for here; this schema is not used")
        );
    }
    let (_, message) = broken("schemas/incidents.yaml", "required: [title]\n");
    assert!(message.starts_with("there is no kind `incidents`"), "{message}");
}

#[test]
fn json_and_yaml_are_read_alike() {
    let json = "\u{FEFF}{\r\n\t\"required\":[\"title\"],\r\n\t\"x-why\": \"a\\/b \\uD83D\\uDE00\"\r\n}\r\n";
    for (path, text) in
        [("schemas/task.json", json), ("schemas/task.schema.yml", "required: [title]\n")]
    {
        let found = found(&[(path, text)], &[("tasks/TSK-5RBN.md", "---\nkind: task\n---\n")]);
        let expected = [UNMET, "kind: task", "the field `title` is missing"].map(str::to_owned);
        assert_eq!(found, [expected], "{path}");
    }
}

#[test]
fn a_hostile_schema_takes_no_time() {
    let doubling: String = (0..25)
        .map(|at| format!(r##""a{at}": {{"anyOf": [{{"$ref": "#/$defs/a{next}"}}, {{"$ref": "#/$defs/a{next}"}}]}}, "##, next = at + 1))
        .collect();
    let chain: String = (0..3_000)
        .map(|at| format!(r##""a{at}": {{"$ref": "#/$defs/a{next}"}}, "##, next = at + 1))
        .collect();
    let last = |text: &str, count: usize| {
        format!(r##"{{"$defs": {{{text}"a{count}": {{"minLength": 1}}}}, "$ref": "#/$defs/a0"}}"##)
    };
    let patterns: String = (0..300).map(|at| format!(r#""^{at}$": true, "#)).collect();
    let deep = format!("{}true{}", r#"{"not": "#.repeat(70), "}".repeat(70));
    for (schema, said) in [
        (last(&doubling, 25), "this schema unfolds to more than"),
        (last(&chain, 3_000), "parts lie more than"),
        (
            format!(r#"{{"patternProperties": {{{patterns}"x": true}}}}"#),
            "this schema has more than",
        ),
        (deep, ""),
        (format!(r#"{{"title": "{}"}}"#, "a".repeat(300 * 1024)), ""),
    ] {
        let (_, message) = broken("schemas/incident.json", &schema);
        assert!(message.starts_with(said), "{message}");
    }
    // Patterns that others take for ever for.
    let text = format!("x-a: {}b\n", "a".repeat(50_000));
    let found = unmet(r#"{"properties": {"x-a": {"pattern": "^(a+)+$"}}}"#, &text);
    assert_eq!(found.len(), 1);
    // A finding for each of many items.
    let text = format!("x-a: [{}]\n", "1, ".repeat(20_000));
    let found = unmet(r#"{"properties": {"x-a": {"items": false}}}"#, &text);
    assert_eq!(found.len(), 20);
}

/// Whoever copies our schema to make it stricter gets every finding once.
#[test]
fn our_own_schemas_ask_for_nothing_more() {
    let schemas: Vec<(String, String)> = schema::all()
        .iter()
        .filter(|schema| schema.name != schema::SAFETAG_METHOD)
        .map(|schema| {
            let text = serde_json::to_string_pretty(schema.json()).unwrap();
            (format!("schemas/{}.schema.json", schema.name), text)
        })
        .collect();
    let documents: Vec<(String, String)> = RULES
        .iter()
        .flat_map(|rule| rule.page.split("```").skip(1).step_by(2))
        .filter(|block| block.starts_with("markdown"))
        .map(|block| {
            let lines = block.lines().skip(1).filter(|line| !line.trim_start().starts_with('^'));
            lines.map(|line| format!("{line}\n")).collect()
        })
        .enumerate()
        .map(|(at, text): (usize, String)| (format!("tasks/T{at}.md"), text))
        .collect();
    assert!(documents.len() > 200);
    let borrowed = |list: &'static [(String, String)]| -> Vec<(&str, &str)> {
        list.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    };
    let (schemas, documents) = (schemas.leak(), documents.leak());
    assert_eq!(found(&borrowed(schemas), &borrowed(documents)), Vec::<[String; 3]>::new());
}
