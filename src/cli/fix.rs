//! `ircase validate --fix` and `--diff`: mends what has one meaning, and says what it did.

use super::emit::{self, Reader};
use super::{Context, Exit, Failure, diff, fmt, ui};
use crate::ops::fix::{self, ForWhom, Mended, Step};
use crate::ops::open::{self, Opened};
use crate::ops::rewrite::{self, Written};
use crate::ops::select::SelectError;
use crate::ops::validate::{self, Choice};
use crate::validate::rules;
use crate::workspace::Workspace;

/// What to do with the fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    /// Say what would be written.
    DryRun,
    /// Print what would be written as a unified diff.
    Diff,
}

/// What there is after mending.
pub(super) struct Outcome {
    /// The engagement as it is now, or as it would be.
    pub(super) opened: Opened,
    /// Input or output, when some document could not be written; findings, while a fix is not
    /// written.
    pub(super) exit: Option<Exit>,
}

/// Mends the documents of a folder.
pub(super) fn run(
    workspace: Workspace,
    choice: &Choice<'_>,
    mode: Mode,
    context: &mut Context,
) -> Result<Outcome, Failure> {
    let opened = open::read(workspace)?;
    let now = context.clock.now();
    let recorded = rewrite::recorded(&opened)?;
    let is_chosen = |engagement: &_, finding: &_| choice.takes(engagement, finding);
    let check = |opened: &Opened| validate::findings(opened, now);
    let mended = fix::mend(&opened, &recorded, is_chosen, check).map_err(SelectError::from)?;
    let written = match mode {
        Mode::Write => rewrite::write(&opened, &mended.rewrites),
        Mode::DryRun | Mode::Diff => Written {
            paths: mended.rewrites.iter().map(|rewrite| rewrite.path.clone()).collect(),
            failed: Vec::new(),
        },
    };
    if mode == Mode::Diff {
        diff::answer(&mended.rewrites, &opened.engagement, context);
    }
    say(&mended, &written, mode, context);
    let is_owed = mode != Mode::Write && !mended.rewrites.is_empty();
    match fmt::exit_of(&written) {
        None => Ok(Outcome { opened: mended.opened, exit: is_owed.then_some(Exit::Findings) }),
        // What could not be written is as it was: look again.
        failed => Ok(Outcome { opened: open::read(opened.workspace)?, exit: failed }),
    }
}

/// Returns what a fix does, or what its rule says in general where that may not be shown.
fn title(step: &Step, reader: Reader) -> String {
    let is_shown = match step.for_whom {
        ForWhom::All => true,
        ForWhom::Person => reader == Reader::Person,
        ForWhom::Nobody => false,
    };
    let in_general = || rules::named(step.rule).map_or(step.rule, |rule| rule.summary).to_owned();
    if is_shown { ui::foreign(&step.title) } else { in_general() }
}

fn say(mended: &Mended, written: &Written, mode: Mode, context: &Context) {
    let done = if mode == Mode::Write { "fixed" } else { "would fix" };
    let is_written = |path: &String| written.paths.contains(path);
    let applied = mended.applied.iter().filter(|step| is_written(&step.path));
    let reader = Reader::of(&std::io::stderr());
    let mut count = 0;
    for step in applied {
        count += 1;
        let (path, line, title) = (ui::foreign(&step.path), step.line, title(step, reader));
        context.ui.say(&format!("{done}: {path}:{line}: {title} ({})", step.rule));
    }
    for (step, why) in &mended.taken_back {
        let (path, line, title) = (ui::foreign(&step.path), step.line, title(step, reader));
        context.ui.say(&format!("not fixed: {path}:{line}: {title} ({}): {why}", step.rule));
    }
    for (path, why) in &mended.left_alone {
        context.ui.say(&format!("left alone: {}: {why}", ui::foreign(path)));
    }
    fmt::say_failed(written, context);
    let unwritten = mended.applied.len() - count;
    if unwritten > 0 {
        context.ui.say(&format!("{} could not be fixed", emit::plural(unwritten, "finding")));
    }
    match count {
        0 if unwritten > 0 => {}
        0 => context.ui.say("nothing to fix"),
        _ => context.ui.say(&format!(
            "{done} {} in {}",
            emit::plural(count, "finding"),
            emit::plural(written.paths.len(), "document")
        )),
    }
}
