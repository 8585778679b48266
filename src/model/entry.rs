//! One line of a timeline. Never edited; a correction is a new entry that supersedes the old.

use super::consent::Consent;
use super::header::document_kind;
use super::moment::Between;
use super::time::{Shift, Time};
use super::vocabulary::{Answer, ChannelKind, Precision, number_or_text, vocabulary};

// An engagement holds more entries than all else; what few of them have is boxed, so that the others
// stay small.
document_kind! {
    /// Something that happened. Its text is the body; that is all a person must give.
    pub struct Entry {
        /// When it happened, as a time with its offset from UTC. Write `unknown` when nobody knows;
        /// do not guess.
        pub occurred_at: Option<Time>,
        /// How exactly that time is known. `approx` keeps a guess from being read as a fact.
        pub precision: Option<Precision>,
        /// When it was written down here, as a time with its offset. `record` fills it in.
        pub recorded_at: Option<Time>,
        /// Handle of the person who signs it. `record` fills it in.
        pub recorded_by: Option<Box<str>>,
        /// What sort of thing happened. It decides which other fields belong here.
        #[serde(rename = "type")]
        pub entry_type: Option<EntryType>,
        /// The phase of the response it belongs to, for the report.
        pub phase: Option<Phase>,
        /// Handle of the person who did it, or words such as: the mail server. If somebody called
        /// you, who that was.
        pub actor: Option<Box<str>>,
        /// How we know it: what sort of source, and where to find it. Without it an observation is
        /// only a claim.
        pub source: Option<Source>,
        /// How sure the writer is, so that a reader can weigh it.
        pub confidence: Option<Confidence>,
        /// Id of the entry that this one corrects. The old one stays; nothing in a timeline is
        /// edited.
        pub supersedes: Option<Box<str>>,
        /// How wrong the clock of the source was: `3 minutes` when it was fast, `-3 minutes` when
        /// it was slow.
        pub clock_offset: Option<Box<Shift>>,
        /// Where somebody first wrote it down, if not here: on paper, on a phone, or nowhere
        /// (memory). It explains a late entry.
        pub first_noted: Option<Box<FirstNoted>>,
        /// Communication: handles of the people you told, or tried to tell. Custody: handle of the
        /// person who received it; for somebody outside, such as the police, write a person with
        /// `party: third-party`.
        pub to: Vec<String>,
        /// Communication: the channel that you used. Rules compare it with the agreed ones.
        pub channel: Option<ChannelKind>,
        /// Communication: whether you reached them: yes, no when nobody answered, unknown when
        /// nobody can say. When left out, it is yes.
        pub reached: Option<Answer>,
        /// Decision: what it is about, best an id such as INC-2026-7KQ2, and the field that
        /// changes.
        pub about: Option<Box<str>>,
        /// Decision: what could have been chosen, as a list.
        pub options: Vec<String>,
        /// Decision: which of the options people took.
        pub chosen: Option<Box<str>>,
        /// Decision: why, in words that still make sense in two years.
        pub because: Option<Box<str>>,
        /// Decision: handle of the person who decided. Witness: handle of the person who saw it.
        pub by: Option<Box<str>>,
        /// Decision: who disagreed, and why. Others trust a file more when it shows that people
        /// disagreed.
        pub dissent: Option<Box<str>>,
        /// Decision: until when it holds, as a time with its offset.
        pub expires: Option<Box<Time>>,
        /// Measure: what you changed, so that somebody can undo it.
        pub change: Option<Box<str>>,
        /// Measure: the command that was run, when, and what it printed.
        pub command: Option<Box<CommandRun>>,
        /// Custody: id of the evidence, such as EVD-3MZ8.
        pub evidence: Option<Box<str>>,
        /// Custody: what happened to the evidence. The chain of these events says who has it now.
        pub event: Option<CustodyEvent>,
        /// Custody: handle of the person who had it before.
        pub from: Option<Box<str>>,
        /// Custody: why it changed hands, was opened or was destroyed.
        pub reason: Option<Box<str>>,
        /// Custody: the place where it is or was, such as the office safe.
        pub place: Option<Box<str>>,
        /// Custody: number of the seal, to see later that it is still the same one.
        pub seal: Option<Box<str>>,
        /// Custody: who agreed to the hand-over, and in which form. Without it, nobody is
        /// responsible for the evidence.
        pub consent: Option<Box<Consent>>,
        /// Custody: SHA-256 of the content before this event, 64 letters and digits.
        pub sha256_before: Option<Box<str>>,
        /// Custody: SHA-256 of the content after this event. Two equal hashes show that nothing
        /// changed.
        pub sha256_after: Option<Box<str>>,
        /// Witness: SHA-256 of the newest record that the other party saw. If somebody later removes
        /// a record, this shows it.
        pub tip_sha256: Option<Box<str>>,
        /// Witness: number of records that they saw.
        pub records: Option<u64>,
        /// Witness: channel by which they told what they saw.
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
    /// What sort of source it is, such as log or person.
    pub kind: Option<SourceKind>,
    /// Where to find it: a file, a line, an address, a handle.
    pub reference: Option<Box<str>>,
    /// Id of the evidence that shows it, such as EVD-3MZ8.
    pub evidence: Option<Box<str>>,
}

/// Where something was first written down.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct FirstNoted {
    /// On what it was written first: paper, a phone, or nothing but memory.
    pub on: Option<NotedOn>,
    /// When it was written there, as a time with its offset.
    pub at: Option<Time>,
    /// Where that note is now, or the SHA-256 of a photo of it.
    pub proof: Option<String>,
}

/// A command that was run.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct CommandRun {
    /// Program and arguments, as a list; no password among them.
    #[schemars(schema_with = "arguments")]
    pub argv: Vec<String>,
    /// When it started, as a time with its offset.
    pub started_at: Option<Time>,
    /// When it ended, as a time with its offset.
    pub ended_at: Option<Time>,
    /// The number it ended with, or unknown.
    #[schemars(schema_with = "number_or_text")]
    pub exit: Option<String>,
    /// SHA-256 of what it printed, 64 letters and digits; the output itself stays outside of this
    /// folder.
    pub output_sha256: Option<String>,
}

/// Ports and counts are typed as they were on the command line.
fn arguments(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "array", "default": [], "items": number_or_text(generator) })
}

vocabulary! {
    /// What sort of thing happened.
    pub enum EntryType {
        /// What somebody saw; it needs a source.
        Observation = "observation",
        /// What somebody did against it.
        Measure = "measure",
        /// What was decided, by whom and why.
        Decision = "decision",
        /// Who was told, on which channel.
        Communication = "communication",
        /// What happened to a piece of evidence.
        Custody = "custody",
        /// Which record the other party saw as the newest.
        Witness = "witness",
        /// Anything else.
        Note = "note",
    }
}

vocabulary! {
    /// The phase of the response.
    pub enum Phase {
        /// Before anything happens.
        Prepare = "prepare",
        /// Somebody notices.
        Detect = "detect",
        /// People find out what it is.
        Analyze = "analyze",
        /// It is kept from spreading.
        Contain = "contain",
        /// Its cause is removed.
        Eradicate = "eradicate",
        /// Work becomes normal again.
        Recover = "recover",
        /// People draw lessons.
        Learn = "learn",
    }
}

vocabulary! {
    /// A sort of source.
    pub enum SourceKind {
        /// What a machine wrote down.
        Log = "log",
        /// What somebody told.
        Person = "person",
        /// What a program showed.
        Tool = "tool",
        /// A paper or a file.
        Document = "document",
        /// A picture of a thing or a screen.
        Photo = "photo",
        Other = "other",
    }
}

vocabulary! {
    /// How sure the writer is.
    pub enum Confidence {
        /// It may well be wrong.
        Low = "low",
        /// It is likely.
        Medium = "medium",
        /// It is almost certain.
        High = "high",
    }
}

vocabulary! {
    /// What something was first written on.
    pub enum NotedOn {
        /// On paper.
        Paper = "paper",
        /// On a phone.
        Phone = "phone",
        /// Nowhere; somebody remembered it.
        Memory = "memory",
    }
}

vocabulary! {
    /// What happened to a piece of evidence.
    pub enum CustodyEvent {
        /// It was taken.
        Collected = "collected",
        /// Somebody got it from another.
        Received = "received",
        /// Somebody gave it to another.
        Transferred = "transferred",
        /// Somebody looked at it.
        Accessed = "accessed",
        /// A copy was made.
        Copied = "copied",
        /// Its hash was compared.
        Verified = "verified",
        /// A numbered seal was put on.
        Sealed = "sealed",
        /// A seal was opened.
        Opened = "opened",
        /// Somebody examined it.
        Analyzed = "analyzed",
        /// It was put into a safe place.
        Stored = "stored",
        /// It was brought to another place.
        Moved = "moved",
        /// It was given out, such as to a court.
        Exported = "exported",
        /// It must be kept from now on.
        HoldSet = "hold-set",
        /// It need not be kept any more.
        HoldLifted = "hold-lifted",
        /// It was given back to its owner; that ends custody.
        Returned = "returned",
        /// It was changed or handled wrongly.
        Tainted = "tainted",
        /// It was destroyed; that ends custody.
        Destroyed = "destroyed",
    }
}
