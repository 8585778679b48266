//! `ircase status`: what is open, due and not yet recorded.

use serde::Serialize;

use super::{Context, Exit, Failure, Stamp, emit, ui};
use crate::ops::status::{self, AgreementLine, Duty, OpenIncident, OpenTask, Status, Unsigned};
use crate::validate::AgreementFile;

/// Show what is open, due and not yet recorded
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase status")]
pub(super) struct Args {}

#[derive(Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    #[serde(flatten)]
    status: &'a Status,
}

pub(super) fn run(_: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = super::open(context)?;
    let status = status::status(&opened, context.clock.now())?;
    if context.json {
        context.ui.answer_json(&Answer { ircase: context.stamp("status"), status: &status });
        return Ok(Exit::Done);
    }
    for line in lines(&status) {
        context.ui.answer(&line);
    }
    Ok(Exit::Done)
}

fn lines(status: &Status) -> Vec<String> {
    let codename =
        status.codename.as_deref().map_or_else(|| "(no codename)".to_owned(), ui::foreign);
    let mut lines = vec![format!("Engagement {codename}")];
    lines.push(status.agreement.as_ref().map_or_else(|| "Agreement: none".to_owned(), agreement));
    if status.incidents.is_empty() {
        lines.push("No incident is open.".to_owned());
    }
    lines.extend(status.incidents.iter().map(incident));
    if !status.tasks.is_empty() {
        lines.push("Open tasks:".to_owned());
        lines.extend(status.tasks.iter().map(task));
    }
    if !status.duties.is_empty() {
        lines.push("Still to do:".to_owned());
        lines.extend(status.duties.iter().map(duty));
    }
    if status.errors > 0 {
        let count = status.errors;
        let errors = if count == 1 { "1 error".to_owned() } else { format!("{count} errors") };
        lines.push(format!("{errors} in the documents: `ircase validate` shows where."));
    }
    lines.extend(
        super::levels::line(&status.levels).map(|line| format!("Checked with less: {line}.")),
    );
    lines.extend(emit::cut_off(&status.unseen).map(|line| format!("Not checked: {line}.")));
    if !status.misplaced.is_empty() {
        lines.push("Not in a document's place, and not recorded (`ircase validate` says where they belong):".to_owned());
        lines.extend(status.misplaced.iter().map(|path| format!("  {}", ui::foreign(path))));
    }
    match &status.unsigned {
        None => lines.push("No trail here: nothing in this folder is signed.".to_owned()),
        Some(unsigned) if unsigned.is_empty() && !status.misplaced.is_empty() => {
            lines.push("Everything else is recorded.".to_owned());
        }
        Some(unsigned) if unsigned.is_empty() => lines.push("Everything is recorded.".to_owned()),
        Some(unsigned) => {
            lines.push("Not recorded yet (`ircase record` signs it):".to_owned());
            lines.extend(unsigned.iter().map(file));
        }
    }
    lines
}

fn agreement(agreement: &AgreementLine) -> String {
    let status = agreement.status.map_or("no status", |status| status.as_str());
    let signers: Vec<String> = agreement.signed_by.iter().map(|who| ui::foreign(who)).collect();
    let signed = match signers.is_empty() {
        true => "signed by nobody".to_owned(),
        false => format!("signed by {}", signers.join(", ")),
    };
    let over = match &agreement.ends {
        Some(end) if agreement.is_over => format!(", over since {end}"),
        _ => String::new(),
    };
    let gone = match agreement.file {
        AgreementFile::Readable => String::new(),
        AgreementFile::Deleted => {
            format!(
                "\n  `agreement.md` was deleted from this folder. {}",
                bring_back(agreement.file)
            )
        }
        AgreementFile::Unreadable => {
            format!("\n  `agreement.md` cannot be read. {}", bring_back(agreement.file))
        }
    };
    format!("Agreement: {status}, {signed}{over}{gone}")
}

/// Says how the agreement's file comes back.
pub(super) fn bring_back(file: AgreementFile) -> &'static str {
    match file {
        AgreementFile::Deleted => "`git checkout HEAD -- agreement.md` brings it back",
        AgreementFile::Readable | AgreementFile::Unreadable => {
            "`ircase validate agreement.md` says why"
        }
    }
}

fn incident(incident: &OpenIncident) -> String {
    let title = incident.title.as_deref().map(ui::foreign).unwrap_or_default();
    let state = incident.status.map_or("no status", |status| status.as_str());
    let told = if incident.notifiable { ", must be told" } else { "" };
    let severity = ui::foreign(&incident.severity);
    let entries = incident.entries;
    let id = &incident.id;
    format!("{id}  {state}, severity {severity}{told}, {entries} in the timeline\n  {title}")
}

fn task(task: &OpenTask) -> String {
    let title = task.title.as_deref().map(ui::foreign).unwrap_or_default();
    let owner = task.owner.as_deref().map_or_else(|| "nobody".to_owned(), ui::foreign);
    let due = task.due.as_deref().map_or_else(|| "no day".to_owned(), ui::foreign);
    format!("  {}  {owner}, due {due}: {title}", ui::foreign(&task.id))
}

fn duty(duty: &Duty) -> String {
    let place =
        duty.path.as_deref().map_or_else(String::new, |path| format!("{}: ", ui::foreign(path)));
    format!("  {place}{}", ui::foreign(&duty.message))
}

fn file(unsigned: &Unsigned) -> String {
    let path = ui::foreign(&unsigned.path);
    match unsigned.minutes {
        Some(minutes) => format!("  {path}  for {}", duration(minutes)),
        None => format!("  {path}"),
    }
}

fn duration(minutes: i64) -> String {
    let (days, hours) = (minutes / 1_440, minutes / 60);
    match (days, hours, minutes) {
        (2.., _, _) => format!("{days} days"),
        (_, 2.., _) => format!("{hours} hours"),
        (_, _, 1) => "1 minute".to_owned(),
        _ => format!("{minutes} minutes"),
    }
}
