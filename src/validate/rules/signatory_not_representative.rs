//! A signature by somebody who may not sign for either side.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{binding, key_of, representatives_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "signatory-not-representative",
    class: Class::Duty,
    level: Level::Error,
    summary: "somebody signed the agreement who may not sign for either side",
    page: include_str!("signatory_not_representative.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
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
