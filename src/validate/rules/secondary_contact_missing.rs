//! A side of the agreement with nobody to call when the first contact does not answer.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{name_of, owe};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "secondary-contact-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not name whom to call when the primary contact does not answer",
    page: include_str!("secondary_contact_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    // An auditor may work alone; an organization never does.
    for (party, level) in [(Party::Organization, Level::Error), (Party::Auditor, Level::Warning)] {
        let path = format!("contacts.{party}.secondary");
        owe(document, &path, findings, |span| {
            let message = format!("{} has no secondary contact", name_of(party));
            let help = format!("write the handle of another person at `{path}`");
            Finding::at(span, message).help(help).level(level)
        });
    }
}
