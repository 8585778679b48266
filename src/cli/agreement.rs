//! `ircase agreement`: agreeing, with keys, on paper, by message or by voice.

use std::path::PathBuf;
use std::str::FromStr;

use super::emit::{self, Format};
use super::{Context, Exit, Failure};
use crate::document::unread::UnreadReason;
use crate::model::time::Time;
use crate::ops::agreement::{self, Form, SignError, Signing};
use crate::ops::propose::{self, ProposeError};
use crate::ops::record::RecordError;
use crate::workspace;

/// Agree, with keys, on paper or by message
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  $ ircase agreement propose --dry-run
  $ ircase agreement sign --as auditor
  $ ircase agreement sign --as zw --message \"Agreed. Zoe\"")]
pub(super) struct Args {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, clap::Subcommand)]
enum Step {
    /// Say that the agreement is complete and can be signed; shows what is still missing
    Propose,
    /// Add a signature to the agreement, and sign that into the trail
    Sign(SignArgs),
}

#[derive(Debug, clap::Args)]
struct SignArgs {
    /// Handle of who signs; without another option, with the key on this computer
    #[arg(long = "as", value_name = "HANDLE")]
    handle: String,
    /// They signed on paper: the scan, whose SHA-256 is kept
    #[arg(long, value_name = "SCAN", group = "form")]
    paper: Option<PathBuf>,
    /// They agreed in a message: what was written
    #[arg(long, value_name = "TEXT", group = "form")]
    message: Option<String>,
    /// They agreed aloud: what was said
    #[arg(long, value_name = "TEXT", group = "form")]
    voice: Option<String>,
    /// As what they sign, such as director
    #[arg(long, value_name = "TEXT")]
    role: Option<String>,
    /// When they signed, with offset; now, when left out
    #[arg(long, value_name = "TIME", value_parser = Time::from_str)]
    at: Option<Time>,
    /// Handle of somebody who was there
    #[arg(long, value_name = "HANDLE")]
    witness: Option<String>,
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    match args.step {
        Step::Propose => propose(context),
        Step::Sign(args) => sign(args, context),
    }
}

fn propose(context: &mut Context) -> Result<Exit, Failure> {
    let opened = super::open(context)?;
    let now = context.clock.now();
    let proposal = propose::look(&opened, now)?;
    let format = if context.json { Format::Json } else { Format::Text };
    let stamp = context.stamp("agreement");
    emit::print(
        stamp,
        format,
        &proposal.checked,
        &proposal.subject.engagement,
        emit::Texts::Written,
        &mut context.ui,
    );
    if !proposal.is_complete() {
        context.ui.say("the agreement is not proposed: what is an error above must be there first");
        return Ok(Exit::Findings);
    }
    if context.dry_run {
        context.ui.say("nothing is missing; without `--dry-run` the agreement would be proposed");
        return Ok(Exit::Done);
    }
    if proposal.is_proposed_already() {
        context.ui.say("the agreement is proposed already");
        return Ok(Exit::Done);
    }
    let hands = context.hands(opened.workspace.root());
    propose::propose(&opened, &proposal, &hands, now)?;
    context.ui.say("the agreement is proposed now");
    context.ui.hint("each side signs it: `ircase agreement sign --as HANDLE`");
    Ok(if context.ui.answer_failed() { Exit::RecordedOnly } else { Exit::Done })
}

fn sign(args: SignArgs, context: &mut Context) -> Result<Exit, Failure> {
    let opened = super::open(context)?;
    let form = match (args.paper, args.message, args.voice) {
        (Some(scan), _, _) => Form::Paper(read_scan(&context.directory.join(scan))?),
        (_, Some(words), _) => Form::Message(words),
        (_, _, Some(words)) => Form::Voice(words),
        (None, None, None) => Form::Key,
    };
    let signing = Signing {
        handle: args.handle,
        role: args.role,
        form,
        signed_at: args.at,
        witnessed_by: args.witness,
        now: context.clock.now(),
        dry_run: context.dry_run,
    };
    let hands = context.hands(opened.workspace.root());
    let signed = agreement::sign(&opened, &signing, &hands)?;
    if context.dry_run {
        context.ui.answer_bytes(signed.text.as_bytes());
        return Ok(Exit::Done);
    }
    context.ui.answer(&signed.over);
    let ui = &context.ui;
    match signing.form {
        Form::Key => ui.say(&format!("`{}` signed the agreement with a key", signing.handle)),
        _ => ui.say(&format!(
            "`{}` attests that `{}` signed the agreement ({})",
            signed.attested_by, signing.handle, signed.how
        )),
    }
    ui.say(&format!("the agreement is {} now", signed.status));
    if let Some(record) = &signed.record {
        super::record::say_findings(record, ui);
    }
    for rule in signed.record.iter().flat_map(|record| &record.open) {
        ui.say(&format!("still owed: {rule}"));
    }
    Ok(if ui.answer_failed() { Exit::RecordedOnly } else { Exit::Done })
}

fn read_scan(path: &std::path::Path) -> Result<Vec<u8>, Failure> {
    workspace::read_bytes_outside(path).map_err(|why| {
        let message = format!("cannot read `{}`: {why}", path.display());
        match why {
            UnreadReason::NotThere => Failure::message(Exit::Usage, message)
                .hint("name the picture of the signed paper, such as `--paper scan.pdf`"),
            _ => Failure::message(Exit::InputOutput, message),
        }
    })
}

impl From<ProposeError> for Failure {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::NoAgreement => {
                Self::new(Exit::Findings, error).hint("write one with `ircase new agreement`")
            }
            ProposeError::WrongStatus(_) => Self::new(Exit::Findings, error)
                .hint("change what is to be changed, then both sides sign it again"),
            ProposeError::Edit(_) => Self::new(Exit::Findings, error)
                .hint("`ircase validate agreement.md` shows what is wrong in it"),
            ProposeError::Validate(error) => error.into(),
            ProposeError::Unready(error) => error.into(),
            ProposeError::Record(error) => error.into(),
        }
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        match error {
            SignError::NoAgreement => {
                Self::new(Exit::Findings, error).hint("write one with `ircase new agreement`")
            }
            SignError::NotRepresentative { .. } => Self::new(Exit::Findings, error)
                .hint("add the handle under `representatives` of its party in `agreement.md`"),
            SignError::CountsForNothing { .. } => Self::new(Exit::Findings, error).hint(
                "say in `--message` or `--voice` what was written or said; where both signed another text since, `--at` must be later than that",
            ),
            SignError::AlreadySigned { .. } | SignError::WrongStatus(_) => {
                Self::new(Exit::Findings, error)
            }
            SignError::NotTheirKey { .. } => Self::new(Exit::SigningFailed, error)
                .hint("say how they signed: `--paper SCAN`, `--message TEXT` or `--voice TEXT`"),
            SignError::Edit(_) => Self::new(Exit::Findings, error)
                .hint("`ircase validate agreement.md` shows what is wrong in it"),
            SignError::Key(error) => RecordError::Choose(error).into(),
            SignError::Unready(error) => error.into(),
            SignError::Workspace(error) => error.into(),
            SignError::Record(error) => error.into(),
        }
    }
}
