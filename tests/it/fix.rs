//! `validate --fix`: what is mended, what is left, and that nothing is ever half-written.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Stdio};

use crate::world::World;

/// A person with three faults that have one meaning, and one that has not.
const PERSON: &str = "---\nkind: person   # who\nparty: organización\nfunctions: management\n\
                      tlp: 'tlp amber'\nlangages: [en]\nprivate:\n  alias: Zoe\n---\n\nCall first.\n";
const MENDED: &str = "---\nkind: person   # who\nparty: organization\nfunctions: [management]\n\
                      tlp: TLP:AMBER\nlangages: [en]\nprivate:\n  alias: Zoe\n---\n\nCall first.\n";

/// Returns a world with an engagement in `case` that is not recorded by git at all.
fn world() -> World {
    let world = World::new();
    world.write(
        "case/ircase.yaml",
        "kind: engagement\ncodename: heron\nparties:\n  auditor:\n    codename: a\n  organization:\n    \
         codename: o\nlanguages:\n  - en\ntime_zone: Europe/Madrid\ndefault_tlp: TLP:AMBER\nrisk: low\n\
         plain_private: accepted\n",
    );
    world
}

#[test]
fn safe_fixes_are_applied_and_others_are_left() {
    let world = world();
    world.write("case/people/zw.md", PERSON);
    let mended = world.ircase("-C case validate --fix").exits(1);
    assert_eq!(world.read("case/people/zw.md"), MENDED);
    let mended = mended.says("fixed 3 findings in 1 document");
    mended.says("people/zw.md:3: write `organization` (localized-value)").answers("unknown-field");
    world.ircase("-C case validate --fix").exits(1).says("nothing to fix");
    let crlf = PERSON.replace('\n', "\r\n");
    world.write("case/people/zw.md", format!("\u{FEFF}{crlf}"));
    world.ircase("-C case validate --fix").exits(1);
    let expected = format!("\u{FEFF}{}", MENDED.replace('\n', "\r\n"));
    assert_eq!(world.read("case/people/zw.md"), expected);
}

#[test]
fn a_value_is_replaced_whole_whatever_stands_around_it() {
    let world = world();
    let incident = "case/incidents/INC-2026-7KQ2/incident.md";
    let before = "---\nkind: incident\nstatus: reported\ntitle: a\u{7}b\norigin: |\n  Caused by auditor\n\n\
                  # when\ndetected_at: 2026-11-21\n  03:10 +01\nseverity: |  # why\n  0123\n\
                  determination: >- # who says\n  Suspected\nx-n: .nan\n---\n\nDown.\n";
    let after = "---\nkind: incident\nstatus: reported\ntitle: ab\norigin: caused-by-auditor\n\n\
                 # when\ndetected_at: 2026-11-21T03:10+01:00\nseverity: |  # why\n  0123\n\
                 determination: >- # who says\n  Suspected\nx-n: .nan\n---\n\nDown.\n";
    world.write(incident, before);
    world.ircase("-C case validate --fix").exits(1).answers("incident.md:11:16");
    assert_eq!(world.read(incident), after);
}

#[test]
fn git_takes_every_diff() {
    let world = world();
    for name in ["my notes.md", "a\tb.md", "say \"x\".md"] {
        let path = format!("case/people/{name}");
        let text = PERSON.replace("Call", "Call\rand\rcall");
        world.write(&path, &text);
        world.sh("ircase -C case validate --diff --rule tlp-altered >mend.diff").exits(1);
        world.sh("cd case && git apply ../mend.diff").exits(0);
        assert_eq!(world.read(&path), text.replace("'tlp amber'", "TLP:AMBER"), "{name:?}");
    }
}

#[test]
fn what_looks_like_a_space_becomes_one() {
    let world = world();
    let task = "---\nkind: task\nstatus: open\u{a0}\ntitle\u{202f}: Say\u{2028}«\u{a0}hello\u{a0}»\u{a0}\n\
                tags: [a, b\u{3000}]\n---\n\nOne\u{2028}two\u{85}three\u{200B}.\n";
    world.write("case/tasks/TSK-5RBN.md", task);
    let mended = world.ircase("-C case validate --fix --rule invisible-character").exits(0);
    mended.says("write a space (invisible-character)");
    assert_eq!(
        world.read("case/tasks/TSK-5RBN.md"),
        "---\nkind: task\nstatus: open \ntitle : Say «\u{a0}hello\u{a0}» \ntags: [a, b ]\n---\n\n\
         One two three.\n"
    );
}

/// What would become of its line nobody knows but who wrote it.
#[test]
fn a_blank_that_hides_an_item_is_mended_by_hand() {
    let world = world();
    let text =
        "---\nkind: procedure\ntype: method\nsteps:\n  -\u{a0}id: a\n    text: b\n---\n\nx\n";
    world.write("case/procedures/x.md", text);
    let told = world.ircase("-C case validate --fix").exits(1).says("nothing to fix");
    told.answers("delete it and type a space in its place");
    assert_eq!(world.read("case/procedures/x.md"), text);
}

#[test]
fn a_diff_and_a_dry_run_write_nothing() {
    let world = world();
    world.write("case/people/zw.md", PERSON);
    let before = world.snapshot();
    let diff = world.sh("ircase -C case validate --diff >mend.diff").exits(1);
    diff.says("1 error remains; `ircase validate` shows what");
    let diff = world.read("mend.diff");
    world.sh("rm mend.diff").exits(0);
    for words in ["--json", "-f sarif", "-f text"] {
        let refused = world.ircase(&format!("-C case validate --diff {words}")).exits(2);
        assert_eq!(refused.says("`--diff` prints a patch").stdout, "");
    }
    world.ircase("-C case validate --fix -n").exits(1).says("would fix 3 findings in 1 document");
    assert_eq!(world.snapshot(), before);
    world.write("case/mend.diff", diff);
    world.sh("cd case && git apply mend.diff").exits(0);
    assert_eq!(world.read("case/people/zw.md"), MENDED);
}

/// A check that only looks is no less strict than one that mends.
#[test]
fn what_is_not_mended_yet_is_an_error() {
    let world = world();
    world.write("case/people/zw.md", PERSON.replace("langages: [en]\n", ""));
    let told = world.ircase("-C case validate --fix -n").exits(1);
    told.answers("checked 2 documents after the fixes: no findings");
    world.ircase("-C case validate --fix -n --json").exits(1);
    world.ircase("-C case validate --diff").exits(1);
    world.ircase("-C case fmt --diff").exits(1);
    world.ircase("-C case validate --fix").exits(0);
    world.ircase("-C case validate --fix -n").exits(0).answers("checked 2 documents after the");
    world.ircase("-C case validate --diff").exits(0);
}

#[test]
fn a_pipe_is_given_no_private_lines() {
    let world = world();
    world.write("case/people/zw.md", PERSON);
    world.write("case/tasks/TSK-5RBN.md", "---\nkind: task\ntlp: tlp amber\n---\n");
    for command in ["validate --diff", "fmt --diff"] {
        let piped = world.ircase(&format!("-C case {command}")).exits(1);
        let piped = piped.says("left out: people/zw.md: its lines are private");
        assert!(!piped.stdout.contains("Zoe"), "{}", piped.stdout);
        world.sh(&format!("ircase -C case {command} >mend.diff")).exits(1);
        assert!(world.read("mend.diff").contains("alias: Zoe"));
    }
    world.ircase("-C case validate --diff").exits(1).answers("+tlp: TLP:AMBER");
}

#[test]
fn only_what_was_chosen_is_mended() {
    let world = world();
    world.write("case/people/zw.md", PERSON);
    world.write("case/people/tm.md", PERSON);
    world.ircase("-C case validate --fix --rule tlp-altered people/tm.md").exits(0);
    assert_eq!(world.read("case/people/zw.md"), PERSON);
    assert_eq!(world.read("case/people/tm.md"), PERSON.replace("'tlp amber'", "TLP:AMBER"));
    world.ircase("-C case validate --fix nothing.md").exits(2);
}

#[test]
fn a_recorded_entry_is_never_edited() {
    let world = World::new();
    world.ircase("init . --as ana").exits(0);
    let entry = "timeline/20261121T101500Z-8F3K.md";
    let text = "---\nkind: entry\noccurred_at: 2026-11-21T10:14:00Z\nrecorded_at: 2026-11-21T10:15:00Z\n\
                recorded_by: ana\ntype: note\ntlp: tlp amber\n---\n\nSaid.\n";
    world.write(entry, text);
    // By another program: `record` would not take it.
    world.sh("git add timeline && git commit -q -m x").exits(0);
    let told = world.ircase("validate --fix");
    assert_eq!(world.read(entry), text);
    told.says(
        "a recorded entry is never edited; write `ircase note \"...\" --supersedes 20261121T101500Z-8F3K`",
    );
}

#[test]
fn a_document_that_cannot_be_read_stays() {
    let world = world();
    let text = "---\nkind: person\nparty: organización\nfunctions: [\n---\n";
    world.write("case/people/zw.md", text);
    world.write("case/people/tm.md", PERSON);
    world.ircase("-C case validate --fix").exits(1);
    assert_eq!(world.read("case/people/zw.md"), text);
    assert_eq!(world.read("case/people/tm.md"), MENDED);
}

#[test]
fn one_that_cannot_be_written_does_not_stop_the_others() {
    let world = world();
    for name in ["aa", "bb", "cc"] {
        world.write(&format!("case/people/{name}.md"), PERSON);
    }
    let place = world.folder().join("case/people/bb.md");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o444)).unwrap();
    let told = world.ircase("-C case validate --fix").exits(6);
    let told = told.says("`people/bb.md` is as it was").says("fixed 6 findings in 2 documents");
    told.says("3 findings could not be fixed");
    assert_eq!(world.read("case/people/aa.md"), MENDED);
    assert_eq!(world.read("case/people/bb.md"), PERSON);
    assert_eq!(world.read("case/people/cc.md"), MENDED);
}

#[test]
fn a_full_disk_leaves_every_document_whole() {
    let world = world();
    world.write("case/people/zw.md", PERSON);
    let before = world.snapshot();
    // No file may grow; the pipes of the answer may.
    let told = world.sh("trap '' XFSZ; ulimit -f 0; ircase -C case validate --fix").exits(6);
    let told = told.says("`people/zw.md` is as it was").says("3 findings could not be fixed");
    assert!(!told.stderr.contains("nothing to fix"), "{}", told.stderr);
    world.sh("trap '' XFSZ; ulimit -f 0; ircase -C case fmt").exits(6);
    assert_eq!(world.snapshot(), before);
}

#[test]
fn an_interrupted_run_leaves_every_document_whole() {
    let world = world();
    const PEOPLE: usize = 200;
    let path = |at: usize| format!("case/people/p{at:03}.md");
    let mut caught = 0;
    // Documents are written one by one, in the order of their paths: the nth is mended while the
    // next are not.
    for wait_for in [0, 1, 20, 90] {
        for at in 0..PEOPLE {
            world.write(&path(at), PERSON);
        }
        let mut running = world
            .command(crate::world::ANA, "ircase")
            .args(["-C", "case", "validate", "--fix", "-q"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let is_running = |running: &mut Child| running.try_wait().unwrap().is_none();
        while world.read(&path(wait_for)) == PERSON && is_running(&mut running) {
            std::thread::yield_now();
        }
        let _ = rustix::process::kill_process(
            rustix::process::Pid::from_child(&running),
            rustix::process::Signal::INT,
        );
        running.wait().unwrap();
        let texts: Vec<String> = (0..PEOPLE).map(|at| world.read(&path(at))).collect();
        for text in &texts {
            assert!(text == PERSON || text == MENDED, "{text}");
        }
        let mended = texts.iter().filter(|text| *text == MENDED).count();
        caught += usize::from(0 < mended && mended < PEOPLE);
        world.ircase("-C case validate --fix -q").exits(1);
        assert_eq!(world.read(&path(PEOPLE - 1)), MENDED);
        // What an interrupted run was writing is beside the documents, and no document.
        let names = fs::read_dir(world.folder().join("case/people")).unwrap();
        for name in names.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
            let is_left = name.starts_with('.') && name.ends_with(".tmp");
            assert!(is_left || name.ends_with(".md"), "{name}");
        }
    }
    assert!(caught > 0, "no run was interrupted between two documents");
}

#[test]
fn a_signed_agreement_keeps_its_bytes() {
    let world = World::new();
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clinica");
    world.sh(&format!("cp -r {} case", example.display())).exits(0);
    let signed = world.read("case/agreement.md");
    // Not under the signatures: the status may be mended.
    world.write("case/agreement.md", signed.replace("status: active", "status: activo"));
    world.ircase("-C case validate --fix agreement.md").exits(0);
    assert_eq!(world.read("case/agreement.md"), signed);
    world.ircase("-C case fmt agreement.md").exits(0);
    let altered = signed.replace("threshold: sev3", "threshold: \"sev3\"");
    world.write("case/agreement.md", &altered);
    world.ircase("-C case fmt agreement.md").exits(0);
    assert_eq!(world.read("case/agreement.md"), signed, "nobody signed these bytes");
    // A paper without `over` counts for the text that it lies under, and for no other.
    let without_over = altered.lines().filter(|line| !line.starts_with("    over: "));
    let papers: String = without_over.map(|line| format!("{line}\n")).collect();
    world.write("case/agreement.md", &papers);
    let why = "left alone: agreement.md";
    world.ircase("-C case fmt agreement.md").exits(0).says(why).says("it is signed");
    assert_eq!(world.read("case/agreement.md"), papers);
    let misspelled = papers.replacen("- kind: signal", "- kind: Signal", 1);
    world.write("case/agreement.md", &misspelled);
    world.ircase("-C case validate --fix agreement.md").exits(1).says(why);
    assert_eq!(world.read("case/agreement.md"), misspelled);
    let unproven = papers.replace("proof: sha256", "x-was: sha256").replace("witnessed_by", "x-by");
    world.write("case/agreement.md", &unproven);
    world.ircase("-C case fmt agreement.md").exits(0);
    assert_ne!(world.read("case/agreement.md"), unproven, "no signature counts");
}
