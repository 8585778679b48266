//! `ircase import`: brings in documents of others.

use std::path::{Path, PathBuf};

use super::{Context, Exit, Failure, ui};
use crate::ops::export::Table;
use crate::ops::import::documents::{self, TableError};
use crate::ops::import::safetag::{self, ImportError};
use crate::ops::import::safetag_agreement::{self, Files, Handles};
use crate::ops::new::Draft;
use crate::ops::open;
use crate::shell;
use crate::sys;
use crate::workspace::{self, Workspace, WorkspaceError};

/// Bring in a document of somebody else
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum Format {
    /// Bring in a SAFETAG activity as a procedure; nothing of it is lost
    Safetag {
        /// The activity: Markdown with front matter
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Language of the activity, such as en or ar
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
    },
    /// Bring in people from a table, as `export contacts` writes it
    Contacts {
        /// The table, in CSV; its columns are fields of a person
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Bring in lines of a timeline from a table, as `export timeline` writes it
    Timeline {
        /// The table, in CSV; its columns are fields of an entry, and `text`
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Id of the incident; without it the lines belong to the engagement
        #[arg(long, value_name = "INC")]
        incident: Option<String>,
    },
    /// Bring in tasks from a table, as `export tasks` writes it
    Tasks {
        /// The table, in CSV; its columns are fields of a task
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Bring in what SAFETAG's agreement generator was answered, as a draft of the agreement
    SafetagAgreement {
        /// The answers: `custom_<time>.json`
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The people; `entities/representatives.csv` beside the answers, when it is there
        #[arg(long, value_name = "CSV")]
        representatives: Option<PathBuf>,
        /// Rules for devices and data; `entities/data_handling.csv` beside the answers likewise
        #[arg(long, value_name = "CSV")]
        data_handling: Option<PathBuf>,
    },
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    match args.format {
        Format::Safetag { file, lang } => method(&file, lang.as_deref(), context),
        Format::SafetagAgreement { file, representatives, data_handling } => {
            agreement(&file, representatives, data_handling, context)
        }
        Format::Contacts { file } => table(Table::Contacts, &file, None, context),
        Format::Tasks { file } => table(Table::Tasks, &file, None, context),
        Format::Timeline { file, incident } => {
            table(Table::Timeline, &file, incident.as_deref(), context)
        }
    }
}

fn method(file: &Path, lang: Option<&str>, context: &mut Context) -> Result<Exit, Failure> {
    let workspace = Workspace::find(&context.directory)?;
    let file = context.directory.join(file);
    let imported = safetag::import(&file, lang, context.clock.now())?;
    if context.dry_run {
        context.ui.answer_bytes(imported.text.as_bytes());
        return Ok(Exit::Done);
    }
    workspace.create_file(&imported.path, imported.text.as_bytes())?;
    context.ui.answer(&imported.path);
    for key in &imported.renamed {
        let key = ui::foreign(key);
        context
            .ui
            .say(&format!("kept `{key}` as `x-safetag-{key}`: a procedure has no such field"));
    }
    let licence = ui::foreign(&imported.licence);
    context.ui.say(&format!("its licence is {licence}: name the source, and share on its terms"));
    context.ui.hint(&format!(
        "sign it into the trail with `ircase record {}`",
        shell::word(&imported.path)
    ));
    Ok(Exit::Done)
}

fn agreement(
    file: &Path,
    representatives: Option<PathBuf>,
    data_handling: Option<PathBuf>,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let opened = open::open(&context.directory)?;
    let folder = &context.directory;
    let answers = folder.join(file);
    let beside = |given: Option<PathBuf>, name: &str| match given {
        Some(path) => Some(folder.join(path)),
        None => workspace::is_file_outside(&answers.with_file_name("entities").join(name))
            .then(|| answers.with_file_name("entities").join(name)),
    };
    let representatives = beside(representatives, "representatives.csv");
    let data_handling = beside(data_handling, "data_handling.csv");
    let files = Files {
        answers: &answers,
        representatives: representatives.as_deref(),
        data_handling: data_handling.as_deref(),
    };
    let handles = Handles(opened.engagement.people().map(|(it, _)| it.id.to_string()).collect());
    let imported = safetag_agreement::import(&files, &opened.engagement.zone(), handles)?;
    write(&opened.workspace, &imported.drafts, context)?;
    for (field, account) in &imported.account {
        context.ui.say(&format!("`{field}`: {}", ui::foreign(account)));
    }
    for (field, value) in &imported.homeless {
        let (field, value) = (ui::foreign(field), ui::foreign(&first_words(value)));
        context.ui.say(&format!("`{field}` has no home here and was not kept: {value}"));
    }
    if representatives.is_none() {
        context.ui.hint("name the people with `--representatives representatives.csv`");
    }
    context.ui.hint("`ircase agreement propose --dry-run` says what is still missing in it");
    Ok(Exit::Done)
}

fn table(
    table: Table,
    file: &Path,
    incident: Option<&str>,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let opened = open::open(&context.directory)?;
    let incident = incident.map(|id| super::known_incident(&opened, id)).transpose()?;
    let path = context.directory.join(file);
    let text = workspace::read_outside(&path).map_err(|why| {
        Failure::message(Exit::InputOutput, format!("cannot read `{}`: {why}", file.display()))
    })?;
    let now = context.clock.now();
    let mut fresh = || sys::random_bytes().map(|random| documents::fresh_id(table, now, random));
    let incident = incident.as_deref();
    let imported = documents::import(&text, table, incident, &opened.engagement, &mut fresh)?;
    if let Some(separator) = imported.separator {
        context.ui.say(&format!("its columns are separated by {}", separator.name()));
    }
    write(&opened.workspace, &imported.drafts, context)?;
    if !imported.known.is_empty() {
        context.ui.say(&format!("{} of them were there already", imported.known.len()));
    }
    if imported.drafts.is_empty() {
        context.ui.say("nothing is new");
    } else {
        context.ui.hint("`ircase record` signs them into the trail");
    }
    Ok(Exit::Done)
}

/// Writes all or nothing: a path that is taken stops it before the first file.
fn write(workspace: &Workspace, drafts: &[Draft], context: &mut Context) -> Result<(), Failure> {
    if context.dry_run {
        for draft in drafts {
            context.ui.answer(&format!("==> {} <==", draft.path));
            context.ui.answer_bytes(draft.text.as_bytes());
        }
        return Ok(());
    }
    if let Some(taken) = drafts.iter().find(|draft| workspace.exists(&draft.path)) {
        return Err(WorkspaceError::AlreadyThere(taken.path.clone()).into());
    }
    for draft in drafts {
        workspace.create_file(&draft.path, draft.text.as_bytes())?;
        context.ui.answer(&draft.path);
    }
    Ok(())
}

/// Characters of a value that are shown.
const SHOWN: usize = 60;

fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= SHOWN && line.len() == text.len() {
        return line.to_owned();
    }
    format!("{}...", line.chars().take(SHOWN).collect::<String>().trim_end())
}

impl From<documents::ImportError> for Failure {
    fn from(error: documents::ImportError) -> Self {
        let hint = match &error {
            documents::ImportError::NoField { nearest: Some(nearest), .. } => {
                format!("did you mean `{nearest}`?")
            }
            documents::ImportError::NoField { column, .. } => format!(
                "name the column after a field, or `x-{}` to keep it as your own",
                column.to_lowercase().replace(' ', "-")
            ),
            documents::ImportError::Table(TableError::Empty | TableError::NoLines) => {
                return Self::new(Exit::Usage, error)
                    .hint("`ircase export contacts` shows what such a table looks like");
            }
            _ => return Self::new(Exit::Findings, error),
        };
        Self::new(Exit::Findings, error).hint(hint)
    }
}

impl From<safetag_agreement::ImportError> for Failure {
    fn from(error: safetag_agreement::ImportError) -> Self {
        use safetag_agreement::ImportError;
        match error {
            ImportError::Unreadable { .. } => Self::new(Exit::InputOutput, error),
            ImportError::NotTheGenerators { .. } => Self::new(Exit::Findings, error)
                .hint("the generator writes `variables/custom_<time>.json`; bring in that file"),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Unreadable { .. } => Self::new(Exit::InputOutput, error),
            ImportError::NotAnActivity { .. } => Self::new(Exit::Findings, error)
                .hint("`ircase validate --as safetag-method FILE` shows every finding in it"),
        }
    }
}
