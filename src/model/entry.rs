//! One line of a timeline. Never edited; a correction is a new entry that supersedes the old.

use super::consent::Consent;
use super::header::document_kind;
use super::moment::Between;
use super::time::{Period, Time};
use super::vocabulary::{Answer, ChannelKind, Precision, number_or_text, vocabulary};

document_kind! {
    /// Something that happened. Its text is the body; that is all a person must give.
    pub struct Entry {
        /// When it happened.
        pub occurred_at: Option<Time>,
        /// How exactly that is known.
        pub precision: Option<Precision>,
        /// When it was written here; filled in.
        pub recorded_at: Option<Time>,
        /// Handle of who signs it; filled in.
        pub recorded_by: Option<String>,
        /// What sort of thing happened.
        #[serde(rename = "type")]
        pub entry_type: Option<EntryType>,
        /// The phase it belongs to (NIST SP 800-61, PICERL).
        pub phase: Option<Phase>,
        /// Who did it.
        pub actor: Option<String>,
        /// How we know.
        pub source: Option<Source>,
        /// How sure we are.
        pub confidence: Option<Confidence>,
        /// Id of the entry this one corrects.
        pub supersedes: Option<String>,
        /// How far the source's clock was from true time.
        pub clock_offset: Option<Period>,
        /// Where it was first written down, when not here.
        pub first_noted: Option<FirstNoted>,
        /// Communication: handles of who was told, or was to be told. Custody: handle of who received
        /// it; who stands outside, such as the police, is a person with `party: third-party`.
        pub to: Vec<String>,
        /// Communication: the channel.
        pub channel: Option<ChannelKind>,
        /// Communication: whether they were reached. Left out means that they were; write no when
        /// nobody answered, and unknown when nobody can say.
        pub reached: Option<Answer>,
        /// Decision: what it is about.
        pub about: Option<String>,
        /// Decision: what could have been chosen.
        pub options: Vec<String>,
        /// Decision: what was chosen.
        pub chosen: Option<String>,
        /// Decision: why.
        pub because: Option<String>,
        /// Decision or witness: handle of who decided or saw it.
        pub by: Option<String>,
        /// Decision: who disagreed, and why.
        pub dissent: Option<String>,
        /// Decision: until when it holds.
        pub expires: Option<Time>,
        /// Measure: the change that was made.
        pub change: Option<String>,
        /// Measure: the command that was run.
        pub command: Option<CommandRun>,
        /// Custody: id of the evidence.
        pub evidence: Option<String>,
        /// Custody: what happened to it.
        pub event: Option<CustodyEvent>,
        /// Custody: who had it before.
        pub from: Option<String>,
        /// Custody: why.
        pub reason: Option<String>,
        /// Custody: where.
        pub place: Option<String>,
        /// Custody: number of the seal.
        pub seal: Option<String>,
        /// Custody: consent to the hand-over.
        pub consent: Option<Consent>,
        /// Custody: SHA-256 before.
        pub sha256_before: Option<String>,
        /// Custody: SHA-256 after.
        pub sha256_after: Option<String>,
        /// Witness: SHA-256 of the record that was seen.
        pub tip_sha256: Option<String>,
        /// Witness: number of records seen.
        pub records: Option<u64>,
        /// Witness: channel it came by.
        pub via: Option<ChannelKind>,
    }
}

impl Entry {
    /// Returns when it happened, as exactly as it says; when it was recorded, where it says
    /// nothing. `None` when that is unknown or only approximate.
    pub fn happened(&self) -> Option<Between> {
        match &self.occurred_at {
            Some(at) => Between::of(at, self.precision),
            None => self.recorded_at.as_ref().and_then(Time::instant).map(Between::exactly),
        }
    }

    /// Returns whether a communication reached whom it was for. A line that says who was told says
    /// that they were; only `reached: no` and `unknown` take that back.
    pub fn is_reached(&self) -> bool {
        !matches!(self.reached, Some(Answer::No | Answer::Unknown))
    }

    /// Returns whether something of a communication may have got to the other side: all but a call
    /// that nobody answered.
    pub fn may_be_read(&self) -> bool {
        self.reached != Some(Answer::No)
    }
}

/// How we know.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Source {
    /// What sort of source.
    pub kind: Option<SourceKind>,
    /// Where to find it.
    pub reference: Option<String>,
    /// Id of the evidence.
    pub evidence: Option<String>,
}

/// Where something was first written down.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct FirstNoted {
    /// On what.
    pub on: Option<NotedOn>,
    /// When.
    pub at: Option<Time>,
    /// Where that is now, or its SHA-256.
    pub proof: Option<String>,
}

/// A command that was run.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct CommandRun {
    /// Program and arguments.
    #[schemars(schema_with = "arguments")]
    pub argv: Vec<String>,
    /// When it started.
    pub started_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Its exit status, or unknown.
    #[schemars(schema_with = "number_or_text")]
    pub exit: Option<String>,
    /// SHA-256 of what it printed.
    pub output_sha256: Option<String>,
}

/// Ports and counts are typed as they were on the command line.
fn arguments(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "array", "default": [], "items": number_or_text(generator) })
}

vocabulary! {
    /// What sort of thing happened.
    pub enum EntryType {
        Observation = "observation", Measure = "measure", Decision = "decision",
        Communication = "communication", Custody = "custody", Witness = "witness", Note = "note",
    }
}

vocabulary! {
    /// The phase of the response.
    pub enum Phase {
        Prepare = "prepare", Detect = "detect", Analyze = "analyze", Contain = "contain",
        Eradicate = "eradicate", Recover = "recover", Learn = "learn",
    }
}

vocabulary! {
    /// A sort of source.
    pub enum SourceKind {
        Log = "log", Person = "person", Tool = "tool", Document = "document", Photo = "photo",
        Other = "other",
    }
}

vocabulary! {
    /// How sure the writer is.
    pub enum Confidence { Low = "low", Medium = "medium", High = "high" }
}

vocabulary! {
    /// What something was first written on.
    pub enum NotedOn { Paper = "paper", Phone = "phone", Memory = "memory" }
}

vocabulary! {
    /// What happened to a piece of evidence.
    pub enum CustodyEvent {
        Collected = "collected", Received = "received", Transferred = "transferred",
        Accessed = "accessed", Copied = "copied", Verified = "verified", Sealed = "sealed",
        Opened = "opened", Analyzed = "analyzed", Stored = "stored", Moved = "moved",
        Exported = "exported", HoldSet = "hold-set", HoldLifted = "hold-lifted",
        Returned = "returned", Tainted = "tainted", Destroyed = "destroyed",
    }
}
