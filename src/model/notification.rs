//! A notification: whom an incident was told to, by when, and what became of it.

use std::collections::BTreeMap;

use super::consent::Consent;
use super::header::document_kind;
use super::time::Time;
use super::vocabulary::{ChannelKind, number_or_text, vocabulary};

document_kind! {
    /// A message that somebody is owed about an incident, or the decision not to send it.
    pub struct Notification {
        /// What sort of recipient it is: a person, an authority, the people whose data it is.
        pub to: Option<Recipient>,
        /// Handle of the recipient, or the name of an authority.
        pub recipient: Option<String>,
        /// Id of the law that asks for it, such as eu-gdpr-33. Leave it empty when no law asks.
        pub regime: Option<String>,
        /// Which of the law's reports it is, such as early-warning or final. Each has its own
        /// clock.
        pub stage: Option<String>,
        /// When it is due, as a time with its offset. The rules compare it with what the law says.
        pub due_at: Option<Time>,
        /// The field and the time from which `due_at` was computed, so that others can check it.
        pub computed_from: Option<ComputedFrom>,
        /// How far it is. You may also decide not to send it, and say why in `decision`.
        pub status: Option<NotificationStatus>,
        /// When it was sent, as a time with its offset.
        pub sent_at: Option<Time>,
        /// Handle of the person who sent it.
        pub by: Option<String>,
        /// How it was sent. Some laws want it in writing.
        pub channel: Option<ChannelKind>,
        /// The number that the recipient gave it. Ask for one: it proves that it arrived.
        pub reference_no: Option<String>,
        /// What it says, each part under the name that the law gives it. `ircase explain
        /// eu-gdpr-33` lists the names.
        #[schemars(schema_with = "contents")]
        pub contents: BTreeMap<String, String>,
        /// Why it was late. Several laws ask for the reason in the report itself.
        pub delay_reason: Option<String>,
        /// Id of the decision entry that says why it is sent or not.
        pub decision: Option<String>,
        /// Who agreed that it is sent, and in which form.
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
    /// Name of the field where the clock starts, such as `aware_at`.
    pub field: Option<String>,
    /// The time that stood there when it was computed.
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
        /// Somebody with a handle, or another organization.
        Person = "person",
        /// An office of a state.
        Authority = "authority",
        /// The people whose data it is.
        DataSubjects = "data-subjects",
        /// Everybody.
        Public = "public",
        /// Who pays for the work.
        Funder = "funder",
    }
}

vocabulary! {
    /// Where a notification stands.
    pub enum NotificationStatus {
        /// It must be sent, and nobody has begun.
        Required = "required",
        /// Somebody is writing it.
        Planned = "planned",
        /// It went out.
        Sent = "sent",
        /// The recipient said that it arrived.
        Acknowledged = "acknowledged",
        /// Somebody decided with reasons that it need not be sent.
        AssessedNotRequired = "assessed-not-required",
        /// It was required, and somebody decided with reasons not to send it.
        Waived = "waived",
        /// A later one stands in its place.
        Superseded = "superseded",
    }
}
