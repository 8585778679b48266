//! Bad input, end to end: the exit code of the design, one clear message with its place, nothing
//! lost and nothing half-written, and never a panic.

use crate::world::{ANA, Key, Outcome, World, run};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// Returns a world whose folder is an engagement of `ana`'s.
fn engagement() -> World {
    let world = World::new();
    world.ircase("init . --as ana").exits(0);
    world
}

/// Runs `ircase` and holds what is true of every failure: it says so, once, and does not panic.
#[track_caller]
fn fails(world: &World, arguments: &[&str], code: i32, words: &str) -> Outcome {
    let before = world.snapshot();
    let outcome = world.ircase_with(arguments).exits(code).says(words);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    let errors = outcome.stderr.matches("error: ").count();
    assert!(errors == 1, "{errors} errors instead of one:\n{}", outcome.stderr);
    assert!(before == world.snapshot(), "the folder changed");
    outcome
}

/// A document, and the rule, the place and the words that `validate` says of it.
struct BadDocument {
    name: &'static str,
    bytes: Vec<u8>,
    rule: &'static str,
    place: &'static str,
    words: &'static str,
}

fn bad(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    rule: &'static str,
    place: &'static str,
    words: &'static str,
) -> BadDocument {
    BadDocument { name, bytes: bytes.into(), rule, place, words }
}

/// A document whose first fields are good and whose next line is this one.
fn line(
    name: &'static str,
    line: &str,
    rule: &'static str,
    place: &'static str,
    words: &'static str,
) -> BadDocument {
    let text = format!("---\nkind: procedure\n{line}\ntitle: x\n---\n");
    bad(name, text, rule, place, words)
}

const SYNTAX: &str = "yaml-syntax";
const REFUSED: &str = "yaml-feature-refused";

fn refused_features() -> Vec<BadDocument> {
    let many = (0..100_001).map(|n| format!("{n},")).collect::<String>();
    let deep = (0..80).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<String>();
    vec![
        line("anchor", "source: &a x", REFUSED, ":3:9", "the anchor `&a` is not read"),
        line("alias", "source: *a", REFUSED, ":3:9", "the alias `*a` is not read"),
        line("merge key", "<<: {a: 1}", REFUSED, ":3:1", "the merge key `<<` is not read"),
        line("tag", "source: !secret x", REFUSED, ":3:9", "the tag `!secret` is not read"),
        line("core tag", "source: !!binary x", REFUSED, ":3:9", "the tag `!!binary` is not read"),
        line("tag without handle", "source: !e!x 1", REFUSED, ":3:", "tags are not read"),
        bad("directive", "---\n%YAML 1.1\nkind: procedure\n---\n", REFUSED, ":2:1", "directives"),
        line("second document", "...\nkind: entry", REFUSED, ":4:1", "a second YAML document"),
        line("list as a key", "? [a]\n: b", REFUSED, ":3:3", "cannot be a key"),
        line("question mark", "? a\n: b", REFUSED, ":3:1", "a key after `?`"),
        line("number as a key", "1: a", REFUSED, ":3:1", "the key `1` is no text"),
        line("yes as a key", "true: a", REFUSED, ":3:1", "the key `true` is no text"),
        line("blank as a key", "~: a", REFUSED, ":3:1", "the key `~` is no text"),
        line("no key", ": a", REFUSED, ":3:2", "without a key"),
        line(
            "deep brackets",
            &format!("x-a: {}", "[".repeat(20_000)),
            REFUSED,
            ":3:",
            "deeper than 64",
        ),
        line("deep fields", &deep, REFUSED, ":6", "deeper than 64"),
        line(
            "many values",
            &format!("x-a: [{many}]"),
            "document-too-large",
            ":2:1",
            "bytes of YAML",
        ),
        line("long value", &format!("x-a: {}", "x".repeat(70_000)), REFUSED, ":3:6", "70000 bytes"),
        line("key twice", "kind: procedure", "key-repeated", ":3:1", "stands here twice"),
    ]
}

fn broken_yaml() -> Vec<BadDocument> {
    let quote = "the quote that opens here";
    vec![
        line("double quote", "source: \"x", SYNTAX, ":3:9", quote),
        line("single quote", "source: 'x", SYNTAX, ":3:9", quote),
        line("text after a quote", "source: 'x' y", SYNTAX, ":3:9", quote),
        line("square bracket", "tags: [a, b", SYNTAX, ":3:7", "the `[` that opens here"),
        line("curly bracket", "source: {file: b", SYNTAX, ":3:9", "the `{` that opens here"),
        line("wrong bracket", "tags: [a}", SYNTAX, ":3:7", "does not close"),
        line("bracket too many", "tags: [a]]", SYNTAX, ":3:10", "closes nothing"),
        line("no comma", "tags: {a: b c: d}", SYNTAX, ":3:", "a comma or the closing bracket"),
        line("no colon", "tags", SYNTAX, ":3:1", "no `: ` after its field"),
        line("no blank after the colon", "tags:[a]", SYNTAX, ":3:1", "no `: ` after its field"),
        line("two colons", "title: a: b", SYNTAX, ":3:9", "a second `: `"),
        line("indented too deep", "x-a: b\n  c: d", SYNTAX, ":4:3", "belonged to the value above"),
        line(
            "indented too little",
            "source:\n    file: b\n  x: d",
            SYNTAX,
            ":5:3",
            "expected a field",
        ),
        line("tab", "source:\n\tfile: x", SYNTAX, ":4:1", "a tab stands"),
        line("at sign", "x-a: @b", SYNTAX, ":3:6", "cannot start with `@`"),
        line("backtick", "x-a: `b`", SYNTAX, ":3:6", "cannot start with"),
        line("percent", "x-a: %b", SYNTAX, ":3:6", "cannot start with `%`"),
        line("ampersand alone", "x-a: & b", SYNTAX, ":3:", "cannot start with `&`"),
        line("comment too close", "x-a: 'b'#c", SYNTAX, ":3:9", "a space before its `#`"),
        line("escape", "x-a: \"\\q\"", SYNTAX, ":3:", "an unknown escape"),
        line("half a character", "x-a: \"\\uD800\"", SYNTAX, ":3:", "names no character"),
        line("block text", "x-a: | b\n  c", SYNTAX, ":3:", "after `|` and `>`"),
        line("dash in a line", "tags: - a", SYNTAX, ":3:7", "a list item `- `"),
        bad("a list", "---\n- kind: procedure\n---\n", SYNTAX, ":2:1", "found a list"),
        bad("a text", "---\nprocedure\n---\n", SYNTAX, ":2:1", "found a text"),
        bad("no fields", "---\n---\n", SYNTAX, ":2:1", "no field here"),
    ]
}

fn broken_files() -> Vec<BadDocument> {
    let utf16 = |encode: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "---\nkind: procedure\n---\n".encode_utf16().flat_map(encode).collect()
    };
    let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
    let text = |bytes: &[u8]| [b"---\nkind: procedure\ntitle: a", bytes, b"\n---\n"].concat();
    let conflict =
        "---\nkind: procedure\n<<<<<<< HEAD\ntitle: 'a\n=======\ntitle: b\n>>>>>>> x\n---\n";
    let (missing, unclosed) = ("front-matter-missing", "front-matter-unclosed");
    vec![
        bad("empty", "", missing, ":1:1", "is empty"),
        bad("a mark alone", "\u{feff}", missing, ":1:", "is empty"),
        bad("no front matter", "# Words\n", missing, ":1:1", "has no front matter"),
        bad("a blank line first", "\n---\nkind: procedure\n---\n", missing, ":1:1", "first line"),
        bad("CR alone", "---\rkind: procedure\r---\r", missing, ":1:1", "a carriage return alone"),
        bad("unclosed", "---\nkind: procedure\ntitle: x\n", unclosed, ":1:1", "never closed"),
        bad("four dashes", "---\nkind: procedure\n----\n", unclosed, ":1:1", "never closed"),
        bad("UTF-16", [&[0xff, 0xfe], little.as_slice()].concat(), "not-utf8", "", "is UTF-16"),
        bad(
            "UTF-16, big end first",
            [&[0xfe, 0xff], big.as_slice()].concat(),
            "not-utf8",
            "",
            "is UTF-16",
        ),
        bad("UTF-16 without a mark", little, "not-utf8", "", "is UTF-16"),
        bad("Latin-1", text(b"\xe9"), "not-utf8", "", "byte 0xE9 on line 3, column 9"),
        bad("half a character", text(b"\xc3"), "not-utf8", "", "byte 0xC3 on line 3, column 9"),
        bad("too long a form", text(b"\xc0\xaf"), "not-utf8", "", "byte 0xC0"),
        bad("a surrogate", text(b"\xed\xa0\x80"), "not-utf8", "", "byte 0xED"),
        bad("NUL", text(b"\0"), "not-utf8", "", "line 3, column 9 (offset 28) holds a NUL byte"),
        bad("conflict", conflict, "merge-conflict-left", ":3:1", "a merge conflict was left"),
        line(
            "override",
            "title: a\u{202e}b",
            "invisible-character",
            ":3:9",
            "RIGHT-TO-LEFT OVERRIDE",
        ),
        line("escape character", "x-a: 'a\u{1b}b'", "invisible-character", ":3:8", "U+001B ESCAPE"),
        line(
            "spelled out",
            "x-a: \"a\\u200Bb\"",
            "invisible-character",
            ":3:6",
            "ZERO WIDTH SPACE",
        ),
        line("unknown field", "titel: x", "unknown-field", ":3:1", "no field `titel`"),
        line("a list for a text", "lang: [en]", "wrong-type", ":3:7", "`lang` should be a text"),
        bad(
            "unknown kind",
            "---\nkind: procedur\n---\n",
            "kind-unknown",
            ":2:7",
            "no kind `procedur`",
        ),
        bad("no kind", "---\ntitle: x\n---\n", "field-missing", ":2:1", "does not say its kind"),
        bad(
            "naive time",
            "---\nkind: procedure\ntype: method\nsource:\n  imported_at: 2026-11-21T10:00:00\n---\n",
            "naive-time",
            ":5:16",
            "",
        ),
    ]
}

fn bad_documents() -> Vec<BadDocument> {
    refused_features().into_iter().chain(broken_yaml()).chain(broken_files()).collect()
}

/// Returns the findings of an answer in full: a title, a place, lines.
fn findings_of(answer: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in answer.lines() {
        let begins = ["error[", "warning[", "note["].iter().any(|level| line.starts_with(level));
        match found.last_mut() {
            Some(last) if !begins => *last += &format!("\n{line}"),
            _ => found.push(line.to_owned()),
        }
    }
    found
}

#[test]
fn a_fault_in_one_document_never_stops_the_others() {
    let world = engagement();
    let documents = bad_documents();
    assert!(documents.len() >= 60, "{}", documents.len());
    for (number, document) in documents.iter().enumerate() {
        world.write(&format!("procedures/bad-{number}.md"), &document.bytes);
    }
    let outcome = world.ircase("validate").exits(1);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    let found = findings_of(&outcome.stdout);
    let mut faults = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let path = format!("procedures/bad-{number}.md");
        let here: Vec<&String> = found
            .iter()
            .filter(|it| it.contains(&format!("{path}:")) || it.contains(&format!("{path}\n")))
            .collect();
        let place = format!("{path}{}", document.place);
        let is_told = here.iter().any(|it| {
            it.starts_with(&format!("error[{}]", document.rule))
                && it.contains(&place)
                && it.contains(document.words)
        });
        // One fault gives one finding of its rule, and reading it gives no other.
        let is_once = here.iter().filter(|it| it.contains(document.rule)).count() == 1;
        if !(is_told && is_once) {
            let BadDocument { name, rule, words, .. } = document;
            faults.push(format!("{name}: no {rule} at {place} with `{words}`, but {here:#?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn documents_that_cannot_be_read() {
    let world = engagement();
    // Some of each sort; every one of them by itself would take minutes.
    for document in bad_documents().iter().step_by(9) {
        world.write("procedures/bad.md", &document.bytes);
        let name = document.name;
        // What cannot be read is not recorded, and stays as it was.
        let head = world.sh("git rev-parse HEAD").stdout;
        let outcome = world.ircase("record procedures/bad.md");
        assert!(outcome.code == 1, "{name}: record exits {}: {}", outcome.code, outcome.stderr);
        assert!(world.sh("git rev-parse HEAD").stdout == head, "{name}: recorded all the same");
        let after = fs::read(world.folder().join("procedures/bad.md")).unwrap();
        assert!(after == document.bytes, "{name}: the document changed");
    }
}

#[test]
fn documents_that_are_only_unusual() {
    let world = engagement();
    let cases = [
        ("BOM", "\u{feff}---\nkind: procedure\ntype: method\n---\nText.\n"),
        ("CRLF", "---\r\nkind: procedure\r\ntype: method\r\n---\r\nText.\r\n"),
        ("both", "\u{feff}---\r\nkind: procedure\r\ntype: method\r\n---\r\n"),
        ("no end of line", "---\nkind: procedure\ntype: method\n---"),
    ];
    for (name, text) in cases {
        let path = format!("procedures/{}.md", name.to_lowercase().replace(' ', "-"));
        world.write(&path, text);
        let outcome = world.ircase(&format!("validate {path}"));
        assert!(outcome.code == 0, "{name}: {}{}", outcome.stdout, outcome.stderr);
        world.ircase(&format!("record {path}")).exits(0);
        assert!(world.read(&path) == text, "{name}: the document changed");
    }
    world.ircase("verify").exits(0);
}

#[test]
fn files_that_are_no_documents() {
    let world = engagement();
    let sparse = fs::File::create(world.folder().join("people/huge.md")).unwrap();
    sparse.set_len(10 << 30).unwrap();
    world
        .sh("mkfifo people/pipe.md; ln -s /etc/passwd people/link.md; mkdir people/folder.md")
        .exits(0);
    let outcome = world.ircase("validate").exits(1);
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    for (path, rule) in
        [("huge", "document-too-large"), ("pipe", "not-a-file"), ("link", "not-a-file")]
    {
        let found = said.split("error[").filter(|finding| finding.starts_with(rule));
        let place = format!("people/{path}.md");
        assert!(found.into_iter().any(|it| it.contains(&place)), "{path} {rule}: {said}");
    }
    assert!(!said.contains("root:"), "a link was followed: {said}");
    let head = world.sh("git rev-parse HEAD").stdout;
    for path in ["people/huge.md", "people/pipe.md", "people/link.md"] {
        let outcome = world.ircase(&format!("record {path}"));
        outcome.exits(1).says(path);
    }
    assert_eq!(world.sh("git rev-parse HEAD").stdout, head);
}

#[test]
fn files_that_other_systems_confuse_or_that_hide() {
    use std::os::unix::ffi::OsStrExt as _;
    let world = engagement();
    let person = "---\nkind: person\nparty: auditor\nfunctions: [it]\n---\n";
    let twins = ["people/jose\u{301}.md", "people/jos\u{e9}.md", "People/kw.md", "people/kw.md"];
    let hidden =
        ["people/a\nb.md", "people/a\u{1b}[31m.md", "people/a\u{202e}b.md", "people/a\u{200d}b.md"];
    let not_on_windows = ["people/CON.md", "people/a?.md", "people/a:b.md"];
    for path in twins.iter().chain(&hidden).chain(&not_on_windows) {
        world.write(path, person);
    }
    for path in ["agreement.md", "Agreement.md"] {
        world.write(path, "---\nkind: agreement\n---\n");
    }
    let nameless = std::ffi::OsStr::from_bytes(b"people/\xff.md");
    fs::write(world.folder().join(nameless), person).unwrap();
    let links = "ln -s loop-b.md people/loop-a.md; ln -s loop-a.md people/loop-b.md; \
                 ln -s nowhere people/dangling.md; ln -s . people/round; ln -s . exercises";
    world.sh(links).exits(0);
    let _socket =
        std::os::unix::net::UnixListener::bind(world.folder().join("people/so.md")).unwrap();
    let outcome = world.ircase("validate").exits(1);
    assert!(!outcome.stdout.contains('\u{1b}') && !outcome.stdout.contains('\u{202e}'));
    let found = findings_of(&outcome.stdout);
    for (rule, path, words) in [
        ("id-repeated", "people/jos", "belongs to another document too"),
        ("id-repeated", "eople/kw.md", "belongs to another document too"),
        ("id-repeated", "agreement.md", "belongs to another document too"),
        ("id-and-path-differ", "People/kw.md", "does not lie here"),
        ("invisible-character", "people/a", "U+000A LINE FEED stands in this file's name"),
        ("invisible-character", "people/a", "U+001B ESCAPE stands in this file's name"),
        ("invisible-character", "people/a", "U+202E RIGHT-TO-LEFT OVERRIDE stands"),
        ("invisible-character", "people/a", "U+200D ZERO WIDTH JOINER stands"),
        ("not-a-file", "people/CON.md", "`CON.md` cannot be the name of a file on Windows"),
        ("not-a-file", "people/a?.md", "on Windows: it holds `?`"),
        ("not-a-file", "people/a:b.md", "on Windows: it holds `:`"),
        ("not-a-file", "people/\u{fffd}.md", "its name is not UTF-8"),
        ("not-a-file", "people/loop-a.md", "it is a symbolic link"),
        ("not-a-file", "people/loop-b.md", "it is a symbolic link"),
        ("not-a-file", "people/dangling.md", "it is a symbolic link"),
        ("not-a-file", "people/round", "it is a symbolic link"),
        ("not-a-file", "exercises", "it is a symbolic link"),
        ("not-a-file", "people/so.md", "it is a socket"),
    ] {
        let is_told = found.iter().any(|it| {
            it.starts_with(&format!("error[{rule}]")) && it.contains(path) && it.contains(words)
        });
        assert!(is_told, "no {rule} for {path}: {}", outcome.stdout);
    }
}

#[test]
fn folders_and_files_in_each_others_place() {
    let world = engagement();
    world.sh("rm -rf people agreement.md tasks context.md schemas").exits(0);
    for path in ["people", "schemas"] {
        world.write(path, "---\nkind: person\n---\n");
    }
    let deep = format!("procedures/{}", "d/".repeat(20));
    let (deep_file, taken) = (format!("{deep}x.md"), "tasks/TSK-5RBN.md/note.md");
    for path in [&*deep_file, taken, "agreement.md/a.md", "schemas-old/x.json"] {
        world.write(path, "---\nkind: procedure\n---\n");
    }
    let outcome = world.ircase("validate").exits(1);
    let found = findings_of(&outcome.stdout);
    for (rule, path, words) in [
        ("not-a-file", "people", "it is a file, where a folder belongs"),
        ("own-schema-broken", "schemas", "it is a file, where a folder belongs"),
        ("not-a-file", "agreement.md", "it is a folder, not a file"),
        ("not-a-file", "tasks/TSK-5RBN.md", "it is a folder, not a file"),
        ("not-a-file", "procedures/d/d/d", "no document lies in a folder this deep"),
    ] {
        let is_told = found.iter().any(|it| {
            it.starts_with(&format!("error[{rule}]")) && it.contains(path) && it.contains(words)
        });
        assert!(is_told, "no {rule} for {path}: {}", outcome.stdout);
    }
    world.sh("git add -A").exits(0);
    world.ircase("validate --staged people").exits(1).answers("where a folder belongs");
    // Nothing says what the engagement is, and the one above it is another.
    for profile in ["mkdir ircase.yaml", "ln -s agreement.md ircase.yaml"] {
        world.sh(&format!("rm -rf ircase.yaml; {profile}")).exits(0);
        for command in ["validate", "status"] {
            let outcome = world.ircase(command).exits(3);
            outcome.says("`ircase.yaml` in ").says("is no plain file");
        }
    }
}

/// Returns a command that obeys permissions: root reads and writes where nobody may, so then the
/// program runs as nobody, who owns the world for it.
fn program_without_privilege(world: &World) -> std::process::Command {
    let program = world.root().join("bin/ircase");
    let is_root = world.sh("id -u").stdout.trim() == "0";
    if is_root {
        fs::remove_file(&program).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_ircase"), &program).unwrap();
        let root = world.root().display();
        world.sh(&format!("chown -R 65534:65534 {root} && chmod 755 {root}")).exits(0);
    }
    let mut command = world.command(ANA, &program.display().to_string());
    if is_root {
        use std::os::unix::process::CommandExt as _;
        command.uid(65534).gid(65534);
    }
    command
}

#[test]
fn files_and_folders_that_cannot_be_read() {
    let world = engagement();
    world.write("people/closed.md", "---\nkind: person\n---\n");
    world.write("procedures/closed/x.md", "---\nkind: procedure\n---\n");
    world.write("tasks/broken.md", "---\nkind: task\ntitle: 'x\n---\n");
    let mut command = program_without_privilege(&world);
    world.sh("chmod 000 people/closed.md procedures/closed").exits(0);
    let outcome = run(command.arg("validate")).exits(1);
    world.sh("chmod 755 people/closed.md procedures/closed").exits(0);
    let found = findings_of(&outcome.stdout);
    for (rule, path) in [
        ("not-a-file", "people/closed.md"),
        ("not-a-file", "procedures/closed"),
        ("yaml-syntax", "tasks/broken.md:3:8"),
    ] {
        let is_told = found.iter().any(|it| it.contains(&format!("[{rule}]")) && it.contains(path));
        assert!(is_told, "no {rule} for {path}: {}", outcome.stdout);
    }
    for said in ["this file cannot be read", "this folder cannot be read"] {
        let why = format!("{said}: you have no permission");
        assert!(outcome.stdout.contains(&why), "{}", outcome.stdout);
    }
}

#[test]
fn files_that_vanish_while_they_are_read() {
    let world = engagement();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let folder = world.folder().join("people");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                for number in 0..50 {
                    let _ =
                        fs::write(folder.join(format!("v{number}.md")), "---\nkind: person\n---\n");
                }
                for number in 0..50 {
                    let _ = fs::remove_file(folder.join(format!("v{number}.md")));
                }
            }
        });
        let outcomes: Vec<Outcome> = (0..8).map(|_| world.ircase("validate")).collect();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        for outcome in outcomes {
            assert!(matches!(outcome.code, 0 | 1), "{outcome:?}");
            assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
        }
    });
}

#[test]
fn an_engagement_without_documents() {
    let world = engagement();
    world.sh("rm -r agreement.md people 2>/dev/null; true").exits(0);
    let outcome = world.ircase("validate");
    assert!(matches!(outcome.code, 0 | 1), "{outcome:?}");
    fails(&world, &["validate", "people"], 2, "no document matches `people`");
    for (text, words) in [("", "no field here"), ("\r\r", "no field here"), ("[", "never closed")] {
        world.write("ircase.yaml", text);
        let outcome = world.ircase("validate").exits(1);
        assert!(outcome.stdout.contains(words), "{text:?}: {}", outcome.stdout);
    }
}

#[test]
fn a_folder_that_cannot_be_written() {
    let world = engagement();
    let folder = world.folder();
    let mut command = program_without_privilege(&world);
    world.sh("find . -type d -exec chmod 555 {} +").exits(0);
    let before = world.snapshot();
    let outcome = run(command.args(["new", "incident", "the scan took web01 down"])).exits(6);
    assert!(before == world.snapshot(), "something was written");
    assert!(outcome.stderr.contains("error: "), "{}", outcome.stderr);
    world.sh("find . -type d -exec chmod 755 {} +").exits(0);
    assert!(folder.join("ircase.yaml").is_file());
}

#[test]
fn no_key() {
    let world = World::with(Key::None);
    let outcome = fails(&world, &["init", "."], 5, "hint: ");
    let making = ["gpg --", "ssh-keygen -t"].iter().any(|words| outcome.stderr.contains(words));
    assert!(making, "names no command that makes a key: {}", outcome.stderr);
    assert!(outcome.stderr.lines().count() <= 5, "{}", outcome.stderr);
    assert!(!world.folder().join(".git").exists(), "half a repository was made");
}

#[test]
fn a_key_that_has_expired() {
    let mut world = engagement();
    // The key of a world never expires; this one does, one day after the world's clock.
    let expire = "fpr=$(git config user.signingkey) && \
                  gpg --batch --quiet --passphrase '' --quick-set-expire $fpr 2026-11-22";
    world.sh(expire).exits(0);
    world.set_now("2026-11-30T10:00:00Z");
    let head = world.sh("git rev-parse HEAD").stdout;
    let outcome = world.ircase_with(&["new", "incident", "the scan took web01 down"]).exits(5);
    assert!(outcome.stderr.contains("expired"), "{}", outcome.stderr);
    assert_eq!(world.sh("git rev-parse HEAD").stdout, head);
    kept_and_named(&world, &outcome);
}

#[test]
fn a_passphrase_that_is_not_given() {
    let world = engagement();
    // A pinentry that a person cancels: GPG_ERR_CANCELED (libgpg-error, code 99) of source 5.
    let pinentry = world.root().join("bin/pinentry-cancelled");
    let script = "#!/bin/sh\necho OK\nwhile read -r word rest; do case $word in\n\
                  GETPIN|CONFIRM) echo 'ERR 83886179 Operation cancelled';;\n\
                  BYE) echo OK; exit 0;;\n*) echo OK;;\nesac; done\n";
    fs::write(&pinentry, script).unwrap();
    fs::set_permissions(&pinentry, fs::Permissions::from_mode(0o755)).unwrap();
    let lock = format!(
        "fpr=$(git config user.signingkey)
         echo 'allow-loopback-pinentry' >$GNUPGHOME/gpg-agent.conf
         printf 'secret\\n' | gpg --batch --quiet --pinentry-mode loopback --passphrase-fd 0 \
             --command-fd 0 --passwd $fpr 2>/dev/null || true
         echo 'pinentry-program {}' >$GNUPGHOME/gpg-agent.conf
         gpgconf --kill all",
        pinentry.display()
    );
    world.sh(&lock).exits(0);
    // Whether gpg let us lock the key: if it still signs unasked, there is nothing to cancel.
    let asks = "echo x | gpg --batch --quiet --detach-sign >../signed";
    assert_ne!(world.sh(asks).code, 0, "the key has no passphrase");
    let head = world.sh("git rev-parse HEAD").stdout;
    let outcome = world.ircase_with(&["new", "incident", "the scan took web01 down"]).exits(5);
    assert_eq!(world.sh("git rev-parse HEAD").stdout, head);
    kept_and_named(&world, &outcome);
}

/// What was typed is on disk, its path is printed, and the index is as it was.
#[track_caller]
fn kept_and_named(world: &World, outcome: &Outcome) {
    let kept = world.snapshot().into_iter().find(|(path, _)| path.ends_with("/incident.md"));
    let (path, bytes) = kept.expect("what was typed is on disk");
    assert!(String::from_utf8_lossy(&bytes).contains("the scan took web01 down"));
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    assert!(said.contains(&path), "does not name {path}: {said}");
    assert_eq!(world.sh("git diff --cached --name-only").stdout, "");
    assert!(world.ircase("status").exits(0).stdout.contains("INC-"), "status does not show it");
}

#[test]
fn a_head_that_is_on_no_branch() {
    let world = engagement();
    world.sh("git checkout -q --detach").exits(0);
    world.write("procedures/good.md", "---\nkind: procedure\ntype: method\n---\n");
    fails(&world, &["record"], 3, "branch");
}

#[test]
fn a_clone_without_its_past() {
    let world = engagement();
    world.write("procedures/good.md", "---\nkind: procedure\ntype: method\n---\n");
    world.ircase("record").exits(0);
    world.sh("git clone -q --depth 1 file://$PWD ../shallow").exits(0);
    let outcome = world.ircase("-C ../shallow verify").exits(8);
    assert!(format!("{}{}", outcome.stdout, outcome.stderr).contains("shallow"), "{outcome:?}");
}

#[test]
fn an_output_that_nobody_reads() {
    let world = engagement();
    let run = |words: &[&str]| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = world.command(ANA, "ircase").args(words).stdout(writer).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for command in ["log", "validate", "status", "explain", "verify"] {
        let (code, stderr) = run(&[command]);
        assert_eq!(code, Some(6), "{command}: {stderr}");
        assert!(!stderr.contains("error"), "who stops reading knows it: {command}: {stderr}");
        let full = world.sh(&format!("ircase {command} >/dev/full")).exits(6);
        full.says("error: the answer could not be printed");
    }
    assert_eq!(run(&["--help"]).0, Some(6));
    // A record that was made must not look like one that was not.
    let records = || world.sh("git rev-list --count HEAD").stdout;
    let before = records();
    let (code, stderr) = run(&["new", "incident", "the scan took web01 down"]);
    assert_eq!(code, Some(9), "{stderr}");
    assert!(stderr.contains("do not repeat it"), "{stderr}");
    assert_ne!(records(), before);
    // A descriptor that was never open cannot be told from /dev/null: Rust's runtime opens that in
    // its place before we start.
    world.sh("ircase validate >&-").exits(0);
}

#[test]
fn a_folder_that_is_not_there() {
    let world = World::new();
    for command in ["validate", "verify", "status", "contacts", "log"] {
        fails(&world, &["-C", "nowhere", command], 3, "nowhere");
    }
}

#[test]
fn a_folder_that_is_no_engagement() {
    let world = World::new();
    for words in ["validate", "record", "verify", "status", "contacts", "log", "report agreement"] {
        let arguments: Vec<&str> = words.split(' ').collect();
        fails(&world, &arguments, 3, "hint: ");
    }
    fails(&world, &["new", "incident", "the scan took web01 down"], 3, "ircase init");
    fails(&world, &["note", "it is up again"], 3, "ircase init");
}

#[test]
fn a_template_with_a_value_that_is_not_there() {
    let world = engagement();
    world.write(
        "templates/reports/broken.md",
        "---\ntitle: broken\nsubject: engagement\naudience: full\n---\nOne\n{{ nothing.here }}\n",
    );
    let outcome = world.ircase("report broken -o broken.html").exits(1);
    assert!(outcome.stderr.contains("nothing"), "{}", outcome.stderr);
    assert!(!world.folder().join("broken.html").exists());
}

#[test]
fn titles_that_would_like_to_run() {
    let world = engagement();
    let titles = [
        "#panic(\"x\")",
        "<script>alert(1)</script>",
        "{{ secret }}",
        "{% include 'x' %}",
        "a\u{1b}[31mb",
    ];
    for title in titles {
        world.ircase_with(&["new", "incident", title]).exits(0);
    }
    let ids: Vec<String> = world
        .snapshot()
        .into_keys()
        .filter_map(|path| {
            path.strip_prefix("incidents/")?.strip_suffix("/incident.md").map(str::to_owned)
        })
        .collect();
    assert_eq!(ids.len(), titles.len());
    for id in ids {
        for format in formats() {
            let file = format!("out.{format}");
            let outcome =
                world.ircase(&format!("report incident {id} -f {format} -o {file}")).exits(0);
            assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
            let page = fs::read(world.folder().join(file)).unwrap();
            let page = String::from_utf8_lossy(&page);
            assert!(*format != "html" || !page.contains("<script"), "{id}");
        }
    }
    let shown = world.ircase("log").exits(0);
    assert!(!shown.stdout.contains('\u{1b}'), "an escape reaches the terminal");
}

#[test]
fn an_output_that_is_full() {
    let world = engagement();
    for command in ["validate", "verify", "log", "status"] {
        let outcome = world.sh(&format!("ircase {command} --json >/dev/full"));
        assert!(outcome.code == 6, "{command}: {} {}", outcome.code, outcome.stderr);
        assert!(!outcome.stderr.contains("panicked"), "{command}: {}", outcome.stderr);
    }
    // The record is made before the answer is printed: 9 says not to make it again.
    let before = world.sh("git rev-list --count HEAD").stdout;
    world.sh("ircase new incident 'the scan took web01 down' >/dev/full").exits(9);
    let after = world.sh("git rev-list --count HEAD").stdout;
    assert_ne!(before, after);
    world.ircase("verify").exits(0);
}

fn formats() -> &'static [&'static str] {
    if cfg!(feature = "pdf") { &["html", "md", "pdf"] } else { &["html", "md"] }
}
