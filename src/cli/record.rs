//! `ircase record`: signs what changed and adds it to the trail.

use serde::Serialize;

use super::{Context, Exit, Failure, Stamp, ui};
use crate::ops::open;
use crate::ops::record::{
    Asked, Outcome, Plan, PlanError, Recorded, Request, RunError, Together, Wanted, record_changes,
};
use crate::shell;
use crate::validate::levels::{ChangedLevel, Levels};

/// Sign what changed and add it to the trail
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase record\n  $ ircase record agreement\n  \
                        $ ircase record incidents/INC-2026-7KQ2")]
pub(super) struct Args {
    /// Ids or paths; everything that changed when none is given
    #[arg(value_name = "ID|PATH")]
    words: Vec<String>,
    /// Put changes of several incidents into one record
    #[arg(long)]
    together: bool,
    /// Handle of who signs, where keys of several people are here
    #[arg(long = "as", value_name = "HANDLE")]
    signer: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    /// Absent when nothing changed.
    record: Option<RecordAnswer<'a>>,
    /// What is or, with `--dry-run`, would be recorded.
    paths: Vec<&'a str>,
    left_out: Vec<LeftOut<'a>>,
    /// Rules that the engagement switched off or lowered.
    levels: &'a [ChangedLevel],
}

#[derive(Serialize)]
struct RecordAnswer<'a> {
    commit: String,
    signer: &'a str,
    fingerprint: &'a str,
    paths: &'a [String],
    open: &'a [String],
    codes: Vec<&'static str>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    path: &'a str,
    reason: &'a str,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = open::open(&context.directory)?;
    let hands = context.hands(opened.workspace.root());
    let together = if args.together { Together::Yes } else { Together::No };
    let wanted = Wanted { words: &args.words, from: &context.directory, together };
    let now = context.clock.now();
    let asked =
        Asked { hands: &hands, signer: args.signer.as_deref(), now, dry_run: context.dry_run };
    let outcome = record_changes(&opened, &wanted, asked)?;
    let levels = Levels::of_engagement(&opened.engagement).changed();
    let (plan, recorded) = match &outcome {
        Outcome::Nothing(plan) => (plan, None),
        Outcome::Planned(plan, request) => {
            print_planned(plan, request, &levels, context);
            return Ok(Exit::Done);
        }
        Outcome::Recorded(plan, recorded) => (plan, Some(&**recorded)),
    };
    if context.json {
        context.ui.answer_json(&answer(plan, recorded, &levels, context.stamp("record")));
    } else if let Some(recorded) = recorded {
        context.ui.answer(&recorded.commit.to_string());
    }
    say(plan, recorded, context);
    say_levels(&levels, context);
    Ok(if recorded.is_some() && context.ui.answer_failed() {
        Exit::RecordedOnly
    } else {
        Exit::Done
    })
}

/// Prints the paths that would be recorded, one per line.
fn print_planned(plan: &Plan, request: &Request, levels: &[ChangedLevel], context: &mut Context) {
    if context.json {
        context.ui.answer_json(&answer(plan, None, levels, context.stamp("record")));
        return;
    }
    for change in &request.changes {
        context.ui.answer(&ui::foreign(&change.path));
    }
    for rule in &request.open {
        context.ui.say(&format!("  still open: {rule}"));
    }
    say_levels(levels, context);
    context.ui.say(&format!("nothing was signed; {} would sign it", request.author.handle));
}

fn say_levels(levels: &[ChangedLevel], context: &Context) {
    if let Some(line) = super::levels::line(levels) {
        context.ui.say(&line);
    }
}

fn answer<'a>(
    plan: &'a Plan,
    recorded: Option<&'a Recorded>,
    levels: &'a [ChangedLevel],
    ircase: Stamp,
) -> Answer<'a> {
    let left_out = plan.left_out.iter().map(|(path, reason)| LeftOut { path, reason }).collect();
    let record = recorded.map(|recorded| RecordAnswer {
        commit: recorded.commit.to_string(),
        signer: &recorded.handle,
        fingerprint: &recorded.fingerprint,
        paths: &recorded.paths,
        open: &recorded.open,
        codes: recorded.findings.iter().map(|finding| finding.code).collect(),
    });
    let paths = plan.changes.iter().map(|change| change.path.as_str()).collect();
    Answer { ircase, record, paths, left_out, levels }
}

fn say(plan: &Plan, recorded: Option<&Recorded>, context: &Context) {
    for (path, reason) in &plan.left_out {
        context.ui.warning(&format!("`{}` was left out: {reason}", ui::foreign(path)));
    }
    match recorded {
        Some(recorded) => say_recorded(recorded, &context.ui),
        None => context.ui.say("nothing to record: everything is in the trail"),
    }
}

/// Says what a record holds; every command that records says it in these words.
pub(super) fn say_recorded(recorded: &Recorded, ui: &super::Ui) {
    if let Some(recovered) = &recorded.recovered {
        let whether = if recovered.recorded { "is in the trail" } else { "was not recorded" };
        ui.warning(&format!(
            "an earlier command (process {}) was interrupted; what it was about {whether}",
            recovered.journal.pid
        ));
    }
    let count = recorded.paths.len();
    let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    ui.say(&format!("recorded {files}, signed by {}", recorded.handle));
    for path in &recorded.paths {
        ui.say_verbose(&format!("  {}", ui::foreign(path)));
    }
    for rule in &recorded.open {
        ui.say(&format!("  still open: {rule}"));
    }
    say_findings(recorded, ui);
    ui.say_verbose(&format!(
        "record {} with {} key {}",
        recorded.commit, recorded.program, recorded.fingerprint
    ));
}

/// Warns of what is remarkable about a record, such as a broken one before it.
pub(super) fn say_findings(recorded: &Recorded, ui: &super::Ui) {
    for finding in &recorded.findings {
        ui.warning(&format!("{}: {}", finding.code, ui::foreign(&finding.message)));
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Plan(error) => error.into(),
            RunError::Unready(error) => error.into(),
            RunError::Record(error) => error.into(),
            RunError::Store(error) => error.into(),
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        let hint = match error {
            PlanError::Store(error) => return error.into(),
            PlanError::Workspace(error) => return error.into(),
            PlanError::NoMatch { nearest: Some(ref near), .. } => format!("did you mean `{near}`?"),
            PlanError::NoMatch { nearest: None, .. } => {
                "`ircase status` lists what is not recorded".to_owned()
            }
            PlanError::Mixed { ref incidents } => {
                let first = shell::word(incidents.first().map_or("INC", String::as_str));
                format!("record one at a time with `ircase record {first}`, or add `--together`")
            }
            PlanError::Unreadable { .. } => "put a plain text file in its place".to_owned(),
            PlanError::AnotherHand { ref says, .. } => {
                format!("let `{says}` sign it, or take that line out")
            }
        };
        let exit = match error {
            PlanError::NoMatch { .. } | PlanError::Mixed { .. } => Exit::Usage,
            _ => Exit::Findings,
        };
        Self::new(exit, error).hint(hint)
    }
}
