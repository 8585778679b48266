//! `ircase explain`: what a rule, a code, a field, a term or an exit code means.

use serde::Serialize;

use super::{Context, Exit, Failure, Stamp};
use crate::ops::{explain, open};

/// Explain a rule, a field, a word, a term or an exit code
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  $ ircase explain\n  $ ircase explain secondary-contact-missing\n  $ ircase explain agreement.contacts.secondary\n  $ ircase explain --schema incident\n  $ ircase explain near-miss\n  $ ircase explain exit-codes\n  $ ircase explain 7"
)]
pub(super) struct Args {
    /// What to explain; without it, everything that can be explained is listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Print the JSON Schema of a kind, for editors and other programs
    #[arg(long, value_name = "KIND", conflicts_with = "name")]
    schema: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    name: Option<&'a str>,
    text: &'a str,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    if let Some(kind) = &args.schema {
        context.ui.answer(&format!("{:#}", explain::schema(kind).map_err(no_schema)?));
        return Ok(Exit::Done);
    }
    // Explaining works everywhere; in an engagement it knows the levels in force.
    let opened = open::open(&context.directory).ok();
    let engagement = opened.as_ref().map(|opened| &opened.engagement);
    let text = match &args.name {
        None => explain::list(engagement),
        Some(name) => explain::explain(name, engagement).map_err(failure)?.text,
    };
    if context.json {
        let (ircase, name) = (context.stamp("explain"), args.name.as_deref());
        context.ui.answer_json(&Answer { ircase, name, text: &text });
    } else {
        context.ui.answer(&text);
    }
    Ok(Exit::Done)
}

fn no_schema(error: explain::NothingKnown) -> Failure {
    match error.nearest {
        Some(_) => failure(error),
        None => Failure::new(Exit::Usage, error).hint(super::validate::schema_names()),
    }
}

fn failure(error: explain::NothingKnown) -> Failure {
    let hint = match &error.nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "`ircase explain` lists what can be explained".to_owned(),
    };
    Failure::new(Exit::Usage, error).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_code_is_explained() {
        let explained: Vec<u8> = explain::EXIT_CODES.iter().map(|it| it.code).collect();
        // A shell tells of a command that Ctrl-C ended with 128 and the number of the signal.
        let codes = (Exit::Done as u8..=Exit::RecordedOnly as u8).chain([130]);
        assert_eq!(explained, codes.collect::<Vec<_>>());
    }

    #[test]
    fn the_manual_holds_the_same_table() {
        let page = include_str!("../../docs/manual/exit-codes.md");
        let rows = page.lines().filter(|line| line.starts_with("| ") && !line.contains("| code |"));
        let expected = explain::EXIT_CODES.iter().map(|it| {
            format!("| {} | {} | {} |", it.code, it.meaning, it.next).replace("|  |", "| |")
        });
        assert_eq!(rows.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}
