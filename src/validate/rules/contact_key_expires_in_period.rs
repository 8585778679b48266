//! A key of a contact that will expire while the work goes on.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::{contacts, in_use, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

use super::contact_key_expired::ending_before;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-key-expires-in-period",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a key of a contact expires before the agreement ends",
    page: include_str!("contact_key_expires_in_period.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use(document) else { return };
    let end = agreement.period.as_ref().and_then(|period| period.end.as_ref());
    let Some(end) = end.and_then(|end| end.zoned()) else { return };
    let today = facts.now.to_zoned(facts.engagement.zone()).date();
    for contact in contacts(agreement) {
        let Some(private) = private_of(facts.engagement, contact.handle) else { continue };
        let Some((person, _)) = facts.engagement.person(contact.handle) else { continue };
        // What has expired already is for `contact-key-expired`.
        let ending = ending_before(private, end.date());
        for (at, day) in ending.into_iter().filter(|(_, day)| *day >= today) {
            let span = person.field(&format!("private.keys[{at}].valid_to"));
            let message = format!(
                "this key of `{}` expires on {day}, before the agreement ends",
                contact.handle
            );
            let finding = Finding::at(span, message)
                .related(document.field("period.end"), "the agreement ends here")
                .help(
                    "ask for a key that lasts longer, while the old one still proves whose it is",
                );
            findings.add(finding);
        }
    }
}
