//! Opening an engagement: its folder and all its documents.

use std::path::Path;

use crate::model::engagement::Engagement;
use crate::workspace::{Workspace, WorkspaceError};

/// An engagement in its folder.
#[derive(Debug)]
pub struct Opened {
    pub workspace: Workspace,
    pub engagement: Engagement,
}

/// Reads the engagement that `start` lies in.
///
/// # Errors
///
/// What the workspace says: no engagement there, or a folder that cannot be read.
pub fn open(start: &Path) -> Result<Opened, WorkspaceError> {
    read(Workspace::find(start)?)
}

/// Reads every document of a folder.
///
/// # Errors
///
/// As [`open`].
pub fn read(workspace: Workspace) -> Result<Opened, WorkspaceError> {
    let (sources, unread) = workspace.documents()?;
    Ok(Opened { engagement: Engagement::assemble(sources, unread), workspace })
}
