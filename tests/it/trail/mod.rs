//! The trail against real git, gpg and ssh-keygen: repositories written object by object.

mod keys;
mod records;

use std::collections::BTreeMap;

use ircase::trail::message::{Binding, Message, Named, VERSION};
use ircase::trail::object::{Commit, Identity, Oid, Sha256Id, serialise};
use ircase::trail::policy::{Key as PolicyKey, Person, Policy, Right, Storage};
use ircase::trail::signature::armor::Format;
use ircase::trail::store::Store;
use ircase::trail::tree::Trees;

use crate::world::{ANA, Key, Outcome, World, run, run_with_input};

const ENTRY: &str = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";
const START: i64 = 1_795_256_100;

/// A repository whose records are written object by object, so that a test can bend any part.
struct Trail {
    world: World,
    keys: BTreeMap<String, Key>,
    tip: Option<Oid>,
    seconds: i64,
}

/// A record before it is signed.
struct Draft {
    commit: Commit,
    who: String,
    namespace: &'static str,
}

impl Trail {
    /// A trail of `ana` (OpenPGP, admin) and `bruno` (SSH), with one incident and one entry.
    fn new() -> Self {
        let mut world = World::new();
        world.person("bruno", Key::Ssh);
        world.person("eve", Key::OpenPgp);
        let keys = [(ANA, Key::OpenPgp), ("bruno", Key::Ssh), ("eve", Key::OpenPgp)];
        let keys = keys.map(|(name, key)| (name.to_owned(), key)).into();
        world.sh("git init -q .").exits(0);
        let mut trail = Self { world, keys, tip: None, seconds: START };
        let all = [Right::Record, Right::Merge, Right::Admin];
        let people = vec![trail.person(ANA, &all), trail.person("bruno", &[Right::Record])];
        let policy = Policy { version: 1, prev: None, people };
        trail.world.write("ircase.yaml", "kind: engagement\ncodename: heron\n");
        trail.world.write("trust/policy.yaml", policy.text());
        trail.record(ANA);
        trail.world.write("incidents/INC-2026-7KQ2/incident.md", "---\nkind: incident\n---\n");
        trail.world.write(ENTRY, entry("bruno", "nmap took web01 down"));
        trail.record("bruno");
        trail
    }

    /// Returns a person for a policy, and puts the key file where it belongs.
    fn person(&self, name: &str, rights: &[Right]) -> Person {
        let (format, fingerprint, public) = match self.keys[name] {
            Key::Ssh => {
                let home = self.world.home(name);
                let path = home.join(".ssh/id_ed25519.pub").display().to_string();
                let listed = self.as_person(name, "ssh-keygen", &["-l", "-f", &path]);
                let fingerprint = listed.stdout.split(' ').nth(1).unwrap().to_owned();
                (Format::Ssh, fingerprint, std::fs::read_to_string(path).unwrap())
            }
            _ => {
                let fingerprint = self.as_person(name, "git", &["config", "user.signingkey"]);
                let public = self.as_person(name, "gpg", &["--armor", "--export"]).stdout;
                (Format::OpenPgp, fingerprint.stdout.trim().to_owned(), public)
            }
        };
        let key = PolicyKey::unverified(name, format, fingerprint, Storage::Software);
        self.world.write(&key.file, public);
        Person { handle: name.to_owned(), rights: rights.to_vec(), keys: vec![key] }
    }

    fn as_person(&self, name: &str, program: &str, arguments: &[&str]) -> Outcome {
        run(self.world.command(name, program).args(arguments)).exits(0)
    }

    fn git(&self, line: &str) -> String {
        self.world.sh(&format!("git {line}")).exits(0).stdout.trim().to_owned()
    }

    fn store(&self) -> Store {
        Store::open(&self.world.folder()).unwrap()
    }

    fn draft(&mut self, who: &str) -> Draft {
        self.world.sh("git add -A").exits(0);
        let tree: Oid = self.git("write-tree").parse().unwrap();
        self.seconds += 1;
        let store = self.store();
        let parents: Vec<Oid> = self.tip.into_iter().collect();
        let hash = |id: &Oid| Sha256Id::of_bytes(&store.raw(*id).unwrap().unwrap().bytes);
        let binding = Binding {
            tree: Trees::new(&store).sha256_id(tree).unwrap(),
            parents: parents.iter().map(hash).collect(),
            version: VERSION,
        };
        let documents = [Named { kind: "incident".into(), id: "INC-2026-7KQ2".into() }];
        let message = Message::compose("INC-2026-7KQ2", &documents, &[], None, binding).unwrap();
        let identity = Identity::of_handle(who, "heron", self.seconds);
        let commit = Commit {
            tree,
            parents,
            author: identity.clone(),
            committer: identity,
            encoding: None,
            signature: None,
            message: message.text(),
        };
        Draft { commit, who: who.to_owned(), namespace: "git" }
    }

    fn record(&mut self, who: &str) -> String {
        let draft = self.draft(who);
        self.sign_and_add(draft)
    }

    fn sign_and_add(&mut self, mut draft: Draft) -> String {
        draft.commit.signature = Some(self.sign(&draft, &draft.commit.payload()));
        self.add(&serialise(&draft.commit))
    }

    /// Asks gpg or ssh-keygen, as git would.
    fn sign(&self, draft: &Draft, payload: &[u8]) -> String {
        let payload = std::str::from_utf8(payload).unwrap();
        let mut command = match self.keys[&draft.who] {
            Key::Ssh => {
                let mut command = self.world.command(&draft.who, "ssh-keygen");
                let key = self.world.home(&draft.who).join(".ssh/id_ed25519");
                command.args(["-Y", "sign", "-n", draft.namespace, "-f"]).arg(key);
                command
            }
            _ => {
                let mut command = self.world.command(&draft.who, "gpg");
                command.args(["--batch", "--armor", "--detach-sign"]);
                command
            }
        };
        run_with_input(&mut command, payload).exits(0).stdout
    }

    /// Writes a commit object with exactly these bytes and moves the branch to it.
    fn add(&mut self, bytes: &[u8]) -> String {
        let path = self.world.root().join("commit");
        std::fs::write(&path, bytes).unwrap();
        let line = format!("hash-object -t commit -w --literally --stdin < {}", path.display());
        let id = self.git(&line);
        self.git(&format!("update-ref HEAD {id}"));
        self.tip = Some(id.parse().unwrap());
        id
    }

    fn verify(&self) -> Outcome {
        self.world.ircase("verify")
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.world.ircase("verify --json").stdout).unwrap()
    }

    /// Asserts that the newest record has these codes, and the exit code.
    #[track_caller]
    fn expect(&self, code: i32, codes: &[&str]) {
        let outcome = self.verify().exits(code);
        if !codes.is_empty() {
            let id = &self.tip.unwrap().to_string()[..12];
            outcome.answers(id);
        }
        let json = self.json();
        let newest = json["commits"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(newest["codes"], serde_json::json!(codes), "{newest:#}");
    }
}

fn entry(who: &str, text: &str) -> String {
    format!("---\nkind: entry\nrecorded_by: {who}\n---\n{text}\n")
}
