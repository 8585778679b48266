//! Finds keys, tokens and passwords in a text: a sign of one, and around it the shape that makes
//! it certain. What is not certain is not found.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// What a secret looks like around its sign.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// The head of a key, and a line of it.
    PrivateKey,
    /// As many letters, digits, `_` and `-` after the sign, or more.
    Word(usize),
    /// Exactly as many capitals and digits after the sign.
    CapitalsAndDigits(usize),
    /// As many letters, digits and `/` after the sign, or more.
    Path(usize),
    /// Digits before the sign, 33 letters after it.
    TelegramBot,
    /// Three parts with dots between them.
    Jwt,
    /// `name:password@host`.
    Address,
    /// A name for a secret, a colon, and something nobody would call a word.
    Password,
}

/// Texts that a secret begins with or holds, what it is then, and the shape that makes it certain.
/// The shapes are those that the issuers publish for secret scanners.
const SIGNS: &[(&str, &str, Shape)] = &[
    ("-----BEGIN ", "a private key", Shape::PrivateKey),
    ("AGE-SECRET-KEY-1", "a secret key of age", Shape::CapitalsAndDigits(58)),
    ("AKIA", "an access key of AWS", Shape::CapitalsAndDigits(16)),
    ("ASIA", "an access key of AWS", Shape::CapitalsAndDigits(16)),
    ("ghp_", "a token of GitHub", Shape::Word(36)),
    ("gho_", "a token of GitHub", Shape::Word(36)),
    ("ghu_", "a token of GitHub", Shape::Word(36)),
    ("ghs_", "a token of GitHub", Shape::Word(36)),
    ("ghr_", "a token of GitHub", Shape::Word(36)),
    ("github_pat_", "a token of GitHub", Shape::Word(60)),
    ("glpat-", "a token of GitLab", Shape::Word(20)),
    ("xoxb-", "a token of Slack", Shape::Word(24)),
    ("xoxp-", "a token of Slack", Shape::Word(24)),
    ("xoxa-", "a token of Slack", Shape::Word(24)),
    ("xoxr-", "a token of Slack", Shape::Word(24)),
    ("xoxs-", "a token of Slack", Shape::Word(24)),
    ("hooks.slack.com/services/T", "an address of Slack that anyone can post to", Shape::Path(30)),
    ("AIza", "a key of Google", Shape::Word(35)),
    ("sk_live_", "a key of Stripe", Shape::Word(24)),
    ("rk_live_", "a key of Stripe", Shape::Word(24)),
    ("npm_", "a token of npm", Shape::Word(36)),
    ("pypi-AgEI", "a token of PyPI", Shape::Word(60)),
    ("sk-ant-", "a key of an AI service", Shape::Word(40)),
    ("sk-proj-", "a key of an AI service", Shape::Word(40)),
    (":AA", "a token of a Telegram bot", Shape::TelegramBot),
    ("eyJ", "a signed token (JWT)", Shape::Jwt),
    ("://", "a password in an address", Shape::Address),
    ("Authorization: Basic ", "a password in a request", Shape::Word(16)),
    ("Authorization: Bearer ", "a token in a request", Shape::Word(20)),
];

/// Words for a password, in small letters; each is also looked for in capitals and with a capital in
/// front.
const PASSWORDS: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "passphrase",
    "contraseña",
    "contrasena",
    "clave",
    "senha",
    "palavra-passe",
    "mot de passe",
    "kata sandi",
    "пароль",
    "كلمة المرور",
    "كلمة السر",
    "رمز عبور",
    "รหัสผ่าน",
    "mật khẩu",
    "parola",
    "密码",
    "密碼",
];

/// Returns what finds the signs in a text. Two automata find the same: one is quickly made, the other
/// quickly used, and takes longer to make than all else in a small engagement.
fn signs(text: &str) -> &'static AhoCorasick {
    static SMALL: OnceLock<AhoCorasick> = OnceLock::new();
    static QUICK: OnceLock<AhoCorasick> = OnceLock::new();
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    if PASSED.fetch_add(text.len(), Ordering::Relaxed).saturating_add(text.len()) < MANY_BYTES {
        SMALL.get_or_init(|| automaton(AhoCorasickKind::ContiguousNFA))
    } else {
        QUICK.get_or_init(|| automaton(AhoCorasickKind::DFA))
    }
}

/// From so many bytes on, all texts together, the quick automaton pays.
const MANY_BYTES: usize = 256 * 1024;

fn automaton(kind: AhoCorasickKind) -> AhoCorasick {
    let signs = SIGNS.iter().map(|(sign, ..)| (*sign).to_owned());
    let patterns: Vec<String> = signs.chain(passwords()).collect();
    AhoCorasick::builder().kind(Some(kind)).build(patterns).expect("the signs are few and short")
}

/// Returns the words for a password in all their forms.
fn passwords() -> impl Iterator<Item = String> {
    PASSWORDS.iter().flat_map(|word| {
        let mut rest = word.chars();
        let first = rest.next().into_iter().flat_map(char::to_uppercase);
        let capital: String = first.chain(rest).collect();
        let mut forms = vec![(*word).to_owned(), capital, word.to_uppercase()];
        forms.dedup();
        forms
    })
}

/// Returns what a sign is of, and its shape.
fn sign(pattern: usize) -> (&'static str, Shape) {
    SIGNS.get(pattern).map_or(("a password", Shape::Password), |(_, what, shape)| (what, *shape))
}

/// Returns the secrets of a text, in their order, and what each is; they do not overlap.
pub(super) fn find(text: &str) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    let mut passed = 0;
    signs(text).find_iter(text).filter_map(move |found| {
        let (what, shape) = sign(found.pattern().as_usize());
        let secret = secret_at(shape, text, found.range()).filter(|it| it.start >= passed)?;
        passed = secret.end;
        Some((secret, what))
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

impl Shape {
    /// Returns whether the sign of such a secret stands at the beginning of a word.
    fn starts_a_word(self) -> bool {
        matches!(self, Self::Word(_) | Self::CapitalsAndDigits(_) | Self::Jwt)
    }
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
    fn both_automata_find_the_same() {
        let text: String =
            SIGNS.iter().map(|(sign, ..)| (*sign).to_owned()).chain(passwords()).collect();
        let [small, quick] = [AhoCorasickKind::ContiguousNFA, AhoCorasickKind::DFA].map(|kind| {
            let automaton = automaton(kind);
            automaton.find_iter(&text).map(|found| found.range()).collect::<Vec<_>>()
        });
        assert!(small.len() > SIGNS.len());
        assert_eq!(small, quick);
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
