//! Signatures of records: their armor, and their verification in this process.
//!
//! The verdict depends on the policy and the key files in the history alone, never on the
//! operator's keyring, clock, locale or configuration. Who may do what is decided in `rules`.

pub mod armor;
pub mod openpgp;
pub mod ssh;

use std::collections::HashMap;

use self::armor::Format;
use super::policy::{Key, Policy};

/// Codes for what is remarkable about a good signature.
pub const KEY_EXPIRED: &str = "key-expired-when-signing";
pub const WEAK_RSA: &str = "weak-rsa";
pub const NO_TOUCH: &str = "hardware-key-not-touched";

/// A signature that was made by a key of the policy over exactly the payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Good {
    pub handle: String,
    pub format: Format,
    /// The key that made it: for OpenPGP perhaps a subkey.
    pub fingerprint: String,
    /// The key the policy names: for OpenPGP the primary key.
    pub key: String,
    /// Seconds since 1970 UTC the signature claims; SSH signatures claim none.
    pub signed_at: Option<i64>,
    /// Codes of warnings, in the order found.
    pub warnings: Vec<&'static str>,
}

/// Why a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The packet or blob is not written the one way it can be.
    #[error("the signature is not in the one accepted form: {0}")]
    Form(&'static str),
    #[error("the signature uses {0}, which is refused")]
    Weak(String),
    #[error("the signature is for another purpose: {0}")]
    Purpose(String),
    #[error("the signature names its key by a short id alone")]
    KeyIdOnly,
    #[error("the policy lists no key `{0}`")]
    NotListed(String),
    #[error("the key `{fingerprint}` is {why}")]
    NotUsable { fingerprint: String, why: &'static str },
    #[error("the signature does not match the record")]
    False,
    /// The policy lists the key, but its file cannot be used: nothing can be said.
    #[error("the key file of `{handle}` cannot be used: {reason}")]
    KeyFile { handle: String, reason: String },
}

impl Refused {
    /// Returns the verdict's code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form(_) => "noncanonical-signature",
            Self::Weak(_) => "weak-signature",
            Self::Purpose(_) => "signature-for-other-purpose",
            Self::KeyIdOnly => "key-id-only",
            Self::NotListed(_) => "signer-not-authorized",
            Self::NotUsable { .. } => "key-not-usable",
            Self::False => "signature-false",
            Self::KeyFile { .. } => "key-unusable",
        }
    }

    /// Returns whether nothing can be said, rather than that something is wrong.
    pub fn is_incomplete(&self) -> bool {
        matches!(self, Self::KeyFile { .. })
    }
}

/// Returns the fingerprint of a key file's key, as a policy writes it.
pub fn fingerprint_of(format: Format, file: &[u8]) -> Result<String, String> {
    match format {
        Format::OpenPgp => openpgp::Certificate::read(file).map(|key| key.primary().to_owned()),
        Format::Ssh => ssh::PublicKey::read(file).map(|key| key.fingerprint().to_owned()),
    }
}

/// The keys of one policy, read once.
#[derive(Debug, Default)]
pub struct Keyring {
    openpgp: Vec<(String, openpgp::Certificate)>,
    /// By the fingerprint of the primary key or subkey: which certificate.
    openpgp_by_fingerprint: HashMap<String, usize>,
    ssh: HashMap<String, (String, ssh::PublicKey)>,
    unusable: Vec<Unusable>,
}

#[derive(Debug)]
struct Unusable {
    handle: String,
    format: Option<Format>,
    fingerprint: String,
    reason: String,
}

impl Keyring {
    /// Reads the key files of a policy; `file` returns a file's bytes by its path.
    pub fn read(policy: &Policy, mut file: impl FnMut(&str) -> Option<Vec<u8>>) -> Self {
        let mut keyring = Self::default();
        for (person, key) in policy.keys() {
            let result = match file(&key.file) {
                Some(bytes) => keyring.add(&person.handle, key, &bytes),
                None => Err("it is missing".to_owned()),
            };
            if let Err(reason) = result {
                keyring.unusable.push(Unusable {
                    handle: person.handle.clone(),
                    format: key.format(),
                    fingerprint: key.fingerprint.clone(),
                    reason,
                });
            }
        }
        keyring
    }

    fn add(&mut self, handle: &str, key: &Key, bytes: &[u8]) -> Result<(), String> {
        let differs = |found: &str| format!("it holds the key `{found}`");
        match key.format() {
            None => return Err("its kind is unknown".to_owned()),
            Some(Format::OpenPgp) => {
                let certificate = openpgp::Certificate::read(bytes)?;
                if certificate.primary() != key.fingerprint {
                    return Err(differs(certificate.primary()));
                }
                let place = self.openpgp.len();
                // Anybody can list another's key as their own subkey, but not make it usable.
                for (fingerprint, is_usable) in certificate.fingerprints() {
                    let known = self.openpgp_by_fingerprint.entry(fingerprint.to_owned());
                    if is_usable {
                        known.insert_entry(place);
                    } else {
                        known.or_insert(place);
                    }
                }
                self.openpgp.push((handle.to_owned(), certificate));
            }
            Some(Format::Ssh) => {
                let public = ssh::PublicKey::read(bytes)?;
                if public.fingerprint() != key.fingerprint {
                    return Err(differs(public.fingerprint()));
                }
                self.ssh.insert(public.fingerprint().to_owned(), (handle.to_owned(), public));
            }
        }
        Ok(())
    }

    /// Returns the key files that cannot be used, as `handle: reason`.
    pub fn unusable(&self) -> impl Iterator<Item = (&str, &str)> {
        self.unusable.iter().map(|key| (key.handle.as_str(), key.reason.as_str()))
    }

    /// Checks a signature, its armor off, over a payload.
    pub fn verify(
        &self,
        format: Format,
        signature: &[u8],
        payload: &[u8],
    ) -> Result<Good, Refused> {
        match format {
            Format::OpenPgp => self.verify_openpgp(signature, payload),
            Format::Ssh => self.verify_ssh(signature, payload),
        }
    }

    fn verify_openpgp(&self, signature: &[u8], payload: &[u8]) -> Result<Good, Refused> {
        let signature = openpgp::Signature::read(signature)?;
        let issuer = signature.issuer();
        let Some(place) = self.openpgp_by_fingerprint.get(issuer) else {
            return Err(self.unknown(Format::OpenPgp, issuer));
        };
        let (handle, certificate) = &self.openpgp[*place];
        let warnings = signature.verify(certificate, payload)?;
        Ok(Good {
            handle: handle.clone(),
            format: Format::OpenPgp,
            fingerprint: issuer.to_owned(),
            key: certificate.primary().to_owned(),
            signed_at: Some(signature.signed_at()),
            warnings,
        })
    }

    fn verify_ssh(&self, signature: &[u8], payload: &[u8]) -> Result<Good, Refused> {
        let signature = ssh::Signature::read(signature)?;
        let Some((handle, key)) = self.ssh.get(signature.fingerprint()) else {
            return Err(self.unknown(Format::Ssh, signature.fingerprint()));
        };
        let warnings = signature.verify(key, payload)?;
        Ok(Good {
            handle: handle.clone(),
            format: Format::Ssh,
            fingerprint: key.fingerprint().to_owned(),
            key: key.fingerprint().to_owned(),
            signed_at: None,
            warnings,
        })
    }

    /// A key of the policy whose file is unusable might be the one, by itself or as a subkey.
    fn unknown(&self, format: Format, fingerprint: &str) -> Refused {
        let maybe = self.unusable.iter().find(|key| match key.format {
            Some(Format::Ssh) => format == Format::Ssh && key.fingerprint == fingerprint,
            Some(Format::OpenPgp) => format == Format::OpenPgp,
            None => true,
        });
        match maybe {
            Some(key) => {
                Refused::KeyFile { handle: key.handle.clone(), reason: key.reason.clone() }
            }
            None => Refused::NotListed(fingerprint.to_owned()),
        }
    }
}
