//! Who signed which text of the agreement.
//!
//! Whether a signature with a key is a good one is for gpg and ssh-keygen to say
//! (`docs/manual/agreement.md`); here it counts when its file is there.

use std::collections::BTreeSet;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::agreed::representatives_of;
use crate::model::agreement::{Agreement, Signature, signed_content};
use crate::model::engagement::Engagement;
use crate::model::time::Time;
use crate::model::vocabulary::{ConsentForm, Party};

/// The two sides that sign.
pub(super) const SIDES: [Party; 2] = [Party::Organization, Party::Auditor];

/// What a signature is worth for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    Given,
    /// `pending`, or without a form.
    NotGiven,
    /// On paper, in a message or aloud, and nothing says where or who heard it.
    Unproven,
    /// With a key, and its file is not in `signatures/`.
    FileMissing,
    /// It is over another text than this one.
    OverAnother,
}

/// What signatures are held against: the files in `signatures/`, and the texts that those were first
/// seen on which do not say over which text they are.
#[derive(Debug, Default)]
pub(super) struct Proofs {
    /// `None` where nobody looked.
    pub(super) files: Option<BTreeSet<String>>,
    /// Signatures without `over`, each with the SHA-256 of the signed content that carried it first.
    first: Vec<(Signature, String)>,
}

impl Proofs {
    pub(super) fn of_files(files: Option<&BTreeSet<String>>) -> Self {
        Self { files: files.cloned(), first: Vec::new() }
    }

    /// Looks at one more text, from the oldest on.
    pub(super) fn read(&mut self, agreement: &Agreement, text: &str) {
        let mut content = None;
        for signature in agreement.signatures.iter().filter(|it| may_lack_over(it)) {
            if self.first_content(signature).is_none() {
                let content = content.get_or_insert_with(|| content_of(text));
                self.first.push((signature.clone(), content.clone()));
            }
        }
    }

    /// Returns the signed content that a signature was first seen on.
    pub(super) fn first_content(&self, signature: &Signature) -> Option<&str> {
        let first = self.first.iter().find(|(first, _)| is_same(first, signature));
        first.map(|(_, content)| &**content)
    }

    /// Returns whether both sides signed this text of the agreement.
    pub(super) fn are_of_both(
        &self,
        engagement: &Engagement,
        agreement: &Agreement,
        text: &str,
    ) -> bool {
        let content = content_of(text);
        SIDES.into_iter().all(|party| {
            let signatures = signatures_of(engagement, agreement, party);
            signatures.iter().any(|(_, it)| self.worth(it, &content) == Worth::Given)
        })
    }

    /// Returns when the second side signed a text that both signed, by the SHA-256 of its signed
    /// content; nothing where a side's signatures do not say when.
    pub(super) fn since(
        &self,
        engagement: &Engagement,
        agreement: &Agreement,
        content: &str,
    ) -> Option<Timestamp> {
        let first_of = |party| {
            let signatures = signatures_of(engagement, agreement, party);
            let given = signatures.iter().filter(|(_, it)| self.worth(it, content) == Worth::Given);
            given.filter_map(|(_, it)| it.signed_at.as_ref().and_then(Time::instant)).min()
        };
        let [one, other] = SIDES.map(first_of);
        Some(one?.max(other?))
    }

    /// Returns what a signature is worth for a text, by the SHA-256 of its signed content. Without
    /// `over` it is over the first text that carried it: who signed a paper saw no later one.
    pub(super) fn worth(&self, signature: &Signature, content: &str) -> Worth {
        let is_proven = signature.proof.is_some() || signature.witnessed_by.is_some();
        let over = signature.over.as_deref().map(str::trim);
        let over = over.or_else(|| self.first_content(signature));
        match (signature.how, over) {
            (None | Some(ConsentForm::Pending), _) => Worth::NotGiven,
            (Some(how), _) if how.is_key() && signature.over.is_none() => Worth::NotGiven,
            (_, Some(over)) if !over.eq_ignore_ascii_case(content) => Worth::OverAnother,
            (Some(how), _) if how.is_key() => match &self.files {
                Some(files) if !has_file(signature, files) => Worth::FileMissing,
                _ => Worth::Given,
            },
            _ if !is_proven => Worth::Unproven,
            _ => Worth::Given,
        }
    }
}

/// Returns whether a signature may count without saying over which text it is: a paper, a message
/// or a spoken yes may; a key signs nothing but a hash.
pub(super) fn may_lack_over(signature: &Signature) -> bool {
    let is_by_key = signature.how.is_none_or(ConsentForm::is_key);
    signature.over.is_none() && !is_by_key && signature.how != Some(ConsentForm::Pending)
}

/// Returns whether two texts carry one and the same signature. What was only added to it later, such
/// as when it was given, makes no new one.
fn is_same(one: &Signature, other: &Signature) -> bool {
    let differ = |one: Option<&str>, other: Option<&str>| matches!((one, other), (Some(one), Some(other)) if one.trim() != other.trim());
    let at = |signature: &Signature| signature.signed_at.as_ref().and_then(Time::instant);
    one.person == other.person
        && one.how == other.how
        && !differ(one.proof.as_deref(), other.proof.as_deref())
        && !differ(one.witnessed_by.as_deref(), other.witnessed_by.as_deref())
        && !matches!((at(one), at(other)), (Some(one), Some(other)) if one != other)
}

/// Returns the SHA-256 of what a signature of this text covers.
pub(super) fn content_of(text: &str) -> String {
    Sha256::digest(signed_content(text)).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns whether the signature itself lies where `ircase agreement sign` puts it.
fn has_file(signature: &Signature, files: &BTreeSet<String>) -> bool {
    let (Some(over), Some(person)) = (&signature.over, &signature.person) else { return false };
    let over = over.trim().to_ascii_lowercase();
    ["asc", "sig"]
        .iter()
        .any(|ending| files.contains(&format!("signatures/{over}-{person}.{ending}")))
}

/// Returns the signatures of who may sign for a side; where the agreement names nobody, of who
/// stands on it.
pub(super) fn signatures_of<'a>(
    engagement: &Engagement,
    agreement: &'a Agreement,
    party: Party,
) -> Vec<(usize, &'a Signature)> {
    let is_of_party =
        |handle: &str| signs_for(engagement, agreement, handle).is_some_and(|side| side == party);
    let signatures = agreement.signatures.iter().enumerate();
    signatures
        .filter(|(_, signature)| signature.person.as_deref().is_some_and(is_of_party))
        .collect()
}

/// Returns the one side for which somebody may sign. Nobody agrees with themselves: who is named on
/// both sides signs for the one that they stand on, else for the organization.
fn signs_for(engagement: &Engagement, agreement: &Agreement, handle: &str) -> Option<Party> {
    let own = || engagement.person(handle)?.1.party;
    let is_named =
        |party: &Party| representatives_of(agreement, *party).iter().any(|it| it == handle);
    match SIDES.map(|party| is_named(&party).then_some(party)) {
        [Some(organization), Some(auditor)] => {
            Some(if own() == Some(auditor) { auditor } else { organization })
        }
        [Some(party), None] | [None, Some(party)] => Some(party),
        [None, None] => own().filter(|party| representatives_of(agreement, *party).is_empty()),
    }
}
