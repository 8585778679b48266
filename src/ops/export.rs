//! The engagement as data: which documents a format takes.

use crate::export::table::{self, NotATable};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::id;
use crate::model::kind::Kind;

/// A table that goes out and comes in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// People and how to reach them.
    Contacts,
    /// Entries, of one incident or of the engagement.
    Timeline,
    Tasks,
}

impl Table {
    pub fn kind(self) -> Kind {
        match self {
            Self::Contacts => Kind::Person,
            Self::Timeline => Kind::Entry,
            Self::Tasks => Kind::Task,
        }
    }
}

/// Why nothing could be written out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("there is nothing to write out: no {}", .0.name())]
    Nothing(Kind),
    #[error(transparent)]
    NotATable(#[from] NotATable),
}

/// Returns a table as CSV; of a timeline that of one incident, or what belongs to none.
///
/// # Errors
///
/// When there is no such document, or one cannot stand in a table.
pub fn export(
    engagement: &Engagement,
    table: Table,
    incident: Option<&str>,
) -> Result<String, ExportError> {
    let kind = table.kind();
    let is_meant = |document: &&TypedDocument| {
        table != Table::Timeline || id::incident_of_path(&document.path) == incident
    };
    let documents: Vec<&TypedDocument> = engagement
        .documents
        .iter()
        .filter(|document| Kind::at_path(&document.path) == Some(kind))
        .filter(is_meant)
        .collect();
    if documents.is_empty() {
        return Err(ExportError::Nothing(kind));
    }
    Ok(table::table(engagement, documents)?)
}
