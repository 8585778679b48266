//! `ircase validate` and `ircase explain` as their users meet them.

use crate::world::{Key, NOW, World};

pub(crate) const PROFILE: &str = "kind: engagement\ncodename: amber-heron\nparties: {auditor: {codename: a}, organization: {codename: b}}\nlanguages: [es]\ntime_zone: America/Bogota\ndefault_tlp: TLP:AMBER+STRICT\nrisk: medium\nplain_private: accepted\n";
const PERSON: &str = "---\nkind: person\nparty: organization\nfunctions: [primary-contact]\n---\n";

fn world() -> World {
    let world = World::with(Key::None);
    world.write("ircase.yaml", PROFILE);
    world.write("people/zw.md", PERSON);
    world
}

#[test]
fn json_is_in_format_1() {
    let world = world();
    world.write("people/n\u{f1}.md", PERSON.replace("primary-contact]", "\u{f1}o\u{f1}o, it]"));
    let outcome = world.ircase("validate --json").exits(1);
    let answer: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let expected = serde_json::json!({
        "ircase": { "format": 1, "command": "validate", "now": NOW },
        "summary": { "documents": 3, "errors": 1, "warnings": 0, "notes": 0, "levels": [], "unseen": [] },
        "diagnostics": [{
            "rule": "localized-value",
            "class": "form",
            "level": "error",
            "message": "`\u{f1}o\u{f1}o` is translated; `functions` takes an id that no language changes",
            "path": "people/n\u{f1}.md",
            "start": { "line": 4, "column": 13 },
            "end": { "line": 4, "column": 17 },
            "help": answer["diagnostics"][0]["help"],
            "record": null,
            "field": "functions[0]",
            "fingerprint": answer["diagnostics"][0]["fingerprint"],
            "related": [],
            "fix": null,
            "answered_by": null,
            "masked": false,
        }],
    });
    assert_eq!(answer, expected);
    assert_eq!(world.ircase("validate -f json").exits(1).stdout, outcome.stdout);
}

#[test]
fn text_shows_the_line_and_what_was_covered() {
    let world = world();
    assert_eq!(world.ircase("validate").exits(0).stdout, "checked 2 documents: no findings\n");
    world.write("people/bo.md", PERSON.replace("organization", "organisation"));
    let text = "\
error[localized-value]: `organisation` is translated; `party` takes an id that no language changes
 --> people/bo.md:3:8
  |
3 | party: organisation
  |        ^^^^^^^^^^^^
  |
  = help: write `organization`; reports translate it

checked 3 documents: 1 error
";
    assert_eq!(world.ircase("validate").exits(1).stdout, text);
}

#[test]
fn a_path_chooses_what_is_shown() {
    let world = world();
    world.ircase("validate people/zw.md ircase.yaml").exits(0).answers("checked 2 documents");
    world.write("people/bo.md", "---\nkind: persn\n---\n");
    // What was not asked for and could not be read is named.
    let told = world.ircase("validate people/zw.md ircase.yaml").exits(1);
    told.answers("1 document could not be read: people/bo.md; findings may be missing");
    world.ircase("validate people").exits(1).answers("did you mean `person`?");
    world.ircase("-C people validate ./bo.md").exits(1).answers("checked 1 document: 1 error");
    world.ircase("validate peple/zw.md").exits(2).says("did you mean `people/zw.md`?");
    world.ircase("validate ../..").exits(2);
    for (typed, meant) in [
        ("peple/new.md", "people/new.md"),
        ("incident/INC-2026-7KQ2/incident.md", "incidents/INC-2026-7KQ2/incident.md"),
        ("agrement.md", "agreement.md"),
    ] {
        let told = world.ircase(&format!("validate --stdin-path {typed} -")).exits(2);
        told.says(&format!("hint: did you mean `{meant}`?"));
    }
    world.ircase("validate --stdin-path elsewhere/a/b/c.md -").exits(2).says("ircase explain");
}

#[test]
fn a_file_is_checked_as_what_it_should_be() {
    let world = World::with(Key::None);
    world.write("a.md", "---\ntitle: Network access\napproaches: [Technical]\n---\n");
    world.write("b.md", "---\ntitle: Acceso\napproaches: [T\u{e9}cnica]\n---\n");
    world.ircase("validate --as safetag-method a.md").exits(0).answers("checked 1 document");
    world.ircase("validate --as safetag-method a.md b.md").exits(1).answers("write `Technical`");
    world
        .ircase("validate --as safetag-metod a.md")
        .exits(2)
        .says("did you mean `safetag-method`?");
    let missing = world.ircase("validate --as procedure none.md").exits(2);
    missing.says("there is no file `none.md`").says("hint: paths are taken from the folder");
    world.ircase("validate --as procedure").exits(2);
}

/// What the engagement calls a finding is one by itself too, in every format.
#[test]
fn a_file_by_itself_that_is_no_text_is_a_finding() {
    let world = World::with(Key::None);
    world.write("wide.md", b"\xff\xfek\0i\0n\0d\0");
    world.write("long.md", vec![b'x'; 5 * 1024 * 1024]);
    world.write("folder.md/x.md", "x");
    let cases = [
        ("wide.md", "not-utf8"),
        ("long.md", "document-too-large"),
        ("folder.md", "not-a-file"),
        ("..", "not-a-file"),
    ];
    for (path, rule) in cases {
        let told = world.ircase(&format!("validate --as person --json {path}")).exits(1);
        let answer: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
        assert_eq!(answer["summary"]["documents"], 1, "{path}");
        assert_eq!(answer["diagnostics"][0]["rule"], rule, "{path}");
        assert_eq!(answer["diagnostics"][0]["path"], path);
    }
    world.sh("ircase validate --as person - <wide.md").exits(1).answers("not-utf8");
    world.sh("ircase validate --as person - <long.md").exits(1).answers("document-too-large");
}

#[test]
fn everything_that_is_named_is_explained() {
    let world = World::with(Key::None);
    let list = world.ircase("explain").exits(0).stdout;
    let page = |name: &str| ircase::ops::explain::explain(name, None).map(|page| page.text);
    for rule in ircase::validate::rules::RULES {
        assert!(list.contains(rule.name), "{} is not listed", rule.name);
        assert!(page(rule.name).unwrap().contains("## Fix"), "{}", rule.name);
    }
    for field in ircase::validate::schema::fields() {
        let text = page(&field.path).unwrap_or_else(|error| panic!("{error}"));
        assert!(text.contains(&field.description), "{}: {text}", field.path);
    }
    for (term, meaning) in ircase::ops::explain::TERMS {
        assert!(list.contains(term), "{term} is not listed");
        assert!(page(term).unwrap().contains(meaning), "{term}");
    }
    for code in ircase::ops::explain::EXIT_CODES {
        assert!(page(&code.code.to_string()).unwrap().contains(code.meaning), "{}", code.code);
    }
    world.ircase("explain secondary-contact-missing").exits(0).answers("## Fix");
    world.ircase("explain signature-false").exits(0).answers("A code of `verify`");
    world.ircase("explain exit-codes").exits(0).answers("the trail is broken");
    world.ircase("explain trust-root").exits(0).answers("first record");
    world.ircase("explain agreement.threshold").exits(0).answers("mildest severity");
    world.ircase("explain threshhold").exits(2).says("did you mean `threshold`?");
    world.ircase_with(&["explain", "exit codes"]).exits(0).answers("the trail is broken");
    for words in ["explain --schema zzzz", "validate --as zzzz x.md"] {
        world.write("x.md", "x");
        world.ircase(words).exits(2).says("hint: there is engagement").says("safetag-method");
    }
}

#[test]
fn a_picture_that_is_not_in_the_folder_is_told() {
    let world = world();
    let text = "---\nkind: procedure\ntype: method\n---\n![The panel](panel.png)\n";
    world.write("procedures/panel.md", text);
    let outcome = world.ircase("validate procedures").exits(0);
    outcome.answers("there is no picture `procedures/panel.png` in the folder");
    world.write("procedures/panel.png", "a picture");
    world.ircase("validate procedures").exits(0).answers("no findings");
}
