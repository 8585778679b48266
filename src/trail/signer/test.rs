//! An honest fake for unit tests: signs in-process with a fixed Ed25519 key in SSH's form, so that
//! the real verifier judges what it made, and nothing else has to be installed.

use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey};

use super::{Format, KeyAtHand, SignError, Signer};
use crate::trail::signature::armor;

pub(crate) struct TestSigner {
    key: PrivateKey,
    fingerprint: String,
}

impl TestSigner {
    /// Returns the signer whose key is made from `seed`.
    pub(crate) fn new(seed: u8) -> Self {
        let pair = KeypairData::from(Ed25519Keypair::from_seed(&[seed; 32]));
        let key = PrivateKey::new(pair, "").expect("an Ed25519 pair is a private key");
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        Self { key, fingerprint }
    }

    /// Returns the key as [`super::usable`] would list it.
    pub(crate) fn key_at_hand(&self) -> KeyAtHand {
        KeyAtHand {
            format: Format::Ssh,
            fingerprint: self.fingerprint.clone(),
            public: self.public(),
            hardware: false,
            label: String::new(),
            aliases: Vec::new(),
            file: None,
        }
    }

    /// Returns the public half as its file under `trust/keys/` holds it.
    pub(crate) fn public(&self) -> Vec<u8> {
        let line = self.key.public_key().to_openssh().expect("a public key is one line");
        format!("{}\n", line.trim()).into_bytes()
    }
}

impl Signer for TestSigner {
    fn program(&self) -> &'static str {
        "test"
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn sign(&self, payload: &[u8]) -> Result<String, SignError> {
        let failed = |error: ssh_key::Error| SignError::Failed {
            program: "test",
            reason: error.to_string(),
        };
        let signature = self.key.sign("git", HashAlg::Sha512, payload).map_err(failed)?;
        let text = signature.to_pem(LineEnding::LF).map_err(failed)?;
        let (_, bytes) = armor::decode(&text)
            .map_err(|fault| SignError::Failed { program: "test", reason: fault.to_string() })?;
        Ok(armor::encode_ssh(&bytes))
    }
}

#[test]
fn its_signatures_are_real_ones() {
    let signer = TestSigner::new(7);
    let armored = signer.sign(b"record").unwrap();
    let signature = ssh_key::SshSig::from_pem(&armored).unwrap();
    let public = String::from_utf8(signer.public()).unwrap();
    let public = ssh_key::PublicKey::from_openssh(&public).unwrap();
    assert!(public.verify("git", b"record", &signature).is_ok());
    assert!(public.verify("git", b"rec0rd", &signature).is_err());
}
