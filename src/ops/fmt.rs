//! Putting the front matter of documents into canonical form.

use super::open::Opened;
use super::rewrite::{self, LeftAlone, Rewrite};
use super::select::SelectError;
use super::validate::{ValidateError, lies_at};
use crate::document::fmt::{self, FormatError};
use crate::document::unread::{Unread, UnreadReason};
use crate::model::engagement::TypedDocument;
use crate::model::kind::Kind;
use crate::source::{Source, SourceId};
use crate::suggest::nearest;
use crate::validate::{Recorded, schema};
use crate::visible::visible_line;

/// What there is to change.
#[derive(Debug)]
pub struct Formatted {
    pub documents: usize,
    /// Documents that are not in canonical form, with the text that is.
    pub rewrites: Vec<Rewrite>,
    /// Documents that are not in canonical form and stay so, or cannot be read.
    pub left_alone: Vec<(String, LeftAlone)>,
}

/// Returns the documents at these paths that are not in canonical form; no path means everywhere.
/// Writes nothing.
///
/// # Errors
///
/// [`ValidateError::NoMatch`] when a path names no document, and what the store says of a
/// repository that cannot be used.
pub fn format(opened: &Opened, paths: &[String]) -> Result<Formatted, ValidateError> {
    let engagement = &opened.engagement;
    let read = || engagement.documents.iter().map(|document| &*document.path);
    let all = || read().chain(engagement.unread.iter().map(|unread| &*unread.path));
    if let Some(path) = paths.iter().find(|path| !all().any(|known| lies_at(known, path))) {
        let nearest = nearest(path, all()).map(str::to_owned);
        return Err(ValidateError::NoMatch { path: path.clone(), nearest });
    }
    let is_selected =
        |known: &str| paths.is_empty() || paths.iter().any(|path| lies_at(known, path));
    let recorded = rewrite::recorded(opened).map_err(SelectError::from)?;
    let mut formatted = Formatted {
        documents: all().filter(|known| is_selected(known)).count(),
        rewrites: Vec::new(),
        left_alone: Vec::new(),
    };
    for document in engagement.documents.iter().filter(|document| is_selected(&document.path)) {
        match format_one(opened, document, &recorded) {
            Ok(None) => {}
            Ok(Some(rewrite)) => formatted.rewrites.push(rewrite),
            Err(why) => formatted.left_alone.push((document.path.to_string(), why)),
        }
    }
    // What strayed is no document until it is moved.
    let is_here = |unread: &&Unread| !matches!(unread.why, UnreadReason::WrongPlace(_));
    let unread = engagement.unread.iter().filter(is_here);
    for unread in unread.filter(|unread| is_selected(&unread.path)) {
        let (path, why) = (unread.path.clone(), unread.why.to_string());
        let why = LeftAlone::Unread { path, why };
        formatted.left_alone.push((unread.path.clone(), why));
    }
    formatted.left_alone.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(formatted)
}

/// Returns a document that the program itself makes in canonical form; a text that cannot be read
/// as what its path says stays as it is.
pub fn canonical(path: &str, text: String) -> String {
    let Some(schema) = Kind::at_path(path).and_then(|kind| schema::named(kind.name())) else {
        return text;
    };
    let source = Source::new(SourceId(0), path, text);
    fmt::format(&source, &schema.form()).unwrap_or_else(|_| source.text.to_string())
}

fn format_one(
    opened: &Opened,
    document: &TypedDocument,
    recorded: &Recorded,
) -> Result<Option<Rewrite>, LeftAlone> {
    let path = &document.path;
    let unreadable = || LeftAlone::Unreadable { path: path.to_string() };
    if document.document.front.is_none() || !document.document.faults.is_empty() {
        return Err(unreadable());
    }
    let kind = document.kind.ok_or_else(|| no_kind(document))?;
    let source = opened.engagement.source(document);
    let schema = schema::named(kind.name()).ok_or_else(|| no_kind(document))?;
    let after = fmt::format(source, &schema.form()).map_err(|error| match error {
        FormatError::Unreadable => unreadable(),
        FormatError::WouldChange => LeftAlone::WouldChange,
    })?;
    let before = source.text.to_string();
    if after == before {
        return Ok(None);
    }
    if let Some(why) = rewrite::keeps(document, recorded) {
        return Err(why);
    }
    if rewrite::breaks_signatures(&opened.engagement, recorded, document, &after) {
        return Err(LeftAlone::Signed);
    }
    Ok(Some(Rewrite { path: path.to_string(), before, after }))
}

/// Returns why nobody knows the fields of a document.
fn no_kind(document: &TypedDocument) -> LeftAlone {
    let front = document.document.front.as_ref();
    match front.and_then(|front| front.get("kind")?.text()) {
        None => LeftAlone::NoKind,
        Some(kind) => LeftAlone::OtherKind {
            kind: visible_line(kind).into_owned(),
            path: document.path.to_string(),
        },
    }
}
