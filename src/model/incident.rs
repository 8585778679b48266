//! An incident: what it is, how bad, and what was decided.

use std::collections::BTreeMap;

use super::consent::Consent;
use super::header::document_kind;
use super::taxonomy;
use super::time::Time;
use super::vocabulary::{Answer, Precision, vocabulary};

document_kind! {
    /// One incident. Edited freely; every version stays in the trail.
    pub struct Incident {
        /// Where the handling stands.
        pub status: Option<IncidentStatus>,
        /// Who caused it or found it.
        pub origin: Option<Origin>,
        /// Whether it is an incident at all.
        pub determination: Option<Determination>,
        /// Id of the agreed severity, or unknown, which counts as at the threshold.
        pub severity: Option<String>,
        /// Its class in the field's lists.
        pub classification: Option<Classification>,
        /// When it began.
        pub occurred_at: Option<Time>,
        /// When somebody first saw a sign of it.
        pub detected_at: Option<Time>,
        /// When the organization was reasonably certain; legal clocks start here.
        pub aware_at: Option<Time>,
        /// When it was decided what it is.
        pub determined_at: Option<Time>,
        /// When it could no longer spread.
        pub contained_at: Option<Time>,
        /// When work was normal again.
        pub recovered_at: Option<Time>,
        /// When the incident was closed.
        pub closed_at: Option<Time>,
        /// How exactly each of these times is known, by field name.
        pub precision: BTreeMap<String, Precision>,
        /// How it was discovered.
        pub discovery: Option<String>,
        /// Whether it still goes on.
        pub ongoing: Option<Answer>,
        /// Whether somebody meant harm.
        pub malicious: Option<Answer>,
        /// Whether more than one country is touched.
        pub cross_border: Option<Answer>,
        /// Machines, accounts and papers that are touched.
        pub assets: Vec<String>,
        /// People who are touched.
        pub affected_people: Option<AffectedPeople>,
        /// Personal data that is touched.
        pub personal_data: Option<PersonalData>,
        /// What it does to the organization (NIST SP 800-61r2, tables 3-2 to 3-4).
        pub impact: Option<Impact>,
        /// Handle of who leads.
        pub commander: Option<String>,
        /// Handle of who writes down.
        pub scribe: Option<String>,
        /// Handles of who else works on it.
        pub responders: Vec<String>,
        /// Whether the audit stops, decided by both parties.
        pub suspension: Option<Suspension>,
        /// Whether it is handled now or after the engagement.
        pub handling: Option<Handling>,
        /// To whom it was referred.
        pub referrals: Vec<Referral>,
        /// Name that stands for this incident.
        pub codename: Option<String>,
        /// Ids of related incidents.
        pub related: Vec<String>,
        /// Handles of the only people who may know of it.
        pub restricted_to: Vec<String>,
    }
}

/// Its class in the field's lists.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Classification {
    /// Reference Security Incident Taxonomy (ENISA and TF-CSIRT), first column.
    #[schemars(schema_with = "taxonomy::rsit")]
    pub rsit: Option<String>,
    /// VERIS action.
    #[schemars(schema_with = "taxonomy::veris_action")]
    pub veris_action: Option<String>,
    /// The organization's own class.
    pub custom: Option<String>,
}

/// People who are touched.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct AffectedPeople {
    /// Which groups, such as patients or staff.
    pub categories: Vec<String>,
    /// About how many.
    pub approximately: Option<u64>,
    /// Whether any of them are in special danger.
    pub vulnerable: Option<Answer>,
}

/// Personal data that is touched.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PersonalData {
    /// Whether personal data is involved.
    pub involved: Option<Answer>,
    /// Which data, such as names or diagnoses.
    pub categories: Vec<String>,
    /// About how many records.
    pub records_approximately: Option<u64>,
    /// The risk to the people.
    pub risk: Option<DataRisk>,
    /// What was breached.
    pub breach: Vec<Breach>,
}

/// What it does to the organization.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Impact {
    /// How much work stands still.
    pub functional: Option<FunctionalImpact>,
    /// What happened to information.
    pub information: Option<InformationImpact>,
    /// How hard it is to recover.
    pub recoverability: Option<Recoverability>,
    /// What it means for the safety of people.
    pub safety: Option<String>,
}

/// The decision whether the audit stops.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Suspension {
    /// What stops.
    pub decision: Option<SuspensionDecision>,
    /// Who agreed, from both parties.
    pub consents: Vec<Consent>,
    /// When it was decided.
    pub at: Option<Time>,
    /// What must hold before the work goes on.
    pub resume_conditions: Option<String>,
    /// When the work went on.
    pub resumed_at: Option<Time>,
}

/// Handing on to somebody who can help better.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Referral {
    /// To whom.
    pub to: Option<String>,
    /// When.
    pub at: Option<Time>,
    /// Why.
    pub because: Option<String>,
}

impl Incident {
    /// Returns the time of a field, such as `aware_at` or `suspension.at`.
    pub fn time(&self, field: &str) -> Option<&Time> {
        let suspension = self.suspension.as_ref();
        match field {
            "occurred_at" => self.occurred_at.as_ref(),
            "detected_at" => self.detected_at.as_ref(),
            "aware_at" => self.aware_at.as_ref(),
            "determined_at" => self.determined_at.as_ref(),
            "contained_at" => self.contained_at.as_ref(),
            "recovered_at" => self.recovered_at.as_ref(),
            "closed_at" => self.closed_at.as_ref(),
            "suspension.at" => suspension?.at.as_ref(),
            "suspension.resumed_at" => suspension?.resumed_at.as_ref(),
            _ => None,
        }
    }
}

vocabulary! {
    /// Where the handling of an incident stands.
    pub enum IncidentStatus {
        Reported = "reported", Triage = "triage", Confirmed = "confirmed",
        Contained = "contained", Eradicated = "eradicated", Recovered = "recovered",
        PostIncident = "post-incident", Closed = "closed", Reopened = "reopened",
        FalsePositive = "false-positive", NearMiss = "near-miss",
    }
}

vocabulary! {
    /// Who caused an incident, or who found it.
    pub enum Origin {
        CausedByAuditor = "caused-by-auditor", UncoveredByAuditor = "uncovered-by-auditor",
        ReportedByOrganization = "reported-by-organization",
        ReportedByThirdParty = "reported-by-third-party", Monitoring = "monitoring",
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether something is an incident.
    pub enum Determination {
        Suspected = "suspected", Confirmed = "confirmed", NearMiss = "near-miss",
        FalsePositive = "false-positive", Unknown = "unknown",
    }
}

vocabulary! {
    /// The risk to the people whose data it is.
    pub enum DataRisk { None = "none", Low = "low", Risk = "risk", High = "high" }
}

vocabulary! {
    /// What was breached.
    pub enum Breach {
        Confidentiality = "confidentiality", Integrity = "integrity",
        Availability = "availability",
    }
}

vocabulary! {
    /// How much work stands still (NIST SP 800-61r2, table 3-2).
    pub enum FunctionalImpact { None = "none", Low = "low", Medium = "medium", High = "high" }
}

vocabulary! {
    /// What happened to information (NIST SP 800-61r2, table 3-3).
    pub enum InformationImpact {
        None = "none", Privacy = "privacy", Proprietary = "proprietary", Integrity = "integrity",
    }
}

vocabulary! {
    /// How hard it is to recover (NIST SP 800-61r2, table 3-4).
    pub enum Recoverability {
        Regular = "regular", Supplemented = "supplemented", Extended = "extended",
        NotRecoverable = "not-recoverable",
    }
}

vocabulary! {
    /// What of the audit stops.
    pub enum SuspensionDecision {
        /// Nothing stops.
        None = "none",
        /// What touches the incident stops.
        Affected = "affected",
        /// Everything stops.
        All = "all",
    }
}

vocabulary! {
    /// When an incident is handled.
    pub enum Handling { Now = "now", AfterEngagement = "after-engagement" }
}
