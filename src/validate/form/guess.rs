//! What a wrong key or word most likely stands for.

use unicode_normalization::UnicodeNormalization as _;

use super::super::rules::{localized_value, tlp_altered};
use super::super::schema::{Record, TextShape};
use super::repair;
use crate::document::yaml::Node;
use crate::suggest::nearest;

/// Names of fields as people translate them: Spanish, French, Portuguese. One word may stand for
/// several fields; what may stand in the place decides.
const TRANSLATED: &[(&str, &[&str])] = &[
    ("alcance", &["scope"]),
    ("assinaturas", &["signatures"]),
    ("auditeur", &["auditor"]),
    ("auditora", &["auditor"]),
    ("canais", &["channels"]),
    ("canales", &["channels"]),
    ("canaux", &["channels"]),
    ("cenário", &["scenario"]),
    ("contactos", &["contacts"]),
    ("contatos", &["contacts"]),
    ("data", &["date"]),
    ("descripción", &["description"]),
    ("descrição", &["description"]),
    ("detectado_em", &["detected_at"]),
    ("detectado_en", &["detected_at"]),
    ("determinación", &["determination"]),
    ("determinação", &["determination"]),
    ("détecté_le", &["detected_at"]),
    ("détermination", &["determination"]),
    ("échéance", &["due"]),
    ("escenario", &["scenario"]),
    ("escopo", &["scope"]),
    ("estado", &["status"]),
    ("etiquetas", &["tags"]),
    ("étiquettes", &["tags"]),
    ("fecha", &["date"]),
    ("firmas", &["signatures"]),
    ("fonctions", &["functions"]),
    ("forma", &["form"]),
    ("forme", &["form"]),
    ("funciones", &["functions"]),
    ("funções", &["functions"]),
    ("fuseau_horaire", &["time_zone"]),
    ("fuso_horário", &["time_zone"]),
    ("gravidade", &["severity"]),
    ("gravité", &["severity"]),
    ("gravités", &["severities"]),
    ("idioma", &["lang", "languages"]),
    ("idiomas", &["languages"]),
    ("langue", &["lang", "languages"]),
    ("langues", &["languages"]),
    ("lengua", &["lang", "languages"]),
    ("limiar", &["threshold"]),
    ("motif", &["because", "reason"]),
    ("motivo", &["because", "reason"]),
    ("nom", &["name"]),
    ("nom_de_code", &["codename"]),
    ("nombre", &["name"]),
    ("nombre_clave", &["codename"]),
    ("nome", &["name"]),
    ("ocorrido_em", &["occurred_at"]),
    ("ocurrido_en", &["occurred_at"]),
    ("organisation", &["organization"]),
    ("organización", &["organization"]),
    ("organização", &["organization"]),
    ("origem", &["origin"]),
    ("origen", &["origin"]),
    ("origine", &["origin"]),
    ("partes", &["parties"]),
    ("période", &["period"]),
    ("período", &["period"]),
    ("persona", &["person"]),
    ("personne", &["person"]),
    ("pessoa", &["person"]),
    ("porque", &["because"]),
    ("portée", &["scope"]),
    ("prazo", &["due"]),
    ("primaire", &["primary"]),
    ("primario", &["primary"]),
    ("primário", &["primary"]),
    ("procédure", &["procedure"]),
    ("procedimento", &["procedure"]),
    ("procedimiento", &["procedure"]),
    ("raison", &["because", "reason"]),
    ("responsable", &["owner"]),
    ("responsável", &["owner"]),
    ("riesgo", &["risk"]),
    ("risco", &["risk"]),
    ("risque", &["risk"]),
    ("scénario", &["scenario"]),
    ("secondaire", &["secondary"]),
    ("secundario", &["secondary"]),
    ("secundário", &["secondary"]),
    ("seuil", &["threshold"]),
    ("severidad", &["severity"]),
    ("severidade", &["severity"]),
    ("severidades", &["severities"]),
    ("statut", &["status"]),
    ("survenu_le", &["occurred_at"]),
    ("título", &["title"]),
    ("titre", &["title"]),
    ("umbral", &["threshold"]),
    ("vence", &["due"]),
    ("zona_horaria", &["time_zone"]),
];

/// Returns the field that an unknown key of a mapping stands for. What stands there already was
/// not meant once more.
pub(super) fn field<'a>(key: &str, parent: &Node, record: &'a Record) -> Option<&'a str> {
    // A hostile mapping has thousands of keys: only fields that are near are looked for in it.
    let is_free = |field: &&str| parent.pair(field).is_none();
    let mut fields: Vec<&str> = record.fields.iter().map(|(field, _)| *field).collect();
    // macOS types accents as characters of their own, and the table holds them composed.
    let lower: String = key.nfc().flat_map(char::to_lowercase).collect();
    let lower = lower.replace([' ', '-'], "_");
    let translated = TRANSLATED.iter().find(|(word, _)| *word == lower);
    let translated = translated.and_then(|(_, meant)| {
        fields.iter().copied().filter(|field| meant.contains(field)).find(is_free)
    });
    if translated.is_some() {
        return translated;
    }
    loop {
        let near = nearest(key, fields.iter().copied())?;
        if is_free(&near) {
            return Some(near);
        }
        fields.retain(|field| *field != near);
    }
}

/// Returns the word that one outside its list stands for.
pub(super) fn word(written: &str, shape: &TextShape) -> Option<String> {
    if shape.type_name == Some("Tlp") {
        return tlp_altered::meant(written).map(|label| label.as_str().to_owned());
    }
    localized_value::meant(written, shape.words)
        .or_else(|| repair::word(written, shape.words))
        .or_else(|| nearest(written, shape.words.iter().copied()))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::yaml;
    use crate::model::kind::Kind;
    use crate::source::{Source, SourceId};
    use crate::validate::schema::{Shape, of_kind};

    #[test]
    fn keys_are_guessed_where_they_may_stand() {
        let Shape::Record(record) = of_kind(Kind::Incident).shape() else { panic!("a record") };
        let source = Source::new(SourceId(0), "a.yaml", "kind: incident\nstatus: triage\n");
        let parent = yaml::parse(&source, source.span()).root.unwrap();
        for (key, meant) in [
            ("sevrity", Some("severity")),
            ("Gravité", Some("severity")),
            ("gravite\u{301}", Some("severity")),
            ("idioma", Some("lang")),
            ("estado", None),
            ("statuss", None),
            ("hue", None),
        ] {
            assert_eq!(field(key, &parent, record), meant, "{key}");
        }
    }

    #[test]
    fn translated_names_are_sorted_and_name_fields() {
        let names: Vec<String> = crate::validate::schema::fields()
            .iter()
            .map(|field| field.path.rsplit('.').next().unwrap().trim_end_matches("[]").to_owned())
            .collect();
        for (word, fields) in TRANSLATED {
            assert!(fields.iter().all(|field| names.iter().any(|name| name == field)), "{word}");
            assert_eq!(TRANSLATED.iter().filter(|(other, _)| other == word).count(), 1, "{word}");
        }
    }
}
