//! Translated ids; found while reading the form.

use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic::{Class, Level};
use crate::model::hours::untranslated;
use crate::source::Span;
use crate::validate::rule::{Check, Finding, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "localized-value",
    class: Class::Form,
    level: Level::Error,
    summary: "a value is translated, and should be the language-neutral id",
    page: include_str!("localized_value.md"),
    check: Check::Form,
};

/// Words that stand in documents people translated, and the id each means. One word may mean
/// several ids; the field's list decides. Spanish, Portuguese, French, Arabic, Russian.
const TRANSLATED: &[(&str, &[&str])] = &[
    ("si", &["yes"]),
    ("sí", &["yes"]),
    ("sim", &["yes"]),
    ("oui", &["yes"]),
    ("نعم", &["yes"]),
    ("да", &["yes"]),
    ("não", &["no"]),
    ("non", &["no"]),
    ("لا", &["no"]),
    ("нет", &["no"]),
    ("desconocido", &["unknown"]),
    ("desconhecido", &["unknown"]),
    ("inconnu", &["unknown"]),
    ("غير معروف", &["unknown"]),
    ("неизвестно", &["unknown"]),
    ("borrador", &["draft"]),
    ("rascunho", &["draft"]),
    ("brouillon", &["draft"]),
    ("مسودة", &["draft"]),
    ("propuesto", &["proposed"]),
    ("proposto", &["proposed"]),
    ("activo", &["active"]),
    ("ativo", &["active"]),
    ("actif", &["active"]),
    ("vencido", &["expired"]),
    ("terminado", &["terminated", "closed"]),
    ("archivado", &["archived"]),
    ("reportado", &["reported"]),
    ("relatado", &["reported"]),
    ("signalé", &["reported"]),
    ("confirmado", &["confirmed"]),
    ("confirmé", &["confirmed"]),
    ("contenido", &["contained"]),
    ("contido", &["contained"]),
    ("erradicado", &["eradicated"]),
    ("recuperado", &["recovered"]),
    ("cerrado", &["closed"]),
    ("fechado", &["closed"]),
    ("clos", &["closed"]),
    ("reabierto", &["reopened"]),
    ("falso positivo", &["false-positive"]),
    ("faux positif", &["false-positive"]),
    ("sospechado", &["suspected"]),
    ("suspeito", &["suspected"]),
    ("bajo", &["low"]),
    ("baixo", &["low"]),
    ("faible", &["low"]),
    ("medio", &["medium"]),
    ("médio", &["medium"]),
    ("moyen", &["medium"]),
    ("alto", &["high"]),
    ("élevé", &["high"]),
    ("extremo", &["extreme"]),
    ("ninguno", &["none", "None"]),
    ("nenhum", &["none", "None"]),
    ("aucun", &["none", "None"]),
    ("todo", &["all"]),
    ("tout", &["all"]),
    ("auditora", &["auditor"]),
    ("auditeur", &["auditor"]),
    ("organización", &["organization"]),
    ("organização", &["organization"]),
    ("organisation", &["organization"]),
    ("teléfono", &["phone"]),
    ("telefone", &["phone"]),
    ("téléphone", &["phone"]),
    ("هاتف", &["phone"]),
    ("correo", &["email"]),
    ("courriel", &["email"]),
    ("en persona", &["in-person"]),
    ("pessoalmente", &["in-person"]),
    ("papel", &["paper"]),
    ("papier", &["paper"]),
    ("mensaje", &["message"]),
    ("voz", &["voice"]),
    ("pendiente", &["pending"]),
    ("pendente", &["pending"]),
    ("en attente", &["pending"]),
    ("observación", &["observation"]),
    ("decisión", &["decision"]),
    ("comunicación", &["communication"]),
    ("medida", &["measure"]),
    ("nota", &["note"]),
    ("nunca", &["never"]),
    ("jamais", &["never"]),
    ("método", &["method"]),
    ("méthode", &["method"]),
    ("técnico", &["Technical"]),
    ("técnica", &["Technical"]),
    ("technique", &["Technical"]),
    ("teknis", &["Technical"]),
    ("تقني", &["Technical"]),
    ("технический", &["Technical"]),
    ("เทคนิค", &["Technical"]),
    ("技术", &["Technical"]),
    ("技術", &["Technical"]),
    ("interpersonales", &["Interpersonal"]),
    ("interpessoal", &["Interpersonal"]),
    ("interpersonnel", &["Interpersonal"]),
    ("شخصي", &["Interpersonal"]),
    ("investigación", &["Research"]),
    ("pesquisa", &["Research"]),
    ("recherche", &["Research"]),
    ("riset", &["Research"]),
    ("بحث", &["Research"]),
    ("исследование", &["Research"]),
    ("研究", &["Research"]),
    ("parcial", &["Partial"]),
    ("partiel", &["Partial"]),
    ("جزئي", &["Partial"]),
    ("completo", &["Full"]),
    ("complet", &["Full"]),
];

/// Returns the word of a list that a translated one means. Where it means two, only the writer
/// knows.
pub(in crate::validate) fn meant(written: &str, words: &[&str]) -> Option<&'static str> {
    let mut ids = ids_of(written).filter(|id| words.contains(id));
    match (ids.next(), ids.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Returns the ids that a translated word may mean.
pub(in crate::validate) fn ids_of(written: &str) -> impl Iterator<Item = &'static str> {
    // macOS types accents as characters of their own, and the table holds them composed.
    let lower: String = written.nfc().flat_map(char::to_lowercase).collect();
    let lower = lower.replace(['-', '_'], " ");
    let translated = TRANSLATED.iter().filter(move |(word, _)| *word == lower);
    translated.flat_map(|(_, ids)| ids.iter().copied())
}

/// Returns the finding for a word that is a translation of one in the list, or that is written in
/// letters no id has.
pub(in crate::validate) fn finding(
    field: &str,
    written: &str,
    span: Span,
    words: &[&str],
) -> Option<Finding> {
    let message =
        format!("`{written}` is translated; `{field}` takes an id that no language changes");
    match meant(written, words) {
        Some(id) => Some(
            Finding::at(span, message)
                .help(format!("write `{id}`; reports translate it"))
                .safe_fix(format!("write `{id}`"), id),
        ),
        None if written.is_ascii() => None,
        None => {
            let ids = one_of(words.iter().copied());
            Some(Finding::at(span, message).help(format!("it is one of {ids}")))
        }
    }
}

/// Returns the finding for hours whose days are written in another language.
pub(in crate::validate) fn of_days(written: &str, span: Span) -> Option<Finding> {
    let english = untranslated(written)?;
    let message =
        format!("the days in `{written}` are translated; they are `Mon` to `Sun` everywhere");
    let finding = Finding::at(span, message)
        .help(format!("write `{english}`"))
        .safe_fix(format!("write `{english}`"), english);
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_may_be_typed_in_two_ways() {
        let words = ["yes", "no"];
        for (written, id) in [("Sí", Some("yes")), ("si\u{301}", Some("yes")), ("sj", None)] {
            assert_eq!(meant(written, &words), id, "{written}");
        }
    }

    #[test]
    fn the_table_is_composed_and_in_small_letters() {
        for (word, _) in TRANSLATED {
            assert_eq!(word.nfc().flat_map(char::to_lowercase).collect::<String>(), *word);
        }
    }
}
