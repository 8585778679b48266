//! `ircase fmt`: puts front matter into canonical form.

use std::path::PathBuf;

use serde::Serialize;

use super::failure::causes;
use super::{Context, Exit, Failure, Stamp, diff, emit, ui};
use crate::model::engagement::Engagement;
use crate::ops::fmt::{self, Formatted};
use crate::ops::open;
use crate::ops::rewrite::{self, LeftAlone, Written};
use crate::ops::validate::ValidateError;
use crate::workspace::WorkspaceError;

/// Put front matter into canonical form
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase fmt\n  $ ircase fmt --diff agreement.md people\n  \
                        $ ircase fmt --check")]
pub(super) struct Args {
    /// Only these documents and folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; list what is not in canonical form and exit with 1 if there is any
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change and exit with 1 if there is any
    #[arg(long)]
    diff: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    documents: usize,
    /// Paths that were written, or would be.
    changed: Vec<&'a str>,
    left_alone: Vec<Left<'a>>,
    failed: Vec<Left<'a>>,
}

#[derive(Serialize)]
struct Left<'a> {
    path: &'a str,
    why: String,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = open::open(&context.directory)?;
    let relative = |path: &PathBuf| opened.workspace.relative(&context.directory, path);
    let paths = args.paths.iter().map(relative).collect::<Result<Vec<_>, _>>()?;
    let formatted = fmt::format(&opened, &paths).map_err(|error| match error {
        ValidateError::NoMatch { nearest: None, .. } => Failure::new(Exit::Usage, error)
            .hint("`ircase fmt` without a path looks at every document"),
        error => error.into(),
    })?;
    let is_dry = context.dry_run || args.check || args.diff;
    let rewrites = &formatted.rewrites;
    let written = match is_dry {
        true => Written {
            paths: rewrites.iter().map(|rewrite| rewrite.path.clone()).collect(),
            failed: Vec::new(),
        },
        false => rewrite::write(&opened, rewrites),
    };
    answer(args, &formatted, &written, &opened.engagement, context);
    let unreadable = |(_, why): &(String, LeftAlone)| {
        !matches!(why, LeftAlone::RecordedEntry { .. } | LeftAlone::Signed)
    };
    if let Some(exit) = exit_of(&written) {
        return Ok(exit);
    }
    let is_found = (args.check || args.diff) && !rewrites.is_empty();
    match is_found || formatted.left_alone.iter().any(unreadable) {
        true => Ok(Exit::Findings),
        false => Ok(Exit::Done),
    }
}

fn answer(
    args: &Args,
    formatted: &Formatted,
    written: &Written,
    engagement: &Engagement,
    context: &mut Context,
) {
    let Formatted { documents, rewrites, left_alone } = formatted;
    if context.json {
        let left = left_alone.iter().map(|(path, why)| Left { path, why: why.to_string() });
        let failed = written.failed.iter().map(|(path, error)| Left { path, why: cause(error) });
        context.ui.answer_json(&Answer {
            ircase: context.stamp("fmt"),
            documents: *documents,
            changed: written.paths.iter().map(String::as_str).collect(),
            left_alone: left.collect(),
            failed: failed.collect(),
        });
        return;
    }
    if args.diff {
        diff::answer(rewrites, engagement, context);
    } else {
        for path in &written.paths {
            context.ui.answer(&ui::foreign(path));
        }
    }
    for (path, why) in left_alone {
        context.ui.say(&format!("left alone: {}: {why}", ui::foreign(path)));
    }
    say_failed(written, context);
    let done = if args.check || args.diff || context.dry_run { "would change" } else { "changed" };
    context.ui.say(&format!(
        "looked at {}: {} {done}",
        emit::plural(*documents, "document"),
        written.paths.len()
    ));
}

/// Says which documents could not be written, also with `--quiet`.
pub(super) fn say_failed(written: &Written, context: &Context) {
    for (path, error) in &written.failed {
        context.ui.error(&format!("`{}` is as it was: {}", ui::foreign(path), cause(error)));
    }
}

/// Returns the exit code where some document could not be written: busy, where somebody else was at
/// work on each of them.
pub(super) fn exit_of(written: &Written) -> Option<Exit> {
    let is_busy =
        |(_, error): &(String, WorkspaceError)| matches!(error, WorkspaceError::Changed(_));
    let exit = if written.failed.iter().all(is_busy) { Exit::Busy } else { Exit::InputOutput };
    (!written.failed.is_empty()).then_some(exit)
}

pub(super) fn cause(error: &WorkspaceError) -> String {
    causes(anyhow::Chain::new(error))
}
