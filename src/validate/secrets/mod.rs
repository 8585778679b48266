//! Finds keys, tokens and passwords in a text: a sign of one, and around it the shape that makes
//! it certain. What is not certain is not found.

mod signs;

use std::ops::Range;

use self::signs::Shape;

/// Returns the secrets of a text, in their order, and what each is; they do not overlap.
pub(super) fn find(text: &str) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    let mut passed = 0;
    signs::find(text).filter_map(move |(place, sign)| {
        let secret = secret_at(sign.shape, text, place).filter(|it| it.start >= passed)?;
        passed = secret.end;
        Some((secret, sign.what))
    })
}

/// Returns whether a secret stands in a text.
pub fn has_secret(text: &str) -> bool {
    find(text).next().is_some()
}

/// Returns the ranges of a text that must not be shown: its secrets, and the whole of a private
/// key.
pub fn hidden(text: &str) -> Vec<Range<usize>> {
    let whole = |(secret, _): (Range<usize>, &str)| {
        if !text[secret.clone()].starts_with("-----BEGIN ") {
            return secret;
        }
        let key = ahead(text, secret.end, KEY_REACH);
        let length = key.find("-----END ").unwrap_or(key.len());
        secret.start..secret.end + length
    };
    find(text).map(whole).collect()
}

/// A private key is no longer than this, in bytes.
const KEY_REACH: usize = 16_384;

/// Bytes behind a sign in which its secret is looked for. A text may be one sign after the other,
/// and each must cost little.
const REACH: usize = 4_096;

/// The same for what stands on a line of its own: a password, the head of a private key.
const LINE_REACH: usize = 256;

/// Returns the text from a place on, so far and no farther.
fn ahead(text: &str, from: usize, reach: usize) -> &str {
    let end = text.floor_char_boundary(from.saturating_add(reach));
    &text[from..end]
}

/// Returns where the secret stands whose sign is at `sign`; nothing when it is none.
fn secret_at(shape: Shape, text: &str, sign: Range<usize>) -> Option<Range<usize>> {
    let after = ahead(text, sign.end, REACH);
    let found = match shape {
        Shape::PrivateKey => return private_key(text, sign),
        Shape::Password => return password(text, sign),
        Shape::Address => return address(text, sign),
        // In a word of signs only the first one begins it; the others are not measured.
        _ if shape.starts_a_word() && !starts_word(text, sign.start) => return None,
        Shape::Word(at_least) => {
            let length = length_of(after, is_word);
            let is_drawn = has_digit(&after[..length]);
            (length >= at_least && is_drawn).then(|| sign.start..sign.end + length)
        }
        Shape::CapitalsAndDigits(count) => {
            let length =
                length_of(after, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            let ends = after.as_bytes().get(length).is_none_or(|byte| !is_word(*byte));
            let fits = length == count && ends && has_digit(&after[..length]);
            fits.then(|| sign.start..sign.end + length)
        }
        Shape::Path(at_least) => {
            let length = length_of(after, |byte| byte.is_ascii_alphanumeric() || byte == b'/');
            (length >= at_least).then(|| sign.start..sign.end + length)
        }
        Shape::TelegramBot => telegram_bot(text, sign),
        Shape::Jwt => jwt(text, sign),
    };
    found.filter(|range| !is_example(&text[range.clone()]))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Returns whether a digit is among the symbols: of twenty that are drawn by lot one nearly always
/// is, and in words and names of places hardly ever.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn length_of(text: &str, fits: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| fits(*byte)).count()
}

fn starts_word(text: &str, at: usize) -> bool {
    text[..at].bytes().next_back().is_none_or(|before| !is_word(before))
}

/// Returns whether a text only shows what a secret looks like.
fn is_example(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let said = ["example", "xxxx", "your", "placeholder", "redacted", "****", "...", "123456789"];
    let mut symbols: Vec<u8> = lower.into_bytes();
    let is_said =
        said.iter().any(|word| symbols.windows(word.len()).any(|window| window == word.as_bytes()));
    symbols.sort_unstable();
    symbols.dedup();
    is_said || symbols.len() < 8
}

fn private_key(text: &str, sign: Range<usize>) -> Option<Range<usize>> {
    let head = ahead(text, sign.start, LINE_REACH).lines().next()?.trim_end();
    let name = head.strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
    if !matches!(name.strip_suffix(" BLOCK").unwrap_or(name), name if name.ends_with("PRIVATE KEY"))
    {
        return None;
    }
    // Headers such as `Proc-Type:` may stand before the key itself.
    let is_key = |line: &str| {
        let line = line.trim();
        line.len() >= 32
            && line.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    };
    let mut lines = ahead(text, sign.start, REACH).lines().skip(1);
    let has_key = lines.by_ref().take(8).any(is_key);
    has_key.then(|| sign.start..sign.start + head.len())
}

fn telegram_bot(text: &str, sign: Range<usize>) -> Option<Range<usize>> {
    let before = text[..sign.start].bytes().rev().take(11);
    let digits = before.take_while(u8::is_ascii_digit).count();
    let start = sign.start - digits;
    let length = length_of(ahead(text, sign.end, REACH), is_word);
    let fits = (8..=10).contains(&digits) && length == 33 && starts_word(text, start);
    fits.then(|| start..sign.end + length)
}

fn jwt(text: &str, sign: Range<usize>) -> Option<Range<usize>> {
    let token = ahead(text, sign.start, REACH);
    let length = length_of(token, |byte| is_word(byte) || byte == b'.');
    let mut parts = token[..length].split('.');
    let fits = parts.next()?.len() >= 16
        && parts.next().is_some_and(|part| part.starts_with("eyJ") && part.len() >= 10)
        && parts.next().is_some_and(|part| part.len() >= 20);
    fits.then(|| sign.start..sign.start + length)
}

fn address(text: &str, sign: Range<usize>) -> Option<Range<usize>> {
    let rest = ahead(text, sign.end, REACH);
    let end = rest.find(|c: char| c.is_whitespace() || "/?#<>()[]\"'`".contains(c));
    let authority = &rest[..end.unwrap_or(rest.len())];
    let (user, _) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    let is_name = !name.is_empty() && !password.starts_with(['$', '{', '%']);
    let start = sign.end + name.len() + 1;
    let lower = password.to_ascii_lowercase();
    let stands_for_one = ["password", "passwd", "secret", "token", "xxx", "***", "your"];
    let is_real = password.len() >= 6 && !stands_for_one.iter().any(|it| lower.contains(it));
    (is_name && is_real).then(|| start..start + password.len())
}

/// What stands between the word for a password and the password: a sign, or "is".
const LINKS: &[&str] = &[":", "=", "\u{FF1A}", "\u{2014}", "\u{2013}", "\u{2192}", "->"];

/// "Is", in the languages of our documents, as a word of its own.
const IS: &[&str] = &["is", "es", "é", "est", "ist", "adalah", "هي", "هو", "là", "是", "คือ"];

/// Twelve symbols with small letters, capitals and digits, and no blank, are no word.
fn password(text: &str, sign: Range<usize>) -> Option<Range<usize>> {
    let before = text[..sign.start].chars().next_back();
    let is_part = before.is_some_and(|symbol| symbol.is_alphabetic() && symbol.is_lowercase())
        && !text[sign.clone()].get(..4).is_some_and(|it| it.eq_ignore_ascii_case("pass"));
    if is_part {
        return None;
    }
    let rest = ahead(text, sign.end, LINE_REACH);
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let value = line.trim_start_matches(['*', '_', '"', '\'', '`', ' ']);
    let value = after_link(value)?;
    let value = value.trim_start_matches([' ', '"', '\'', '`', '*', '«', '“']);
    let start = sign.end + (line.len() - value.len());
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
    let value = value[..end.unwrap_or(value.len())].trim_end_matches(['.', ',', ';', ')', '*']);
    let has = |fits: fn(&u8) -> bool| value.as_bytes().iter().any(fits);
    let is_mixed =
        has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    let is_path =
        value.contains("://") || value.contains('/') || value.starts_with(['$', '{', '<']);
    let is_hash = value.starts_with("SHA256:");
    let fits = (12..=128).contains(&value.len()) && value.is_ascii() && is_mixed;
    (fits && !is_path && !is_hash && !is_example(value)).then(|| start..start + value.len())
}

/// Returns what follows the sign or the word that says "the password is".
fn after_link(text: &str) -> Option<&str> {
    if let Some(rest) = LINKS.iter().find_map(|link| text.strip_prefix(link)) {
        return Some(rest);
    }
    IS.iter().find_map(|is| text.strip_prefix(is)?.strip_prefix([' ', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Joined here so that no scanner of others takes this file for a leak.
    fn made(sign: &str, rest: &str) -> String {
        format!("{sign}{rest}")
    }

    #[test]
    fn secrets_have_their_shape() {
        let letters = "a8Kd0Qz7Lm3Xw9Rt5Vb1Nc6Yh2Jg4Fs0Pe8UiTqZ";
        for (text, secret) in [
            (made("ghp_", &letters[..36]), true),
            (made("ghp_", &letters[..30]), false),
            (made("xghp_", &letters[..36]), false),
            (made("ghp_", &"x".repeat(36)), false),
            (made("AKIA", "J3K8Q2W9Z5R7T1VB"), true),
            (made("AKIA", "IOSFODNN7EXAMPLE"), false),
            (made("AKIA", "J3K8Q2W9Z5R7T1VBX"), false),
            (made("glpat-", &letters[..20]), true),
            (made("xoxb-", "2849302934-2839482930-a8Kd0Qz7Lm3X"), true),
            (made("123456789", &made(":AA", &letters[..33])), false),
            (made("523456782", &made(":AA", &letters[..33])), true),
            (made("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.a8Kd0Qz7Lm3Xw9Rt5Vb1Nc6Y"), true),
            (made("eyJ", "hbGciOiJIUzI1NiJ9 is how it begins"), false),
            ("https://ana:hunter2hunter@example.com/x".replace("example", "host"), true),
            ("https://ana@host.org:8080/a:b@c".to_owned(), false),
            ("git://$USER:$PASSWORD@host".to_owned(), false),
            ("The password: admin".to_owned(), false),
            ("Password: correct horse battery staple".to_owned(), false),
            ("password: see-the-annex-2".to_owned(), false),
            ("Contraseña: `Tr0ub4dor&3xQ`".to_owned(), true),
            ("**Password:** Tr0ub4dor&3xQ.".to_owned(), true),
            ("password policy: 12 symbols, Upper-case1".to_owned(), false),
            ("password = $SECRET_PASSWORD_1".to_owned(), false),
            ("passwords/2026-11-21T10".to_owned(), false),
            ("La contraseña es `Tr0ub4dor&3xQ`.".to_owned(), true),
            ("CONTRASEÑA = Tr0ub4dor&3xQ".to_owned(), true),
            ("A senha é Tr0ub4dor&3xQ".to_owned(), true),
            ("Le mot de passe est « Tr0ub4dor&3xQ »".to_owned(), true),
            ("Пароль — Tr0ub4dor&3xQ".to_owned(), true),
            ("كلمة المرور هي Tr0ub4dor&3xQ".to_owned(), true),
            ("Kata sandi adalah Tr0ub4dor&3xQ".to_owned(), true),
            ("wifi_password=Tr0ub4dor&3xQ".to_owned(), true),
            ("A resenha: Tr0ub4dor&3xQ".to_owned(), false),
            ("Penha: Sala3bAndar12Norte".to_owned(), false),
            ("Ordenha: Sala3bAndar12Norte".to_owned(), false),
            ("La contraseña es de uso único y la guarda RM".to_owned(), false),
            ("El gestor de contraseñas es KeePassXC-2.7.9".to_owned(), false),
            ("The password is in the annex: SobreAzul2026B".to_owned(), false),
            (made("ASIA", "PACIFICREGIONXQZ"), false),
            (made("npm_", "config_registry_of_the_whole_organization"), false),
            ("-----BEGIN PGP PRIVATE KEY BLOCK----- is how it begins".to_owned(), false),
            (made("-----BEGIN OPENSSH ", &format!("PRIVATE KEY-----\n{letters}\n")), true),
            (made("-----BEGIN ", &format!("PUBLIC KEY-----\n{letters}\n")), false),
        ] {
            assert_eq!(find(&text).next().is_some(), secret, "{text}");
        }
    }

    #[test]
    fn a_text_of_signs_takes_little_time() {
        for sign in [
            "eyJ",
            "ghp_",
            "password ",
            "password: ",
            "contraseña es ",
            "пароль",
            "-----BEGIN ",
            "AKIA",
            "://a:",
            ":AA",
        ] {
            let text = sign.repeat(1_000_000 / sign.len());
            assert_eq!(find(&text).next(), None, "{sign}");
        }
    }

    #[test]
    fn a_private_key_is_hidden_to_its_end() {
        let line = "a8Kd0Qz7Lm3Xw9Rt5Vb1Nc6Yh2Jg4Fs0Pe8UiTqZ";
        let text =
            made("a\n-----BEGIN ", &format!("PRIVATE KEY-----\n{line}\n{line}\n-----END X\nb\n"));
        let [range] = hidden(&text).try_into().unwrap();
        assert!(text[range.clone()].ends_with(&format!("{line}\n")));
        assert_eq!(range.start, 2);
    }
}
