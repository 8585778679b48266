//! A side of the agreement that names nobody to call first.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{name_of, owe};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "primary-contact-missing",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not name whom to call first",
    page: include_str!("primary_contact_missing.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    for party in [Party::Organization, Party::Auditor] {
        let path = format!("contacts.{party}.primary");
        owe(document, &path, findings, |span| {
            let message = format!("{} has no primary contact", name_of(party));
            let help = format!("write the handle of who is called first at `{path}`");
            Finding::at(span, message).help(help)
        });
    }
}
