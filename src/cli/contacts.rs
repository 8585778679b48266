//! `ircase contacts`: whom to reach now, and how.

use serde::Serialize;

use super::failure::unknown_incident;
use super::{Context, Exit, Failure, Stamp, ui};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::{AGREEMENT_PATH, Engagement};
use crate::model::person::Channel;
use crate::ops::contacts::{self, AnswersAt, ContactSheet, Question, Reach, Reachable, Role};
use crate::ops::open::Opened;
use crate::ops::when::{self, WhenError};
use crate::shell;
use crate::validate::reach::Limit;
use crate::validate::{AgreementFile, Standing};

/// Show whom to reach now, and how
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  $ ircase contacts
  $ ircase contacts --at \"Sunday 03:00\" --without zw --without signal")]
pub(super) struct Args {
    /// Id of the incident, to say whether it must be told
    #[arg(value_name = "INC")]
    incident: Option<String>,
    /// Show whom to reach at another time: `03:00`, `Sunday 03:00`, `2026-11-22 03:00`
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Leave out a person, or a kind of channel; may be given several times
    #[arg(long, value_name = "HANDLE|CHANNEL")]
    without: Vec<String>,
}

impl Args {
    /// Returns whether the question is about another time than now, or about somebody's absence.
    fn supposes(&self) -> bool {
        self.at.is_some() || !self.without.is_empty()
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    #[serde(flatten)]
    sheet: &'a ContactSheet,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = super::open(context)?;
    let question = question(args, &opened.engagement, context)?;
    let Some(sheet) = contacts::contacts(&opened, &question) else {
        return Err(Failure::message(
            Exit::Findings,
            "there is no agreement that says whom to call",
        )
        .hint("write one with `ircase new agreement`"));
    };
    if let Some(id) = &args.incident {
        say_whether_told(&opened, id, context)?;
    }
    if context.json {
        context.ui.answer_json(&Answer { ircase: context.stamp("contacts"), sheet: &sheet });
    } else {
        if args.supposes() {
            context.ui.answer(&supposed(&sheet, &opened.engagement));
        }
        print(&sheet, context);
        say_whether_reached(&sheet, args, context);
    }
    Ok(Exit::Done)
}

fn question(args: &Args, engagement: &Engagement, context: &Context) -> Result<Question, Failure> {
    let now = context.clock.now();
    let without = contacts::without(engagement, &args.without).map_err(|error| {
        let hint = match &error.nearest {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`ircase contacts` shows the handles; a channel is phone, signal, email ..."
                .to_owned(),
        };
        Failure::message(Exit::Usage, ui::foreign(&error.to_string())).hint(hint)
    })?;
    let Some(text) = &args.at else { return Ok(Question { at: now, without }) };
    let hint = "`03:00`, `Sunday 03:00`, `2026-11-22 03:00` or `2026-11-22T03:00:00-04:00`";
    let time = when::resolve_for(engagement, when::resolve_ahead, text, now);
    let time = time.map_err(|error: WhenError| Failure::new(Exit::Usage, error).hint(hint))?;
    let unknown = || Failure::message(Exit::Usage, "`--at` needs a time that is known").hint(hint);
    Ok(Question { at: time.instant().ok_or_else(unknown)?, without })
}

/// Says in one line what is asked: `At Sunday 2026-11-22 03:00 (UTC), without zw`.
fn supposed(sheet: &ContactSheet, engagement: &Engagement) -> String {
    let at = sheet.at.zoned().map(|at| at.strftime("%A %F %H:%M").to_string());
    let zone = engagement.zone();
    let zone = zone.iana_name().unwrap_or("UTC");
    let without: Vec<String> = sheet.without.iter().map(|word| ui::foreign(word)).collect();
    let without = match &*without {
        [] => String::new(),
        words => format!(", without {}", words.join(" and ")),
    };
    format!("At {} ({zone}){without}", at.unwrap_or_default())
}

/// Says at the end whether the organization is reached, where that was the question, or is in doubt.
fn say_whether_reached(sheet: &ContactSheet, args: &Args, context: &mut Context) {
    let limit = Limit { minutes: sheet.within_minutes, severity: None }.in_words();
    let whom = format!("of the organization is reachable within {limit} on an allowed channel");
    match (sheet.is_organization_reached, args.supposes()) {
        (true, true) => context.ui.answer(&format!("The organization is reached within {limit}.")),
        (true, false) => {}
        (false, true) => context.ui.answer(&format!("Nobody {whom}.")),
        (false, false) => context.ui.warning(&format!("nobody {whom}")),
    }
}

fn say_whether_told(opened: &Opened, id: &str, context: &Context) -> Result<(), Failure> {
    let Some((document, incident)) = opened.engagement.incident(id) else {
        return Err(unknown_incident(&opened.engagement, id));
    };
    let severity = incident.severity.as_deref();
    let must = contacts::must_be_told(opened, document, incident);
    let severity = ui::foreign(severity.unwrap_or("unknown"));
    let id = &document.id;
    context.ui.say(&match must {
        true => format!("{id} has severity {severity}: it must be told"),
        false => format!("{id} has severity {severity}: below what must be told"),
    });
    Ok(())
}

/// Says which text of the agreement was read, where that is not plain.
fn agreement_warning(sheet: &ContactSheet) -> Option<String> {
    let is_active = sheet.agreement_status == Some(AgreementStatus::Active);
    if sheet.agreement_file != AgreementFile::Readable {
        return Some(file_warning(sheet.agreement_file, sheet));
    }
    match sheet.standing {
        Standing::Earlier | Standing::Then | Standing::Later => Some(format!(
            "the agreement was changed and not yet signed by both; this is the one that both signed{}",
            last_signed(sheet)
        )),
        Standing::Unsigned if is_active => {
            Some("the agreement is active, but not signed by both".to_owned())
        }
        Standing::Signed | Standing::Unsigned if !is_active => {
            let status = sheet.agreement_status.map_or("no status", AgreementStatus::as_str);
            Some(format!("the agreement is not active ({status})"))
        }
        Standing::Signed | Standing::Unsigned => None,
    }
}

/// Returns the documents of which not all could be read; an agreement that cannot be read at all
/// is told in words of its own.
fn unreadable(sheet: &ContactSheet) -> impl Iterator<Item = &str> {
    let is_told =
        |path: &str| path == AGREEMENT_PATH && sheet.agreement_file != AgreementFile::Readable;
    sheet.unreadable.iter().map(String::as_str).filter(move |path| !is_told(path))
}

/// Says that not all of a document could be read, and how to find out why.
pub(super) fn half_read(path: &str) -> String {
    let (shown, word) = (ui::foreign(path), shell::word(path));
    let word = ui::foreign(&word);
    format!(
        "`{shown}` cannot be read; this is what could be read of it. `ircase validate {word}` says why"
    )
}

/// Says that the folder's agreement was not read, which one was, and how to bring it back.
fn file_warning(file: AgreementFile, sheet: &ContactSheet) -> String {
    let what = match file {
        AgreementFile::Deleted => "was deleted from this folder",
        AgreementFile::Readable | AgreementFile::Unreadable => "cannot be read",
    };
    let which = match sheet.standing {
        Standing::Unsigned => "what could be read of it, which not both have signed".to_owned(),
        _ => format!("the recorded one that both signed{}", last_signed(sheet)),
    };
    let back = super::status::bring_back(file);
    format!("`agreement.md` {what}; this is {which}. {back}")
}

/// Returns ` on 2026-11-02`, the day of the last signature.
fn last_signed(sheet: &ContactSheet) -> String {
    let times = sheet.signed.iter().filter_map(|signed| signed.at.as_ref());
    let last = times.filter_map(|time| time.zoned()).max_by_key(|time| time.timestamp());
    last.map_or_else(String::new, |time| format!(" on {}", time.strftime("%F")))
}

/// Prints the whole sheet as an answer.
fn print(sheet: &ContactSheet, context: &mut Context) {
    if let Some(warning) = agreement_warning(sheet) {
        context.ui.warning(&warning);
    }
    for path in unreadable(sheet) {
        context.ui.warning(&half_read(path));
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
    for reach in &sheet.others {
        let who = ui::foreign(&reach.handle);
        let role = match &reach.stands_in_for {
            Some(for_whom) => format!("{who} stands in for {}", ui::foreign(for_whom)),
            None => who,
        };
        if let Some(answers) = answers(reach) {
            context.ui.answer(&format!("{role}: {answers}"));
        }
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
    if let Some(answers) = person.reach.as_ref().and_then(answers) {
        lines.push(format!("          {answers}"));
    }
    lines.extend(person.channels.iter().map(|channel| format!("          {}", way(channel))));
    for kind in &person.forbidden {
        lines.push(format!("          {kind} is left out: the agreement forbids it"));
    }
    for key in &person.keys {
        let kind = ui::foreign(key.key_type.as_deref().unwrap_or("key"));
        lines.push(format!("          {kind} key {}", ui::foreign(&key.fingerprint)));
    }
    let path = format!("people/{}.md", ui::foreign(&person.handle));
    if !person.is_whole {
        lines.push(format!("          `{path}` cannot be read: a way may be missing here"));
    } else if !person.known {
        lines.push(format!("          no document: write `{path}`"));
    } else if person.channels.is_empty() {
        lines.push("          no channel is written down".to_owned());
    }
    lines
}

/// Returns when somebody answers, in words; nothing where nothing is known.
fn answers(reach: &Reach) -> Option<String> {
    let channels: Vec<&str> = reach.channels.iter().map(|kind| kind.as_str()).collect();
    let channels = channels.join(", ");
    let from = reach.at.as_ref().and_then(|at| at.zoned());
    let from = from.map(|at| at.strftime("%A %H:%M").to_string()).unwrap_or_default();
    Some(match reach.answers {
        AnswersAt::Unknown => return None,
        AnswersAt::Now => format!("answers at once on {channels}"),
        AnswersAt::Later => format!("answers from {from} on {channels}"),
        AnswersAt::No => "answers at no hour that is written down".to_owned(),
        AnswersAt::NotTold => "is not to be told yet".to_owned(),
        AnswersAt::LeftOut => "left out".to_owned(),
    })
}

fn way(channel: &Channel) -> String {
    let kind = channel.kind.map_or("?", |kind| kind.as_str());
    let value = ui::foreign(channel.value.as_deref().unwrap_or_default());
    let when = match (channel.immediate_24x7, &channel.hours) {
        (Some(true), _) => "day and night".to_owned(),
        (_, Some(hours)) => {
            let zone = channel.time_zone.as_ref();
            let zone = zone.map(|zone| format!(" ({})", ui::foreign(zone.as_str())));
            format!("{}{}", ui::foreign(hours.as_str()), zone.unwrap_or_default())
        }
        _ => String::new(),
    };
    let guarded = if channel.e2ee == Some(true) { "end-to-end encrypted" } else { "" };
    let parts = [value, when, guarded.to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{kind}: {}", parts.join(", "))
}
