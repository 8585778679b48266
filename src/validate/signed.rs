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

/// Returns whether both sides signed this text of the agreement.
pub(super) fn is_by_both(
    engagement: &Engagement,
    agreement: &Agreement,
    text: &str,
    files: Option<&BTreeSet<String>>,
) -> bool {
    let content = content_of(text);
    SIDES.into_iter().all(|party| {
        let signatures = signatures_of(engagement, agreement, party);
        signatures.iter().any(|(_, it)| worth(it, &content, files) == Worth::Given)
    })
}

/// Returns when the second side signed a text that both signed, by the SHA-256 of its signed
/// content; nothing where a side's signatures do not say when.
pub(super) fn since(
    engagement: &Engagement,
    agreement: &Agreement,
    content: &str,
) -> Option<Timestamp> {
    let first_of = |party| {
        let signatures = signatures_of(engagement, agreement, party);
        let given = signatures.iter().filter(|(_, it)| worth(it, content, None) == Worth::Given);
        given.filter_map(|(_, it)| it.signed_at.as_ref().and_then(Time::instant)).min()
    };
    let [one, other] = SIDES.map(first_of);
    Some(one?.max(other?))
}

/// Returns the SHA-256 of what a signature of this text covers.
pub(super) fn content_of(text: &str) -> String {
    Sha256::digest(signed_content(text)).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns what a signature is worth for a text, by the SHA-256 of its signed content; without a
/// list of the files in `signatures/` nobody looked for them.
pub(super) fn worth(
    signature: &Signature,
    content: &str,
    files: Option<&BTreeSet<String>>,
) -> Worth {
    let is_proven = signature.proof.is_some() || signature.witnessed_by.is_some();
    match (signature.how, signature.over.as_deref()) {
        (None | Some(ConsentForm::Pending), _) => Worth::NotGiven,
        (_, Some(over)) if !over.trim().eq_ignore_ascii_case(content) => Worth::OverAnother,
        // A paper may carry no hash; a key signs nothing else.
        (Some(how), None) if how.is_key() => Worth::NotGiven,
        (Some(how), _) if how.is_key() => match files {
            Some(files) if !has_file(signature, files) => Worth::FileMissing,
            _ => Worth::Given,
        },
        _ if !is_proven => Worth::Unproven,
        _ => Worth::Given,
    }
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
    let representatives = representatives_of(agreement, party);
    let is_of_party = |handle: &str| {
        if representatives.is_empty() {
            let person = engagement.person(handle);
            return person.is_some_and(|(_, person)| person.party == Some(party));
        }
        representatives.iter().any(|it| it == handle)
    };
    let signatures = agreement.signatures.iter().enumerate();
    signatures
        .filter(|(_, signature)| signature.person.as_deref().is_some_and(is_of_party))
        .collect()
}
