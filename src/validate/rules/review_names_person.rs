//! A review that names a person where a cause should stand.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::prose::{place_in, words};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "review-names-person",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a review names a person where a cause should stand",
    page: include_str!("review_names_person.md"),
    check: Check::Document(check),
};

/// Handles that are also words, in the languages of our documents and of our trade. They count
/// only where they are marked, as `rm` is here.
const WORDS: &[&str] = &[
    "ai", "al", "am", "an", "as", "at", "au", "be", "by", "cd", "ce", "com", "con", "cp", "db",
    "de", "del", "di", "do", "du", "el", "em", "en", "es", "et", "for", "go", "ha", "he", "hr",
    "id", "if", "il", "in", "ip", "is", "it", "ke", "la", "las", "le", "les", "lo", "los", "ls",
    "ma", "mas", "me", "mi", "mv", "my", "na", "ne", "ni", "no", "nos", "of", "ok", "on", "or",
    "os", "pc", "per", "por", "ps", "que", "rm", "se", "si", "sin", "so", "su", "te", "the", "to",
    "tu", "ui", "un", "una", "up", "us", "va", "vi", "vm", "we", "ya", "yo",
];

/// Names of people that are shorter say nothing alone.
const NAME_MIN: usize = 4;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Review(_) = &document.content else { return };
    let Some(front) = &document.document.front else { return };
    let source = facts.engagement.source(document);
    front.each("contributing_factors[]", &mut |node| {
        let Some(text) = node.text() else { return };
        if let Some(name) = person_in(facts, text) {
            // Who it is stands there; a message goes further than the file.
            let finding = Finding::at(
                place_in(node.span, source, name),
                "this names a person where a cause should stand",
            )
            .help("say what made it likely, whoever was there: a tool, a habit, a missing step");
            findings.add(finding);
        }
    });
}

/// Returns the first name of a person that stands in a text.
fn person_in<'text>(facts: &Facts<'_>, text: &'text str) -> Option<&'text str> {
    words(text).find_map(|(at, word)| {
        if facts.has_handle(word) && (!WORDS.contains(&word) || is_marked(text, at, word)) {
            return Some(word);
        }
        let rest = &text[at..];
        let full = facts.names_that_begin(word).iter().find(|name| rest.starts_with(&***name));
        if let Some(full) = full {
            return Some(&rest[..full.len()]);
        }
        // A given name is meant only where a sentence does not begin with a word anyway.
        let is_given = !facts.names_that_begin(word).is_empty()
            && word.chars().count() >= NAME_MIN
            && word.starts_with(char::is_uppercase)
            && !begins_sentence(text, at);
        is_given.then_some(word)
    })
}

fn is_marked(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + word.len()..].chars().next();
    before == Some('@')
        || matches!((before, after), (Some('`'), Some('`')) | (Some('('), Some(')')))
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    before.is_empty() || before.ends_with(['.', '!', '?', ':', ';', '-', '—'])
}
