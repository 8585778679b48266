//! OpenPGP through gpgme: lists keys, and signs in the child that [`super::Gpg`] starts.
//!
//! gpg chooses the signing subkey, its agent asks for the passphrase and holds the key.

use gpgme::{Context, ExportMode, Key, PinentryMode, Protocol};

use super::{Format, KeyAtHand, Questions, SignError, Unusable};

/// Returns the secret keys with these fingerprints, or all for an empty list; a key that is there
/// but cannot sign is an error of its own.
pub(super) fn keys(fingerprints: &[&str]) -> Vec<Result<KeyAtHand, SignError>> {
    let Ok(mut context) = Context::from_protocol(Protocol::OpenPgp) else { return Vec::new() };
    let found: Vec<Key> = match context.find_secret_keys(fingerprints.iter().copied()) {
        Ok(keys) => keys.filter_map(Result::ok).collect(),
        Err(_) => return Vec::new(),
    };
    found.iter().filter_map(|key| describe(&mut context, key)).collect()
}

fn describe(context: &mut Context, key: &Key) -> Option<Result<KeyAtHand, SignError>> {
    let fingerprint = key.fingerprint().ok()?.to_uppercase();
    if let Some(why) = why_unusable(key) {
        return Some(Err(SignError::Unusable { fingerprint, why }));
    }
    let mut armored = Vec::new();
    context.set_armor(true);
    context.export_keys([key], ExportMode::MINIMAL, &mut armored).ok()?;
    let mut aliases: Vec<String> = key
        .subkeys()
        .filter_map(|subkey| Some(subkey.fingerprint().ok()?.to_uppercase()))
        .collect();
    let user_ids = || key.user_ids();
    aliases.extend(user_ids().filter_map(|it| it.email().ok().map(str::to_owned)));
    aliases.extend(user_ids().filter_map(|it| it.id().ok().map(str::to_owned)));
    let label = user_ids().next().and_then(|it| it.id().ok().map(str::to_owned));
    let hardware = key.subkeys().any(|subkey| subkey.can_sign() && subkey.is_card_key());
    Some(Ok(KeyAtHand {
        format: Format::OpenPgp,
        fingerprint,
        public: without_armor_headers(&armored),
        hardware,
        label: label.unwrap_or_default(),
        aliases,
        file: None,
    }))
}

fn why_unusable(key: &Key) -> Option<Unusable> {
    if key.is_revoked() {
        return Some(Unusable::Revoked);
    }
    if key.is_expired() {
        return Some(Unusable::Expired);
    }
    if key.is_disabled() || key.is_invalid() {
        return Some(Unusable::Disabled);
    }
    let signs = |subkey: &gpgme::Subkey<'_>| subkey.can_sign() && subkey.is_secret();
    let mut signing = key.subkeys().filter(signs).peekable();
    if signing.peek().is_none() {
        return Some(Unusable::CannotSign);
    }
    let every_expired = signing.all(|subkey| subkey.is_expired() || subkey.is_revoked());
    every_expired.then_some(Unusable::Expired)
}

/// Takes out what a user's gpg.conf adds to the armor (`Comment:`, `Version:`).
fn without_armor_headers(armored: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(armored);
    let kept = text.lines().filter(|line| !line.contains(": "));
    kept.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
}

/// Signs and returns the binary signature; the error is what the child says.
pub(super) fn sign(
    fingerprint: &str,
    payload: &[u8],
    questions: Questions,
) -> Result<Vec<u8>, String> {
    let mut context = Context::from_protocol(Protocol::OpenPgp).map_err(|it| tell(&it))?;
    // We put the armor on ourselves, so that nobody's gpg.conf adds headers to it.
    context.set_armor(false);
    context.set_text_mode(false);
    context.set_offline(true);
    if questions == Questions::Never {
        context.set_pinentry_mode(PinentryMode::Error).map_err(|it| tell(&it))?;
    }
    let key = context.get_secret_key(fingerprint).map_err(|it| match it.code() {
        code if code == gpgme::Error::EOF.code() => "no-key".to_owned(),
        _ => tell(&it),
    })?;
    context.add_signer(&key).map_err(|it| tell(&it))?;
    let mut signature = Vec::new();
    let result = context.sign_detached(payload, &mut signature).map_err(|it| tell(&it))?;
    if let Some(refused) = result.invalid_signers().next() {
        return Err(refused.reason().map_or_else(|| "failed".to_owned(), |it| tell(&it)));
    }
    match result.new_signatures().count() {
        1 => Ok(signature),
        count => Err(format!("failed gpg made {count} signatures")),
    }
}

/// Puts gpg's error under one of the words that the parent knows.
fn tell(error: &gpgme::Error) -> String {
    use gpgme::Error as E;
    let is = |known: &[E]| known.iter().any(|known| known.code() == error.code());
    let word = if is(&[E::CANCELED, E::FULLY_CANCELED, E::ECANCELED]) {
        "cancelled"
    } else if is(&[E::BAD_PASSPHRASE, E::BAD_PIN]) {
        "wrong-passphrase"
    } else if is(&[E::NO_PIN_ENTRY, E::NO_AGENT, E::ENOTTY, E::NO_PASSPHRASE, E::EIO]) {
        "locked"
    } else if is(&[E::CARD_NOT_PRESENT, E::CARD_REMOVED, E::CARD, E::PIN_BLOCKED]) {
        "card"
    } else if is(&[E::NO_SECKEY]) {
        "no-key"
    } else if is(&[E::KEY_EXPIRED, E::SIG_EXPIRED]) {
        "expired"
    } else if is(&[E::CERT_REVOKED]) {
        "revoked"
    } else {
        "failed"
    };
    format!("{word} {}", error.description())
}
