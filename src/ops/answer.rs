//! What an answer may be about: what one rule finds, and where.

use jiff::Timestamp;

use super::new::NewAnswer;
use super::open::Opened;
use super::validate;
use crate::diagnostic::Diagnostic;
use crate::model::id;
use crate::model::kind::Kind;
use crate::trail::store::StoreError;
use crate::validate::place_of;

/// Why there is nothing to answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    #[error("`{rule}` finds nothing in `{about}`")]
    Nothing {
        rule: String,
        about: String,
        /// Where it finds something.
        others: Vec<String>,
    },
    #[error("`{rule}` finds nothing in the field `{field}` of `{about}`")]
    OtherField { rule: String, about: String, field: String, fields: Vec<String> },
    #[error("`{rule}` finds several places in `{about}`")]
    Several { rule: String, about: String, fields: Vec<String> },
    #[error("this is answered already")]
    Answered { path: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody wants to answer, as they typed it.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Name of a rule.
    pub rule: &'a str,
    /// Id of a document, or path of a file that is none.
    pub about: &'a str,
    pub field: Option<&'a str>,
}

/// Returns an answer without its reason: the finding that is meant, by its document and its field.
///
/// # Errors
///
/// [`AnswerError`] when the rule finds nothing there, or several places, or it is answered already.
pub fn meant(
    opened: &Opened,
    wanted: &Wanted<'_>,
    now: Timestamp,
) -> Result<NewAnswer, AnswerError> {
    let (rule, about) = (wanted.rule.to_owned(), wanted.about.to_owned());
    let mut findings = validate::findings(opened, now)?;
    findings.retain(|finding| finding.rule == rule);
    let engagement = &opened.engagement;
    let places = || findings.iter().filter_map(|it| Some((it, place_of(engagement, it)?)));
    let here: Vec<(&Diagnostic, (&str, Option<String>))> =
        places().filter(|(_, (id, _))| id::is_same(id, &about)).collect();
    let Some((_, (id, _))) = here.first() else {
        let mut others: Vec<String> = places().map(|(_, (id, _))| id.to_owned()).collect();
        others.dedup();
        return Err(AnswerError::Nothing { rule, about, others });
    };
    let about = (*id).to_owned();
    let mut fields: Vec<Option<String>> = here.iter().map(|(_, (_, it))| it.clone()).collect();
    fields.dedup();
    let shown = |fields: &[Option<String>]| fields.iter().flatten().cloned().collect();
    let field = match (wanted.field, fields.as_slice()) {
        (Some(field), _) => match fields.iter().find(|it| it.as_deref() == Some(field)) {
            Some(found) => found.clone(),
            None => {
                let (field, fields) = (field.to_owned(), shown(&fields));
                return Err(AnswerError::OtherField { rule, about, field, fields });
            }
        },
        (None, [only]) => only.clone(),
        (None, _) => {
            return Err(AnswerError::Several { rule, about, fields: shown(&fields) });
        }
    };
    let mut meant = here.iter().filter(|(_, (_, it))| *it == field);
    if let Some(path) = meant.find_map(|(finding, _)| answer_to(opened, finding)) {
        return Err(AnswerError::Answered { path });
    }
    Ok(NewAnswer { rule, about, field, because: None })
}

/// Returns the path of the answer to a finding, recorded or not.
fn answer_to(opened: &Opened, finding: &Diagnostic) -> Option<String> {
    let waiting = || {
        let documents =
            finding.related.iter().filter_map(|it| opened.engagement.document_of(it.span.source));
        documents.into_iter().find(|it| it.kind == Some(Kind::Answer)).map(|it| it.path.clone())
    };
    finding.answered_by.clone().or_else(waiting)
}
