//! `ircase validate`: checks the documents against the rules.

use std::path::PathBuf;

use super::emit::{self, Counts, Format};
use super::{Context, Exit, Failure};
use crate::diagnostic::Diagnostic;
use crate::ops::open;
use crate::ops::validate::{self, Checked, ValidateError};
use crate::source::Sources;

/// Check the documents against the rules
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  $ ircase validate\n  $ ircase validate agreement.md people\n  $ ircase validate --json"
)]
pub(super) struct Args {
    /// Show findings of these documents and folders only; the rules still see everything
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(short, long, value_enum, default_value_t)]
    format: Format,
    /// Check these files where they lie as documents of this kind, or as a `safetag-method`
    #[arg(long = "as", value_name = "KIND", requires = "paths")]
    kind: Option<String>,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let format = if context.json { Format::Json } else { args.format };
    if let Some(kind) = &args.kind {
        let checked = validate::validate_as(kind, &context.directory, &args.paths);
        let (checked, sources) = checked.map_err(failure)?;
        return Ok(print(&checked, &sources, format, context));
    }
    let opened = open::open(&context.directory)?;
    let relative = |path: &PathBuf| opened.workspace.relative(&context.directory, path);
    let paths = args.paths.iter().map(relative).collect::<Result<Vec<_>, _>>()?;
    let checked = validate::validate(&opened, &paths, context.clock.now()).map_err(failure)?;
    Ok(print(&checked, &opened.engagement.sources, format, context))
}

fn print(checked: &Checked, sources: &Sources, format: Format, context: &mut Context) -> Exit {
    let Checked { findings, documents } = checked;
    match format {
        Format::Json => {
            context.ui.answer_json(&emit::json("validate", findings, sources, *documents));
        }
        Format::Text => {
            let width = context.ui.width();
            for finding in findings {
                context.ui.answer(&format!("{}\n", emit::text(finding, sources, width)));
            }
            context.ui.answer(&summary(findings, *documents));
        }
    }
    if Counts::of(findings).errors == 0 { Exit::Done } else { Exit::Findings }
}

fn summary(findings: &[Diagnostic], documents: usize) -> String {
    let Counts { errors, warnings, notes } = Counts::of(findings);
    let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let found: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| plural(count, name))
        .collect();
    let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
    format!("checked {}: {found}", plural(documents, "document"))
}

fn plural(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

fn failure(error: ValidateError) -> Failure {
    let did_you_mean = |nearest: Option<&str>| match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "`ircase validate` without a path checks everything".to_owned(),
    };
    match error {
        ValidateError::NoMatch { ref nearest, .. } => {
            let hint = did_you_mean(nearest.as_deref());
            Failure::new(Exit::Usage, error).hint(hint)
        }
        ValidateError::NoSchema { nearest, .. } => {
            let hint = did_you_mean(nearest);
            Failure::new(Exit::Usage, error).hint(hint)
        }
        ValidateError::Unread { .. } => Failure::new(Exit::Usage, error),
        ValidateError::Workspace(error) => error.into(),
        ValidateError::Store(error) => error.into(),
    }
}
