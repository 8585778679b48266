//! `ircase export`: writes the engagement as data.

use std::path::PathBuf;

use super::{Context, Exit, Failure};
use crate::ops::export::{self, ExportError, Table};
use crate::ops::open;
use crate::workspace;

/// Write people, a timeline or tasks as a table
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  $ ircase export contacts\n  $ ircase export contacts -o people.csv\n\n`ircase import` reads these tables again."
)]
pub(super) struct Args {
    /// What to write
    #[arg(value_enum, value_name = "TABLE")]
    table: TableName,
    /// Id of the incident whose timeline it is; without it, what belongs to no incident
    #[arg(value_name = "INC")]
    incident: Option<String>,
    /// Where to write it; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum TableName {
    Contacts,
    Timeline,
    Tasks,
}

impl From<TableName> for Table {
    fn from(name: TableName) -> Self {
        match name {
            TableName::Contacts => Self::Contacts,
            TableName::Timeline => Self::Timeline,
            TableName::Tasks => Self::Tasks,
        }
    }
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = open::open(&context.directory)?;
    let table = Table::from(args.table);
    if args.incident.is_some() && table != Table::Timeline {
        return Err(Failure::message(Exit::Usage, "only a timeline belongs to an incident"));
    }
    let incident =
        args.incident.as_deref().map(|id| super::known_incident(&opened, id)).transpose()?;
    let text = export::export(&opened.engagement, table, incident.as_deref())?;
    if args.output.as_os_str() == "-" || context.dry_run {
        context.ui.answer_bytes(text.as_bytes());
    } else {
        workspace::write_outside(&context.directory.join(&args.output), text.as_bytes())?;
        context.ui.answer(&args.output.display().to_string());
    }
    if table == Table::Contacts {
        context
            .ui
            .warning("this table names people and how to reach them; keep it where they are safe");
    }
    Ok(Exit::Done)
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Nothing(_) => Self::new(Exit::Usage, error),
            ExportError::NotATable(_) => Self::new(Exit::Findings, error),
        }
    }
}
