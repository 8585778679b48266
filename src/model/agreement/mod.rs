//! The agreement between auditor and organization.
//!
//! It is checked against what NIST SP 800-115 section 7.1 asks of a test's incident handling:
//! what an incident is, how one is determined, whom to call and who stands in, and instructions.

mod parts;

use super::header::document_kind;
use super::person::{Channel, Private};
use super::time::Period;
use super::vocabulary::{ChannelKind, Party};

pub use self::parts::{
    AgreedChannel, AgreedRegime, AgreementStatus, Applies, CodeOfConduct, Contacts, DataFocus,
    DataHandling, Disclosure, DisclosurePeriod, EscalationStep, EvidenceTerms, IncidentProcedure,
    PartyContacts, PredefinedIncident, Representatives, ResponseDuty, Retention, Scope, Severity,
    Signature, ThirdParty, ThirdPartyRole, TranslationOf, Validity,
};

pub use super::signed_content::{SignedHash, signed_content};

document_kind! {
    /// What both parties agreed before the work began.
    pub struct Agreement {
        /// How far the agreement is: a draft may be incomplete, `proposed` is complete, `active` is
        /// signed by both parties. `ircase agreement propose` and `sign` set it.
        pub status: Option<AgreementStatus>,
        /// Only in a translation, such as `agreement.en.md`: which document it translates. That
        /// other document binds, not this one.
        pub translation_of: Option<TranslationOf>,
        /// Who may sign for each party. The signature of another person does not count for that
        /// party.
        pub representatives: Option<Representatives>,
        /// When the audit begins and ends, each as a time with its offset. Before and after, no
        /// test may run.
        pub period: Option<Validity>,
        /// Places where the work is done, such as an office or a city. Write them so that the list
        /// endangers nobody who is there.
        pub locations: Vec<String>,
        /// What may be tested and what may not. An action outside of it may be a crime, also when
        /// it was meant well.
        pub scope: Option<Scope>,
        /// What counts as an incident, in words both parties understand. Without it people argue at
        /// night about whether to call.
        pub incident_definition: Option<String>,
        /// How people decide whether something is an incident: who looks, who decides, what to do
        /// while nobody knows yet.
        pub determination_guidelines: Option<String>,
        /// The organization's own levels of how bad an incident is, worst first. Each says how soon
        /// to tell the contact, and how soon to hold a review.
        pub severities: Vec<Severity>,
        /// Id of the mildest severity that must be told, such as sev3. Tell this one and every
        /// worse one within its `notify_within`.
        pub threshold: Option<String>,
        /// What always counts as an incident, agreed before the work begins, such as a hidden
        /// microphone. Then nobody has to decide it at night.
        pub predefined_incidents: Vec<PredefinedIncident>,
        /// Whom to call on each side, by handle. Each side needs a first and a second person,
        /// because one alone can be asleep, away or involved.
        pub contacts: Option<Contacts>,
        /// Who is called next when nobody answers, step by step. `ircase contacts` shows this
        /// ladder.
        pub escalation: Vec<EscalationStep>,
        /// How soon each party tells the other what it knows of an incident, such as 24 hours.
        pub disclosure_period: Option<DisclosurePeriod>,
        /// The ways that both sides agreed for talking about an incident, best first. Any other way
        /// gives a finding.
        pub channels: Vec<AgreedChannel>,
        /// Ways that must not be used, because somebody may listen there, such as the office's own
        /// email.
        pub forbidden_channels: Vec<ChannelKind>,
        /// A safe place away from the office, for talk that no device should hear. Write it so that
        /// only the parties know where it is.
        pub meeting_place: Option<String>,
        /// What each side does when something happens: when the auditor caused it, found it, or was
        /// told of it.
        pub procedure: Option<IncidentProcedure>,
        /// How far the auditor helps in an incident, who helps further, and whether that time is
        /// paid.
        pub response_duty: Option<ResponseDuty>,
        /// Who decides what others hear of an incident: the organization, and whether the funder
        /// may be told.
        pub disclosure: Option<Disclosure>,
        /// Whether evidence may be taken, and how. Without a yes in `capture_consent`, taking it is
        /// a finding.
        pub evidence: Option<EvidenceTerms>,
        /// Rules for devices, data and talk, each with the party that follows it.
        pub data_handling: Vec<DataHandling>,
        /// How long the auditor keeps this file, and how it is destroyed. `retention-due` reminds
        /// of it.
        pub retention: Option<Retention>,
        /// Others whose consent the work needs, such as a hosting provider, and where their consent
        /// is kept.
        pub third_parties: Vec<ThirdParty>,
        /// Who does not have to pay for which damage, in the words that both sides sign. Let a
        /// lawyer read it.
        pub liability_waiver: Option<String>,
        /// The auditor's code of conduct: where it is, and the hash of the version that was agreed,
        /// so that a later change is seen.
        pub code_of_conduct: Option<CodeOfConduct>,
        /// Laws that may ask the organization for a report, and whether each applies. ircase counts
        /// the time only for the laws named here.
        pub regimes: Vec<AgreedRegime>,
        /// How often both sides read the agreement again, such as 1 year. People and numbers
        /// change.
        pub review_every: Option<Period>,
        /// How often an incident is rehearsed, such as 6 months. `exercise-overdue` reminds of it.
        pub rehearse_every: Option<Period>,
        /// Who signed, which text, and in which form. `ircase agreement sign` adds a signature;
        /// paper counts as much as a key.
        pub signatures: Vec<Signature>,
    }
}

/// The word for a severity that nobody has said yet.
pub const UNKNOWN: &str = "unknown";

impl Agreement {
    /// Returns the agreed severity of that id.
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|severity| severity.id.as_deref() == Some(id))
    }

    /// Returns the rank of a severity, 1 for the worst; one that is unknown counts as the threshold.
    pub fn rank_of(&self, severity: &str) -> Option<u32> {
        let is_unknown = severity == UNKNOWN && self.severity(UNKNOWN).is_none();
        let severity = if is_unknown { self.threshold.as_deref()? } else { severity };
        self.severity(severity)?.rank
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
