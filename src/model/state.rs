//! Which status may follow which. The signed change of the field is the step.

use super::kind::Kind;

/// How a step from one status to another stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing changed, or the way goes there.
    Allowed,
    /// Back on the way; allowed where a decision says why.
    NeedsDecision,
    /// No way goes there.
    Refused,
}

/// An open incident goes along these and may skip forward.
const INCIDENT_WAY: &[&str] = &[
    "reopened",
    "reported",
    "triage",
    "confirmed",
    "contained",
    "eradicated",
    "recovered",
    "post-incident",
];

/// A status, and those that may follow it.
type Ways = &'static [(&'static str, &'static [&'static str])];

/// Every step an agreement can make.
const AGREEMENT_STEPS: Ways = &[
    ("draft", &["proposed"]),
    ("proposed", &["draft", "signed-by-one"]),
    ("signed-by-one", &["proposed", "active"]),
    ("active", &["amended", "expired", "terminated"]),
    ("amended", &["active", "expired", "terminated"]),
    ("expired", &["proposed", "archived"]),
    ("terminated", &["archived"]),
    ("archived", &[]),
];

const NOTIFICATION_STEPS: Ways = &[
    ("required", &["planned", "sent", "waived", "assessed-not-required"]),
    ("planned", &["sent", "waived", "assessed-not-required"]),
    ("sent", &["acknowledged", "superseded"]),
    ("acknowledged", &["superseded"]),
    ("waived", &["required"]),
    ("assessed-not-required", &["required"]),
    ("superseded", &[]),
];

const EXERCISE_STEPS: Ways =
    &[("planned", &["run"]), ("run", &["reviewed"]), ("reviewed", &["closed"]), ("closed", &[])];

/// Forward, and one back.
const REVIEW_STEPS: Ways = &[
    ("draft", &["in-review"]),
    ("in-review", &["draft", "reviewed"]),
    ("reviewed", &["in-review", "closed"]),
    ("closed", &["reviewed"]),
];

/// Forward, and one back; a risk that was accepted can be taken up again.
const TASK_STEPS: Ways = &[
    ("open", &["in-progress", "done", "accepted-risk", "dropped"]),
    ("in-progress", &["open", "done", "accepted-risk", "dropped"]),
    ("done", &["in-progress", "verified"]),
    ("verified", &["done"]),
    ("accepted-risk", &["open"]),
    ("dropped", &["open"]),
];

/// What an incident's status can be, in order.
const INCIDENT_STATUSES: &[&str] = &[
    "reported",
    "triage",
    "confirmed",
    "contained",
    "eradicated",
    "recovered",
    "post-incident",
    "closed",
    "reopened",
    "false-positive",
    "near-miss",
];

/// Returns the table of a kind whose steps are all in one.
fn ways(kind: Kind) -> Ways {
    match kind {
        Kind::Agreement => AGREEMENT_STEPS,
        Kind::Notification => NOTIFICATION_STEPS,
        Kind::Exercise => EXERCISE_STEPS,
        Kind::Review => REVIEW_STEPS,
        Kind::Task => TASK_STEPS,
        Kind::Engagement
        | Kind::Person
        | Kind::Procedure
        | Kind::Incident
        | Kind::Entry
        | Kind::Context
        | Kind::Evidence
        | Kind::Answer => &[],
    }
}

/// Returns whether documents of a kind have a status whose steps are known.
pub fn has_states(kind: Kind) -> bool {
    kind == Kind::Incident || !ways(kind).is_empty()
}

/// Returns how a change of status stands; kinds without a status allow every one.
///
/// A status that is not in its list is for another rule; here it may come from and go anywhere.
pub fn step(kind: Kind, from: &str, to: &str) -> Step {
    if from == to {
        return Step::Allowed;
    }
    if kind == Kind::Incident {
        return incident_step(from, to);
    }
    let ways = ways(kind);
    let is_status = |status: &str| ways.iter().any(|(known, _)| *known == status);
    match ways.iter().find(|(status, _)| *status == from) {
        Some((_, next)) if !next.contains(&to) && is_status(to) => Step::Refused,
        _ => Step::Allowed,
    }
}

/// Returns where a status may go without a decision, for a hint.
pub fn next(kind: Kind, from: &str) -> Vec<&'static str> {
    if kind == Kind::Incident {
        let allowed = |to: &&&str| **to != from && step(kind, from, to) == Step::Allowed;
        return INCIDENT_STATUSES.iter().filter(allowed).copied().collect();
    }
    let way = ways(kind).iter().find(|(status, _)| *status == from);
    way.map_or_else(Vec::new, |(_, next)| next.to_vec())
}

/// Returns the one status that lies between two on the way forward, for a hint.
pub fn between(kind: Kind, from: &str, to: &str) -> Option<&'static str> {
    let ways = ways(kind);
    let place = |status: &str| ways.iter().position(|(known, _)| *known == status);
    let (first, last) = (place(from)?, place(to)?);
    let on_the_way = ways.get(first + 1..last)?.iter();
    let mut between = on_the_way
        .filter(|(status, next)| next.contains(&to) && step(kind, from, status) == Step::Allowed);
    // Of two, nobody knows which it was.
    between.next().filter(|_| between.next().is_none()).map(|(status, _)| *status)
}

fn incident_step(from: &str, to: &str) -> Step {
    let on_way = |status: &str| INCIDENT_WAY.iter().position(|known| *known == status);
    let is_dismissal = |status: &str| matches!(status, "false-positive" | "near-miss");
    match (on_way(from), on_way(to)) {
        // What was opened again was reported long ago, and goes on in triage.
        (Some(_), Some(_)) if to == "reopened" || (from, to) == ("reopened", "reported") => {
            Step::Refused
        }
        (Some(from), Some(to)) if from < to => Step::Allowed,
        (Some(_), Some(_)) => Step::NeedsDecision,
        (Some(_), None) => Step::Allowed,
        (None, _) if from == "closed" => {
            if to == "reopened" {
                Step::Allowed
            } else {
                Step::Refused
            }
        }
        (None, _) if is_dismissal(from) => {
            if to == "closed" {
                Step::Allowed
            } else {
                Step::Refused
            }
        }
        (None, _) => Step::Allowed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::agreement::AgreementStatus;
    use crate::model::exercise::ExerciseStatus;
    use crate::model::notification::NotificationStatus;
    use crate::model::review::ReviewStatus;
    use crate::model::task::TaskStatus;

    #[test]
    fn ways_of_an_incident() {
        let cases = [
            ("reported", "triage", Step::Allowed),
            ("reported", "recovered", Step::Allowed),
            ("recovered", "triage", Step::NeedsDecision),
            ("triage", "false-positive", Step::Allowed),
            ("triage", "closed", Step::Allowed),
            ("near-miss", "closed", Step::Allowed),
            ("near-miss", "triage", Step::Refused),
            ("closed", "reopened", Step::Allowed),
            ("closed", "triage", Step::Refused),
            ("triage", "reopened", Step::Refused),
            ("reopened", "triage", Step::Allowed),
            ("reopened", "confirmed", Step::Allowed),
            ("reopened", "reported", Step::Refused),
            ("closed", "closed", Step::Allowed),
        ];
        for (from, to, expected) in cases {
            assert_eq!(step(Kind::Incident, from, to), expected, "{from} -> {to}");
        }
        assert_eq!(next(Kind::Incident, "closed"), ["reopened"]);
    }

    #[test]
    fn ways_of_an_agreement() {
        let cases = [
            ("draft", "proposed", Step::Allowed),
            ("proposed", "draft", Step::Allowed),
            ("draft", "active", Step::Refused),
            ("signed-by-one", "active", Step::Allowed),
            ("active", "draft", Step::Refused),
            ("archived", "active", Step::Refused),
            ("expired", "proposed", Step::Allowed),
            ("draft", "activ", Step::Allowed),
        ];
        for (from, to, expected) in cases {
            assert_eq!(step(Kind::Agreement, from, to), expected, "{from} -> {to}");
        }
        assert_eq!(step(Kind::Person, "a", "b"), Step::Allowed);
        assert_eq!(next(Kind::Agreement, "active"), ["amended", "expired", "terminated"]);
    }

    #[test]
    fn ways_of_the_others() {
        let cases = [
            (Kind::Notification, "required", "planned", Step::Allowed),
            (Kind::Notification, "planned", "sent", Step::Allowed),
            (Kind::Notification, "planned", "required", Step::Refused),
            (Kind::Notification, "required", "acknowledged", Step::Refused),
            (Kind::Notification, "planned", "acknowledged", Step::Refused),
            (Kind::Notification, "waived", "required", Step::Allowed),
            (Kind::Notification, "sent", "waived", Step::Refused),
            (Kind::Notification, "superseded", "sent", Step::Refused),
            (Kind::Exercise, "planned", "run", Step::Allowed),
            (Kind::Exercise, "planned", "closed", Step::Refused),
            (Kind::Review, "closed", "reviewed", Step::Allowed),
            (Kind::Review, "closed", "draft", Step::Refused),
            (Kind::Task, "open", "done", Step::Allowed),
            (Kind::Task, "verified", "open", Step::Refused),
            (Kind::Task, "dropped", "open", Step::Allowed),
        ];
        for (kind, from, to, expected) in cases {
            assert_eq!(step(kind, from, to), expected, "{kind:?}: {from} -> {to}");
        }
    }

    #[test]
    fn one_status_between_is_named() {
        let cases = [
            (Kind::Notification, "required", "acknowledged", Some("sent")),
            (Kind::Notification, "planned", "acknowledged", Some("sent")),
            (Kind::Notification, "planned", "required", None),
            (Kind::Notification, "acknowledged", "required", None),
            (Kind::Agreement, "draft", "signed-by-one", Some("proposed")),
            (Kind::Agreement, "draft", "active", None),
            (Kind::Agreement, "active", "archived", None),
            (Kind::Agreement, "active", "proposed", None),
            (Kind::Exercise, "planned", "reviewed", Some("run")),
            (Kind::Incident, "closed", "triage", None),
        ];
        for (kind, from, to, expected) in cases {
            assert_eq!(between(kind, from, to), expected, "{kind:?}: {from} -> {to}");
        }
    }

    #[test]
    fn every_status_of_a_type_has_its_ways() {
        let tables: [(Kind, Vec<&str>); 5] = [
            (Kind::Agreement, AgreementStatus::ALL.iter().map(|it| it.as_str()).collect()),
            (Kind::Notification, NotificationStatus::ALL.iter().map(|it| it.as_str()).collect()),
            (Kind::Exercise, ExerciseStatus::ALL.iter().map(|it| it.as_str()).collect()),
            (Kind::Review, ReviewStatus::ALL.iter().map(|it| it.as_str()).collect()),
            (Kind::Task, TaskStatus::ALL.iter().map(|it| it.as_str()).collect()),
        ];
        for (kind, mut statuses) in tables {
            let mut known: Vec<&str> = ways(kind).iter().map(|(status, _)| *status).collect();
            statuses.sort_unstable();
            known.sort_unstable();
            assert_eq!(known, statuses, "{kind:?}");
        }
    }
}
