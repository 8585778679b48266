//! What a reader may see: plain structs of words, made from the model for one language.
//!
//! A template receives a [`Redacted`] view and nothing else, never a type of the model. Today there
//! is one audience, the parties themselves; what others may see will be decided here.

mod agreement;
mod contact_card;
mod incident;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use serde::Serialize;

use super::i18n::Language;
use crate::model::agreement::{Agreement, Signature, SignedHash};
use crate::model::consent::Consent;
use crate::model::entry::Entry;
use crate::model::incident::Incident;
use crate::model::person::Person;
use crate::model::profile::Profile;

/// A view that holds only what its audience may see. The only way into a template.
#[derive(Debug)]
pub struct Redacted<V> {
    view: V,
}

impl<V: Serialize> Redacted<V> {
    /// Wraps a view for the parties themselves, from whom nothing unsealed is kept.
    pub(super) fn full(view: V) -> Self {
        Self { view }
    }

    pub(super) fn get(&self) -> &V {
        &self.view
    }
}

/// What every report knows of its engagement.
pub struct Case<'a> {
    /// None where `ircase.yaml` cannot be read.
    pub profile: Option<&'a Profile>,
    /// People by handle.
    pub people: BTreeMap<&'a str, &'a Person>,
    pub agreement: Option<Document<'a, Agreement>>,
    /// Paths of documents that say whom to call, and of which not all could be read.
    pub unreadable: BTreeSet<String>,
    /// Who put each consent on record, where the trail tells.
    pub attestations: BTreeMap<ConsentKey, Attestation>,
    /// The zone in which times are shown.
    pub zone: TimeZone,
    pub language: &'a Language,
}

/// What makes a consent the same one in every version of its document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConsentKey {
    person: String,
    at: String,
    how: String,
    key: String,
}

/// Who signed the first record that holds a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// Handle of the signer.
    pub signer: String,
    /// Fingerprint of the key the record is signed with.
    pub key: String,
}

impl ConsentKey {
    pub fn of(consent: &Consent) -> Self {
        Self {
            person: consent.person.clone().unwrap_or_default(),
            at: consent.at.as_ref().map(|at| at.as_str().to_owned()).unwrap_or_default(),
            how: consent.how.map(|how| how.as_str().to_owned()).unwrap_or_default(),
            key: consent.key.clone().unwrap_or_default(),
        }
    }
}

/// Returns a signature of the agreement as the consent it is.
pub fn consent_of(signature: &Signature) -> Consent {
    Consent {
        person: signature.person.clone(),
        at: signature.signed_at.clone(),
        how: signature.how,
        key: signature.key.clone(),
        proof: signature.proof.clone(),
        witnessed_by: signature.witnessed_by.clone(),
    }
}

/// A record of the model with its id and its text.
#[derive(Debug)]
pub struct Document<'a, T> {
    pub id: &'a str,
    pub record: &'a T,
    /// The Markdown after the front matter.
    pub body: &'a str,
}

// Derived, these would ask that the record itself can be copied.
impl<T> Clone for Document<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Document<'_, T> {}

/// An incident with its timeline.
pub struct IncidentFile<'a> {
    pub incident: Document<'a, Incident>,
    /// In any order.
    pub entries: Vec<Document<'a, Entry>>,
}

/// Returns the view of an incident.
pub fn incident(case: &Case<'_>, file: &IncidentFile<'_>) -> Redacted<impl Serialize + use<>> {
    Redacted::full(incident::view(case, file))
}

/// Returns the view of the agreement; `over` is the SHA-256 of its signed content as it stands now.
pub fn agreement(
    case: &Case<'_>,
    agreement: Document<'_, Agreement>,
    over: &SignedHash,
) -> Redacted<impl Serialize + use<>> {
    Redacted::full(agreement::view(case, agreement, over))
}

/// Returns the view of the engagement as a card of contacts.
pub fn contact_card(case: &Case<'_>) -> Redacted<impl Serialize + use<>> {
    Redacted::full(contact_card::view(case))
}

/// The engagement, as every view begins.
#[derive(Debug, Serialize)]
struct EngagementView {
    codename: String,
    auditor: String,
    organization: String,
    time_zone: String,
}

/// One line of a table of facts.
#[derive(Debug, Serialize)]
struct Fact {
    label: String,
    value: String,
}

impl EngagementView {
    fn of(case: &Case<'_>) -> Self {
        let parties = case.profile.and_then(|profile| profile.parties.as_ref());
        let name = |party: Option<&crate::model::profile::PartyProfile>| {
            party.and_then(|party| party.codename.clone()).unwrap_or_else(|| case.not_stated())
        };
        Self {
            codename: case
                .profile
                .and_then(|profile| profile.codename.clone())
                .unwrap_or_else(|| case.not_stated()),
            auditor: name(parties.and_then(|parties| parties.auditor.as_ref())),
            organization: name(parties.and_then(|parties| parties.organization.as_ref())),
            time_zone: case.zone.iana_name().unwrap_or("UTC").to_owned(),
        }
    }
}
