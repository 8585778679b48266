//! A key of a contact whose fingerprint nobody compared with its owner.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::{contacts, in_use, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-key-not-out-of-band",
    class: Class::Duty,
    level: Level::Warning,
    summary: "nobody compared the fingerprint of a contact's key by another way than it came",
    page: include_str!("contact_key_not_out_of_band.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use(document) else { return };
    for contact in contacts(agreement) {
        let Some(private) = private_of(facts.engagement, contact.handle) else { continue };
        let Some((person, _)) = facts.engagement.person(contact.handle) else { continue };
        for (at, key) in private.keys.iter().enumerate() {
            if key.fingerprint.is_none() || key.verified_how.is_some() {
                continue;
            }
            let span = person.field(&format!("private.keys[{at}].verified_how"));
            let message = format!(
                "nobody compared the fingerprint of this key with `{}` in person or by another channel",
                contact.handle
            );
            let finding = Finding::at(span, message)
                .related(document.field(&contact.path), "a contact here")
                .help("compare it aloud or face to face, then write `verified_how`, `verified_by` and `verified_at`");
            findings.add(finding);
        }
    }
}
