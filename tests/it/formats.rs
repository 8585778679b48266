//! The formats of `validate` as those see them who read them: validators that are not ours, and
//! somebody who looks for private values in a log.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::validate::PROFILE;
use crate::world::{ANA, Key, NOW, Outcome, World, run};

/// Every format, with what reads it.
const FORMATS: &[&str] =
    &["text", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit"];

/// Returns an engagement with findings of many shapes: fixes, second places, whole files, several
/// lines, hidden characters, marks of every syntax, and a private one.
fn world() -> World {
    let world = World::with(Key::None);
    world.write("ircase.yaml", PROFILE.replace("TLP:AMBER+STRICT", "amber"));
    let contacts = "contacts:\n  organization: {primary: n\u{f1}, secondary: n\u{f1}}\n";
    let agreement = format!("---\nkind: agreement\nstatus: proposed\n{contacts}---\n");
    world.write("agreement.md", agreement);
    let person = "---\nkind: person\nparty: organizaci\u{f3}n\nfunctions: [it]\n---\n";
    world.write("people/n\u{f1}.md", person);
    let marks = "---\nkind: person\n<b \"x\">&%::error::,: 1\nty\u{202e}pe: x\n---\n";
    world.write("people/marks.md", marks);
    let private = "---\nkind: person\nparty: auditor\nprivate:\n  nme: Canary Wambua\n---\n";
    world.write("people/zw.md", private);
    world.write("people/bytes.md", b"---\nkind: person\nx: \xff\n---\n");
    world.write("procedures/open.md", "---\nkind: procedure\n");
    world.write("procedures/two words.md", "---\nkind: procedure\ntype: method\n---\n");
    world
}

fn written(world: &World, format: &str) -> PathBuf {
    let outcome = world.ircase(&format!("validate -q -f {format}")).exits(1);
    assert!(outcome.stderr.is_empty(), "{}", outcome.stderr);
    let path = world.root().join(format!("{format}.out"));
    fs::write(&path, outcome.stdout).unwrap();
    path
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Returns a program that is not ours, as `script/setup --tests` installs it.
fn oracle(program: &str) -> Command {
    let path = oracles().join("venv/bin").join(program);
    assert!(path.exists(), "{} is missing; run `script/setup --tests`", path.display());
    let mut command = Command::new(path);
    command.env("NO_COLOR", "1");
    command
}

fn oracles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/oracles/python")
}

fn fits_schema(schema: &Path, instance: &Path) -> Outcome {
    // Nothing is fetched: both files are here.
    run(oracle("check-jsonschema").arg("--schemafile").arg(schema).arg(instance))
}

#[test]
fn sarif_fits_its_schema() {
    let world = world();
    let schema = oracles().join("schemas/sarif-2.1.0.json");
    let path = written(&world, "sarif");
    fits_schema(&schema, &path).exits(0);
    let mut broken = json(&path);
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        "1".into();
    fs::write(&path, broken.to_string()).unwrap();
    fits_schema(&schema, &path).exits(1);
}

#[test]
fn gitlab_fits_its_schema() {
    let world = world();
    let schema =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/gitlab-codeclimate.schema.json");
    let issues = json(&written(&world, "gitlab"));
    let issues = issues.as_array().unwrap();
    let mut command = oracle("check-jsonschema");
    command.arg("--schemafile").arg(&schema);
    for (number, issue) in issues.iter().enumerate() {
        let path = world.root().join(format!("issue-{number}.json"));
        fs::write(&path, issue.to_string()).unwrap();
        command.arg(path);
        let severity = issue["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
    }
    run(&mut command).exits(0);
    let mut broken = issues[0].clone();
    broken["location"]["lines"]["begin"] = "1".into();
    let path = world.root().join("broken.json");
    fs::write(&path, broken.to_string()).unwrap();
    fits_schema(&schema, &path).exits(1);
}

#[test]
fn junit_fits_its_schema() {
    let world = world();
    let path = written(&world, "junit");
    let fits = |path: &Path| {
        let schema = oracles().join("schemas/junit-10.xsd");
        run(oracle("xmlschema-validate").arg("--schema").arg(schema).arg(path))
    };
    fits(&path).exits(0);
    let xml = fs::read_to_string(&path).unwrap();
    assert!(xml.contains("<testcase name=\"no findings\" classname=\"procedures/two words.md\"/>"));
    fs::write(&path, xml.replace(" classname=", " wherever=")).unwrap();
    assert_ne!(fits(&path).code, 0);
}

#[test]
fn our_own_formats_fit_their_published_schemas() {
    let world = world();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/output");
    let validator = |name: &str| jsonschema::validator_for(&json(&folder.join(name))).unwrap();
    let findings = validator("findings.schema.json");
    assert!(findings.is_valid(&json(&written(&world, "json"))));
    assert!(!findings.is_valid(&serde_json::json!({ "ircase": 1 })));
    assert!(validator("gitlab.schema.json").is_valid(&json(&written(&world, "gitlab"))));
    let line = validator("findings-line.schema.json");
    let lines = fs::read_to_string(written(&world, "json-lines")).unwrap();
    for text in lines.lines() {
        let value = serde_json::from_str(text).unwrap();
        assert!(line.is_valid(&value), "{text}");
    }
    assert!(lines.lines().count() > 5);
}

#[test]
fn places_of_sarif_are_those_of_the_text() {
    let world = world();
    let log = json(&written(&world, "sarif"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let translated: Vec<&Value> =
        results.iter().filter(|it| it["ruleId"] == "localized-value").collect();
    let [one] = translated.as_slice() else { panic!("{translated:?}") };
    let place = &one["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "people/n%C3%B1.md");
    let text = world.read("people/n\u{f1}.md");
    let of = |region: &Value| {
        let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
        let line: Vec<char> = text.lines().nth(number("startLine") - 1).unwrap().chars().collect();
        line[number("startColumn") - 1..number("endColumn") - 1].iter().collect::<String>()
    };
    assert_eq!(of(&place["region"]), "organizaci\u{f3}n");
    let change = &one["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(of(&change["deletedRegion"]), "organizaci\u{f3}n");
    assert_eq!(change["insertedContent"]["text"], "organization");
    let two: Vec<&Value> =
        results.iter().filter(|it| it["ruleId"] == "contacts-not-distinct").collect();
    assert_eq!(two[0]["relatedLocations"].as_array().unwrap().len(), 1);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &log["runs"][0]["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Fix"));
    }
}

/// Who forgets that the clock was set would trust every deadline; each answer names the time.
#[test]
fn an_answer_names_the_time_that_was_set() {
    let world = world();
    world.ircase("validate").says("taken to be 2026-11-21T10:15:00Z, by `IRCASE_NOW`\n");
    let told = world.ircase("validate --now 2027-01-02T00:00:00Z");
    assert!(told.stderr.starts_with("the present time is taken to be 2027-01-02T00:00:00Z\n"));
    let sarif = json(&written(&world, "sarif"));
    assert_eq!(sarif["runs"][0]["properties"]["now"], NOW);
    let read = |format| fs::read_to_string(written(&world, format)).unwrap();
    assert!(read("junit").contains("<property name=\"now\" value=\"2026-11-21T10:15:00Z\"/>"));
    let first: Value = serde_json::from_str(read("json-lines").lines().next().unwrap()).unwrap();
    assert_eq!(first["ircase"]["now"], NOW);
    for words in ["validate --json", "status --json", "contacts --json"] {
        let answer: Value = serde_json::from_str(&world.ircase(words).stdout).unwrap();
        assert_eq!(answer["ircase"]["now"], NOW, "{words}");
    }
    for format in FORMATS {
        let words = ["validate", "-f", format];
        let told = run(world.command(ANA, "ircase").args(words).env_remove("IRCASE_NOW"));
        assert!(!told.stderr.contains("present time"), "{format}: {}", told.stderr);
        assert!(!told.stdout.contains("\"now\""), "{format}: {}", told.stdout);
    }
    let mut wrong = world.command(ANA, "ircase");
    let told = run(wrong.arg("validate").env("IRCASE_NOW", "yesterday")).exits(2);
    told.says("`IRCASE_NOW` says `yesterday`").says("unset IRCASE_NOW");
}

#[test]
fn a_fingerprint_knows_no_lines() {
    let world = World::with(Key::None);
    world.write("ircase.yaml", PROFILE);
    let prints = || -> BTreeSet<String> {
        let issues = json(&written(&world, "gitlab"));
        let issues = issues.as_array().unwrap();
        let prints: BTreeSet<String> =
            issues.iter().map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect();
        assert_eq!(prints.len(), issues.len(), "two findings are one: {issues:?}");
        prints
    };
    let levels = "severities:\n  - {id: s1, rank: x}\n  - {id: s2, rank: y}\n";
    let before =
        format!("---\nkind: agreement\nstatus: draft\ntlp: amber\nlocations: 1\n{levels}---\n");
    world.write("agreement.md", &before);
    let first = prints();
    assert!(first.len() >= 3, "{first:?}");
    // The fields change places, an item comes before the others, and nothing is new but its own.
    let moved = format!(
        "---\n# A remark.\n{}kind: agreement\nlocations: 1\ntlp: amber\nstatus: draft\n---\n",
        levels.replace("severities:\n", "severities:\n  - {id: s0, rank: 0}\n")
    );
    world.write("agreement.md", moved);
    assert_eq!(prints(), first);
    // Two faults in one field are two, and one that is mended is gone.
    let twice = "---\nkind: agreement\nstatus: draft\nti\u{202e}t\u{202e}le: x\n---\n";
    world.write("agreement.md", twice);
    prints();
}

/// A text in every private field; a date and a number where the schema wants one.
const CANARY: &str = "---
kind: person
party: organization
functions: [primary-contact]
private:
  name: Canaryname Wambua
  alias: Canaryalias
  titles: [Canarytitle]
  responsibility: canary duties of the quietest sort
  channels:
    - {kind: signal, value: \"+254 700 999 0191\", immediate_24x7: false, hours: \"Mon 03:33-04:44\", time_zone: Canary/Zone, rank: 1, e2ee: true}
    - {kind: email, value: canary@mailhost.example, rank: 2}
  secure_transfer: canary-dropbox
  keys:
    - {type: openpgp, fingerprint: CANA C0DE 1234 5678, valid_to: 2031-03-03, verified_by: rm, verified_at: 2031-04-04T00:00:00Z, verified_how: in-person}
  confidential_access: canary-vault
  absences: [{from: 2031-05-05, to: 2031-06-06, deputy: rm}]
  conflict_of_interest: canary-cousin
---
";

/// What must not be found, in small letters.
const SECRETS: &[&str] = &[
    "canary",
    "wambua",
    "quietest",
    "999",
    "0191",
    "03:33",
    "04:44",
    "mailhost",
    "cana c0de",
    "c0de",
    "2031",
    "5678",
];

/// Returns the canary's document, broken in as many ways as people break documents.
fn broken() -> Vec<(String, String)> {
    let mut documents = vec![("whole".to_owned(), CANARY.to_owned())];
    let mut change = |from: &str, to: &str| {
        assert!(CANARY.contains(from), "{from}");
        documents.push((format!("{from} -> {to}"), CANARY.replacen(from, to, 1)));
    };
    for line in CANARY.lines().skip(5).filter(|line| *line != "---") {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let trimmed = value.trim();
        change(line, &format!("{key}x:{value}"));
        change(line, &format!("{line}\n{line}"));
        change(line, &format!("{key}: \"{trimmed}"));
        change(line, &format!("{key}: &anchor {trimmed}"));
        change(line, &format!("{key}: !tag {trimmed}"));
        change(line, &format!("{key}: {{{trimmed}: {trimmed}}}"));
        change(line, &format!("{key}: [{trimmed}, {trimmed}]"));
        change(line, &format!("{key}: \u{202e}{trimmed}"));
        change(line, &format!("\t{line}"));
        change(line, &format!("<<<<<<< ours\n{line}\n=======\n{line}x\n>>>>>>> theirs"));
        change(line, &format!("{}{trimmed}:", key.replace(key.trim(), "")));
        change(line, &format!("{key}:\n  {trimmed}: {trimmed}"));
    }
    change("titles: [Canarytitle]", "titles: Canarytitle");
    change("valid_to: 2031-03-03", "valid_to: 2031/3/3");
    change("private:", "privat:");
    change("private:", "private: x\nothers:");
    change("kind: person\n", "");
    change("kind: person\n", "kind: persn\n");
    change("\nprivate:", "\nprivate: {name: Canaryname, nme: Canaryname, party: canary}\nrest:");
    change("party: organization", "party: Canaryname");
    change("functions: [primary-contact]", "functions: [canaryalias]");
    change("\n---\n", "\n");
    documents.push(("unclosed".to_owned(), CANARY.trim_end_matches("---\n").to_owned()));
    documents.push(("no fence".to_owned(), CANARY.trim_start_matches("---\n").to_owned()));
    documents
}

/// Documents of others that say what is private of the canary.
const TALKERS: &[(&str, &str)] = &[
    (
        "agreement.md",
        "---\nkind: agreement\nstatus: active\ncontacts:\n  organization: {primary: Canaryname Wambua, secondary: canaryalias}\nforbidden_channels: [canary@mailhost.example]\nthreshold: canary-vault\nlocations: 2031-05-05\nsignatures: [{person: Canaryname, role: +254700999 0191, how: CANAC0DE12345678}]\n---\n",
    ),
    (
        "incidents/INC-2026-7KQ2/incident.md",
        "---\nkind: incident\nstatus: Canarytitle\nseverity: canary-cousin\ncommander: Wambua\nresponders: [Canaryname Wambua]\ndetected_at: 2031-05-05\n---\n",
    ),
    ("people/rm.md", "---\nkind: person\nparty: auditor\nprivate: {alias: canary-dropbox}\n---\n"),
];

#[test]
fn what_is_private_reaches_no_log() {
    let world = World::with(Key::None);
    world.write("ircase.yaml", PROFILE);
    for (path, text) in TALKERS {
        world.write(path, text);
    }
    let mut rules = BTreeSet::new();
    for (number, (how, text)) in broken().iter().enumerate() {
        world.write("people/zw.md", text);
        // All formats are made from the same masked findings; each is tried on some documents.
        let formats = ["json", FORMATS[number % FORMATS.len()]];
        let words = formats.map(|format| (format, format!("validate -f {format}")));
        // Last, because it may mend the document.
        let mending = ["-n", "-q -n", ""][number % 3];
        let mending = ("text", format!("validate --fix {mending}"));
        for (format, words) in words.into_iter().chain([mending]) {
            let outcome = world.ircase(&words);
            assert!(outcome.code <= 1, "{how}: {}", outcome.stderr);
            let said = format!("{}{}", outcome.stdout, outcome.stderr).to_lowercase();
            let told = SECRETS.iter().find(|secret| said.contains(**secret));
            if let Some(secret) = told {
                let line = said.lines().find(|line| line.contains(secret)).unwrap();
                panic!("`{words}` of `{how}` tells `{secret}`: {line}");
            }
            if format == "json" {
                let answer: Value = serde_json::from_str(&outcome.stdout).unwrap();
                let findings = answer["diagnostics"].as_array().unwrap();
                assert!(findings.iter().any(|it| it["masked"] == true), "{how}");
                rules.extend(findings.iter().map(|it| it["rule"].as_str().unwrap().to_owned()));
            }
        }
    }
    assert!(rules.len() > 15, "only {rules:?} found something");
}

#[test]
fn every_private_field_has_a_canary() {
    let schema = ircase::validate::schema::named("person").unwrap().json();
    for record in ["Private", "Channel", "Key", "Absence"] {
        let fields = schema["$defs"][record]["properties"].as_object().unwrap();
        for field in fields.keys() {
            assert!(
                CANARY.contains(&format!("{field}: ")) || CANARY.contains(&format!("{field}:\n")),
                "{record}.{field}"
            );
        }
    }
}

#[test]
fn status_and_a_refused_record_tell_nothing_private() {
    let world = World::new();
    world.ircase("init . --as ana").exits(0);
    world.write("people/zw.md", CANARY.replace("name: Canaryname", "nme: Canaryname"));
    for words in
        ["status", "status --json", "record people/zw.md", "validate --as person people/zw.md"]
    {
        let outcome = world.ircase(words);
        let said = format!("{}{}", outcome.stdout, outcome.stderr).to_lowercase();
        assert!(!SECRETS.iter().any(|secret| said.contains(secret)), "{words}: {said}");
    }
    // What is checked as a person is one, wherever it lies and whatever it forgets to say.
    let broken = CANARY.replace("name: Canaryname", "nme: Canaryname");
    world.write("notes.md", broken.replace("kind: person\n", ""));
    let outcome = world.ircase("validate --as person notes.md").exits(1);
    let said = format!("{}{}", outcome.stdout, outcome.stderr).to_lowercase();
    assert!(!SECRETS.iter().any(|secret| said.contains(secret)), "{said}");
}

/// Who sits at a terminal sees what is wrong; the same words in a pipe are masked.
#[test]
fn a_person_at_a_terminal_sees_the_line() {
    let world = World::with(Key::None);
    world.write("ircase.yaml", PROFILE);
    world.write("people/zw.md", CANARY.replace("name: Canaryname", "nme: Canaryname"));
    let seen = world.sh("script -qec 'ircase validate' /dev/null").stdout;
    assert!(seen.contains("Canaryname Wambua"), "{seen}");
    let piped = world.ircase("validate").exits(1).stdout;
    assert!(piped.contains("people/zw.md:6:3") && !piped.contains("Canaryname"), "{piped}");
    assert!(piped.contains("in a terminal to see it"), "{piped}");
}

#[test]
fn every_format_ends_as_it_should_when_nobody_reads() {
    let world = world();
    for format in FORMATS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let words = ["validate", "-q", "-f", format];
        let output = world.command(ANA, "ircase").args(words).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(6), "{format}");
        assert!(output.stderr.is_empty(), "{format}");
        world
            .sh(&format!("ircase validate -f {format} >/dev/full"))
            .exits(6)
            .says("error: the answer could not be printed");
    }
}
