//! How single values read in a view: people, times, periods, consents, fingerprints.

use super::{Attestation, Case, ConsentKey, Fact};
use crate::model::consent::Consent;
use crate::model::person;
use crate::model::time::{Day, Period, Time};
use crate::model::vocabulary::{ConsentForm, Precision};

impl Case<'_> {
    pub(super) fn not_stated(&self) -> String {
        self.language.text("not-stated")
    }

    pub(super) fn label(&self, vocabulary: &str, id: &str) -> String {
        self.language.label(vocabulary, id)
    }

    /// Returns a fact whose value must be there: a missing one says so.
    pub(super) fn owed(&self, key: &str, value: Option<String>) -> Fact {
        let value = value.filter(|value| !value.trim().is_empty());
        Fact { label: self.language.text(key), value: value.unwrap_or_else(|| self.not_stated()) }
    }

    /// Returns a fact that is left out where there is none.
    pub(super) fn given(&self, key: &str, value: Option<String>) -> Option<Fact> {
        let value = value.filter(|value| !value.trim().is_empty())?;
        Some(Fact { label: self.language.text(key), value })
    }

    /// Returns a fact of several values, left out where there are none.
    pub(super) fn listed(&self, key: &str, values: &[String]) -> Option<Fact> {
        self.given(key, Some(values.join("; ")))
    }

    /// Returns a person as reports name them: name or alias with the handle, else the handle.
    pub(super) fn person(&self, handle: &str) -> String {
        let private = self.people.get(handle).and_then(|person| person.private.as_ref());
        let name = private.and_then(|private| private.name.as_ref().or(private.alias.as_ref()));
        match name {
            Some(name) if name != handle => format!("{name} ({handle})"),
            _ => handle.to_owned(),
        }
    }

    pub(super) fn people(&self, handles: &[String]) -> String {
        handles.iter().map(|handle| self.person(handle)).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn time(&self, time: &Time) -> String {
        match time.instant() {
            Some(instant) => self.language.time(instant, &self.zone),
            None => self.language.text("unknown"),
        }
    }

    /// Returns a time with how exactly it is known, where that is not to the minute.
    pub(super) fn precise_time(&self, time: &Time, precision: Option<Precision>) -> String {
        let words = self.time(time);
        match precision {
            None | Some(Precision::Minute | Precision::Second) => words,
            Some(precision) => {
                format!("{words}, {}", self.label("precision", precision.as_str()))
            }
        }
    }

    pub(super) fn day(&self, day: &Day) -> String {
        match day.date() {
            Some(date) => self.language.date(date),
            None => self.language.text(if day.is_never() { "never" } else { "unknown" }),
        }
    }

    /// Returns a period in the language's units; one that is not made of them as it was written.
    pub(super) fn period(&self, period: &Period) -> String {
        let span = period.span();
        let units = [
            ("unit-years", i64::from(span.get_years())),
            ("unit-months", i64::from(span.get_months())),
            ("unit-weeks", i64::from(span.get_weeks())),
            ("unit-days", i64::from(span.get_days())),
            ("unit-hours", i64::from(span.get_hours())),
            ("unit-minutes", span.get_minutes()),
            ("unit-seconds", span.get_seconds()),
        ];
        let words: Vec<String> = units
            .into_iter()
            .filter(|(_, count)| *count != 0)
            .map(|(key, count)| self.language.count(key, count))
            .collect();
        if words.is_empty() { period.as_str().to_owned() } else { words.join(" ") }
    }

    pub(super) fn yes_or_no(&self, answer: bool) -> String {
        self.label("answer", if answer { "yes" } else { "no" })
    }

    /// Returns the form of a consent in words that never mix up a key and a paper.
    ///
    /// "Signed with a key" is said only where the trail shows it: the first record that holds the
    /// consent is signed by that person with that key. All else is what somebody attests, by name.
    fn consent_form(&self, consent: &Consent) -> String {
        let Some(how) = consent.how else { return self.not_stated() };
        if how == ConsentForm::Pending {
            return self.label("consent", how.as_str());
        }
        let Some(Attestation { signer, key }) = self.attestations.get(&ConsentKey::of(consent))
        else {
            return self.label("unattested", how.as_str());
        };
        if how.is_key() && consent.person.as_ref() == Some(signer) && same_key(consent, key) {
            return self.label("consent", how.as_str());
        }
        let form = format!("attested-{}", how.as_str());
        self.language.text_with(&form, &[("signer", &self.person(signer))])
    }

    pub(super) fn consent(&self, consent: &Consent) -> ConsentLine {
        ConsentLine {
            who: consent.person.as_ref().map_or_else(|| self.not_stated(), |who| self.person(who)),
            when: consent.at.as_ref().map_or_else(|| self.not_stated(), |at| self.time(at)),
            form: self.consent_form(consent),
            key: consent.key.as_deref().map(person::grouped).unwrap_or_default(),
            proof: consent.proof.clone().unwrap_or_default(),
            witness: consent.witnessed_by.as_ref().map(|who| self.person(who)).unwrap_or_default(),
        }
    }
}

/// One consent; what there is none of is empty.
#[derive(Debug, serde::Serialize)]
pub(super) struct ConsentLine {
    pub who: String,
    pub when: String,
    pub form: String,
    pub key: String,
    pub proof: String,
    pub witness: String,
}

/// Compares fingerprints as written by people and by the trail: spaces and case do not count.
fn same_key(consent: &Consent, key: &str) -> bool {
    let plain = |text: &str| text.replace(char::is_whitespace, "").to_lowercase();
    consent.key.as_deref().is_some_and(|written| plain(written) == plain(key))
}
