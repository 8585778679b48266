//! SSH signatures (OpenSSH `PROTOCOL.sshsig`), checked by ssh-key under our own rules.
//!
//! Only the namespace `git`, so that a signature made to log in or to sign a file is never a
//! record's. The container is read here, field by field, so that no byte of it is without
//! meaning; ssh-key does the arithmetic.

use ssh_key::public::KeyData;
use ssh_key::{Algorithm, HashAlg, SshSig};

use super::{NO_TOUCH, Refused, WEAK_RSA};

/// What git asks `ssh-keygen -Y sign` for.
pub const NAMESPACE: &str = "git";
const MAGIC: &[u8] = b"SSHSIG";
const VERSION: u32 = 1;
/// A key file holds one line; the largest RSA key stays far below.
const KEY_BYTES_MAX: usize = 16 * 1024;
/// Smaller keys are refused (NIST SP 800-57 part 1, 112 bits of strength).
const RSA_BITS_MIN: usize = 2048;
/// Smaller keys are accepted with a warning (128 bits of strength).
const RSA_BITS_GOOD: usize = 3072;
/// The key was touched (OpenSSH `PROTOCOL.u2f`, flag `user presence`).
const TOUCHED: u8 = 0x01;

/// A person's SSH key.
#[derive(Debug)]
pub struct PublicKey {
    key: ssh_key::PublicKey,
    fingerprint: String,
    weak_rsa: bool,
}

impl PublicKey {
    /// Reads a `.pub` file: one line of kind, base64 and perhaps a comment.
    pub fn read(file: &[u8]) -> Result<Self, String> {
        if file.len() > KEY_BYTES_MAX {
            return Err("it is larger than a key can be".to_owned());
        }
        let text = std::str::from_utf8(file).map_err(|_| "it is not UTF-8")?;
        let line = text.strip_suffix('\n').unwrap_or(text);
        if line.contains(['\n', '\r']) {
            return Err("it holds more than one line".to_owned());
        }
        let key = ssh_key::PublicKey::from_openssh(line)
            .map_err(|fault| format!("its key cannot be read: {fault}"))?;
        let weak_rsa = check_kind(key.key_data())?;
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        Ok(Self { key, fingerprint, weak_rsa })
    }

    /// Returns `SHA256:` and base64, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// Returns whether the key is an RSA key that is only just accepted.
fn check_kind(key: &KeyData) -> Result<bool, String> {
    match key {
        KeyData::Ed25519(_)
        | KeyData::Ecdsa(_)
        | KeyData::SkEd25519(_)
        | KeyData::SkEcdsaSha2NistP256(_) => Ok(false),
        KeyData::Rsa(rsa) => {
            let modulus = rsa.n.as_positive_bytes().unwrap_or_default();
            let unused = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
            match (modulus.len() * 8).saturating_sub(unused) {
                RSA_BITS_GOOD.. => Ok(false),
                RSA_BITS_MIN.. => Ok(true),
                bits => Err(format!("its RSA key has {bits} bits, fewer than {RSA_BITS_MIN}")),
            }
        }
        other => Err(format!("keys of the kind `{}` are not supported", other.algorithm())),
    }
}

/// A signature of the accepted form; not yet known to be true.
#[derive(Debug)]
pub struct Signature {
    inner: SshSig,
    fingerprint: String,
}

impl Signature {
    /// Reads the bytes within an armor.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let fields = Fields::read(bytes).ok_or(Refused::Form("its fields are cut or too many"))?;
        if fields.version != VERSION {
            return Err(Refused::Form("its version is not 1"));
        }
        if fields.namespace != NAMESPACE.as_bytes() {
            let name = String::from_utf8_lossy(fields.namespace);
            return Err(Refused::Purpose(format!("its namespace is `{name}`, not `git`")));
        }
        if !fields.reserved.is_empty() {
            return Err(Refused::Form("its reserved field is not empty"));
        }
        let hash = match fields.hash {
            b"sha256" => HashAlg::Sha256,
            b"sha512" => HashAlg::Sha512,
            other => {
                let name = String::from_utf8_lossy(other);
                return Err(Refused::Weak(format!("the hash {name}")));
            }
        };
        let key = ssh_key::PublicKey::from_bytes(fields.key)
            .map_err(|_| Refused::Form("the key in it cannot be read"))?;
        if key.to_bytes().ok().as_deref() != Some(fields.key) {
            return Err(Refused::Form("the key in it is not written the one way it can be"));
        }
        let signature = read_signature(fields.signature)?;
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        let inner = SshSig::new(key.key_data().clone(), NAMESPACE, hash, signature)
            .map_err(|_| Refused::Form("its fields do not fit together"))?;
        Ok(Self { inner, fingerprint })
    }

    /// Returns the fingerprint of the key it says it is by.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Checks the signature over a payload; returns codes of warnings.
    pub fn verify(&self, key: &PublicKey, payload: &[u8]) -> Result<Vec<&'static str>, Refused> {
        key.key.verify(NAMESPACE, payload, &self.inner).map_err(|_| Refused::False)?;
        let untouched = self.flags().is_some_and(|flags| flags & TOUCHED == 0);
        let warnings = [(untouched, NO_TOUCH), (key.weak_rsa, WEAK_RSA)];
        Ok(warnings.into_iter().filter(|(is, _)| *is).map(|(_, code)| code).collect())
    }

    /// Returns the flags a hardware key signed: they stand before the last four bytes.
    fn flags(&self) -> Option<u8> {
        let signature = self.inner.signature();
        let hardware =
            matches!(signature.algorithm(), Algorithm::SkEd25519 | Algorithm::SkEcdsaSha2NistP256);
        let bytes = signature.as_bytes();
        if !hardware {
            return None;
        }
        bytes.len().checked_sub(5).map(|place| bytes[place])
    }
}

/// Reads `algorithm`, `bytes`, and for a hardware key its flags and counter; nothing more.
fn read_signature(blob: &[u8]) -> Result<ssh_key::Signature, Refused> {
    let mut rest = blob;
    let parts = (|| {
        let name = take_string(&mut rest)?;
        let signature = take_string(&mut rest)?;
        Some((name, signature))
    })();
    let (name, _) = parts.ok_or(Refused::Form("its inner signature is cut"))?;
    let name = String::from_utf8_lossy(name);
    let trailer = if name.starts_with("sk-") { 5 } else { 0 };
    if rest.len() != trailer {
        return Err(Refused::Form("its inner signature has more or less than its fields"));
    }
    if name == "ssh-rsa" || name == "ssh-dss" {
        return Err(Refused::Weak(format!("the algorithm {name}")));
    }
    let signature = ssh_key::Signature::try_from(blob)
        .map_err(|_| Refused::Form("its inner signature cannot be read"))?;
    match signature.algorithm() {
        Algorithm::Ed25519
        | Algorithm::Ecdsa { .. }
        | Algorithm::SkEd25519
        | Algorithm::SkEcdsaSha2NistP256
        | Algorithm::Rsa { hash: Some(_) } => Ok(signature),
        other => Err(Refused::Weak(format!("the algorithm {other}"))),
    }
}

struct Fields<'a> {
    version: u32,
    key: &'a [u8],
    namespace: &'a [u8],
    reserved: &'a [u8],
    hash: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Fields<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let fields = Self {
            version: take_u32(&mut rest)?,
            key: take_string(&mut rest)?,
            namespace: take_string(&mut rest)?,
            reserved: take_string(&mut rest)?,
            hash: take_string(&mut rest)?,
            signature: take_string(&mut rest)?,
        };
        rest.is_empty().then_some(fields)
    }
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    let (number, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(u32::from_be_bytes(*number))
}

fn take_string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_u32(rest)?).ok()?;
    let (text, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::armor;
    use super::seeded::SeededKey;
    use super::*;

    fn signed() -> Vec<u8> {
        armor::decode(&SeededKey::new(1).sign(NAMESPACE, b"payload")).unwrap().1
    }

    #[test]
    fn every_byte_of_a_signature_counts() {
        let key = PublicKey::read(SeededKey::new(1).public().as_bytes()).unwrap();
        let good = signed();
        assert_eq!(Signature::read(&good).unwrap().verify(&key, b"payload"), Ok(Vec::new()));
        assert_eq!(Signature::read(&good).unwrap().verify(&key, b"paylaod"), Err(Refused::False));
        for place in 0..good.len() {
            let mut bent = good.clone();
            bent[place] ^= 1;
            let accepted = Signature::read(&bent).is_ok_and(|signature| {
                signature.fingerprint() == key.fingerprint()
                    && signature.verify(&key, b"payload").is_ok()
            });
            assert!(!accepted, "byte {place}");
        }
        let longer = [good.as_slice(), b"x"].concat();
        assert!(Signature::read(&longer).is_err());
        assert!(Signature::read(&good[..good.len() - 1]).is_err());
    }

    #[test]
    fn key_files_hold_one_key_of_a_good_kind() {
        let line = SeededKey::new(1).public();
        for (text, good) in [
            (line.clone(), true),
            (line.trim_end().to_owned(), true),
            (format!("{line}{line}"), false),
            (line.replace("ssh-ed25519 ", ""), false),
            (line.replace("ssh-ed25519 ", "ssh-rsa "), false),
            (String::new(), false),
            ("x".repeat(KEY_BYTES_MAX + 1), false),
        ] {
            assert_eq!(PublicKey::read(text.as_bytes()).is_ok(), good, "{text:.80}");
        }
        assert!(PublicKey::read(&[0xff]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Signature::read(&bytes);
            let _ = Signature::read(&[MAGIC, &bytes].concat());
            let _ = PublicKey::read(&bytes);
        }
    }
}

/// Keys from fixed seeds that sign in memory, for tests of the rules.
#[cfg(test)]
pub(in crate::trail) mod seeded {
    use ssh_key::private::{Ed25519Keypair, KeypairData};
    use ssh_key::{HashAlg, LineEnding, PrivateKey};

    pub(in crate::trail) struct SeededKey(PrivateKey);

    impl SeededKey {
        pub(in crate::trail) fn new(seed: u8) -> Self {
            let pair = Ed25519Keypair::from_seed(&[seed; 32]);
            Self(PrivateKey::new(KeypairData::Ed25519(pair), "").unwrap())
        }

        pub(in crate::trail) fn fingerprint(&self) -> String {
            self.0.fingerprint(HashAlg::Sha256).to_string()
        }

        /// Returns the line of a `.pub` file.
        pub(in crate::trail) fn public(&self) -> String {
            format!("{}\n", self.0.public_key().to_openssh().unwrap())
        }

        /// Returns an armored signature over the payload's SHA-512.
        pub(in crate::trail) fn sign(&self, namespace: &str, payload: &[u8]) -> String {
            self.sign_with(namespace, HashAlg::Sha512, payload)
        }

        /// Returns another true signature over the same payload, over its SHA-256.
        pub(in crate::trail) fn sign_otherwise(&self, payload: &[u8]) -> String {
            self.sign_with(super::NAMESPACE, HashAlg::Sha256, payload)
        }

        fn sign_with(&self, namespace: &str, hash: HashAlg, payload: &[u8]) -> String {
            self.0.sign(namespace, hash, payload).unwrap().to_pem(LineEnding::LF).unwrap()
        }
    }
}
