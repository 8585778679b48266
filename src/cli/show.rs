//! `ircase show`: prints a document or a record.

use serde::Serialize;

use super::{Context, Exit, Failure, Stamp, log, ui};
use crate::ops::log::Told;
use crate::ops::open;
use crate::ops::show::{self, Record, ShowError, Shown};
use crate::visible::visible;

/// Show a document or a record
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  $ ircase show agreement\n  $ ircase show people/zw.md\n  \
                        $ ircase show head\n  $ ircase show agreement --signed-content | sha256sum")]
pub(super) struct Args {
    /// An id, a path, a record's first digits, or `head`
    #[arg(value_name = "ID|PATH|RECORD")]
    word: String,
    /// Print exactly the bytes of the agreement that its signatures are over
    #[arg(long)]
    signed_content: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Answer<'a> {
    Document { ircase: Stamp, path: &'a str, recorded: bool, text: String },
    Record(Box<RecordAnswer<'a>>),
}

#[derive(Serialize)]
struct RecordAnswer<'a> {
    ircase: Stamp,
    #[serde(flatten)]
    told: &'a Told,
    parents: Vec<String>,
    tree: Option<String>,
    signature: Option<&'a str>,
    tree_sha256: Option<String>,
    parents_sha256: Vec<String>,
    op_id: Option<&'a str>,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit, Failure> {
    let workspace = open::open(&context.directory)?.workspace;
    if args.signed_content {
        return signed_content(args, &workspace, context);
    }
    match show::show(&workspace, &context.directory, &args.word)? {
        Shown::Document { path, bytes, unrecorded } => {
            let text = String::from_utf8_lossy(&bytes);
            if context.json {
                let text = text.into_owned();
                let recorded = !unrecorded;
                let ircase = context.stamp("show");
                context.ui.answer_json(&Answer::Document { ircase, path: &path, recorded, text });
            } else {
                context.ui.answer(visible(text.strip_suffix('\n').unwrap_or(&text)).as_ref());
                if unrecorded {
                    let path = ui::foreign(&path);
                    context.ui.say(&format!("`{path}` has changes that are not recorded"));
                }
            }
        }
        Shown::Record(record) if context.json => {
            context
                .ui
                .answer_json(&Answer::Record(Box::new(answer(&record, context.stamp("show")))));
        }
        Shown::Record(record) => print(&record, context),
    }
    Ok(Exit::Done)
}

fn signed_content(
    args: &Args,
    workspace: &crate::workspace::Workspace,
    context: &mut Context,
) -> Result<Exit, Failure> {
    if !["agreement", "agreement.md"].contains(&args.word.as_str()) {
        let message = "only the agreement has signed content";
        return Err(Failure::message(Exit::Usage, message)
            .hint("type `ircase show agreement --signed-content`"));
    }
    let Some(bytes) = show::signed_agreement(workspace)? else {
        return Err(Failure::message(Exit::Usage, "there is no agreement here")
            .hint("start one with `ircase new agreement`"));
    };
    context.ui.answer_bytes(&bytes);
    Ok(Exit::Done)
}

fn answer(record: &Record, ircase: Stamp) -> RecordAnswer<'_> {
    let binding = record.trailers.binding.as_ref();
    RecordAnswer {
        ircase,
        told: &record.told,
        parents: record.parents.iter().map(ToString::to_string).collect(),
        tree: record.tree.map(|tree| tree.to_string()),
        signature: record.signature,
        tree_sha256: binding.map(|binding| binding.tree.to_string()),
        parents_sha256: binding
            .map(|binding| binding.parents.iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
        op_id: record.trailers.op_id.as_deref(),
    }
}

fn print(record: &Record, context: &mut Context) {
    context.ui.answer(&format!("record {}", record.told.record));
    for parent in &record.parents {
        context.ui.answer(&format!("after  {parent}"));
    }
    let signature = record.signature.unwrap_or("none");
    context.ui.answer(&format!("signature: {signature}"));
    log::print(&record.told, context);
    if let Some(binding) = &record.trailers.binding {
        context.ui.say_verbose(&format!("tree sha256:{}", binding.tree));
    }
    context.ui.say("this is what the record says; `ircase verify` checks it");
}

impl From<ShowError> for Failure {
    fn from(error: ShowError) -> Self {
        let hint = match &error {
            ShowError::NoMatch { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            ShowError::NoMatch { nearest: None, .. } => {
                "name it by its path, its id, or a record's first digits".to_owned()
            }
            ShowError::Ambiguous { .. } => "type the whole of one of them".to_owned(),
            ShowError::Store(_) | ShowError::Workspace(_) => String::new(),
        };
        match error {
            ShowError::Store(error) => error.into(),
            ShowError::Workspace(error) => error.into(),
            error => Self::new(Exit::Usage, error).hint(hint),
        }
    }
}
