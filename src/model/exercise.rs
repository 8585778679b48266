//! An exercise: an incident that is rehearsed, and what was seen.

use std::collections::BTreeMap;

use super::header::document_kind;
use super::person::Function;
use super::time::{Day, Shift};
use super::vocabulary::{Answer, number_or_text, vocabulary};

document_kind! {
    /// A rehearsal, from a talk around a table to a drill with true calls.
    pub struct Exercise {
        /// What sort of exercise it is, from a talk around a table to a drill with true calls.
        #[serde(rename = "type")]
        pub exercise_type: Option<ExerciseType>,
        /// What is rehearsed, in a sentence or two that endanger nobody.
        pub scenario: Option<String>,
        /// Where it stands: planned, run, reviewed or closed.
        pub status: Option<ExerciseStatus>,
        /// Day it is held, such as 2026-12-01.
        pub date: Option<Day>,
        /// Who takes part, and in which function. A function that never rehearses fails at night.
        pub participants: Vec<Participant>,
        /// News that the leader gives during the exercise, and afterwards what people did.
        pub injects: Vec<Inject>,
        /// Who was called in the drill, and after how many minutes they answered.
        pub contacts_reached: Vec<ContactReached>,
        /// Numbers that were measured, each by a name of your own, such as
        /// `minutes_to_first_call: 7`.
        #[schemars(schema_with = "metrics")]
        pub metrics: BTreeMap<String, String>,
        /// What did not work, one line each; each asks for a task. What went well stands in the
        /// text.
        pub findings: Vec<String>,
        /// Ids of the procedures that were tried, as a list of file names without `.md`.
        pub procedures_tested: Vec<String>,
        /// Ids of the tasks that came of it, such as [TSK-5RBN].
        pub tasks: Vec<String>,
    }
}

/// A measured number is a number, and one with its unit is a text.
fn metrics(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "default": {},
        "additionalProperties": number_or_text(generator),
    })
}

/// Somebody who takes part.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Participant {
    /// Handle of the person who takes part.
    pub person: Option<String>,
    /// The function they rehearse, such as commander.
    pub function: Option<Function>,
}

/// One piece of news.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Inject {
    /// How long after the start, such as 10 minutes.
    pub at: Option<Shift>,
    /// What is said or shown, such as: a journalist calls.
    pub text: Option<String>,
    /// What people should do then.
    pub expected: Option<String>,
    /// What they did, written down without blame.
    pub observed: Option<String>,
}

/// A call in a drill.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ContactReached {
    /// Handle of the person who was called.
    pub person: Option<String>,
    /// Whether they answered the call.
    pub reached: Option<Answer>,
    /// Minutes until they answered, a number.
    pub minutes: Option<u64>,
}

vocabulary! {
    /// A sort of exercise (NIST SP 800-84).
    pub enum ExerciseType {
        /// A talk through a scenario.
        Tabletop = "tabletop",
        /// Something is broken on purpose.
        Chaos = "chaos",
        /// Some people attack, as an adversary would.
        RedTeam = "red-team",
        /// Some people defend against a known attack.
        BlueTeam = "blue-team",
        /// Attackers and defenders work together.
        PurpleTeam = "purple-team",
        /// A procedure is read through, step by step.
        Walkthrough = "walkthrough",
        /// The contacts are called.
        ContactDrill = "contact-drill",
        /// A backup is brought back.
        RestoreTest = "restore-test",
    }
}

vocabulary! {
    /// Where an exercise stands.
    pub enum ExerciseStatus {
        /// It has a day.
        Planned = "planned",
        /// It was held.
        Run = "run",
        /// People talked about what it showed.
        Reviewed = "reviewed",
        /// Its tasks are done or decided.
        Closed = "closed",
    }
}
