//! Mistakes in what a value says or how it is written down: names of what is not there, other
//! ids, hidden characters, YAML that is not read, and merges that nobody finished.

use super::change::{Class, Edit, Mutation, Subject};
use super::owed;
use super::places::Place;
use super::schema::Sort;
use super::values::put;

pub(super) fn of(subject: &Subject<'_>, place: &Place<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    if let Some(nobody) = owed::no_such(subject, place) {
        mutations.extend(put(subject, place, Class::Reference, "dangling-reference", nobody));
    }
    match &*place.path {
        "id" => {
            for other in ["other", "INC-2026-0000", "ID"] {
                let rule = "id-and-path-differ";
                mutations.extend(put(subject, place, Class::Identity, rule, other));
            }
        }
        "schema" => {
            mutations.extend(put(subject, place, Class::Identity, "value-not-allowed", "2"));
        }
        "kind" => mutations.extend(kinds(subject, place)),
        _ => {}
    }
    if place.sort() == Sort::Text && place.text().is_some_and(|text| text.len() > 3) {
        mutations.extend(hidden(subject, place));
    }
    let is_top = place.parent_path.is_empty() && place.key.is_some();
    // One field of four: where the slip is makes no difference to how it is read.
    if is_top && place.text().is_some() && place.path != "kind" && place.index % 4 == 3 {
        mutations.extend(syntax(subject, place));
        mutations.extend(conflict(subject, place));
    }
    mutations
}

fn kinds(subject: &Subject<'_>, place: &Place<'_>) -> Vec<Mutation> {
    let kind = &*subject.kind;
    let misspelled =
        [kind.replacen(['e', 'a', 'i'], "", 1), kind.to_uppercase(), "thing".to_owned()];
    let unknown = misspelled.iter().filter(|other| *other != kind);
    unknown
        .filter_map(|other| put(subject, place, Class::Identity, "kind-unknown", other))
        .collect()
}

/// Puts a character that nobody sees into a text.
fn hidden(subject: &Subject<'_>, place: &Place<'_>) -> Vec<Mutation> {
    let span = place.node.span;
    let text = &subject.text[span.bytes()];
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    [if place.index.is_multiple_of(2) { "\u{200B}" } else { "\u{202E}" }]
        .into_iter()
        .map(|symbol| {
            let at = span.start() + middle;
            let edit = Edit { place: at..at, new: symbol.to_owned() };
            let rule = "invisible-character";
            subject.within(Class::Hidden, &place.path, &edit, rule, 0..symbol.len())
        })
        .collect()
}

/// Writes a value in ways that YAML does not allow, or that we do not read.
fn syntax(subject: &Subject<'_>, place: &Place<'_>) -> Vec<Mutation> {
    let span = place.node.span;
    let written = &subject.text[span.bytes()];
    if written.starts_with(['"', '\'', '[', '{']) {
        return Vec::new();
    }
    [
        (Class::Syntax, "yaml-syntax", format!("\"{written}"), 1),
        (Class::Syntax, "yaml-syntax", format!("@{written}"), 1),
        (Class::Syntax, "yaml-syntax", format!("[{written}"), 1),
        (Class::Feature, "yaml-feature-refused", format!("&one {written}"), 4),
        (Class::Feature, "yaml-feature-refused", format!("!!str {written}"), 5),
        (Class::Feature, "yaml-feature-refused", "*one".to_owned(), 4),
    ]
    .into_iter()
    .map(|(class, rule, new, length)| {
        let edit = Edit { place: span.bytes(), new };
        let mut mutation = subject.within(class, &place.path, &edit, rule, 0..length);
        mutation.open_again = owed::open_again(subject, "");
        mutation
    })
    .collect()
}

/// Leaves a merge unfinished around a field of one line.
fn conflict(subject: &Subject<'_>, place: &Place<'_>) -> Option<Mutation> {
    let start = subject.line_start(place.key?.start());
    let end = subject.line_end(place.node.span.end());
    let line = &subject.text[start..end];
    let new = format!("<<<<<<< HEAD\n{line}\n=======\n{line} too\n>>>>>>> theirs");
    let edit = Edit { place: start..end, new };
    let mut mutation =
        subject.within(Class::Conflict, &place.path, &edit, "merge-conflict-left", 0..12);
    mutation.open_again = owed::open_again(subject, "");
    Some(mutation)
}
