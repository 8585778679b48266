//! Two severities of the same rank: nobody can say which is worse.

use std::collections::HashMap;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::binding;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "severity-rank-repeated",
    class: Class::Duty,
    level: Level::Error,
    summary: "two severities have the same rank",
    page: include_str!("severity_rank_repeated.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = binding(document) else { return };
    let mut known = HashMap::new();
    for (at, severity) in agreement.severities.iter().enumerate() {
        let Some(rank) = severity.rank else { continue };
        let span = document.field(&format!("severities[{at}].rank"));
        if let Some(first) = known.get(&rank) {
            let finding = Finding::at(span, format!("another severity has rank {rank} too"))
                .related(*first, "the first one")
                .help("give each severity a rank of its own; 1 is the worst");
            findings.add(finding);
        } else {
            known.insert(rank, span);
        }
    }
}
