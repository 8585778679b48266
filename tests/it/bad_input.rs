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

/// A document, and the rule and the place that `validate` names.
struct BadDocument {
    name: &'static str,
    bytes: Vec<u8>,
    rule: &'static str,
    place: &'static str,
}

fn bad(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    rule: &'static str,
    place: &'static str,
) -> BadDocument {
    BadDocument { name, bytes: bytes.into(), rule, place }
}

fn bad_documents() -> Vec<BadDocument> {
    let utf16: Vec<u8> =
        "---\nkind: procedure\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let nested = format!("---\nkind: procedure\nsteps: {}\n---\n", "[".repeat(20_000));
    vec![
        bad("empty", "", "front-matter-missing", ":1:1"),
        bad("no front matter", "# Words\n", "front-matter-missing", ":1:1"),
        bad("unclosed", "---\nkind: procedure\ntitle: x\n", "front-matter-unclosed", ":1:1"),
        bad("tabs", "---\nkind: procedure\nsource:\n\tfile: x\n---\n", "yaml-syntax", ":4:"),
        bad("UTF-16", [&[0xff, 0xfe], utf16.as_slice()].concat(), "not-utf8", ""),
        bad(
            "invalid UTF-8",
            b"---\nkind: procedure\ntitle: a\xffb\n---\n".as_slice(),
            "not-utf8",
            "",
        ),
        bad(
            "duplicate keys",
            "---\nkind: procedure\ntitle: a\ntitle: b\n---\n",
            "key-repeated",
            ":4:1",
        ),
        bad(
            "anchors",
            "---\nkind: procedure\ntitle: &a x\ntags: [*a]\n---\n",
            "yaml-feature-refused",
            ":3:8",
        ),
        bad("nested", nested, "yaml-feature-refused", ":3:"),
        bad("unknown kind", "---\nkind: procedur\n---\n", "kind-unknown", ":2:7"),
        bad(
            "naive time",
            "---\nkind: procedure\ntype: method\nsource:\n  imported_at: 2026-11-21T10:00:00\n---\n",
            "naive-time",
            ":5:16",
        ),
    ]
}

#[test]
fn documents_that_cannot_be_read() {
    let world = engagement();
    for document in bad_documents() {
        world.write("procedures/bad.md", &document.bytes);
        let outcome = world.ircase("validate procedures/bad.md");
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        let place = format!("procedures/bad.md{}", document.place);
        let name = document.name;
        assert!(!said.contains("panicked"), "{name}: {said}");
        assert!(outcome.code == 1, "{name}: exit {}: {said}", outcome.code);
        assert!(said.contains(document.rule), "{name}: no {}: {said}", document.rule);
        assert!(said.contains(&place), "{name}: no {place}: {said}");
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
fn a_folder_that_cannot_be_written() {
    let world = engagement();
    let folder = world.folder();
    // Root writes where nobody may: then the program runs as nobody, who owns the world for it.
    let as_nobody = world.sh("id -u").stdout.trim() == "0";
    let program = world.root().join("bin/ircase");
    if as_nobody {
        fs::remove_file(&program).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_ircase"), &program).unwrap();
        let root = world.root().display();
        world.sh(&format!("chown -R 65534:65534 {root} && chmod 755 {root}")).exits(0);
    }
    world.sh("find . -type d -exec chmod 555 {} +").exits(0);
    let before = world.snapshot();
    let mut command = world.command(ANA, &program.display().to_string());
    if as_nobody {
        use std::os::unix::process::CommandExt as _;
        command.uid(65534).gid(65534);
    }
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
