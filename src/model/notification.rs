//! A notification: whom an incident was told to, by when, and what became of it.

use std::collections::BTreeMap;

use super::consent::Consent;
use super::header::document_kind;
use super::time::Time;
use super::vocabulary::{ChannelKind, number_or_text, vocabulary};

document_kind! {
    /// A message that somebody is owed about an incident, or the decision not to send it.
    pub struct Notification {
        /// What sort of recipient it is.
        pub to: Option<Recipient>,
        /// Handle or name of the recipient.
        pub recipient: Option<String>,
        /// Id of the text that asks for it, such as eu-gdpr-33.
        pub regime: Option<String>,
        /// The stage of that text, such as early-warning or final.
        pub stage: Option<String>,
        /// When it is due.
        pub due_at: Option<Time>,
        /// What that time was computed from.
        pub computed_from: Option<ComputedFrom>,
        /// Where it stands.
        pub status: Option<NotificationStatus>,
        /// When it was sent.
        pub sent_at: Option<Time>,
        /// Handle of who sent it.
        pub by: Option<String>,
        /// How it was sent.
        pub channel: Option<ChannelKind>,
        /// Number that the recipient gave it.
        pub reference_no: Option<String>,
        /// What it says, by the names that the text asks for.
        #[schemars(schema_with = "contents")]
        pub contents: BTreeMap<String, String>,
        /// Why it was late.
        pub delay_reason: Option<String>,
        /// Id of the entry that decides to send or not to send.
        pub decision: Option<String>,
        /// Who agreed that it is sent.
        pub approval: Option<Consent>,
        /// What proves that it was sent: a reference, or the SHA-256 of a copy.
        pub proof: Option<String>,
    }
}

/// What a due time was computed from.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ComputedFrom {
    /// Name of the field where the clock starts.
    pub field: Option<String>,
    /// The time that stood there.
    pub at: Option<Time>,
}

/// A report says how many in words or as a number.
fn contents(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "default": {},
        "additionalProperties": number_or_text(generator),
    })
}

vocabulary! {
    /// A sort of recipient.
    pub enum Recipient {
        Person = "person", Authority = "authority",
        /// The people whose data it is.
        DataSubjects = "data-subjects",
        Public = "public", Funder = "funder",
    }
}

vocabulary! {
    /// Where a notification stands.
    pub enum NotificationStatus {
        Required = "required", Planned = "planned", Sent = "sent", Acknowledged = "acknowledged",
        /// Somebody decided with reasons that it is not owed.
        AssessedNotRequired = "assessed-not-required",
        /// Owed, and somebody decided with reasons not to send it.
        Waived = "waived",
        /// A later one stands in its place.
        Superseded = "superseded",
    }
}
