//! Makes reports: chooses the template, gathers the facts, and draws the page in one format.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::document::unread::UnreadReason;
use crate::model::agreement::{Agreement, SignedHash};
use crate::model::engagement::{AGREEMENT_PATH, Content, Engagement, TypedDocument};
use crate::model::incident::Incident;
use crate::model::vocabulary::Tlp;
use crate::ops::contacts;
use crate::ops::open::Opened;
use crate::ops::validate::history_of;
use crate::ops::verify::VerifyError;
use crate::render::i18n::Language;
use crate::render::page::{Frame, Page};
use crate::render::templates::{BUILT_IN, Filled, Template, TemplateError};
use crate::render::view::{self, Case, Document, IncidentFile};
use crate::render::{html, markdown, plain};
use crate::suggest::nearest;
use crate::validate::Facts;
use crate::workspace::{Workspace, WorkspaceError};

mod origin;

pub use crate::render::templates::Subject;

/// The engagement's own templates.
const TEMPLATES: &str = "templates/reports";

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Html,
    Pdf,
    Markdown,
    Text,
}

/// What to make.
#[derive(Debug)]
pub struct Request {
    /// A report's name, or the id of its subject.
    pub name: Option<String>,
    pub id: Option<String>,
    /// BCP 47; none for the language of the subject.
    pub language: Option<String>,
    /// A folder of templates that go before the engagement's.
    pub templates: Option<PathBuf>,
    pub format: Format,
    /// The present time, which dates a draft.
    pub now: Timestamp,
    /// The user's folder where trust roots are remembered.
    pub state_dir: Option<PathBuf>,
}

/// A finished report.
#[derive(Debug)]
pub struct Report {
    pub name: String,
    /// Id of the subject; the engagement's codename where that is the subject.
    pub id: String,
    pub bytes: Vec<u8>,
    pub is_draft: bool,
    /// The language that was asked for and is not built.
    pub missing_language: Option<String>,
    /// Characters that the PDF shows by their code.
    pub without_glyph: Vec<char>,
    /// Paths of documents that say whom to call, and of which not all could be read.
    pub unreadable: BTreeSet<String>,
}

/// A report that can be made.
#[derive(Debug, serde::Serialize)]
pub struct Listed {
    pub name: String,
    pub subject: Subject,
    /// Where its template lies; none for one that comes with the program.
    pub path: Option<String>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("there is no report and no incident `{name}`")]
    Unknown { name: String, near: Option<String> },
    #[error("there is no incident `{id}`")]
    UnknownIncident { id: String, near: Option<String> },
    #[error("there is no agreement `{0}`")]
    UnknownAgreement(String),
    #[error("report `{name}` needs the id of an incident")]
    NeedsIncident { name: String, ids: Vec<String> },
    #[error("report `{name}` is about the engagement and takes no id")]
    TakesNoId { name: String },
    #[error("this build has no PDF")]
    NoPdf,
    #[error("cannot read template `{path}`: {why}")]
    Unreadable { path: String, why: UnreadReason },
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    #[error(transparent)]
    Verify(#[from] VerifyError),
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Pdf(#[from] crate::render::pdf::PdfError),
}

impl Format {
    /// Returns the ending of files in this format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Markdown => "md",
            Self::Text => "txt",
        }
    }

    /// Returns the format that a file's ending names.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        [Self::Html, Self::Pdf, Self::Markdown, Self::Text]
            .into_iter()
            .find(|format| format.extension() == extension)
    }
}

/// Returns the reports that can be made, by name; the engagement's own hide the built-in ones.
///
/// # Errors
///
/// [`ReportError::Unreadable`] and [`ReportError::Template`] for a template of the engagement.
pub fn list(opened: &Opened) -> Result<Vec<Listed>, ReportError> {
    let mut reports = BTreeMap::new();
    for (name, _) in BUILT_IN {
        let template = Template::built_in(name).expect("it is in the list");
        reports.insert((*name).to_owned(), listed(template, None));
    }
    for name in opened.workspace.names_in(TEMPLATES, ".md") {
        let path = format!("{TEMPLATES}/{name}.md");
        if let Some(template) = engagement_template(opened, &name)? {
            reports.insert(name, listed(template, Some(path)));
        }
    }
    Ok(reports.into_values().collect())
}

fn listed(template: Template, path: Option<String>) -> Listed {
    Listed { name: template.name, subject: template.subject, path }
}

/// Makes a report.
///
/// # Errors
///
/// What the request asks for does not exist, its template is at fault, or the repository beneath
/// the folder is refused.
pub fn make(opened: &Opened, request: &Request) -> Result<Report, ReportError> {
    if request.format == Format::Pdf && cfg!(not(feature = "pdf")) {
        return Err(ReportError::NoPdf);
    }
    let (template, id) = choose(opened, request)?;
    let engagement = &opened.engagement;
    let subject = find_subject(engagement, &template, id.as_deref())?;
    let language = Arc::new(Language::new(&language_of(request, engagement, &subject)));
    let paths = paths_with_consents(&subject);
    let origin = origin::find(opened, &paths, request.state_dir.as_ref(), request.now)?;
    let recorded = history_of(opened, &BTreeSet::new());
    let facts = Facts::new(engagement, &recorded, request.now);
    let agreement = agreement_for(&facts, &subject);
    let unreadable = unreadable(&facts, &subject);
    let case = case_of(engagement, agreement, &language, &origin, unreadable.clone());
    let filled = fill(&template, &subject, engagement, &case, &language)?;
    let id = subject_id(engagement, &subject);
    let frame = frame_of(engagement, agreement, &template, &subject, &language);
    let page = Page::new(filled, frame, &origin.provenance, &language);
    let (bytes, without_glyph) = draw(&page, request.format)?;
    Ok(Report {
        name: template.name,
        id,
        bytes,
        is_draft: page.is_draft,
        missing_language: language.missing().map(str::to_owned),
        without_glyph,
        unreadable,
    })
}

/// Returns the paths of the documents of which not all could be read, for a report that says whom
/// to call.
fn unreadable(facts: &Facts<'_>, subject: &Found<'_>) -> BTreeSet<String> {
    match (subject, facts.agreement_in_force()) {
        (Found::Incident(..), _) | (_, None) => BTreeSet::new(),
        (_, Some(agreed)) => contacts::unreadable(facts.engagement, &agreed, std::iter::empty()),
    }
}

/// Returns the documents of a report that say who agreed to what.
fn paths_with_consents<'a>(subject: &Found<'a>) -> Vec<&'a str> {
    match subject {
        Found::Incident(document, _) => vec![&document.path],
        Found::Agreement(document, _) => vec![&document.path],
        Found::Engagement => Vec::new(),
    }
}

/// What a report is about.
enum Found<'a> {
    Incident(&'a TypedDocument, &'a Incident),
    Agreement(&'a TypedDocument, &'a Agreement),
    Engagement,
}

/// Returns the template, and the id of its subject where one was given.
fn choose(opened: &Opened, request: &Request) -> Result<(Template, Option<String>), ReportError> {
    let Some(name) = request.name.as_deref() else {
        let template = find_template(opened, request, "incident")?.expect("it is built in");
        return Ok((template, request.id.clone()));
    };
    if let Some(template) = find_template(opened, request, name)? {
        return Ok((template, request.id.clone()));
    }
    if request.id.is_none() && opened.engagement.incident(name).is_some() {
        let template = find_template(opened, request, "incident")?.expect("it is built in");
        return Ok((template, Some(name.to_owned())));
    }
    let ids = opened.engagement.incidents().map(|(document, _)| document.id.as_str());
    let names: Vec<String> = list(opened)?.into_iter().map(|report| report.name).collect();
    let near = nearest(name, names.iter().map(String::as_str).chain(ids)).map(str::to_owned);
    Err(ReportError::Unknown { name: name.to_owned(), near })
}

fn find_template(
    opened: &Opened,
    request: &Request,
    name: &str,
) -> Result<Option<Template>, ReportError> {
    // A name is a file's name and nothing else.
    if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', ':']) {
        return Ok(None);
    }
    if let Some(folder) = &request.templates
        && let Some(template) = template_in(&Workspace::at(folder)?, &format!("{name}.md"), name)?
    {
        return Ok(Some(template));
    }
    match engagement_template(opened, name)? {
        Some(template) => Ok(Some(template)),
        None => Ok(Template::built_in(name)),
    }
}

fn engagement_template(opened: &Opened, name: &str) -> Result<Option<Template>, ReportError> {
    template_in(&opened.workspace, &format!("{TEMPLATES}/{name}.md"), name)
}

fn template_in(
    folder: &Workspace,
    path: &str,
    name: &str,
) -> Result<Option<Template>, ReportError> {
    if !folder.exists(path) {
        return Ok(None);
    }
    let text = folder
        .read_document(path)
        .map_err(|why| ReportError::Unreadable { path: path.to_owned(), why })?;
    Ok(Some(Template::read(name, path, &text)?))
}

fn find_subject<'a>(
    engagement: &'a Engagement,
    template: &Template,
    id: Option<&str>,
) -> Result<Found<'a>, ReportError> {
    let name = template.name.clone();
    match (template.subject, id) {
        (Subject::Incident, Some(id)) => find_incident(engagement, id),
        (Subject::Incident, None) => only_incident(engagement, name),
        (Subject::Agreement, id) => find_agreement(engagement, id),
        (Subject::Engagement, None) => Ok(Found::Engagement),
        (Subject::Engagement, Some(_)) => Err(ReportError::TakesNoId { name }),
    }
}

fn find_incident<'a>(engagement: &'a Engagement, id: &str) -> Result<Found<'a>, ReportError> {
    if let Some((document, incident)) = engagement.incident(id) {
        return Ok(Found::Incident(document, incident));
    }
    let ids = engagement.incidents().map(|(document, _)| document.id.as_str());
    Err(ReportError::UnknownIncident {
        id: id.to_owned(),
        near: nearest(id, ids).map(str::to_owned),
    })
}

fn only_incident(engagement: &Engagement, name: String) -> Result<Found<'_>, ReportError> {
    let mut incidents = engagement.incidents();
    match (incidents.next(), incidents.next()) {
        (Some((document, incident)), None) => Ok(Found::Incident(document, incident)),
        _ => {
            let ids = engagement.incidents().map(|(document, _)| document.id.to_string()).collect();
            Err(ReportError::NeedsIncident { name, ids })
        }
    }
}

fn find_agreement<'a>(
    engagement: &'a Engagement,
    id: Option<&str>,
) -> Result<Found<'a>, ReportError> {
    let path = id.map_or(AGREEMENT_PATH.to_owned(), |id| format!("{id}.md"));
    let document = engagement.get(&path);
    match document.map(|document| (document, &document.content)) {
        Some((document, Content::Agreement(agreement))) => {
            Ok(Found::Agreement(document, agreement))
        }
        _ => Err(ReportError::UnknownAgreement(path)),
    }
}

fn language_of(request: &Request, engagement: &Engagement, subject: &Found<'_>) -> String {
    let of_subject = match subject {
        Found::Incident(_, incident) => incident.lang.clone(),
        Found::Agreement(_, agreement) => agreement.lang.clone(),
        Found::Engagement => None,
    };
    let wanted = request.language.clone().or(of_subject);
    wanted.unwrap_or_else(|| engagement.language().to_owned())
}

/// Returns the agreement that a report is held against: for an incident the one that was in force
/// when it was seen, for the agreement itself the text that is asked for, else the one in force.
fn agreement_for<'f>(facts: &'f Facts<'_>, subject: &Found<'f>) -> Option<&'f Agreement> {
    match subject {
        Found::Incident(document, _) => facts.agreement_of(document).map(|it| it.agreement),
        Found::Agreement(_, agreement) => Some(agreement),
        Found::Engagement => facts.agreement_in_force().map(|it| it.agreement),
    }
}

fn case_of<'a>(
    engagement: &'a Engagement,
    agreement: Option<&'a Agreement>,
    language: &'a Language,
    origin: &origin::Origin,
    unreadable: BTreeSet<String>,
) -> Case<'a> {
    let profile = engagement.profile();
    // Its text is shown only in its own report.
    let agreement = agreement.map(|record| Document { id: "agreement", record, body: "" });
    Case {
        profile,
        people: engagement
            .people()
            .map(|(document, person)| (document.id.as_str(), person))
            .collect(),
        agreement,
        unreadable,
        attestations: origin.attestations.clone(),
        zone: engagement.zone(),
        language,
    }
}

fn fill(
    template: &Template,
    subject: &Found<'_>,
    engagement: &Engagement,
    case: &Case<'_>,
    language: &Arc<Language>,
) -> Result<Filled, TemplateError> {
    match subject {
        Found::Incident(document, incident) => {
            let entries = engagement.timeline(&document.id).into_iter();
            let file = IncidentFile {
                incident: view_of(engagement, document, *incident),
                entries: entries
                    .map(|(entry, record)| view_of(engagement, entry, record))
                    .collect(),
            };
            template.fill(&view::incident(case, &file), language)
        }
        Found::Agreement(document, agreement) => {
            let agreement = view_of(engagement, document, *agreement);
            let over = SignedHash::of(&engagement.source(document).text);
            template.fill(&view::agreement(case, agreement, &over), language)
        }
        Found::Engagement => template.fill(&view::contact_card(case), language),
    }
}

fn view_of<'a, T>(
    engagement: &'a Engagement,
    document: &'a TypedDocument,
    record: &'a T,
) -> Document<'a, T> {
    Document { id: &document.id, record, body: engagement.body(document) }
}

fn subject_id(engagement: &Engagement, subject: &Found<'_>) -> String {
    match subject {
        Found::Incident(document, _) => document.id.to_string(),
        Found::Agreement(document, _) if *document.path != *AGREEMENT_PATH => {
            document.id.to_string()
        }
        _ => {
            let codename = engagement.profile().and_then(|profile| profile.codename.clone());
            codename.unwrap_or_else(|| "engagement".to_owned())
        }
    }
}

fn frame_of(
    engagement: &Engagement,
    agreement: Option<&Agreement>,
    template: &Template,
    subject: &Found<'_>,
    language: &Language,
) -> Frame {
    let profile = engagement.profile();
    let parties = profile.and_then(|profile| profile.parties.as_ref());
    let auditor = parties.and_then(|parties| parties.auditor.as_ref());
    let not_stated = || language.text("not-stated");
    let kind = match template.name.as_str() {
        "incident" | "agreement" | "contact-card" => format!("report-{}", template.name),
        _ => "report-other".to_owned(),
    };
    let kind = match subject {
        Found::Incident(document, _) => format!("{} {}", language.text(&kind), document.id),
        _ => language.text(&kind),
    };
    Frame {
        codename: profile.and_then(|it| it.codename.clone()).unwrap_or_else(not_stated),
        tlp: tlp_of(engagement, agreement, subject).as_str().to_owned(),
        kind,
        author: auditor.and_then(|it| it.codename.clone()).unwrap_or_else(not_stated),
        notices: Vec::new(),
    }
}

/// Returns the strictest label of the documents that a report shows; a document without one has
/// the engagement's, and an engagement without one the strictest but one.
fn tlp_of(engagement: &Engagement, agreement: Option<&Agreement>, subject: &Found<'_>) -> Tlp {
    let default = engagement.profile().and_then(|profile| profile.default_tlp);
    let default = default.unwrap_or(Tlp::AmberStrict);
    let people = engagement.people().map(|(_, person)| person.tlp);
    let agreement = agreement.map(|agreement| agreement.tlp);
    let mut labels: Vec<Option<Tlp>> = people.chain(agreement).collect();
    match subject {
        Found::Incident(document, incident) => {
            labels.push(incident.tlp);
            labels.extend(engagement.timeline(&document.id).iter().map(|(_, entry)| entry.tlp));
        }
        Found::Agreement(_, agreement) => labels.push(agreement.tlp),
        Found::Engagement => {}
    }
    labels.into_iter().map(|label| label.unwrap_or(default)).min().unwrap_or(default)
}

fn draw(page: &Page, format: Format) -> Result<(Vec<u8>, Vec<char>), ReportError> {
    let text = match format {
        Format::Html => html::draw(page),
        Format::Markdown => markdown::draw(page),
        Format::Text => plain::draw(page),
        Format::Pdf => return draw_pdf(page),
    };
    Ok((text.into_bytes(), Vec::new()))
}

#[cfg(feature = "pdf")]
fn draw_pdf(page: &Page) -> Result<(Vec<u8>, Vec<char>), ReportError> {
    let pdf = crate::render::pdf::draw(page)?;
    Ok((pdf.bytes, pdf.without_glyph))
}

#[cfg(not(feature = "pdf"))]
fn draw_pdf(_: &Page) -> Result<(Vec<u8>, Vec<char>), ReportError> {
    Err(ReportError::NoPdf)
}
