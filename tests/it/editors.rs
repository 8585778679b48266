//! The published schemas in other editors: what yaml-language-server shows a person who writes.
//!
//! VS Code, Neovim, Helix and others ask this server. It reads the first line of a document to
//! find the schema, and it must understand every keyword that we publish.

use std::fs;
use std::path::Path;

use ircase::model::kind::Kind;
use serde::{Deserialize, Serialize};

use crate::fmt::{drafts, examples, front};
use crate::oracles;
use crate::world::{Key, World};

/// A document in the editor; places are line and character from 0.
#[derive(Serialize)]
struct Open {
    uri: String,
    text: String,
    hover: Option<(u32, u32)>,
    complete: Option<(u32, u32)>,
}

#[derive(Deserialize)]
struct Seen {
    problems: Vec<Problem>,
    hover: String,
    completions: Vec<String>,
}

#[derive(Deserialize)]
struct Problem {
    line: u32,
    character: u32,
    message: String,
}

fn schema_of(kind: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{kind}.schema.json"));
    assert!(path.is_file(), "{}", path.display());
    format!("file://{}", path.display())
}

fn open(name: &str, schema: &str, front: &str) -> Open {
    let text = format!("# yaml-language-server: $schema={schema}\n{front}");
    Open { uri: format!("file:///ircase/{name}.yaml"), text, hover: None, complete: None }
}

fn look(documents: &[Open]) -> Vec<Seen> {
    let seen: Vec<Seen> = oracles::node("ask-yaml-server.mjs", "yaml-language-server", &documents);
    assert_eq!(seen.len(), documents.len());
    seen
}

impl Seen {
    fn says(&self, line: u32, words: &str) -> bool {
        self.problems.iter().any(|it| it.line == line && it.message.contains(words))
    }

    fn all(&self) -> String {
        let lines = self.problems.iter();
        let lines = lines.map(|it| format!("{}:{}: {}", it.line, it.character, it.message));
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn an_editor_explains_offers_and_refuses() {
    // Kind, front matter, hover and the words there, completion and a word there, line and words
    // of what is wrong. The first line of the document is the one that names the schema.
    type Case = (
        &'static str,
        &'static str,
        (u32, u32),
        &'static str,
        (u32, u32),
        &'static str,
        u32,
        &'static str,
    );
    let cases: &[Case] = &[
        (
            "agreement",
            "kind: agreement\nstatus: draft\nthreshold: sev3\nforbidden_channels: [emial]\n",
            (3, 3),
            "mildest severity",
            (2, 8),
            "signed-by-one",
            4,
            "email",
        ),
        (
            "agreement",
            "kind: agreement\nstatus: draft\ncontacts:\n  organization:\n    primary: zw\n    secundary: bo\n",
            (5, 6),
            "called first",
            (2, 8),
            "proposed",
            6,
            "secundary",
        ),
        (
            "person",
            "kind: person\nparty: nobody\nprivate:\n  channels:\n    - kind: signal\n      rank: first\n",
            (5, 8),
            "kind of channel",
            (5, 12),
            "matrix",
            6,
            "integer",
        ),
        (
            "incident",
            "kind: incident\nstatus: reported\npersonal_data:\n  risk: huge\n",
            (4, 3),
            "whether an authority",
            (4, 8),
            "high",
            4,
            "none",
        ),
        (
            "entry",
            "kind: entry\noccurred_at: 2026-11-21T10:00:00\ntype: custody\nevent: colected\n",
            (2, 3),
            "do not guess",
            (3, 6),
            "observation",
            2,
            "pattern",
        ),
        (
            "engagement",
            "kind: engagement\ndefault_tlp: TLP:ORANGE\nrules:\n  scribe-missing: silent\n",
            (2, 3),
            "Traffic Light Protocol",
            (2, 13),
            "TLP:AMBER+STRICT",
            4,
            "warning",
        ),
    ];
    let documents: Vec<Open> = cases
        .iter()
        .enumerate()
        .map(|(at, (kind, front, hover, _, complete, ..))| Open {
            hover: Some(*hover),
            complete: Some(*complete),
            ..open(&format!("case-{at}"), &schema_of(kind), front)
        })
        .collect();
    for (seen, case) in look(&documents).iter().zip(cases) {
        let (_, front, _, words, _, word, line, wrong) = case;
        assert!(seen.hover.contains(words), "{front}\n{}", seen.hover);
        assert!(seen.completions.iter().any(|it| it == word), "{front}\n{:?}", seen.completions);
        assert!(seen.says(*line, wrong), "{front}\n{}", seen.all());
    }
}

#[test]
fn an_editor_finds_nothing_wrong_with_what_holds() {
    let documents: Vec<Open> = examples()
        .into_iter()
        .chain(drafts())
        .enumerate()
        .map(|(at, (path, text))| {
            let kind = Kind::at_path(&path).unwrap().name();
            open(&format!("good-{at}"), &schema_of(kind), &front(&path, &text))
        })
        .collect();
    assert!(documents.len() > 25, "{}", documents.len());
    for (seen, document) in look(&documents).iter().zip(&documents) {
        assert!(seen.problems.is_empty(), "{}\n{}", document.text, seen.all());
    }
}

/// An engagement's own schema may stand on ours by a relative path.
#[test]
fn a_relative_reference_leads_there() {
    let world = World::with(Key::None);
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/person.schema.json");
    world.write("ircase/person.schema.json", fs::read_to_string(ours).unwrap());
    world.write(
        "schemas/person.schema.json",
        r#"{ "allOf": [{ "$ref": "../ircase/person.schema.json" }], "required": ["told"] }"#,
    );
    let schema = format!("file://{}", world.folder().join("schemas/person.schema.json").display());
    let mut document = open("stricter", &schema, "kind: person\nparty: nobody\n");
    document.hover = Some((2, 3));
    let seen = look(&[document]).remove(0);
    assert!(seen.hover.contains("Which side"), "{}", seen.hover);
    assert!(seen.says(2, "third-party"), "{}", seen.all());
    assert!(seen.says(1, "told"), "{}", seen.all());
}
