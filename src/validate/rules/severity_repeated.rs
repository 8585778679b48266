//! Two severities of the same id: nobody can say which one an incident means.

use std::collections::HashMap;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::binding;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "severity-repeated",
    class: Class::Duty,
    level: Level::Error,
    summary: "two severities have the same id",
    page: include_str!("severity_repeated.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = binding(document) else { return };
    let mut known = HashMap::new();
    for (at, severity) in agreement.severities.iter().enumerate() {
        let Some(id) = severity.id.as_deref() else { continue };
        let span = document.field(&format!("severities[{at}].id"));
        if let Some(first) = known.get(id) {
            let finding = Finding::at(span, format!("another severity is called `{id}` too"))
                .related(*first, "the first one")
                .help(
                    "give each severity an id of its own, and look which one each incident means",
                );
            findings.add(finding);
        } else {
            known.insert(id, span);
        }
    }
}
