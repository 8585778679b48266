//! Who signed which text of the agreement.
//!
//! Whether a signature with a key is a good one is for gpg and ssh-keygen to say
//! (`docs/manual/agreement.md`); here it counts when its file is there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::agreed::representatives_of;
use crate::model::agreement::{Agreement, Signature, SignedHash};
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
    /// Both sides signed another text after it.
    Replaced,
}

impl Worth {
    /// Returns whether somebody signed, and not the text that is looked at as it now stands.
    pub(super) fn is_of_another(self) -> bool {
        matches!(self, Self::OverAnother | Self::Replaced)
    }
}

/// What signatures are held against: the files in `signatures/`, and the texts that those were first
/// proven on which do not say over which text they are.
#[derive(Debug, Default)]
pub(super) struct Proofs {
    /// `None` where nobody looked.
    pub(super) files: Option<BTreeSet<String>>,
    /// Signatures without `over`, by who gave them.
    papers: BTreeMap<Option<String>, Papers>,
    /// The signed content of texts after which both sides signed another one, and since when that
    /// one counts. Only a later signature makes such a text count again.
    replaced: BTreeMap<String, Timestamp>,
}

/// What one person signed without saying over which text: each time, the SHA-256 of the signed
/// content of the first text that proved it. How a paper is described, another form and a date that
/// moves by hours make no new one: else a changed text would have it by a word in its `proof`.
#[derive(Debug, Default)]
struct Papers {
    undated: Option<String>,
    /// By when it was signed, the oldest first.
    dated: Vec<(Timestamp, String)>,
}

/// How much later than the one before a paper must be to be another one.
const APART: SignedDuration = SignedDuration::from_hours(24);

impl Papers {
    fn see(&mut self, at: Option<Timestamp>, content: &SignedHash) {
        let newest = self.dated.last();
        match at {
            // One that lost its date is no new one.
            None => {
                let content = newest.map_or_else(|| content.to_string(), |(_, it)| it.clone());
                self.undated.get_or_insert(content);
            }
            Some(at) => {
                if newest.is_none_or(|(newest, _)| at.duration_since(*newest) >= APART) {
                    self.dated.push((at, content.to_string()));
                }
            }
        }
    }

    fn first_content(&self, at: Option<Timestamp>) -> Option<&str> {
        let dated = match at {
            None if self.undated.is_some() => return self.undated.as_deref(),
            None => self.dated.last(),
            Some(at) => {
                let later = self.dated.partition_point(|(dated, _)| *dated <= at);
                self.dated.get(later.saturating_sub(1))
            }
        };
        dated.map(|(_, content)| &**content)
    }
}

impl Proofs {
    pub(super) fn of_files(files: Option<&BTreeSet<String>>) -> Self {
        Self { files: files.cloned(), ..Self::default() }
    }

    /// Looks at one more text, from the oldest on.
    pub(super) fn read(&mut self, agreement: &Agreement, content: &SignedHash) {
        let papers = agreement.signatures.iter().filter(|it| may_lack_over(it) && is_proven(it));
        for paper in papers {
            let known = self.papers.entry(paper.person.clone()).or_default();
            known.see(signed_at(paper), content);
        }
    }

    /// Notes that both sides signed another text, which counts since then, after one of this content.
    pub(super) fn replace(&mut self, content: &SignedHash, since: Timestamp) {
        self.replaced.insert(content.to_string(), since);
    }

    /// Returns the signed content that a signature was first proven on.
    fn first_content(&self, signature: &Signature) -> Option<&str> {
        self.papers.get(&signature.person)?.first_content(signed_at(signature))
    }

    /// Returns whether both sides signed a text of the agreement, by the SHA-256 of its signed
    /// content.
    pub(super) fn are_of_both(
        &self,
        engagement: &Engagement,
        agreement: &Agreement,
        content: &SignedHash,
    ) -> bool {
        SIDES.into_iter().all(|party| {
            let mut given = self.given_by(engagement, agreement, party, content);
            given.next().is_some()
        })
    }

    /// Returns the signatures of one side that count for a text.
    pub(super) fn given_by<'a>(
        &self,
        engagement: &Engagement,
        agreement: &'a Agreement,
        party: Party,
        content: &SignedHash,
    ) -> impl Iterator<Item = &'a Signature> {
        let signatures = signatures_of(engagement, agreement, party).into_iter();
        signatures.map(|(_, it)| it).filter(move |it| self.worth(it, content) == Worth::Given)
    }

    /// Returns when the second side signed a text that both signed, by the SHA-256 of its signed
    /// content; nothing where a side's signatures do not say when.
    pub(super) fn since(
        &self,
        engagement: &Engagement,
        agreement: &Agreement,
        content: &SignedHash,
    ) -> Option<Timestamp> {
        let first_of = |party| {
            self.given_by(engagement, agreement, party, content).filter_map(signed_at).min()
        };
        let [one, other] = SIDES.map(first_of);
        Some(one?.max(other?))
    }

    /// Returns what a signature is worth for a text, by the SHA-256 of its signed content. Without
    /// `over` it is over the first text that proved it: who signed a paper saw no later one.
    pub(super) fn worth(&self, signature: &Signature, content: &SignedHash) -> Worth {
        let is_over_another = || match signature.over.as_deref() {
            Some(over) => !content.fits(over),
            None => self.first_content(signature).is_some_and(|first| first != content.as_str()),
        };
        match signature.how {
            None | Some(ConsentForm::Pending) => Worth::NotGiven,
            Some(how) if how.is_key() && signature.over.is_none() => Worth::NotGiven,
            Some(_) if is_over_another() => Worth::OverAnother,
            Some(_) if self.is_replaced(signature, content) => Worth::Replaced,
            Some(how) if how.is_key() => match &self.files {
                Some(files) if !has_file(signature, files) => Worth::FileMissing,
                _ => Worth::Given,
            },
            Some(_) if !is_proven(signature) => Worth::Unproven,
            Some(_) => Worth::Given,
        }
    }

    /// Returns whether both sides signed another text after this signature of the one before.
    fn is_replaced(&self, signature: &Signature, content: &SignedHash) -> bool {
        let since = self.replaced.get(content.as_str());
        since.is_some_and(|since| signed_at(signature).is_none_or(|at| at <= *since))
    }
}

/// Returns whether a signature may count without saying over which text it is: a paper, a message
/// or a spoken yes may; a key signs nothing but a hash.
pub(super) fn may_lack_over(signature: &Signature) -> bool {
    let is_by_key = signature.how.is_none_or(ConsentForm::is_key);
    signature.over.is_none() && !is_by_key && signature.how != Some(ConsentForm::Pending)
}

/// Returns whether a signature says where it is, or who heard it; blanks say nothing.
fn is_proven(signature: &Signature) -> bool {
    let mut said = [&signature.proof, &signature.witnessed_by].into_iter().flatten();
    said.any(|it| !it.trim().is_empty())
}

fn signed_at(signature: &Signature) -> Option<Timestamp> {
    signature.signed_at.as_ref().and_then(Time::instant)
}

/// Returns the SHA-256 of what a signature of this text covers.
pub(super) fn content_of(text: &str) -> SignedHash {
    SignedHash::of(text)
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
pub(super) fn signs_for(
    engagement: &Engagement,
    agreement: &Agreement,
    handle: &str,
) -> Option<Party> {
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
