//! Names of people in paths, which stand in every record and every listing.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::kind::Kind;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "name-in-path",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a person's name stands in a path",
    page: include_str!("name_in_path.md"),
    check: Check::Engagement(check),
};

/// A person, and the words of their name in small letters.
struct Named<'a> {
    document: &'a TypedDocument,
    words: Vec<String>,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let people: Vec<Named<'_>> = facts.engagement.people().filter_map(names_of).collect();
    if people.is_empty() {
        return;
    }
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, named) in people.iter().enumerate() {
        for word in &named.words {
            by_word.entry(word).or_default().push(index);
        }
    }
    for document in &facts.engagement.documents {
        // The folders are ours, and most ids are no words; the name of the file is what people chose.
        let name = document.path.rsplit('/').next().unwrap_or_default();
        let words = words_of(name.strip_suffix(".md").unwrap_or(name));
        let is_person = Kind::at_path(&document.path) == Some(Kind::Person);
        let found = if is_person {
            in_handle(document, &words, &people, &by_word)
        } else {
            in_words(&words, &people, &by_word)
        };
        if let Some(named) = found {
            let message = "a person's name, or a part of it, stands in this document's path";
            findings.add(
                Finding::at(document.field("id"), message)
                    .related(named.document.field("private"), "this person's")
                    .help("rename the file to a handle that tells nothing, and change its uses"),
            );
        }
    }
}

/// Returns the person whose name a handle holds: one word of it is one of theirs, or the
/// document's own person's longer words stand in it as in `zwanjiru`.
fn in_handle<'a>(
    document: &TypedDocument,
    words: &[String],
    people: &'a [Named<'a>],
    by_word: &HashMap<&str, Vec<usize>>,
) -> Option<&'a Named<'a>> {
    let known = words.iter().filter_map(|word| by_word.get(word.as_str())).flatten().next();
    let handle = folded(&document.id);
    let is_own = |named: &&Named<'_>| std::ptr::eq(named.document, document);
    let hidden = |named: &&Named<'_>| {
        let tells = |word: &String| word.chars().count() >= if has_case(word) { 4 } else { 2 };
        named.words.iter().any(|word| tells(word) && handle.contains(word.as_str()))
    };
    known.map(|index| &people[*index]).or_else(|| people.iter().filter(is_own).find(hidden))
}

/// Returns the person of whose name two words follow each other; one alone, such as `mark`, may
/// mean anything.
fn in_words<'a>(
    words: &[String],
    people: &'a [Named<'a>],
    by_word: &HashMap<&str, Vec<usize>>,
) -> Option<&'a Named<'a>> {
    words.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let (first, second) = (by_word.get(first.as_str())?, by_word.get(second.as_str())?);
        first
            .iter()
            .find(|index| second.contains(index) && pair[0] != pair[1])
            .map(|it| &people[*it])
    })
}

/// Returns the name of a person. An alias is what to call them where the name must not stand, so it
/// may stand in a path.
fn names_of<'a>(
    (document, person): (&'a TypedDocument, &'a crate::model::person::Person),
) -> Option<Named<'a>> {
    let name = person.private.as_ref()?.name.as_deref()?;
    Some(Named { document, words: words_of(name) })
}

/// Returns the words of a name, long enough to tell somebody apart.
fn words_of(name: &str) -> Vec<String> {
    let folded = folded(name);
    let words = folded.split(|symbol: char| !symbol.is_alphanumeric());
    let tells = |word: &&str| word.chars().count() >= if word.is_ascii() { 3 } else { 2 };
    words.filter(tells).map(str::to_owned).collect()
}

/// Returns whether a word is of a script with small letters and capitals; in many others two signs
/// are a name.
fn has_case(word: &str) -> bool {
    word.chars().any(|symbol| symbol.is_uppercase() || symbol.is_lowercase())
}

/// Returns a text in small letters without accents, as names come in paths.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd().filter(|symbol| !is_combining_mark(*symbol)).flat_map(char::to_lowercase).collect()
}
