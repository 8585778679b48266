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
    "ad", "ai", "al", "all", "am", "an", "and", "api", "app", "as", "at", "au", "av", "be", "bot",
    "bug", "but", "by", "can", "cd", "ce", "com", "con", "cp", "db", "de", "del", "di", "dns",
    "do", "du", "el", "em", "en", "es", "et", "for", "go", "ha", "had", "has", "he", "her", "his",
    "how", "hr", "id", "if", "il", "in", "ip", "is", "it", "its", "ke", "key", "la", "las", "le",
    "les", "lo", "log", "los", "ls", "luz", "ma", "mar", "mas", "may", "me", "mi", "mv", "my",
    "na", "ne", "net", "new", "ni", "no", "nos", "not", "now", "of", "off", "ok", "old", "on",
    "one", "or", "os", "our", "out", "pan", "pc", "per", "pin", "por", "ps", "que", "red", "rio",
    "rm", "se", "she", "si", "sin", "sms", "so", "sol", "ssh", "su", "te", "the", "to", "tor",
    "tu", "two", "ui", "un", "una", "up", "us", "usb", "use", "va", "vi", "vm", "vpn", "was",
    "way", "we", "web", "who", "why", "ya", "yo", "you",
];

/// A handle of so many letters and nothing else may be a word of any language.
const WORD_MIN: usize = 4;

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
        if facts.has_handle(word) && (!may_be_word(word) || is_marked(text, at, word)) {
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

fn may_be_word(handle: &str) -> bool {
    let is_long = handle.len() >= WORD_MIN && handle.bytes().all(|it| it.is_ascii_lowercase());
    is_long || WORDS.contains(&handle)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn a_word_is_no_handle() {
        for (handle, factor, count) in [
            ("zq", "On that day zq clicked on it", 1),
            ("zq7", "zq7 clicked on it", 1),
            ("field-2", "The call of field-2 came late", 1),
            ("web", "The web server had no limit", 0),
            ("web", "The call of `web` came late", 1),
            ("server", "The server had no limit", 0),
            ("server", "@server forgot to call", 1),
            ("server", "The second contact (server) slept", 1),
            ("av", "The av scan took the server down", 0),
        ] {
            let person = format!("people/{handle}.md");
            let review =
                format!("---\nkind: review\ncontributing_factors: ['{factor}']\n---\nX.\n");
            let files = [
                ("incidents/INC-2026-7KQ2/review.md", &*review),
                (&*person, "---\nkind: person\n---\n"),
            ];
            let found = found_by(RULE.name, &files, "2026-11-21T12:00:00Z");
            assert_eq!(found.len(), count, "{factor}");
        }
    }
}
