//! `ircase contacts`: whom to reach now, and how.

use serde::Serialize;

use super::failure::unknown_incident;
use super::{Context, Exit, Failure, Stamp, ui};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::Engagement;
use crate::model::person::Channel;
use crate::ops::contacts::{self, ContactSheet, Reachable, Role};
use crate::ops::open;

/// Show whom to reach now, and how
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase contacts")]
pub(super) struct Args {
    /// Id of the incident, to say whether it must be told
    #[arg(value_name = "INC")]
    incident: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    #[serde(flatten)]
    sheet: &'a ContactSheet,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = open::open(&context.directory)?;
    let now = context.clock.now();
    let Some(sheet) = contacts::contacts(&opened.engagement, now) else {
        return Err(Failure::message(
            Exit::Findings,
            "there is no agreement that says whom to call",
        )
        .hint("write one with `ircase new agreement`"));
    };
    if let Some(id) = &args.incident {
        say_whether_told(&opened.engagement, id, context)?;
    }
    if context.json {
        context.ui.answer_json(&Answer { ircase: Stamp::of("contacts"), sheet: &sheet });
    } else {
        print(&sheet, context);
    }
    Ok(Exit::Done)
}

fn say_whether_told(engagement: &Engagement, id: &str, context: &Context) -> Result<(), Failure> {
    let Some((document, incident)) = engagement.incident(id) else {
        return Err(unknown_incident(engagement, id));
    };
    let agreement = engagement.agreement().map(|(_, agreement)| agreement);
    let severity = incident.severity.as_deref();
    let must = agreement.is_none_or(|agreement| agreement.is_notifiable(severity));
    let severity = ui::foreign(severity.unwrap_or("unknown"));
    let id = &document.id;
    context.ui.say(&match must {
        true => format!("{id} has severity {severity}: it must be told"),
        false => format!("{id} has severity {severity}: below what must be told"),
    });
    Ok(())
}

/// Prints the whole sheet as an answer.
fn print(sheet: &ContactSheet, context: &mut Context) {
    if sheet.agreement_status != Some(AgreementStatus::Active) {
        let status = sheet.agreement_status.map_or("no status", AgreementStatus::as_str);
        context.ui.warning(&format!("the agreement is not active ({status})"));
    }
    if let Some(end) = &sheet.agreement_ended {
        context.ui.warning(&format!("the agreement ended at {end}"));
    }
    for (heading, people) in [("Organization", &sheet.organization), ("Auditor", &sheet.auditor)] {
        context.ui.answer(heading);
        for person in people {
            for line in lines_of(person) {
                context.ui.answer(&line);
            }
        }
        if people.is_empty() {
            context.ui.answer("  nobody is named in the agreement");
        }
    }
    for step in &sheet.escalation {
        let (after, who) = (ui::foreign(&step.after), ui::foreign(&step.who));
        context.ui.answer(&format!("No answer after {after}: {who}"));
    }
    if !sheet.forbidden_channels.is_empty() {
        let kinds: Vec<&str> = sheet.forbidden_channels.iter().map(|kind| kind.as_str()).collect();
        context.ui.answer(&format!("Never use: {}", kinds.join(", ")));
    }
    for (label, text) in [("Meet at", &sheet.meeting_place), ("Refer to", &sheet.refer)] {
        if let Some(text) = text {
            context.ui.answer(&format!("{label}: {}", ui::foreign(text)));
        }
    }
}

/// Returns the lines about one person: who, when, and each way to reach them.
pub(super) fn lines_of(person: &Reachable) -> Vec<String> {
    let role = match person.role {
        Role::Primary => "first",
        Role::Secondary => "second",
        Role::Alternate => "then",
    };
    let name = person.name.as_deref().filter(|name| *name != person.handle);
    let name = name.map(ui::foreign).unwrap_or_default();
    let mut lines =
        vec![format!("  {role:<7} {} {name}", ui::foreign(&person.handle)).trim_end().to_owned()];
    if let Some(absence) = &person.away {
        let deputy = absence.deputy.as_deref().map_or("nobody", |deputy| deputy);
        lines.push(format!("          away today; {} stands in", ui::foreign(deputy)));
    }
    lines.extend(person.channels.iter().map(|channel| format!("          {}", way(channel))));
    for kind in &person.forbidden {
        lines.push(format!("          {kind} is left out: the agreement forbids it"));
    }
    for key in &person.keys {
        let kind = ui::foreign(key.key_type.as_deref().unwrap_or("key"));
        lines.push(format!("          {kind} key {}", ui::foreign(&key.fingerprint)));
    }
    if !person.known {
        lines.push(format!(
            "          no document: write `people/{}.md`",
            ui::foreign(&person.handle)
        ));
    } else if person.channels.is_empty() {
        lines.push("          no channel is written down".to_owned());
    }
    lines
}

fn way(channel: &Channel) -> String {
    let kind = channel.kind.map_or("?", |kind| kind.as_str());
    let value = ui::foreign(channel.value.as_deref().unwrap_or_default());
    let when = match (channel.immediate_24x7, &channel.hours) {
        (Some(true), _) => "day and night".to_owned(),
        (_, Some(hours)) => {
            let zone = channel.time_zone.as_deref().map(|zone| format!(" ({})", ui::foreign(zone)));
            format!("{}{}", ui::foreign(hours.as_str()), zone.unwrap_or_default())
        }
        _ => String::new(),
    };
    let guarded = if channel.e2ee == Some(true) { "end-to-end encrypted" } else { "" };
    let parts = [value, when, guarded.to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{kind}: {}", parts.join(", "))
}
