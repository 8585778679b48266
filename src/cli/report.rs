//! `ircase report`: renders a report and prints where it is.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Context, Exit, Failure, Stamp, ui};
use crate::model::kind;
use crate::ops::open::Opened;
use crate::ops::report::{self, Format, Listed, Report, ReportError, Request};
use crate::shell;
use crate::workspace::{self, Workspace};

/// Render a report as HTML, PDF, Markdown or text
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  $ ircase report --list\n  $ ircase report contact-card\n  $ ircase report agreement --lang en -o -"
)]
pub(super) struct Args {
    /// Name of the report, or the id of an incident
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Id of what the report is about
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// How to write it; without this, as the ending of the output says, else HTML
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    format: Option<FormatName>,
    /// Where to write it; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language of labels, dates and the frame, such as en or es
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// For whom the report is
    #[arg(long = "for", value_name = "AUDIENCE", default_value = "full")]
    audience: String,
    /// Take templates from this folder before any other
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// List the reports that can be made
    #[arg(long, conflicts_with_all = ["name", "id", "format", "output"])]
    list: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FormatName {
    Html,
    Pdf,
    #[value(alias = "markdown")]
    Md,
    Text,
}

#[derive(Serialize)]
struct ListAnswer {
    ircase: Stamp,
    reports: Vec<Listed>,
}

#[derive(Serialize)]
struct Answer<'a> {
    ircase: Stamp,
    report: &'a str,
    id: &'a str,
    path: String,
    draft: bool,
}

pub(super) fn run(args: Args, context: &mut Context) -> Result<Exit, Failure> {
    if args.audience != "full" {
        let audience = ui::foreign(&args.audience);
        return Err(Failure::message(
            Exit::Usage,
            format!("reports for `{audience}` are not built yet"),
        )
        .hint("`--for full` is for both parties, with everything that is not sealed"));
    }
    let opened = super::open(context)?;
    if args.list {
        return list(&opened, context);
    }
    let format = format_of(&args);
    let request = Request {
        name: args.name,
        id: args.id,
        language: args.lang,
        templates: args.templates.map(|folder| context.directory.join(folder)),
        format,
        now: context.clock.now(),
        // A dry run remembers nothing.
        state_dir: context.settings.state_dir.clone().filter(|_| !context.dry_run),
    };
    let report = report::make(&opened, &request).map_err(failure)?;
    say(&report, context);
    if args.output.as_deref() == Some(Path::new("-")) {
        context.ui.answer_bytes(&report.bytes);
        return Ok(Exit::Done);
    }
    let path = write(&opened.workspace, &report, format, args.output, context)?;
    if context.json {
        let Report { name, id, is_draft, .. } = &report;
        let path = path.display().to_string();
        let ircase = context.stamp("report");
        context.ui.answer_json(&Answer { ircase, report: name, id, path, draft: *is_draft });
    } else {
        context.ui.answer(&path.display().to_string());
    }
    Ok(Exit::Done)
}

fn list(opened: &Opened, context: &mut Context) -> Result<Exit, Failure> {
    let reports = report::list(opened).map_err(failure)?;
    if context.json {
        context.ui.answer_json(&ListAnswer { ircase: context.stamp("report"), reports });
        return Ok(Exit::Done);
    }
    let width = reports.iter().map(|it| it.name.chars().count()).max().unwrap_or(0);
    for Listed { name, subject, path } in &reports {
        let subject = match subject {
            report::Subject::Incident => "one incident",
            report::Subject::Agreement => "the agreement",
            report::Subject::Engagement => "the engagement",
        };
        let place = path.as_deref().unwrap_or("built in");
        let (name, place) = (ui::foreign(name), ui::foreign(place));
        context.ui.answer(&format!("{name:<width$}  {subject:<14}  {place}"));
    }
    Ok(Exit::Done)
}

fn format_of(args: &Args) -> Format {
    match args.format {
        Some(FormatName::Html) => Format::Html,
        Some(FormatName::Pdf) => Format::Pdf,
        Some(FormatName::Md) => Format::Markdown,
        Some(FormatName::Text) => Format::Text,
        None => args.output.as_deref().and_then(Format::of_path).unwrap_or(Format::Html),
    }
}

fn say(report: &Report, context: &Context) {
    if let Some(language) = &report.missing_language {
        let language = ui::foreign(language);
        context
            .ui
            .warning(&format!("`{language}` is not built yet; the report's own words are English"));
    }
    for path in &report.unreadable {
        context.ui.warning(&super::contacts::half_read(path));
    }
    if !report.without_glyph.is_empty() {
        let shown: String = report.without_glyph.iter().take(10).collect();
        context.ui.warning(&format!(
            "{} characters are in no font of this build and stand by their code in the PDF: {}",
            report.without_glyph.len(),
            ui::foreign(&shown)
        ));
    }
    if context.dry_run {
        context.ui.say("nothing was written: this is a dry run");
    }
    if report.is_draft {
        context.ui.warning("the documents are not as recorded: the report is marked as a draft");
    }
}

/// Writes a report and returns its path as the user would type it.
fn write(
    workspace: &Workspace,
    report: &Report,
    format: Format,
    output: Option<PathBuf>,
    context: &Context,
) -> Result<PathBuf, Failure> {
    let Some(output) = output else {
        let name = format!("out/{}-{}.{}", report.name, file_part(&report.id), format.extension());
        if !context.dry_run {
            workspace.replace_file(&name, &report.bytes)?;
        }
        let path = workspace.root().join(name);
        let near = path.strip_prefix(&context.settings.current_dir).map(Path::to_owned);
        return Ok(near.unwrap_or(path));
    };
    // A report may lie anywhere but in the place of the engagement's own files.
    let inside = workspace.relative(&context.directory, &output).ok();
    if let Some(path) = inside.filter(|path| path.starts_with(".git/") || kind::belongs(path)) {
        let message = format!("`{}` is not a place for a report", ui::foreign(&path));
        return Err(Failure::message(Exit::Usage, message)
            .hint("leave out `-o` to write it into `out/`, or choose another file"));
    }
    if !context.dry_run {
        workspace::write_outside(&context.directory.join(&output), &report.bytes)?;
    }
    Ok(output)
}

/// Returns an id as a part of a file's name that is legal everywhere.
fn file_part(id: &str) -> String {
    let legal = |character: char| character.is_alphanumeric() || "-_.".contains(character);
    id.chars().map(|character| if legal(character) { character } else { '-' }).collect()
}

fn failure(error: ReportError) -> Failure {
    let error = match error {
        ReportError::Verify(error) => return super::verify::failure(error),
        error => error,
    };
    let did_you_mean = |near: &Option<String>, otherwise: &str| match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    };
    let (exit, hint) = match &error {
        ReportError::Unknown { near, .. } => {
            (Exit::Usage, Some(did_you_mean(near, "`ircase report --list` lists the reports")))
        }
        ReportError::UnknownIncident { near, .. } => {
            (Exit::Usage, Some(did_you_mean(near, "`ircase status` lists the incidents")))
        }
        ReportError::UnknownAgreement(_) => {
            (Exit::Usage, Some("write one with `ircase new agreement`".to_owned()))
        }
        ReportError::NeedsIncident { ids, .. } if ids.is_empty() => (
            Exit::Usage,
            Some("there is none yet: `ircase new incident \"what happened\"`".to_owned()),
        ),
        ReportError::NeedsIncident { name, ids } => (
            Exit::Usage,
            Some(format!("`ircase report {} {}`", shell::word(name), shell::word(&ids[0]))),
        ),
        ReportError::TakesNoId { name } => {
            (Exit::Usage, Some(format!("`ircase report {}`", shell::word(name))))
        }
        ReportError::NoPdf => {
            (Exit::Usage, Some("`-f html` gives a page that prints well".to_owned()))
        }
        ReportError::Unreadable { .. } => (Exit::Findings, None),
        ReportError::Template(template) => (Exit::Findings, template.hint().map(str::to_owned)),
        ReportError::Workspace(_) | ReportError::Verify(_) => (Exit::InputOutput, None),
        #[cfg(feature = "pdf")]
        ReportError::Pdf(_) => (Exit::InputOutput, None),
    };
    let failure = Failure::new(exit, error);
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
