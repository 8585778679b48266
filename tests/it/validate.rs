//! `ircase validate` and `ircase explain` as their users meet them.

use crate::world::{Key, World};

const PROFILE: &str = "kind: engagement\ncodename: amber-heron\nparties: {auditor: {codename: a}, organization: {codename: b}}\nlanguages: [es]\ntime_zone: America/Bogota\ndefault_tlp: TLP:AMBER+STRICT\nrisk: medium\nplain_private: accepted\n";
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
        "ircase": { "format": 1, "command": "validate" },
        "summary": { "documents": 3, "errors": 1, "warnings": 0, "notes": 0, "levels": [] },
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
    world.write("people/bo.md", "---\nkind: persn\n---\n");
    world.ircase("validate people/zw.md ircase.yaml").exits(0).answers("checked 2 documents");
    world.ircase("validate people").exits(1).answers("did you mean `person`?");
    world.ircase("-C people validate ./bo.md").exits(1).answers("checked 1 document: 1 error");
    world.ircase("validate peple/zw.md").exits(2).says("did you mean `people/zw.md`?");
    world.ircase("validate ../..").exits(2);
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
    world.ircase("validate --as procedure none.md").exits(2);
    world.ircase("validate --as procedure").exits(2);
}

#[test]
fn everything_that_is_named_is_explained() {
    let world = World::with(Key::None);
    let list = world.ircase("explain").exits(0).stdout;
    let rule = list.lines().nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    world.ircase(&format!("explain {rule}")).exits(0).answers("## Fix");
    world.ircase("explain signature-false").exits(0).answers("A code of `verify`");
    world.ircase("explain exit-codes").exits(0).answers("the trail is broken");
    world.ircase("explain trust-root").exits(0).answers("first record");
    world.ircase("explain agreement.threshold").exits(0).answers("mildest severity");
    world.ircase("explain threshhold").exits(2).says("did you mean `threshold`?");
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
