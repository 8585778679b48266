//! Somebody else whose consent the work needs, and who has not given it.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::ThirdParty;
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::in_effect;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "third-party-unapproved",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement is active, but a third party has not consented",
    page: include_str!("third_party_unapproved.md"),
    check: Check::Document(check),
};

/// Words that say that there is no consent yet.
const OPEN: &[&str] = &["pending", "unknown", "no", "none"];

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

fn is_approved(party: &ThirdParty) -> bool {
    let approval = party.approval.as_deref().map(str::trim).unwrap_or_default();
    !approval.is_empty() && !OPEN.contains(&approval)
}
