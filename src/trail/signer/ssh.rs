//! SSH keys through `ssh-keygen -Y sign`, which asks for a passphrase or a touch itself.
//!
//! It runs in the foreground, so that its prompt reaches the terminal; keys of the agent work
//! because `ssh-keygen` asks the agent when it is given a public key.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Format, Hands, KeyAtHand, Questions, SignError, Signer};
use crate::sys::{self, RunError, Streams};
use crate::trail::signature::{armor, fingerprint_of};

const PROGRAM: &str = "ssh-keygen";
/// What git signs its objects under (gitformat-signature).
/// What git itself signs in (gitformat-signature).
pub(super) const OF_RECORDS: &str = "git";

/// What `ssh-keygen -Y sign` is meant for with files (ssh-keygen(1)).
pub(super) const OF_DOCUMENTS: &str = "file";
/// How long the agent may take to list its keys.
const AGENT_TIMEOUT: Duration = Duration::from_secs(5);
/// A public key's file is one line; anything larger is none.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// Returns the SSH keys at hand: the configured one, those in `~/.ssh`, those of the agent.
///
/// `public` are lines of keys that the agent may have without a file of theirs being here.
pub(super) fn keys(hands: &Hands, public: &[Vec<u8>]) -> Vec<KeyAtHand> {
    let agent = agent_keys();
    let mut keys: Vec<KeyAtHand> = Vec::new();
    let configured = hands.signing_key.as_deref().map(|it| expand(it, hands.home.as_deref()));
    let configured = configured.map(|path| public_beside(&path));
    for path in configured.into_iter().chain(public_files(hands.home.as_deref())) {
        let Some(line) = read_line(&path) else { continue };
        let private = path.with_extension("");
        let in_agent = known(&agent, &line);
        if private.is_file() || in_agent {
            keys.extend(describe(&line, Some(path)));
        }
    }
    let lines = public.iter().filter_map(|bytes| str::from_utf8(bytes).ok().map(str::to_owned));
    for line in lines.filter(|line| known(&agent, line)).chain(agent.clone()) {
        keys.extend(describe(&line, None));
    }
    let mut seen = std::collections::BTreeSet::new();
    keys.retain(|key| seen.insert(key.fingerprint.clone()));
    keys
}

fn describe(line: &str, file: Option<PathBuf>) -> Option<KeyAtHand> {
    let plain = two_words(line);
    // Without the comment, which often is a person's name and computer.
    let public = format!("{plain}\n").into_bytes();
    let fingerprint = fingerprint_of(Format::Ssh, &public).ok()?;
    let mut aliases = vec![plain.clone(), line.trim().to_owned()];
    if let Some(file) = &file {
        aliases.push(file.display().to_string());
        aliases.push(file.with_extension("").display().to_string());
    }
    Some(KeyAtHand {
        format: Format::Ssh,
        fingerprint,
        public,
        hardware: plain.starts_with("sk-"),
        label: line.splitn(3, ' ').nth(2).unwrap_or_default().trim().to_owned(),
        aliases,
        file,
    })
}

fn two_words(line: &str) -> String {
    line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

fn known(agent: &[String], line: &str) -> bool {
    agent.iter().any(|key| two_words(key) == two_words(line))
}

fn agent_keys() -> Vec<String> {
    if std::env::var_os("SSH_AUTH_SOCK").is_none() {
        return Vec::new();
    }
    let command = sys::program("ssh-add", ["-L"]);
    match sys::run(command, b"", Streams::Captured, AGENT_TIMEOUT) {
        Ok(finished) if finished.status.success() => {
            String::from_utf8_lossy(&finished.stdout).lines().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns every `*.pub` in `~/.ssh`, sorted.
fn public_files(home: Option<&Path>) -> Vec<PathBuf> {
    let Some(folder) = home.map(|home| home.join(".ssh")) else { return Vec::new() };
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let is_public = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".pub") && !name.ends_with("-cert.pub")
    };
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(is_public).collect();
    files.sort();
    files
}

fn read_line(path: &Path) -> Option<String> {
    let metadata = std::fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > FILE_BYTES_MAX {
        return None;
    }
    std::fs::read_to_string(path).ok()?.lines().next().map(str::to_owned)
}

/// Returns the path that `user.signingKey` means, `~` being the home folder.
pub(super) fn expand(text: &str, home: Option<&Path>) -> PathBuf {
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(text),
    }
}

/// `user.signingKey` may name the private file; the public one lies beside it.
fn public_beside(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|extension| extension == "pub") {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

/// Returns where `init --new-key` puts an SSH key.
pub(super) fn new_key_file(hands: &Hands) -> PathBuf {
    let home = hands.home.clone().unwrap_or_default();
    home.join(".ssh").join("ircase_ed25519")
}

/// Signs with `ssh-keygen`.
pub(super) struct SshKeygen {
    fingerprint: String,
    file: Option<PathBuf>,
    public: Vec<u8>,
    program: String,
    namespace: &'static str,
    timeout: Duration,
    questions: Questions,
}

impl SshKeygen {
    pub(super) fn new(
        key: &KeyAtHand,
        hands: &Hands,
        namespace: &'static str,
        timeout: Duration,
    ) -> Self {
        Self {
            fingerprint: key.fingerprint.clone(),
            file: key.file.clone(),
            public: key.public.clone(),
            program: hands.ssh_program.clone().unwrap_or_else(|| PROGRAM.to_owned()),
            namespace,
            timeout,
            questions: hands.questions,
        }
    }

    fn sign_with(&self, file: &Path, payload: &[u8]) -> Result<String, SignError> {
        let mut command = sys::program(&self.program, ["-Y", "sign", "-n", self.namespace, "-f"]);
        command.arg(file);
        if self.questions == Questions::Never {
            // An asker that never answers (ssh(1), SSH_ASKPASS_REQUIRE).
            command.env("SSH_ASKPASS_REQUIRE", "force").env("SSH_ASKPASS", "false");
        }
        let finished = sys::run(command, payload, Streams::Captured, self.timeout);
        let finished = finished.map_err(|error| match error {
            RunError::TimedOut { after, .. } => SignError::TimedOut { program: PROGRAM, after },
            error => SignError::Run(error),
        })?;
        if !finished.status.success() {
            let error = told(&String::from_utf8_lossy(&finished.stderr));
            return Err(self.unasked(error));
        }
        let failed = |reason: String| SignError::Failed { program: PROGRAM, reason };
        let text = String::from_utf8(finished.stdout)
            .map_err(|_| failed("its answer is not text".to_owned()))?;
        let (format, bytes) = armor::decode(&text).map_err(|fault| failed(fault.to_string()))?;
        match format {
            Format::Ssh => Ok(armor::encode_ssh(&bytes)),
            Format::OpenPgp => Err(failed("it gave a signature of another kind".to_owned())),
        }
    }
}

impl SshKeygen {
    /// `ssh-keygen` calls a passphrase wrong that it could ask nobody for.
    fn unasked(&self, error: SignError) -> SignError {
        let helper = std::env::var_os("SSH_ASKPASS").is_some();
        let reason = match (self.questions, &error) {
            (Questions::Never, SignError::WrongPassphrase) => "nothing may be asked",
            (_, SignError::WrongPassphrase) if !helper && !sys::has_terminal() => {
                "there is no terminal to ask on"
            }
            _ => return error,
        };
        SignError::Locked { program: PROGRAM, reason: reason.to_owned() }
    }
}

impl Signer for SshKeygen {
    fn program(&self) -> &'static str {
        PROGRAM
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn sign(&self, payload: &[u8]) -> Result<String, SignError> {
        if let Some(file) = &self.file {
            return self.sign_with(file, payload);
        }
        // Only the agent has it: `ssh-keygen` wants the public half as a file.
        let file = sys::TemporaryFile::with(&self.public).map_err(|source| {
            SignError::Run(RunError::Io { program: PROGRAM.to_owned(), source })
        })?;
        self.sign_with(file.path(), payload)
    }
}

/// Puts what `ssh-keygen` said under one of our errors.
fn told(stderr: &str) -> SignError {
    let lines = stderr.lines().map(str::trim).filter(|line| !line.is_empty());
    let reason = lines
        .filter(|line| !line.starts_with("Signing data on standard input"))
        .collect::<Vec<_>>()
        .join("; ");
    let lower = reason.to_lowercase();
    if lower.contains("incorrect passphrase") {
        SignError::WrongPassphrase
    } else if lower.contains("agent refused") || lower.contains("no private key found") {
        SignError::Locked { program: PROGRAM, reason }
    } else if lower.contains("device not found") || lower.contains("no device") {
        SignError::Card { reason }
    } else {
        SignError::Failed { program: PROGRAM, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ssh_keygen(arguments: &[&str]) {
        let command = sys::program(PROGRAM, arguments);
        let finished = sys::run(command, b"", Streams::Captured, Duration::from_secs(20)).unwrap();
        assert!(finished.status.success(), "{}", String::from_utf8_lossy(&finished.stderr));
    }

    fn home_with_key(passphrase: &str) -> (tempfile::TempDir, Hands) {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".ssh")).unwrap();
        let file = home.path().join(".ssh/id_ed25519").display().to_string();
        ssh_keygen(&["-q", "-t", "ed25519", "-N", passphrase, "-C", "zoe at home", "-f", &file]);
        let hands = Hands { home: Some(home.path().to_owned()), ..Hands::default() };
        (home, hands)
    }

    #[test]
    fn a_key_in_the_home_folder_is_found_and_signs() {
        let (_home, hands) = home_with_key("");
        let found = keys(&hands, &[]);
        let key = found.iter().find(|key| key.label == "zoe at home").unwrap();
        assert!(!String::from_utf8_lossy(&key.public).contains("zoe"));
        assert!(key.fingerprint.starts_with("SHA256:") && key.fingerprint.len() == 50);
        let signed = super::super::signer(key, &hands).sign(b"record").unwrap();
        assert_eq!(armor::decode(&signed).unwrap().0, Format::Ssh);
    }

    #[test]
    fn a_locked_key_without_a_terminal_is_told() {
        let cases = [
            ("Load key \"x\": incorrect passphrase supplied to decrypt private key", "wrong"),
            ("Signing data on standard input\nCouldn't sign message: agent refused", "locked"),
            ("Signing file failed: device not found", "card"),
            ("Load key: invalid format", "invalid format"),
        ];
        for (text, part) in cases {
            let error = told(text).to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
