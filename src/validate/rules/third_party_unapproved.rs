//! Somebody else whose consent the work needs, and who has not given it.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::ThirdParty;
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::in_effect;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::rules::localized_value::ids_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "third-party-unapproved",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement is active, but a third party has not consented",
    page: include_str!("third_party_unapproved.md"),
    check: Check::Document(check),
};

/// Words that say that there is no consent yet, in small letters; their translations count too.
const OPEN: &[&str] = &["pending", "unknown", "no", "none", "never", "n/a", "todo", "tbd", "open"];

/// Signs that say so, or that nobody has said anything.
const OPEN_SIGNS: &[char] = &['✗', '✘', '❌', '×', '☐', '❓', '❔'];

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_effect(document) else { return };
    for (at, party) in agreement.third_parties.iter().enumerate() {
        if is_approved(party) {
            continue;
        }
        let name = party
            .name
            .as_deref()
            .map_or_else(|| "a third party".to_owned(), |it| format!("`{it}`"));
        let span = document.field(&format!("third_parties[{at}].approval"));
        let message = format!("{name} has not consented, and the agreement is in force");
        let finding = Finding::at(span, message)
            .related(document.field("status"), "work may go on from here")
            .help("get their consent, and write where it is to `approval` and when to `obtained_at`; until then leave out what is theirs");
        findings.add(finding);
    }
}

/// Returns whether something is written that may be a consent, such as a tick: no mere stroke or
/// dots, and no word or sign for its lack.
fn is_approved(party: &ThirdParty) -> bool {
    let approval = party.approval.as_deref().unwrap_or_default().to_lowercase();
    let approval = approval.trim_matches(is_empty);
    let is_open = OPEN.contains(&approval) || ids_of(approval).any(|id| OPEN.contains(&id));
    !approval.is_empty() && !is_open
}

/// Returns whether a symbol says nothing by itself, or says that nothing is there.
fn is_empty(symbol: char) -> bool {
    // U+FE0F only asks for the coloured form of the sign before it.
    let is_dash = matches!(symbol, '\u{2010}'..='\u{2015}' | '\u{2212}');
    let is_mark =
        symbol.is_ascii_punctuation() || matches!(symbol, '…' | '·' | '¿' | '¡' | '«' | '»');
    symbol.is_whitespace()
        || is_dash
        || is_mark
        || symbol == '\u{fe0f}'
        || OPEN_SIGNS.contains(&symbol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_that_it_is_open_is_no_consent() {
        let cases = [
            ("mail of 3 November, in the blue folder", true),
            ("No. 17 in the blue folder", true),
            ("sí", true),
            ("✓", true),
            ("✔️", true),
            ("👍", true),
            ("✗", false),
            ("❌️", false),
            ("?", false),
            ("(pending)", false),
            ("pending?", false),
            ("– –", false),
            ("pending", false),
            ("Pending ", false),
            ("pendiente", false),
            ("En attente", false),
            ("No", false),
            ("não", false),
            ("Desconocido", false),
            ("n/a", false),
            ("todo", false),
            ("-", false),
            ("…", false),
            ("", false),
        ];
        for (approval, approved) in cases {
            let party = ThirdParty { approval: Some(approval.to_owned()), ..Default::default() };
            assert_eq!(is_approved(&party), approved, "{approval}");
        }
        assert!(!is_approved(&ThirdParty::default()));
    }
}
