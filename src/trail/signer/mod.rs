//! Signing, one of the hands: finds the keys that can sign here and asks one of them to.
//!
//! Private keys never enter this process: gpg's agent and `ssh-keygen` hold them and ask for
//! passphrases themselves. Which key may sign is for the policy to say; which programs run is for
//! the user, never for the repository. Exactly one backend signs, once, per record.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is the hand that looks for keys and runs their programs"
)]

#[cfg(feature = "gpgme")]
mod gpgme;
mod ssh;
#[cfg(test)]
pub(crate) mod test;

#[cfg(feature = "gpgme")]
use self::gpgme::{keys as openpgp_keys, sign as sign_openpgp};
use std::path::PathBuf;
use std::time::Duration;

use super::signature::armor::Format;
use crate::sys::{self, RunError};

/// How long a signature may take, passphrase and touch included (TRAIL 5).
const TIMEOUT: Duration = Duration::from_secs(60);

/// Signs a record with one key.
pub trait Signer {
    /// Returns the program that signs, for messages: `gpg`, `ssh-keygen`.
    fn program(&self) -> &'static str;

    /// Returns the key's fingerprint as the policy writes it.
    fn fingerprint(&self) -> &str;

    /// Signs the payload and returns the signature in canonical armor.
    fn sign(&self, payload: &[u8]) -> Result<String, SignError>;
}

/// What the user has at hand for signing.
#[derive(Debug, Clone, Default)]
pub struct Hands {
    /// This program's own path, for the child that asks gpg.
    pub program: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// `gpg.format`: which format is preferred where both could sign.
    pub format: Option<String>,
    /// `user.signingKey`: which key is preferred.
    pub signing_key: Option<String>,
    /// `gpg.ssh.program` of the user.
    pub ssh_program: Option<String>,
    /// Whether a passphrase may be asked for.
    pub questions: Questions,
}

/// Whether the programs that sign may ask anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Questions {
    #[default]
    Allowed,
    /// A locked key then fails at once.
    Never,
}

/// A key whose private half is at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAtHand {
    pub format: Format,
    /// As the policy writes it: 40 capitals for OpenPGP, `SHA256:` and base64 for SSH.
    pub fingerprint: String,
    /// The public half as its file under `trust/keys/` holds it.
    pub public: Vec<u8>,
    /// Whether a card or token holds the private half.
    pub hardware: bool,
    /// What the key calls itself: a user id or a comment. Never recorded.
    pub label: String,
    /// Other names it answers to in `user.signingKey`: subkeys, addresses, file names.
    aliases: Vec<String>,
    /// For SSH: the file to give to `ssh-keygen`; `None` when only the agent has the key.
    file: Option<PathBuf>,
}

/// A key that the policy lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedKey {
    pub handle: String,
    pub format: Format,
    pub fingerprint: String,
}

/// Why a key that is there cannot sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    Expired,
    Revoked,
    Disabled,
    CannotSign,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Expired => "has expired",
            Self::Revoked => "is revoked",
            Self::Disabled => "is disabled",
            Self::CannotSign => "cannot sign",
        })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("no key that can sign is on this computer")]
    NoKey,
    #[error("none of the keys that the policy lists is on this computer")]
    NoListedKey,
    #[error("the key {fingerprint} {why}")]
    Unusable { fingerprint: String, why: Unusable },
    #[error("keys of several people are on this computer: {}", .handles.join(", "))]
    Several { handles: Vec<String> },
    #[error("the policy lists no key of `{handle}` that is on this computer")]
    NotTheirs { handle: String },
    #[error("the passphrase was not given")]
    Cancelled,
    #[error("the passphrase was wrong")]
    WrongPassphrase,
    #[error("the key is locked and nobody can be asked for its passphrase ({program}: {reason})")]
    Locked { program: &'static str, reason: String },
    #[error("the card or token is not ready ({reason})")]
    Card { reason: String },
    #[error("{program} gave no signature within {} seconds", .after.as_secs())]
    TimedOut { program: &'static str, after: Duration },
    #[error("this build cannot sign with OpenPGP keys")]
    NotBuilt,
    #[error("{program} could not sign: {reason}")]
    Failed { program: &'static str, reason: String },
    #[error(transparent)]
    Run(#[from] RunError),
}

/// Returns the keys at hand that can sign, hardware and gpg's first, each kind in a stable order.
///
/// A backend that is not installed has no keys; it is no error here.
pub fn usable(hands: &Hands) -> Vec<KeyAtHand> {
    let mut keys = openpgp_keys(&[]).into_iter().filter_map(Result::ok).collect::<Vec<_>>();
    keys.extend(ssh::keys(hands, &[]));
    let prefers_ssh = hands.format.as_deref() == Some("ssh");
    keys.sort_by_key(|key| {
        (!is_preferred(key, hands), (key.format == Format::Ssh) != prefers_ssh, !key.hardware)
    });
    keys
}

/// Chooses the key that signs: one that the policy lists and that is at hand.
///
/// `wanted` is the handle the user asked for. Otherwise `user.signingKey` decides, then
/// `gpg.format`; nobody has to set either. `public` gives a listed SSH key's public line, for keys
/// that only the agent has.
pub fn choose(
    hands: &Hands,
    listed: &[ListedKey],
    public: &[Vec<u8>],
    wanted: Option<&str>,
) -> Result<(ListedKey, KeyAtHand), SignError> {
    let asked: Vec<&ListedKey> =
        listed.iter().filter(|key| wanted.is_none_or(|handle| handle == key.handle)).collect();
    let mut unusable = None;
    let mut found = Vec::new();
    for key in at_hand(hands, &asked, public) {
        match key {
            Ok(key) => {
                let mine = asked.iter().find(|it| it.fingerprint == key.fingerprint);
                found.extend(mine.map(|listed| ((*listed).clone(), key)));
            }
            Err(error) => unusable = unusable.or(Some(error)),
        }
    }
    let prefers_ssh = hands.format.as_deref() == Some("ssh");
    found.sort_by_key(|(_, key)| {
        (!is_preferred(key, hands), (key.format == Format::Ssh) != prefers_ssh, !key.hardware)
    });
    let mut handles: Vec<String> = found.iter().map(|(key, _)| key.handle.clone()).collect();
    handles.sort();
    handles.dedup();
    let decided = found.first().is_some_and(|(_, key)| is_preferred(key, hands));
    match (found.into_iter().next(), wanted) {
        (Some(_), _) if handles.len() > 1 && !decided => Err(SignError::Several { handles }),
        (Some(chosen), _) => Ok(chosen),
        (None, _) if unusable.is_some() => Err(unusable.unwrap_or(SignError::NoKey)),
        (None, Some(handle)) => Err(SignError::NotTheirs { handle: handle.to_owned() }),
        (None, None) => Err(SignError::NoListedKey),
    }
}

fn at_hand(
    hands: &Hands,
    listed: &[&ListedKey],
    public: &[Vec<u8>],
) -> Vec<Result<KeyAtHand, SignError>> {
    let of = |format: Format| -> Vec<&str> {
        let keys = listed.iter().filter(|key| key.format == format);
        keys.map(|key| key.fingerprint.as_str()).collect()
    };
    let (openpgp, ssh) = (of(Format::OpenPgp), of(Format::Ssh));
    let mut keys = Vec::new();
    if !openpgp.is_empty() {
        keys.extend(openpgp_keys(&openpgp));
    }
    if !ssh.is_empty() {
        keys.extend(ssh::keys(hands, public).into_iter().map(Ok));
    }
    keys
}

#[cfg(not(feature = "gpgme"))]
fn openpgp_keys(fingerprints: &[&str]) -> Vec<Result<KeyAtHand, SignError>> {
    fingerprints.iter().map(|_| Err(SignError::NotBuilt)).collect()
}

/// Returns whether `user.signingKey` means this key.
fn is_preferred(key: &KeyAtHand, hands: &Hands) -> bool {
    let Some(wanted) = &hands.signing_key else { return false };
    let plain = wanted.trim_start_matches("0x").trim_end_matches('!').replace(' ', "");
    let capitals = plain.to_uppercase();
    let names = || std::iter::once(&key.fingerprint).chain(&key.aliases);
    match key.format {
        Format::OpenPgp => {
            let is_id = plain.len() >= 8 && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
            let found = names().any(|name| is_id && name.ends_with(&capitals));
            found || names().any(|name| name == wanted)
        }
        Format::Ssh => {
            let literal = wanted.strip_prefix("key::").unwrap_or(wanted);
            let names_file = ssh::expand(wanted, hands.home.as_deref());
            names().any(|name| name == literal || *name == names_file.to_string_lossy())
        }
    }
}

/// Returns the signer of records for a key at hand.
pub fn signer(key: &KeyAtHand, hands: &Hands) -> Box<dyn Signer> {
    signer_in(key, hands, ssh::OF_RECORDS)
}

/// Returns the signer of single documents for a key at hand. Where signatures have a namespace, as
/// SSH's do, one of a document can never pass for one of a record.
pub fn document_signer(key: &KeyAtHand, hands: &Hands) -> Box<dyn Signer> {
    signer_in(key, hands, ssh::OF_DOCUMENTS)
}

fn signer_in(key: &KeyAtHand, hands: &Hands, namespace: &'static str) -> Box<dyn Signer> {
    match key.format {
        Format::OpenPgp => Box::new(Gpg {
            fingerprint: key.fingerprint.clone(),
            program: hands.program.clone(),
            timeout: TIMEOUT,
            questions: hands.questions,
        }),
        Format::Ssh => Box::new(ssh::SshKeygen::new(key, hands, namespace, TIMEOUT)),
    }
}

/// Signs through gpg's agent, in a child of this program.
///
/// gpgme cannot be stopped while it waits for a passphrase; a child can be.
struct Gpg {
    fingerprint: String,
    program: Option<PathBuf>,
    timeout: Duration,
    questions: Questions,
}

/// The hidden subcommand that the child is started with.
pub const CHILD_COMMAND: &str = "sign-child";

impl Signer for Gpg {
    fn program(&self) -> &'static str {
        "gpg"
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn sign(&self, payload: &[u8]) -> Result<String, SignError> {
        let Some(program) = &self.program else {
            let reason = "this program does not know its own path".to_owned();
            return Err(SignError::Failed { program: "gpg", reason });
        };
        let mut command = sys::program(program, [CHILD_COMMAND, &self.fingerprint]);
        if self.questions == Questions::Never {
            command.arg("--no-input");
        }
        if std::env::var_os("GPG_TTY").is_none()
            && let Some(terminal) = sys::terminal_name()
        {
            command.env("GPG_TTY", terminal);
        }
        let finished = sys::run(command, payload, sys::Streams::Captured, self.timeout);
        let finished = finished.map_err(|error| match error {
            RunError::TimedOut { after, .. } => SignError::TimedOut { program: "gpg", after },
            error => SignError::Run(error),
        })?;
        if finished.status.success() {
            return Ok(super::signature::armor::encode_openpgp(&finished.stdout));
        }
        Err(told(&self.fingerprint, &String::from_utf8_lossy(&finished.stderr)))
    }
}

/// Reads what the child said on standard error: a word of ours, a space, gpg's own reason.
fn told(fingerprint: &str, text: &str) -> SignError {
    let (word, reason) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let reason = reason.to_owned();
    let unusable = |why| SignError::Unusable { fingerprint: fingerprint.to_owned(), why };
    match word {
        "cancelled" => SignError::Cancelled,
        "wrong-passphrase" => SignError::WrongPassphrase,
        "locked" => SignError::Locked { program: "gpg", reason },
        "card" => SignError::Card { reason },
        "no-key" => SignError::NoListedKey,
        "expired" => unusable(Unusable::Expired),
        "revoked" => unusable(Unusable::Revoked),
        "timed-out" => SignError::Failed { program: "gpg", reason },
        "failed" => SignError::Failed { program: "gpg", reason },
        _ => SignError::Failed { program: "gpg", reason: text.trim().to_owned() },
    }
}

/// Does the child's work: signs `payload` and returns the binary signature, or what to say on
/// standard error, in the form that [`told`] reads.
pub fn sign_in_child(
    fingerprint: &str,
    payload: &[u8],
    questions: Questions,
) -> Result<Vec<u8>, String> {
    sign_openpgp(fingerprint, payload, questions)
}

#[cfg(not(feature = "gpgme"))]
fn sign_openpgp(_: &str, _: &[u8], _: Questions) -> Result<Vec<u8>, String> {
    Err(format!("failed {}", SignError::NotBuilt))
}

/// Returns the one command that makes a new key, program first.
pub fn new_key_command(format: Format, handle: &str, hands: &Hands) -> Vec<String> {
    let words: Vec<String> = match format {
        Format::OpenPgp => {
            let user_id = format!("{handle} <{handle}@ircase.invalid>");
            ["gpg", "--quick-generate-key", &user_id, "ed25519", "sign,cert", "2y"]
                .map(str::to_owned)
                .to_vec()
        }
        Format::Ssh => {
            let file = ssh::new_key_file(hands).display().to_string();
            let comment = format!("{handle}@ircase");
            ["ssh-keygen", "-t", "ed25519", "-C", &comment, "-f", &file].map(str::to_owned).to_vec()
        }
    };
    words
}

/// Makes a new key in the foreground: the program itself asks for the passphrase.
///
/// Returns the new key.
pub fn new_key(format: Format, handle: &str, hands: &Hands) -> Result<KeyAtHand, SignError> {
    let before = usable(hands);
    if format == Format::Ssh
        && let Some(folder) = ssh::new_key_file(hands).parent()
    {
        // `ssh-keygen` makes no folder; when this fails, it says so better than we could.
        let _ = std::fs::create_dir_all(folder);
    }
    let words = new_key_command(format, handle, hands);
    let status = sys::run_in_foreground(sys::program(&words[0], &words[1..]))?;
    let program = if format == Format::Ssh { "ssh-keygen" } else { "gpg" };
    if !status.success() {
        return Err(SignError::Failed { program, reason: "it made no key".to_owned() });
    }
    let is_new = |key: &KeyAtHand| {
        key.format == format && before.iter().all(|old| old.fingerprint != key.fingerprint)
    };
    let reason = "the new key cannot be found".to_owned();
    usable(hands).into_iter().find(is_new).ok_or(SignError::Failed { program, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(format: Format, fingerprint: &str, aliases: &[&str]) -> KeyAtHand {
        KeyAtHand {
            format,
            fingerprint: fingerprint.to_owned(),
            public: Vec::new(),
            hardware: false,
            label: String::new(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            file: None,
        }
    }

    #[test]
    fn git_names_a_key_in_many_ways() {
        let openpgp =
            key(Format::OpenPgp, "0123456789ABCDEF0123456789ABCDEF01234567", &["zw@x.org"]);
        let ssh = key(Format::Ssh, "SHA256:abc", &["/home/zw/.ssh/id.pub", "ssh-ed25519 AAAA"]);
        let cases = [
            (&openpgp, "0x89abcdef01234567", true),
            (&openpgp, "89ABCDEF01234567!", true),
            (&openpgp, "zw@x.org", true),
            (&openpgp, "4567", false),
            (&openpgp, "aw@x.org", false),
            (&ssh, "~/.ssh/id.pub", true),
            (&ssh, "key::ssh-ed25519 AAAA", true),
            (&ssh, "~/.ssh/other.pub", false),
        ];
        for (key, wanted, preferred) in cases {
            let home = Some(PathBuf::from("/home/zw"));
            let hands = Hands { signing_key: Some(wanted.to_owned()), home, ..Hands::default() };
            assert_eq!(is_preferred(key, &hands), preferred, "{wanted}");
        }
    }

    #[test]
    fn the_child_tells_why() {
        assert!(matches!(told("F", "cancelled Operation cancelled\n"), SignError::Cancelled));
        let expired = told("F", "expired Key expired");
        assert_eq!(expired.to_string(), "the key F has expired");
        assert_eq!(told("F", "boom").to_string(), "gpg could not sign: boom");
    }
}
