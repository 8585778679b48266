//! What git, gpg and ssh-keygen make is accepted; what is forged, edited or cut off is not.

use std::path::Path;

use ircase::trail::object::{Sha256Id, serialise};
use ircase::trail::policy::{Policy, Right};

use super::{ENTRY, Trail, entry};
use crate::world::{ANA, Key, NOW, World, run};

#[test]
fn gpg_and_ssh_records_are_good_to_us_and_to_git() {
    let trail = Trail::new();
    trail.verify().exits(0).answers("verified 2 of 2 records, 6 files").answers("trust root: ");
    let json = trail.json();
    assert_eq!(json["ircase"], serde_json::json!({ "format": 1, "command": "verify", "now": NOW }));
    assert_eq!(json["summary"]["verdict"], "valid");
    assert_eq!(json["trust_root"]["how"], "remembered");
    let commits = json["commits"].as_array().unwrap();
    assert_eq!(commits[0]["signer"], ANA);
    assert_eq!(commits[0]["signature"]["format"], "openpgp");
    assert_eq!(commits[1]["signer"], "bruno");
    assert_eq!(commits[1]["signature"]["format"], "ssh");
    assert!(json["not_checked"].as_array().unwrap().len() > 3);

    trail.git("verify-commit HEAD~1");
    let key = trail.world.home("bruno").join(".ssh/id_ed25519.pub");
    let line = format!(
        "printf 'bruno %s\\n' \"$(cat {})\" > allowed && \
         git -c gpg.ssh.allowedSignersFile=allowed verify-commit HEAD && rm allowed",
        key.display()
    );
    trail.world.sh(&line).exits(0);
}

#[test]
fn the_tree_id_is_the_one_git_gives_in_a_sha256_repository() {
    let trail = Trail::new();
    trail.world.write("x/-a b/é.md", "more\n");
    trail.world.write("x/-a b.md", "more\n");
    let mut trail = trail;
    trail.record(ANA);
    let line = "git init -q --object-format=sha256 ../s && git fast-export --all \
                --signed-commits=strip | git -C ../s fast-import --quiet && \
                git -C ../s rev-parse 'HEAD^{tree}'";
    // `--signed-commits` is younger than some gits; they strip by themselves.
    let plain = line.replace("--signed-commits=strip ", "");
    let id = trail.world.sh(&format!("{line} 2>/dev/null || (rm -rf ../s; {plain})"));
    let id = id.exits(0).stdout.lines().last().unwrap().to_owned();
    let message = trail.git("log -1 --format=%B");
    assert!(message.contains(&format!("Ircase-Tree: sha256:{id}\n")), "{id}\n{message}");
    trail.expect(0, &[]);
}

#[test]
fn one_flipped_byte_of_any_record_is_found() {
    let trail = Trail::new();
    let ids: Vec<String> =
        trail.git("rev-list --reverse HEAD").lines().map(str::to_owned).collect();
    for id in &ids {
        let raw = trail.store().raw(id.parse().unwrap()).unwrap().unwrap().bytes;
        let path = trail.world.folder().join(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
        let packed = std::fs::read(&path).unwrap();
        let write = |bytes: &[u8]| {
            std::fs::remove_file(&path).unwrap();
            std::fs::write(&path, bytes).unwrap();
        };
        // Flipped in the file as it lies on the disk.
        for place in [0, 1, packed.len() / 3, packed.len() / 2, packed.len() - 1] {
            let mut bytes = packed.clone();
            bytes[place] ^= 0x10;
            write(&bytes);
            trail.verify().exits(7).answers(&id[..12]).answers("object-damaged");
        }
        // Flipped in what it unpacks to.
        for place in [6, 60, raw.len() / 2, raw.len() - 2] {
            let mut bytes = raw.clone();
            bytes[place] ^= 0x01;
            let other = trail.world.root().join("flipped");
            std::fs::write(&other, &bytes).unwrap();
            let line =
                format!("hash-object -t commit -w --literally --stdin < {}", other.display());
            let forged = trail.git(&line);
            let from = format!(".git/objects/{}/{}", &forged[..2], &forged[2..]);
            write(&std::fs::read(trail.world.folder().join(from)).unwrap());
            trail.verify().exits(7).answers(&id[..12]).answers("object-damaged");
        }
        write(&packed);
        trail.verify().exits(0);
    }
}

#[test]
fn an_edited_entry_is_found_though_it_is_signed() {
    let mut trail = Trail::new();
    trail.world.write(ENTRY, entry("bruno", "nothing happened"));
    trail.record("bruno");
    trail.expect(7, &["immutable-changed"]);
}

#[test]
fn who_is_not_listed_signs_nothing() {
    let mut trail = Trail::new();
    trail.world.write("agreement.md", "---\nkind: agreement\n---\n");
    trail.record("eve");
    trail.expect(7, &["signer-not-authorized"]);

    let mut trail = Trail::new();
    let people = vec![trail.person("eve", &[Right::Record, Right::Admin])];
    let before = trail.world.read("trust/policy.yaml");
    let prev = Some(Sha256Id::of_bytes(before.as_bytes()).to_string());
    let policy = Policy { version: 2, prev, people };
    trail.world.write("trust/policy.yaml", policy.text());
    trail.record("eve");
    trail.expect(7, &["signer-not-authorized"]);
}

#[test]
fn forged_headers_are_refused() {
    type Forge = fn(&str) -> String;
    let forgeries: &[(&str, Forge, &str)] = &[
        (
            "two signatures",
            |text| {
                let begin = text.find("gpgsig ").unwrap();
                let end = text.find("\n\n").unwrap() + 1;
                format!("{}{}{}", &text[..end], &text[begin..end], &text[end..])
            },
            "two-signatures",
        ),
        ("NUL", |text| text.replacen("record", "rec\0ord", 1), "noncanonical-commit"),
        ("CR", |text| text.replacen("+0000\n", "+0000\r\n", 1), "noncanonical-commit"),
        (
            "unknown header",
            |text| text.replacen("gpgsig ", "x-note hi\ngpgsig ", 1),
            "noncanonical-commit",
        ),
        (
            "after the armor",
            |text| text.replacen("SIGNATURE-----\n\n", "SIGNATURE-----\n \n\n", 1),
            "noncanonical-armor",
        ),
        (
            "armor header",
            |text| {
                text.replacen(
                    " -----BEGIN PGP SIGNATURE-----\n",
                    " -----BEGIN PGP SIGNATURE-----\n Comment: hi\n",
                    1,
                )
                .replacen(
                    "gpgsig -----BEGIN PGP SIGNATURE-----\n",
                    "gpgsig -----BEGIN PGP SIGNATURE-----\n Comment: hi\n",
                    1,
                )
            },
            "noncanonical-armor",
        ),
        (
            "signature dropped",
            |text| {
                let begin = text.find("gpgsig ").unwrap();
                let end = text.find("\n\n").unwrap() + 1;
                format!("{}{}", &text[..begin], &text[end..])
            },
            "unsigned",
        ),
        (
            "time changed",
            |text| {
                text.replacen(
                    "committer ana <ana@heron.invalid> 17",
                    "committer ana <ana@heron.invalid> 18",
                    1,
                )
            },
            "signature-false",
        ),
    ];
    for (what, forge, code) in forgeries {
        let mut trail = Trail::new();
        trail.world.write("agreement.md", "---\nkind: agreement\n---\n");
        trail.record(ANA);
        let good = trail.store().raw(trail.tip.unwrap()).unwrap().unwrap().bytes;
        let good = String::from_utf8(good).unwrap();
        let forged = forge(&good);
        assert_ne!(forged, good, "{what}");
        trail.add(forged.as_bytes());
        let json = trail.json();
        let codes = &json["commits"][2]["codes"];
        assert!(codes.as_array().unwrap().iter().any(|it| it == code), "{what}: {codes}");
        trail.verify().exits(7);
    }
}

#[test]
fn a_signature_for_another_purpose_is_refused() {
    let mut trail = Trail::new();
    let mut draft = trail.draft("bruno");
    draft.namespace = "file";
    trail.sign_and_add(draft);
    trail.expect(7, &["signature-for-other-purpose"]);
}

#[test]
fn what_is_cut_off_is_not_judged() {
    let trail = Trail::new();
    let line = "git clone -q --depth 1 \"file://$PWD\" ../shallow";
    trail.world.sh(line).exits(0);
    let verify =
        |folder: &Path| run(trail.world.command(ANA, "ircase").args(["verify", "-C"]).arg(folder));
    let shallow = trail.world.root().join("shallow");
    verify(&shallow).exits(8).answers("history-not-closed").answers("object-absent");

    trail.world.sh("git clone -q . ../whole").exits(0);
    let whole = trail.world.root().join("whole");
    verify(&whole).exits(0);
    trail.world.sh("cd ../whole && git checkout -q --detach").exits(0);
    verify(&whole).exits(0);
    trail.world.sh("cd ../whole && git replace HEAD HEAD~1").exits(0);
    verify(&whole).exits(8).answers("history-not-closed");

    trail.world.sh("git clone -q -s . ../borrowed").exits(0);
    verify(&trail.world.root().join("borrowed")).exits(8).answers("another repository");
    let line = "git clone -q . ../grafted && cd ../grafted && \
                git rev-parse HEAD > .git/info/grafts";
    trail.world.sh(line).exits(0);
    verify(&trail.world.root().join("grafted")).exits(8).answers("pretended");
    let line = "git clone -q --no-hardlinks . ../less && cd ../less && \
                id=$(git rev-parse HEAD:ircase.yaml) && \
                rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)";
    trail.world.sh(line).exits(0);
    verify(&trail.world.root().join("less")).exits(8).answers("object-absent");
}

#[test]
fn the_first_record_is_pinned_from_outside() {
    let trail = Trail::new();
    let root = trail.git("rev-list --max-parents=0 HEAD");
    trail.world.ircase("verify --require-pin").exits(8).answers("trust-root-unpinned");
    trail.world.ircase(&format!("verify --require-pin --trust-root {root}")).exits(0);
    let tip = trail.tip.unwrap();
    trail
        .world
        .ircase(&format!("verify --trust-root {tip}"))
        .exits(7)
        .answers("trust-root-differs")
        .answers(&format!("trust root: expected {tip} (the one that was given)"))
        .answers(&format!("trust root: found {root}\n"));
    let json = trail.world.ircase(&format!("verify --json --trust-root {tip}")).exits(7).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!({
        "commit": root, "how": "given", "expected": tip.to_string()
    });
    assert_eq!(json["trust_root"], expected);
    trail.world.ircase("verify --trust-root zzz").exits(2);

    trail.verify().exits(0).answers("met for the first time");
    trail.verify().exits(0).answers("remembered from before");
    trail.world.ircase("verify --require-pin").exits(0);
}

#[test]
fn a_record_outside_the_trail_is_neither_judged_nor_remembered() {
    let mut trail = Trail::new();
    let tip = trail.tip.unwrap();
    let mut stray = trail.draft(ANA);
    stray.commit.parents.clear();
    let stray = trail.sign_and_add(stray);
    trail.git(&format!("update-ref HEAD {tip}"));
    trail.world.ircase(&format!("verify {stray}")).exits(2).says("there is no record");
    trail.world.ircase(&format!("verify {stray}..")).exits(2);
    // One of the trail that is not its newest pins nothing either.
    let root = trail.git("rev-list --max-parents=0 HEAD");
    trail.world.ircase(&format!("verify {root}")).exits(0).answers("not known from outside");
    trail.verify().exits(0).answers("met for the first time");
}

#[test]
fn a_tree_of_endless_folders_ends() {
    let mut trail = Trail::new();
    let line = "t=$(git mktree < /dev/null); for i in $(seq 40); do \
                t=$(printf '040000 tree %s\\ta\\n040000 tree %s\\tb\\n' $t $t | git mktree); done; \
                (git ls-tree HEAD; printf '040000 tree %s\\tzz\\n' $t) | git mktree";
    let tree = trail.world.sh(line).exits(0).stdout;
    let mut draft = trail.draft(ANA);
    draft.commit.tree = tree.trim().parse().unwrap();
    trail.add(&serialise(&draft.commit));
    trail.verify().exits(7).answers("too-many-files").answers("could not be compared");
}

#[test]
fn who_records_on_a_broken_record_is_told() {
    let world = World::with(Key::Ssh);
    world.ircase("init . --as ana").exits(0);
    world.ircase("new incident web01-down").exits(0);
    let unsigned = "git -c commit.gpgsign=false commit -q --allow-empty -m forged";
    world.sh(unsigned).exits(0);
    world.ircase("note told-Zoe").exits(0).says("parent-not-verified");
    world.sh(unsigned).exits(0);
    world.write("README.md", "x");
    world.ircase("record README.md").exits(0).says("parent-not-verified");
    world.ircase("verify").exits(7).answers("unsigned");
}

#[test]
fn a_commit_by_git_itself_is_good_with_a_warning() {
    let mut trail = Trail::new();
    trail.world.write("agreement.md", "---\nkind: agreement\n---\n");
    trail.git("add -A");
    trail.git("commit -q -S -m 'by hand'");
    trail.tip = Some(trail.git("rev-parse HEAD").parse().unwrap());
    trail.verify().exits(0);
    let json = trail.json();
    let codes = json["commits"][2]["codes"].to_string();
    assert!(codes.contains("no-strong-binding") && codes.contains("identity-differs"), "{codes}");
    assert_eq!(json["commits"][2]["verdict"], "warning");
}

#[test]
fn ranges_list_a_part_and_changed_files_are_counted() {
    let mut trail = Trail::new();
    trail.world.write("agreement.md", "---\nkind: agreement\n---\n");
    trail.record(ANA);
    let ids: Vec<String> =
        trail.git("rev-list --reverse HEAD").lines().map(str::to_owned).collect();
    trail.world.write("agreement.md", "changed");
    trail.world.write("new.md", "new");
    trail.verify().exits(0).answers("2 changed files not recorded");
    let answer = |range: &str| trail.world.ircase_with(&["verify", range]);
    answer(&format!("{}..", ids[0])).exits(0).answers("verified 2 of 2 records");
    answer(&ids[1][..8]).exits(0).answers("verified 2 of 2 records");
    answer(&format!("{}..{}", &ids[0][..8], ids[1])).exits(0).answers("verified 1 of 1 record,");
    answer("HEAD").exits(0).answers("verified 3 of 3 records");
    answer("ffffffff").exits(2).says("there is no record `ffffffff`");
    answer("x;y").exits(2);
}

#[test]
fn without_a_trail_there_is_nothing_to_verify() {
    let world = World::new();
    world.ircase("verify").exits(3).says("ircase init");
    world.sh("git init -q .").exits(0);
    world.ircase("verify").exits(8).says("nothing is recorded");
}
