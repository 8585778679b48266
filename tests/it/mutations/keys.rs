//! Mistakes in keys: dropped, left blank, misspelled, translated, added, written twice.

use super::change::{Class, Edit, Mutation, Subject};
use super::owed;
use super::places::Place;
use super::schema::Sort;

/// Names of fields as people translate them. Spanish, French, Portuguese.
pub(super) const TRANSLATED: &[(&str, &[&str])] = &[
    ("title", &["título", "titre"]),
    ("lang", &["idioma", "langue"]),
    ("tags", &["etiquetas", "étiquettes"]),
    ("status", &["estado", "statut"]),
    ("period", &["período", "période"]),
    ("scope", &["alcance", "portée", "escopo"]),
    ("severities", &["severidades", "gravités"]),
    ("severity", &["severidad", "gravité", "severidade"]),
    ("threshold", &["umbral", "seuil", "limiar"]),
    ("contacts", &["contactos", "contatos"]),
    ("primary", &["primario", "primaire", "primário"]),
    ("secondary", &["secundario", "secondaire", "secundário"]),
    ("organization", &["organización", "organisation", "organização"]),
    ("auditor", &["auditora", "auditeur"]),
    ("channels", &["canales", "canaux", "canais"]),
    ("procedure", &["procedimiento", "procédure", "procedimento"]),
    ("signatures", &["firmas", "assinaturas"]),
    ("functions", &["funciones", "fonctions", "funções"]),
    ("languages", &["idiomas", "langues"]),
    ("origin", &["origen", "origine", "origem"]),
    ("determination", &["determinación", "détermination", "determinação"]),
    ("detected_at", &["detectado_en", "détecté_le", "detectado_em"]),
    ("occurred_at", &["ocurrido_en", "survenu_le", "ocorrido_em"]),
    ("owner", &["responsable", "responsável"]),
    ("due", &["vence", "échéance", "prazo"]),
    ("because", &["porque", "motivo", "raison"]),
    ("date", &["fecha", "data"]),
    ("scenario", &["escenario", "scénario", "cenário"]),
    ("form", &["forma", "forme"]),
    ("person", &["persona", "personne", "pessoa"]),
    ("language", &["lengua"]),
    ("codename", &["nombre_clave", "nom_de_code"]),
    ("parties", &["partes"]),
    ("risk", &["riesgo", "risque", "risco"]),
    ("time_zone", &["zona_horaria", "fuseau_horaire", "fuso_horário"]),
    ("name", &["nombre", "nome"]),
];

pub(super) fn of(subject: &Subject<'_>, place: &Place<'_>) -> Vec<Mutation> {
    let Some(key) = place.key else { return Vec::new() };
    let mut mutations = Vec::new();
    if place.path != "kind" {
        mutations.extend(drop(subject, place, key.start()));
        mutations.extend(blank(subject, place, key.end()));
    }
    mutations.push(twice(subject, place, key.start()));
    if place.is_of_record() && place.path != "kind" {
        for (class, name) in names(place) {
            let edit = Edit { place: key.bytes(), new: name.clone() };
            let place_of_name = 0..name.len();
            let rule = "unknown-field";
            let mut mutation = subject.within(class, &place.path, &edit, rule, place_of_name);
            mutation.wanted.extend(owed::of_misnamed(subject, place, &mutation.text));
            mutation.wanted.sort();
            mutations.push(mutation);
        }
    }
    if place.sort() == Sort::Record {
        mutations.extend(add(subject, place));
    }
    mutations
}

/// Takes a field out, with its lines.
fn drop(subject: &Subject<'_>, place: &Place<'_>, key: usize) -> Option<Mutation> {
    if !place.has_siblings() {
        return None;
    }
    let next = place.parent.pairs().get(place.index + 1);
    let taken = match next {
        Some(next) => key..next.key.span.start(),
        // The last one goes with the end of the line before it.
        None => {
            let start = subject.line_start(key);
            start..(subject.line_end(place.node.span.end()) + 1).min(subject.text.len())
        }
    };
    let edit = Edit { place: taken, new: String::new() };
    let mut mutation = subject.silent(Class::Drop, &place.path, &edit);
    mutation.wanted = owed::of_absent(subject, place, &mutation.text);
    mutation.open_again = owed::rests(subject, &place.path);
    Some(mutation)
}

/// Takes the value out and leaves the key.
fn blank(subject: &Subject<'_>, place: &Place<'_>, key_end: usize) -> Option<Mutation> {
    if place.node.is_null() {
        return None;
    }
    let edit = Edit { place: key_end + 1..place.node.span.end(), new: String::new() };
    let mut mutation = subject.silent(Class::Blank, &place.path, &edit);
    mutation.wanted = owed::of_absent(subject, place, &mutation.text);
    mutation.open_again = owed::rests(subject, &place.path);
    Some(mutation)
}

/// Writes a field a second time, below the first.
fn twice(subject: &Subject<'_>, place: &Place<'_>, key: usize) -> Mutation {
    let end = place.node.span.end().max(key + place.name.len() + 1);
    let line_end = subject.line_end(end);
    let indent = " ".repeat(key - subject.line_start(key));
    let new = format!("\n{indent}{}", &subject.text[key..end]);
    let edit = Edit { place: line_end..line_end, new };
    let at = 1 + indent.len();
    subject.within(Class::Duplicate, &place.path, &edit, "key-repeated", at..at + place.name.len())
}

/// Writes a key that no field has, before the first of a mapping.
fn add(subject: &Subject<'_>, place: &Place<'_>) -> Option<Mutation> {
    let first = place.node.pairs().first()?;
    let start = first.key.span.start();
    let indent = " ".repeat(start - subject.line_start(start));
    let edit = Edit { place: start..start, new: format!("hue: red\n{indent}") };
    Some(subject.within(Class::Add, &place.path, &edit, "unknown-field", 0..3))
}

/// Returns the wrong names of a field that are not those of another one.
fn names(place: &Place<'_>) -> Vec<(Class, String)> {
    let letters: Vec<char> = place.name.chars().collect();
    let middle = letters.len() / 2;
    let mut names = Vec::new();
    if letters.len() >= 4 {
        let mut without = letters.clone();
        without.remove(middle);
        names.push((Class::Misspell, without));
        if place.index % 2 == 1 {
            let mut doubled = letters.clone();
            doubled.insert(middle, letters[middle]);
            names.push((Class::Misspell, doubled));
        }
        if place.index.is_multiple_of(2) && letters[middle] != letters[middle - 1] {
            let mut swapped = letters.clone();
            swapped.swap(middle - 1, middle);
            names.push((Class::Misspell, swapped));
        }
    }
    if place.index.is_multiple_of(3) {
        let mut capital = letters;
        capital[0] = capital[0].to_ascii_uppercase();
        names.push((Class::Misspell, capital));
    }
    let translated = TRANSLATED.iter().filter(|(name, _)| *name == place.name);
    let translated = translated.flat_map(|(_, names)| names.iter());
    names.extend(translated.map(|name| (Class::Translate, name.chars().collect())));
    let known = place.parent_field.names();
    let names = names.into_iter().map(|(class, name)| (class, String::from_iter(name)));
    names.filter(|(_, name)| !known.contains(&&**name)).collect()
}
