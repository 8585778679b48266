//! `ircase new`: starts a document.

mod incident;
mod names;
mod written;

use std::str::FromStr;

use self::incident::{IncidentArgs, incident};
use super::{Context, Exit, Failure, ui};
use crate::model::evidence::EvidenceForm;
use crate::model::exercise::ExerciseType;
use crate::model::notification::Recipient;
use crate::model::person::Function;
use crate::model::time::Day;
use crate::model::vocabulary::Party;
use crate::ops;
use crate::ops::answer::Wanted;
use crate::ops::draft::DraftError;
use crate::ops::new::{
    self, Draft, NewAnswer, NewEvidence, NewNotification, NewTask, Note, Setting,
};
use crate::ops::open::Opened;
use crate::ops::write;
use crate::shell;
use crate::sys;

pub(super) use written::{SignArgs, answer};

/// Start a document; prints its path
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  $ ircase new agreement
  $ ircase new person zw --party organization --function management
  $ ircase new procedure \"When the website is down\"
  $ ircase new exercise \"The website is down on a Sunday\" --type tabletop
  $ ircase new task \"Call every contact once\" --due 2026-12-01
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
    /// What surrounds the organization: laws, adversaries, what happened before
    Context,
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
    /// A thing or a file that shows what happened; its content stays outside
    Evidence {
        /// Id of the incident
        #[arg(value_name = "INC")]
        incident: String,
        /// What it is, and what it shows
        description: String,
        /// Whether it is data or a thing
        #[arg(long, default_value = "digital", value_parser = EvidenceForm::from_str)]
        form: EvidenceForm,
        /// When it was taken: `23:10`, `10 min ago`, `2026-11-21 23:10`, or with offset
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
    /// A message that somebody is owed about an incident
    Notification {
        /// Id of the incident
        #[arg(value_name = "INC")]
        incident: String,
        /// Who is told: person, authority, data-subjects, public or funder
        #[arg(long, value_parser = Recipient::from_str)]
        to: Recipient,
        /// Id of the law that asks for it, such as eu-gdpr-33
        #[arg(long, value_name = "ID")]
        regime: Option<String>,
        /// Which of its stages, where it has several
        #[arg(long, value_name = "STAGE", requires = "regime")]
        stage: Option<String>,
    },
    /// A rehearsal of an incident
    Exercise {
        /// What is rehearsed, in a sentence or two
        scenario: String,
        /// What sort of exercise it is
        #[arg(long = "type", value_name = "TYPE", default_value = "tabletop", value_parser = ExerciseType::from_str)]
        exercise_type: ExerciseType,
    },
    /// What an incident taught, without blame
    Review {
        /// Id of the incident
        #[arg(value_name = "INC")]
        incident: String,
    },
    /// Something to do, by one person, until a day
    Task {
        /// What is to be done
        title: String,
        /// Handle of who does it
        #[arg(long, value_name = "HANDLE")]
        owner: Option<String>,
        /// Last day for it, such as 2026-12-01
        #[arg(long, value_name = "DAY", value_parser = Day::from_str)]
        due: Option<Day>,
        /// Id of the incident, review or exercise it comes from
        #[arg(long, value_name = "ID")]
        from: Option<String>,
    },
    /// Why a finding about what can no longer change is as it is; with a reason it is signed at once
    Answer {
        /// Name of the rule, as `ircase validate` prints it
        rule: String,
        /// Id of the document that the finding is in
        #[arg(value_name = "ID")]
        about: String,
        /// Field that the finding is in, where the rule finds several places in the document
        #[arg(long, value_name = "FIELD")]
        field: Option<String>,
        /// Why it is so
        #[arg(long, value_name = "TEXT")]
        because: Option<String>,
        #[command(flatten)]
        sign: SignArgs,
    },
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    let opened = super::open(context)?;
    let opened = &opened;
    match args.kind {
        Kind::Agreement => {
            draft(opened, context, |setting| new::agreement(setting, &auditor_of(opened)))
        }
        Kind::Person { handle, party, functions } => {
            names::check_handle(&handle)?;
            draft(opened, context, |setting| new::person(setting, &handle, party, &functions))
        }
        Kind::Context => draft(opened, context, new::context),
        Kind::Procedure { title } => draft(opened, context, |it| new::procedure(it, &title)),
        Kind::Incident(args) => incident(args, opened, context),
        Kind::Entry { text, incident, sign } => {
            let incident = incident.map(|id| super::known_incident(opened, &id)).transpose()?;
            let note = Note { text, ..Note::default() };
            super::note::add(opened, incident.as_deref(), &note, &sign, context)
        }
        Kind::Evidence { incident, description, form, at } => {
            let incident = super::known_incident(opened, &incident)?;
            let acquired_at = at.map(|at| super::note::time(&at, opened, context)).transpose()?;
            let given = NewEvidence { description, form, acquired_at };
            draft(opened, context, |setting| new::evidence(setting, &incident, &given))
        }
        Kind::Notification { incident, to, regime, stage } => {
            let incident = super::known_incident(opened, &incident)?;
            let asked_by = names::asked_by(regime.as_deref(), stage.as_deref())?;
            let given = NewNotification { to, asked_by };
            draft(opened, context, |setting| new::notification(setting, &incident, given))
        }
        Kind::Exercise { scenario, exercise_type } => {
            draft(opened, context, |setting| new::exercise(setting, &scenario, exercise_type))
        }
        Kind::Review { incident } => {
            let incident = super::known_incident(opened, &incident)?;
            draft(opened, context, |setting| new::review(setting, &incident))
        }
        Kind::Task { title, owner, due, from } => {
            names::check_person(opened, owner.as_deref())?;
            let from = from.map(|id| names::document(opened, &id)).transpose()?;
            let given = NewTask { title, owner, due, from };
            draft(opened, context, |setting| new::task(setting, &given))
        }
        Kind::Answer { rule, about, field, because, sign } => {
            let (rule, field) = (names::answerable(&rule)?, field.as_deref());
            let wanted = Wanted { rule, about: &about, field };
            let meant = ops::answer::meant(opened, &wanted, context.clock.now());
            let meant = meant.map_err(|error| names::not_answered(opened, error))?;
            give(opened, context, &NewAnswer { because, ..meant }, &sign)
        }
    }
}

/// Writes a document that is filled in by hand and recorded afterwards.
fn draft(
    opened: &Opened,
    context: &mut Context,
    make: impl Fn(&Setting<'_>) -> Result<Draft, DraftError>,
) -> Result<Exit, Failure> {
    let draft = untaken(opened, context, make)?;
    if context.dry_run {
        context.ui.answer_bytes(draft.text.as_bytes());
        return Ok(Exit::Done);
    }
    opened.workspace.create_file(&draft.path, draft.text.as_bytes())?;
    written::say_path(context, &draft.path);
    let path = shell::word(&draft.path);
    let path = ui::foreign(&path);
    context.ui.hint(&format!("fill in what stands behind `#`, then `ircase record {path}`"));
    Ok(Exit::Done)
}

/// Draws another id while the drawn one is taken. A document without a random id has one place;
/// writing says that it is taken.
fn untaken(
    opened: &Opened,
    context: &Context,
    make: impl Fn(&Setting<'_>) -> Result<Draft, DraftError>,
) -> Result<Draft, Failure> {
    let mut draft = make(&setting(opened, context)?)?;
    for _ in 1..write::DRAWS_MAX {
        if !opened.workspace.exists(&draft.path) {
            break;
        }
        let next = make(&setting(opened, context)?)?;
        if next.path == draft.path {
            break;
        }
        draft = next;
    }
    Ok(draft)
}

/// Writes an answer; one that says why is complete, and signed at once.
fn give(
    opened: &Opened,
    context: &mut Context,
    given: &NewAnswer,
    sign: &SignArgs,
) -> Result<Exit, Failure> {
    let has_reason = given.because.as_deref().is_some_and(|because| !because.trim().is_empty());
    if !has_reason {
        return draft(opened, context, |setting| new::answer(setting, None, given));
    }
    let (now, engagement, workspace) = (context.clock.now(), &opened.engagement, &opened.workspace);
    let hands = context.hands(workspace.root());
    let pen = sign.pen(&hands, context);
    let written = write::write(opened, &pen, |handle, random| {
        new::answer(&Setting::of(engagement, workspace, now, random), handle, given)
    })?;
    Ok(answer(&written, context))
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
