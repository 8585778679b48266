//! `ircase new`: starts a document.

use std::str::FromStr;

use super::failure::unknown_word;
use serde::Serialize;

use super::{Context, Exit, Failure, Stamp, contacts as contacts_command, ui};
use crate::model::agreement::Agreement;
use crate::model::id;
use crate::model::incident::Origin;
use crate::model::person::Function;
use crate::model::vocabulary::Party;
use crate::ops::contacts;
use crate::ops::new::{self, Draft, FirstReport, Note, Setting};
use crate::ops::open::{self, Opened};
use crate::ops::write::{self, Pen, Sign, Written};
use crate::sys;
use crate::trail::policy::is_handle;
use crate::trail::signer::Hands;

/// Start a document; prints its path
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  $ ircase new agreement
  $ ircase new person zw --party organization --function management
  $ ircase new procedure \"When the website is down\"
  $ ircase new incident \"nmap took web01 down\" --caused")]
pub(super) struct Args {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// The agreement with the organization
    Agreement,
    /// Somebody who takes part
    Person {
        /// Short name that stands in paths; take no true name
        handle: String,
        /// Which side they stand on
        #[arg(long, default_value = "organization", value_parser = Party::from_str)]
        party: Party,
        /// What they do here; may be given several times
        #[arg(long = "function", value_name = "FUNCTION", value_parser = Function::from_str)]
        functions: Vec<Function>,
    },
    /// Steps that somebody follows
    Procedure {
        /// Its title
        title: String,
    },
    /// An incident; it is signed at once
    Incident(IncidentArgs),
    /// A line of a timeline; it is signed at once
    Entry {
        /// What happened
        text: String,
        /// Id of the incident; without it the line belongs to the engagement
        #[arg(long, value_name = "INC")]
        incident: Option<String>,
        #[command(flatten)]
        sign: SignArgs,
    },
}

#[derive(Debug, clap::Args)]
struct IncidentArgs {
    /// What happened, in one sentence
    text: String,
    /// The auditor caused it
    #[arg(long, group = "origin")]
    caused: bool,
    /// The auditor found it
    #[arg(long, group = "origin")]
    uncovered: bool,
    /// The organization told of it
    #[arg(long, group = "origin")]
    reported: bool,
    /// Id of an agreed severity, such as sev2
    #[arg(long, value_name = "SEVERITY")]
    severity: Option<String>,
    #[command(flatten)]
    sign: SignArgs,
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = open::open(&context.directory)?;
    match args.kind {
        Kind::Incident(args) => incident(args, &opened, context),
        Kind::Entry { text, incident, sign } => {
            let incident = incident.map(|id| super::known_incident(&opened, &id)).transpose()?;
            let note = Note { text, ..Note::default() };
            super::note::add(&opened, incident.as_deref(), &note, &sign, context)
        }
        kind => draft(kind, &opened, context),
    }
}

/// Writes a document that is filled in by hand and recorded afterwards.
fn draft(kind: Kind, opened: &Opened, context: &mut Context) -> Result<Exit, Failure> {
    let setting = setting(opened, context)?;
    let draft: Draft = match kind {
        Kind::Agreement => new::agreement(&setting, &auditor_of(opened))?,
        Kind::Person { handle, party, functions } => {
            if !is_handle(&handle) {
                let message = format!("`{}` is not a handle", ui::foreign(&handle));
                return Err(Failure::message(Exit::Usage, message)
                    .hint("use lower-case letters, digits and `-`, such as `zw`"));
            }
            new::person(&setting, &handle, party, &functions)?
        }
        Kind::Procedure { title } => new::procedure(&setting, &title)?,
        Kind::Incident(_) | Kind::Entry { .. } => return Ok(Exit::Usage),
    };
    if context.dry_run {
        context.ui.answer_bytes(draft.text.as_bytes());
        return Ok(Exit::Done);
    }
    opened.workspace.create_file(&draft.path, draft.text.as_bytes())?;
    if context.json {
        let answer = Answer { ircase: Stamp::of("new"), path: &draft.path, record: None };
        context.ui.answer_json(&answer);
    } else {
        context.ui.answer(&draft.path);
    }
    context
        .ui
        .hint(&format!("fill in what stands behind `#`, then `ircase record {}`", draft.path));
    Ok(Exit::Done)
}

fn incident(args: IncidentArgs, opened: &Opened, context: &mut Context) -> Result<Exit, Failure> {
    let agreement = opened.engagement.agreement().map(|(_, agreement)| agreement);
    if let (Some(severity), Some(agreement)) = (&args.severity, agreement) {
        check_severity(severity, agreement)?;
    }
    if args.text.trim().is_empty() {
        return Err(Failure::message(
            Exit::Usage,
            "an incident needs a sentence that says what happened",
        )
        .hint("`ircase new incident \"nmap took web01 down\"`"));
    }
    let origin = match (args.caused, args.uncovered, args.reported) {
        (true, _, _) => Origin::CausedByAuditor,
        (_, true, _) => Origin::UncoveredByAuditor,
        (_, _, true) => Origin::ReportedByOrganization,
        _ => Origin::Unknown,
    };
    let report = FirstReport { text: args.text, origin, severity: args.severity };
    let (now, engagement, workspace) = (context.clock.now(), &opened.engagement, &opened.workspace);
    let hands = context.hands(workspace.root());
    let pen = args.sign.pen(&hands, context);
    let written = write::write(opened, &pen, |_, random| {
        new::incident(&Setting::of(engagement, workspace, now, random), &report)
    })?;
    let exit = answer(&written, context);
    let id = id::of_path(&written.path);
    say_whom_to_call(opened, &id, &report, agreement, context);
    Ok(exit)
}

fn check_severity(severity: &str, agreement: &Agreement) -> Result<(), Failure> {
    let ids = || agreement.severities.iter().filter_map(|severity| severity.id.as_deref());
    if severity == "unknown" || ids().any(|id| id == severity) || ids().next().is_none() {
        return Ok(());
    }
    Err(unknown_word("the agreement has no severity", severity, ids()))
}

/// Says whom to call, or that it may wait.
fn say_whom_to_call(
    opened: &Opened,
    id: &str,
    report: &FirstReport,
    agreement: Option<&Agreement>,
    context: &Context,
) {
    let ui = &context.ui;
    let Some(sheet) = contacts::contacts(&opened.engagement, context.clock.now()) else {
        ui.warning("there is no agreement that says whom to call");
        return;
    };
    let severity = report.severity.as_deref();
    if !agreement.is_none_or(|agreement| agreement.is_notifiable(severity)) {
        ui.say("Below what must be told. If unsure, tell them all the same.");
        return;
    }
    if sheet.organization.is_empty() {
        ui.say("This must be told.");
        ui.warning("the agreement names nobody to call: fill in `contacts` in `agreement.md`");
    } else {
        ui.say("This must be told. Call now:");
    }
    for person in &sheet.organization {
        for line in contacts_command::lines_of(person) {
            ui.say(&line);
        }
    }
    if let Some(first) = sheet.organization.first() {
        let channel = first.channels.first().and_then(|channel| channel.kind);
        let channel = channel.map_or_else(String::new, |kind| format!(" --channel {kind}"));
        let (who, id) = (ui::foreign(&first.handle), ui::foreign(id));
        ui.say("Then write down that you reached them:");
        ui.say(&format!("  ircase note {id} \"Told {who}\" --to {who}{channel} --reached yes"));
    }
    if report.origin == Origin::CausedByAuditor {
        ui.say("Stop what you are doing. Both sides decide whether the audit is suspended:");
        ui.say("write it into `suspension` of the incident, with who agreed and how.");
    }
}

/// Answers with the path of a document, and says that it is signed, or what is still to do; with
/// the document itself when nothing was to be written. Returns the exit code of the command.
pub(super) fn answer(written: &Written, context: &mut Context) -> Exit {
    if context.dry_run {
        context.ui.answer_bytes(written.text.as_bytes());
        return Exit::Done;
    }
    if context.json {
        context.ui.answer_json(&Answer::of(written));
    } else {
        context.ui.answer(&written.path);
    }
    match &written.record {
        Some(record) => {
            context.ui.say(&format!("signed by `{}`", record.handle));
            super::record::say_findings(record, &context.ui);
        }
        None => context.ui.hint(&format!("not signed yet: `ircase record {}`", written.path)),
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

impl<'a> Answer<'a> {
    fn of(written: &'a Written) -> Self {
        let record = written.record.as_ref().map(|record| RecordAnswer {
            commit: record.commit.to_string(),
            signer: &record.handle,
            fingerprint: &record.fingerprint,
            open: &record.open,
        });
        Self { ircase: Stamp::of("new"), path: &written.path, record }
    }
}

/// How a document that is signed at once is signed.
#[derive(Debug, clap::Args)]
pub(super) struct SignArgs {
    /// Sign it later, with `ircase record`
    #[arg(long)]
    later: bool,
    /// Handle of who signs, when keys of several people are on this computer
    #[arg(long = "as", value_name = "HANDLE")]
    signer: Option<String>,
}

impl SignArgs {
    pub(super) fn pen<'a>(&'a self, hands: &'a Hands, context: &Context) -> Pen<'a> {
        let sign = match (context.dry_run, self.later) {
            (true, _) => Sign::DryRun,
            (false, true) => Sign::Later,
            (false, false) => Sign::Now,
        };
        Pen { hands, wanted: self.signer.as_deref(), now: context.clock.now(), sign }
    }
}

fn setting<'a>(opened: &'a Opened, context: &Context) -> Result<Setting<'a>, Failure> {
    let random = sys::random_bytes().map_err(|error| Failure::new(Exit::InputOutput, error))?;
    Ok(Setting::of(&opened.engagement, &opened.workspace, context.clock.now(), random))
}

/// Returns the handle of the first person on the auditor's side.
fn auditor_of(opened: &Opened) -> String {
    let mut people = opened.engagement.people();
    let auditor = people.find(|(_, person)| person.party == Some(Party::Auditor));
    auditor.map_or("auditor", |(document, _)| document.id.as_str()).to_owned()
}
