//! Names that a person types for a new document, checked before anything is written.

use super::super::failure::unknown_word;
use super::super::{Exit, Failure, ui};
use crate::diagnostic::Class;
use crate::ops::answer::AnswerError;
use crate::ops::open::Opened;
use crate::regime::record::{Regime, Stage};
use crate::regime::{self};
use crate::suggest::nearest;
use crate::trail::policy::is_handle;
use crate::validate::rules::{self, RULES};

/// Refuses what is no handle.
pub(super) fn check_handle(handle: &str) -> Result<(), Failure> {
    if is_handle(handle) {
        return Ok(());
    }
    let message = format!("`{}` is not a handle", ui::foreign(handle));
    Err(Failure::message(Exit::Usage, message)
        .hint("use lower-case letters, digits and `-`, such as `zw`"))
}

/// Refuses the handle of somebody who has no document.
pub(super) fn check_person(opened: &Opened, handle: Option<&str>) -> Result<(), Failure> {
    let handles: Vec<&str> =
        opened.engagement.people().map(|(document, _)| &*document.id).collect();
    match handle {
        Some(handle) if !handles.contains(&handle) => {
            Err(unknown_word("there is no person", handle, handles.into_iter()))
        }
        _ => Ok(()),
    }
}

/// Returns the id of a document as its place has it.
pub(super) fn document(opened: &Opened, id: &str) -> Result<String, Failure> {
    if let Some(document) = opened.engagement.with_id(id).next() {
        return Ok(document.id.to_string());
    }
    let message = format!("nothing here is called `{}`", ui::foreign(id));
    let failure = Failure::message(Exit::Usage, message);
    let ids = opened.engagement.documents.iter().map(|document| &*document.id);
    Err(match nearest(id, ids) {
        Some(near) => failure.hint(format!("did you mean `{}`?", ui::foreign(near))),
        None => failure.hint("the id is the file's name without `.md`"),
    })
}

/// Returns the name of a rule whose findings can be answered.
pub(super) fn answerable(name: &str) -> Result<&'static str, Failure> {
    let Some(rule) = rules::named(name) else {
        let message = format!("there is no rule `{}`", ui::foreign(name));
        let failure = Failure::message(Exit::Usage, message);
        return Err(match nearest(name, RULES.iter().map(|rule| rule.name)) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`ircase explain` lists all rules"),
        });
    };
    if rule.class == Class::Duty {
        return Ok(rule.name);
    }
    let message = format!("`{}` cannot be answered, only mended", rule.name);
    Err(Failure::message(Exit::Usage, message).hint(format!("`ircase explain {}`", rule.name)))
}

/// Returns why there is nothing to answer, with what to type instead.
pub(super) fn not_answered(opened: &Opened, error: AnswerError) -> Failure {
    const SHOWN: usize = 5;
    let list = |names: &[String]| {
        let shown = names.iter().take(SHOWN).map(|it| format!("`{}`", ui::foreign(it)));
        shown.collect::<Vec<_>>().join(", ")
    };
    let hint = match &error {
        AnswerError::Store(_) => None,
        AnswerError::Nothing { others, .. } if !others.is_empty() => {
            Some(format!("it finds something in {}", list(others)))
        }
        AnswerError::Nothing { about, .. } => {
            if let Err(unknown) = document(opened, about) {
                return unknown;
            }
            Some("`ircase validate` shows what is found, and where".to_owned())
        }
        AnswerError::OtherField { fields, .. } | AnswerError::Several { fields, .. } => {
            Some(format!("say which one with `--field`: {}", list(fields)))
        }
        AnswerError::StillOwed { .. } => {
            Some("do it and write it down; an answer is for what can no longer change".to_owned())
        }
        AnswerError::Answered { path } => Some(format!("the answer is `{}`", ui::foreign(path))),
    };
    match (error, hint) {
        (AnswerError::Store(error), _) => error.into(),
        (error, Some(hint)) => Failure::new(Exit::Usage, error).hint(hint),
        (error, None) => Failure::new(Exit::Usage, error),
    }
}

/// A law, and which of its stages is meant, where that is clear.
type AskedBy = Option<(&'static Regime, Option<&'static Stage>)>;

/// Returns the law and the stage that are meant; a law of one stage needs no word for it.
pub(super) fn asked_by(regime: Option<&str>, stage: Option<&str>) -> Result<AskedBy, Failure> {
    let Some(id) = regime else { return Ok(None) };
    let Some(regime) = regime::named(id) else {
        let ids: Vec<&str> = regime::ids().collect();
        return Err(unknown_word("there is no regime", id, ids.into_iter()));
    };
    let stages = || regime.stages.iter().map(|stage| &*stage.name);
    match (stage, regime.stages.as_slice()) {
        (None, [only]) => Ok(Some((regime, Some(only)))),
        (None, _) => Ok(Some((regime, None))),
        (Some(name), _) => match regime.stage(name) {
            Some(stage) => Ok(Some((regime, Some(stage)))),
            None => Err(unknown_word(&format!("`{}` has no stage", regime.id), name, stages())),
        },
    }
}
