//! Mistakes in values: of another type, not in the list, of another form.

use std::ops::Range;

use super::change::{Class, Edit, Mutation, Subject};
use super::moments;
use super::owed;
use super::places::Place;
use super::schema::Sort;

/// Words as people translate them, and the id each means. Written down here once more: what the
/// program knows is not asked.
const TRANSLATED: &[(&str, &str)] = &[
    ("yes", "sí"),
    ("yes", "oui"),
    ("yes", "نعم"),
    ("no", "não"),
    ("no", "нет"),
    ("active", "activo"),
    ("closed", "cerrado"),
    ("closed", "fechado"),
    ("confirmed", "confirmado"),
    ("low", "bajo"),
    ("medium", "medio"),
    ("medium", "moyen"),
    ("high", "alto"),
    ("high", "élevé"),
    ("organization", "organización"),
    ("organization", "organisation"),
    ("auditor", "auditora"),
    ("phone", "teléfono"),
    ("phone", "هاتف"),
    ("email", "correo"),
    ("in-person", "en persona"),
    ("paper", "papel"),
    ("message", "mensaje"),
    ("voice", "voz"),
    ("observation", "observación"),
    ("decision", "decisión"),
    ("communication", "comunicación"),
    ("measure", "medida"),
    ("note", "nota"),
    ("none", "ninguno"),
    ("Technical", "técnico"),
    ("Technical", "تقني"),
    ("Partial", "parcial"),
];

pub(super) fn of(subject: &Subject<'_>, place: &Place<'_>) -> Vec<Mutation> {
    let mut mutations: Vec<Mutation> = written_instead(place)
        .into_iter()
        .filter_map(|(class, rule, new)| put(subject, place, class, rule, &new))
        .collect();
    mutations.extend(moments::of(subject, place));
    mutations
}

/// Puts another value into a place; what is found is all of its first line.
pub(super) fn put(
    subject: &Subject<'_>,
    place: &Place<'_>,
    class: Class,
    rule: &str,
    new: &str,
) -> Option<Mutation> {
    let (edit, at) = instead(place, new)?;
    let mut mutation = subject.within(class, &place.path, &edit, rule, at);
    mutation.open_again = owed::open_again(subject, &place.path);
    Some(mutation)
}

/// Returns the edit that gives a place another value, and where in it the value is.
pub(super) fn instead(place: &Place<'_>, new: &str) -> Option<(Edit, Range<usize>)> {
    let span = place.node.span;
    match place.key {
        Some(key) => {
            let new = format!(" {new}");
            let at = 1..new.len();
            Some((Edit { place: key.end() + 1..span.end(), new }, at))
        }
        None if place.text().is_some() => {
            Some((Edit { place: span.bytes(), new: new.to_owned() }, 0..new.len()))
        }
        // An item of several lines.
        None => None,
    }
}

fn written_instead(place: &Place<'_>) -> Vec<(Class, &'static str, String)> {
    let retyped = |values: &[&str]| -> Vec<(Class, &'static str, String)> {
        values.iter().map(|new| (Class::Retype, "wrong-type", (*new).to_owned())).collect()
    };
    let wrong = |values: &[&str]| -> Vec<(Class, &'static str, String)> {
        values.iter().map(|new| (Class::Form, "wrong-format", (*new).to_owned())).collect()
    };
    let mut values = match place.sort() {
        Sort::Text | Sort::Either => retyped(&["[one, two]", "{one: two}"]),
        Sort::Form => [retyped(&["[en]"]), wrong(&["english!", "e"])].concat(),
        Sort::Time => {
            [retyped(&["[2026-11-16]"]), wrong(&["yesterday", "16/11/2026 10:00"])].concat()
        }
        Sort::Day => {
            [retyped(&["{on: 2026-11-16}"]), wrong(&["soon", "16.11.2026", "2026-02-30"])].concat()
        }
        Sort::Period => [retyped(&["[1, 2]"]), wrong(&["soon", "3 moons", "an hour"])].concat(),
        Sort::Hours => [retyped(&["[8, 18]"]), wrong(&["always", "08:00-29:00"])].concat(),
        Sort::Word | Sort::Tlp => [retyped(&["[one, two]", "{one: two}"]), words(place)].concat(),
        Sort::Number => {
            let below = (Class::Form, "value-not-allowed", "-1".to_owned());
            let number = place.text().unwrap_or("7");
            let (quoted, people) = (format!("\"{number}\""), format!("{number} people"));
            [retyped(&["many", "1.5", &quoted, &people, "[1, 2]"]), vec![below]].concat()
        }
        Sort::YesNo => retyped(&["maybe", "yes", "\"true\"", "[true]", "1"]),
        // Where nothing stands, nothing can be meant.
        Sort::List if place.node.items().is_empty() => retyped(&["{one: two}"]),
        Sort::List => retyped(&[&without_dashes(place), "{one: two}"]),
        Sort::Record | Sort::Table => retyped(&["one", "[one]", "3"]),
        Sort::Anything => Vec::new(),
    };
    if place.sort() == Sort::Tlp {
        values.extend(labels());
    }
    values
}

/// Returns the items of a list as they would stand without one.
fn without_dashes(place: &Place<'_>) -> String {
    let items: Option<Vec<&str>> = place.node.items().iter().map(|item| item.text()).collect();
    let items = items.filter(|items| !items.is_empty()).unwrap_or_else(|| vec!["one"]);
    let splits = |item: &&str| item.contains([',', ':', '#', '[', '"']);
    match items.iter().any(splits) {
        true => "one".to_owned(),
        false => items.join(", "),
    }
}

/// Returns wrong spellings of a word, and translations of it.
fn words(place: &Place<'_>) -> Vec<(Class, &'static str, String)> {
    let Some(word) = place.text() else { return Vec::new() };
    if place.sort() == Sort::Tlp {
        return Vec::new();
    }
    let known = place.field.words();
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let mut wrong: Vec<String> = vec![format!("{word}{}", letters[letters.len() - 1])];
    if letters.len() > 4 {
        let mut without = letters.clone();
        without.remove(middle);
        let mut swapped = letters.clone();
        swapped.swap(middle - 1, middle);
        wrong.extend([String::from_iter(without), String::from_iter(swapped)]);
    }
    wrong.push(word.to_uppercase());
    wrong.push("zebra".to_owned());
    wrong.retain(|wrong| !known.contains(&&**wrong));
    wrong.dedup();
    let translated = TRANSLATED.iter().filter(|(id, _)| *id == word);
    let translated: Vec<String> = translated.map(|(_, other)| (*other).to_owned()).collect();
    wrong.retain(|wrong| !translated.contains(wrong));
    let misspelled = wrong.into_iter().map(|it| (Class::MisspellWord, "value-not-allowed", it));
    let translated = translated.into_iter().map(|it| (Class::TranslateWord, "localized-value", it));
    misspelled.chain(translated).collect()
}

fn labels() -> impl Iterator<Item = (Class, &'static str, String)> {
    ["RED", "tlp:amber", "TLP-GREEN", "TLP:WHITE", "TLP:ROJO", "TLP:AMBER STRICT", "TLP:BLUE"]
        .into_iter()
        .map(|label| (Class::Label, "tlp-altered", label.to_owned()))
}
