//! An incident that is in no class of the field's lists.

use jiff::SignedDuration;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::incident::{Classification, Determination, Incident, IncidentStatus};
use crate::model::moment::Between;
use crate::validate::Facts;
use crate::validate::agreed::key_of;
use crate::validate::regimes::is_none_after_all;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "unclassified",
    class: Class::Duty,
    level: Level::Warning,
    summary: "it is known what an incident is, and it has no class",
    page: include_str!("unclassified.md"),
    check: Check::Document(check),
};

/// After the decision what it is, the paper may wait so long.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Incident(incident) = &document.content else { return };
    if incident.classification.as_ref().is_some_and(has_class)
        || is_none_after_all(incident)
        || !document.document.is_sound()
        || !(is_contained(incident) || is_understood(incident, facts.now))
    {
        return;
    }
    let finding = Finding::at(key_of(document, "classification"), "this incident has no class")
        .related(document.field("status"), "it is known by now what it is")
        .help("write `classification.rsit`, such as `availability`; `ircase explain rsit` lists the classes");
    findings.add(finding);
}

/// Returns whether any list is used; a value that is in none is the schema's.
fn has_class(classification: &Classification) -> bool {
    let Classification { rsit, veris_action, custom } = classification;
    let mut classes = [rsit, veris_action, custom].into_iter().flatten();
    classes.any(|class| !class.trim().is_empty())
}

fn is_contained(incident: &Incident) -> bool {
    use IncidentStatus::{Closed, Contained, Eradicated, PostIncident, Recovered};
    matches!(incident.status, Some(Contained | Eradicated | Recovered | PostIncident | Closed))
}

fn is_understood(incident: &Incident, now: jiff::Timestamp) -> bool {
    let precision = incident.precision.get("determined_at").copied();
    let decided = incident.determined_at.as_ref().and_then(|time| Between::of(time, precision));
    incident.determination == Some(Determination::Confirmed)
        && decided.is_some_and(|decided| now.duration_since(decided.latest) > PATIENCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::tests::found_by;

    #[test]
    fn a_class_is_owed_once_it_is_known() {
        let cases = [
            ("status: reported", 0),
            ("status: confirmed\ndetermination: confirmed", 0),
            ("status: confirmed\ndetermination: confirmed\ndetermined_at: 2026-11-20T12:00:00Z", 0),
            ("status: confirmed\ndetermination: confirmed\ndetermined_at: 2026-11-20T11:59:59Z", 1),
            ("status: confirmed\ndetermination: confirmed\ndetermined_at: unknown", 0),
            ("status: triage\ndetermination: suspected\ndetermined_at: 2026-11-20T11:59:59Z", 0),
            ("status: contained", 1),
            ("status: contained\nclassification: {rsit: ' '}", 1),
            ("status: contained\nclassification: {custom: theft}", 0),
            ("status: closed\ndetermination: false-positive", 0),
            ("status: near-miss", 0),
        ];
        for (fields, count) in cases {
            let text = format!("---\nkind: incident\n{fields}\n---\n");
            let files = [("incidents/INC-2026-7KQ2/incident.md", &*text)];
            let found = found_by(RULE.name, &files, "2026-11-21T12:00:00Z");
            assert_eq!(found.len(), count, "{fields}");
        }
    }
}
