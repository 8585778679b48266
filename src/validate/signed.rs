//! Who signed which text of the agreement, and which text is in force.
//!
//! What both sides last signed stays in force until both sign a changed one. Whether a signature
//! with a key is a good one is for gpg and ssh-keygen to say (`docs/manual/agreement.md`); here it
//! counts when its file is there.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::agreed::representatives_of;
use super::facts::Recorded;
use super::rule::Finding;
use crate::model::agreement::{Agreement, Signature, signed_content};
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::vocabulary::{ConsentForm, Party};
use crate::source::{Source, SourceId, Span};

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

/// The agreement that incidents are held against.
#[derive(Debug, Clone, Copy)]
pub struct InForce<'a> {
    pub agreement: &'a Agreement,
    pub standing: Standing,
    /// The document as it lies in the folder, also where an earlier text is in force.
    document: &'a TypedDocument,
}

/// How the agreement that is read stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Both sides signed it as it lies in the folder.
    Signed,
    /// It was changed and not yet signed by both; this is the text that both signed before.
    Earlier,
    /// Both have never signed; this is what lies in the folder.
    Unsigned,
}

/// What [`InForce`] is made from, worked out once.
#[derive(Debug)]
pub(super) enum Force {
    Signed,
    Earlier(Box<TypedDocument>),
    Unsigned,
}

impl Force {
    pub(super) fn of(engagement: &Engagement, recorded: &Recorded) -> Self {
        let Some((document, agreement)) = engagement.agreement() else { return Self::Unsigned };
        let text = &engagement.source(document).text;
        let files = recorded.signatures.as_ref();
        if is_by_both(engagement, agreement, text, files) {
            return Self::Signed;
        }
        let changed = recorded.changed.get(&document.path).into_iter();
        let earlier = recorded.earlier.get(&document.path).into_iter().flatten();
        for text in changed.chain(earlier) {
            let before = Source::new(SourceId(0), document.path.as_str(), text.as_str());
            let before = TypedDocument::read(&before, None);
            let Content::Agreement(agreement) = &before.content else { continue };
            if is_by_both(engagement, agreement, text, files) {
                return Self::Earlier(Box::new(before));
            }
        }
        Self::Unsigned
    }

    pub(super) fn read<'a>(&'a self, engagement: &'a Engagement) -> Option<InForce<'a>> {
        let (document, present) = engagement.agreement()?;
        let (agreement, standing) = match self {
            Self::Signed => (present, Standing::Signed),
            Self::Unsigned => (present, Standing::Unsigned),
            Self::Earlier(before) => match &before.content {
                Content::Agreement(agreement) => (&**agreement, Standing::Earlier),
                _ => (present, Standing::Unsigned),
            },
        };
        Some(InForce { agreement, standing, document })
    }
}

impl InForce<'_> {
    /// Returns where the agreement says something; for an earlier text, which lies in no file, the
    /// status of the one that does.
    pub(super) fn field(&self, path: &str) -> Span {
        self.place(|document| document.field(path))
    }

    pub(super) fn place(&self, place: impl FnOnce(&TypedDocument) -> Span) -> Span {
        match self.standing {
            Standing::Signed | Standing::Unsigned => place(self.document),
            Standing::Earlier => self.document.field("status"),
        }
    }

    /// Adds the place of the agreement that a finding rests on. An earlier text lies in no file;
    /// then the finding says that it is meant.
    pub(super) fn relate(
        &self,
        finding: Finding,
        place: impl FnOnce(&TypedDocument) -> Span,
        message: &str,
    ) -> Finding {
        match self.standing {
            Standing::Signed | Standing::Unsigned => finding.related(place(self.document), message),
            Standing::Earlier => finding.related(
                self.document.field("status"),
                "changed and not yet signed by both; what both signed before is in force",
            ),
        }
    }
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
