//! `ircase validate`: checks the documents against the rules.

use std::path::PathBuf;

use super::emit::{self, Counts, Format, Texts};
use super::fix::{self, Mode};
use super::{Context, Exit, Failure, ui};
use crate::diagnostic::Level;
use crate::model::engagement::Engagement;
use crate::ops::explain;
use crate::ops::select::{self, Reading, SelectError};
use crate::ops::validate::{self, Alone, Checked, Choice, ValidateError};
use crate::shell;
use crate::validate::Rule;
use crate::workspace::Workspace;

/// Check the documents against the rules
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  $ ircase validate
  $ ircase validate agreement.md people
  $ ircase validate --staged --format concise
  $ ircase validate --since HEAD~1 --rule contacts-not-distinct
  $ ircase validate --json
  $ ircase validate --diff agreement.md
  $ ircase validate --fix agreement.md
  $ ircase validate --stdin-path agreement.md - <agreement.md")]
pub(super) struct Args {
    /// Show findings of these documents and folders only; the rules still see everything.
    /// `-` is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Show findings of this rule only; may be given several times
    #[arg(long = "rule", value_name = "NAME")]
    rules: Vec<String>,
    /// Check what is staged in git, and show what that changes
    #[arg(long, conflicts_with = "since")]
    staged: bool,
    /// Check what is recorded, and show what came since this revision of git
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Check these files where they lie as documents of this kind, or as a `safetag-method`
    #[arg(long = "as", value_name = "KIND", requires = "paths", conflicts_with_all = ["staged", "since"])]
    kind: Option<String>,
    /// Where in the engagement the text on standard input belongs
    #[arg(long, value_name = "PATH", conflicts_with_all = ["staged", "since", "kind"])]
    stdin_path: Option<PathBuf>,
    /// Mend what can be mended without a doubt, and show what remains
    ///
    /// With `-n` nothing is written, and the exit code is 1 while there is something to mend
    #[arg(long)]
    fix: bool,
    /// Write nothing, and print what `--fix` would change; exit with 1 if there is any
    #[arg(long)]
    diff: bool,
}

/// What stands for standard input.
const STDIN: &str = "-";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let format = format(args, context)?;
    let rules = validate::rules_named(&args.rules)?;
    if let Some(mode) = mode(args, context) {
        return mend(args, mode, rules, format, context);
    }
    let (checked, engagement) = match &args.kind {
        Some(kind) => {
            let read = alone(args, kind, context)?;
            let (mut checked, alone) = validate::validate_as(kind, read, context.clock.now())?;
            checked.keep(&rules);
            (checked, alone)
        }
        None => {
            let workspace = workspace(args, context)?;
            let input = input(args, &workspace, context)?;
            let reading = match &input {
                Some((path, bytes)) => Reading::With { path, bytes },
                None if args.staged => {
                    Reading::Staged { index: context.settings.git_index.as_deref() }
                }
                None => args.since.as_deref().map_or(Reading::Folder, Reading::Since),
            };
            let subject = select::read(&workspace, reading)?;
            let paths = match &input {
                Some((path, _)) => vec![path.clone()],
                None => relative(args, &workspace, context)?,
            };
            let choice = Choice { paths, rules };
            let checked = validate::validate(&subject, &choice, context.clock.now())?;
            (checked, subject.engagement)
        }
    };
    let exit = answer(&checked, &engagement, Texts::Written, format, context);
    if args.kind.is_some() {
        context.ui.say(
            "each file was checked by itself: what it names, owes and tells takes the engagement",
        );
        context.ui.hint("`ircase validate PATH` in the engagement checks all of it");
    }
    // The process ends here. To take a large engagement apart first would be a tenth of its time.
    std::mem::forget(engagement);
    Ok(exit)
}

/// Returns the engagement's folder; for what is staged also one whose profile was taken out, where
/// only git knows that it is one.
fn workspace(args: &Args, context: &Context) -> Result<Workspace, Failure> {
    let found = Workspace::find(&context.directory);
    if !args.staged || found.is_ok() {
        return Ok(found?);
    }
    let here = Workspace::at(&context.directory)?;
    match here.repository_above().filter(|_| !here.exists(".git")) {
        Some(above) => Ok(Workspace::at(&above)?),
        None if here.exists(".git") => Ok(here),
        None => Ok(found?),
    }
}

fn mode(args: &Args, context: &Context) -> Option<Mode> {
    match (args.diff, args.fix) {
        (true, _) => Some(Mode::Diff),
        (false, true) if context.dry_run => Some(Mode::DryRun),
        (false, true) => Some(Mode::Write),
        (false, false) => None,
    }
}

fn mend(
    args: &Args,
    mode: Mode,
    rules: Vec<&'static Rule>,
    format: Format,
    context: &mut Context,
) -> Result<Exit, Failure> {
    if mode == Mode::Diff && (context.json || args.format.is_some()) {
        return Err(Failure::message(Exit::Usage, "`--diff` prints a patch, in no other format")
            .hint("leave out `--json` or `--format`; `ircase validate --fix -n --json` prints what would remain"));
    }
    if let Some((why, hint)) = not_mended(args, reads_stdin(args)?) {
        let option = if args.diff { "--diff" } else { "--fix" };
        return Err(Failure::message(Exit::Usage, format!("`{option}` {why}")).hint(hint));
    }
    let workspace = Workspace::find(&context.directory)?;
    let choice = Choice { paths: relative(args, &workspace, context)?, rules };
    // A path that matches nothing is told before anything is written.
    let subject = select::read(&workspace, Reading::Folder)?;
    validate::validate(&subject, &choice, context.clock.now())?;
    let fix::Outcome { opened, exit } = fix::run(workspace, &choice, mode, context)?;
    let subject = select::in_folder(&opened.workspace, opened.engagement)?;
    let checked = validate::validate(&subject, &choice, context.clock.now())?;
    let found = match mode {
        Mode::Diff => remain(&checked, context),
        Mode::Write => answer(&checked, &subject.engagement, Texts::Written, format, context),
        Mode::DryRun => answer(&checked, &subject.engagement, Texts::Mended, format, context),
    };
    Ok(exit.unwrap_or(found))
}

/// Says what a patch leaves; the findings themselves would stand in its way.
fn remain(checked: &Checked, context: &Context) -> Exit {
    let errors = Counts::of(&checked.findings).errors;
    if errors > 0 {
        let (errors, verb) = (emit::plural(errors, "error"), if errors == 1 { "s" } else { "" });
        context.ui.say(&format!("{errors} remain{verb}; `ircase validate` shows what"));
    }
    for not_checked in emit::NotChecked::of(checked) {
        context.ui.say(&not_checked.line);
    }
    exit_of(checked, context)
}

/// Returns why what is checked cannot be mended, and what to type instead.
fn not_mended(args: &Args, reads_stdin: bool) -> Option<(&'static str, &'static str)> {
    if args.staged {
        Some((
            "mends documents in the folder, and `--staged` checks what git has staged",
            "`ircase validate --fix PATH`, then `git add PATH`",
        ))
    } else if args.since.is_some() {
        Some((
            "mends documents in the folder, and `--since` checks what is recorded",
            "`ircase validate --fix` mends what lies in the folder now",
        ))
    } else if args.kind.is_some() {
        Some((
            "mends documents of an engagement, and `--as` checks a file by itself",
            "put the file in its place in the engagement, then `ircase validate --fix PATH`",
        ))
    } else if reads_stdin || args.stdin_path.is_some() {
        Some((
            "mends documents in the folder, and standard input is none",
            "save the text, then `ircase validate --fix PATH`",
        ))
    } else {
        None
    }
}

fn answer(
    checked: &Checked,
    engagement: &Engagement,
    texts: Texts,
    format: Format,
    context: &mut Context,
) -> Exit {
    let stamp = context.stamp("validate");
    emit::print(stamp, format, checked, engagement, texts, &mut context.ui);
    exit_of(checked, context)
}

/// Returns the exit code, and says what to do where not everything could be looked at. A document
/// that could not be read has a finding of its own, whether it was asked for or not.
fn exit_of(checked: &Checked, context: &Context) -> Exit {
    let has_error = checked.findings.iter().any(|finding| finding.level == Level::Error);
    let failed = has_error || !checked.unread.is_empty();
    if let Some(first) = checked.unread.first() {
        let path = shell::word(first);
        context.ui.hint(&format!("`ircase validate {path}` says why it could not be read"));
    }
    if !checked.unseen.is_empty() {
        context.ui.hint("bring in the whole history (`git fetch --unshallow`), then check again");
    }
    match (failed, checked.unseen.is_empty()) {
        (true, _) => Exit::Findings,
        (false, true) => Exit::Done,
        (false, false) => Exit::CannotJudge,
    }
}

fn format(args: &Args, context: &Context) -> Result<Format, Failure> {
    match (context.json, args.format) {
        (true, Some(format)) if format != Format::Json => {
            Err(Failure::message(Exit::Usage, "`--json` and `--format` ask for two formats")
                .hint("leave one of them out"))
        }
        (true, _) => Ok(Format::Json),
        (false, format) => Ok(format.unwrap_or_default()),
    }
}

/// Returns the paths as the engagement writes them.
fn relative(args: &Args, workspace: &Workspace, context: &Context) -> Result<Vec<String>, Failure> {
    let relative = |path: &PathBuf| workspace.relative(&context.directory, path);
    Ok(args.paths.iter().map(relative).collect::<Result<_, _>>()?)
}

/// Returns what standard input holds and where it belongs, if it is asked for.
fn input(
    args: &Args,
    workspace: &Workspace,
    context: &Context,
) -> Result<Option<(String, Vec<u8>)>, Failure> {
    match (reads_stdin(args)?, &args.stdin_path) {
        (true, Some(path)) => {
            let path = workspace.relative(&context.directory, path)?;
            Ok(Some((path, context.read_stdin()?)))
        }
        (true, None) => Err(Failure::message(Exit::Usage, "`-` needs to know what it is")
            .hint("say `--stdin-path PATH` for a document of this engagement, or `--as KIND`")),
        (false, Some(_)) => Err(Failure::message(
            Exit::Usage,
            "`--stdin-path` is for what stands on standard input",
        )
        .hint("add `-` as the path to check")),
        (false, None) => Ok(None),
    }
}

/// Returns the files to check by themselves, or what standard input holds.
fn alone(args: &Args, kind: &str, context: &Context) -> Result<Alone, Failure> {
    if reads_stdin(args)? {
        return Ok(validate::read_input(kind, context.read_stdin()?));
    }
    Ok(validate::read_alone(&context.directory, &args.paths)?)
}

fn reads_stdin(args: &Args) -> Result<bool, Failure> {
    let stdin = args.paths.iter().filter(|path| path.as_os_str() == STDIN).count();
    match stdin {
        0 => Ok(false),
        _ if args.paths.len() == 1 && !args.staged && args.since.is_none() => Ok(true),
        _ => Err(Failure::message(Exit::Usage, "`-` stands alone: no other document goes with it")),
    }
}

impl From<ValidateError> for Failure {
    fn from(error: ValidateError) -> Self {
        let (nearest, otherwise) = match &error {
            ValidateError::NoMatch { nearest, .. } => {
                (nearest.as_deref(), "`ircase validate` without a path checks everything")
            }
            ValidateError::NoRule { nearest, .. } => (*nearest, "`ircase explain` lists the rules"),
            ValidateError::NoSchema { nearest: None, .. } => {
                return Self::new(Exit::Usage, error).hint(schema_names());
            }
            ValidateError::NoSchema { nearest, .. } => (*nearest, ""),
            ValidateError::NotThere(_) => (None, "paths are taken from the folder that you are in"),
            ValidateError::Unread { .. } => return Self::new(Exit::InputOutput, error),
            ValidateError::Select(_) | ValidateError::Workspace(_) => return passed_on(error),
        };
        let did_you_mean = nearest.map(|nearest| format!("did you mean `{nearest}`?"));
        let hint = did_you_mean.unwrap_or_else(|| otherwise.to_owned());
        Self::new(Exit::Usage, error).hint(hint)
    }
}

/// Says what a document can be checked as.
pub(super) fn schema_names() -> String {
    format!("there is {}", explain::schema_names().collect::<Vec<_>>().join(", "))
}

fn passed_on(error: ValidateError) -> Failure {
    match error {
        ValidateError::Select(error) => error.into(),
        ValidateError::Workspace(error) => error.into(),
        error => Failure::new(Exit::Usage, error),
    }
}

impl From<SelectError> for Failure {
    fn from(error: SelectError) -> Self {
        match error {
            SelectError::Workspace(error) => error.into(),
            SelectError::Store(error) => error.into(),
            SelectError::NoDocument { ref nearest, .. } => {
                let hint = match nearest {
                    Some(nearest) => format!("did you mean `{}`?", ui::foreign(nearest)),
                    None => {
                        "`ircase explain KIND` says where documents lie: `ircase explain person`"
                            .to_owned()
                    }
                };
                Self::new(Exit::Usage, error).hint(hint)
            }
            SelectError::NoProfile { lies_there } => {
                Self::new(Exit::Refused, error).hint(if lies_there {
                    "`git add ircase.yaml` stages the one that lies in the folder"
                } else {
                    "`git checkout HEAD -- ircase.yaml` brings it back"
                })
            }
            SelectError::NoRevision(_) => Self::new(Exit::Usage, error)
                .hint("`git log` shows revisions; a shallow copy may lack it"),
        }
    }
}
