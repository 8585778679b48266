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

/// Every step an agreement can make.
const AGREEMENT_STEPS: &[(&str, &[&str])] = &[
    ("draft", &["proposed"]),
    ("proposed", &["draft", "signed-by-one"]),
    ("signed-by-one", &["proposed", "active"]),
    ("active", &["amended", "expired", "terminated"]),
    ("amended", &["active", "expired", "terminated"]),
    ("expired", &["proposed", "archived"]),
    ("terminated", &["archived"]),
    ("archived", &[]),
];

/// Returns how a change of status stands; kinds without a status allow every one.
///
/// A status that is not in its list is for another rule; here it may come from and go anywhere.
pub fn step(kind: Kind, from: &str, to: &str) -> Step {
    if from == to {
        return Step::Allowed;
    }
    match kind {
        Kind::Agreement => agreement_step(from, to),
        Kind::Incident => incident_step(from, to),
        Kind::Engagement | Kind::Person | Kind::Procedure | Kind::Entry => Step::Allowed,
    }
}

/// Returns where a status may go without a decision, for a hint.
pub fn next(kind: Kind, from: &str) -> Vec<&'static str> {
    let all: &[&'static str] = match kind {
        Kind::Agreement => &[
            "draft",
            "proposed",
            "signed-by-one",
            "active",
            "amended",
            "expired",
            "terminated",
            "archived",
        ],
        Kind::Incident => &[
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
        ],
        Kind::Engagement | Kind::Person | Kind::Procedure | Kind::Entry => &[],
    };
    all.iter().copied().filter(|to| *to != from && step(kind, from, to) == Step::Allowed).collect()
}

fn agreement_step(from: &str, to: &str) -> Step {
    match AGREEMENT_STEPS.iter().find(|(status, _)| *status == from) {
        Some((_, next)) if !next.contains(&to) && is_agreement_status(to) => Step::Refused,
        _ => Step::Allowed,
    }
}

fn is_agreement_status(status: &str) -> bool {
    AGREEMENT_STEPS.iter().any(|(known, _)| *known == status)
}

fn incident_step(from: &str, to: &str) -> Step {
    let on_way = |status: &str| INCIDENT_WAY.iter().position(|known| *known == status);
    let is_dismissal = |status: &str| matches!(status, "false-positive" | "near-miss");
    match (on_way(from), on_way(to)) {
        (Some(_), Some(_)) if to == "reopened" => Step::Refused,
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
    }
}
