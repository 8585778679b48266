//! Consent: who agreed to what, in which form, and what proves it.

use super::time::Time;
use super::vocabulary::ConsentForm;

/// One person's consent, in any form from a key to a spoken word.
#[derive(
    Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(default)]
pub struct Consent {
    /// Handle of the person who agreed.
    pub person: Option<String>,
    /// When they agreed, as a time with its offset.
    pub at: Option<Time>,
    /// The form of the consent, from a key to a spoken yes; `pending` means asked for, and no
    /// answer yet.
    pub how: Option<ConsentForm>,
    /// Fingerprint of the key, for a signature with a key.
    pub key: Option<String>,
    /// What proves it, for the other forms: where the paper is, the SHA-256 of a scan, or what was
    /// said.
    pub proof: Option<String>,
    /// Handle of somebody who was there and heard or saw it.
    pub witnessed_by: Option<String>,
}

impl Consent {
    /// Returns whether consent was given; `pending` and a missing form are not consent.
    pub fn is_given(&self) -> bool {
        self.how.is_some_and(|how| how != ConsentForm::Pending)
    }
}
