//! `ircase.yaml`, the engagement itself.

use std::collections::BTreeMap;

use super::header::document_kind;
use super::place::{Country, Language};
use super::vocabulary::{Risk, Tlp, vocabulary};
use super::zone::Zone;

document_kind! {
    /// What holds for the whole engagement.
    pub struct Profile {
        /// Name that stands for the engagement where the true one must not.
        pub codename: Option<String>,
        /// The two sides, by codename.
        pub parties: Option<Parties>,
        /// Languages people here work in, the first for reports (BCP 47).
        #[schemars(with = "Vec<Language>")]
        pub languages: Vec<String>,
        /// Time zone times are shown in (IANA name), such as America/Bogota.
        pub time_zone: Option<Zone>,
        /// Label of documents that say none.
        pub default_tlp: Option<Tlp>,
        /// Countries whose law applies (ISO 3166), such as CO or ES.
        #[schemars(with = "Vec<Country>")]
        pub jurisdictions: Vec<String>,
        /// What the organization works on.
        pub sectors: Vec<String>,
        /// How dangerous it is for these people if this file is read by others.
        pub risk: Option<Risk>,
        /// Says that names and phone numbers may stand in this file unsealed.
        pub plain_private: Option<PlainPrivate>,
        /// Codename of who pays.
        pub funder: Option<String>,
        /// Level of single rules in this engagement; integrity rules cannot be changed.
        pub rules: BTreeMap<String, RuleLevel>,
    }
}

/// The two sides.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Parties {
    /// Who audits.
    pub auditor: Option<PartyProfile>,
    /// Who is audited.
    pub organization: Option<PartyProfile>,
}

/// One side.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct PartyProfile {
    /// Name that stands for this party.
    pub codename: Option<String>,
    /// How many people work there.
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
    pub enum RuleLevel { Error = "error", Warning = "warning", Note = "note", Off = "off" }
}
