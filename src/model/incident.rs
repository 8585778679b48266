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
        /// How far the work on the incident is, from reported to closed. Each change is a signed
        /// step.
        pub status: Option<IncidentStatus>,
        /// Who caused it, or who found it. It decides which part of the agreed procedure applies.
        pub origin: Option<Origin>,
        /// Whether it is an incident at all. If nobody knows yet, write `unknown`; do not wait
        /// until you are certain.
        pub determination: Option<Determination>,
        /// Id of the agreed severity, such as sev2. `unknown` counts as at the threshold: it must
        /// be told.
        pub severity: Option<String>,
        /// Its class in well-known lists, so that people can count and compare incidents.
        pub classification: Option<Classification>,
        /// When it began, as a time with its offset, or unknown.
        pub occurred_at: Option<Time>,
        /// When somebody first saw a sign of it, as a time with its offset. The agreed time for
        /// telling runs from here.
        pub detected_at: Option<Time>,
        /// When the organization was reasonably certain that it happened, as a time with its
        /// offset. The clocks of most laws start here, so write an entry that says who decided it.
        pub aware_at: Option<Time>,
        /// When it was decided what it is, as a time with its offset.
        pub determined_at: Option<Time>,
        /// When it could no longer spread, as a time with its offset.
        pub contained_at: Option<Time>,
        /// When work was normal again, as a time with its offset.
        pub recovered_at: Option<Time>,
        /// When the incident was closed, as a time with its offset. The time for the review runs
        /// from here.
        pub closed_at: Option<Time>,
        /// How exactly each of these times is known, by field name, such as `occurred_at: day`.
        pub precision: BTreeMap<String, Precision>,
        /// How it was discovered, in a few words, such as: a colleague saw it.
        pub discovery: Option<String>,
        /// Whether it still goes on: yes, no or unknown.
        pub ongoing: Option<Answer>,
        /// Whether somebody meant harm. Several laws ask for it; unknown is an answer.
        pub malicious: Option<Answer>,
        /// Whether the incident touches more than one country. Then more than one authority may
        /// want to know.
        pub cross_border: Option<Answer>,
        /// Machines, accounts and papers that are touched, as a list.
        pub assets: Vec<String>,
        /// People who are touched: which groups, how many, and whether some are in danger.
        pub affected_people: Option<AffectedPeople>,
        /// Whether personal data is touched. From a yes on, the clocks of data-protection laws run.
        pub personal_data: Option<PersonalData>,
        /// What it does to the organization, in the words of NIST SP 800-61r2, section 3.2.6.
        pub impact: Option<Impact>,
        /// Handle of the person who leads the response; nobody who may have caused the incident.
        pub commander: Option<String>,
        /// Handle of the person who writes down what happens while others act.
        pub scribe: Option<String>,
        /// Handles of the other people who work on it, as a list.
        pub responders: Vec<String>,
        /// Whether the audit stops. Both parties decide it, also when nothing stops.
        pub suspension: Option<Suspension>,
        /// Whether people work on it now, or after the engagement.
        pub handling: Option<Handling>,
        /// Handing on to somebody who can help better, such as a helpline.
        pub referrals: Vec<Referral>,
        /// A word that stands for this incident where its title must not be read.
        pub codename: Option<String>,
        /// Ids of incidents that belong together with this one, as a list.
        pub related: Vec<String>,
        /// Handles of the only people who may know of it, as a list. Leave out whoever may be
        /// involved.
        pub restricted_to: Vec<String>,
    }
}

/// Its class in the field's lists.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Classification {
    /// Class of the Reference Security Incident Taxonomy, first column. `ircase explain rsit` lists
    /// them.
    #[schemars(schema_with = "taxonomy::rsit")]
    pub rsit: Option<String>,
    /// Kind of action in VERIS. `ircase explain veris` lists them.
    #[schemars(schema_with = "taxonomy::veris_action")]
    pub veris_action: Option<String>,
    /// The organization's own class, in its own words.
    pub custom: Option<String>,
}

/// People who are touched.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct AffectedPeople {
    /// Which groups, as a list, such as [patients, staff].
    pub categories: Vec<String>,
    /// About how many people, a number. A first guess may be corrected later.
    pub approximately: Option<u64>,
    /// Whether some of them are in special danger, such as children or people in hiding.
    pub vulnerable: Option<Answer>,
}

/// Personal data that is touched.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PersonalData {
    /// Whether personal data is involved: yes, no or unknown. Find out within a day.
    pub involved: Option<Answer>,
    /// Which data, as a list, such as [names, diagnoses].
    pub categories: Vec<String>,
    /// About how many records, a number.
    pub records_approximately: Option<u64>,
    /// How dangerous it is for these people. It decides whether an authority and the people
    /// themselves are told.
    pub risk: Option<DataRisk>,
    /// What happened to the data: others read it, somebody changed it, or it is gone.
    pub breach: Vec<Breach>,
}

/// What it does to the organization.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Impact {
    /// How much of the work stands still.
    pub functional: Option<FunctionalImpact>,
    /// What happened to information: who read it, or what was changed.
    pub information: Option<InformationImpact>,
    /// How hard it is to recover, and with whose help.
    pub recoverability: Option<Recoverability>,
    /// What it means for the safety of people, in plain words. Write it first.
    pub safety: Option<String>,
}

/// The decision whether the audit stops.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Suspension {
    /// What of the audit stops: nothing, what touches the incident, or all.
    pub decision: Option<SuspensionDecision>,
    /// Who agreed, from both parties, and in which form. One side alone does not decide.
    pub consents: Vec<Consent>,
    /// When it was decided, as a time with its offset.
    pub at: Option<Time>,
    /// What must hold before the work goes on, in words that can be checked.
    pub resume_conditions: Option<String>,
    /// When the work went on, as a time with its offset. A decision entry says who agreed.
    pub resumed_at: Option<Time>,
}

impl Suspension {
    /// Returns whether something stopped, or had: who goes on had stopped.
    pub fn stops(&self) -> bool {
        match self.decision {
            Some(decision) => decision != SuspensionDecision::None,
            None => self.resumed_at.is_some(),
        }
    }
}

/// Handing on to somebody who can help better.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Referral {
    /// To whom it was handed on, such as a helpline.
    pub to: Option<String>,
    /// When that was, as a time with its offset.
    pub at: Option<Time>,
    /// Why they can help better.
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
        /// Written down; nobody has looked at it yet.
        Reported = "reported",
        /// Somebody finds out what it is and how bad it is.
        Triage = "triage",
        /// It is an incident.
        Confirmed = "confirmed",
        /// It can no longer spread.
        Contained = "contained",
        /// Its cause is gone.
        Eradicated = "eradicated",
        /// Work is normal again.
        Recovered = "recovered",
        /// Over; the review and its tasks are under way.
        PostIncident = "post-incident",
        /// Nothing is left to do.
        Closed = "closed",
        /// It was closed, and came back.
        Reopened = "reopened",
        /// It looked like an incident and was none.
        FalsePositive = "false-positive",
        /// Nothing was harmed, and it was close.
        NearMiss = "near-miss",
    }
}

vocabulary! {
    /// Who caused an incident, or who found it.
    pub enum Origin {
        /// The auditor's work caused it.
        CausedByAuditor = "caused-by-auditor",
        /// The auditor found it.
        UncoveredByAuditor = "uncovered-by-auditor",
        /// Somebody of the organization told of it.
        ReportedByOrganization = "reported-by-organization",
        /// Somebody from outside told of it.
        ReportedByThirdParty = "reported-by-third-party",
        /// A program noticed it.
        Monitoring = "monitoring",
        /// Nobody knows yet.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether something is an incident.
    pub enum Determination {
        /// There are signs, and no certainty.
        Suspected = "suspected",
        /// It is an incident.
        Confirmed = "confirmed",
        /// Nothing was harmed, and it was close.
        NearMiss = "near-miss",
        /// It looked like an incident and was none.
        FalsePositive = "false-positive",
        /// Nobody knows yet.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// The risk to the people whose data it is.
    pub enum DataRisk {
        /// Nobody is harmed.
        None = "none",
        /// Harm to people is unlikely.
        Low = "low",
        /// People may be harmed; many laws then ask for a report.
        Risk = "risk",
        /// People may be harmed badly; many laws then want them to be told.
        High = "high",
    }
}

vocabulary! {
    /// What was breached.
    pub enum Breach {
        /// Somebody read it who may not.
        Confidentiality = "confidentiality",
        /// Somebody changed it.
        Integrity = "integrity",
        /// It is gone or cannot be reached.
        Availability = "availability",
    }
}

vocabulary! {
    /// How much work stands still (NIST SP 800-61r2, table 3-2).
    pub enum FunctionalImpact {
        /// All work goes on.
        None = "none",
        /// It is slower, and all of it goes on.
        Low = "low",
        /// Some people cannot be served.
        Medium = "medium",
        /// Nobody can be served.
        High = "high",
    }
}

vocabulary! {
    /// What happened to information (NIST SP 800-61r2, table 3-3).
    pub enum InformationImpact {
        /// Nothing was read, changed or lost.
        None = "none",
        /// Personal data was read or taken.
        Privacy = "privacy",
        /// Internal papers of the organization were read or taken.
        Proprietary = "proprietary",
        /// Information was changed or deleted.
        Integrity = "integrity",
    }
}

vocabulary! {
    /// How hard it is to recover (NIST SP 800-61r2, table 3-4).
    pub enum Recoverability {
        /// With the people and the means that the organization has.
        Regular = "regular",
        /// With more people or means; somebody can say how long it takes.
        Supplemented = "supplemented",
        /// Help from outside is needed; nobody can say how long it takes.
        Extended = "extended",
        /// It cannot be undone, such as data that is public.
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
    pub enum Handling {
        /// At once.
        Now = "now",
        /// When the audit is over.
        AfterEngagement = "after-engagement",
    }
}
