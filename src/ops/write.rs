//! Writing a document and signing it in the same breath.
//!
//! What a person typed is never lost: when it cannot be signed, it stays on disk and the error
//! says where.

use jiff::Timestamp;

use super::draft::DraftError;
use super::new::Draft;
use super::open::Opened;
use super::record::{self, Change, Recorded, RunError};
use crate::sys;
use crate::trail::signer::Hands;
use crate::workspace::WorkspaceError;

/// When a document is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Now,
    /// Not before `ircase record`.
    Later,
    /// Not at all: nothing is written.
    DryRun,
}

/// A document that was written.
#[derive(Debug)]
pub struct Written {
    pub path: String,
    pub text: String,
    /// `None` when it is signed later, or not at all.
    pub record: Option<Recorded>,
}

/// Why a document was not written, or not signed.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("`{path}` is written, but not signed")]
    Unsigned { path: String, source: RunError },
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error("the system gives no random bytes")]
    Random(#[source] std::io::Error),
}

/// What every signed document needs.
#[derive(Debug, Clone, Copy)]
pub struct Pen<'a> {
    pub hands: &'a Hands,
    /// Handle of who signs, when the user named one.
    pub wanted: Option<&'a str>,
    pub now: Timestamp,
    pub sign: Sign,
}

/// How often a new id is drawn when the first is taken.
pub const DRAWS_MAX: usize = 8;

/// Makes a document, writes it, and signs it into the trail.
///
/// `make` is given the handle of who signs, if known, and random bytes for an id; it is called
/// again when that id is taken.
///
/// # Errors
///
/// [`WriteError::Unsigned`] when the document is on disk and not in the trail; the others before
/// anything is written.
pub fn write(
    opened: &Opened,
    pen: &Pen<'_>,
    make: impl Fn(Option<&str>, [u8; 4]) -> Result<Draft, DraftError>,
) -> Result<Written, WriteError> {
    let author = match pen.sign {
        Sign::Later => None,
        Sign::Now | Sign::DryRun => {
            Some(record::author(opened.workspace.root(), pen.hands, pen.wanted))
        }
    };
    let handle = author.as_ref().and_then(|it| it.as_ref().ok()).map(|it| it.handle.clone());
    let Draft { path, text } = untaken(opened, |random| make(handle.as_deref(), random))?;
    let recorded = match (author, pen.sign) {
        (_, Sign::DryRun) => None,
        (None, _) => {
            opened.workspace.create_file(&path, text.as_bytes())?;
            None
        }
        (Some(author), _) => {
            let change = Change::create(&*path, &*text);
            let recorded = author.map_err(RunError::Record).and_then(|author| {
                let request = record::ready(opened, vec![change], author, pen.now)?;
                Ok(record::record(&request, pen.hands)?)
            });
            Some(recorded.map_err(|source| unsigned(opened, &path, &text, source))?)
        }
    };
    Ok(Written { path, text, record: recorded })
}

/// Sees to it that what was typed is on disk, and says that it is not signed.
fn unsigned(opened: &Opened, path: &str, text: &str, source: RunError) -> WriteError {
    if !opened.workspace.exists(path)
        && let Err(error) = opened.workspace.create_file(path, text.as_bytes())
    {
        return error.into();
    }
    WriteError::Unsigned { path: path.to_owned(), source }
}

fn untaken(
    opened: &Opened,
    make: impl Fn([u8; 4]) -> Result<Draft, DraftError>,
) -> Result<Draft, WriteError> {
    let mut draft = make(sys::random_bytes().map_err(WriteError::Random)?)?;
    for _ in 1..DRAWS_MAX {
        if !opened.workspace.exists(&draft.path) {
            return Ok(draft);
        }
        draft = make(sys::random_bytes().map_err(WriteError::Random)?)?;
    }
    // What has no random id has one place.
    if opened.workspace.exists(&draft.path) {
        return Err(WorkspaceError::AlreadyThere(draft.path).into());
    }
    Ok(draft)
}
