//! Recording with the real programs: gpg and its agent, ssh-keygen, git as the judge.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use crate::world::{ANA, Key, World, run};

const PERSON: &str = "---\nkind: person\nparty: organization\nfunctions: [observer]\n---\n";

/// Returns a world whose `ana` has started an engagement in the work folder.
fn engagement(key: Key) -> World {
    let world = World::with(key);
    world.ircase("init . --as ana").exits(0);
    world
}

fn entry(id: &str, text: &str) -> (String, String) {
    let path = format!("timeline/20261121T101500Z-{id}.md");
    (path, format!("---\nkind: entry\noccurred_at: 2026-11-21T10:00:00Z\n---\n{text}\n"))
}

/// Returns what the repository holds and the files show, to see that nothing moved.
fn state(world: &World) -> (String, Option<Vec<u8>>) {
    let head = world.sh("git rev-parse HEAD").exits(0).stdout;
    (head, fs::read(world.folder().join(".git/index")).ok())
}

#[test]
fn git_says_good_signature_for_every_record() {
    for key in [Key::OpenPgp, Key::Ssh] {
        let world = engagement(key);
        world.ircase("new agreement").exits(0);
        world.write("Zoe.txt", "a stray file");
        world.ircase("record").exits(0).says("it is no document");
        assert_eq!(world.sh("git status --porcelain").exits(0).stdout, "?? Zoe.txt\n");
        world.ircase("record Zoe.txt").exits(0);
        let (path, text) = entry("8F3K", "web01 is down");
        world.write(&path, text);
        world.ircase("record timeline").exits(0).says("signed by ana");
        if key == Key::Ssh {
            let line = "echo \"* namespaces=\\\"git\\\" $(cut -d' ' -f1,2 ~/.ssh/id_ed25519.pub)\" > \
                        ../allowed && git config gpg.ssh.allowedSignersFile ../allowed";
            world.sh(line).exits(0);
        }
        let shown = world.sh("git log --show-signature --format=%H%n%B").exits(0);
        let good = shown.stdout.matches("Good").count() + shown.stderr.matches("Good").count();
        assert_eq!(good, 4, "{}{}", shown.stdout, shown.stderr);
        for word in ["web01", "Zoe"] {
            assert!(!shown.stdout.contains(word), "a word of a document is in a message");
        }
        world.sh("git fsck --strict --no-dangling 2>&1").exits(0);
        assert_eq!(world.sh("git status --porcelain").exits(0).stdout, "");
        world.ircase("verify").exits(0);
    }
}

#[test]
fn nothing_to_record_is_no_error() {
    let world = engagement(Key::Ssh);
    let before = state(&world);
    world.ircase("record").exits(0).says("nothing to record");
    world.ircase("record people/ana.md").exits(0).says("nothing to record");
    world.ircase("record peple/ana.md").exits(2).says("did you mean `people/ana.md`?");
    assert_eq!(state(&world), before);
}

#[test]
fn a_dry_run_records_nothing() {
    let world = engagement(Key::Ssh);
    let (path, text) = entry("8F3K", "web01 is down");
    world.write(&path, &text);
    let before = state(&world);
    world.ircase("record -n").exits(0).answers(&path).says("nothing was signed");
    assert_eq!(state(&world), before);
    assert_eq!(world.read(&path), text);
}

#[test]
fn two_incidents_share_a_record_only_when_asked() {
    let world = engagement(Key::Ssh);
    for id in ["INC-2026-0001", "INC-2026-0002"] {
        let path = format!("incidents/{id}/incident.md");
        world.write(&path, "---\nkind: incident\nstatus: reported\n---\nweb01 is down\n");
    }
    world.ircase("record").exits(2).says("--together");
    world.ircase("record INC-2026-0001").exits(0);
    world.write(
        "incidents/INC-2026-0001/incident.md",
        "---\nkind: incident\nstatus: reported\n---\nit is up\n",
    );
    world.ircase("record --together").exits(0);
    assert_eq!(world.sh("git status --porcelain").exits(0).stdout, "");
}

#[test]
fn what_cannot_be_read_as_a_document_stops_the_record() {
    let world = engagement(Key::Ssh);
    let before = state(&world);
    world.write("people/zw.md", "---\nkind: person\nkind: person\n---\n");
    world.ircase("record").exits(1).says("key-repeated");
    fs::remove_file(world.folder().join("people/zw.md")).unwrap();
    world.sh("ln -s /etc/passwd people/zw.md").exits(0);
    world.ircase("record").exits(1).says("people/zw.md");
    fs::remove_file(world.folder().join("people/zw.md")).unwrap();
    world.sh("mkfifo people/zw.md").exits(0);
    world.ircase("record").exits(1).says("people/zw.md");
    assert_eq!(state(&world), before);
}

#[test]
fn a_recorded_entry_is_never_changed_or_taken_away() {
    let world = engagement(Key::Ssh);
    let (path, text) = entry("8F3K", "web01 is down");
    world.write(&path, &text);
    world.ircase("record").exits(0);
    let before = state(&world);
    world.write(&path, text.replace("down", "up"));
    world.ircase("record").exits(1);
    fs::remove_file(world.folder().join(&path)).unwrap();
    world.ircase("record").exits(1);
    assert_eq!(state(&world), before);
}

#[test]
fn no_branch_and_no_merge_in_progress() {
    let world = engagement(Key::Ssh);
    world.write("people/zw.md", PERSON);
    world.sh("git checkout -q --detach").exits(0);
    world.sh("git branch -m main trunk").exits(0);
    world.ircase("record").exits(3).says("HEAD is on no branch").says("`git switch trunk`");
    world.sh("git branch -m trunk main").exits(0);
    world.sh("git checkout -q main && cp .git/HEAD .git/MERGE_HEAD").exits(0);
    world.sh("git rev-parse HEAD > .git/MERGE_HEAD").exits(0);
    world.ircase("record").exits(3).says("a merge is in progress");
    world.sh("rm .git/MERGE_HEAD").exits(0);
    world.ircase("record").exits(0);
}

#[test]
fn a_folder_without_its_own_trail_is_refused() {
    let world = World::with(Key::Ssh);
    world.ircase("record").exits(3).says("no engagement");
    world.write("ircase.yaml", "kind: engagement\n");
    world.sh("git -C .. init -q .").exits(0);
    world.ircase("record").exits(3).says("no repository of its own");
}

#[test]
fn without_a_listed_key_nothing_is_signed_and_nothing_lost() {
    let mut world = engagement(Key::Ssh);
    world.person("bruno", Key::Ssh);
    world.person("carla", Key::None);
    world.write("people/zw.md", PERSON);
    let before = state(&world);
    for name in ["bruno", "carla"] {
        run(world.command(name, "ircase").arg("record")).exits(5).says("policy lists");
    }
    assert_eq!(state(&world), before);
    assert_eq!(world.read("people/zw.md"), PERSON);
}

#[test]
fn an_expired_key_is_told() {
    let mut world = World::new();
    let quick = "rm -rf $GNUPGHOME/* && echo 'faked-system-time 20261121T101500!' > \
                 $GNUPGHOME/gpg.conf && gpg --batch --passphrase '' --quick-generate-key \
                 'ana <ana@example.org>' ed25519 sign 2d && git config --global --unset user.signingkey";
    world.sh(quick).exits(0);
    world.ircase("init . --as ana").exits(0);
    world.set_now("2026-11-30T10:15:00Z");
    world.write("people/zw.md", PERSON);
    let before = state(&world);
    world.ircase("record").exits(5).says("has expired");
    assert_eq!(state(&world), before);
}

/// Puts a pinentry in place that answers every question for a passphrase with this line.
fn pinentry(world: &World, answer: &str) {
    let program = world.root().join("bin/pinentry");
    let script = format!(
        "#!/bin/sh\necho OK\nwhile read -r line; do\ncase $line in\nGETPIN*) {answer} ;;\n\
         BYE*) echo OK; exit 0 ;;\n*) echo OK ;;\nesac\ndone\n"
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let config = format!("pinentry-program {}\ns2k-count 65536", program.display());
    let line =
        format!("echo '{config}' > $GNUPGHOME/gpg-agent.conf; gpgconf --kill gpg-agent; true");
    world.sh(&line).exits(0);
}

#[test]
fn a_passphrase_that_is_not_given_is_told_and_asked_for_again() {
    let world = World::new();
    world.sh("gpgconf --kill gpg-agent; rm -rf $GNUPGHOME/*").exits(0);
    pinentry(&world, "echo D open; echo OK");
    let quick = "echo 'faked-system-time 20261121T101500!' > $GNUPGHOME/gpg.conf && \
                 gpg --batch --pinentry-mode loopback --passphrase open \
                 --quick-generate-key 'ana <ana@example.org>' ed25519 sign never && \
                 git config --global --unset user.signingkey";
    world.sh(quick).exits(0);
    world.ircase("init . --as ana").exits(0);
    world.write("people/zw.md", PERSON);
    let before = state(&world);
    pinentry(&world, "echo ERR 83886179 Operation cancelled");
    world.ircase("record").exits(5).says("the passphrase was not given");
    pinentry(&world, "echo D wrong; echo OK");
    world.ircase("record").exits(5).says("the passphrase was wrong");
    assert_eq!(state(&world), before);
    let note = world.ircase_with(&["new", "incident", "nmap took web01 down"]).exits(5);
    assert!(note.stderr.contains("incidents/INC-2026-"), "{}", note.stderr);
    pinentry(&world, "echo D open; echo OK");
    world.ircase("record").exits(0);
    world.ircase("verify").exits(0);
}

#[test]
fn eight_writers_at_once_lose_nothing() {
    let world = engagement(Key::Ssh);
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (path, text) = entry(&format!("000{writer}"), "something happened");
            world.write(&path, text);
            let mut command = world.command(ANA, "ircase");
            command.args(["record", &path]).stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(world.sh("git rev-list --count HEAD").exits(0).stdout, "9\n");
    assert_eq!(world.sh("git ls-tree HEAD timeline/ | wc -l").exits(0).stdout.trim(), "8");
    assert_eq!(world.sh("git status --porcelain").exits(0).stdout, "");
    world.sh("git fsck --strict --no-dangling 2>&1").exits(0);
    world.ircase("verify").exits(0);
}

#[test]
fn a_killed_writer_leaves_a_trail_that_holds() {
    let world = engagement(Key::Ssh);
    // A sample of the moments at which a record can die; `script/torture` tries them all.
    for step in 0..24_u64 {
        let (path, text) = entry(&format!("K{step:03}"), "something happened");
        world.write(&path, text);
        let mut child = world
            .command(ANA, "ircase")
            .args(["record", &path])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(step * 4));
        let _ = child.kill();
        child.wait().unwrap();
        world.ircase("verify").exits(0);
        let staged = world.sh("git diff --cached --name-status").exits(0).stdout;
        assert!(!staged.contains('D'), "after {step}: {staged}");
    }
    world.ircase("record").exits(0);
    assert_eq!(world.sh("git status --porcelain").exits(0).stdout, "");
    assert_eq!(world.sh("git ls-tree HEAD timeline/ | wc -l").exits(0).stdout.trim(), "24");
    world.sh("git fsck --strict --no-dangling 2>&1").exits(0);
    let left = world.sh("ls .git/*.lock .git/refs/heads/*.lock .git/ircase").stdout;
    assert_eq!(left.trim(), ".git/ircase:\nlock");
}

#[test]
fn a_lock_of_another_program_is_left_alone() {
    let world = engagement(Key::Ssh);
    world.write("people/zw.md", PERSON);
    let before = state(&world);
    fs::write(world.folder().join(".git/index.lock"), "").unwrap();
    world.ircase("record").exits(4).says("index.lock");
    assert!(world.folder().join(".git/index.lock").exists());
    assert_eq!(state(&world), before);
    fs::remove_file(world.folder().join(".git/index.lock")).unwrap();
    world.ircase("record").exits(0);
}

#[test]
fn hostile_settings_of_the_repository_run_nothing() {
    let world = engagement(Key::Ssh);
    let line = "for name in gpg.program gpg.ssh.program core.fsmonitor filter.x.clean filter.x.smudge \
                core.sshCommand core.pager diff.external; do \
                git config $name 'touch /tmp/never; false' ; done; \
                git config core.hooksPath ../hooks; mkdir ../hooks; \
                for hook in pre-commit commit-msg post-commit reference-transaction; do \
                printf '#!/bin/sh\\ntouch ../ran\\n' > ../hooks/$hook; chmod +x ../hooks/$hook; done; \
                printf '*.md filter=x\\n' > .git/info/attributes";
    let line = line.replace("/tmp/never", &world.root().join("ran").display().to_string());
    world.sh(&line).exits(0);
    world.write("people/zw.md", PERSON);
    world.ircase("record").exits(0);
    assert!(!world.root().join("ran").exists());
}

#[test]
fn an_answer_that_nobody_takes_is_told_apart() {
    let world = engagement(Key::Ssh);
    world.write("people/zw.md", PERSON);
    let mut command = world.command(ANA, "ircase");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = command.arg("record").stdout(full).stderr(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(9));
    assert_eq!(world.sh("git rev-list --count HEAD").exits(0).stdout, "2\n");
    world.ircase("verify").exits(0);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    // Root may write everywhere; only somebody else can show this.
    if run(Command::new("id").arg("-u")).stdout.trim() == "0" {
        let world = engagement(Key::Ssh);
        world.write("people/zw.md", PERSON);
        let before = state(&world);
        world.sh("rm -rf .git/ircase && : > .git/ircase").exits(0);
        world.ircase("record").exits(6).says(".git/ircase");
        assert_eq!(state(&world), before);
        return;
    }
    let world = engagement(Key::Ssh);
    world.write("people/zw.md", PERSON);
    world.sh("chmod -R a-w .git").exits(0);
    let outcome = world.ircase("record");
    world.sh("chmod -R u+w .git").exits(0);
    outcome.exits(6);
}

#[test]
fn log_and_show_tell_what_changed() {
    let world = engagement(Key::Ssh);
    let path = "incidents/INC-2026-7KQ2/incident.md";
    let text = "---\nkind: incident\nstatus: reported\nseverity: sev3\n---\nweb01 is down\n";
    world.write(path, text);
    world.ircase("record").exits(0);
    world.write(path, text.replace("sev3", "sev2"));
    world.ircase("record").exits(0);
    let log = world.ircase("log INC-2026-7KQ2").exits(0).answers("severity sev3 -> sev2");
    assert_eq!(log.stdout.matches("INC-2026-7KQ2").count(), 2);
    world.ircase("log nothing").exits(2);
    world.ircase("log --json").exits(0).answers("\"command\": \"log\"");
    world.ircase("show INC-2026-7KQ2").exits(0).answers("web01 is down");
    world.ircase("show head").exits(0).answers("severity sev3 -> sev2");
    world.ircase("show INC-2026-7KQ3").exits(2).says("did you mean");
    world.write("agreement.md", "---\nkind: agreement\nstatus: draft\ntitle: x\n---\nbody\n");
    let content = world.ircase("show agreement --signed-content").exits(0).stdout;
    assert_eq!(content, "---\nkind: agreement\ntitle: x\n---\nbody\n");
}

#[test]
fn a_locked_ssh_key_that_nobody_can_be_asked_about() {
    let world = engagement(Key::Ssh);
    world.write("people/zw.md", PERSON);
    world.sh("ssh-keygen -q -p -P '' -N secret -f ~/.ssh/id_ed25519").exits(0);
    let before = state(&world);
    // A session of its own has no terminal, as in a scheduled job.
    let mut command = world.command(ANA, "setsid");
    run(command.args(["-w", "ircase", "record"])).exits(5).says("no terminal to ask on");
    assert_eq!(state(&world), before);
}

#[test]
fn a_failing_disk_loses_nothing() {
    if run(Command::new("sh").args(["-c", "command -v strace"])).code != 0 {
        eprintln!("skipped: a_failing_disk_loses_nothing (needs `strace`)");
        return;
    }
    let world = engagement(Key::Ssh);
    // A sample of the calls of one record; `script/torture` fails every one of them.
    let faults = [
        ("fsync", "EIO", 1),
        ("fsync", "EIO", 4),
        ("fsync", "EIO", 14),
        ("fsync", "EIO", 16),
        ("fsync", "EIO", 20),
        ("rename", "ENOSPC", 1),
        ("rename", "ENOSPC", 2),
        ("rename", "EIO", 5),
        ("rename", "EIO", 7),
    ];
    let mut failed = 0;
    for (number, (call, error, when)) in faults.iter().enumerate() {
        let (path, text) = entry(&format!("F{number:03}"), "something happened");
        world.write(&path, text);
        let before = world.sh("git rev-parse HEAD").exits(0).stdout;
        let inject = format!("inject={call}:error={error}:when={when}");
        let mut command = world.command(ANA, "strace");
        command.args(["-f", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
        let outcome = run(command.args(["ircase", "record", &path]));
        let moved = world.sh("git rev-parse HEAD").exits(0).stdout != before;
        assert!(matches!(outcome.code, 0 | 6 | 9), "{inject}: {}", outcome.stderr);
        assert_eq!(moved, outcome.code != 6, "{inject}: {}", outcome.stderr);
        failed += usize::from(outcome.code != 0);
        world.ircase("verify").exits(0);
    }
    assert!(failed > faults.len() / 2, "only {failed} faults were noticed");
    world.ircase("record").exits(0);
    assert_eq!(world.sh("git status --porcelain").exits(0).stdout, "");
    world.sh("git fsck --strict --no-dangling 2>&1").exits(0);
}
