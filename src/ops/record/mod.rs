//! Recording: what changed is signed and becomes the newest record of the trail.
//!
//! The order of the steps is what makes an answer true (exit 0 means: signed, verified, and it
//! survives a power cut): lock, look, journal, documents, objects, signature, its verification,
//! sync, index, and the branch last, by compare-and-swap. A failure before the branch moves leaves
//! the trail as it was and what was typed on disk; one after it is told apart.

mod check;
mod head;
mod plan;
mod run;
mod work;

use std::path::{Path, PathBuf};

use jiff::Timestamp;

pub use self::check::{Checked, Unready, ready};
pub(in crate::ops) use self::head::SIGNATURES;
pub use self::head::{history_of, machine, recorded, recorded_at};
pub(crate) use self::plan::is_meant;
pub use self::plan::{Plan, PlanError, Together, Wanted, plan};
pub use self::run::{Asked, Outcome, RunError, record_changes};
use self::work::Work;
use crate::trail::message::NotAWord;
use crate::trail::object::Oid;
use crate::trail::policy::{self, Policy, PolicyFault, Right};
use crate::trail::signature::armor::Format;
use crate::trail::signer::{self, Hands, KeyAtHand, ListedKey, SignError, Signer};
use crate::trail::store::{self, Head, Recovered, Store, StoreError};
use crate::trail::tree::TreeFault;
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
    Detached {
        /// A branch that holds the state which is checked out.
        branch: Option<String>,
    },
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
        Head::Detached { oid } => Err(RecordError::Detached { branch: store.branch_with(oid)? }),
        head => Ok(head),
    }
}

/// Returns the policy that a record carries, and its bytes.
pub fn policy_at(store: &Store, commit: Oid) -> Result<(Policy, Vec<u8>), RecordError> {
    let bytes = store.read(commit, policy::PATH)?.ok_or(RecordError::NoPolicy)?;
    Ok((Policy::parse(&bytes)?, bytes))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests look at the folder with their own eyes")]
mod tests {
    use super::*;
    use crate::trail::object::{self, Sha256Id};
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
}
