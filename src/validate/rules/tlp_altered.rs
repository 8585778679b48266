//! TLP labels that are translated, shortened or old; found while reading the form.

use crate::diagnostic::{Class, Level};
use crate::model::vocabulary::Tlp;
use crate::source::Span;
use crate::validate::rule::{Check, Finding, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "tlp-altered",
    class: Class::Form,
    level: Level::Error,
    summary: "a TLP label is not written as the standard writes it",
    page: include_str!("tlp_altered.md"),
    check: Check::Form,
};

/// Colours as people write them, in the languages of SAFETAG that use Latin letters.
const COLOURS: &[(&str, Tlp)] = &[
    ("red", Tlp::Red),
    ("rojo", Tlp::Red),
    ("rouge", Tlp::Red),
    ("vermelho", Tlp::Red),
    ("merah", Tlp::Red),
    ("amberstrict", Tlp::AmberStrict),
    ("ámbarestricto", Tlp::AmberStrict),
    ("ambarestricto", Tlp::AmberStrict),
    ("amber", Tlp::Amber),
    ("ámbar", Tlp::Amber),
    ("ambar", Tlp::Amber),
    ("ambre", Tlp::Amber),
    ("âmbar", Tlp::Amber),
    ("green", Tlp::Green),
    ("verde", Tlp::Green),
    ("vert", Tlp::Green),
    ("hijau", Tlp::Green),
    ("clear", Tlp::Clear),
    ("white", Tlp::Clear),
    ("blanco", Tlp::Clear),
    ("blanc", Tlp::Clear),
    ("branco", Tlp::Clear),
    ("putih", Tlp::Clear),
];

/// Returns the finding for a text that is none of the five labels.
pub(in crate::validate) fn finding(written: &str, span: Span) -> Finding {
    let finding = Finding::at(span, format!("`{written}` is not a TLP label"));
    match meant(written) {
        Some(label) => finding
            .help(format!("write `{label}`; the labels are never changed or translated"))
            .safe_fix(format!("write `{label}`"), label.as_str()),
        None => finding.help(
            "the labels are `TLP:RED`, `TLP:AMBER+STRICT`, `TLP:AMBER`, `TLP:GREEN` and `TLP:CLEAR`",
        ),
    }
}

/// Returns the label that another spelling stands for.
pub(in crate::validate) fn meant(written: &str) -> Option<Tlp> {
    let lower = written.to_lowercase();
    let colour: String = lower
        .trim_start_matches(['[', '(', ' '])
        .trim_start_matches("tlp")
        .chars()
        .filter(|symbol| symbol.is_alphabetic())
        .collect();
    COLOURS.iter().find(|(word, _)| *word == colour).map(|(_, label)| *label)
}
