//! A review that blames somebody.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::prose::{find_any, has_any, place_in, sentences};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "blame-in-review",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a review blames somebody",
    page: include_str!("blame_in_review.md"),
    check: Check::Document(check),
};

/// What blames, and what in the same sentence takes it back, in one language.
struct Words {
    language: &'static str,
    blaming: &'static [&'static str],
    unless: &'static [&'static str],
}

const WORDS: &[Words] = &[
    Words {
        language: "en",
        blaming: &[
            "is to blame",
            "was to blame",
            "are to blame",
            "were to blame",
            "i blame",
            "we blame",
            "his fault",
            "her fault",
            "their fault",
            "the fault of",
            "was careless",
            "were careless",
            "carelessly",
            "carelessness",
            "was negligent",
            "negligently",
            "negligence",
            "incompetent",
            "incompetence",
            "was lazy",
            "was stupid",
            "should have known",
            "human error",
        ],
        unless: &[
            "no",
            "not",
            "nobody",
            "none",
            "never",
            "nor",
            "neither",
            "without",
            "isn",
            "wasn",
            "weren",
            "instead",
            "attacker",
            "attackers",
            "intruder",
            "intruders",
            "blameless",
        ],
    },
    Words {
        language: "es",
        blaming: &[
            "por culpa de",
            "por su culpa",
            "la culpa es de",
            "la culpa fue de",
            "tiene la culpa",
            "tuvo la culpa",
            "tuvieron la culpa",
            "es culpable",
            "fue culpable",
            "la negligencia de",
            "fue negligente",
            "negligencia",
            "incompetente",
            "incompetencia",
            "por descuido",
            "un descuido de",
            "fue descuidado",
            "fue descuidada",
            "irresponsable",
            "debió saber",
            "debería haber sabido",
            "error humano",
        ],
        unless: &[
            "no",
            "nadie",
            "ni",
            "nunca",
            "ningún",
            "ninguna",
            "ninguno",
            "sin",
            "tampoco",
            "atacante",
            "atacantes",
            "intruso",
            "intrusos",
        ],
    },
];

/// Fields of a review that tell what happened.
const FIELDS: &[&str] = &["contributing_factors[]", "went_less_well[]"];

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Review(review) = &document.content else { return };
    let Some(words) = words_of(review.lang.as_deref().unwrap_or(facts.engagement.language()))
    else {
        return;
    };
    let source = facts.engagement.source(document);
    let mut add = |place: Span| {
        findings.add(Finding::at(place, "this blames somebody").help(
            "say what made it likely: a tool, a habit, a missing step; whoever stood there, it could happen again",
        ));
    };
    for path in FIELDS {
        let Some(front) = &document.document.front else { return };
        front.each(path, &mut |node| {
            let text = node.text().unwrap_or_default();
            for (start, len) in blamed(text, words) {
                add(place_in(node.span, source, &text[start..start + len]));
            }
        });
    }
    let body = document.document.body;
    for (start, len) in blamed(facts.engagement.body(document), words) {
        let start = body.start() + start;
        add(Span::new(body.source, start, start + len));
    }
}

fn words_of(language: &str) -> Option<&'static Words> {
    let primary = language.split('-').next().unwrap_or_default();
    WORDS.iter().find(|words| words.language.eq_ignore_ascii_case(primary))
}

/// Returns where a text blames, with the length, once for a sentence.
fn blamed(text: &str, words: &Words) -> Vec<(usize, usize)> {
    if find_any(text, words.blaming).is_none() {
        return Vec::new();
    }
    let of_sentence = |(start, sentence): (usize, &str)| {
        let (range, _) = find_any(sentence, words.blaming)?;
        let is_quoted = sentence.trim_start().starts_with('>');
        let is_meant = !is_quoted && !has_any(sentence, words.unless);
        is_meant.then_some((start + range.start, range.len()))
    };
    sentences(text).into_iter().filter_map(of_sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_to_blame() {
        let cases = [
            ("en", "Nobody is to blame.", 0),
            ("en", "The volunteer is to blame.", 1),
            ("en", "This review is blameless.", 0),
            ("en", "It was not human error.", 0),
            ("en", "The cause was human error; the plan named no speed.", 1),
            ("en", "A segmentation fault took it down.", 0),
            ("en", "The attacker was careless and left a log.", 0),
            ("en-GB", "They should have known.", 1),
            ("es", "No buscamos culpables y nadie tiene la culpa.", 0),
            ("es", "Pasó por culpa de la contadora.", 1),
            ("es", "Is to blame.", 0),
            ("fr", "La faute de Zoe.", 0),
        ];
        for (language, text, count) in cases {
            let found = words_of(language).map_or(0, |words| blamed(text, words).len());
            assert_eq!(found, count, "{text}");
        }
    }
}
