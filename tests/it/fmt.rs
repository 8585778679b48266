//! The canonical form of front matter, held against writers we did not write: what `yaml` and
//! `js-yaml` (npm) make of a document is, once formatted, the document as we format it.

use std::collections::BTreeMap;
use std::path::Path;

use ircase::document::{self, yaml};
use ircase::model::incident::Origin;
use ircase::model::kind::Kind;
use ircase::model::person::Function;
use ircase::model::vocabulary::Party;
use ircase::ops::fmt::canonical;
use ircase::ops::new::{self, FirstReport, Note, Setting};
use ircase::source::{Source, SourceId, Span};
use ircase::validate::rules::RULES;

use crate::oracles;
use crate::world::{World, texts};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str, text: &str) -> (Source, document::Document) {
    let source = Source::new(SourceId(0), path, text);
    let document = document::parse(&source);
    (source, document)
}

/// Returns the documents of the example, with their paths in it.
pub(crate) fn examples() -> BTreeMap<String, String> {
    let mut found = texts("examples/clinica");
    found.retain(|path, _| ircase::model::kind::is_document(path));
    found
}

/// Returns what the program itself writes.
pub(crate) fn drafts() -> Vec<(String, String)> {
    let mut drafts = Vec::new();
    for language in ["en", "es"] {
        let setting = Setting {
            workspace: None,
            language: language.to_owned(),
            zone: jiff::tz::TimeZone::get("Europe/Madrid").unwrap(),
            now: "2026-11-21T10:15:00Z".parse().unwrap(),
            random: [8, 15, 3, 19],
        };
        let report = FirstReport {
            text: "nmap: the scan took web01 down # really".to_owned(),
            origin: Origin::CausedByAuditor,
            severity: None,
        };
        let note = Note {
            text: "Told Zoe".to_owned(),
            to: vec!["zw".to_owned(), "on".to_owned()],
            because: Some("a: \"b\" # c".to_owned()),
            ..Note::default()
        };
        let functions = [Function::Management, Function::Legal];
        drafts.push(new::agreement(&setting, "no").unwrap());
        drafts.push(new::person(&setting, "zw", Party::Organization, &functions).unwrap());
        drafts.push(new::procedure(&setting, "2026-11-21").unwrap());
        drafts.push(new::incident(&setting, &report).unwrap());
        drafts.push(new::entry(&setting, Some("INC-2026-7KQ2"), Some("y"), &note));
    }
    drafts.into_iter().map(|draft| (draft.path, draft.text)).collect()
}

/// Returns the good examples of all rules' pages.
fn good_examples() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for rule in RULES {
        let good = rule.page.split("\n## Good\n").nth(1).unwrap_or_default();
        let good = good.split("\n## ").next().unwrap_or_default();
        for block in good.split("\n```") {
            let Some((head, text)) = block.split_once('\n') else { continue };
            let Some((_, named)) = head.split_once("file=") else { continue };
            let path = named.split(' ').next().unwrap();
            found.push((path.to_owned(), format!("{text}\n")));
        }
    }
    found
}

/// Returns documents made to be hard: every style, and values that readers disagree on.
fn hard_ones() -> Vec<(String, String)> {
    let fields = [
        "title: |\n  one\n\n  two\n",
        "title: \"a\\nb\\n\\n\"\n",
        "title: \"  lead\\nb\"\n",
        "title: 'it''s: \"so\"'\n",
        "title: \"\\e[31m\"\n",
        "title: \u{202e}x\n",
        "title: \"2026\"\ntags: [\"1e3\", \"0123\", \"~\", \"12:30\", \"=\", \"a b\", \"\"]\n",
        "x-deep: {a: [[1, 2], {b: [{c: d, e: f}]}], g: }\n",
        "x-list: [ , ]\n",
        "x-text: 2026-11-21\nx-number: 1.5\nx-no: no\n",
        "tags:\n- '- x'\n- '? y'\n- -z\n- '#w'\n- a#b\n- 'c #d'\n- 'e:'\n- http://x.org/?a=b\n",
        "\"1.5\": a\n\"no\": b\n\"x y\": c\n",
        "malicious: 'yes'\nongoing: \"unknown\"\ndetected_at: \"2026-11-21T10:00:00Z\"\n",
        "assets: ['*', '&a', '!b', '%c', '@d', '`e', '{f', '[g', ', h', '|', '>']\n",
    ];
    let document = |fields: &str| format!("---\nkind: incident\n{fields}---\nBody\n");
    let path = "incidents/INC-2026-7KQ2/incident.md".to_owned();
    fields.iter().map(|fields| (path.clone(), document(fields))).collect()
}

fn every_document() -> Vec<(String, String)> {
    let mut all: Vec<_> = examples().into_iter().collect();
    all.extend(drafts());
    all.extend(good_examples());
    all.extend(hard_ones());
    let readable = |(path, text): &(String, String)| {
        let document = read(path, text).1;
        Kind::at_path(path).is_some() && document.front.is_some() && document.faults.is_empty()
    };
    all.retain(readable);
    all
}

pub(crate) fn front(path: &str, text: &str) -> String {
    let (source, document) = read(path, text);
    document.front_span.unwrap().text(&source).to_owned()
}

fn with_front(path: &str, text: &str, front: &str) -> String {
    let span = read(path, text).1.front_span.unwrap();
    format!("{}{front}{}", &text[..span.start()], &text[span.end()..])
}

/// Takes the comments out, as every writer that keeps only values does.
fn without_comments(path: &str, text: &str) -> String {
    let (source, document) = read(path, text);
    let mut values = Vec::new();
    spans(&source, document.front.as_ref().unwrap(), &mut values);
    let front = document.front_span.unwrap();
    let is_value = |at: usize| values.iter().any(|span| span.bytes().contains(&at));
    let mut kept = String::new();
    let mut at = front.start();
    for line in front.text(&source).split_inclusive('\n') {
        let hash = line.match_indices('#').find(|(hash, _)| !is_value(at + hash));
        let code = hash.map_or(line, |(hash, _)| &line[..hash]);
        let is_comment = hash.is_some() && code.trim().is_empty();
        if !is_comment {
            kept += if hash.is_some() { code.trim_end() } else { code };
            kept += if hash.is_some() { "\n" } else { "" };
        }
        at += line.len();
    }
    with_front(path, text, &kept)
}

fn spans(source: &Source, node: &yaml::Node, found: &mut Vec<Span>) {
    match &node.value {
        yaml::Value::Scalar(scalar) => {
            let is_block = matches!(scalar.style, yaml::Style::Literal | yaml::Style::Folded);
            let header = node.span.text(source).find('\n').filter(|_| is_block);
            found.push(node.span.with_start(node.span.start() + header.unwrap_or(0)));
        }
        yaml::Value::Sequence(sequence) => {
            sequence.items.iter().for_each(|item| spans(source, item, found));
        }
        yaml::Value::Mapping(mapping) => {
            for pair in &mapping.pairs {
                found.push(pair.key.span);
                spans(source, &pair.value, found);
            }
        }
    }
}

/// One text as each of the others writes it.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    yaml: String,
    js_yaml: String,
}

#[test]
fn obsidian_saving_its_properties_makes_no_difference() {
    let documents = every_document();
    assert!(documents.len() > 60, "{}", documents.len());
    let fronts: Vec<String> =
        documents.iter().map(|(path, text)| front(path, &canonical(path, text.clone()))).collect();
    let by_others: Vec<Written> = oracles::node("write.mjs", "yaml", &fronts);
    let mut faults = Vec::new();
    for ((path, text), written) in documents.iter().zip(by_others) {
        let ours = without_comments(path, &canonical(path, text.clone()));
        for (writer, front) in [("yaml", written.yaml), ("js-yaml", written.js_yaml)] {
            let saved = with_front(path, text, &front);
            let healed = canonical(path, saved.clone());
            if healed != ours {
                faults.push(format!("{path}, {writer}:\n{ours}\n=>\n{saved}\n=>\n{healed}"));
            }
            // What is written as plainly as can be is not touched at all.
            let is_quoted_for_others = ours.lines().any(|line| line.ends_with('"'));
            if writer == "yaml" && !is_quoted_for_others && saved != ours {
                faults.push(format!("{path} is changed by {writer}:\n{ours}\n=>\n{saved}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} faults", faults.join("\n"), faults.len());
}

#[test]
fn once_is_enough_and_nothing_is_lost() {
    for (path, text) in every_document() {
        let once = canonical(&path, text.clone());
        assert_eq!(canonical(&path, once.clone()), once, "{path}");
        let crlf = canonical(&path, text.replace('\n', "\r\n"));
        assert_eq!(crlf, once.replace('\n', "\r\n"), "{path}");
        let marked = canonical(&path, format!("\u{FEFF}{text}"));
        assert_eq!(marked, format!("\u{FEFF}{once}"), "{path}");
        let body = |text: &str| {
            let (source, document) = read(&path, text);
            document.body.text(&source).to_owned()
        };
        assert_eq!(body(&text), body(&once));
    }
}

#[test]
fn what_the_program_writes_is_canonical() {
    for (path, text) in drafts() {
        assert_eq!(canonical(&path, text.clone()), text, "{path}");
    }
    for (path, text) in examples() {
        assert_eq!(canonical(&path, text.clone()), text, "{path}");
    }
    let world = World::new();
    world.ircase("init case --as ana").exits(0);
    world.ircase("-C case new agreement").exits(0);
    world.ircase("-C case new person zw --party organization").exits(0);
    let incident =
        world.sh("ircase -C case new incident 'the scan took web01 down'").exits(0).stdout;
    let id = incident.trim().split('/').nth(1).unwrap().to_owned();
    world.sh(&format!("ircase -C case note {id} 'Told: Zoe' --to zw --channel signal")).exits(0);
    world.write("case/procedures/m.md", "---\nkind: procedure\ntype: method\n---\n");
    let safetag = root().join("examples/sources/safetag-incident-response.md");
    world.ircase(&format!("-C case import safetag {}", safetag.display())).exits(0);
    world.ircase("-C case record").exits(0);
    world.ircase("-C case fmt --check").exits(0).says("0 would change");
}

#[test]
fn a_kind_that_does_not_fit_its_place_is_said() {
    let world = World::new();
    world.ircase("init case --as ana").exits(0);
    for (path, front, why) in [
        ("tasks/T.md", "kind: person", "its kind `person` does not fit where it lies"),
        ("tasks/T.md", "kind: Task", "its kind `Task` does not fit where it lies"),
        ("tasks/T.md", "title: x", "it does not say its kind"),
    ] {
        world.write(&format!("case/{path}"), format!("---\n{front}\n---\n"));
        world.ircase(&format!("-C case fmt {path}")).exits(1).says(why);
    }
}
