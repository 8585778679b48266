//! `trust/policy.yaml`: who may sign what, and how each key was tied to its person.
//!
//! A record is judged by the policy of its parents, so nobody grants themselves anything.
//! This file reads one policy and compares two; which policy judges which record is decided in
//! `rules`. The format is described in `docs/manual/policy.md`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::object::Sha256Id;
use super::signature::armor::Format;
use crate::document::{self, yaml};
use crate::source::{Source, SourceId};

/// Where the policy lies in an engagement.
pub const PATH: &str = "trust/policy.yaml";
/// Where the keys lie that it names.
pub const KEYS: &str = "trust/keys/";
/// A policy of a thousand people stays far below; a larger one is refused unread.
const BYTES_MAX: usize = 256 * 1024;
/// Digits of a key's fingerprint that its file is named with.
const NAME_DIGITS: usize = 16;

/// What a person may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// Add and change documents.
    Record,
    /// Join two lines of the history.
    Merge,
    /// Change the policy, keys, settings, templates and schemas.
    Admin,
    /// Add proofs of time.
    Anchor,
    /// Add tombstones.
    Redact,
}

impl Right {
    pub fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Merge => "merge",
            Self::Admin => "admin",
            Self::Anchor => "anchor",
            Self::Redact => "redact",
        }
    }
}

/// How somebody made sure that a key is the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerifiedHow {
    InPerson,
    OutOfBand,
    Paper,
}

/// Who tied a key to its person, when, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    pub how: VerifiedHow,
    /// A handle; never the key's own person.
    pub by: String,
    /// RFC 3339 with offset.
    pub at: String,
    /// A reference, or the SHA-256 of a scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// Where the private half of a key lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Storage {
    Hardware,
    Software,
}

/// A key a person may sign with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// `trust/keys/<handle>-<hex>.asc` for OpenPGP, `.pub` for SSH.
    pub file: String,
    /// OpenPGP: the primary key's, hexadecimal in capitals. SSH: as `ssh-keygen -l` prints it,
    /// `SHA256:` and base64.
    pub fingerprint: String,
    pub storage: Storage,
    /// Absent while nobody else has tied the key to its person; its records then say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
}

impl Key {
    /// Returns the format its file name says, or nothing for another ending.
    pub fn format(&self) -> Option<Format> {
        match self.file.rsplit_once('.')?.1 {
            "asc" => Some(Format::OpenPgp),
            "pub" => Some(Format::Ssh),
            _ => None,
        }
    }

    /// Describes a key that nobody else has verified yet.
    pub fn unverified(handle: &str, format: Format, fingerprint: String, storage: Storage) -> Self {
        Self { file: key_path(handle, format, &fingerprint), fingerprint, storage, verified: None }
    }
}

/// Returns where a person's key lies: named by the first digits of the SHA-256 of its
/// fingerprint's text, so that OpenPGP and SSH keys are named alike.
pub fn key_path(handle: &str, format: Format, fingerprint: &str) -> String {
    let ending = match format {
        Format::OpenPgp => "asc",
        Format::Ssh => "pub",
    };
    let mut digits = Sha256Id::of_bytes(fingerprint.as_bytes()).to_string();
    digits.truncate(NAME_DIGITS);
    format!("{KEYS}{handle}-{digits}.{ending}")
}

/// A person who may sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The handle of `people/<handle>.md`.
    pub handle: String,
    pub rights: Vec<Right>,
    pub keys: Vec<Key>,
}

impl Person {
    pub fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }
}

/// The whole of `trust/policy.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// 1 in the first record; every change adds 1.
    pub version: u32,
    /// The SHA-256 of the bytes of the policy before; absent in version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
    pub people: Vec<Person>,
}

/// Why bytes are no policy, or not the next one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    #[error("the policy is larger than {BYTES_MAX} bytes")]
    TooLarge,
    #[error("the policy is not UTF-8")]
    NotUtf8,
    #[error("the policy cannot be read: {0}")]
    Yaml(String),
    #[error("the policy says: {0}")]
    Content(String),
    #[error("the policy's version is {found} where {expected} follows")]
    Version { expected: u32, found: u32 },
    #[error("the policy's `prev` is not the SHA-256 of the policy before it")]
    Prev,
}

impl Policy {
    /// Makes version 1: one person with every right that an engagement of one needs.
    pub fn first(handle: &str, key: Key) -> Self {
        let rights = vec![Right::Record, Right::Merge, Right::Admin, Right::Anchor];
        let person = Person { handle: handle.to_owned(), rights, keys: vec![key] };
        Self { version: 1, prev: None, people: vec![person] }
    }

    /// Reads a policy and checks it by itself.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyFault> {
        if bytes.len() > BYTES_MAX {
            return Err(PolicyFault::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| PolicyFault::NotUtf8)?;
        // The documents' own reader: one reading by everyone, no anchors, no key twice.
        let source = Source { id: SourceId(0), path: PATH.into(), text: text.into() };
        let document = document::parse(&source);
        if let Some(fault) = document.faults.first() {
            return Err(PolicyFault::Yaml(fault.message.clone()));
        }
        let front = document.front.ok_or_else(|| PolicyFault::Yaml("it is empty".to_owned()))?;
        let policy: Self =
            yaml::from_node(&front).map_err(|fault| PolicyFault::Yaml(fault.to_string()))?;
        policy.check()?;
        Ok(policy)
    }

    /// Writes the policy as YAML, the bytes that are recorded.
    pub fn text(&self) -> String {
        serde_yaml::to_string(self).expect("a policy is texts, numbers and lists of them")
    }

    /// Checks that this policy follows one whose recorded bytes are `before`.
    pub fn check_follows(&self, before: &Self, before_bytes: &[u8]) -> Result<(), PolicyFault> {
        let expected = before.version.saturating_add(1);
        if self.version != expected {
            return Err(PolicyFault::Version { expected, found: self.version });
        }
        if self.prev.as_deref() != Some(Sha256Id::of_bytes(before_bytes).to_string().as_str()) {
            return Err(PolicyFault::Prev);
        }
        Ok(())
    }

    /// Checks that this policy can stand in the first record.
    pub fn check_first(&self) -> Result<(), PolicyFault> {
        if self.version != 1 {
            return Err(PolicyFault::Version { expected: 1, found: self.version });
        }
        if self.prev.is_some() {
            return Err(PolicyFault::Prev);
        }
        Ok(())
    }

    pub fn person(&self, handle: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.handle == handle)
    }

    /// Returns how many people may change the policy.
    pub fn admins(&self) -> usize {
        self.people.iter().filter(|person| person.may(Right::Admin)).count()
    }

    /// Returns every key with its person, in the policy's order.
    pub fn keys(&self) -> impl Iterator<Item = (&Person, &Key)> {
        self.people.iter().flat_map(|person| person.keys.iter().map(move |key| (person, key)))
    }

    fn check(&self) -> Result<(), PolicyFault> {
        let content = |text: String| Err(PolicyFault::Content(text));
        if self.version == 0 {
            return content("`version` begins at 1".to_owned());
        }
        if self.admins() == 0 {
            return content("nobody is admin, so that it could never change".to_owned());
        }
        let mut handles = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for person in &self.people {
            let handle = &person.handle;
            if !is_handle(handle) {
                return content(format!("`{handle}` is no handle"));
            }
            if !handles.insert(handle) {
                return content(format!("`{handle}` stands twice"));
            }
            if person.rights.iter().collect::<BTreeSet<_>>().len() != person.rights.len() {
                return content(format!("a right of `{handle}` stands twice"));
            }
            for key in &person.keys {
                check_key(handle, key)?;
                if !keys.insert(&key.fingerprint) || !keys.insert(&key.file) {
                    return content(format!("the key `{}` stands twice", key.fingerprint));
                }
            }
        }
        Ok(())
    }
}

/// Returns whether a text can be a handle: 1 to 40 of `a-z`, `0-9`, `-`, a letter first.
pub fn is_handle(text: &str) -> bool {
    let symbol = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() <= 40
        && text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase())
        && text.bytes().all(symbol)
}

fn check_key(handle: &str, key: &Key) -> Result<(), PolicyFault> {
    let content = |text: String| Err(PolicyFault::Content(text));
    let Some(format) = key.format() else {
        return content(format!("`{}` ends in neither `.asc` nor `.pub`", key.file));
    };
    if !is_key_file(handle, &key.file) {
        return content(format!("`{}` is not `{KEYS}{handle}-<hex>`", key.file));
    }
    let fingerprint = &key.fingerprint;
    let well_formed = match format {
        Format::OpenPgp => {
            matches!(fingerprint.len(), 40 | 64)
                && fingerprint.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
        }
        Format::Ssh => fingerprint.strip_prefix("SHA256:").is_some_and(|rest| rest.len() == 43),
    };
    if !well_formed {
        return content(format!("`{fingerprint}` is no fingerprint of such a key"));
    }
    let Some(verified) = &key.verified else { return Ok(()) };
    if verified.by == handle {
        return content(format!("`{handle}` cannot verify their own key"));
    }
    if !is_handle(&verified.by) {
        return content(format!("`{}` is no handle", verified.by));
    }
    if verified.at.parse::<jiff::Timestamp>().is_err() {
        return content(format!("`{}` is no time with an offset", verified.at));
    }
    Ok(())
}

fn is_key_file(handle: &str, file: &str) -> bool {
    let name = || file.strip_prefix(KEYS)?.strip_prefix(handle)?.strip_prefix('-');
    let Some(digits) = name().and_then(|rest| rest.rsplit_once('.')).map(|(digits, _)| digits)
    else {
        return false;
    };
    !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINGERPRINT: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

    fn first() -> Policy {
        let fingerprint = FINGERPRINT.to_owned();
        Policy::first("zw", Key::unverified("zw", Format::OpenPgp, fingerprint, Storage::Software))
    }

    #[test]
    fn the_first_policy_is_read_back() {
        let policy = first();
        let text = policy.text();
        assert_eq!(Policy::parse(text.as_bytes()).unwrap(), policy, "{text}");
        policy.check_first().unwrap();
        assert_eq!(policy.admins(), 1);
        assert_eq!(policy.keys().count(), 1);
    }

    #[test]
    fn what_is_not_a_policy_is_refused() {
        let good = first().text();
        let cases = [
            ("unknown field", format!("{good}extra: 1\n")),
            ("key twice", format!("{good}version: 1\n")),
            ("no admin", good.replace("  - admin\n", "")),
            ("right twice", good.replace("  - admin\n", "  - admin\n  - admin\n")),
            ("unknown right", good.replace("  - admin\n", "  - root\n")),
            ("handle", good.replace("handle: zw", "handle: Z w")),
            ("other's key", good.replace("handle: zw", "handle: zx")),
            ("fingerprint", good.replace("0123", "0x23")),
            ("key file elsewhere", good.replace("trust/keys/", "incidents/")),
            ("ending", good.replace(".asc", ".txt")),
            ("version 0", good.replace("version: 1", "version: 0")),
            ("empty", String::new()),
            ("own key", good.replace("storage: software",
                "storage: software\n    verified: {how: paper, by: zw, at: 2026-01-01T00:00:00Z}")),
            ("naive time", good.replace("storage: software",
                "storage: software\n    verified: {how: paper, by: ab, at: 2026-01-01T00:00:00}")),
        ];
        for (what, text) in cases {
            assert_ne!(text, good, "{what}");
            assert!(Policy::parse(text.as_bytes()).is_err(), "{what}");
        }
        assert_eq!(Policy::parse(&[0xff]), Err(PolicyFault::NotUtf8));
        assert_eq!(Policy::parse(&vec![b'['; BYTES_MAX + 1]), Err(PolicyFault::TooLarge));
    }

    #[test]
    fn a_policy_follows_exactly_one_other() {
        let one = first();
        let bytes = one.text().into_bytes();
        let prev = Some(Sha256Id::of_bytes(&bytes).to_string());
        let two = Policy { version: 2, prev, ..one.clone() };
        assert_eq!(two.check_follows(&one, &bytes), Ok(()));
        assert_eq!(two.check_follows(&one, b"other"), Err(PolicyFault::Prev));
        assert_eq!(
            one.check_follows(&two, b""),
            Err(PolicyFault::Version { expected: 3, found: 1 })
        );
    }
}
