//! `ircase note`: says what happened, and signs it.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::failure::unknown_word;
use super::new::{SignArgs, answer};
use super::{Context, Exit, Failure, known_incident};
use crate::model::engagement::{AGREEMENT_PATH, Engagement};
use crate::model::entry::{EntryType, Phase};
use crate::model::id;
use crate::model::time::Time;
use crate::model::vocabulary::{Answer, ChannelKind};
use crate::ops::new::{self, Note, NotedSource, Setting};
use crate::ops::open::Opened;
use crate::ops::status::open_incidents;
use crate::ops::when::{self, WhenError};
use crate::ops::write;
use crate::shell;

/// Say what happened, and sign it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  $ ircase note \"The website answers again\"
  $ ircase note \"Told Zoe\" --to zw --channel signal --reached yes --at \"10 min ago\"
  $ ircase note \"The scan began at noon\" --type observation --source log:/var/log/scan.log
  $ ircase note \"Read together; nothing changes.\" --type decision --about agreement")]
pub(super) struct Args {
    /// Id of the incident; may be left out while only one is open, with `--supersedes`, and with
    /// `--about agreement`, which belongs to the whole engagement
    #[arg(value_name = "INC")]
    first: String,
    /// What happened
    #[arg(value_name = "TEXT")]
    second: Option<String>,
    /// When it happened: `23:10`, `10 min ago`, `2026-11-21 23:10`, or with offset
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// What sort of thing happened
    #[arg(long = "type", value_name = "TYPE", value_parser = EntryType::from_str)]
    entry_type: Option<EntryType>,
    /// The phase it belongs to
    #[arg(long, value_parser = Phase::from_str)]
    phase: Option<Phase>,
    /// Handle of who was told; may be given several times
    #[arg(long, value_name = "HANDLE")]
    to: Vec<String>,
    /// The channel
    #[arg(long, value_parser = ChannelKind::from_str)]
    channel: Option<ChannelKind>,
    /// Whether they were reached; left out, they were
    #[arg(long, value_name = "yes|no|unknown", value_parser = Answer::from_str)]
    reached: Option<Answer>,
    /// Decision: what it is about
    #[arg(long, value_name = "TEXT")]
    about: Option<String>,
    /// Decision: what was chosen
    #[arg(long, value_name = "TEXT")]
    chosen: Option<String>,
    /// Decision: why
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// Decision: handle of who decided
    #[arg(long, value_name = "HANDLE")]
    by: Option<String>,
    /// How it is known: where to find it, such as `log:/var/log/mail.log`
    ///
    /// Before the `:` may stand what sort of source it is: log, person, tool, document, photo or other
    #[arg(long, value_name = "SOURCE", value_parser = NotedSource::from_str)]
    source: Option<NotedSource>,
    /// Id of the entry that this one corrects, in the same timeline
    #[arg(long, value_name = "ENTRY")]
    supersedes: Option<String>,
    #[command(flatten)]
    sign: SignArgs,
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = super::open(context)?;
    let (named, text) = match args.second {
        Some(text) => (Some(known_incident(&opened, &args.first)?), text),
        None => (None, args.first),
    };
    if text.trim().is_empty() {
        return Err(Failure::message(Exit::Usage, "a note needs a text that says what happened")
            .hint("`ircase note \"The website answers again\"`"));
    }
    check_people(&opened, args.to.iter().chain(&args.by))?;
    let timeline = match (named, args.supersedes.as_deref(), args.about.as_deref()) {
        (named, Some(corrected), _) => timeline_of(&opened.engagement, corrected, named)?,
        (Some(incident), None, _) => Some(incident),
        // Both sides decide about it, whether something happens or not.
        (None, None, Some(about)) if is_the_agreement(about) => None,
        (None, None, _) => Some(only_open_incident(&opened)?),
    };
    let occurred_at = args.at.map(|at| time(&at, &opened, context)).transpose()?;
    let note = Note {
        text,
        occurred_at,
        entry_type: args.entry_type,
        phase: args.phase,
        to: args.to,
        channel: args.channel,
        reached: args.reached,
        about: args.about,
        chosen: args.chosen,
        because: args.because,
        by: args.by,
        source: args.source,
        supersedes: args.supersedes,
    };
    add(&opened, timeline.as_deref(), &note, &args.sign, context)
}

/// Adds an entry to a timeline and says what became of it.
pub(super) fn add(
    opened: &Opened,
    incident: Option<&str>,
    note: &Note,
    sign: &SignArgs,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let (now, engagement, workspace) = (context.clock.now(), &opened.engagement, &opened.workspace);
    let hands = context.hands(workspace.root());
    let pen = sign.pen(&hands, context);
    let written = write::write(opened, &pen, |handle, random| {
        let setting = Setting::of(engagement, workspace, now, random);
        Ok(new::entry(&setting, incident, handle, note))
    })?;
    let exit = answer(&written, context);
    if let Some(occurred_at) = &note.occurred_at {
        context.ui.say(&format!("happened at {occurred_at}"));
    }
    if !note.to.is_empty() && note.reached.is_none() {
        context.ui.hint("this says that they were told; when nobody answered, say `--reached no`");
    }
    Ok(exit)
}

/// Refuses handles that nobody has, before anything is written.
fn check_people<'a>(
    opened: &Opened,
    mut people: impl Iterator<Item = &'a String>,
) -> Result<(), Failure> {
    let handles = || opened.engagement.people().map(|(document, _)| document.id.as_str());
    if let Some(unknown) = people.find(|handle| handles().all(|known| known != **handle)) {
        let handles: Vec<&str> = handles().collect();
        return Err(unknown_word("there is no person", unknown, handles.into_iter()));
    }
    Ok(())
}

/// Returns the incident in whose timeline an entry stands that is to be corrected, and nothing for
/// the engagement's own: a correction that stands in another timeline corrects nothing.
fn timeline_of(
    engagement: &Engagement,
    corrected: &str,
    named: Option<String>,
) -> Result<Option<String>, Failure> {
    let entries = engagement.entries().filter(|(entry, _)| id::is_same(&entry.id, corrected));
    let timelines: BTreeSet<Option<&str>> =
        entries.map(|(entry, _)| id::incident_of_path(&entry.path)).collect();
    let corrected = super::ui::foreign(corrected);
    let refused = |message: String| Failure::message(Exit::Usage, message);
    let command = format!("`ircase note \"...\" --supersedes {}`", shell::word(&corrected));
    match (named, timelines.into_iter().collect::<Vec<_>>().as_slice()) {
        (_, []) => Err(refused(format!("there is no entry `{corrected}` to correct"))
            .hint("the entries are the files under `timeline/`, without `.md`")),
        (Some(named), there) if there.contains(&Some(&named)) => Ok(Some(named)),
        (Some(named), [there, ..]) => {
            let whose = there.map_or("the engagement".to_owned(), |it| format!("`{it}`"));
            Err(refused(format!(
                "`{corrected}` stands in the timeline of {whose}, not of `{named}`"
            ))
            .hint(format!("leave the incident out: {command}")))
        }
        (None, [only]) => Ok(only.map(str::to_owned)),
        (None, _) => Err(refused(format!("`{corrected}` stands in more than one timeline"))
            .hint("say which incident: `ircase note INC \"...\" --supersedes ENTRY`")),
    }
}

/// Returns whether a decision is about the agreement; `agreement-review-overdue` asks the same.
fn is_the_agreement(about: &str) -> bool {
    let name = AGREEMENT_PATH.trim_end_matches(".md");
    about.trim_end_matches(".md").eq_ignore_ascii_case(name)
}

pub(super) fn time(text: &str, opened: &Opened, context: &Context) -> Result<Time, Failure> {
    let resolved = when::resolve_for(&opened.engagement, when::resolve, text, context.clock.now());
    resolved.map_err(|error: WhenError| {
        Failure::new(Exit::Usage, error)
            .hint("`23:10`, `10 min ago`, `2026-11-21 23:10` or `2026-11-21T23:10:00+01:00`")
    })
}

/// Returns the id of the only incident that is not over.
fn only_open_incident(opened: &Opened) -> Result<String, Failure> {
    let open: Vec<&str> =
        open_incidents(&opened.engagement).map(|(document, _)| document.id.as_str()).collect();
    match *open {
        [only] => Ok(only.to_owned()),
        [] => Err(Failure::message(Exit::Usage, "no incident is open").hint(
            "`ircase new incident \"what happened\"` starts one; what belongs to none: `ircase new entry \"what happened\"`",
        )),
        [first, ..] => {
            let message = format!("{} incidents are open: {}", open.len(), open.join(", "));
            let first = shell::word(first);
            Err(Failure::message(Exit::Usage, message)
                .hint(format!("say which: `ircase note {first} \"what happened\"`")))
        }
    }
}
