//! A key of a contact that has expired.

use jiff::civil::Date;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::person::{Key, Private};
use crate::validate::Facts;
use crate::validate::agreed::{contacts, in_use, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-key-expired",
    class: Class::Duty,
    level: Level::Error,
    summary: "a key of a contact has expired, and no other of its type is there",
    page: include_str!("contact_key_expired.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use(document) else { return };
    let today = facts.now.to_zoned(facts.engagement.zone()).date();
    for contact in contacts(agreement) {
        let Some(private) = private_of(facts.engagement, contact.handle) else { continue };
        let Some((person, _)) = facts.engagement.person(contact.handle) else { continue };
        for (at, day) in ending_before(private, today) {
            let span = person.field(&format!("private.keys[{at}].valid_to"));
            let message = format!("this key of `{}` has expired on {day}", contact.handle);
            let finding = Finding::at(span, message)
                .related(document.field(&contact.path), "a contact here")
                .help("ask for the new key, compare its fingerprint by another way, and write it down");
            findings.add(finding);
        }
    }
}

/// Returns the keys whose last day is before a day, by their place in the list, unless another key
/// of the same type lasts longer.
pub(in crate::validate) fn ending_before(private: &Private, day: Date) -> Vec<(usize, Date)> {
    let end = |key: &Key| key.valid_to.as_ref().and_then(|day| day.date());
    let lasts = |key: &Key| end(key).is_none_or(|end| end >= day);
    let is_replaced =
        |key: &Key| private.keys.iter().any(|other| other.key_type == key.key_type && lasts(other));
    let ending = private.keys.iter().enumerate().filter(|(_, key)| !lasts(key));
    ending
        .filter(|(_, key)| !is_replaced(key))
        .filter_map(|(at, key)| Some((at, end(key)?)))
        .collect()
}
