//! What an answer may be about: what one rule finds, and where.

use jiff::Timestamp;

use super::new::NewAnswer;
use super::open::Opened;
use super::validate;
use crate::diagnostic::Diagnostic;
use crate::model::answer::Answer;
use crate::model::id;
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
    #[error("what `{rule}` asks for in `{about}` can still be done")]
    StillOwed { rule: String, about: String },
    #[error("there is an answer to this already")]
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
    let owed = |about: &str| {
        let found = |it: &&Diagnostic| {
            place_of(engagement, it).is_some_and(|(id, _)| id::is_same(id, about))
        };
        findings.iter().filter(found).all(|finding| finding.is_still_owed)
    };
    let places = || findings.iter().filter_map(|finding| place_of(engagement, finding));
    let here: Vec<(&str, Option<String>)> =
        places().filter(|(id, _)| id::is_same(id, &about)).collect();
    let Some((id, _)) = here.first() else {
        let mut others: Vec<String> = places().map(|(id, _)| id.to_owned()).collect();
        others.dedup();
        return Err(AnswerError::Nothing { rule, about, others });
    };
    let about = (*id).to_owned();
    if owed(&about) {
        return Err(AnswerError::StillOwed { rule, about });
    }
    let mut fields: Vec<Option<String>> = here.iter().map(|(_, field)| field.clone()).collect();
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
    let meant = NewAnswer { rule, about, field, because: None };
    match answer_to(opened, &meant, fields.len() == 1) {
        Some(path) => Err(AnswerError::Answered { path }),
        None => Ok(meant),
    }
}

/// Returns the path of an answer to the same, finished or not; one that names no field is about the
/// only one.
fn answer_to(opened: &Opened, meant: &NewAnswer, is_only: bool) -> Option<String> {
    let is_same = |answer: &Answer| {
        let about = answer.about.as_deref().is_some_and(|about| id::is_same(about, &meant.about));
        let field = answer.field == meant.field || (answer.field.is_none() && is_only);
        answer.rule.as_ref() == Some(&meant.rule) && about && field
    };
    let mut answers = opened.engagement.answers();
    answers.find(|(_, answer)| is_same(answer)).map(|(document, _)| document.path.to_string())
}
