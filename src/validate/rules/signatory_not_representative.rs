//! A signature by somebody who may not sign for either side.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::Party;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::{binding, key_of, name_of, other_side_of, representatives_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "signatory-not-representative",
    class: Class::Duty,
    level: Level::Error,
    summary: "somebody signed the agreement, or may sign it, who does not stand on that side",
    page: include_str!("signatory_not_representative.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = binding(document) else { return };
    let sides = [Party::Organization, Party::Auditor];
    let may_sign = |person: &str| {
        let mut named = sides.iter().flat_map(|party| representatives_of(agreement, *party));
        named.any(|handle| handle == person)
    };
    // Where nobody is named at all, `field-missing` says so.
    if sides.iter().all(|party| representatives_of(agreement, *party).is_empty()) {
        return;
    }
    for party in sides {
        for (at, handle) in representatives_of(agreement, party).iter().enumerate() {
            let place = document.field(&format!("representatives.{party}[{at}]"));
            if let Some(finding) = of_the_other_side(facts, agreement, party, handle, place) {
                findings.add(finding);
            }
        }
    }
    for (at, signature) in agreement.signatures.iter().enumerate() {
        let Some(person) = signature.person.as_deref().filter(|person| !may_sign(person)) else {
            continue;
        };
        let span = document.field(&format!("signatures[{at}].person"));
        let message = format!("`{person}` is not among the agreement's representatives");
        let finding = Finding::at(span, message)
            .related(key_of(document, "representatives"), "these may sign")
            .help("let a representative sign; who only saw it is `witnessed_by`");
        findings.add(finding);
    }
}

/// Returns what is wrong with a representative who stands on the other side, or on both: who signs
/// for both agrees with nobody.
fn of_the_other_side(
    facts: &Facts<'_>,
    agreement: &Agreement,
    party: Party,
    handle: &str,
    place: Span,
) -> Option<Finding> {
    let other = other_side_of(party);
    if representatives_of(agreement, other).iter().any(|it| it == handle) {
        // Told once, where the second side names them.
        let message =
            format!("`{}` is named as representative of both sides", visible_line(handle));
        let help = "name somebody else for one of the sides; a signature counts for one side only";
        return (party == Party::Auditor).then(|| Finding::at(place, message).help(help));
    }
    let (person, its) = facts.engagement.person(handle)?;
    (its.party == Some(other)).then(|| {
        let message = format!(
            "`{}` is to sign for {}, and stands on the side of {}",
            visible_line(handle),
            name_of(party),
            name_of(other)
        );
        Finding::at(place, message)
            .related(person.field("party"), "it says so here")
            .help("name somebody of that side, or correct `party`")
    })
}
