//! `ircase completions`: what a shell needs to complete commands and options.

use clap_complete::Shell;

use super::{Context, Exit, Failure};

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase completions bash")]
pub(super) struct Args {
    shell: Shell,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "ircase", &mut script);
    context.ui.answer_bytes(&script);
    Ok(Exit::Done)
}
