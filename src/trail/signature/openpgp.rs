//! OpenPGP signatures (RFC 9580, RFC 4880), checked by rPGP under our own rules.
//!
//! rPGP does the arithmetic; what is accepted is decided here: one packet in its one form,
//! binary type, version 4 or 6, SHA-2 or SHA-3, Ed25519, ECDSA on the NIST curves, RSA from
//! 2048 bits, a subkey only with its owner's binding and its own back-signature.
//! No clock is read: a key expired when the signature says it was made is a warning.

use pgp::composed::{Deserializable, SignedPublicKey};
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::packet::{
    PacketHeader, PublicKey, PublicSubkey, Signature as Packet, SignatureType, SignatureVersion,
    SubpacketData,
};
use pgp::ser::Serialize;
use pgp::types::{EcdsaPublicParams, EddsaLegacyPublicParams, KeyDetails, PublicParams, Tag};

use super::{KEY_EXPIRED, Refused, WEAK_RSA};

/// A certificate with hundreds of signatures of others stays below; a larger one is refused.
const CERTIFICATE_BYTES_MAX: usize = 1024 * 1024;
/// Smaller keys are refused (NIST SP 800-57 part 1, 112 bits of strength).
const RSA_BITS_MIN: u16 = 2048;
/// Smaller keys are accepted with a warning (128 bits of strength).
const RSA_BITS_GOOD: u16 = 3072;

/// A person's OpenPGP key with its subkeys, its bindings checked.
#[derive(Debug)]
pub struct Certificate {
    primary: String,
    components: Vec<Component>,
}

/// The primary key or a subkey.
#[derive(Debug)]
struct Component {
    fingerprint: String,
    key: Half,
    /// Nothing if it may sign.
    unusable: Option<&'static str>,
    /// Seconds since 1970 UTC.
    expires_at: Option<i64>,
    weak_rsa: bool,
}

#[derive(Debug)]
enum Half {
    Primary(PublicKey),
    Sub(PublicSubkey),
}

impl Certificate {
    /// Reads an armored certificate, as `gpg --armor --export` writes it.
    pub fn read(file: &[u8]) -> Result<Self, String> {
        if file.len() > CERTIFICATE_BYTES_MAX {
            return Err("it is larger than a key can be".to_owned());
        }
        let (mut keys, _) =
            SignedPublicKey::from_armor_many(file).map_err(|_| "it holds no OpenPGP key")?;
        let key = keys.next().ok_or("it holds no OpenPGP key")?;
        let key = key.map_err(|fault| format!("its key cannot be read: {fault}"))?;
        if keys.next().is_some() {
            return Err("it holds more than one key".to_owned());
        }
        // Asked first: not every kind that is refused can be reckoned with.
        if strength(key.primary_key.public_params()) == Strength::Refused {
            return Err("keys of its kind or size are refused".to_owned());
        }
        let owner = owner_words(&key)?;
        let mut components = vec![primary(&key, &owner)];
        components.extend(key.public_subkeys.iter().map(|sub| subkey(&key, sub, &owner)));
        Ok(Self { primary: fingerprint(&key.primary_key), components })
    }

    /// Returns the primary key's fingerprint, hexadecimal in capitals.
    pub fn primary(&self) -> &str {
        &self.primary
    }

    /// Returns the fingerprints of the primary key and every subkey, and whether each may sign.
    pub fn fingerprints(&self) -> impl Iterator<Item = (&str, bool)> {
        self.components
            .iter()
            .map(|component| (component.fingerprint.as_str(), component.unusable.is_none()))
    }
}

fn fingerprint(key: &impl KeyDetails) -> String {
    key.fingerprint().to_string().to_uppercase()
}

/// What the owner's newest own signature says about the whole key.
struct OwnerWords {
    revoked: bool,
    may_sign: bool,
    expires_after: Option<u32>,
}

fn owner_words(key: &SignedPublicKey) -> Result<OwnerWords, String> {
    let primary = &key.primary_key;
    // A revocation counts however weak its hash is: doubt only ever takes away.
    let revoked = key
        .details
        .revocation_signatures
        .iter()
        .any(|signature| signature.verify_key(primary).is_ok());
    let direct = key.details.direct_signatures.iter().filter(|signature| {
        signature.typ() == Some(SignatureType::Key)
            && is_strong(signature)
            && signature.verify_key(primary).is_ok()
    });
    let users = key.details.users.iter().flat_map(|user| {
        user.signatures.iter().filter(|signature| {
            signature.is_certification()
                && signature.typ() != Some(SignatureType::CertRevocation)
                && is_strong(signature)
                && signature.verify_certification(primary, Tag::UserId, &user.id).is_ok()
        })
    });
    let newest = direct.chain(users).max_by_key(|signature| created(signature));
    let newest = newest.ok_or("its owner signed it only with a hash that is refused, or never")?;
    Ok(OwnerWords {
        revoked,
        may_sign: may_sign(newest),
        expires_after: newest.key_expiration_time().map(pgp::types::Duration::as_secs),
    })
}

fn primary(key: &SignedPublicKey, owner: &OwnerWords) -> Component {
    let primary = &key.primary_key;
    let unusable = match owner {
        OwnerWords { revoked: true, .. } => Some("revoked"),
        OwnerWords { may_sign: false, .. } => Some("not for signing"),
        OwnerWords { .. } => None,
    };
    Component {
        fingerprint: fingerprint(primary),
        unusable,
        expires_at: expires_at(primary, owner.expires_after),
        weak_rsa: strength(primary.public_params()) == Strength::WeakRsa,
        key: Half::Primary(primary.clone()),
    }
}

fn subkey(
    key: &SignedPublicKey,
    sub: &pgp::composed::SignedPublicSubKey,
    owner: &OwnerWords,
) -> Component {
    let primary = &key.primary_key;
    let bound = |signature: &&Packet, typ: SignatureType| {
        signature.typ() == Some(typ) && signature.verify_subkey_binding(primary, &sub.key).is_ok()
    };
    let revoked =
        sub.signatures.iter().any(|signature| bound(&signature, SignatureType::SubkeyRevocation));
    let binding = sub
        .signatures
        .iter()
        .filter(|signature| is_strong(signature) && bound(signature, SignatureType::SubkeyBinding))
        .max_by_key(|signature| created(signature));
    let unusable = match binding {
        _ if owner.revoked || revoked => Some("revoked"),
        None => Some("not bound to its owner"),
        Some(binding) if !may_sign(binding) => Some("not for signing"),
        Some(binding) if !has_back_signature(binding, sub, primary) => {
            Some("without its back-signature")
        }
        Some(_) if strength(sub.key.public_params()) == Strength::Refused => {
            Some("of a kind that is refused")
        }
        Some(_) => None,
    };
    // A subkey lives no longer than its primary key.
    let own = binding.and_then(|binding| binding.key_expiration_time()).map(|time| time.as_secs());
    let ends = [expires_at(&sub.key, own), expires_at(primary, owner.expires_after)];
    Component {
        fingerprint: fingerprint(&sub.key),
        unusable,
        expires_at: ends.into_iter().flatten().min(),
        weak_rsa: strength(sub.key.public_params()) == Strength::WeakRsa,
        key: Half::Sub(sub.key.clone()),
    }
}

fn has_back_signature(
    binding: &Packet,
    sub: &pgp::composed::SignedPublicSubKey,
    primary: &PublicKey,
) -> bool {
    binding.embedded_signature().is_some_and(|back| {
        is_strong(back) && back.verify_primary_key_binding(&sub.key, primary).is_ok()
    })
}

fn created(signature: &Packet) -> u32 {
    signature.created().map_or(0, pgp::types::Timestamp::as_secs)
}

/// A key without flags may sign, as gpg takes it.
fn may_sign(signature: &Packet) -> bool {
    let Some(config) = signature.config() else { return false };
    let has_flags = config
        .hashed_subpackets()
        .any(|subpacket| matches!(subpacket.data, SubpacketData::KeyFlags(_)));
    !has_flags || signature.key_flags().sign()
}

fn expires_at(key: &impl KeyDetails, after: Option<u32>) -> Option<i64> {
    let after = after.filter(|seconds| *seconds != 0)?;
    Some(i64::from(key.created_at().as_secs()) + i64::from(after))
}

fn is_strong(signature: &Packet) -> bool {
    signature.hash_alg().is_some_and(is_strong_hash)
        && matches!(signature.version(), SignatureVersion::V4 | SignatureVersion::V6)
}

fn is_strong_hash(hash: HashAlgorithm) -> bool {
    matches!(
        hash,
        HashAlgorithm::Sha256
            | HashAlgorithm::Sha384
            | HashAlgorithm::Sha512
            | HashAlgorithm::Sha3_256
            | HashAlgorithm::Sha3_512
    )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    Good,
    WeakRsa,
    Refused,
}

fn strength(params: &PublicParams) -> Strength {
    match params {
        PublicParams::Ed25519(_)
        | PublicParams::EdDSALegacy(EddsaLegacyPublicParams::Ed25519 { .. })
        | PublicParams::ECDSA(
            EcdsaPublicParams::P256 { .. }
            | EcdsaPublicParams::P384 { .. }
            | EcdsaPublicParams::P521 { .. },
        ) => Strength::Good,
        PublicParams::RSA(rsa) => match modulus_bits(rsa) {
            RSA_BITS_GOOD.. => Strength::Good,
            RSA_BITS_MIN.. => Strength::WeakRsa,
            _ => Strength::Refused,
        },
        _ => Strength::Refused,
    }
}

/// The modulus comes first, and an OpenPGP number begins with its length in bits.
fn modulus_bits(params: &impl Serialize) -> u16 {
    match params.to_bytes() {
        Ok(bytes) if bytes.len() > 2 => u16::from_be_bytes([bytes[0], bytes[1]]),
        _ => 0,
    }
}

/// A signature of the accepted form; not yet known to be true.
#[derive(Debug)]
pub struct Signature {
    packet: Packet,
    issuer: String,
    signed_at: i64,
}

impl Signature {
    /// Reads the bytes within an armor.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let (header, body) = one_packet(bytes)?;
        let packet = Packet::try_from_reader(header, body)
            .map_err(|_| Refused::Form("it is no signature"))?;
        if !matches!(packet.version(), SignatureVersion::V4 | SignatureVersion::V6) {
            return Err(Refused::Form("its version is neither 4 nor 6"));
        }
        if packet.to_bytes().ok().as_deref() != Some(body) {
            return Err(Refused::Form("its numbers or lengths can be written shorter"));
        }
        if packet.typ() != Some(SignatureType::Binary) {
            return Err(Refused::Purpose("its type is not `binary`".to_owned()));
        }
        check_algorithms(&packet)?;
        let signed_at = check_areas(&packet)?;
        let issuer = issuer(&packet)?;
        Ok(Self { packet, issuer, signed_at })
    }

    /// Returns the fingerprint of the key it says it is by.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns when it says it was made, in seconds since 1970 UTC.
    pub fn signed_at(&self) -> i64 {
        self.signed_at
    }

    /// Checks the signature over a payload; returns codes of warnings.
    pub fn verify(
        &self,
        certificate: &Certificate,
        payload: &[u8],
    ) -> Result<Vec<&'static str>, Refused> {
        let component = certificate
            .components
            .iter()
            .find(|component| component.fingerprint == self.issuer)
            .ok_or_else(|| Refused::NotListed(self.issuer.clone()))?;
        if let Some(why) = component.unusable {
            return Err(Refused::NotUsable { fingerprint: self.issuer.clone(), why });
        }
        let result = match &component.key {
            Half::Primary(key) => self.packet.verify(key, payload),
            Half::Sub(key) => self.packet.verify(key, payload),
        };
        result.map_err(|_| Refused::False)?;
        let expired = component.expires_at.is_some_and(|end| self.signed_at >= end);
        let warnings = [(expired, KEY_EXPIRED), (component.weak_rsa, WEAK_RSA)];
        Ok(warnings.into_iter().filter(|(is, _)| *is).map(|(_, code)| code).collect())
    }
}

/// Splits off the header of the one signature packet, whose length is written shortest.
fn one_packet(bytes: &[u8]) -> Result<(PacketHeader, &[u8]), Refused> {
    // Signatures have packet type 2: 0b10_0010_ll before, 0b11_000010 since RFC 4880.
    let (head, body) = match bytes {
        [0x88, one, body @ ..] if body.len() == usize::from(*one) => (2, body),
        [0x89, a, b, body @ ..] if is_length(body, 256, &[0, 0, *a, *b]) => (3, body),
        [0xc2, one @ 0..=191, body @ ..] if body.len() == usize::from(*one) => (2, body),
        [0xc2, one @ 192..=223, two, body @ ..]
            if body.len() == ((usize::from(*one) - 192) << 8) + usize::from(*two) + 192 =>
        {
            (3, body)
        }
        [0xc2, 0xff, a, b, c, d, body @ ..] if is_length(body, 8384, &[*a, *b, *c, *d]) => {
            (6, body)
        }
        _ => return Err(Refused::Form("it is not one signature packet of a plain length")),
    };
    let header = PacketHeader::try_from_reader(&bytes[..head])
        .map_err(|_| Refused::Form("its packet header cannot be read"))?;
    Ok((header, body))
}

fn is_length(body: &[u8], at_least: usize, length: &[u8; 4]) -> bool {
    body.len() >= at_least && u32::try_from(body.len()) == Ok(u32::from_be_bytes(*length))
}

fn check_algorithms(packet: &Packet) -> Result<(), Refused> {
    let config = packet.config().ok_or(Refused::Form("its version is unknown"))?;
    if !is_strong_hash(config.hash_alg) {
        return Err(Refused::Weak(format!("the hash {}", config.hash_alg)));
    }
    match config.pub_alg {
        PublicKeyAlgorithm::RSA
        | PublicKeyAlgorithm::ECDSA
        | PublicKeyAlgorithm::EdDSALegacy
        | PublicKeyAlgorithm::Ed25519 => Ok(()),
        other => Err(Refused::Weak(format!("the algorithm {other:?}"))),
    }
}

/// Checks both subpacket areas; returns the time the hashed one says.
fn check_areas(packet: &Packet) -> Result<i64, Refused> {
    let config = packet.config().ok_or(Refused::Form("its version is unknown"))?;
    let allowed = config.unhashed_subpackets().all(|subpacket| {
        matches!(
            subpacket.data,
            SubpacketData::IssuerKeyId(_)
                | SubpacketData::IssuerFingerprint(_)
                | SubpacketData::EmbeddedSignature(_)
        )
    });
    if !allowed {
        return Err(Refused::Form("its unsigned part holds more than who made it"));
    }
    let unknown = config.hashed_subpackets().any(|subpacket| {
        subpacket.is_critical
            && matches!(
                subpacket.data,
                SubpacketData::Other(..)
                    | SubpacketData::Experimental(..)
                    | SubpacketData::Notation(_)
            )
    });
    if unknown {
        return Err(Refused::Purpose("it demands something unknown".to_owned()));
    }
    let mut times = config.hashed_subpackets().filter_map(|subpacket| match subpacket.data {
        SubpacketData::SignatureCreationTime(time) => Some(time.as_secs()),
        _ => None,
    });
    match (times.next(), times.next()) {
        (Some(time), None) => Ok(i64::from(time)),
        _ => Err(Refused::Form("it does not say once when it was made")),
    }
}

/// Returns the one full fingerprint the signature names.
fn issuer(packet: &Packet) -> Result<String, Refused> {
    let named = packet.issuer_fingerprint();
    let first = *named.first().ok_or(Refused::KeyIdOnly)?;
    if named.iter().any(|other| *other != first) {
        return Err(Refused::Form("it names two keys"));
    }
    Ok(first.to_string().to_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_packet_has_one_header() {
        let body = [4_u8, 0, 0];
        let long = vec![4_u8; 300];
        let cases: &[(&str, Vec<u8>, bool)] = &[
            ("old, one byte", [&[0x88, 3], &body[..]].concat(), true),
            ("new, one byte", [&[0xc2, 3], &body[..]].concat(), true),
            ("old, two bytes", [&[0x89, 1, 44], &long[..]].concat(), true),
            ("new, two bytes", [&[0xc2, 192, 108], &long[..]].concat(), true),
            ("old, two bytes for a short one", [&[0x89, 0, 3], &body[..]].concat(), false),
            ("old, four bytes", [&[0x8a, 0, 0, 0, 3], &body[..]].concat(), false),
            ("old, no length", [&[0x8b], &body[..]].concat(), false),
            ("new, five bytes", [&[0xc2, 0xff, 0, 0, 0, 3], &body[..]].concat(), false),
            ("new, in parts", [&[0xc2, 0xe1, 4, 0, 1], &body[..]].concat(), false),
            ("another packet", [&[0xc6, 3], &body[..]].concat(), false),
            ("two packets", [&[0x88, 3], &body[..], &[0x88, 3], &body[..]].concat(), false),
            ("too short", vec![0x88, 4, 4, 0, 0], false),
            ("empty", Vec::new(), false),
        ];
        for (what, bytes, good) in cases {
            assert_eq!(one_packet(bytes).is_ok(), *good, "{what}");
        }
    }

    #[test]
    fn key_files_hold_one_key() {
        for file in [&b""[..], b"hello", b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ==\n"] {
            assert!(Certificate::read(file).is_err());
        }
        assert!(Certificate::read(&vec![b'-'; CERTIFICATE_BYTES_MAX + 1]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..190)) {
            let _ = Signature::read(&bytes);
            let length = u8::try_from(bytes.len() + 1).unwrap();
            let _ = Signature::read(&[&[0x88, length, 4][..], &bytes].concat());
            let _ = Certificate::read(&bytes);
        }
    }
}
