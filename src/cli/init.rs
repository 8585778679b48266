//! `ircase init`: turns a folder into an engagement.

use std::path::PathBuf;

use super::{Context, Exit, Failure};
use crate::ops::init::{self, InitError, KeyChoice, Start};
use crate::ops::{record, verify};
use crate::settings;
use crate::sys;
use crate::trail::signature::armor::Format;

/// Turn a folder into an engagement
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase init clinic\n  $ ircase init clinic --new-key ssh")]
pub(super) struct Args {
    /// The folder; made when missing
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Short name of who signs first; it stands in paths, so take no true name
    #[arg(long = "as", value_name = "HANDLE", default_value = "auditor")]
    handle: String,
    /// Make a new signing key; its program asks for a passphrase
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, default_missing_value = DEFAULT_KEY)]
    new_key: Option<KeyFormat>,
}

const DEFAULT_KEY: &str = if cfg!(feature = "gpgme") { "openpgp" } else { "ssh" };

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum KeyFormat {
    Openpgp,
    Ssh,
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    if args.new_key.is_some() && context.no_input {
        let message = "a new key needs a passphrase, and nothing may be asked";
        return Err(Failure::message(Exit::SigningFailed, message)
            .hint("leave out `--no-input`, or make a key first and leave out `--new-key`"));
    }
    let random =
        sys::random_bytes::<6>().map_err(|error| Failure::new(Exit::InputOutput, error))?;
    let [a, b, c, d, e, f] = random;
    let start = Start {
        folder: context.directory.join(args.folder),
        handle: args.handle,
        language: context.settings.language.clone(),
        time_zone: settings::system_time_zone(),
        now: context.clock.now(),
        random: [[a, b], [c, d], [e, f]],
        key: match args.new_key {
            None => KeyChoice::AtHand,
            Some(KeyFormat::Openpgp) => KeyChoice::New(Format::OpenPgp),
            Some(KeyFormat::Ssh) => KeyChoice::New(Format::Ssh),
        },
        state_dir: context.settings.state_dir.clone(),
    };
    if context.dry_run {
        for draft in init::preview(&start)? {
            context.ui.answer(&draft.path);
        }
        context.ui.say("and `trust/` with the policy and the key of who signs; nothing is written");
        return Ok(Exit::Done);
    }
    let hands = record::hands(None, context.settings.home.clone(), context.program.clone());
    let started = init::init(&start, &hands)?;
    context.ui.answer(&started.root.display().to_string());
    let ui = &context.ui;
    ui.say(&format!("{} is an engagement now; `{}` signs it", started.codename, start.handle));
    ui.say(&format!("key         {}", started.key.fingerprint));
    ui.say(&format!("trust root  {}", started.record.commit));
    let state_dir = context.settings.state_dir.as_deref();
    let remembered =
        state_dir.map(|dir| verify::remember_first(&started.root, dir, started.record.commit));
    if !matches!(remembered, Some(Ok(()))) {
        ui.warning("the trust root could not be remembered for `ircase verify`");
    }
    ui.say("Write both lines down and give them to the other party, not by this folder.");
    if !started.remembered {
        ui.warning("this computer could not remember the trust root");
    }
    if args.new_key.is_some() {
        ui.say("Back the new key up now: without it nobody can add to this file.");
    }
    ui.say("One person alone can sign: name a second one before the work begins.");
    ui.say("Names and numbers stand here in plain text: sealing is not built yet.");
    ui.hint("write the agreement next: `ircase new agreement`");
    Ok(if ui.answer_failed() { Exit::RecordedOnly } else { Exit::Done })
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        match error {
            InitError::NotAHandle(_) => Self::new(Exit::Usage, error),
            InitError::Already(_) => {
                Self::new(Exit::Refused, error).hint("`ircase status` shows what is in it")
            }
            InitError::InsideRepository { .. } => Self::new(Exit::Refused, error)
                .hint("an engagement needs a history of its own: choose a folder elsewhere"),
            InitError::HasHistory(_) => Self::new(Exit::Refused, error).hint(
                "start in an empty folder, copy the documents into it, and run `ircase record`",
            ),
            InitError::NoKey { ref command } => {
                let command = init::command_line(command);
                Self::new(Exit::SigningFailed, error).hint(format!(
                    "every step is signed, so that nobody can change it unseen later\n      \
                     make a key with `{command}`, then repeat this command\n      \
                     or let `ircase init --new-key` do both; back the key up and name a second person"
                ))
            }
            InitError::NewKey(_) => Self::new(Exit::SigningFailed, error)
                .hint("nothing was written; try again, or `ircase init --new-key ssh`"),
            InitError::Draft(error) => error.into(),
            InitError::Workspace(error) => error.into(),
            InitError::Store(error) => error.into(),
            InitError::Record(error) => error.into(),
        }
    }
}
