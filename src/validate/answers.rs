//! Answers: a duty about what can no longer change is answered once, and then only noted.
//!
//! An answer changes no fact. What it answers stays in every list, with the reason beside it.
//! Form and integrity are never answered.

use super::Facts;
use super::levels::Levels;
use super::rule::{Fault, Finding, Rule};
use super::rules::{self, RULES};
use crate::diagnostic::{Class, Diagnostic, Level, Related};
use crate::model::answer::Answer;
use crate::model::engagement::TypedDocument;
use crate::model::id;
use crate::suggest::nearest;
use crate::visible::visible_line;

/// Lowers what is answered to a note, and returns a fault for each answer that answers nothing.
pub(super) fn apply(facts: &Facts<'_>, levels: &Levels, found: &mut [Diagnostic]) -> Vec<Fault> {
    facts
        .engagement
        .answers()
        .filter(|(document, _)| document.document.is_sound())
        .filter_map(|(document, answer)| apply_one(facts, levels, document, answer, found))
        .collect()
}

fn apply_one(
    facts: &Facts<'_>,
    levels: &Levels,
    document: &TypedDocument,
    answer: &Answer,
    found: &mut [Diagnostic],
) -> Option<Fault> {
    // What is not written has rules of its own.
    let (name, about) = (answer.rule.as_deref()?, answer.about.as_deref()?);
    let Some(rule) = rules::named(name) else {
        return Some(fault(unknown(document, name)));
    };
    if rule.class != Class::Duty {
        return Some(fault(not_answerable(document, rule)));
    }
    // Nobody looked, so nobody knows.
    levels.of(rule)?;
    if !is_given(answer) || !facts.has_id(about) {
        return None;
    }
    let mut is_used = false;
    for diagnostic in found.iter_mut().filter(|it| it.rule == rule.name) {
        let Some(span) = diagnostic.span() else { continue };
        let id = &facts.engagement.document_of(span.source).id;
        if id::is_same(id, about) {
            is_used = true;
            diagnostic.level = Level::Note;
            diagnostic.answered_by = Some(document.path.clone());
            diagnostic.help = None;
            let span = document.field("because");
            diagnostic.related.push(Related { span, message: "answered here".to_owned() });
        }
    }
    (!is_used).then(|| fault(unused(document, rule, about)))
}

/// Returns whether an answer says why.
pub(super) fn is_given(answer: &Answer) -> bool {
    answer.because.as_deref().is_some_and(|because| !because.trim().is_empty())
}

fn fault(finding: Finding) -> Fault {
    Fault { rule: "answer-unused", finding }
}

fn unknown(document: &TypedDocument, name: &str) -> Finding {
    let message = format!("there is no rule `{}` to answer", visible_line(name));
    let finding = Finding::at(document.field("rule"), message);
    let duties = RULES.iter().filter(|rule| rule.class == Class::Duty);
    match nearest(name, duties.map(|rule| rule.name)) {
        Some(near) => {
            finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), near)
        }
        None => finding.help("`ircase explain` lists all rules"),
    }
}

fn not_answerable(document: &TypedDocument, rule: &Rule) -> Finding {
    let class = match rule.class {
        Class::Form => "a document that cannot be read or trusted is mended",
        Class::Integrity | Class::Duty => "what guards the history stays as it is",
    };
    let message = format!("`{}` cannot be answered: {class}", rule.name);
    Finding::at(document.field("rule"), message).help("remove this answer")
}

fn unused(document: &TypedDocument, rule: &Rule, about: &str) -> Finding {
    let message = format!("`{}` finds nothing in `{}`", rule.name, visible_line(about));
    Finding::at(document.field("about"), message).help(
        "name the document that the finding is in, or remove this answer before it is recorded",
    )
}
