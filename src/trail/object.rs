//! Git objects as bytes: ids, and the one canonical form of a record.
//!
//! A record is a git commit object. Git, libgit2 and others read forged ones in different ways,
//! so exactly one form is accepted and nothing is repaired: `serialise(&parse(bytes)?) == bytes`.
//! Whether a signature is good is not decided here.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use sha1_checked::Sha1;
use sha2::{Digest, Sha256};

use super::signature::armor;

/// The id of an object: its hash in the repository's object format.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Oid {
    /// Git's format of today. Every id is computed anew from the bytes it names.
    Sha1([u8; 20]),
}

/// The four kinds of git objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Blob,
    Tree,
    Commit,
    Tag,
}

/// An object as it was read: its kind and its bytes without git's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

/// The object is there, but does not unpack, or is not unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("object `{id}` cannot be read: {reason}")]
pub struct Damaged {
    pub id: Oid,
    pub reason: String,
    /// It is larger than is read here; nothing says that it is false.
    pub too_large: bool,
}

/// Where objects come from: a repository, or a map in a test.
pub trait Objects {
    /// Returns the object called `id`, or nothing if it is absent.
    /// The caller hashes the bytes again, so an implementation need not.
    fn object(&self, id: Oid) -> Result<Option<Object>, Damaged>;
}

/// Why an object a record names cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("object `{0}` is absent")]
    Absent(Oid),
    #[error(transparent)]
    Damaged(#[from] Damaged),
    #[error("object `{0}` does not hash to its name")]
    WrongId(Oid),
    #[error("object `{id}` is not a {}", .expected.name())]
    WrongKind { id: Oid, expected: Kind },
}

/// Returns an object's bytes once they have been hashed to `id` and are of the kind expected.
pub fn fetch(objects: &dyn Objects, id: Oid, expected: Kind) -> Result<Vec<u8>, Unusable> {
    let object = objects.object(id)?.ok_or(Unusable::Absent(id))?;
    if Oid::of(object.kind, &object.bytes) != Some(id) {
        return Err(Unusable::WrongId(id));
    }
    if object.kind != expected {
        return Err(Unusable::WrongKind { id, expected });
    }
    Ok(object.bytes)
}

/// Objects in memory, for tests and for a record that is judged before it is written.
impl Objects for HashMap<Oid, Object> {
    fn object(&self, id: Oid) -> Result<Option<Object>, Damaged> {
        Ok(self.get(&id).cloned())
    }
}

impl Kind {
    /// Returns the word git's object header says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Tree => "tree",
            Self::Commit => "commit",
            Self::Tag => "tag",
        }
    }
}

impl Oid {
    /// Computes the id of an object.
    ///
    /// Returns nothing if the bytes carry the marks of a SHA-1 collision attack, as git itself
    /// refuses them (<https://shattered.io>).
    pub fn of(kind: Kind, bytes: &[u8]) -> Option<Self> {
        let mut hasher = Sha1::new();
        sha1_checked::Digest::update(&mut hasher, header(kind, bytes.len()));
        sha1_checked::Digest::update(&mut hasher, bytes);
        let result = hasher.try_finalize();
        (!result.has_collision()).then(|| Self::Sha1((*result.hash()).into()))
    }

    /// Returns the id's bytes: 20.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Sha1(bytes) => bytes,
        }
    }

    /// Reads an id from its bytes, as a tree holds it.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::Sha1)
    }

    /// Returns the first twelve digits, enough to find a record in one engagement by eye.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(12);
        text
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(formatter, self.as_bytes())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// A text that is not a full id of 40 small hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an id has 40 hexadecimal digits in lower case")]
pub struct NotAnId;

impl FromStr for Oid {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        read_hex(text).map(Self::Sha1).ok_or(NotAnId)
    }
}

/// A SHA-256, also the id git would give an object in its sha256 object format.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256Id(pub [u8; 32]);

impl Sha256Id {
    /// Hashes an object as git's sha256 format does: header, then bytes.
    pub fn of_object(kind: Kind, bytes: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(header(kind, bytes.len()));
        hasher.update(bytes);
        Self(hasher.finalize().into())
    }

    /// Hashes bare bytes, as `sha256sum` does.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Sha256Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(formatter, &self.0)
    }
}

impl fmt::Debug for Sha256Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for Sha256Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        read_hex(text).map(Self).ok_or(NotAnId)
    }
}

/// Who made or recorded a commit, as its header says; a claim, never a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    pub email: String,
    /// Seconds since 1970-01-01 UTC.
    pub seconds: i64,
    /// Minutes east of UTC. Records are written with 0.
    pub offset_minutes: i16,
}

impl Identity {
    /// Returns the identity a record carries: the handle at the engagement's codename, in UTC.
    pub fn of_handle(handle: &str, codename: &str, seconds: i64) -> Self {
        Self {
            name: handle.to_owned(),
            email: format!("{handle}@{codename}.invalid"),
            seconds,
            offset_minutes: 0,
        }
    }
}

/// A record in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    pub tree: Oid,
    pub parents: Vec<Oid>,
    pub author: Identity,
    pub committer: Identity,
    /// The `encoding` header of a commit made by hand; records have none.
    pub encoding: Option<String>,
    /// The armored signature, from its `BEGIN` line to the line feed after its `END` line.
    pub signature: Option<String>,
    pub message: String,
}

/// Why bytes are not a canonical commit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotCanonical {
    /// `noncanonical-commit`, `noncanonical-armor` or `two-signatures`.
    pub code: &'static str,
    pub reason: String,
}

impl Commit {
    /// Returns the bytes a signature is over: the commit without its `gpgsig` header.
    pub fn payload(&self) -> Vec<u8> {
        write_commit(self, None)
    }
}

/// Returns the bytes of a commit object, signature included.
pub fn serialise(commit: &Commit) -> Vec<u8> {
    write_commit(commit, commit.signature.as_deref())
}

fn write_commit(commit: &Commit, signature: Option<&str>) -> Vec<u8> {
    let mut out = Vec::with_capacity(512 + commit.message.len() + signature.map_or(0, str::len));
    push_line(&mut out, "tree", &commit.tree.to_string());
    for parent in &commit.parents {
        push_line(&mut out, "parent", &parent.to_string());
    }
    push_line(&mut out, "author", &identity_text(&commit.author));
    push_line(&mut out, "committer", &identity_text(&commit.committer));
    if let Some(encoding) = &commit.encoding {
        push_line(&mut out, "encoding", encoding);
    }
    if let Some(signature) = signature {
        let mut name = "gpgsig";
        for line in signature.split_terminator('\n') {
            push_line(&mut out, name, line);
            name = "";
        }
    }
    out.push(b'\n');
    out.extend_from_slice(commit.message.as_bytes());
    out
}

fn push_line(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(name.as_bytes());
    out.push(b' ');
    out.extend_from_slice(value.as_bytes());
    out.push(b'\n');
}

fn identity_text(identity: &Identity) -> String {
    let sign = if identity.offset_minutes < 0 { '-' } else { '+' };
    let minutes = identity.offset_minutes.unsigned_abs();
    format!(
        "{} <{}> {} {sign}{:02}{:02}",
        identity.name,
        identity.email,
        identity.seconds,
        minutes / 60,
        minutes % 60
    )
}

/// Reads a commit object, accepting the canonical form only.
///
/// `tree`, `parent`*, `author`, `committer`, [`encoding`], [`gpgsig`], blank line, message.
pub fn parse(bytes: &[u8]) -> Result<Commit, NotCanonical> {
    if bytes.contains(&0) {
        return Err(bad("the record holds a NUL byte"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| bad("the record is not UTF-8"))?;
    let Some(end) = text.find("\n\n") else {
        return Err(bad("no blank line ends the headers"));
    };
    let (head, message) = (&text[..end], &text[end + 2..]);
    if head.contains('\r') {
        return Err(bad("a header holds a carriage return"));
    }
    let mut headers = Headers { lines: head.split('\n').peekable() };
    let commit = read_headers(&mut headers, message)?;
    if let Some(line) = headers.lines.next() {
        return Err(unexpected(line));
    }
    // The grammar above leaves nothing open; this line holds it to that.
    if serialise(&commit) != bytes {
        return Err(bad("the headers are not written the one way they can be"));
    }
    Ok(commit)
}

fn read_headers(headers: &mut Headers<'_>, message: &str) -> Result<Commit, NotCanonical> {
    let tree = read_id(headers.take("tree").ok_or_else(|| bad("no `tree` header comes first"))?)?;
    let mut parents = Vec::new();
    let mut seen = HashSet::new();
    while let Some(parent) = headers.take("parent") {
        let parent = read_id(parent)?;
        if !seen.insert(parent) {
            return Err(bad("a parent is named twice"));
        }
        parents.push(parent);
    }
    let author = headers.take("author").ok_or_else(|| headers.missing("author"))?;
    let author = read_identity(author)?;
    let committer = headers.take("committer").ok_or_else(|| headers.missing("committer"))?;
    let committer = read_identity(committer)?;
    let encoding = headers.take("encoding").map(str::to_owned);
    if encoding.as_deref().is_some_and(|name| name.is_empty() || name.contains(' ')) {
        return Err(bad("the `encoding` header names no encoding"));
    }
    let signature = match headers.take("gpgsig") {
        Some(first) => Some(headers.take_armor(first)?),
        None => None,
    };
    let message = message.to_owned();
    Ok(Commit { tree, parents, author, committer, encoding, signature, message })
}

struct Headers<'a> {
    lines: std::iter::Peekable<std::str::Split<'a, char>>,
}

impl<'a> Headers<'a> {
    fn take(&mut self, name: &str) -> Option<&'a str> {
        let value = self.lines.peek()?.strip_prefix(name)?.strip_prefix(' ')?;
        self.lines.next();
        Some(value)
    }

    fn take_armor(&mut self, first: &str) -> Result<String, NotCanonical> {
        let mut armor = format!("{first}\n");
        while let Some(line) = self.lines.peek().and_then(|line| line.strip_prefix(' ')) {
            armor.push_str(line);
            armor.push('\n');
            self.lines.next();
        }
        armor::decode(&armor)
            .map_err(|fault| NotCanonical { code: fault.code(), reason: fault.to_string() })?;
        Ok(armor)
    }

    fn missing(&mut self, name: &str) -> NotCanonical {
        match self.lines.peek() {
            Some(line) => bad(&format!("`{name}` is missing where `{}` stands", first_word(line))),
            None => bad(&format!("no `{name}` header")),
        }
    }
}

fn first_word(line: &str) -> String {
    line.split(' ').next().unwrap_or_default().chars().take(40).collect()
}

fn unexpected(line: &str) -> NotCanonical {
    let word = first_word(line);
    if word == "gpgsig" {
        return NotCanonical {
            code: "two-signatures",
            reason: "more than one `gpgsig` header".to_owned(),
        };
    }
    bad(&format!("the header `{word}` is unknown, repeated or out of order"))
}

fn bad(reason: &str) -> NotCanonical {
    NotCanonical { code: "noncanonical-commit", reason: reason.to_owned() }
}

fn read_id(text: &str) -> Result<Oid, NotCanonical> {
    text.parse().map_err(|_| bad("an id is not 40 hexadecimal digits in lower case"))
}

/// Reads `name <email> seconds +hhmm`.
fn read_identity(text: &str) -> Result<Identity, NotCanonical> {
    let fault = || bad("an author or committer is not `name <email> seconds +hhmm`");
    let (who, when) = text.rsplit_once("> ").ok_or_else(fault)?;
    let (name, email) = who.split_once(" <").ok_or_else(fault)?;
    let clean = |part: &str| {
        !part.contains(['<', '>']) && !part.chars().any(char::is_control) && part.trim() == part
    };
    if name.is_empty() || !clean(name) || !clean(email) {
        return Err(fault());
    }
    let (seconds, offset) = when.split_once(' ').ok_or_else(fault)?;
    Ok(Identity {
        name: name.to_owned(),
        email: email.to_owned(),
        seconds: read_seconds(seconds).ok_or_else(fault)?,
        offset_minutes: read_offset(offset).ok_or_else(fault)?,
    })
}

fn read_seconds(text: &str) -> Option<i64> {
    let seconds: i64 = text.parse().ok()?;
    // No sign, no leading zero; git itself knows no time before 1970.
    (seconds >= 0 && seconds.to_string() == text).then_some(seconds)
}

fn read_offset(text: &str) -> Option<i16> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) if digits != "0000" => (-1, digits),
        _ => return None,
    };
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i16, i16) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Returns what git writes before an object's bytes when it hashes them.
fn header(kind: Kind, length: usize) -> Vec<u8> {
    format!("{} {length}\0", kind.name()).into_bytes()
}

fn write_hex(formatter: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    formatter.pad(&text)
}

fn read_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if text.len() != N * 2 {
        return None;
    }
    let mut out = [0; N];
    for (slot, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *slot = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\
        parent 1111111111111111111111111111111111111111\n\
        author zw <zw@heron.invalid> 1763719200 +0000\n\
        committer zw <zw@heron.invalid> 1763719200 +0530\n\
        gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\
        \n\
        record AGR: agreement\n";

    #[test]
    fn a_good_commit_comes_back_as_it_was() {
        let commit = parse(GOOD.as_bytes()).unwrap();
        assert_eq!(serialise(&commit), GOOD.as_bytes());
        assert_eq!(commit.committer.offset_minutes, 330);
        assert!(!String::from_utf8(commit.payload()).unwrap().contains("gpgsig"));
    }

    #[test]
    fn every_other_form_is_refused() {
        let changes: &[(&str, &str, &str, &str)] = &[
            ("NUL in the message", "record", "rec\0rd", "noncanonical-commit"),
            ("CR in a header", "+0000\n", "+0000\r\n", "noncanonical-commit"),
            ("tree missing", "tree ", "teer ", "noncanonical-commit"),
            ("tree in capitals", "4b825dc", "4B825DC", "noncanonical-commit"),
            (
                "parent after author",
                "author zw",
                "author a <b> 1 +0000\nauthor zw",
                "noncanonical-commit",
            ),
            ("negative zero offset", "+0000", "-0000", "noncanonical-commit"),
            ("offset too short", "+0000", "+000", "noncanonical-commit"),
            (
                "leading zero in seconds",
                "1763719200 +0000",
                "01763719200 +0000",
                "noncanonical-commit",
            ),
            ("no name", "author zw <", "author <", "noncanonical-commit"),
            ("unknown header", "gpgsig -", "x-note hi\ngpgsig -", "noncanonical-commit"),
            ("sha256 signature", "gpgsig -", "gpgsig-sha256 -", "noncanonical-commit"),
            ("merged tag", "gpgsig -", "mergetag object\ngpgsig -", "noncanonical-commit"),
            (
                "header after the signature",
                "SIGNATURE-----\n\nrecord",
                "SIGNATURE-----\nencoding UTF-8\n\nrecord",
                "noncanonical-commit",
            ),
            (
                "two signatures",
                "SIGNATURE-----\n\nrecord",
                "SIGNATURE-----\ngpgsig -----BEGIN PGP SIGNATURE-----\n\nrecord",
                "two-signatures",
            ),
            (
                "after the armor",
                " -----END PGP SIGNATURE-----\n",
                " -----END PGP SIGNATURE-----\n \n",
                "noncanonical-armor",
            ),
            ("armor header", " \n iQ==", " Version: GnuPG v2\n \n iQ==", "noncanonical-armor"),
            ("loose base64", "iQ==", "iR==", "noncanonical-armor"),
        ];
        for (what, from, to, code) in changes {
            let forged = GOOD.replacen(from, to, 1);
            assert_ne!(forged, GOOD, "{what}");
            let fault = parse(forged.as_bytes()).expect_err(what);
            assert_eq!(fault.code, *code, "{what}: {fault}");
        }
        assert!(parse(b"").is_err());
        assert!(parse(b"\xff\n\n").is_err());
    }

    #[test]
    fn ids_are_those_git_gives() {
        let id = Oid::of(Kind::Blob, b"hello\n").unwrap();
        assert_eq!(id.to_string(), "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(id.short(), "ce013625030b");
        assert_eq!(
            Sha256Id::of_object(Kind::Blob, b"hello\n").to_string(),
            "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4"
        );
        assert!("ce01".parse::<Oid>().is_err());
    }

    proptest! {
        #[test]
        fn whatever_parses_is_written_the_same(
            name in "[a-z]{1,8}", seconds in 0i64..4_000_000_000, offset in -840i16..=840,
            parents in proptest::collection::vec(any::<[u8; 20]>(), 0..3), message in "[^\0]{0,80}",
            encoding in proptest::option::of("[A-Za-z0-9-]{1,8}"),
        ) {
            let identity = Identity { name, email: "a@b".to_owned(), seconds, offset_minutes: offset };
            let commit = Commit {
                tree: Oid::Sha1([7; 20]),
                parents: parents.into_iter().map(Oid::Sha1).collect(),
                author: identity.clone(),
                committer: identity,
                encoding,
                signature: Some(armor::encode_openpgp(b"not a signature")),
                message,
            };
            let bytes = serialise(&commit);
            prop_assert_eq!(parse(&bytes), Ok(commit));
        }

        #[test]
        fn a_changed_byte_is_refused_or_read_back_exactly(place in 0usize..400, byte in any::<u8>()) {
            let mut bytes = GOOD.as_bytes().to_vec();
            let place = place % bytes.len();
            bytes[place] = byte;
            if let Ok(commit) = parse(&bytes) {
                prop_assert_eq!(serialise(&commit), bytes);
            }
        }
    }
}
