//! What a secret begins with or holds, and where that stands in a text.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;
use std::sync::OnceLock;

/// What a secret looks like around its sign.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
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

impl Shape {
    /// Returns whether the sign of such a secret stands at the beginning of a word.
    pub(super) fn starts_a_word(self) -> bool {
        matches!(self, Self::Word(_) | Self::CapitalsAndDigits(_) | Self::Jwt)
    }
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

/// What a secret begins with or holds, and what it is then.
#[derive(Debug)]
pub(super) struct Sign {
    written: Cow<'static, str>,
    pub(super) what: &'static str,
    pub(super) shape: Shape,
}

/// Returns where signs stand in a text, in their order; they do not overlap.
pub(super) fn find(text: &str) -> impl Iterator<Item = (Range<usize>, &'static Sign)> {
    let (signs, bytes) = (Signs::known(), text.as_bytes());
    let marked = iter::successors(signs.marked(bytes, 0), |at| signs.marked(bytes, at + STEP));
    let beginnings = marked.flat_map(|at| at.saturating_sub(1)..=at);
    // The last bytes are too few for a mark.
    let last = bytes.len().saturating_sub(MARKED)..bytes.len();
    let mut passed = 0;
    beginnings.chain(last).filter_map(move |at| {
        let sign = signs.at(bytes.get(at..).filter(|_| at >= passed)?)?;
        passed = at + sign.written.len();
        Some((at..passed, sign))
    })
}

/// All signs, and a quick way to tell most of a text from them.
///
/// Three bytes have a mark, which only few others have. The marks of the bytes that begin a sign are
/// known, and of those from its second byte on: so every second place of a text is looked at.
struct Signs {
    /// In the order of their beginnings.
    all: Vec<Sign>,
    /// The beginning of each.
    beginnings: Vec<u32>,
    /// One bit for each mark, set where it is known.
    marks: Box<[u64; MARKS / 64]>,
}

/// Bytes of the shortest sign, by which all are told apart at first.
const SHORTEST: usize = 3;

/// From one place that is looked at to the next.
const STEP: usize = SHORTEST - 1;

/// Bytes that are read for a mark: four are read as quickly as one, and the last is not used.
const MARKED: usize = 4;

/// So many that of three bytes which begin no sign one in seventy have the mark of some that do.
const MARKS: usize = 1 << 16;

impl Signs {
    fn known() -> &'static Self {
        static KNOWN: OnceLock<Signs> = OnceLock::new();
        KNOWN.get_or_init(|| {
            let signs = SIGNS.iter().map(|(written, what, shape)| Sign {
                written: Cow::Borrowed(*written),
                what,
                shape: *shape,
            });
            let passwords = passwords().map(|written| Sign {
                written: Cow::Owned(written),
                what: "a password",
                shape: Shape::Password,
            });
            Self::of(signs.chain(passwords).collect())
        })
    }

    fn of(mut all: Vec<Sign>) -> Self {
        all.sort_by_key(|sign| beginning(sign.written.as_bytes()));
        let beginnings = all.iter().filter_map(|sign| beginning(sign.written.as_bytes())).collect();
        let mut marks = Box::new([0; MARKS / 64]);
        let mut add = |bytes: [u8; SHORTEST]| {
            let mark = mark(number(bytes));
            marks[mark / 64] |= 1 << (mark % 64);
        };
        for sign in &all {
            let [first, second, third, rest @ ..] = sign.written.as_bytes() else { continue };
            add([*first, *second, *third]);
            match rest.first() {
                Some(fourth) => add([*second, *third, *fourth]),
                None => (0..=u8::MAX).for_each(|any| add([*second, *third, any])),
            }
        }
        Self { all, beginnings, marks }
    }

    /// Returns the next place, from one on, where a sign may begin, or one byte before it.
    fn marked(&self, text: &[u8], mut at: usize) -> Option<usize> {
        while let Some(bytes) = text.get(at..)?.first_chunk::<MARKED>() {
            let mark = mark(u32::from_le_bytes(*bytes) & 0xFF_FFFF);
            if self.marks[mark / 64] >> (mark % 64) & 1 == 1 {
                return Some(at);
            }
            at += STEP;
        }
        None
    }

    /// Returns the sign that a text begins with.
    fn at(&self, text: &[u8]) -> Option<&Sign> {
        let beginning = beginning(text)?;
        let first = self.beginnings.partition_point(|it| *it < beginning);
        let alike = self.beginnings[first..].iter().take_while(|it| **it == beginning);
        let mut signs = self.all[first..].iter().zip(alike).map(|(sign, _)| sign);
        signs.find(|sign| text.starts_with(sign.written.as_bytes()))
    }
}

/// Returns the first bytes of a text as one number.
fn beginning(text: &[u8]) -> Option<u32> {
    text.first_chunk().copied().map(number)
}

fn number([first, second, third]: [u8; SHORTEST]) -> u32 {
    u32::from_le_bytes([first, second, third, 0])
}

/// Returns the mark of three bytes: the upper bits of their product with a number that spreads them
/// (Knuth, The Art of Computer Programming, 6.4).
fn mark(number: u32) -> usize {
    (number.wrapping_mul(0x9E37_79B1) >> 16) as usize
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written() -> Vec<String> {
        Signs::known().all.iter().map(|sign| sign.written.to_string()).collect()
    }

    /// Looks at every place for every sign.
    fn looked_for(text: &str) -> Vec<Range<usize>> {
        let signs = written();
        let mut found = Vec::new();
        let mut passed = 0;
        for at in 0..text.len() {
            let sign = signs.iter().find(|sign| text.as_bytes()[at..].starts_with(sign.as_bytes()));
            if let Some(sign) = sign.filter(|_| at >= passed) {
                passed = at + sign.len();
                found.push(at..passed);
            }
        }
        found
    }

    fn found(text: &str) -> Vec<Range<usize>> {
        find(text).map(|(place, _)| place).collect()
    }

    #[test]
    fn no_sign_is_part_of_another() {
        let signs = written();
        assert!(signs.len() > SIGNS.len() + PASSWORDS.len());
        for sign in &signs {
            assert!(sign.len() >= SHORTEST, "{sign}");
            assert_eq!(signs.iter().filter(|other| other.contains(sign.as_str())).count(), 1);
        }
    }

    #[test]
    fn a_sign_is_found_at_every_place() {
        for sign in written() {
            for before in 0..5 {
                for after in 0..5 {
                    let text = format!("{}{sign}{}", " ".repeat(before), " ".repeat(after));
                    let place = before..before + sign.len();
                    assert_eq!(found(&text), [place], "{text:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn signs_are_found_where_they_stand(
            parts in prop::collection::vec((prop::sample::select(written()), 0_usize..30, "\\PC?"), 0..12),
        ) {
            // Whole signs, and what is left of them.
            let cut = |(sign, length, other): (String, usize, String)| {
                sign.chars().take(length).collect::<String>() + &other
            };
            let text: String = parts.into_iter().map(cut).collect();
            prop_assert_eq!(found(&text), looked_for(&text));
        }
    }
}
