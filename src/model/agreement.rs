//! The agreement between auditor and organization.
//!
//! It is checked against what NIST SP 800-115 section 7.1 asks of a test's incident handling:
//! what an incident is, how one is determined, whom to call and who stands in, and instructions.

use super::header::document_kind;
use super::person::{Channel, Private};
use super::time::{Period, Time};
use super::vocabulary::{Answer, ChannelKind, ConsentForm, Party, vocabulary};

pub use super::signed_content::signed_content;

document_kind! {
    /// What both parties agreed before the work began.
    pub struct Agreement {
        /// Where the agreement stands.
        pub status: Option<AgreementStatus>,
        /// The document this one translates; the other one binds.
        pub translation_of: Option<TranslationOf>,
        /// Handles of who may sign for each party.
        pub representatives: Option<Representatives>,
        /// First and last day.
        pub period: Option<Validity>,
        /// Where the work is done.
        pub locations: Vec<String>,
        /// What may be tested and what may not.
        pub scope: Option<Scope>,
        /// What counts as an incident, in words both parties understand.
        pub incident_definition: Option<String>,
        /// How to tell whether something is an incident.
        pub determination_guidelines: Option<String>,
        /// The organization's own levels, worst first.
        pub severities: Vec<Severity>,
        /// Id of the mildest severity that must be told; that one and every worse one is notifiable.
        pub threshold: Option<String>,
        /// Things that are incidents whenever they are seen.
        pub predefined_incidents: Vec<PredefinedIncident>,
        /// Whom to call on each side.
        pub contacts: Option<Contacts>,
        /// Who is called next when nobody answers.
        pub escalation: Vec<EscalationStep>,
        /// How soon each party tells the other.
        pub disclosure_period: Option<DisclosurePeriod>,
        /// Ways to talk about an incident.
        pub channels: Vec<AgreedChannel>,
        /// Ways that must not be used.
        pub forbidden_channels: Vec<ChannelKind>,
        /// A separate, safe place to talk.
        pub meeting_place: Option<String>,
        /// What is done when something happens.
        pub procedure: Option<IncidentProcedure>,
        /// What the auditor does, and what others do.
        pub response_duty: Option<ResponseDuty>,
        /// Who may tell whom.
        pub disclosure: Option<Disclosure>,
        /// Which evidence may be taken, and how.
        pub evidence: Option<EvidenceTerms>,
        /// How devices, data and talk are handled.
        pub data_handling: Vec<DataHandling>,
        /// How long the auditor keeps this file.
        pub retention: Option<Retention>,
        /// Others whose consent the work needs, such as a hosting provider.
        pub third_parties: Vec<ThirdParty>,
        /// Who is not liable for what.
        pub liability_waiver: Option<String>,
        /// The auditor's code of conduct, pinned.
        pub code_of_conduct: Option<CodeOfConduct>,
        /// Laws that ask for a report.
        pub regimes: Vec<AgreedRegime>,
        /// How often the agreement is read again.
        pub review_every: Option<Period>,
        /// How often an incident is rehearsed.
        pub rehearse_every: Option<Period>,
        /// Who signed.
        pub signatures: Vec<Signature>,
    }
}

/// What a translation translates.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct TranslationOf {
    /// Path of the document that binds.
    pub path: Option<String>,
    /// SHA-256 of the signed content that was translated.
    pub over: Option<String>,
}

/// Who may sign.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Representatives {
    /// Handles of who signs for the organization.
    pub organization: Vec<String>,
    /// Handles of who signs for the auditor.
    pub auditor: Vec<String>,
}

/// From when to when.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Validity {
    /// When it begins.
    pub start: Option<Time>,
    /// When it ends.
    pub end: Option<Time>,
}

/// What the work covers.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Scope {
    /// What may be tested.
    #[serde(rename = "in")]
    pub inside: Vec<String>,
    /// What may not.
    #[serde(rename = "out")]
    pub outside: Vec<String>,
    /// Names and addresses of machines.
    pub hosts: Vec<String>,
    /// How the scope is changed.
    pub change_process: Option<String>,
}

/// One level of the organization's own scale.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Severity {
    /// Its short name, such as sev1.
    pub id: Option<String>,
    /// 1 is worst.
    pub rank: Option<u32>,
    /// Its name in the agreement's language.
    pub label: Option<String>,
    /// What it means here.
    pub description: Option<String>,
    /// Examples people recognize.
    pub examples: Vec<String>,
    /// How soon the contact is told.
    pub notify_within: Option<Period>,
    /// How soon after closing the review is held.
    pub review_within: Option<Period>,
}

/// An incident agreed beforehand.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PredefinedIncident {
    /// What it is, such as insider-threat or remote-access-malware.
    #[serde(rename = "type")]
    pub incident_type: Option<String>,
    /// What makes it go up the ladder.
    pub escalation_triggers: Vec<String>,
    /// Id of the severity it starts at.
    pub default_severity: Option<String>,
}

/// Whom to call.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Contacts {
    /// On the organization's side.
    pub organization: Option<PartyContacts>,
    /// On the auditor's side.
    pub auditor: Option<PartyContacts>,
}

/// One side's contacts, by handle.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PartyContacts {
    /// Who is called first.
    pub primary: Option<String>,
    /// Who is called when the first does not answer.
    pub secondary: Option<String>,
    /// Others, in order.
    pub alternates: Vec<String>,
}

/// One step of the ladder.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct EscalationStep {
    /// How long without an answer.
    pub after: Option<Period>,
    /// Handle of who is called then.
    pub who: Option<String>,
}

/// How soon each party tells the other.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct DisclosurePeriod {
    /// From the auditor to the organization.
    pub auditor_to_organization: Option<Period>,
    /// From the organization to the auditor.
    pub organization_to_auditor: Option<Period>,
}

/// One agreed way to talk.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct AgreedChannel {
    /// The kind of channel.
    pub kind: Option<ChannelKind>,
    /// Whether only the two ends can read it.
    pub e2ee: Option<bool>,
    /// How each made sure to talk to the other.
    pub verified_how: Option<String>,
    /// 1 is tried first.
    pub rank: Option<u32>,
}

/// What is done when something happens.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct IncidentProcedure {
    /// When the auditor caused it.
    pub caused_by_auditor: Option<String>,
    /// When the auditor found it.
    pub uncovered_by_auditor: Option<String>,
    /// When the organization told of it.
    pub reported_by_organization: Option<String>,
    /// When the work stops.
    pub suspend: Option<String>,
    /// When it goes on.
    pub resume: Option<String>,
    /// Handles of who decides that.
    pub decided_by: Vec<String>,
}

/// What the auditor owes in an incident.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ResponseDuty {
    /// What the auditor does.
    pub respond: Option<String>,
    /// Whom the auditor refers to.
    pub refer: Option<String>,
    /// Whether the time is paid.
    pub paid: Option<Answer>,
    /// Whether a responder from outside works apart or together with the auditor.
    pub third_party: Option<ThirdPartyRole>,
}

/// Who may tell whom.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Disclosure {
    /// Whether the organization decides what others hear.
    pub organization_controls: Option<bool>,
    /// Whether the funder may be told.
    pub allowed_to_funder: Option<bool>,
    /// How consent is given.
    pub approval: Option<String>,
}

/// What is agreed about evidence.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct EvidenceTerms {
    /// Whether traffic and screens may be captured.
    pub capture_consent: Option<Answer>,
    /// How evidence is kept.
    pub handling: Option<String>,
    /// How evidence is taken.
    pub acquisition: Option<String>,
}

/// One rule on how things are handled.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct DataHandling {
    /// What it is about.
    pub focus: Option<DataFocus>,
    /// Who follows it.
    pub party: Option<Party>,
    /// The rule.
    pub guideline: Option<String>,
}

/// How long the auditor keeps this file.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Retention {
    /// How long after the engagement.
    pub period: Option<Period>,
    /// Whether the organization may ask for deletion earlier.
    pub on_request: Option<bool>,
    /// How it is destroyed.
    pub method: Option<String>,
}

/// Somebody else whose consent the work needs.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct ThirdParty {
    /// Who.
    pub name: Option<String>,
    /// Where their consent is.
    pub approval: Option<String>,
    /// When it was given.
    pub obtained_at: Option<Time>,
}

/// A code of conduct.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct CodeOfConduct {
    /// Where it is.
    pub reference: Option<String>,
    /// SHA-256 of the text that was agreed.
    pub sha256: Option<String>,
}

/// A law that may ask for a report.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct AgreedRegime {
    /// Its id, such as eu-gdpr-33.
    pub id: Option<String>,
    /// What the organization is under it.
    pub role: Option<String>,
    /// Whether it applies here.
    pub applies: Option<Applies>,
    /// Why.
    pub because: Option<String>,
}

/// One signature under the agreement.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Signature {
    /// Handle of who signed.
    pub person: Option<String>,
    /// As what they signed.
    pub role: Option<String>,
    /// When they signed.
    pub signed_at: Option<Time>,
    /// SHA-256 of the signed content (`ircase show agreement --signed-content | sha256sum`).
    pub over: Option<String>,
    /// The form of the signature.
    pub how: Option<ConsentForm>,
    /// Fingerprint of the key, for a signature with a key.
    pub key: Option<String>,
    /// What proves it: a reference, or the SHA-256 of a scan.
    pub proof: Option<String>,
    /// Handle of somebody who was there.
    pub witnessed_by: Option<String>,
}

vocabulary! {
    /// Where an agreement stands.
    pub enum AgreementStatus {
        Draft = "draft", Proposed = "proposed", SignedByOne = "signed-by-one", Active = "active",
        /// Changed, and not yet signed by both.
        Amended = "amended",
        Expired = "expired", Terminated = "terminated", Archived = "archived",
    }
}

vocabulary! {
    /// What a handling rule is about.
    pub enum DataFocus { Devices = "devices", Data = "data", Communications = "communications" }
}

vocabulary! {
    /// How a responder from outside works with the auditor.
    pub enum ThirdPartyRole { Isolated = "isolated", Integrated = "integrated" }
}

vocabulary! {
    /// Whether a law applies.
    pub enum Applies { Yes = "yes", No = "no", Unsure = "unsure" }
}

impl Agreement {
    /// Returns the agreed severity of that id.
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|severity| severity.id.as_deref() == Some(id))
    }

    /// Returns the contacts of one side.
    pub fn contacts_of(&self, party: Party) -> Option<&PartyContacts> {
        let contacts = self.contacts.as_ref()?;
        match party {
            Party::Organization => contacts.organization.as_ref(),
            Party::Auditor => contacts.auditor.as_ref(),
            Party::ThirdParty => None,
        }
    }

    /// Returns a person's ways that the agreement allows, best first, and the kinds it forbids.
    /// A channel without a value is a blank that nobody filled in: it reaches no one.
    pub fn ways<'a>(&self, private: &'a Private) -> (Vec<&'a Channel>, Vec<ChannelKind>) {
        let is_forbidden = |kind: Option<ChannelKind>| {
            kind.is_some_and(|it| self.forbidden_channels.contains(&it))
        };
        let filled = private.channels.iter().filter(|channel| {
            channel.value.is_some() || channel.kind == Some(ChannelKind::InPerson)
        });
        let (out, mut allowed): (Vec<&Channel>, Vec<&Channel>) =
            filled.partition(|channel| is_forbidden(channel.kind));
        allowed.sort_by_key(|channel| channel.rank.unwrap_or(u32::MAX));
        (allowed, out.iter().filter_map(|channel| channel.kind).collect())
    }

    /// Returns whether an incident of this severity must be told: at the threshold or worse.
    /// An unknown severity, and one the agreement does not list, count as at the threshold.
    pub fn is_notifiable(&self, severity: Option<&str>) -> bool {
        let rank = |id: &str| self.severity(id).and_then(|severity| severity.rank);
        match (severity.and_then(rank), self.threshold.as_deref().and_then(rank)) {
            (Some(severity), Some(threshold)) => severity <= threshold,
            _ => true,
        }
    }
}

impl PartyContacts {
    /// Returns every handle in the order in which people are called.
    pub fn in_order(&self) -> impl Iterator<Item = &str> {
        self.primary.iter().chain(&self.secondary).chain(&self.alternates).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_severities_count_as_at_the_threshold() {
        let severity = |id: &str, rank| Severity {
            id: Some(id.to_owned()),
            rank: Some(rank),
            ..Severity::default()
        };
        let agreement = Agreement {
            severities: vec![severity("sev1", 1), severity("sev2", 2), severity("sev3", 3)],
            threshold: Some("sev2".to_owned()),
            ..Agreement::default()
        };
        let cases = [
            (Some("sev1"), true),
            (Some("sev2"), true),
            (Some("sev3"), false),
            (Some("unknown"), true),
            (None, true),
        ];
        for (severity, notifiable) in cases {
            assert_eq!(agreement.is_notifiable(severity), notifiable, "{severity:?}");
        }
    }
}
