//! The parts of an agreement, from its scope to its signatures.

use crate::model::time::{Period, Time};
use crate::model::vocabulary::{Answer, ChannelKind, ConsentForm, Party, vocabulary};

/// What a translation translates.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct TranslationOf {
    /// Path of the document that binds, such as agreement.md.
    pub path: Option<String>,
    /// SHA-256 of the signed content that was translated, 64 letters and digits. When the original
    /// changes, `translation-stale` says so.
    pub over: Option<String>,
}

/// Who may sign.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Representatives {
    /// Handles of the people who may sign for the organization, as a list such as [zw].
    pub organization: Vec<String>,
    /// Handles of the people who may sign for the auditor's side, as a list.
    pub auditor: Vec<String>,
}

/// From when to when.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Validity {
    /// When the work may begin, as a time with its offset, such as 2026-12-01T09:00:00+01:00.
    pub start: Option<Time>,
    /// When it ends, as a time with its offset. After that the agreement no longer allows any test.
    pub end: Option<Time>,
}

/// What the work covers.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Scope {
    /// What may be tested, as a list in plain words. What is not listed here is not allowed.
    #[serde(rename = "in")]
    pub inside: Vec<String>,
    /// What may not be tested, as a list, such as the payroll provider. Say it even where it seems
    /// clear.
    #[serde(rename = "out")]
    pub outside: Vec<String>,
    /// Names and addresses of the machines that may be tested, as a list. Check them before a scan.
    pub hosts: Vec<String>,
    /// How both sides change the scope during the work: who agrees, and in which form, such as a
    /// signed message.
    pub change_process: Option<String>,
}

/// One level of the organization's own scale.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Severity {
    /// Its short name, such as sev1. Incidents name it in `severity`.
    pub id: Option<String>,
    /// Its place in the order, a number; 1 is the worst, and no two levels share one.
    pub rank: Option<u32>,
    /// Its name for people, in the agreement's language, such as: a service fails.
    pub label: Option<String>,
    /// What it means here, in a sentence that helps to choose at night.
    pub description: Option<String>,
    /// Examples that people here recognize, as a list. They help more than a definition.
    pub examples: Vec<String>,
    /// How soon the other side's contact is told, such as 1 hour. It is needed from the threshold
    /// upwards.
    pub notify_within: Option<Period>,
    /// How soon people meet for the review after closing, such as 30 days. Without it, a review is
    /// needed only at the threshold or worse, and has no time.
    pub review_within: Option<Period>,
}

/// An incident agreed beforehand.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PredefinedIncident {
    /// What it is, such as insider-threat, remote-access-malware or physical-surveillance.
    #[serde(rename = "type")]
    pub incident_type: Option<String>,
    /// What somebody sees that makes it this incident, as a list in plain words.
    pub escalation_triggers: Vec<String>,
    /// Id of the severity it starts at, one of `severities`.
    pub default_severity: Option<String>,
}

/// Whom to call.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Contacts {
    /// Whom the auditor calls on the organization's side.
    pub organization: Option<PartyContacts>,
    /// Whom the organization calls on the auditor's side.
    pub auditor: Option<PartyContacts>,
}

/// One side's contacts, by handle.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PartyContacts {
    /// Handle of the person who is called first, such as zw; they need a document in `people/`.
    pub primary: Option<String>,
    /// Handle of the person to call when the first does not answer. It must be another person with
    /// another phone.
    pub secondary: Option<String>,
    /// Handles of others to call after these two, as a list in order.
    pub alternates: Vec<String>,
}

/// One step of the ladder.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct EscalationStep {
    /// How long nobody has answered, such as 60 minutes.
    pub after: Option<Period>,
    /// Handle of the person to call then.
    pub who: Option<String>,
}

/// How soon each party tells the other.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct DisclosurePeriod {
    /// How soon the auditor tells the organization, such as 24 hours.
    pub auditor_to_organization: Option<Period>,
    /// How soon the organization tells the auditor, such as 24 hours.
    pub organization_to_auditor: Option<Period>,
}

/// One agreed way to talk.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct AgreedChannel {
    /// The way to talk, such as signal or phone.
    pub kind: Option<ChannelKind>,
    /// true when only the two people who talk can read it, not the company between them; false for
    /// phone calls and plain email.
    pub e2ee: Option<bool>,
    /// How each side made sure that it talks to the right person, such as: safety numbers compared
    /// face to face. Leave it empty until somebody did.
    pub verified_how: Option<String>,
    /// Its place in the order, a number; 1 is tried first.
    pub rank: Option<u32>,
}

/// What is done when something happens.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct IncidentProcedure {
    /// What happens when the auditor caused it: who stops, who is called, what stays untouched.
    pub caused_by_auditor: Option<String>,
    /// What happens when the auditor finds one: who is told, on which channel, and what must not be
    /// touched or said.
    pub uncovered_by_auditor: Option<String>,
    /// What happens when the organization tells of one: whom it calls, and what the auditor pauses.
    pub reported_by_organization: Option<String>,
    /// When the audit stops, in plain words. Danger to people always stops it.
    pub suspend: Option<String>,
    /// When the audit goes on after a stop, and who must agree.
    pub resume: Option<String>,
    /// Handles of the people who decide for both sides, as a list. One side alone does not decide
    /// to stop or to go on.
    pub decided_by: Vec<String>,
}

/// What the auditor owes in an incident.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ResponseDuty {
    /// What the auditor does in an incident, and for how long, such as: helps for two hours, then
    /// asks a helpline.
    pub respond: Option<String>,
    /// Whom the auditor asks for more help, such as a digital-security helpline.
    pub refer: Option<String>,
    /// Whether the auditor's time in an incident is paid. If you leave it unknown, you may argue
    /// about it later.
    pub paid: Option<Answer>,
    /// Whether a responder from outside works apart from the auditor or together with them.
    pub third_party: Option<ThirdPartyRole>,
}

/// Who may tell whom.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Disclosure {
    /// true when the organization alone decides what others hear of an incident.
    pub organization_controls: Option<bool>,
    /// true when the funder may be told without asking again.
    pub allowed_to_funder: Option<bool>,
    /// How the organization gives its consent to tell others, such as: in writing, by its
    /// representative.
    pub approval: Option<String>,
}

/// What is agreed about evidence.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct EvidenceTerms {
    /// Whether the organization agreed that traffic, screens and files may be captured. Write yes
    /// only once it did.
    pub capture_consent: Option<Answer>,
    /// How evidence is kept, such as: encrypted, with its SHA-256 in the timeline.
    pub handling: Option<String>,
    /// How evidence is taken, and who is present.
    pub acquisition: Option<String>,
}

/// One rule on how things are handled.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct DataHandling {
    /// What the rule is about: devices, data or communications.
    pub focus: Option<DataFocus>,
    /// Which party follows the rule.
    pub party: Option<Party>,
    /// The rule itself in one sentence, such as: no copy leaves the auditor's devices.
    pub guideline: Option<String>,
}

/// How long the auditor keeps this file.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Retention {
    /// How long after the end of the engagement, such as 1 year. A file that nobody needs is only a
    /// danger.
    pub period: Option<Period>,
    /// true when the organization may ask the auditor to destroy it earlier. What is recorded stays
    /// in every copy until the whole folder is destroyed.
    pub on_request: Option<bool>,
    /// How it is destroyed, and how that is written down.
    pub method: Option<String>,
}

/// Somebody else whose consent the work needs.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ThirdParty {
    /// Who it is, such as the hosting provider.
    pub name: Option<String>,
    /// Where their consent is kept, such as: letter of 2026-10-30 in the office. Without it their
    /// systems stay untouched.
    pub approval: Option<String>,
    /// When they gave it, as a time with its offset.
    pub obtained_at: Option<Time>,
}

/// A code of conduct.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct CodeOfConduct {
    /// Where the text can be read: a path or an address.
    pub reference: Option<String>,
    /// SHA-256 of the text that was agreed, 64 letters and digits, as `sha256sum FILE` prints it.
    pub sha256: Option<String>,
}

/// A law that may ask for a report.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct AgreedRegime {
    /// Its id, such as eu-gdpr-33; `ircase explain eu-gdpr-33` says what this law asks for.
    pub id: Option<String>,
    /// What the organization is under this law, such as controller (the data is its own) or
    /// processor (it keeps data for others). Some laws give some roles another time.
    pub role: Option<String>,
    /// Whether the law applies here. While you are unsure, its clock is shown too.
    pub applies: Option<Applies>,
    /// Why it applies or not, and who said so. Later nobody remembers.
    pub because: Option<String>,
}

/// One signature under the agreement.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Signature {
    /// Handle of the person who signed, one of the party's `representatives`.
    pub person: Option<String>,
    /// Their position when they signed, such as director.
    pub role: Option<String>,
    /// When they signed, as a time with its offset.
    pub signed_at: Option<Time>,
    /// Which text they signed: its SHA-256, as `ircase show agreement --signed-content | sha256sum`
    /// prints it. When the text changes, this signature does not count for it.
    pub over: Option<String>,
    /// The form of the signature, from a key to a spoken yes. Reports say which one it was.
    pub how: Option<ConsentForm>,
    /// Fingerprint of the key, for a signature with a key.
    pub key: Option<String>,
    /// What proves it, for the other forms: where the paper is, the SHA-256 of a scan, or what was
    /// written or said.
    pub proof: Option<String>,
    /// Handle of somebody who was there and saw it.
    pub witnessed_by: Option<String>,
}

vocabulary! {
    /// Where an agreement stands.
    pub enum AgreementStatus {
        /// Still being written; it may be incomplete.
        Draft = "draft",
        /// Complete, and shown to the other side.
        Proposed = "proposed",
        /// One side has signed.
        SignedByOne = "signed-by-one",
        /// Both sides have signed; it is in force.
        Active = "active",
        /// Changed, and not yet signed again by both; what both signed last is in force.
        Amended = "amended",
        /// The agreed time is over.
        Expired = "expired",
        /// Ended before its time.
        Terminated = "terminated",
        /// Over, and kept only as a record.
        Archived = "archived",
    }
}

vocabulary! {
    /// What a handling rule is about.
    pub enum DataFocus {
        /// Computers, phones, disks.
        Devices = "devices",
        /// Files and notes.
        Data = "data",
        /// Talk, messages, calls.
        Communications = "communications",
    }
}

vocabulary! {
    /// How a responder from outside works with the auditor.
    pub enum ThirdPartyRole {
        /// They work without the auditor.
        Isolated = "isolated",
        /// They work together with the auditor.
        Integrated = "integrated",
    }
}

vocabulary! {
    /// Whether a law applies.
    pub enum Applies {
        /// The law applies.
        Yes = "yes",
        /// It does not apply; `because` says why.
        No = "no",
        /// Nobody knows yet; its clock is shown all the same.
        Unsure = "unsure",
    }
}
