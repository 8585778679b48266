//! What became of a document that was written: its path, and whether it is signed.

use serde::Serialize;

use super::super::{Context, Exit, Stamp};
use crate::ops::write::{Pen, Sign, Written};
use crate::shell;
use crate::trail::signer::Hands;

/// Answers with the path of a document, and says that it is signed, or what is still to do; with
/// the document itself when nothing was to be written. Returns the exit code of the command.
pub(in crate::cli) fn answer(written: &Written, context: &mut Context) -> Exit {
    if context.dry_run {
        context.ui.answer_bytes(written.text.as_bytes());
        return Exit::Done;
    }
    if context.json {
        context.ui.answer_json(&Answer::of(written, context.stamp("new")));
    } else {
        context.ui.answer(&written.path);
    }
    match &written.record {
        Some(record) => {
            context.ui.say(&format!("signed by `{}`", record.handle));
            crate::cli::record::say_findings(record, &context.ui);
        }
        None => context
            .ui
            .hint(&format!("not signed yet: `ircase record {}`", shell::word(&written.path))),
    }
    // Who repeats a command that failed would record it twice.
    let recorded_only = written.record.is_some() && context.ui.answer_failed();
    if recorded_only { Exit::RecordedOnly } else { Exit::Done }
}

/// What was written, as JSON.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    path: &'a str,
    /// `null` when it is signed later.
    record: Option<RecordAnswer<'a>>,
}

#[derive(Debug, Serialize)]
struct RecordAnswer<'a> {
    commit: String,
    signer: &'a str,
    fingerprint: &'a str,
    /// Names of the duty rules that are still open.
    open: &'a [String],
}

/// Answers with the path of a document that is signed later.
pub(super) fn say_path(context: &mut Context, path: &str) {
    if context.json {
        let answer = Answer { ircase: context.stamp("new"), path, record: None };
        context.ui.answer_json(&answer);
    } else {
        context.ui.answer(path);
    }
}

impl<'a> Answer<'a> {
    fn of(written: &'a Written, ircase: Stamp) -> Self {
        let record = written.record.as_ref().map(|record| RecordAnswer {
            commit: record.commit.to_string(),
            signer: &record.handle,
            fingerprint: &record.fingerprint,
            open: &record.open,
        });
        Self { ircase, path: &written.path, record }
    }
}

/// How a document that is signed at once is signed.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SignArgs {
    /// Sign it later, with `ircase record`
    #[arg(long)]
    later: bool,
    /// Handle of who signs, when keys of several people are on this computer
    #[arg(long = "as", value_name = "HANDLE")]
    signer: Option<String>,
}

impl SignArgs {
    pub(in crate::cli) fn pen<'a>(&'a self, hands: &'a Hands, context: &Context) -> Pen<'a> {
        let sign = match (context.dry_run, self.later) {
            (true, _) => Sign::DryRun,
            (false, true) => Sign::Later,
            (false, false) => Sign::Now,
        };
        Pen { hands, wanted: self.signer.as_deref(), now: context.clock.now(), sign }
    }
}
