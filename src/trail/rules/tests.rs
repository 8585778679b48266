//! Histories in memory, signed with SSH keys from fixed seeds: what must pass and what must fail.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::trail::message::{Binding, Message, Named, VERSION};
use crate::trail::object::{Commit, Identity, Object, serialise};
use crate::trail::policy::{Key, Person, Policy, Right, Storage};
use crate::trail::signature::armor::Format;
use crate::trail::signature::ssh::seeded::SeededKey;
use crate::trail::tree::{self, Entry, Mode};

const ENTRY: &str = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";
const INCIDENT: &str = "incidents/INC-2026-7KQ2/incident.md";
const START: i64 = 1_763_719_200;

type Files = BTreeMap<String, String>;

#[derive(Clone)]
struct World {
    objects: HashMap<Oid, Object>,
    files: Files,
    tip: Oid,
    seconds: i64,
}

/// Everything a commit is made of, for a test to bend before it is signed.
struct Draft {
    commit: Commit,
    key: SeededKey,
    namespace: &'static str,
}

fn person(handle: &str, seed: u8, rights: &[Right]) -> Person {
    let key =
        Key::unverified(handle, Format::Ssh, SeededKey::new(seed).fingerprint(), Storage::Software);
    Person { handle: handle.to_owned(), rights: rights.to_vec(), keys: vec![key] }
}

const ALL: &[Right] = &[Right::Record, Right::Merge, Right::Admin];

/// `zw` (seed 1) may do all, `ab` (seed 2) may record.
fn first_policy() -> Policy {
    let people = vec![person("zw", 1, ALL), person("ab", 2, &[Right::Record])];
    Policy { version: 1, prev: None, people }
}

fn put_policy(files: &mut Files, policy: &Policy, seeds: &[(&str, u8)]) {
    files.insert("trust/policy.yaml".to_owned(), policy.text());
    for (handle, seed) in seeds {
        let path = policy.person(handle).unwrap().keys[0].file.clone();
        files.insert(path, SeededKey::new(*seed).public());
    }
}

fn entry(handle: &str, text: &str) -> String {
    format!("---\nkind: entry\nrecorded_by: {handle}\n---\n{text}\n")
}

impl World {
    fn new() -> Self {
        let mut files = Files::new();
        files.insert("ircase.yaml".to_owned(), "kind: engagement\n".to_owned());
        put_policy(&mut files, &first_policy(), &[("zw", 1), ("ab", 2)]);
        let tip = Oid::Sha1([0; 20]);
        let mut world = Self { objects: HashMap::new(), files, tip, seconds: START };
        let draft = world.draft_on(&[], "zw", 1);
        world.add(draft);
        world
    }

    /// A world with one incident and one entry by `zw`.
    fn with_entry() -> Self {
        let mut world = Self::new();
        world.files.insert(INCIDENT.to_owned(), "---\nkind: incident\n---\n".to_owned());
        world.files.insert(ENTRY.to_owned(), entry("zw", "nmap took web01 down"));
        world.record("zw", 1);
        world
    }

    fn store(&mut self, kind: Kind, bytes: Vec<u8>) -> Oid {
        let id = Oid::of(kind, &bytes).unwrap();
        self.objects.insert(id, Object { kind, bytes });
        id
    }

    fn tree(&mut self, files: &Files) -> Oid {
        let mut entries = Vec::new();
        let mut folders: BTreeMap<String, Files> = BTreeMap::new();
        for (path, text) in files {
            match path.split_once('/') {
                Some((folder, rest)) => {
                    let folder = folders.entry(folder.to_owned()).or_default();
                    folder.insert(rest.to_owned(), text.clone());
                }
                None => {
                    let id = self.store(Kind::Blob, text.clone().into_bytes());
                    let mode = if text == "->" { Mode::Link } else { Mode::File };
                    entries.push(Entry { name: path.clone(), mode, id });
                }
            }
        }
        for (name, files) in folders {
            let id = self.tree(&files);
            entries.push(Entry { name, mode: Mode::Folder, id });
        }
        self.store(Kind::Tree, tree::serialise(entries))
    }

    fn draft_on(&mut self, parents: &[Oid], handle: &str, seed: u8) -> Draft {
        let files = self.files.clone();
        let tree = self.tree(&files);
        self.seconds += 60;
        let identity = Identity::of_handle(handle, "heron", self.seconds);
        let binding = Binding {
            tree: Trees::new(&self.objects).sha256_id(tree).unwrap(),
            parents: parents.iter().map(|id| Sha256Id::of_bytes(&self.objects[id].bytes)).collect(),
            version: VERSION,
        };
        let documents = [Named { kind: "incident".to_owned(), id: "INC-2026-7KQ2".to_owned() }];
        let message = Message::compose("INC-2026-7KQ2", &documents, &[], None, binding).unwrap();
        let commit = Commit {
            tree,
            parents: parents.to_vec(),
            author: identity.clone(),
            committer: identity,
            encoding: None,
            signature: None,
            message: message.text(),
        };
        Draft { commit, key: SeededKey::new(seed), namespace: "git" }
    }

    fn draft(&mut self, handle: &str, seed: u8) -> Draft {
        self.draft_on(&[self.tip], handle, seed)
    }

    fn record(&mut self, handle: &str, seed: u8) -> Oid {
        let draft = self.draft(handle, seed);
        self.add(draft)
    }

    fn add(&mut self, draft: Draft) -> Oid {
        self.add_bytes(draft.bytes())
    }

    fn add_bytes(&mut self, bytes: Vec<u8>) -> Oid {
        self.tip = self.store(Kind::Commit, bytes);
        self.tip
    }

    fn judge(&self) -> History {
        judge(&self.objects, self.tip, &Given::default())
    }

    /// Asserts the codes of the newest record.
    #[track_caller]
    fn expect(&self, codes: &[&str]) {
        let history = self.judge();
        let newest = history.records.last().unwrap();
        assert_eq!(newest.codes(), codes, "{:#?}", newest.findings);
        for record in &history.records[..history.records.len() - 1] {
            assert_eq!(record.verdict(), Verdict::Valid, "{:#?}", record.findings);
        }
    }
}

impl Draft {
    fn bytes(mut self) -> Vec<u8> {
        let payload = self.commit.payload();
        self.commit.signature = Some(self.key.sign(self.namespace, &payload));
        serialise(&self.commit)
    }
}

#[test]
fn an_honest_history_is_valid() {
    let mut world = World::with_entry();
    world.files.insert(INCIDENT.to_owned(), "---\nkind: incident\nstatus: triage\n---\n".into());
    world.record("ab", 2);
    world.expect(&[]);
    let history = world.judge();
    assert_eq!(history.verified(), 3);
    assert_eq!(history.files, 6);
    assert_eq!(history.admins, 1);
    assert_eq!(history.codes(), ["trust-root-unpinned"]);
    assert_eq!(history.verdict(), Verdict::Warning);
    let newest = history.record(world.tip).unwrap();
    assert_eq!(newest.signed.as_ref().unwrap().handle, "ab");
    assert_eq!(newest.policy_version, Some(1));
    assert_eq!(newest.paths, 1);
    let given = Given { trust_root: history.root, ..Given::default() };
    assert_eq!(judge(&world.objects, world.tip, &given).verdict(), Verdict::Valid);
}

#[test]
fn a_record_can_be_judged_before_it_is_written() {
    let mut world = World::with_entry();
    world.files.insert(INCIDENT.to_owned(), "---\nkind: incident\nstatus: triage\n---\n".into());
    let good = world.draft("ab", 2).bytes();
    assert_eq!(judge_next(&world.objects, &good).verdict(), Verdict::Valid);
    world.files.insert("ircase.yaml".to_owned(), "x: 1\n".to_owned());
    let bad = world.draft("ab", 2).bytes();
    assert_eq!(judge_next(&world.objects, &bad).codes(), ["right-missing"]);
}

#[test]
fn a_record_on_a_broken_one_is_told_before_it_is_written() {
    // Somebody grants themselves a right, unsigned, and records.
    let mut world = World::with_entry();
    let prev = Some(Sha256Id::of_bytes(world.files["trust/policy.yaml"].as_bytes()).to_string());
    let people = vec![person("zw", 1, ALL), person("mallory", 9, ALL)];
    put_policy(&mut world.files, &Policy { version: 2, prev, people }, &[("mallory", 9)]);
    let unsigned = world.draft("zw", 1);
    world.add_bytes(serialise(&unsigned.commit));
    world.files.insert("agreement.md".to_owned(), "x".to_owned());
    let next = world.draft("mallory", 9).bytes();
    let judged = judge_next(&world.objects, &next);
    assert_eq!(judged.codes(), ["signer-not-authorized", "parent-not-verified"]);
    let next = world.draft("zw", 1).bytes();
    let judged = judge_next(&world.objects, &next);
    assert_eq!(judged.codes(), ["parent-not-verified"]);
    assert_eq!(judged.verdict(), Verdict::Warning);

    // Where the past is cut off there is nothing else to judge by than the newest policy.
    let mut cut = World::with_entry();
    let root = cut.judge().root.unwrap();
    cut.files.insert("agreement.md".to_owned(), "x".to_owned());
    let next = cut.draft("zw", 1).bytes();
    assert_eq!(judge_next(&cut.objects, &next).codes(), [""; 0]);
    cut.objects.remove(&root);
    assert_eq!(judge_next(&cut.objects, &next).codes(), ["parent-not-verified"]);
}

#[test]
fn recorded_entries_never_change() {
    type Bend = fn(&mut Files);
    let cases: &[(&str, Bend, &[&str])] = &[
        (
            "edited",
            |files| {
                files.insert(ENTRY.to_owned(), entry("zw", "nothing happened"));
            },
            &["immutable-changed"],
        ),
        (
            "deleted",
            |files| {
                files.remove(ENTRY);
            },
            &["immutable-deleted"],
        ),
        (
            "renamed",
            |files| {
                let text = files.remove(ENTRY).unwrap();
                files.insert(ENTRY.replace("8F3K", "8F3M"), text);
            },
            &["immutable-deleted"],
        ),
        (
            "made a link",
            |files| {
                files.insert(ENTRY.to_owned(), "->".to_owned());
            },
            &["immutable-changed", "mode-not-allowed"],
        ),
        (
            "folder made a file",
            |files| {
                files.remove(ENTRY);
                files.insert("incidents/INC-2026-7KQ2/timeline".to_owned(), "x".to_owned());
            },
            &["immutable-deleted"],
        ),
        (
            "incident deleted",
            |files| {
                files.remove(INCIDENT);
            },
            &["document-deleted"],
        ),
    ];
    for (what, change, codes) in cases {
        let mut world = World::with_entry();
        change(&mut world.files);
        world.record("zw", 1);
        assert_eq!(world.judge().records[2].codes(), *codes, "{what}");
        assert_eq!(world.judge().verdict(), Verdict::Invalid, "{what}");
    }
}

#[test]
fn new_entries_are_by_their_signer() {
    for (text, codes) in [
        (entry("zw", "x"), &["recorded-by-differs"][..]),
        ("---\nkind: entry\n---\n".to_owned(), &["recorded-by-differs"]),
        ("no front matter".to_owned(), &["recorded-by-differs"]),
        ("---\nrecorded_by: ab\nrecorded_by: zw\n---\n".to_owned(), &["recorded-by-differs"]),
        (entry("ab", "x"), &[]),
    ] {
        let mut world = World::with_entry();
        world.files.insert(ENTRY.replace("8F3K", "8F3M"), text);
        world.record("ab", 2);
        world.expect(codes);
    }
}

#[test]
fn only_listed_keys_and_rights_count() {
    let mut world = World::with_entry();
    world.files.insert("agreement.md".to_owned(), "x".to_owned());
    let unlisted = world.draft("zw", 9);
    world.add(unlisted);
    world.expect(&["signer-not-authorized"]);

    let mut world = World::with_entry();
    world.files.insert("trust/policy.yaml".to_owned(), "x".to_owned());
    world.record("ab", 2);
    world.expect(&["right-missing", "policy-unreadable"]);

    let mut world = World::with_entry();
    let mut draft = world.draft("zw", 1);
    draft.namespace = "file";
    world.add(draft);
    world.expect(&["signature-for-other-purpose"]);

    let mut world = World::with_entry();
    let draft = world.draft("zw", 1);
    world.add_bytes(serialise(&draft.commit));
    world.expect(&["unsigned"]);
}

#[test]
fn nobody_grants_themselves_anything() {
    let mut world = World::with_entry();
    let people = vec![person("zw", 1, ALL), person("mallory", 9, ALL)];
    let prev = Some(Sha256Id::of_bytes(world.files["trust/policy.yaml"].as_bytes()).to_string());
    let policy = Policy { version: 2, prev, people };
    put_policy(&mut world.files, &policy, &[("mallory", 9)]);
    world.record("mallory", 9);
    world.expect(&["signer-not-authorized"]);
    // And what follows is judged by the last policy that was good.
    world.files.insert("agreement.md".to_owned(), "x".to_owned());
    world.record("mallory", 9);
    let history = world.judge();
    assert_eq!(history.records[3].codes(), ["signer-not-authorized"]);
    assert_eq!(history.records[3].policy_version, Some(1));
}

#[test]
fn a_policy_follows_the_one_before() {
    let next = |world: &World, version: u32, seed: u8| {
        let bytes = world.files["trust/policy.yaml"].as_bytes();
        let prev = Some(Sha256Id::of_bytes(bytes).to_string());
        let people = vec![person("zw", 1, ALL), person("cd", seed, &[Right::Record])];
        Policy { version, prev, people }
    };
    let mut world = World::with_entry();
    let policy = next(&world, 2, 3);
    put_policy(&mut world.files, &policy, &[("cd", 3)]);
    world.record("zw", 1);
    world.expect(&[]);
    world.files.insert("agreement.md".to_owned(), "x".to_owned());
    world.record("cd", 3);
    world.expect(&[]);
    assert_eq!(world.judge().records[3].policy_version, Some(2));
    world.files.insert("agreement.md".to_owned(), "y".to_owned());
    world.record("ab", 2);
    world.expect(&["signer-not-authorized"]);

    let mut world = World::with_entry();
    let policy = next(&world, 3, 3);
    put_policy(&mut world.files, &policy, &[("cd", 3)]);
    world.record("zw", 1);
    world.expect(&["policy-chain-broken"]);

    let mut world = World::with_entry();
    let old = world.files["trust/policy.yaml"].clone();
    let policy = next(&world, 2, 3);
    put_policy(&mut world.files, &policy, &[("cd", 3)]);
    world.record("zw", 1);
    world.files.insert("trust/policy.yaml".to_owned(), old);
    world.record("zw", 1);
    world.expect(&["policy-rolled-back"]);

    let mut world = World::with_entry();
    world.files.remove("trust/policy.yaml");
    world.record("zw", 1);
    world.expect(&["policy-missing"]);
}

#[test]
fn a_key_without_its_file_leaves_the_record_unjudged() {
    let mut world = World::with_entry();
    let path = first_policy().person("ab").unwrap().keys[0].file.clone();
    world.files.remove(&path);
    world.record("zw", 1);
    assert_eq!(world.judge().records[2].codes(), ["key-unusable"]);
    assert_eq!(world.judge().records[2].verdict(), Verdict::Warning);
    world.files.insert("agreement.md".to_owned(), "x".to_owned());
    world.record("ab", 2);
    assert_eq!(world.judge().records[3].verdict(), Verdict::Incomplete);
    assert_eq!(world.judge().verdict(), Verdict::Incomplete);
}

#[test]
fn trailers_bind_content_and_past() {
    let bend = |change: &dyn Fn(&str) -> String| {
        let mut world = World::with_entry();
        world.files.insert("agreement.md".to_owned(), "x".to_owned());
        let mut draft = world.draft("zw", 1);
        draft.commit.message = change(&draft.commit.message);
        world.add(draft);
        world
    };
    let digit = |text: &str, key: &str| {
        let place = text.find(key).unwrap() + key.len();
        let other = if &text[place..=place] == "0" { "1" } else { "0" };
        format!("{}{other}{}", &text[..place], &text[place + 1..])
    };
    bend(&|text: &str| text.to_owned()).expect(&[]);
    bend(&|text: &str| digit(text, "Ircase-Tree: sha256:")).expect(&["binding-wrong"]);
    bend(&|text: &str| digit(text, "Ircase-Parent: sha256:")).expect(&["binding-wrong"]);
    bend(&|text: &str| text.replace("Ircase-Version: 1", "Ircase-Version: 2"))
        .expect(&["version-unknown"]);
    bend(&|text: &str| text.replace("Ircase-Version: 1\n", "")).expect(&["binding-wrong"]);
    bend(&|_| "by hand\n".to_owned()).expect(&["no-strong-binding"]);
}

#[test]
fn one_payload_has_one_id() {
    let mut world = World::with_entry();
    let draft = world.draft("zw", 1);
    let mut commit = draft.commit.clone();
    let one = world.add(draft);
    commit.signature = Some(SeededKey::new(1).sign_otherwise(&commit.payload()));
    let other = world.add_bytes(serialise(&commit));
    assert_ne!(one, other);
    let merge = world.draft_on(&[one, other], "zw", 1);
    world.add(merge);
    let history = world.judge();
    assert_eq!(history.record(other).unwrap().codes(), ["payload-twice"]);
}

#[test]
fn a_merge_may_join_but_neither_drop_nor_bend() {
    let branches = |world: &mut World| {
        let base = world.tip;
        let files = world.files.clone();
        let second = ENTRY.replace("8F3K", "8F3M");
        world.files.insert(second.clone(), entry("ab", "called Zoe"));
        let one = world.record("ab", 2);
        world.tip = base;
        world.files = files;
        world.files.insert("agreement.md".to_owned(), "x".to_owned());
        let two = world.record("zw", 1);
        (one, two, second)
    };
    let mut world = World::with_entry();
    let (one, two, second) = branches(&mut world);
    world.files.insert(second.clone(), entry("ab", "called Zoe"));
    let merge = world.draft_on(&[two, one], "zw", 1);
    world.add(merge);
    world.expect(&[]);

    let mut world = World::with_entry();
    let (one, two, _) = branches(&mut world);
    let merge = world.draft_on(&[two, one], "zw", 1);
    world.add(merge);
    world.expect(&["immutable-deleted"]);

    let mut world = World::with_entry();
    let (one, two, second) = branches(&mut world);
    world.files.insert(second.clone(), entry("ab", "called nobody"));
    let merge = world.draft_on(&[two, one], "zw", 1);
    world.add(merge);
    world.expect(&["immutable-changed", "recorded-by-differs"]);

    let mut world = World::with_entry();
    let (one, two, second) = branches(&mut world);
    world.files.insert(second, entry("ab", "called Zoe"));
    let merge = world.draft_on(&[two, one], "ab", 2);
    world.add(merge);
    world.expect(&["right-missing"]);
}

#[test]
fn a_history_is_closed_and_has_one_root() {
    let world = World::with_entry();
    let root = world.judge().root.unwrap();
    let mut cut = World { objects: world.objects.clone(), ..World::with_entry() };
    cut.objects.remove(&root);
    let history = cut.judge();
    assert_eq!(history.verdict(), Verdict::Incomplete);
    assert_eq!(history.records[0].codes(), ["object-absent"]);
    assert_eq!(history.records[1].codes(), ["parent-absent"]);

    let mut flipped = World { objects: world.objects.clone(), ..World::with_entry() };
    flipped.objects.get_mut(&root).unwrap().bytes[60] ^= 1;
    let history = flipped.judge();
    assert_eq!(history.verdict(), Verdict::Invalid);
    assert_eq!(history.records[0].codes(), ["object-damaged"]);
    assert_eq!(history.records[0].id, root);

    let mut world = world;
    let one = world.tip;
    let other = World::new();
    world.objects.extend(other.objects);
    world.files.insert("agreement.md".to_owned(), "x".to_owned());
    let stray = world.draft_on(&[], "zw", 1);
    let stray = world.add(stray);
    let merge = world.draft_on(&[one, stray], "zw", 1);
    world.add(merge);
    assert!(world.judge().codes().contains(&"two-roots"));

    let given =
        Given { trust_root: Some(one), bent: vec!["it is shallow".to_owned()], require_pin: true };
    let history = judge(&world.objects, one, &given);
    assert_eq!(history.codes(), ["history-not-closed", "trust-root-differs"]);
}

#[test]
fn absent_and_false_content_is_told_apart() {
    for (flip, code, verdict) in
        [(false, "object-absent", Verdict::Incomplete), (true, "object-damaged", Verdict::Invalid)]
    {
        let mut world = World::with_entry();
        let bytes = world.files[ENTRY].clone().into_bytes();
        let blob = Oid::of(Kind::Blob, &bytes).unwrap();
        if flip {
            world.objects.get_mut(&blob).unwrap().bytes[0] ^= 1;
        } else {
            world.objects.remove(&blob);
        }
        let history = world.judge();
        assert_eq!(history.records[1].codes(), [code]);
        assert_eq!(history.verdict(), verdict);
    }
}

#[test]
fn clocks_that_run_back_are_told() {
    let mut world = World::with_entry();
    world.files.insert("agreement.md".to_owned(), "x".to_owned());
    world.seconds -= 4000;
    world.record("zw", 1);
    world.expect(&["time-backwards"]);
}

#[test]
fn identities_are_handles() {
    let mut world = World::with_entry();
    let mut draft = world.draft("zw", 1);
    draft.commit.author.email = "zoe.warner@example.org".to_owned();
    world.add(draft);
    world.expect(&["identity-differs"]);
}

#[test]
fn the_first_record_carries_its_policy() {
    let first = |files: &dyn Fn(&mut Files), handle: &str, seed: u8| {
        let mut world = World::new();
        files(&mut world.files);
        let draft = world.draft_on(&[], handle, seed);
        world.add(draft);
        world.judge().records[0].codes()
    };
    assert!(first(&|_| {}, "zw", 1).is_empty());
    assert!(first(&|_| {}, "ab", 2).contains(&"right-missing"));
    assert_eq!(first(&|_| {}, "eve", 9), ["signer-not-authorized"]);
    let drop = |files: &mut Files| {
        files.remove("trust/policy.yaml");
    };
    assert_eq!(first(&drop, "zw", 1), ["policy-missing"]);
    let second = |files: &mut Files| {
        let policy = Policy { version: 2, ..first_policy() };
        files.insert("trust/policy.yaml".to_owned(), policy.text());
    };
    assert_eq!(first(&second, "zw", 1), ["policy-chain-broken"]);
}

/// Puts a tree of many levels, each naming the one below so often, into a record.
fn bomb(world: &mut World, bottom: Oid, levels: usize, width: usize) -> History {
    let mut tree = bottom;
    for _ in 0..levels {
        let entry = |name: usize| Entry { name: format!("f{name}"), mode: Mode::Folder, id: tree };
        tree = world.store(Kind::Tree, tree::serialise((0..width).map(entry).collect()));
    }
    let mut draft = world.draft("zw", 1);
    draft.commit.tree = tree;
    world.add(draft);
    world.judge()
}

#[test]
fn a_small_repository_cannot_list_endless_files() {
    let mut world = World::with_entry();
    let blob = world.store(Kind::Blob, b"x".to_vec());
    let entry = |name: u8| Entry { name: format!("f{name}"), mode: Mode::File, id: blob };
    let bottom = world.store(Kind::Tree, tree::serialise((0..10).map(entry).collect()));
    let history = bomb(&mut world, bottom, 8, 10);
    assert!(history.records[2].codes().contains(&"too-many-files"));
    assert_eq!(history.files, 1_000_000_000);
}

#[test]
fn a_small_repository_cannot_list_endless_folders() {
    let mut world = World::with_entry();
    let bottom = world.store(Kind::Tree, Vec::new());
    let history = bomb(&mut world, bottom, 40, 2);
    assert!(history.records[2].codes().contains(&"too-many-files"));
    assert_eq!(history.files, 0);
}

#[test]
fn anothers_key_cannot_be_taken_over() {
    let mut world = World::with_entry();
    let mut policy = first_policy();
    policy.people[1].keys[0].fingerprint = SeededKey::new(1).fingerprint();
    policy.version = 2;
    policy.prev = Some(Sha256Id::of_bytes(world.files["trust/policy.yaml"].as_bytes()).to_string());
    world.files.insert("trust/policy.yaml".to_owned(), policy.text());
    world.record("zw", 1);
    world.expect(&["policy-unreadable"]);
}

#[test]
fn a_signature_moved_from_another_record_is_false() {
    let mut world = World::with_entry();
    let donor = world.tip;
    let donor = object::parse(&world.objects[&donor].bytes).unwrap();
    let mut draft = world.draft("zw", 1);
    draft.commit.signature = donor.signature;
    world.add_bytes(serialise(&draft.commit));
    world.expect(&["signature-false"]);
}

#[test]
fn hostile_trees_break_their_record() {
    let cases: &[(&str, Mode, &[&str])] = &[
        (".GIT", Mode::Folder, &["unsafe-name"]),
        ("a\u{202e}dm.md", Mode::File, &["unsafe-name"]),
        ("AGREEMENT.md", Mode::File, &["unsafe-name"]),
        ("Ircase.yaml.", Mode::File, &["unsafe-name"]),
        ("agreement.md:x", Mode::File, &["unsafe-name"]),
        ("CON", Mode::File, &["unsafe-name"]),
        ("vendor", Mode::Submodule, &["submodule"]),
        ("context.md", Mode::Executable, &["mode-not-allowed"]),
        ("context.md", Mode::Link, &["mode-not-allowed"]),
        ("tool.sh", Mode::Executable, &[]),
    ];
    for (name, mode, codes) in cases {
        let mut world = World::with_entry();
        world.files.insert("agreement.md".to_owned(), "x".to_owned());
        world.record("zw", 1);
        let tree = object::parse(&world.objects[&world.tip].bytes).unwrap().tree;
        let mut entries = tree::parse(tree, &world.objects[&tree].bytes).unwrap();
        let id = match mode {
            Mode::Folder => world.store(Kind::Tree, Vec::new()),
            _ => world.store(Kind::Blob, b"x".to_vec()),
        };
        entries.push(Entry { name: (*name).to_owned(), mode: *mode, id });
        let tree = world.store(Kind::Tree, tree::serialise(entries));
        let mut draft = world.draft("zw", 1);
        draft.commit.tree = tree;
        let old = trailers_of(&draft.commit.message);
        if let Ok(new) = Trees::new(&world.objects).sha256_id(tree) {
            draft.commit.message = draft.commit.message.replace(&old, &new.to_string());
        }
        world.add(draft);
        assert_eq!(world.judge().records[3].codes(), *codes, "{name:?}");
    }
}

fn trailers_of(message: &str) -> String {
    let trailers = crate::trail::message::trailers(message).unwrap();
    trailers.binding.unwrap().tree.to_string()
}

#[test]
fn a_class_in_other_letters_is_no_way_around_it() {
    for path in ["incidents/INC-2026-7KQ3/Timeline/a.md", "x/EVIDENCE/a.md", "Templates/a.md"] {
        let mut world = World::with_entry();
        world.files.insert(path.to_owned(), entry("zoe", "x"));
        world.record("zw", 1);
        world.expect(&["unsafe-name"]);
    }
    let mut world = World::with_entry();
    world.files.insert("docs/Templates/Timeline.md".to_owned(), "x".to_owned());
    world.record("zw", 1);
    world.expect(&[]);
}

#[test]
fn a_parent_is_named_once() {
    let mut world = World::with_entry();
    let draft = world.draft_on(&[world.tip, world.tip], "zw", 1);
    world.add(draft);
    world.expect(&["noncanonical-commit"]);
}

/// Puts other bytes of `ab`'s key into its file: the same key, or none that can be used.
fn refresh(world: &mut World, text: &str) {
    let path = first_policy().person("ab").unwrap().keys[0].file.clone();
    world.files.insert(path, text.to_owned());
}

#[test]
fn a_key_file_never_goes_back_to_an_older_one() {
    let old = SeededKey::new(2).public();
    let new = format!("{} ab\n", old.trim_end());
    let mut world = World::with_entry();
    let path = first_policy().person("ab").unwrap().keys[0].file.clone();
    refresh(&mut world, &new);
    world.record("zw", 1);
    world.files.remove(&path);
    world.record("zw", 1);
    // What was lost may be put back, what was replaced may not.
    refresh(&mut world, &new);
    assert_eq!(judge_next(&world.objects, &world.clone().draft("zw", 1).bytes()).codes(), [""; 0]);
    world.record("zw", 1);
    assert!(world.judge().records.last().unwrap().findings.is_empty());
    refresh(&mut world, &old);
    let back = world.draft("zw", 1).bytes();
    world.add_bytes(back.clone());
    assert_eq!(world.judge().records.last().unwrap().codes(), ["policy-rolled-back"]);
    assert_eq!(judge_next(&world.objects, &back).codes(), ["policy-rolled-back"]);
}

#[test]
fn a_merge_takes_the_newest_keys_whichever_parent_has_them() {
    let old = SeededKey::new(2).public();
    let new = format!("{} ab\n", old.trim_end());
    for (merged, newest_first, codes) in [
        (&new, true, &[][..]),
        (&new, false, &[]),
        (&old, true, &["policy-conflict"]),
        (&old, false, &["policy-conflict"]),
    ] {
        let mut world = World::with_entry();
        let (base, files) = (world.tip, world.files.clone());
        refresh(&mut world, &new);
        let refreshed = world.record("zw", 1);
        (world.tip, world.files) = (base, files);
        world.files.insert("agreement.md".to_owned(), "x".to_owned());
        let stale = world.record("zw", 1);
        refresh(&mut world, merged);
        let parents = if newest_first { [refreshed, stale] } else { [stale, refreshed] };
        let merge = world.draft_on(&parents, "zw", 1);
        world.add(merge);
        world.expect(codes);
    }
}

#[test]
fn a_revoked_key_stays_revoked_through_a_merge() {
    for revoked_first in [true, false] {
        let mut world = World::with_entry();
        let (base, files) = (world.tip, world.files.clone());
        refresh(&mut world, "revoked");
        let revoked = world.record("zw", 1);
        (world.tip, world.files) = (base, files);
        world.files.insert("agreement.md".to_owned(), "x".to_owned());
        let stale = world.record("zw", 1);
        let parents = if revoked_first { [revoked, stale] } else { [stale, revoked] };
        refresh(&mut world, "revoked");
        let merge = world.draft_on(&parents, "zw", 1);
        let merge = world.add(merge);
        world.files.insert("agreement.md".to_owned(), "y".to_owned());
        let next = world.record("ab", 2);
        let history = world.judge();
        assert_eq!(history.record(merge).unwrap().codes(), [""; 0]);
        assert_eq!(history.record(next).unwrap().codes(), ["key-unusable"]);
        assert_eq!(history.verdict(), Verdict::Incomplete);
    }
}

#[test]
fn a_revoked_key_stays_revoked_behind_a_broken_merge() {
    for revoked_first in [true, false] {
        let mut world = World::with_entry();
        let (base, files) = (world.tip, world.files.clone());
        refresh(&mut world, "revoked");
        let revoked = world.record("zw", 1);
        (world.tip, world.files) = (base, files);
        world.files.insert("agreement.md".to_owned(), "x".to_owned());
        let stale = world.record("zw", 1);
        let parents = if revoked_first { [revoked, stale] } else { [stale, revoked] };
        let merge = world.draft_on(&parents, "zw", 1);
        let merge = world.add(merge);
        world.files.insert("agreement.md".to_owned(), "y".to_owned());
        let next = world.record("ab", 2);
        let history = world.judge();
        assert_eq!(history.record(merge).unwrap().codes(), ["policy-conflict"]);
        assert_eq!(history.record(next).unwrap().codes(), ["key-unusable"]);
    }
}

#[test]
fn approvals_of_both_sides_are_kept() {
    let approval = |name: &str| format!("trust/approvals/00/{name}.sig");
    for swap in [false, true] {
        let mut world = World::with_entry();
        let (base, files) = (world.tip, world.files.clone());
        world.files.insert(approval("ab"), "x".to_owned());
        let one = world.record("ab", 2);
        (world.tip, world.files) = (base, files);
        world.files.insert(approval("zw"), "x".to_owned());
        let two = world.record("zw", 1);
        let parents = if swap { [two, one] } else { [one, two] };
        let dropped = world.draft_on(&parents, "zw", 1);
        world.files.insert(approval("ab"), "x".to_owned());
        let merge = world.draft_on(&parents, "zw", 1);
        world.add(merge);
        world.expect(&[]);
        world.add(dropped);
        world.expect(&["immutable-deleted"]);
    }
}

#[test]
fn a_merge_takes_trust_from_one_side_whole() {
    type Step = fn(&mut World);
    let branches = |left: Step, right: Step| {
        let mut world = World::with_entry();
        let (base, files) = (world.tip, world.files.clone());
        left(&mut world);
        world.files.insert("people/zw.md".to_owned(), "x".to_owned());
        let one = world.record("zw", 1);
        let left_files = world.files.clone();
        (world.tip, world.files) = (base, files);
        right(&mut world);
        world.files.insert("agreement.md".to_owned(), "x".to_owned());
        let two = world.record("zw", 1);
        (world, one, two, left_files)
    };
    let nothing: Step = |_| {};
    let approve: Step = |world| {
        world.files.insert("trust/approvals/00/ab.sig".to_owned(), "x".to_owned());
    };
    let change: Step = |world| {
        let bytes = world.files["trust/policy.yaml"].as_bytes();
        let prev = Some(Sha256Id::of_bytes(bytes).to_string());
        let people = vec![person("zw", 1, ALL), person("cd", 3, &[Right::Record])];
        put_policy(&mut world.files, &Policy { version: 2, prev, people }, &[("cd", 3)]);
    };
    let other: Step = |world| {
        let bytes = world.files["trust/policy.yaml"].as_bytes();
        let prev = Some(Sha256Id::of_bytes(bytes).to_string());
        let people = vec![person("zw", 1, ALL), person("ef", 4, &[Right::Record])];
        put_policy(&mut world.files, &Policy { version: 2, prev, people }, &[("ef", 4)]);
    };
    // Which side's `trust/` the merge takes, and what comes of it.
    let cases: &[(Step, Step, bool, &[&str])] = &[
        (nothing, nothing, true, &[]),
        (approve, nothing, true, &[]),
        (change, nothing, true, &[]),
        (change, nothing, false, &["policy-conflict"]),
        (change, other, true, &["policy-conflict"]),
    ];
    for (place, (left, right, take_left, codes)) in cases.iter().enumerate() {
        let (mut world, one, two, left_files) = branches(*left, *right);
        if *take_left {
            world.files.retain(|path, _| !path.starts_with("trust/"));
            let trust = left_files.iter().filter(|(path, _)| path.starts_with("trust/"));
            world.files.extend(trust.map(|(path, text)| (path.clone(), text.clone())));
        }
        world.files.insert("people/zw.md".to_owned(), "x".to_owned());
        let merge = world.draft_on(&[two, one], "zw", 1);
        world.add(merge);
        let history = world.judge();
        assert_eq!(history.records.last().unwrap().codes(), *codes, "case {place}");
    }
}
