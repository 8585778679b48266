//! Which exit code and which hint each error of `ops` and the hands has.

use std::borrow::Cow;

use super::{Exit, Failure};
use crate::cli::emit;
use crate::ops::draft::DraftError;
use crate::ops::record::{RecordError, Unready};
use crate::ops::write::WriteError;
use crate::shell;
use crate::trail::signer::SignError;
use crate::trail::store::StoreError;
use crate::workspace::WorkspaceError;

fn failure(error: impl Into<anyhow::Error>, exit: Exit, hint: Option<String>) -> Failure {
    Failure { exit, error: error.into(), findings: Vec::new(), hint }
}

fn some(hint: &str) -> Option<String> {
    Some(hint.to_owned())
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        let (exit, hint) = match &error {
            WorkspaceError::NotAnEngagement(_) => (
                Exit::Refused,
                some("start one with `ircase init`, or name its folder with `-C DIR`"),
            ),
            WorkspaceError::NoProfile(_) => {
                (Exit::Refused, some("put the engagement's own `ircase.yaml` back in its place"))
            }
            WorkspaceError::NotAFolder(_) | WorkspaceError::TooMany => (Exit::Refused, None),
            WorkspaceError::Outside(_) => (Exit::Usage, None),
            WorkspaceError::AlreadyThere(_) => {
                (Exit::Refused, some("edit that one, or choose another name"))
            }
            WorkspaceError::Changed(_) => (Exit::Busy, some("try again")),
            WorkspaceError::Io { .. } => (Exit::InputOutput, None),
        };
        failure(error, exit, hint)
    }
}

impl From<DraftError> for Failure {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Workspace(error) => error.into(),
            DraftError::UnknownName { .. } | DraftError::NotText(_) => {
                failure(error, Exit::Findings, None)
            }
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let (exit, hint) = store(&error);
        failure(error, exit, hint)
    }
}

fn store(error: &StoreError) -> (Exit, Option<String>) {
    match error {
        StoreError::NoRepository { .. } => (
            Exit::Refused,
            some("this folder has no trail; `ircase init` starts an engagement with one"),
        ),
        StoreError::NotOurs { .. } => {
            (Exit::Refused, some("copy the folder, so that it belongs to you"))
        }
        StoreError::Elsewhere { .. } | StoreError::AlreadyThere { .. } => (Exit::Refused, None),
        StoreError::Odd { .. } => {
            (Exit::Refused, some("ask whoever gave you this folder, or fetch the engagement anew"))
        }
        StoreError::Setting { .. } => {
            (Exit::Refused, some("take it out of `.git/config`; your own settings may have it"))
        }
        StoreError::Unsupported { .. } => {
            (Exit::Refused, some("ircase reads repositories with SHA-1 ids and plain references"))
        }
        StoreError::Unmerged => {
            (Exit::Refused, some("`git status` names the files; settle each, then `git add` it"))
        }
        StoreError::Unreadable { .. } => (Exit::Refused, None),
        StoreError::Missing { .. } => (
            Exit::CannotJudge,
            some("fetch the whole history: a shallow or partial copy is not enough"),
        ),
        StoreError::TooLarge { .. } => (Exit::CannotJudge, None),
        StoreError::TooMany { .. } => (Exit::CannotJudge, some("`ircase verify` names the record")),
        StoreError::Damaged { .. } => {
            (Exit::Broken, some("keep this copy as it is, and compare it with another one"))
        }
        StoreError::Busy { .. } | StoreError::Moved => (Exit::Busy, some("try again")),
        StoreError::Io { .. } | StoreError::Git { .. } => (Exit::InputOutput, None),
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        let (exit, hint) = record(&error);
        match error {
            RecordError::Store(error) => failure(error, exit, hint),
            RecordError::Workspace(error) => error.into(),
            error => failure(error, exit, hint),
        }
    }
}

fn record(error: &RecordError) -> (Exit, Option<String>) {
    match error {
        RecordError::Store(error) => store(error),
        RecordError::Detached { branch } => {
            let branch = branch.as_deref().map_or(Cow::Borrowed("BRANCH"), shell::word);
            let hint = format!("an old state is checked out; go back with `git switch {branch}`");
            (Exit::Refused, Some(hint))
        }
        RecordError::InProgress(_) => {
            (Exit::Refused, some("finish it or give it up first; `git status` says how"))
        }
        RecordError::NoPolicy => {
            (Exit::Refused, some("`ircase init` starts a folder with a policy"))
        }
        RecordError::Policy(_) | RecordError::Tree(_) => {
            (Exit::Broken, some("`ircase verify` says which record is wrong"))
        }
        RecordError::Nothing => (Exit::Done, None),
        RecordError::Choose(error) => signing(error),
        RecordError::ChangedMeanwhile { .. } => (Exit::Busy, some("look at it and try again")),
        RecordError::Workspace(_) => (Exit::InputOutput, None),
        RecordError::Message(_) => (Exit::Findings, None),
        RecordError::Signing { paths, source } => {
            let (exit, reason) = signing(source);
            let paths = paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>();
            let kept = match paths.is_empty() {
                true => String::new(),
                false => format!("; kept on disk: {}", paths.join(", ")),
            };
            let what = reason.unwrap_or_else(|| "sign it with `ircase record`".to_owned());
            (exit, Some(format!("{what}{kept}")))
        }
        RecordError::Refused { .. } => (
            Exit::Findings,
            some(
                "put back what was recorded; correct an entry with `ircase note --supersedes ENTRY \"...\"`",
            ),
        ),
        RecordError::After { .. } => {
            (Exit::RecordedOnly, some("do not record it again; `ircase verify` checks the trail"))
        }
    }
}

/// Returns what to do when no signature came.
fn signing(error: &SignError) -> (Exit, Option<String>) {
    let hint = match error {
        SignError::NoKey | SignError::NoListedKey => {
            "plug in the token, or sign on the computer that holds the key"
        }
        SignError::Unusable { .. } => "extend the key or make a new one, then try again",
        SignError::Several { .. } => "say who signs with `--as HANDLE`",
        SignError::NotTheirs { .. } => "sign on the computer that holds their key",
        SignError::Cancelled | SignError::WrongPassphrase => {
            "sign it with `ircase record`, with the right passphrase"
        }
        SignError::Locked { .. } => "unlock the key in a terminal, then `ircase record`",
        SignError::Card { .. } => "plug in and touch the token, then `ircase record`",
        SignError::TimedOut { .. } => {
            "answer the question for the passphrase, then `ircase record`"
        }
        SignError::NotBuilt => "use an SSH key, or a build with OpenPGP",
        SignError::Failed { .. } | SignError::Run(_) => "mend that, then `ircase record`",
    };
    (Exit::SigningFailed, some(hint))
}

impl From<Unready> for Failure {
    fn from(error: Unready) -> Self {
        let findings = match &error {
            Unready::Store(_) => Vec::new(),
            Unready::Blocked(checked) => emit::blocking(&checked.blocking, &checked.engagement),
        };
        match error {
            Unready::Store(error) => error.into(),
            Unready::Blocked(_) => {
                let hint = some("mend that, then `ircase record`");
                Self { findings, ..failure(error, Exit::Findings, hint) }
            }
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Draft(error) => error.into(),
            WriteError::Workspace(error) => error.into(),
            WriteError::Random(_) => failure(error, Exit::InputOutput, None),
            WriteError::Unsigned { path, source } => {
                let why = Self::from(source);
                let command = format!("ircase record {}", shell::word(&path));
                let hint = format!("what you typed is kept; sign it with `{command}`");
                // The message says that it is not signed; only the reason is missing.
                let reason = match why.error.downcast::<RecordError>() {
                    Ok(RecordError::Signing { source, .. }) => anyhow::Error::new(source),
                    Ok(error) => anyhow::Error::new(error),
                    Err(error) => error,
                };
                let error = reason.context(format!("`{path}` is written, but not signed"));
                Self { exit: why.exit, findings: why.findings, error, hint: Some(hint) }
            }
        }
    }
}
