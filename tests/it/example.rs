//! The example engagement: every document reads whole, and what is signed is what was translated.

use crate::world::{World, texts};
use ircase::model::agreement::signed_content;
use ircase::model::engagement::{Content, Engagement};
use ircase::source::{Source, SourceId, Sources};
use sha2::Digest as _;
use std::fs;
use std::path::Path;

/// Returns the documents of the example, without trail.
fn clinica() -> Engagement {
    let mut sources = Sources::default();
    for (path, text) in texts("examples/clinica") {
        if ircase::model::kind::is_document(&path) {
            sources.add(path, text);
        }
    }
    Engagement::assemble(sources, Vec::new())
}

#[test]
fn every_document_reads_whole() {
    let engagement = clinica();
    for document in &engagement.documents {
        assert!(document.document.faults.is_empty(), "{}", document.path);
        assert!(document.misfits.is_empty(), "{}: {:?}", document.path, document.misfits);
        assert!(!matches!(document.content, Content::Unknown), "{}", document.path);
    }
    let incidents: Vec<_> =
        engagement.incidents().map(|(document, _)| document.id.as_str()).collect();
    assert_eq!(incidents, ["INC-2026-7KQ2", "INC-2026-M3XD"]);
    assert_eq!(engagement.people().count(), 4);
    assert!((8..=12).contains(&engagement.entries().count()));
}

#[test]
fn the_translation_is_of_what_is_signed() {
    let engagement = clinica();
    let (document, _) = engagement.agreement().unwrap();
    let signed = signed_content(&engagement.source(document).text);
    let hash: String = sha2::Sha256::digest(&signed).iter().map(|b| format!("{b:02x}")).collect();
    let Content::Agreement(translation) = &engagement.get("agreement.en.md").unwrap().content
    else {
        panic!("the translation is an agreement");
    };
    let of = translation.translation_of.as_ref().unwrap();
    assert_eq!(of.over.as_deref(), Some(hash.as_str()));
}

#[test]
fn it_holds_without_a_trail() {
    let world = World::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clinica");
    let example = example.display().to_string();
    world.ircase_with(&["-C", &example, "validate"]).exits(0);
    world.ircase_with(&["-C", &example, "contacts"]).exits(0).answers("+591 70 555 0111");
}

#[test]
fn it_can_be_replayed_into_a_signed_history() {
    let world = World::new();
    // The replay may then set gpg's clock, so that signatures are as old as the story.
    world.sh("touch $GNUPGHOME/throw-away").exits(0);
    let replay = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/replay");
    world.sh(&format!("{} clinica", replay.display())).exits(0);
    world.ircase("-C clinica verify").exits(0).answers("valid");
    world.ircase("-C clinica validate").exits(0);
    let signatures = world.sh("git -C clinica log --format=%G?").exits(0).stdout;
    assert!(signatures.lines().all(|good| good == "G" || good == "U"), "{signatures}");
    assert!(world.read("clinica/agreement.md").contains("\nstatus: active\n"));
    the_workflow_of_the_readme_passes(&world);
    // The activity's front matter is all there: every key with its value, and the body as it was.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sources");
    let before = fs::read_to_string(folder.join("safetag-incident-response.md")).unwrap();
    let after = world.read("clinica/procedures/incident-response-and-emergency-contact.md");
    let read = |text: &str| {
        let source = Source::new(SourceId(0), "x.md", text);
        let document = ircase::document::parse(&source);
        (document.front.unwrap(), document.body.text(&source).to_owned())
    };
    let ((before, body), (after, body_after)) = (read(&before), read(&after));
    assert_eq!(before.pairs().len(), ircase::model::safetag::FIELDS.len());
    for pair in before.pairs() {
        let kept = after.get(&pair.key.text);
        assert!(kept.is_some_and(|kept| kept.same(&pair.value)), "{} was lost", pair.key.text);
    }
    assert_eq!(body_after, body);
}

/// Runs the steps of the README's workflow that are ours, with the forge's variables filled in.
fn the_workflow_of_the_readme_passes(world: &World) {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let root = world.sh("git -C clinica rev-list --max-parents=0 HEAD").stdout;
    let steps: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- run: "))
        .filter(|step| step.starts_with("ircase "))
        .collect();
    assert_eq!(steps.len(), 2, "{steps:?}");
    for step in steps {
        let wrong = step.replace("${{ vars.TRUST_ROOT }}", &"0".repeat(40));
        let step = step.replace("${{ vars.TRUST_ROOT }}", root.trim());
        // As on a forge: nothing in the home but what this run brings.
        let run = |step: &str| world.sh(&format!("cd clinica; XDG_STATE_HOME=$PWD/../new {step}"));
        run(&step).exits(0);
        assert!(step == wrong || [7, 8].contains(&run(&wrong).code), "a wrong trust root passes");
    }
}

#[test]
fn the_manual_s_line_of_awk_finds_what_is_signed() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual/agreement.md");
    let manual = fs::read_to_string(manual).unwrap();
    let program = manual
        .split_once("```awk file=signed-content.awk\n")
        .and_then(|(_, rest)| rest.split_once("```"))
        .map(|(program, _)| program)
        .expect("the manual holds the program");
    let world = World::new();
    world.write("signed-content.awk", program);
    let cases = [
        "---\nkind: agreement\nstatus: draft\nthreshold: sev2\n---\nstatus: x\n",
        "---\nstatus: active # today\nkind: agreement\nsignatures:\n- person: zw\n\n  role: x\n---\n",
        "---\r\nkind: agreement\r\nstatus: draft\r\nthreshold: a\r\n---\r\nstatus: x\r\n",
        "---\nsignatures:\n  - person: zw\n# a remark\nthreshold: sev2\nstatus:\n---\nbody\n---\nstatus: x\n",
        "no front matter\nstatus: x\n",
        "---\nkind: agreement\nsignatures:\n  - person: zw\n--- \n# Clause\n- all\nstatus: x\n",
        "--- \t\nstatus: draft\nkind: agreement\n---\t\r\nstatus: x\n",
        "---\nstatus: draft\n...\nstatus: x\n---\nstatus: x\n",
        "\u{feff}---\nstatus: draft\nkind: agreement\n---\nstatus: x\n",
        "\u{feff}\u{feff}---\nstatus: draft\n---\nstatus: x\n",
        " ---\nstatus: draft\n---\nstatus: x\n",
        "---\nstatus: draft\n----\n---- \n ---\nkind: agreement\n--- x\n---\nstatus: x",
        "---\nkind: agreement\nstatus: never closed\n a\nb: 1",
        "---\nstatuses: 1\nstatus :2\nstatus:3\nsignatures: [\na\n]\n---\n",
        "---\nstatus: a\rb: 1\n\r\r\nc: 1\n---\n",
        "",
    ];
    for text in cases {
        world.write("agreement.md", text);
        let outcome = world.sh("awk -f signed-content.awk agreement.md").exits(0);
        assert_eq!(outcome.stdout, signed_content(text), "{text:?}");
    }
}
