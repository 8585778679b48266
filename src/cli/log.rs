//! `ircase log`: who recorded what, and when.

use std::path::Path;

use serde::Serialize;

use super::{Context, Exit, Failure, Stamp, ui};
use crate::ops::log::{self, Told};
use crate::ops::record::is_meant;
use crate::trail::store::Store;

/// Show the trail
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase log\n  $ ircase log agreement")]
pub(super) struct Args {
    /// Id of an incident or document, or a path; the whole trail when none is given
    #[arg(value_name = "INC|PATH")]
    word: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    ircase: Stamp,
    /// Newest first. What each record claims; `verify` says what holds.
    records: Vec<Told>,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = super::open(context)?;
    let store = Store::open(opened.workspace.root())?;
    let records = match &args.word {
        None => log::log(&store, &|_| true)?,
        Some(word) => {
            let typed = opened.workspace.relative(&context.directory, Path::new(word)).ok();
            log::log(&store, &|path| is_meant(path, word, typed.as_deref()))?
        }
    };
    if let Some(word) = args.word.as_ref().filter(|_| records.is_empty()) {
        let message = format!("no record has anything called `{}`", ui::foreign(word));
        return Err(Failure::message(Exit::Usage, message).hint("`ircase log` shows all records"));
    }
    if context.json {
        context.ui.answer_json(&Answer { ircase: context.stamp("log"), records });
        return Ok(Exit::Done);
    }
    for told in &records {
        print(told, context);
    }
    if records.is_empty() {
        context.ui.say("the trail is empty");
    } else {
        context.ui.say_verbose("this is what the records say; `ircase verify` checks them");
    }
    Ok(Exit::Done)
}

/// Prints a record as a heading and one line per change.
pub(super) fn print(told: &Told, context: &mut Context) {
    let when = told.recorded_at.as_deref().unwrap_or("time unknown");
    let who = told.handle.as_deref().unwrap_or("unknown");
    context.ui.answer(&format!("{}  {when}  {}", told.record.short(), ui::foreign(who)));
    for step in &told.steps {
        context.ui.answer(&format!("  {}", ui::foreign(&step.words())));
    }
    for rule in &told.open {
        context.ui.answer(&format!("  open: {}", ui::foreign(rule)));
    }
    if let Some(fault) = &told.fault {
        context.ui.answer(&format!("  not readable: {}", ui::foreign(fault)));
    }
}
