//! `ircase init`: turns a folder into an engagement.

use std::path::PathBuf;

use super::{Context, Exit, Failure};

/// Turn a folder into an engagement
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder; made when missing
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    let folder = context.directory.join(args.folder);
    Err(Failure::message(
        Exit::Refused,
        format!("`init` of `{}` is not built yet", folder.display()),
    ))
}
