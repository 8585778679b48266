//! A contact to whom no file can be sent that others must not read.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::person::Private;
use crate::validate::Facts;
use crate::validate::agreed::{contacts, in_use, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-without-secure-transfer",
    class: Class::Duty,
    level: Level::Warning,
    summary: "nobody wrote down how files get to a contact safely",
    page: include_str!("contact_without_secure_transfer.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use(document) else { return };
    for contact in contacts(agreement) {
        let Some(private) = private_of(facts.engagement, contact.handle) else { continue };
        let Some((person, _)) = facts.engagement.person(contact.handle) else { continue };
        if has_secure_transfer(private) {
            continue;
        }
        let message = format!("it is not written how a file gets to `{}` safely", contact.handle);
        let finding = Finding::at(person.field("private.secure_transfer"), message)
            .related(document.field(&contact.path), "they get files about incidents")
            .help("write it to `secure_transfer`, such as `by Signal, deleted after a day`");
        findings.add(finding);
    }
}

/// A file can also be encrypted to a key, and then go any way.
fn has_secure_transfer(private: &Private) -> bool {
    let is_written = private.secure_transfer.as_deref().is_some_and(|it| !it.trim().is_empty());
    let encrypts = |kind: &str| ["openpgp", "age"].contains(&kind);
    is_written
        || private
            .keys
            .iter()
            .any(|key| key.fingerprint.is_some() && key.key_type.as_deref().is_some_and(encrypts))
}
