//! Kinds and their fields: what belongs there, and when it is owed.

use std::fmt::Write;

use crate::model::kind::{KINDS, Kind, KindInfo};
use crate::suggest;
use crate::validate::schema::{self, Field};

/// Returns the page of a kind.
pub(super) fn kind_page(name: &str) -> Option<String> {
    let info = KINDS.iter().find(|info| info.name == name)?;
    let mut text = format!("# kind: {name}\n\n{}\nIt lies at {}.", info.summary, list(info.places));
    if !info.required.is_empty() {
        let _ = write!(text, "\n{}, it must have {}.", when_owed(info), list(info.required));
    }
    if let Some(body) = info.body {
        let _ = write!(text, "\nIts {body} is the text below the second `---`.");
    }
    let own = schema::fields().iter().filter(|field| {
        field.path.split_once('.').is_some_and(|(kind, rest)| kind == name && !rest.contains('.'))
    });
    let width = own.clone().map(|field| field.name().len()).max().unwrap_or_default();
    text.push_str("\n\nFields:\n");
    for field in own {
        let _ = write!(text, "\n  {:width$}  {}", field.name(), field.description);
    }
    let _ = write!(text, "\n\n`ircase explain --schema {name}` prints its JSON Schema.");
    Some(text)
}

/// Returns the page of every field that is meant: by its name, or by a path that may leave keys
/// out, such as `agreement.contacts.secondary`.
pub(super) fn page(name: &str) -> Option<String> {
    let wanted = keys(name);
    let meant: Vec<&Field> =
        schema::fields().iter().filter(|field| is_meant(&keys(&field.path), &wanted)).collect();
    if meant.is_empty() {
        return None;
    }
    let mut text = format!("# field: {name}\n");
    for field in meant {
        let _ = write!(text, "\n  {}\n    {}", field.path, field.description);
        if let Some(owed) = owed(field) {
            let _ = write!(text, "\n    {owed}");
        }
        write_words(field, &mut text);
    }
    Some(text)
}

/// Returns the page of a word of closed lists: which fields it may stand in, and what it means.
pub(super) fn word_page(name: &str) -> Option<String> {
    let mut text = format!("# word: {name}\n");
    let mut is_known = false;
    for field in schema::fields() {
        let Some(word) = field.words.iter().find(|word| word.id.to_lowercase() == name) else {
            continue;
        };
        is_known = true;
        let _ = write!(text, "\n  {}", field.path);
        if !word.meaning.is_empty() {
            let _ = write!(text, "\n    {}", word.meaning);
        }
    }
    is_known.then_some(text)
}

/// Returns the path that a mistyped one was most likely meant to be: first the nearest key below
/// the right parents, then the nearest of every key in turn.
pub(super) fn nearest_path(name: &str) -> Option<String> {
    let wanted = keys(name);
    let (last, parents) = wanted.split_last().filter(|(_, parents)| !parents.is_empty())?;
    let all: Vec<Vec<&str>> = schema::fields().iter().map(|field| keys(&field.path)).collect();
    let below = all.iter().filter_map(|path| {
        let key = path.last()?;
        let meant: Vec<&str> = parents.iter().copied().chain([*key]).collect();
        is_meant(path, &meant).then_some(*key)
    });
    if let Some(key) = suggest::nearest(last, below) {
        return Some(format!("{}.{key}", parents.join(".")));
    }
    let each = wanted.iter().map(|key| suggest::nearest(key, all.iter().flatten().copied()));
    let path = each.collect::<Option<Vec<&str>>>()?;
    all.iter().any(|known| is_meant(known, &path)).then(|| path.join("."))
}

/// Returns every path and last key, for a guess at what was meant.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    schema::fields().iter().flat_map(|field| [field.name(), &*field.path])
}

fn write_words(field: &Field, text: &mut String) {
    if field.words.is_empty() {
        return;
    }
    if field.words.iter().all(|word| word.meaning.is_empty()) {
        let words: Vec<&str> = field.words.iter().map(|word| &*word.id).collect();
        let _ = write!(text, "\n    One of: {}", words.join(", "));
        return;
    }
    text.push_str("\n    One of:");
    let width = field.words.iter().map(|word| word.id.len()).max().unwrap_or_default();
    for word in &field.words {
        let line = format!("\n      {:width$}  {}", word.id, word.meaning);
        text.push_str(line.trim_end());
    }
}

/// Returns when a field must stand there; nothing for one that is never owed.
fn owed(field: &Field) -> Option<String> {
    let (kind, rest) = field.path.split_once('.')?;
    let info = Kind::named(kind)?.info();
    let field = rest.trim_end_matches("[]");
    let is_owed = info.required.contains(&field) || info.required_by_rule.contains(&field);
    is_owed.then(|| format!("{}, it must be there.", when_owed(info)))
}

fn when_owed(info: &KindInfo) -> String {
    match info.first_status {
        Some(first) => format!("Once the {} has left the status `{first}`", info.name),
        None => "From its first record on".to_owned(),
    }
}

fn keys(path: &str) -> Vec<&str> {
    path.split('.').map(|key| key.split('[').next().unwrap_or(key)).collect()
}

/// Returns whether a path is meant: its last key is the last one wanted, and the others come in
/// this order, the first of several as the first.
fn is_meant(path: &[&str], wanted: &[&str]) -> bool {
    let (Some((last, before)), Some((wanted_last, wanted_before))) =
        (path.split_last(), wanted.split_last())
    else {
        return false;
    };
    let mut rest = before.iter();
    last == wanted_last && wanted_before.iter().all(|key| rest.any(|known| known == key))
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_parent_comes_first() {
        for (typed, meant) in [
            ("agreement.contacts.secundary", Some("agreement.contacts.secondary")),
            ("contacts.organisation", Some("contacts.organization")),
            ("agrement.contacts.secundary", Some("agreement.contacts.secondary")),
            ("person.private.chanels[0].vallue", Some("person.private.channels.value")),
            ("agreement.contacts.weather", None),
            ("secundary", None),
        ] {
            assert_eq!(nearest_path(typed).as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn a_path_may_leave_keys_out() {
        let cases = [
            ("agreement.contacts.organization.secondary", true),
            ("agreement.contacts.secondary", true),
            ("contacts.secondary", true),
            ("secondary", true),
            ("secondary.contacts", false),
            ("person.contacts.secondary", false),
            ("agreement.contacts", false),
        ];
        let path = ["agreement", "contacts", "organization", "secondary"];
        for (wanted, meant) in cases {
            assert_eq!(is_meant(&path, &keys(wanted)), meant, "{wanted}");
        }
        assert!(
            page("agreement.signatures[0].how").unwrap().contains("Signed with an OpenPGP key")
        );
    }
}
