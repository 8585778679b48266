//! A threshold that nobody can hold an incident against.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::{binding, is_written, key_of, only_near, owing};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "threshold-undefined",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement does not say from which severity the organization is told",
    page: include_str!("threshold_undefined.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = binding(document) else { return };
    let has_severities = is_written(document, "severities");
    match agreement.threshold.as_deref().map(str::trim) {
        Some(threshold) if has_severities && !threshold.is_empty() => {
            points_at_one(agreement, document, threshold, findings);
        }
        _ if owing(document).is_none() => {}
        threshold => {
            if threshold.is_none_or(str::is_empty) && !is_written(document, "threshold") {
                let message = "the agreement has no threshold";
                let help =
                    "write the id of the mildest severity that must be told: `threshold: sev3`";
                findings.add(Finding::at(document.field("threshold"), message).help(help));
            }
            if !has_severities {
                let message = "the agreement lists no severities";
                let help = "list the organization's own levels under `severities`, each with `id` and `rank`, 1 for the worst";
                findings.add(Finding::at(document.field("severities"), message).help(help));
            }
        }
    }
    if owing(document).is_some() {
        every_level_has_its_place(agreement, document, findings);
    }
}

fn points_at_one(
    agreement: &Agreement,
    document: &TypedDocument,
    threshold: &str,
    findings: &mut Findings<'_>,
) {
    let ids = || agreement.severities.iter().filter_map(|severity| severity.id.as_deref());
    let span = document.field("threshold");
    // That two have the same id is `severity-repeated`'s.
    if ids().any(|id| id == threshold) {
        return;
    }
    let finding = Finding::at(span, format!("no severity has the id `{threshold}`"))
        .related(key_of(document, "severities"), "the severities of this agreement");
    findings.add(match only_near(threshold, ids()) {
        Some(id) => finding.help(format!("did you mean `{id}`?")).fix(format!("write `{id}`"), id),
        None => finding.help(format!("ids here are {}", one_of(ids()))),
    });
}

/// A severity without id cannot be named, one without rank cannot be compared.
fn every_level_has_its_place(
    agreement: &Agreement,
    document: &TypedDocument,
    findings: &mut Findings<'_>,
) {
    for at in 0..agreement.severities.len() {
        for (field, why) in [
            ("id", "so no incident can have it"),
            ("rank", "so nobody can say whether it is above the threshold"),
        ] {
            let path = format!("severities[{at}].{field}");
            if !is_written(document, &path) {
                let message = format!("this severity has no `{field}`, {why}");
                findings.add(Finding::at(document.field(&path), message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_in;

    #[test]
    fn two_of_one_id_are_told_once() {
        let agreement = "---\nkind: agreement\nthreshold: sev1\nseverities: [{id: sev1, rank: 1}, {id: sev1, rank: 2}]\n---\n";
        let found = found_in(&[("agreement.md", agreement)], "2026-11-21T12:00:00Z");
        let told = |rule: &str| found.iter().filter(|it| it.rule == rule).count();
        assert_eq!([told("severity-repeated"), told(RULE.name)], [1, 0]);
    }
}
