//! The command line: one file per command, which declares arguments and prints; no logic.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use jiff::Timestamp;

use crate::clock::{Clock, FixedClock, SystemClock};
use crate::document::unread::DOCUMENT_BYTES_MAX;
use crate::ops::open::{self, Opened};
use crate::ops::record::hands;
use crate::settings::{self, Settings};
use crate::trail::signer::{Hands, Questions};

mod agreement;
mod completions;
mod contacts;
mod diff;
mod emit;
mod explain;
mod export;
mod failure;
mod fix;
mod fmt;
mod import;
mod init;
mod levels;
mod log;
mod new;
mod note;
mod record;
mod report;
mod show;
mod sign_child;
mod status;
mod ui;
mod validate;
mod verify;

pub(crate) use failure::{Exit, Failure};
pub(crate) use ui::Ui;

/// Keeps a security audit's incident file as plain Markdown and YAML, every step signed
#[derive(Debug, Parser)]
#[command(
    name = "ircase",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Everywhere")]
struct Global {
    /// Work in this folder instead of the current one
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// Take this as the present time (RFC 3339, with offset)
    #[arg(long, value_name = "TIME", global = true)]
    now: Option<String>,
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    /// Print the answer only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more about what is done
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t, global = true)]
    color: ui::ColorWhen,
    /// Never ask anything
    #[arg(long, global = true)]
    no_input: bool,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long, global = true)]
    dry_run: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    // Begin
    Init(init::Args),
    New(new::Args),
    Import(import::Args),
    Agreement(agreement::Args),
    // Respond
    Contacts(contacts::Args),
    Note(note::Args),
    Status(status::Args),
    // Keep
    Validate(validate::Args),
    Fmt(fmt::Args),
    Record(record::Args),
    Verify(verify::Args),
    Log(log::Args),
    Show(show::Args),
    // Share
    Report(report::Args),
    Export(export::Args),
    // Understand
    Explain(explain::Args),
    // Tools
    Completions(completions::Args),
    #[command(name = crate::trail::signer::CHILD_COMMAND, hide = true)]
    SignChild(sign_child::Args),
}

/// What every command is given.
pub(crate) struct Context {
    pub(crate) settings: Settings,
    pub(crate) clock: Box<dyn Clock>,
    /// The present time, where somebody set it.
    set_now: Option<Timestamp>,
    /// Whether `IRCASE_NOW` set it, which is easily forgotten.
    is_now_of_environment: bool,
    pub(crate) ui: Ui,
    /// The folder to work in: `-C`, or the current one.
    pub(crate) directory: PathBuf,
    pub(crate) json: bool,
    pub(crate) no_input: bool,
    /// Every command that writes shows what it would write instead.
    pub(crate) dry_run: bool,
    /// This program's own path, for the child that signs.
    pub(crate) program: Option<PathBuf>,
}

impl Context {
    /// Returns the head of this command's answer in JSON.
    pub(crate) fn stamp(&self, command: &'static str) -> Stamp {
        Stamp::of(command, self.set_now)
    }

    /// Reads standard input to its end, at most a little more than a document may hold.
    pub(crate) fn read_stdin(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut bytes);
        read.map_err(|error| {
            let error = anyhow::Error::new(error).context("cannot read standard input");
            Failure::new(Exit::InputOutput, error)
        })?;
        Ok(bytes)
    }

    /// Returns what there is for signing in this folder.
    pub(crate) fn hands(&self, root: &Path) -> Hands {
        let hands = hands(Some(root), self.settings.home.clone(), self.program.clone());
        let questions = if self.no_input { Questions::Never } else { Questions::Allowed };
        Hands { questions, ..hands }
    }
}

/// Reads the engagement, and says so where the times that are shown are in no zone of its own.
pub(crate) fn open(context: &Context) -> Result<Opened, Failure> {
    let opened = open::open(&context.directory)?;
    if opened.engagement.zone_is_in_doubt() {
        context.ui.warning("the time zone in `ircase.yaml` cannot be read: times are in UTC");
        context.ui.hint("`ircase validate ircase.yaml` says why");
    }
    Ok(opened)
}

/// Returns the id of an incident as its folder has it.
pub(crate) fn known_incident(opened: &Opened, id: &str) -> Result<String, Failure> {
    let found = opened.engagement.incident(id).map(|(document, _)| document.id.to_string());
    found.ok_or_else(|| failure::unknown_incident(&opened.engagement, id))
}

/// The head of every JSON answer: which format it is in, which command it answers, and when.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct Stamp {
    /// The number of the format; it changes when a reader would have to.
    format: u32,
    /// The command that answers.
    command: &'static str,
    /// The time that was taken as the present one (RFC 3339); only where it was set, by `--now` or
    /// by `IRCASE_NOW`.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<String>,
}

impl Stamp {
    /// Returns the head of this command's answer in the first format; fields may be added to it.
    fn of(command: &'static str, now: Option<Timestamp>) -> Self {
        Self { format: 1, command, now: now.map(|now| now.to_string()) }
    }
}

/// Runs the program: parses the arguments, does the command, prints, and returns the exit code.
/// `program` is this program's own path.
pub fn run(arguments: impl IntoIterator<Item = OsString>, program: Option<PathBuf>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // clap prints help and version to stdout (0) and wrong usage to stderr (2).
        Err(error) => {
            let failed = error.print().is_err();
            return if failed { Exit::InputOutput.into() } else { exit_of_clap(&error) };
        }
    };
    let ui = Ui::new(
        arguments.global.color,
        arguments.global.quiet,
        arguments.global.verbose,
        settings::columns(),
    );
    let mut context = match context(arguments.global, ui, program) {
        Ok(context) => context,
        Err((ui, failure)) => return fail(&ui, &failure),
    };
    // The child talks to nobody but the command that started it.
    if !matches!(arguments.command, Command::SignChild(_)) {
        say_set_now(&context);
    }
    let result = dispatch(arguments.command, &mut context);
    finish(&context, result)
}

/// Returns the whole command tree, for the reference, completions and manual pages.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Returns the JSON Schemas of the formats of our own in which findings are printed, by name.
pub fn output_schemas() -> Vec<(&'static str, serde_json::Value)> {
    emit::schemas()
}

fn dispatch(command: Command, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        Command::Init(args) => init::run(args, context),
        Command::New(args) => new::run(args, context),
        Command::Agreement(args) => agreement::run(args, context),
        Command::Import(args) => import::run(args, context),
        Command::Status(args) => status::run(&args, context),
        Command::Note(args) => note::run(args, context),
        Command::Contacts(args) => contacts::run(&args, context),
        Command::Verify(args) => verify::run(args, context),
        Command::Record(args) => record::run(&args, context),
        Command::Log(args) => log::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::Export(args) => export::run(&args, context),
        Command::Explain(args) => explain::run(&args, context),
        Command::Fmt(args) => fmt::run(&args, context),
        Command::Validate(args) => validate::run(&args, context),
        Command::Report(args) => report::run(args, context),
        Command::Completions(args) => completions::run(&args, context),
        Command::SignChild(args) => sign_child::run(&args, context),
    }
}

fn exit_of_clap(error: &clap::Error) -> ExitCode {
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() }
}

fn context(global: Global, ui: Ui, program: Option<PathBuf>) -> Result<Context, (Ui, Failure)> {
    let settings = match Settings::from_environment() {
        Ok(settings) => settings,
        Err(error) => {
            let error = anyhow::Error::new(error).context("cannot find the current folder");
            return Err((ui, Failure::new(Exit::InputOutput, error)));
        }
    };
    let given = global.now.as_ref().or(settings.now.as_ref());
    let Ok(set_now) = given.map(|text| settings::parse_now(text)).transpose() else {
        let (option, how) = match global.now {
            Some(_) => ("`--now`", "write it like `--now 2026-11-21T03:10:00+01:00`"),
            None => ("`IRCASE_NOW`", "`unset IRCASE_NOW` takes the true time again"),
        };
        let text = ui::foreign(given.map(String::as_str).unwrap_or_default());
        let message = format!("{option} says `{text}`, which is no time with its offset from UTC");
        return Err((ui, Failure::message(Exit::Usage, message).hint(how)));
    };
    let clock: Box<dyn Clock> = match set_now {
        None => Box::new(SystemClock),
        Some(now) => Box::new(FixedClock(now)),
    };
    let directory = match global.directory {
        Some(directory) => settings.current_dir.join(directory),
        None => settings.current_dir.clone(),
    };
    Ok(Context {
        settings,
        clock,
        set_now,
        is_now_of_environment: global.now.is_none(),
        ui,
        directory,
        json: global.json,
        no_input: global.no_input,
        dry_run: global.dry_run,
        program,
    })
}

/// Says that a clock does not run: who forgot that it was set would trust every deadline.
fn say_set_now(context: &Context) {
    let Some(now) = context.set_now else { return };
    let by = if context.is_now_of_environment { ", by `IRCASE_NOW`" } else { "" };
    context.ui.say(&format!("the present time is taken to be {now}{by}"));
}

fn finish(context: &Context, result: Result<Exit, Failure>) -> ExitCode {
    match result {
        Err(failure) => fail(&context.ui, &failure),
        Ok(Exit::RecordedOnly) => {
            let message = "recorded, but the answer could not be printed";
            let failure = Failure::message(Exit::RecordedOnly, message);
            fail(&context.ui, &failure.hint("do not repeat it; `ircase log` shows the record"))
        }
        // Who stops reading knows it; a full disk has to be told.
        Ok(_) if context.ui.reader_left() => Exit::InputOutput.into(),
        Ok(_) if context.ui.answer_failed() => {
            let message = "the answer could not be printed";
            fail(&context.ui, &Failure::message(Exit::InputOutput, message))
        }
        Ok(exit) => exit.into(),
    }
}

fn fail(ui: &Ui, failure: &Failure) -> ExitCode {
    for finding in &failure.findings {
        ui.finding(finding);
    }
    ui.error(&failure.sentence());
    if let Some(hint) = &failure.hint {
        ui.hint_of_error(hint);
    }
    failure.exit.into()
}
