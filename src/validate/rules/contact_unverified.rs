//! A contact of whom nobody has checked, or not lately, that their channels reach them.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::{Agreement, AgreementStatus};
use crate::model::engagement::TypedDocument;
use crate::model::person::Person;
use crate::model::vocabulary::Risk;
use crate::validate::Facts;
use crate::validate::agreed::{contacts, has_passed, in_use};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-unverified",
    class: Class::Duty,
    level: Level::Warning,
    summary: "nobody has checked, or not lately, that a contact is reached on their channels",
    page: include_str!("contact_unverified.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use(document) else { return };
    let level = level(facts, agreement);
    for contact in contacts(agreement) {
        let Some((written, person)) = facts.engagement.person(contact.handle) else { continue };
        if !written.document.is_sound() || !written.misfits.is_empty() {
            continue;
        }
        if let Some(finding) = unverified(facts, written, person, contact.handle) {
            let place = document.field(&contact.path);
            findings.add(finding.related(place, "a contact here").level(level));
        }
    }
}

/// Where people are in danger, a number that rings in a stranger's pocket is no small thing.
fn level(facts: &Facts<'_>, agreement: &Agreement) -> Level {
    let risk = facts.engagement.profile().and_then(|profile| profile.risk);
    let is_active = agreement.status == Some(AgreementStatus::Active);
    match risk {
        Some(Risk::High | Risk::Extreme) if is_active => Level::Error,
        _ => Level::Warning,
    }
}

fn unverified(
    facts: &Facts<'_>,
    document: &TypedDocument,
    person: &Person,
    handle: &str,
) -> Option<Finding> {
    let span = document.field("verified_at");
    let help = "call them on each channel, then write the time to `verified_at`";
    let Some(verified_at) = &person.verified_at else {
        let message = format!("nobody has checked that `{handle}` is reached on these channels");
        return Some(Finding::at(span, message).help(help));
    };
    // `unknown` says that it was done, and that nobody knows when.
    let (last, every) = (verified_at.instant()?, person.verify_every.as_ref()?);
    has_passed(last, every, facts).then(|| {
        let message =
            format!("it is longer than {every} ago that `{handle}` was reached on these channels");
        Finding::at(span, message)
            .related(document.field("verify_every"), "how often it is checked")
            .help(help)
    })
}
