//! One fault, one finding: what is missed only because a document could not be read is not told
//! beside the finding about that document.
//!
//! An entry that nobody can read may be the one that says who was told. While it has a finding of
//! its own, nobody knows that somebody was not told, so the rules that judge by what is not there
//! are silent about its incident. Nothing passes as fine by that: the document's own finding is an
//! error and keeps it from being recorded.

use std::collections::HashSet;

use super::Facts;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::model::id;
use crate::model::kind::{KINDS, Kind};

/// Rules whose findings say that a document, or a part of one, was not understood.
const UNREAD: &[&str] = &[
    "document-too-large",
    "front-matter-missing",
    "front-matter-unclosed",
    "id-and-path-differ",
    "key-repeated",
    "kind-unknown",
    "localized-value",
    "merge-conflict-left",
    "naive-time",
    "not-a-file",
    "not-utf8",
    "unknown-field",
    "value-not-allowed",
    "wrong-format",
    "wrong-type",
    "yaml-feature-refused",
    "yaml-syntax",
];

/// Rules that judge by what is not there, and the kinds of the documents in which it may be.
const LOOKS_FOR: &[(&str, &[Kind])] = &[
    ("breach-register-incomplete", &[Kind::Entry]),
    ("capture-without-consent", &[Kind::Entry]),
    ("caused-without-suspension-decision", &[Kind::Entry]),
    ("closed-without-review", &[Kind::Review]),
    ("contact-told-late", &[Kind::Entry, Kind::Person]),
    ("controller-not-told", &[Kind::Entry, Kind::Notification]),
    ("delivery-team-not-engaged", &[Kind::Entry, Kind::Person]),
    ("exercise-overdue", &[Kind::Exercise]),
    ("exercise-tasks-dropped", &[Kind::Task]),
    ("exercise-without-function", &[Kind::Exercise, Kind::Person, Kind::Engagement]),
    ("insider-route-conflict", &[Kind::Person]),
    ("notifiable-without-contact", &[Kind::Entry, Kind::Person]),
    ("notification-overdue", &[Kind::Notification]),
    ("personal-data-without-clock", &[Kind::Notification]),
    ("procedure-never-tested", &[Kind::Exercise]),
    ("response-carried-too-long", &[Kind::Entry]),
    ("resumed-without-decision", &[Kind::Entry]),
    ("review-overdue", &[Kind::Review]),
    ("sample-uploaded", &[Kind::Entry]),
    ("secondary-not-tried", &[Kind::Entry, Kind::Person]),
    ("severity-lowered-unexplained", &[Kind::Entry]),
    ("stage-skipped", &[Kind::Notification]),
    ("stakeholder-function-unfilled", &[Kind::Person, Kind::Engagement]),
    ("step-without-decision", &[Kind::Entry]),
    ("supersedes-nothing", &[Kind::Entry]),
    ("suspension-one-sided", &[Kind::Person]),
    ("third-party-told-without-consent", &[Kind::Entry]),
    ("waived-without-decision", &[Kind::Entry]),
];

/// Rules that count what others find: nobody knows what a document that cannot be read would have
/// been found to owe.
const COUNTS_FINDINGS: &[&str] = &["answer-unused"];

/// Where something may be that nobody could read.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Doubt<'a> {
    kind: Kind,
    /// The incident it belongs to; `None` for the engagement as a whole.
    incident: Option<&'a str>,
}

/// Takes out the findings about what may stand in a document that could not be read.
pub(super) fn withdraw(facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let doubts = doubts(facts, found);
    if doubts.is_empty() {
        return;
    }
    let is_in_doubt = |finding: &Diagnostic| {
        let incident = path_of(facts, finding).and_then(id::incident_of_path);
        let kinds = LOOKS_FOR.iter().find(|(rule, _)| *rule == finding.rule);
        COUNTS_FINDINGS.contains(&finding.rule)
            || kinds.is_some_and(|(_, kinds)| {
                let of = |kind: &Kind| {
                    doubts.contains(&Doubt { kind: *kind, incident: None })
                        || doubts.contains(&Doubt { kind: *kind, incident })
                };
                kinds.iter().any(of)
            })
    };
    let keep: Vec<bool> = found.iter().map(|finding| !is_in_doubt(finding)).collect();
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}

fn doubts<'a>(facts: &Facts<'a>, found: &[Diagnostic]) -> HashSet<Doubt<'a>> {
    let engagement = facts.engagement;
    let mut doubts = HashSet::new();
    for unread in &engagement.unread {
        let kinds = match Kind::at_path(&unread.path) {
            Some(kind) => vec![kind],
            // A folder, or what lies where no document should: whatever may lie there.
            None => kinds_below(&unread.path),
        };
        add(&unread.path, &kinds, &mut doubts);
    }
    let unread = found.iter().filter(|it| it.level == Level::Error && UNREAD.contains(&it.rule));
    for span in unread.filter_map(Diagnostic::span) {
        let Some(document) = engagement.document_of(span.source) else { continue };
        // A superseded entry is corrected by another one, and counts no more.
        if !facts.is_superseded(document) {
            let kinds = [Kind::at_path(&document.path), document.said_kind()];
            add(&document.path, &kinds.into_iter().flatten().collect::<Vec<_>>(), &mut doubts);
        }
    }
    doubts
}

fn add<'a>(path: &'a str, kinds: &[Kind], doubts: &mut HashSet<Doubt<'a>>) {
    let incident = id::incident_of_path(path);
    // An entry of the engagement's own timeline tells nothing of an incident.
    let is_own_timeline = path.starts_with("timeline");
    for kind in kinds.iter().filter(|_| !is_own_timeline) {
        doubts.insert(Doubt { kind: *kind, incident });
    }
}

/// Returns the kinds whose documents lie in or below the same folder of the engagement.
fn kinds_below(path: &str) -> Vec<Kind> {
    let top = path.split('/').next().unwrap_or_default();
    let lies_there = |place: &&str| place.split('/').next() == Some(top);
    let kinds = KINDS.iter().filter(|info| info.places.iter().any(lies_there));
    kinds.map(|info| info.kind).collect()
}

fn path_of<'a>(facts: &'a Facts<'_>, finding: &'a Diagnostic) -> Option<&'a str> {
    match &finding.place {
        Place::Span(span) => Some(&facts.engagement.sources.get(span.source).path),
        Place::File(path) => Some(path),
        Place::Record(_) | Place::Engagement => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Class;
    use crate::validate::rules;

    #[test]
    fn the_tables_name_rules() {
        let names = LOOKS_FOR.iter().map(|(rule, _)| rule).chain(UNREAD).chain(COUNTS_FINDINGS);
        for name in names {
            assert!(rules::named(name).is_some(), "{name}");
        }
        // What keeps danger out of the trail is never taken back.
        for name in LOOKS_FOR.iter().map(|(rule, _)| rule).chain(COUNTS_FINDINGS) {
            assert_eq!(rules::named(name).map(|rule| rule.class), Some(Class::Duty), "{name}");
        }
        assert!(UNREAD.is_sorted());
        assert!(LOOKS_FOR.is_sorted_by_key(|(rule, _)| *rule));
    }
}
