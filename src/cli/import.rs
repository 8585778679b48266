//! `ircase import`: brings in documents of others.

use std::path::PathBuf;

use super::{Context, Exit, Failure, ui};
use crate::ops::import::safetag::{self, ImportError};
use crate::workspace::Workspace;

/// Bring in a document of somebody else
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum Format {
    /// Bring in a SAFETAG activity as a procedure; nothing of it is lost
    Safetag {
        /// The activity: Markdown with front matter
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Language of the activity, such as en or ar
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
    },
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    let Format::Safetag { file, lang } = args.format;
    let workspace = Workspace::find(&context.directory)?;
    let file = context.directory.join(file);
    let imported = safetag::import(&file, lang.as_deref(), context.clock.now())?;
    if context.dry_run {
        context.ui.answer_bytes(imported.text.as_bytes());
        return Ok(Exit::Done);
    }
    workspace.create_file(&imported.path, imported.text.as_bytes())?;
    context.ui.answer(&imported.path);
    for key in &imported.renamed {
        let key = ui::foreign(key);
        context
            .ui
            .say(&format!("kept `{key}` as `x-safetag-{key}`: a procedure has no such field"));
    }
    let licence = ui::foreign(&imported.licence);
    context.ui.say(&format!("its licence is {licence}: name the source, and share on its terms"));
    context.ui.hint(&format!("sign it into the trail with `ircase record {}`", imported.path));
    Ok(Exit::Done)
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Unreadable { .. } => Self::new(Exit::InputOutput, error),
            ImportError::NotAnActivity { .. } => Self::new(Exit::Findings, error)
                .hint("`ircase validate --as safetag-method FILE` shows every finding in it"),
        }
    }
}
