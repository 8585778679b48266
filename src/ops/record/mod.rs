//! Recording: what changed is signed and becomes the newest record of the trail.
//!
//! The order of the steps is what makes an answer true (exit 0 means: signed, verified, and it
//! survives a power cut): lock, look, journal, documents, objects, signature, its verification,
//! sync, index, and the branch last, by compare-and-swap. A failure before the branch moves leaves
//! the trail as it was and what was typed on disk; one after it is told apart.

mod check;
mod plan;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

pub(in crate::ops) use self::check::SIGNATURES;
pub use self::check::{Checked, Unready, agreement_history, machine, ready, recorded, recorded_at};
pub(crate) use self::plan::is_meant;
pub use self::plan::{Plan, PlanError, Together, Wanted, plan};
pub use self::run::{Asked, Outcome, RunError, record_changes};
use crate::model::id;
use crate::model::kind;
use crate::ops::log::kind_name;
use crate::sys;
use crate::trail::message::{Binding, Message, Named, NotAWord, VERSION};
use crate::trail::object::{self, Commit, Identity, Oid, Sha256Id};
use crate::trail::policy::{self, Policy, PolicyFault, Right};
use crate::trail::rules;
use crate::trail::signature::armor::Format;
use crate::trail::signer::{self, Hands, KeyAtHand, ListedKey, SignError, Signer};
use crate::trail::store::{self, Head, Journal, Lock, LogLine, Recovered, Store, StoreError};
use crate::trail::tree::{TreeFault, Trees};
use crate::trail::verdict::Finding;
use crate::workspace::{Workspace, WorkspaceError};

/// One file of a record, and what to do with it in the folder.
#[derive(Debug, Clone)]
pub struct Change {
    /// Relative to the engagement, with `/` between parts.
    pub path: String,
    /// The bytes to record; `None` takes the path out of the newest record.
    pub contents: Option<Vec<u8>>,
    on_disk: OnDisk,
}

#[derive(Debug, Clone)]
enum OnDisk {
    /// It is there already, or already gone.
    Leave,
    Create,
    /// In place of the file, which has to hold these bytes still.
    Replace(Vec<u8>),
}

impl Change {
    /// A new file; an existing one is never replaced.
    pub fn create(path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), contents: Some(contents.into()), on_disk: OnDisk::Create }
    }

    /// A file whose bytes were read as `before`, changed.
    pub fn replace(
        path: impl Into<String>,
        before: impl Into<Vec<u8>>,
        contents: impl Into<Vec<u8>>,
    ) -> Self {
        let on_disk = OnDisk::Replace(before.into());
        Self { path: path.into(), contents: Some(contents.into()), on_disk }
    }

    /// A file as it was read in the folder.
    pub fn existing(path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), contents: Some(contents.into()), on_disk: OnDisk::Leave }
    }

    /// A file that is gone from the folder.
    pub fn gone(path: impl Into<String>) -> Self {
        Self { path: path.into(), contents: None, on_disk: OnDisk::Leave }
    }
}

/// Who signs, and with which key.
#[derive(Debug, Clone)]
pub struct Author {
    pub handle: String,
    pub key: KeyAtHand,
}

/// What to record.
#[derive(Debug, Clone)]
pub struct Request {
    pub root: PathBuf,
    pub changes: Vec<Change>,
    /// Names of duty rules that are still open for these documents.
    pub open: Vec<String>,
    pub author: Author,
    /// The engagement's codename, which stands in the author's address.
    pub codename: String,
    pub now: Timestamp,
}

/// A record that was made.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub commit: Oid,
    /// Paths that differ from the record before, sorted.
    pub paths: Vec<String>,
    pub handle: String,
    pub fingerprint: String,
    /// The program that signed.
    pub program: &'static str,
    pub open: Vec<String>,
    /// What is remarkable about the record, without breaking it.
    pub findings: Vec<Finding>,
    /// What an earlier, interrupted command had left, and was put in order first.
    pub recovered: Option<Recovered>,
}

#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("HEAD is on no branch, so there is no trail to add to")]
    Detached,
    #[error("a {0} is in progress in this repository")]
    InProgress(&'static str),
    #[error("this folder has records, but no readable `{}`", policy::PATH)]
    NoPolicy,
    #[error("the policy of the newest record cannot be used")]
    Policy(#[from] PolicyFault),
    #[error("nothing changed since the newest record")]
    Nothing,
    #[error("cannot choose a key to sign with")]
    Choose(#[source] SignError),
    #[error("`{path}` was changed by another program meanwhile")]
    ChangedMeanwhile { path: String },
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error("the tree of this record cannot be used")]
    Tree(#[from] TreeFault),
    #[error(transparent)]
    Message(#[from] NotAWord),
    #[error("not signed")]
    Signing {
        /// What was typed, on disk and unrecorded.
        paths: Vec<String>,
        source: SignError,
    },
    #[error("this record would break the trail ({}): {}", .finding.code, .finding.message)]
    Refused { finding: Finding, paths: Vec<String> },
    #[error("recorded as {commit}, but a later step failed")]
    After { commit: Oid, source: StoreError },
}

/// Returns what the user has for signing, from git's settings and the environment.
pub fn hands(root: Option<&Path>, home: Option<PathBuf>, program: Option<PathBuf>) -> Hands {
    let git = store::git_settings(root);
    Hands {
        program,
        home,
        format: git.format,
        signing_key: git.signing_key,
        ssh_program: git.ssh_program,
        ..Hands::default()
    }
}

/// Chooses who signs in this engagement: a person of the newest record's policy whose key is here.
///
/// `wanted` is a handle, when the user named one.
pub fn author(root: &Path, hands: &Hands, wanted: Option<&str>) -> Result<Author, RecordError> {
    let store = Store::open(root)?;
    let head = head(&store)?.oid().ok_or(RecordError::NoPolicy)?;
    let (policy, _) = policy_at(&store, head)?;
    let mut listed = Vec::new();
    let mut public = Vec::new();
    for (person, key) in policy.keys().filter(|(person, _)| person.may(Right::Record)) {
        let Some(format) = key.format() else { continue };
        if format == Format::Ssh {
            public.extend(store.read(head, &key.file)?);
        }
        let (handle, fingerprint) = (person.handle.clone(), key.fingerprint.clone());
        listed.push(ListedKey { handle, format, fingerprint });
    }
    let (listed, key) =
        signer::choose(hands, &listed, &public, wanted).map_err(RecordError::Choose)?;
    Ok(Author { handle: listed.handle, key })
}

/// Records, with the author's key.
pub fn record(request: &Request, hands: &Hands) -> Result<Recorded, RecordError> {
    let signer = signer::signer(&request.author.key, hands);
    record_with(request, &*signer)
}

/// Records with a signer of the caller's choice.
///
/// The first record of an engagement carries its policy among the changes.
pub fn record_with(request: &Request, signer: &dyn Signer) -> Result<Recorded, RecordError> {
    let store = Store::open(&request.root)?;
    let lock = store.lock()?;
    let recovered = store.recover(&lock)?;
    let head = head(&store)?;
    lock.await_index(&store)?;
    store.check_index()?;
    let workspace = Workspace::at(&request.root)?;
    let mut work = Work { store: &store, lock: &lock, head, request, signer, staged: false };

    let mut journal = work.journal()?;
    lock.write_journal(&journal)?;
    let done = work.documents(&workspace).and_then(|()| work.commit(&mut journal));
    match done {
        Ok((commit, paths, findings)) => {
            let recorded = Recorded {
                commit,
                paths,
                handle: request.author.handle.clone(),
                fingerprint: signer.fingerprint().to_owned(),
                program: signer.program(),
                open: request.open.clone(),
                findings,
                recovered,
            };
            work.read_back(commit).map_err(|source| RecordError::After { commit, source })?;
            lock.drop_journal().map_err(|source| RecordError::After { commit, source })?;
            Ok(recorded)
        }
        Err(error) => Err(work.undo(&journal, error)),
    }
}

fn head(store: &Store) -> Result<Head, RecordError> {
    if let Some(what) = store.in_progress() {
        return Err(RecordError::InProgress(what));
    }
    match store.head()? {
        Head::Detached { .. } => Err(RecordError::Detached),
        head => Ok(head),
    }
}

/// Returns the policy that a record carries, and its bytes.
pub fn policy_at(store: &Store, commit: Oid) -> Result<(Policy, Vec<u8>), RecordError> {
    let bytes = store.read(commit, policy::PATH)?.ok_or(RecordError::NoPolicy)?;
    Ok((Policy::parse(&bytes)?, bytes))
}

/// One run, under the lock.
struct Work<'a> {
    store: &'a Store,
    lock: &'a Lock,
    head: Head,
    request: &'a Request,
    signer: &'a dyn Signer,
    /// Whether git's index already says what the record will.
    staged: bool,
}

impl Work<'_> {
    fn journal(&self) -> Result<Journal, RecordError> {
        let branch = match &self.head {
            Head::Branch { branch, .. } | Head::Unborn { branch } => branch.clone(),
            Head::Detached { .. } => return Err(RecordError::Detached),
        };
        let op =
            sys::random_bytes::<8>().map(u64::from_be_bytes).map_err(|source| StoreError::Io {
                doing: "draw random bytes for",
                path: self.request.root.clone(),
                source,
            })?;
        Ok(Journal {
            op: format!("{op:016x}"),
            pid: std::process::id(),
            boot_id: sys::boot_id(),
            branch,
            old_head: self.head.oid().map(|oid| oid.to_string()),
            commit: None,
            paths: self.request.changes.iter().map(|change| change.path.clone()).collect(),
        })
    }

    /// Puts the documents into the folder.
    fn documents(&self, workspace: &Workspace) -> Result<(), RecordError> {
        for change in &self.request.changes {
            let Some(contents) = &change.contents else { continue };
            match &change.on_disk {
                OnDisk::Leave => {}
                OnDisk::Create => workspace.create_file(&change.path, contents)?,
                OnDisk::Replace(before) => {
                    if workspace.read(&change.path)?.as_ref() != Some(before) {
                        let path = change.path.clone();
                        return Err(RecordError::ChangedMeanwhile { path });
                    }
                    workspace.replace_file(&change.path, contents)?;
                }
            }
        }
        Ok(())
    }

    /// Builds, signs and verifies the record, then moves the branch to it.
    fn commit(
        &mut self,
        journal: &mut Journal,
    ) -> Result<(Oid, Vec<String>, Vec<Finding>), RecordError> {
        let mut blobs: BTreeMap<String, Option<Oid>> = BTreeMap::new();
        for change in &self.request.changes {
            let blob = change.contents.as_ref().map(|bytes| self.store.write_blob(bytes));
            blobs.insert(change.path.clone(), blob.transpose()?);
        }
        let tree = self.store.update_tree(self.head.oid(), &blobs)?;
        let paths = self.differing(&blobs)?;
        if paths.is_empty() {
            return Err(RecordError::Nothing);
        }
        let mut commit = self.unsigned(tree, &paths, &journal.op)?;
        let signature = self.signer.sign(&commit.payload());
        commit.signature =
            Some(signature.map_err(|source| RecordError::Signing { paths: self.paths(), source })?);
        let bytes = object::serialise(&commit);
        let findings = self.verify(&bytes)?;

        let oid = self.store.write_commit(&bytes)?;
        self.store.sync_objects()?;
        journal.commit = Some(oid.to_string());
        self.lock.write_journal(journal)?;
        let own: BTreeSet<String> = paths.iter().cloned().collect();
        self.store.update_index(self.lock, Some(oid), &own)?;
        self.staged = true;
        let who = format!("{} <{}>", commit.committer.name, commit.committer.email);
        let message = commit.message.lines().next().unwrap_or_default();
        let log = LogLine { who: &who, seconds: commit.committer.seconds, message };
        self.store.advance(self.lock, &journal.branch, self.head.oid(), oid, &log)?;
        Ok((oid, paths, findings))
    }

    /// Returns the own paths whose blob is not the one of the newest record.
    fn differing(&self, blobs: &BTreeMap<String, Option<Oid>>) -> Result<Vec<String>, RecordError> {
        let before = self.head.oid().map(|head| self.store.files_at(head, blobs.keys()));
        let before = before.transpose()?.unwrap_or_default();
        let differs =
            |path: &String, blob: &Option<Oid>| before.get(path).map(|file| file.oid) != *blob;
        let paths = blobs.iter().filter(|(path, blob)| differs(path, blob));
        Ok(paths.map(|(path, _)| path.clone()).collect())
    }

    fn unsigned(&self, tree: Oid, paths: &[String], op: &str) -> Result<Commit, RecordError> {
        let parents: Vec<Oid> = self.head.oid().into_iter().collect();
        let mut parent_ids = Vec::new();
        for parent in &parents {
            parent_ids.push(Sha256Id::of_bytes(&self.store.commit(*parent)?));
        }
        let binding = Binding {
            tree: Trees::new(self.store).sha256_id(tree)?,
            parents: parent_ids,
            version: VERSION,
        };
        let documents: Vec<Named> = paths.iter().map(|path| named(path)).collect();
        let op = Some(op.to_owned());
        let message = Message::compose(&about(paths), &documents, &self.request.open, op, binding)?;
        let author = Identity::of_handle(
            &self.request.author.handle,
            &self.request.codename,
            self.request.now.as_second(),
        );
        Ok(Commit {
            tree,
            parents,
            committer: author.clone(),
            author,
            encoding: None,
            signature: None,
            message: message.text(),
        })
    }

    /// Checks what was just signed as `verify` will, by the policy of the newest record; returns
    /// what is remarkable about it.
    fn verify(&self, bytes: &[u8]) -> Result<Vec<Finding>, RecordError> {
        let mut findings = rules::judge_next(self.store, bytes).findings;
        let broken = findings.iter().position(|finding| !finding.verdict.is_verified());
        match broken.map(|place| findings.swap_remove(place)) {
            Some(finding) => Err(RecordError::Refused { finding, paths: self.paths() }),
            None => Ok(findings),
        }
    }

    fn paths(&self) -> Vec<String> {
        let changes = self.request.changes.iter().filter(|change| change.contents.is_some());
        changes.map(|change| change.path.clone()).collect()
    }

    /// Reads the new record from the repository as the next command will.
    fn read_back(&self, commit: Oid) -> Result<(), StoreError> {
        let bytes = Store::open(self.store.root())?.commit(commit)?;
        match self.store.head()?.oid() {
            Some(head) if head == commit && !bytes.is_empty() => Ok(()),
            _ => Err(StoreError::Moved),
        }
    }

    /// Sets the index back and drops the journal; what was typed stays on disk.
    ///
    /// Where that fails too, the journal stays and the next command does it.
    fn undo(&self, journal: &Journal, error: RecordError) -> RecordError {
        let moved = self.store.head().ok().and_then(|head| head.oid());
        let commit = journal.commit.as_ref().and_then(|commit| commit.parse::<Oid>().ok());
        match (commit, error) {
            (Some(commit), RecordError::Store(source)) if moved == Some(commit) => {
                RecordError::After { commit, source }
            }
            (_, error) => self.unstage(journal, error),
        }
    }

    fn unstage(&self, journal: &Journal, error: RecordError) -> RecordError {
        let undone = !self.staged
            || self.store.update_index(self.lock, self.head.oid(), &journal.paths).is_ok();
        if undone {
            let _ = self.lock.drop_journal();
        }
        error
    }
}

/// Returns how a message names the document at a path: by kind and id, never by other words.
fn named(path: &str) -> Named {
    let kind = kind_name(path);
    let id = match kind {
        "policy" => "policy".to_owned(),
        "file" | "template" => path.to_owned(),
        _ => id::of_path(path),
    };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/+".contains(&byte);
    let is_id = kind != "file" || kind::belongs(path);
    let id = if is_id && id.bytes().all(is_word) && id.len() <= 200 {
        id
    } else {
        // A free name is a word of somebody; its hash is not.
        let mut digits = Sha256Id::of_bytes(path.as_bytes()).to_string();
        digits.truncate(16);
        digits
    };
    Named { kind: kind.to_owned(), id }
}

/// Returns what a record is about: one incident, one document, or the engagement.
fn about(paths: &[String]) -> String {
    let incidents: BTreeSet<Option<&str>> =
        paths.iter().map(|path| id::incident_of_path(path)).collect();
    match (paths, incidents.into_iter().collect::<Vec<_>>().as_slice()) {
        ([only], _) => named(only).id,
        (_, [Some(incident)]) => (*incident).to_owned(),
        _ => "engagement".to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests look at the folder with their own eyes")]
mod tests {
    use super::*;
    use crate::trail::policy::{Key, Storage};
    use crate::trail::signer::test::TestSigner;

    const NOW: &str = "2026-11-21T10:15:00Z";

    fn request(store: &Store, signer: &TestSigner, changes: Vec<Change>) -> Request {
        Request {
            root: store.root().to_owned(),
            changes,
            open: vec!["agreement-missing".to_owned()],
            author: Author { handle: "ana".to_owned(), key: signer.key_at_hand() },
            codename: "night-heron".to_owned(),
            now: NOW.parse().unwrap(),
        }
    }

    fn begun(signer: &TestSigner) -> (tempfile::TempDir, Store, Recorded) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let fingerprint = signer.fingerprint().to_owned();
        let key = Key::unverified("ana", Format::Ssh, fingerprint, Storage::Software);
        let changes = vec![
            Change::create(key.file.clone(), signer.public()),
            Change::create(policy::PATH, Policy::first("ana", key).text()),
            Change::create("ircase.yaml", "kind: engagement\ncodename: night-heron\n"),
            Change::create(".gitattributes", "* -text\n"),
        ];
        let recorded = record_with(&request(&store, signer, changes), signer).unwrap();
        (folder, store, recorded)
    }

    #[test]
    fn a_record_is_signed_bound_and_on_the_branch() {
        let signer = TestSigner::new(1);
        let (_folder, store, first) = begun(&signer);
        assert_eq!(store.head().unwrap().oid(), Some(first.commit));
        assert_eq!(store.changed_paths().unwrap(), []);
        let path = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";
        let change =
            Change::create(path, "---\nkind: entry\nrecorded_by: ana\n---\nnmap took it down\n");
        let second = record_with(&request(&store, &signer, vec![change]), &signer).unwrap();
        assert_eq!(second.paths, [path]);
        let bytes = store.commit(second.commit).unwrap();
        let commit = object::parse(&bytes).unwrap();
        assert!(commit.message.starts_with("record 20261121T101500Z-8F3K: entry\n"));
        assert!(!commit.message.contains("nmap"));
        assert!(commit.message.contains("Open: agreement-missing\n"));
        assert_eq!(commit.author.email, "ana@night-heron.invalid");
        let parent = Sha256Id::of_bytes(&store.commit(first.commit).unwrap());
        assert!(commit.message.contains(&format!("Ircase-Parent: sha256:{parent}\n")));
        assert!(!store.root().join(".git/ircase/journal").exists());
    }

    #[test]
    fn what_is_staged_or_changed_elsewhere_stays_out() {
        let signer = TestSigner::new(1);
        let (_folder, store, _) = begun(&signer);
        std::fs::write(store.root().join("other.md"), "mine").unwrap();
        std::fs::write(store.root().join("ircase.yaml"), "changed").unwrap();
        let change = Change::create("people/zw.md", "---\nkind: person\n---\n");
        let recorded = record_with(&request(&store, &signer, vec![change]), &signer).unwrap();
        assert_eq!(recorded.paths, ["people/zw.md"]);
        let changed = store.changed_paths().unwrap();
        let changed: Vec<&str> = changed.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(changed, ["ircase.yaml", "other.md"]);
    }

    #[test]
    fn a_signature_that_fails_leaves_the_trail_and_keeps_what_was_typed() {
        struct Refusing;
        impl Signer for Refusing {
            fn program(&self) -> &'static str {
                "test"
            }
            fn fingerprint(&self) -> &str {
                "none"
            }
            fn sign(&self, _: &[u8]) -> Result<String, SignError> {
                Err(SignError::Cancelled)
            }
        }
        let signer = TestSigner::new(1);
        let (_folder, store, first) = begun(&signer);
        let index = std::fs::read(store.root().join(".git/index")).unwrap();
        let change = Change::create("people/zw.md", "---\nkind: person\n---\n");
        let error = record_with(&request(&store, &signer, vec![change]), &Refusing).unwrap_err();
        let RecordError::Signing { paths, .. } = error else { panic!("{error}") };
        assert_eq!(paths, ["people/zw.md"]);
        assert_eq!(store.head().unwrap().oid(), Some(first.commit));
        assert_eq!(std::fs::read(store.root().join(".git/index")).unwrap(), index);
        assert!(store.root().join("people/zw.md").exists());
        assert!(!store.root().join(".git/ircase/journal").exists());
    }

    #[test]
    fn a_key_that_the_policy_does_not_list_records_nothing() {
        let signer = TestSigner::new(1);
        let (_folder, store, first) = begun(&signer);
        let change = Change::create("people/zw.md", "---\nkind: person\n---\n");
        let stranger = TestSigner::new(2);
        let error = record_with(&request(&store, &stranger, vec![change]), &stranger).unwrap_err();
        let RecordError::Refused { finding, .. } = error else { panic!("{error}") };
        assert_eq!(finding.code, "signer-not-authorized");
        assert_eq!(store.head().unwrap().oid(), Some(first.commit));
    }

    #[test]
    fn nothing_new_is_no_record() {
        let signer = TestSigner::new(1);
        let (_folder, store, _) = begun(&signer);
        let change = Change::existing(".gitattributes", "* -text\n");
        let error = record_with(&request(&store, &signer, vec![change]), &signer).unwrap_err();
        assert!(matches!(error, RecordError::Nothing));
    }

    #[test]
    fn a_file_changed_meanwhile_is_not_overwritten() {
        let signer = TestSigner::new(1);
        let (_folder, store, _) = begun(&signer);
        let change = Change::replace(".gitattributes", "what it was", "what it becomes");
        let error = record_with(&request(&store, &signer, vec![change]), &signer).unwrap_err();
        assert!(matches!(error, RecordError::ChangedMeanwhile { .. }));
        let text = std::fs::read_to_string(store.root().join(".gitattributes")).unwrap();
        assert_eq!(text, "* -text\n");
    }

    #[test]
    fn messages_name_documents_without_their_words() {
        let cases = [
            ("incidents/INC-2026-7KQ2/incident.md", "incident", "INC-2026-7KQ2"),
            ("people/zw.md", "person", "zw"),
            ("ircase.yaml", "engagement", "ircase"),
            ("trust/policy.yaml", "policy", "policy"),
            (".gitignore", "file", ".gitignore"),
            ("README.md", "file", "b335630551682c19"),
        ];
        for (path, kind, id) in cases {
            let named = named(path);
            assert_eq!((named.kind.as_str(), named.id.as_str()), (kind, id), "{path}");
        }
    }
}
