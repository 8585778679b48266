//! `ircase.yaml`, the engagement itself.

use std::collections::BTreeMap;

use super::header::document_kind;
use super::place::{Country, Language};
use super::vocabulary::{Risk, Tlp, vocabulary};
use super::zone::Zone;

document_kind! {
    /// What holds for the whole engagement.
    pub struct Profile {
        /// A word that stands for the engagement where its true name must not. It stands in paths
        /// and reports.
        pub codename: Option<String>,
        /// The two sides, each by its codename.
        pub parties: Option<Parties>,
        /// Languages people here work in, as codes such as [es, en]. The first one is used for
        /// reports.
        #[schemars(with = "Vec<Language>")]
        pub languages: Vec<String>,
        /// Time zone in which times are shown and typed, such as America/Bogota.
        pub time_zone: Option<Zone>,
        /// Who may read a document that does not say so itself, as a label of the Traffic Light
        /// Protocol.
        pub default_tlp: Option<Tlp>,
        /// Countries whose law applies, as codes such as [CO, ES] (ISO 3166).
        #[schemars(with = "Vec<Country>")]
        pub jurisdictions: Vec<String>,
        /// What the organization works on, as a list. Attackers of one sector often come back.
        pub sectors: Vec<String>,
        /// How dangerous it is for these people if a stranger reads this folder. At high and
        /// extreme, you cannot record private data until `plain_private` says that both parties
        /// accept it.
        pub risk: Option<Risk>,
        /// Write `accepted` when both parties know that names and numbers stand here in plain text,
        /// for everybody with a copy.
        pub plain_private: Option<PlainPrivate>,
        /// Codename of the organization that pays for the work.
        pub funder: Option<String>,
        /// Level of single rules in this engagement, such as `scribe-missing: off`. Nobody can
        /// lower the rules of the class integrity.
        pub rules: BTreeMap<String, RuleLevel>,
    }
}

/// The two sides.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Parties {
    /// The auditor or the auditor's team, by codename.
    pub auditor: Option<PartyProfile>,
    /// Who is audited, by codename, and how many people work there.
    pub organization: Option<PartyProfile>,
}

/// One side.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PartyProfile {
    /// A word that stands for this party where its true name must not.
    pub codename: Option<String>,
    /// How many people work there, a number. Below ten, rules about functions give only a note.
    pub people: Option<u64>,
}

vocabulary! {
    /// Consent to private data in plain text.
    pub enum PlainPrivate {
        /// The parties know that everybody with a copy can read names and numbers.
        Accepted = "accepted",
    }
}

vocabulary! {
    /// How loud a rule is.
    pub enum RuleLevel {
        /// `validate` ends with exit code 1.
        Error = "error",
        /// It is shown.
        Warning = "warning",
        /// It is shown as less important.
        Note = "note",
        /// It is not shown.
        Off = "off",
    }
}
