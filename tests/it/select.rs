//! What `validate` reads and what it shows: paths, rules, git's index, what came since, input.

use crate::world::{ANA, Outcome, World, run_with_input};

const PERSON: &str = "---\nkind: person\nparty: auditor\nfunctions: [it]\n---\n";
const WRONG: &str = "---\nkind: person\nparty: nobody\nfunctions: [it]\n---\n";
const AGREEMENT: &str =
    "---\nkind: agreement\nstatus: draft\ncontacts:\n  auditor: {primary: zw}\n---\n";

/// Returns an engagement with a recorded person and an agreement that names them.
fn world() -> World {
    let world = World::new();
    world.ircase("init . --as ana").exits(0);
    world.write("people/zw.md", PERSON);
    world.write("agreement.md", AGREEMENT);
    world.ircase("record --together").exits(0);
    world
}

fn names(outcome: &Outcome) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let findings = value["diagnostics"].as_array().unwrap();
    let name = |it: &serde_json::Value| {
        format!("{} {}", it["path"].as_str().unwrap_or("-"), it["rule"].as_str().unwrap())
    };
    findings.iter().map(name).collect()
}

#[test]
fn what_is_staged_is_read_from_the_index() {
    let world = world();
    world.ircase("validate --staged").exits(0).answers("checked 0 documents: no findings");
    world.write("people/bo.md", WRONG);
    world.ircase("validate --staged").exits(0).answers("checked 0 documents");
    world.sh("git add people/bo.md").exits(0);
    // What lies in the folder meanwhile is not what would be committed.
    world.write("people/bo.md", PERSON);
    world.write("people/cc.md", WRONG);
    let outcome = world.ircase("validate --staged --json").exits(1);
    assert_eq!(names(&outcome), ["people/bo.md value-not-allowed"]);
    world.ircase("validate --staged people/zw.md").exits(0).answers("checked 0 documents");
    world.ircase("validate --staged people/cc.md").exits(2).says("no document matches");
    // An announced file has no content yet.
    world.sh("git reset -q && git add -N people/cc.md").exits(0);
    world.ircase("validate --staged").exits(0);
}

#[test]
fn a_fault_that_a_change_makes_elsewhere_is_shown_too() {
    let world = world();
    world.sh("git rm -q --cached people/zw.md").exits(0);
    let outcome = world.ircase("validate --staged --json").exits(1);
    assert_eq!(names(&outcome), ["agreement.md dangling-reference"]);
    world.ircase("validate").exits(0);
}

#[test]
fn a_hook_of_git_checks_what_git_commits() {
    let world = world();
    let hook = "#!/bin/sh\nexec ircase validate --staged\n";
    world.sh(&format!("mkdir -p .git/hooks; printf '{}' >.git/hooks/pre-commit; chmod +x .git/hooks/pre-commit", hook.replace('\n', "\\n"))).exits(0);
    world.write("people/zw.md", WRONG);
    // With `-a` git shows its hooks another index than the one in the folder.
    let outcome = world.sh("git commit -q -a -m x").exits(1);
    assert!(format!("{}{}", outcome.stdout, outcome.stderr).contains("value-not-allowed"));
    world.sh("git commit -q people/zw.md -m x").exits(1);
    world.write("people/zw.md", PERSON.replace("[it]", "[it, scribe]"));
    world.sh("git commit -q -a -m x").exits(0);
    world.sh("GIT_INDEX_FILE=/tmp/index ircase validate --staged").exits(3);
}

#[test]
fn what_came_since_is_read_from_the_record() {
    let world = world();
    world.sh("git checkout -q -b side").exits(0);
    world.write("people/bo.md", WRONG);
    world
        .sh("git add people && git commit -q -m one && git commit -q --allow-empty -m two")
        .exits(0);
    world.sh("rm people/bo.md").exits(0);
    for revision in ["HEAD~2", "main", "main~1"] {
        let outcome = world.ircase(&format!("validate --json --since {revision}")).exits(1);
        let bo: Vec<String> =
            names(&outcome).into_iter().filter(|it| it.contains("bo.md")).collect();
        assert_eq!(bo, ["people/bo.md value-not-allowed"], "{revision}");
    }
    world.ircase("validate --since HEAD~1").exits(0).answers("checked 0 documents");
    // What the other side added meanwhile is not part of it.
    world.sh("git checkout -q -f main && git commit -q --allow-empty -m else").exits(0);
    world.write("people/dd.md", WRONG);
    world.sh("git add people/dd.md && git commit -q -m dd && git checkout -q side").exits(0);
    let outcome = world.ircase("validate --json --since main").exits(1);
    assert_eq!(names(&outcome), ["people/bo.md value-not-allowed"]);
    for unknown in ["nowhere", "HEAD~99", "0123456789"] {
        world.ircase(&format!("validate --since {unknown}")).exits(2).says("there is no revision");
    }
    world.ircase("validate --since main --staged").exits(2);
}

#[test]
fn a_rule_is_chosen_by_its_name() {
    let world = world();
    world.write("people/bo.md", WRONG.replace("[it]", "[cook]"));
    world.ircase("validate --rule tlp-altered").exits(0).answers("no findings");
    let both = world.ircase("validate --json --rule tlp-altered --rule value-not-allowed").exits(1);
    assert_eq!(names(&both).len(), 2);
    world.ircase("validate --rule tlp-alterd").exits(2).says("did you mean `tlp-altered`?");
    world.ircase("validate --rule x").exits(2).says("`ircase explain` lists the rules");
}

#[test]
fn standard_input_is_checked_in_its_place() {
    let world = world();
    let typed = |words: &[&str], input: &str| {
        run_with_input(world.command(ANA, "ircase").arg("validate").args(words), input)
    };
    // The facts come from the engagement: `zw` is known there.
    typed(&["--stdin-path", "agreement.md", "-"], AGREEMENT).exits(0).answers("checked 1 document");
    let unknown = AGREEMENT.replace("zw", "zq");
    let outcome = typed(&["--json", "--stdin-path", "agreement.md", "-"], &unknown).exits(1);
    assert_eq!(names(&outcome), ["agreement.md dangling-reference"]);
    let outcome = typed(&["--json", "--stdin-path", "people/new.md", "-"], WRONG).exits(1);
    assert_eq!(names(&outcome), ["people/new.md value-not-allowed"]);
    assert!(!world.folder().join("people/new.md").exists());
    typed(&["--stdin-path", "README.md", "-"], WRONG).exits(2).says("no document can lie");
    typed(&["--stdin-path", "people/new.md"], WRONG).exits(2);
    typed(&["--stdin-path", "people/new.md", "people/zw.md"], WRONG).exits(2).says("add `-`");
    typed(&["-"], WRONG).exits(2).says("--stdin-path PATH");
    typed(&["-", "people"], WRONG).exits(2);
    // By itself it needs no engagement.
    let alone = World::with(crate::world::Key::None);
    let typed = |words: &[&str], input: &str| {
        run_with_input(alone.command(ANA, "ircase").arg("validate").args(words), input)
    };
    typed(&["--as", "person", "-"], PERSON).exits(0).answers("checked 1 document: no findings");
    typed(&["--as", "person", "-"], WRONG).exits(1).answers("stdin.md:3:8");
    typed(&["--as", "engagement", "-"], "kind: engagement\nrisk: huge\n")
        .exits(1)
        .answers("stdin.yaml:2:7");
    typed(&["--as", "persn", "-"], WRONG).exits(2).says("did you mean `person`?");
}

#[test]
fn what_cannot_be_meant_is_wrong_usage() {
    let world = world();
    for (words, said) in [
        ("--format sarfi", "sarif"),
        ("--formt sarif", "--format"),
        ("--json --format sarif", "two formats"),
        ("--staged --as person people/zw.md", "--staged"),
        ("peple", "did you mean"),
        ("zw", "did you mean `people/zw.md`?"),
        ("people/zw", "did you mean `people/zw.md`?"),
        ("--stdin-path people/zw.md", "add `-` as the path to check"),
    ] {
        world.ircase(&format!("validate {words}")).exits(2).says(said);
    }
    world.ircase("validate --json --format json").exits(0);
}

#[test]
fn what_cannot_be_mended_is_said_with_what_can() {
    let world = world();
    for (words, why, hint) in [
        ("--fix --staged", "`--fix` mends documents in the folder", "then `git add PATH`"),
        ("--diff --since HEAD", "`--diff` mends documents in the folder", "lies in the folder now"),
        ("--fix --as person people/zw.md", "`--as` checks a file by itself", "put the file in"),
        ("--fix --stdin-path people/zw.md -", "standard input is none", "save the text"),
        ("--diff -", "standard input is none", "save the text"),
    ] {
        let outcome = world.ircase(&format!("validate {words}")).exits(2);
        let outcome = outcome.says(why);
        outcome.says(hint);
    }
    world.ircase("fmt nosuch").exits(2).says("`ircase fmt` without a path");
}

#[test]
fn a_merge_that_is_not_settled_is_named() {
    let world = world();
    world.sh("git checkout -q -b side").exits(0);
    world.write("people/zw.md", PERSON.replace("[it]", "[hr]"));
    world.sh("git commit -q -a -m side && git checkout -q main").exits(0);
    world.write("people/zw.md", PERSON.replace("[it]", "[legal]"));
    world.sh("git commit -q -a -m main && git merge side").exits(1);
    let outcome = world.ircase("validate --staged").exits(3);
    outcome.says("a merge is not settled").says("`git status` names the files");
}

#[test]
fn an_engagement_without_its_profile_is_no_engagement() {
    let world = world();
    for (command, hint) in [
        ("git rm -q --cached ircase.yaml", "`git add ircase.yaml` stages the one"),
        ("git rm -q -f ircase.yaml", "`git checkout HEAD -- ircase.yaml` brings it back"),
    ] {
        world.sh(command).exits(0);
        let outcome = world.ircase("validate --staged").exits(3);
        outcome.says("holds no `ircase.yaml`").says(hint);
        world.sh("git checkout HEAD -- ircase.yaml").exits(0);
    }
}

#[test]
fn a_file_by_itself_is_checked_for_its_form_and_that_is_said() {
    let world = world();
    let outcome = world.ircase("validate --as person people/zw.md").exits(0);
    outcome.says("each file was checked by itself");
    let outcome = world.ircase("validate --as agreement people/zw.md").exits(1);
    let outcome = outcome.answers("this is a document of kind `person`");
    assert!(!outcome.stdout.contains("unknown-field"), "{}", outcome.stdout);
    world.write("people/bo.md", format!("{PERSON}password: Tr0ub4dor&3xQ\n"));
    world.ircase("validate --as person people/bo.md").exits(1).answers("secret-in-document");
}

#[test]
fn a_link_in_the_index_is_named_and_not_followed() {
    let world = world();
    world.sh("ln -s /etc/passwd people/link.md && git add people/link.md").exits(0);
    let outcome = world.ircase("validate --staged --json").exits(1);
    assert_eq!(names(&outcome), ["people/link.md not-a-file"]);
    world
        .sh("rm people/link.md && head -c 5000000 /dev/zero >people/big.md && git add people")
        .exits(0);
    let outcome = world.ircase("validate --staged --json").exits(1);
    assert_eq!(names(&outcome), ["people/big.md document-too-large"]);
}

/// What was milder before, or worse, stands in the history; a copy without it cannot know.
#[test]
fn a_copy_without_history_says_what_it_cannot_know() {
    let world = World::new();
    world.ircase("init . --as ana").exits(0);
    let severities =
        "severities:\n  - {id: sev1, rank: 1}\n  - {id: sev3, rank: 3}\nthreshold: sev1\n";
    let agreement = format!("---\nkind: agreement\nstatus: draft\n{severities}---\n");
    world.write("agreement.md", agreement);
    let made = world.ircase_with(&["new", "incident", "web01 is down", "--severity", "sev1"]);
    let incident = made.exits(0).stdout.trim().to_owned();
    world.ircase("record --together").exits(0);
    world.write("README.md", "An engagement.\n");
    let text = world.read(&incident).replace("severity: sev1", "severity: sev3");
    world.write(&incident, text.replace("status: reported", "status: contained"));
    world.ircase("record --together").exits(0);
    let lost = ["notifiable-without-contact", "severity-lowered-unexplained"];
    let whole = world.ircase("validate").exits(1);
    let whole = lost.iter().fold(whole, |whole, rule| whole.answers(rule));
    assert!(!whole.stdout.contains("not checked"), "{}", whole.stdout);

    let copy = "git clone -q --depth 1 \"file://$PWD\" ../copy";
    world.sh(copy).exits(0);
    let line = "what 2 documents said before, because the history is cut off here";
    let told = world.ircase("-C ../copy validate").exits(8);
    assert!(!lost.iter().any(|rule| told.stdout.contains(rule)), "{}", told.stdout);
    told.answers(&format!("not checked: {line}")).says("hint: bring in the whole history");
    world.ircase("-C ../copy status").exits(0).answers(&format!("Not checked: {line}."));
    for (format, words) in [
        ("concise", "not checked: "),
        ("github", "::error title=history-cut-off::not checked: "),
        ("gitlab", "\"check_name\": \"history-cut-off\""),
        ("junit", "<error type=\"history-cut-off\" message=\"not checked: "),
        ("sarif", "\"executionSuccessful\": false"),
        ("json", "\"unseen\": [\n      \"agreement.md\",\n      \"incidents/"),
        ("json-lines", "\"unseen\":[\"agreement.md\",\"incidents/"),
    ] {
        let told = world.ircase(&format!("-C ../copy validate -f {format}")).exits(8);
        let said = if format == "concise" { &told.stderr } else { &told.stdout };
        assert!(said.contains(words), "{format}: {said}");
    }
    // What was found counts more than what was not.
    world.sh("printf 'party: nobody\\n' >>../copy/ircase.yaml").exits(0);
    world.ircase("-C ../copy validate").exits(1).answers("not checked: ");
    // With the record before, and the one before that, nothing is missing.
    world.sh("cd ../copy && git checkout -q ircase.yaml && git fetch -q --unshallow").exits(0);
    world.ircase("-C ../copy validate").exits(1).answers(lost[0]);
}

#[test]
fn a_document_that_was_not_asked_for_and_cannot_be_read_is_named() {
    let world = world();
    let whole = "validate people --rule contacts-not-distinct";
    world.ircase(whole).exits(0).answers("checked 2 documents: no findings");
    world.write("agreement.md", AGREEMENT.replace("status: draft", "status: \"draft"));
    let line = "1 document could not be read: agreement.md; findings may be missing";
    world.ircase("validate agreement.md --rule contacts-not-distinct").exits(1).answers(line);
    let told = world.ircase(whole).exits(1).answers(line);
    told.says("hint: `ircase validate agreement.md` says why it could not be read");
    for (format, words) in [
        ("concise", line),
        ("github", "::error title=document-unread::1 document could not be read: "),
        ("gitlab", "\"check_name\": \"document-unread\""),
        ("junit", "<error type=\"document-unread\" message=\"1 document could not be read: "),
        ("sarif", "\"id\": \"document-unread\""),
        ("json", "\"unseen\": [\n      \"agreement.md\"\n    ]"),
        ("json-lines", "\"unseen\":[\"agreement.md\"]"),
    ] {
        let told = world.ircase(&format!("{whole} -f {format}")).exits(1);
        let said = if format == "concise" { &told.stderr } else { &told.stdout };
        assert!(said.contains(words), "{format}: {said}");
    }
    // Where its own finding is shown, there is nothing more to say.
    let told = world.ircase("validate agreement.md").exits(1);
    assert!(!told.stdout.contains("could not be read"), "{}", told.stdout);
    // What came before a change is as unread as what came with it.
    world.sh("git add -A && git commit -qm x").exits(0);
    world.write("people/bo.md", PERSON);
    world.sh("git add people/bo.md").exits(0);
    world.ircase("validate --staged").exits(1).answers(line);
    world.sh("rm agreement.md && ln -s ircase.yaml agreement.md").exits(0);
    world.ircase("validate people").exits(1).answers(line);
}

#[test]
fn a_document_in_a_wrong_place_is_found() {
    let world = world();
    for path in ["ly.md", "person/zx.md", "incident/INC-2026-7KQ2/incident.md"] {
        world.write(path, PERSON);
    }
    let why = "`person/zx.md` was left out: a document of kind `person` does not lie here";
    world.ircase("record -n").says(why);
    let status = world.ircase("status").exits(0).answers("Everything else is recorded.");
    status.answers("not recorded (`ircase validate` says where they belong):\n  incident/INC");
    for path in ["templates/x.md", "out/x.md", ".x/x.md", "node_modules/x.md", "README.md"] {
        let text = if path == "README.md" { "An engagement.\n" } else { PERSON };
        world.write(path, text);
    }
    let expected = "incident/INC-2026-7KQ2/incident.md: error id-and-path-differ: a document of kind `person` does not lie here\nly.md: error id-and-path-differ: a document of kind `person` does not lie here\nperson/zx.md: error id-and-path-differ: a document of kind `person` does not lie here\n";
    let told = world.ircase("validate -f concise").exits(1);
    let wrong: String = told
        .stdout
        .lines()
        .filter(|line| line.contains("id-and-path-differ"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(wrong, expected);
    world.ircase("validate ly.md").exits(1).answers("it lies at `people/<handle>.md`");
    let formatted = world.ircase("fmt --check");
    assert!(!formatted.stdout.contains("ly.md") && !formatted.stderr.contains("ly.md"));
    // In git's index they are found as in the folder.
    world.sh("git add -f ly.md person out").exits(0);
    let outcome = world.ircase("validate --staged --json").exits(1);
    let names = names(&outcome);
    assert_eq!(names, ["ly.md id-and-path-differ", "person/zx.md id-and-path-differ"]);
}
