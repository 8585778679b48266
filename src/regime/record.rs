//! What is known of a law that asks for a report: the types of `data/regimes/*.yaml`.
//!
//! Data only. When a report is due is computed in `clock`; nothing here says that a law is kept.

use crate::model::time::{Day, Period};
use crate::model::vocabulary::vocabulary;

/// A text of law that asks for a report, as ircase keeps it. It is not legal advice.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "regime")]
pub struct Regime {
    /// The id that the agreement's `regimes` names, such as eu-gdpr-33; the file has the same name.
    pub id: String,
    /// What people call this law, in a few words.
    pub name: String,
    /// What the law asks for, in one short sentence without words of lawyers.
    pub asks: String,
    /// Where it holds: countries as codes (ISO 3166), or EU.
    pub jurisdictions: Vec<String>,
    /// Whether people must follow it today, it is only proposed, or it is voluntary.
    pub status: RegimeStatus,
    /// What must have happened for this law to ask for a report.
    pub trigger: Trigger,
    /// What the organization must be for the law to hold, such as controller.
    pub role: String,
    /// What sort of recipient the report goes to.
    pub tells: Told,
    /// The authority or the people who receive the report, by name.
    pub authority: String,
    /// Time zone in which the authority's days end, such as Europe/Madrid; the engagement's where
    /// none is said.
    pub zone: Option<String>,
    /// What is sent by when, in the order in which it is sent.
    pub stages: Vec<Stage>,
    /// What the report must say, part by part.
    #[serde(default)]
    pub contents: Vec<Content>,
    /// true when a late report must say why it is late.
    #[serde(default)]
    pub reason_if_late: bool,
    /// What must be written down of every breach, told or not.
    pub register: Option<String>,
    /// When it does not have to be told, as a list of short sentences.
    #[serde(default)]
    pub exemptions: Vec<String>,
    /// Why telling this authority can endanger people. Then management decides before anything is
    /// sent.
    pub dangerous: Option<String>,
    /// The text itself: which article, and where to read it.
    pub source: LegalSource,
    /// The day somebody read the source itself and compared it with this record, or never.
    pub checked_on: Day,
    /// What else the reader should know, as a list.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// What must have happened.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// The sort of event that the law speaks of.
    pub event: TriggerEvent,
    /// The same in words: what exactly must have happened.
    pub when: String,
}

/// One thing that is sent, and by when.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name, such as early-warning; a notification names it in `stage`.
    pub name: String,
    /// What is sent at this stage, in one sentence.
    pub asks: String,
    /// Which time of the incident starts the clock of this stage.
    pub starts: Starts,
    /// The start in words, where no field of an incident holds it.
    pub starts_when: Option<String>,
    /// Whether the period runs from the start itself or from the end of its year.
    pub counts_from: Option<Anchor>,
    /// How long, such as 72 hours. Without it the law only says: without delay.
    pub within: Option<Period>,
    /// How the period is counted: hours, calendar days or business days.
    pub unit: Option<Unit>,
    /// Which rule says where a period in days or months ends.
    pub counting: Option<Counting>,
    /// Which public holidays count: an id of data/holidays, or member-state.
    pub calendar: Option<String>,
    /// A second clock; the earlier one of the two holds.
    pub no_later: Option<Limit>,
    /// Other periods for organizations of a special role.
    #[serde(default)]
    pub for_roles: Vec<RolePeriod>,
    /// For how many affected people this stage is.
    pub people: Option<PeopleRange>,
    /// true when contents that are not known yet may follow later.
    #[serde(default)]
    pub phased: bool,
    /// true when it is sent only if somebody asks for it or something was missing.
    #[serde(default)]
    pub on_request: bool,
}

/// A second clock of a stage.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Which time of the incident starts this second clock.
    pub starts: Starts,
    /// How long it runs, in hours, such as 24 hours.
    pub within: Period,
}

/// Another period for organizations of a special role.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RolePeriod {
    /// The role that the agreement's `regimes` names for the organization.
    pub role: String,
    /// How long organizations of that role have.
    pub within: Period,
}

/// For how many affected people something is.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeopleRange {
    /// At least so many people, a number.
    pub from: Option<u64>,
    /// Fewer people than this number.
    pub below: Option<u64>,
}

/// One thing that a report must say.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The name of this part in a notification's `contents`.
    pub id: String,
    /// What this part must tell, in one sentence.
    pub asks: String,
    /// The stage from which on it is owed; the first one where none is said.
    pub from: Option<String>,
}

/// Where the text is.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalSource {
    /// The law and its article, as lawyers cite it.
    pub text: String,
    /// Where it can be read, best at the authority itself.
    pub url: String,
}

vocabulary! {
    /// Whether a text binds today.
    pub enum RegimeStatus {
        InForce = "in-force", Proposed = "proposed",
        /// Nobody must, but it is asked for.
        Voluntary = "voluntary",
    }
}

vocabulary! {
    /// A sort of event that a law asks to be told of.
    pub enum TriggerEvent {
        /// Personal data was destroyed, lost, altered, disclosed or read by somebody who may not.
        PersonalDataBreach = "personal-data-breach",
        /// A service or its security was badly disturbed.
        SecurityIncident = "security-incident",
        /// A fault of a product is used by attackers.
        ExploitedVulnerability = "exploited-vulnerability",
        /// Somebody who invests would want to know it.
        MaterialIncident = "material-incident",
        /// A ransom was paid.
        RansomPayment = "ransom-payment",
    }
}

vocabulary! {
    /// Who is told.
    pub enum Told {
        Authority = "authority",
        /// The organization on whose behalf the data is processed.
        Controller = "controller",
        DataSubjects = "data-subjects",
        Public = "public",
    }
}

vocabulary! {
    /// What starts a clock.
    pub enum Starts {
        /// The organization is reasonably certain: `aware_at`.
        Aware = "aware",
        /// The first sign: `detected_at`.
        Detected = "detected",
        /// The decision what it is: `determined_at`.
        Determined = "determined",
        /// The decision how grave it is, which is part of what it is: `determined_at`.
        Classified = "classified",
        /// The beginning of the incident: `occurred_at`.
        Incident = "incident",
        /// Work is normal again: `recovered_at`.
        Recovered = "recovered",
        /// The stage before was sent: its `sent_at`.
        Previous = "previous",
        /// Something that no field of an incident holds; `starts_when` says what.
        Other = "other",
    }
}

vocabulary! {
    /// From where a period runs.
    pub enum Anchor {
        /// From the start itself.
        Start = "start",
        /// From the end of the calendar year in which the start lies.
        YearEnd = "year-end",
    }
}

vocabulary! {
    /// How a period is counted.
    pub enum Unit {
        /// Hour by hour, over weekends and holidays too.
        Hours = "hours",
        /// Calendar days, weeks or months, to the end of the last day.
        Calendar = "calendar",
        /// Days on which people work, to the end of the last one.
        Business = "business",
    }
}

vocabulary! {
    /// Which rule says where a period in days or months ends.
    pub enum Counting {
        /// At the end of the last day, whatever day that is.
        Plain = "plain",
        /// Regulation (EEC, Euratom) No 1182/71, Article 3: never on a Saturday, Sunday or public holiday.
        Eu1182 = "eu-1182-71",
    }
}

impl Starts {
    /// Returns the field of an incident that holds this start.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::Aware => Some("aware_at"),
            Self::Detected => Some("detected_at"),
            Self::Determined | Self::Classified => Some("determined_at"),
            Self::Incident => Some("occurred_at"),
            Self::Recovered => Some("recovered_at"),
            Self::Previous | Self::Other => None,
        }
    }
}

impl Regime {
    /// Returns the stage of that name.
    pub fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// Returns the stage that comes before this one; what is sent only on request is none.
    pub fn before(&self, stage: &Stage) -> Option<&Stage> {
        let at = self.stages.iter().position(|it| it.name == stage.name)?;
        self.stages[..at].iter().rev().find(|before| !before.on_request)
    }

    /// Returns what a report of this stage must say.
    pub fn contents_of<'a>(&'a self, stage: &Stage) -> impl Iterator<Item = &'a Content> {
        let position = |name: &str| self.stages.iter().position(|it| it.name == name);
        let at = position(&stage.name).unwrap_or_default();
        self.contents.iter().filter(move |content| {
            let from = content.from.as_deref().and_then(position).unwrap_or_default();
            from <= at
        })
    }
}

impl Stage {
    /// Returns how long an organization of this role has.
    pub fn within_for(&self, role: Option<&str>) -> Option<&Period> {
        let special = self.for_roles.iter().find(|special| {
            role.is_some_and(|role| role.trim().eq_ignore_ascii_case(&special.role))
        });
        special.map_or(self.within.as_ref(), |special| Some(&special.within))
    }
}
