//! Turning a folder into an engagement: its first documents, its policy, its first record.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::draft::{self, DraftError, Value};
use super::fmt::canonical;
use super::new::{self, Draft, Setting};
use super::record::{self, Author, Change, RecordError, Recorded, Request};
use crate::model::codename::codename;
use crate::model::engagement::Engagement;
use crate::model::kind::Kind;
use crate::model::person::Function;
use crate::model::vocabulary::Party;
use crate::source::Sources;
use crate::trail::policy::{self, Key, Policy, Storage};
use crate::trail::signature::armor::Format;
use crate::trail::signer::{self, Hands, KeyAtHand, SignError};
use crate::trail::store::{Head, Store, StoreError};
use crate::workspace::{PROFILE_PATH, Workspace, WorkspaceError, pins};

/// What a new engagement starts from.
#[derive(Debug)]
pub struct Start {
    /// The folder, made when missing.
    pub folder: PathBuf,
    /// Handle of the first signer.
    pub handle: String,
    pub language: String,
    /// IANA name.
    pub time_zone: String,
    pub now: Timestamp,
    /// Random bytes for three codenames.
    pub random: [[u8; 2]; 3],
    pub key: KeyChoice,
    /// Where trust roots that were met are remembered.
    pub state_dir: Option<PathBuf>,
}

/// Which key signs first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChoice {
    /// One that is here.
    AtHand,
    /// A new one, made now by gpg or `ssh-keygen`, which asks for its passphrase.
    New(Format),
}

/// A new engagement.
#[derive(Debug)]
pub struct Started {
    pub root: PathBuf,
    pub codename: String,
    pub key: KeyAtHand,
    /// The first record; its id is the trust root.
    pub record: Recorded,
    /// Whether this computer remembers the trust root from now on.
    pub remembered: bool,
}

/// Why no engagement was started.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    #[error("`{0}` is not a handle: use lower-case letters, digits and `-`")]
    NotAHandle(String),
    #[error("`{}` is an engagement already", .0.display())]
    Already(PathBuf),
    #[error("`{}` lies inside the repository `{}`", .folder.display(), .repository.display())]
    InsideRepository { folder: PathBuf, repository: PathBuf },
    #[error("`{}` is a repository with a history of its own", .0.display())]
    HasHistory(PathBuf),
    #[error("no key that can sign is on this computer")]
    NoKey {
        /// The command that makes one, program first.
        command: Vec<String>,
    },
    #[error("cannot make a new key")]
    NewKey(#[source] SignError),
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Starts an engagement and signs its first record.
///
/// Files that are already in the folder stay; those of an attempt whose signature failed are
/// taken up again.
///
/// # Errors
///
/// [`InitError`]; before the first record nothing is promised, and the command can be repeated.
pub fn init(start: &Start, hands: &Hands) -> Result<Started, InitError> {
    if !policy::is_handle(&start.handle) {
        return Err(InitError::NotAHandle(start.handle.clone()));
    }
    let workspace = Workspace::create(&start.folder)?;
    let store = repository(&workspace)?;
    let profile_text = match workspace.read(PROFILE_PATH)? {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None => profile(start)?.text,
    };
    let engagement = engagement_of(&profile_text);
    let codename = engagement.profile().and_then(|profile| profile.codename.clone());
    let codename = codename.unwrap_or_else(|| "engagement".to_owned());
    let key = key(start, hands)?;
    if store.is_none() {
        Store::init(workspace.root())?;
    }
    let mut changes = vec![take_up(&workspace, PROFILE_PATH, &profile_text)?];
    for draft in documents(start, &engagement, Some(&workspace))? {
        changes.push(take_up(&workspace, &draft.path, &draft.text)?);
    }
    changes.extend(trust(start, &workspace, &key)?);
    let author = Author { handle: start.handle.clone(), key: key.clone() };
    let request = Request {
        root: workspace.root().to_owned(),
        changes,
        open: Vec::new(),
        author,
        codename: codename.clone(),
        now: start.now,
    };
    let record = record::record(&request, hands)?;
    let root = workspace.root().to_owned();
    // The record stands whether or not this computer can remember it.
    let remembered = start
        .state_dir
        .as_ref()
        .is_some_and(|state| pins::remember(state, &root, &record.commit.to_string()).is_ok());
    Ok(Started { root, codename, key, record, remembered })
}

/// Returns the documents that [`init`] would write, without the policy and the key.
///
/// # Errors
///
/// What the templates say.
pub fn preview(start: &Start) -> Result<Vec<Draft>, InitError> {
    let profile = profile(start)?;
    let engagement = engagement_of(&profile.text);
    let mut drafts = vec![profile];
    drafts.extend(documents(start, &engagement, None)?);
    Ok(drafts)
}

/// Returns the repository of an attempt that was never signed; refuses any other.
fn repository(workspace: &Workspace) -> Result<Option<Store>, InitError> {
    let root = workspace.root().to_owned();
    if workspace.exists(".git") {
        let store = Store::open(&root)?;
        return match (store.head()?, workspace.exists(PROFILE_PATH)) {
            (Head::Unborn { .. }, _) => Ok(Some(store)),
            (_, true) => Err(InitError::Already(root)),
            (_, false) => Err(InitError::HasHistory(root)),
        };
    }
    match workspace.repository_above() {
        Some(repository) => Err(InitError::InsideRepository { folder: root, repository }),
        None => Ok(None),
    }
}

fn key(start: &Start, hands: &Hands) -> Result<KeyAtHand, InitError> {
    if let KeyChoice::New(format) = start.key {
        return signer::new_key(format, &start.handle, hands).map_err(InitError::NewKey);
    }
    signer::usable(hands).into_iter().next().ok_or_else(|| {
        let format = if cfg!(feature = "gpgme") { Format::OpenPgp } else { Format::Ssh };
        let command = signer::new_key_command(format, &start.handle, hands);
        InitError::NoKey { command }
    })
}

fn profile(start: &Start) -> Result<Draft, DraftError> {
    let [engagement, auditor, organization] = start.random.map(codename);
    let values = [
        ("codename", Value::Text(engagement)),
        ("auditor", Value::Text(auditor)),
        ("organization", Value::Text(organization)),
        ("language", Value::text(&*start.language)),
        ("time_zone", Value::text(&*start.time_zone)),
    ];
    let text = draft::fill(&draft::template(None, Kind::Engagement, &start.language)?, &values)?;
    Ok(Draft { path: PROFILE_PATH.to_owned(), text: canonical(PROFILE_PATH, text) })
}

fn engagement_of(profile_text: &str) -> Engagement {
    let mut sources = Sources::default();
    sources.add(PROFILE_PATH, profile_text);
    Engagement::assemble(sources, Vec::new())
}

/// What git must leave alone, and what it must not see.
const GIT_ATTRIBUTES: &str = "# Bytes stay as they were signed.\n* -text\n";
const GIT_IGNORE: &str = "# Rendered files and evidence do not belong into the history.\n/out/\n/vault/\n.ircase-*.tmp\n";
const TEMPLATES_README: &str = "\
# Templates of this engagement

A file here stands before the built-in one of the same name:

- `documents/<kind>.md` or `documents/<lang>/<kind>.md` is what `ircase new` starts from.
- `reports/<name>.md` is a report.
";

fn documents(
    start: &Start,
    engagement: &Engagement,
    workspace: Option<&Workspace>,
) -> Result<Vec<Draft>, DraftError> {
    let setting = Setting {
        workspace,
        language: engagement.language().to_owned(),
        zone: TimeZone::get(&start.time_zone).unwrap_or(TimeZone::UTC),
        now: start.now,
        random: [0; 4],
    };
    let functions = [Function::PrimaryContact, Function::Responder];
    let file = |path: &str, text: &str| Draft { path: path.to_owned(), text: text.to_owned() };
    Ok(vec![
        new::person(&setting, &start.handle, Party::Auditor, &functions)?,
        file(".gitattributes", GIT_ATTRIBUTES),
        file(".gitignore", GIT_IGNORE),
        file("templates/README.md", TEMPLATES_README),
    ])
}

/// Returns the policy with its first signer, and that signer's key.
fn trust(start: &Start, workspace: &Workspace, key: &KeyAtHand) -> Result<Vec<Change>, InitError> {
    let storage = if key.hardware { Storage::Hardware } else { Storage::Software };
    let fingerprint = key.fingerprint.clone();
    let listed = Key::unverified(&start.handle, key.format, fingerprint, storage);
    let key_file = (listed.file.clone(), key.public.clone());
    let policy = Policy::first(&start.handle, listed).text().into_bytes();
    [(policy::PATH.to_owned(), policy), key_file]
        .into_iter()
        .map(|(path, bytes)| match workspace.read(&path)? {
            None => Ok(Change::create(path, bytes)),
            Some(before) => Ok(Change::replace(path, before, bytes)),
        })
        .collect()
}

/// Takes a file that is there as it is, or makes it.
fn take_up(workspace: &Workspace, path: &str, text: &str) -> Result<Change, WorkspaceError> {
    Ok(match workspace.read(path)? {
        Some(bytes) => Change::existing(path, bytes),
        None => Change::create(path, text),
    })
}

/// Returns the command that `--new-key` would run, as a person types it.
pub fn command_line(words: &[String]) -> String {
    let quoted = words.iter().map(|word| {
        let is_plain =
            word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./,@=".contains(&byte));
        if is_plain { word.clone() } else { format!("'{word}'") }
    });
    quoted.collect::<Vec<_>>().join(" ")
}
