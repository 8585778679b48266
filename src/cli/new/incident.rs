//! `ircase new incident`: writes down that something happened, and says whom to call.

use super::super::failure::unknown_word;
use super::super::{Context, Exit, Failure, contacts as contacts_command, ui};
use super::written::{SignArgs, answer};
use crate::model::id;
use crate::model::incident::Origin;
use crate::ops::contacts::{self, Question, Severity};
use crate::ops::new::{self, FirstReport, Setting};
use crate::ops::open::Opened;
use crate::ops::write;

#[derive(Debug, clap::Args)]
pub(super) struct IncidentArgs {
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

pub(super) fn incident(
    args: IncidentArgs,
    opened: &Opened,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let severity = contacts::severity(opened, args.severity.as_deref());
    if let (Severity::NotAgreed(ids), Some(typed)) = (&severity, &args.severity) {
        let ids = ids.iter().map(String::as_str);
        return Err(unknown_word("the agreement has no severity", typed, ids));
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
    say_whom_to_call(opened, id, &report, &severity, context);
    Ok(exit)
}

/// Says whom to call, or that it may wait.
fn say_whom_to_call(
    opened: &Opened,
    id: &str,
    report: &FirstReport,
    severity: &Severity,
    context: &Context,
) {
    let ui = &context.ui;
    let Some(sheet) = contacts::contacts(opened, &Question::at(context.clock.now())) else {
        ui.warning("there is no agreement that says whom to call");
        return;
    };
    if *severity == Severity::BelowThreshold {
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
