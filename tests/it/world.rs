//! A fixed world for the real binary: own folder, homes, keys, git configuration, clock and width.
//!
//! Every world is a folder of its own under `/tmp`, with a short name because the agent's socket
//! path must stay under 108 bytes. Nothing of the machine's environment gets in but `PATH`.
//! Dropping a world ends the agents it started and removes the folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// What the clock of every world says, unless told otherwise.
pub(crate) const NOW: &str = "2026-11-21T10:15:00Z";

/// The person a world has from the start.
pub(crate) const ANA: &str = "ana";

/// A folder with people who have homes and keys, and the program on their `PATH`.
pub(crate) struct World {
    root: tempfile::TempDir,
    people: Vec<String>,
    now: String,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code; 128 and the signal's number when a signal ended it, as in a shell.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// What kind of key a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    OpenPgp,
    Ssh,
    None,
}

impl World {
    /// Returns a world with `ana`, who has an OpenPGP key, and an empty folder to work in.
    pub(crate) fn new() -> Self {
        Self::with(Key::OpenPgp)
    }

    /// Returns a world whose `ana` has a key of this kind.
    pub(crate) fn with(key: Key) -> Self {
        let root = tempfile::Builder::new().prefix("ir").tempdir_in("/tmp").unwrap();
        fs::create_dir(root.path().join("bin")).unwrap();
        fs::create_dir(root.path().join("w")).unwrap();
        let program = root.path().join("bin/ircase");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_ircase"), program).unwrap();
        let mut world = Self { root, people: Vec::new(), now: NOW.to_owned() };
        world.person(ANA, key);
        world
    }

    /// Adds somebody with a home and a key of their own.
    pub(crate) fn person(&mut self, name: &str, key: Key) {
        let home = self.home(name);
        fs::create_dir_all(&home).unwrap();
        let mut config = format!(
            "[user]\n\tname = {name}\n\temail = {name}@example.org\n[init]\n\tdefaultBranch = main\n"
        );
        let gnupg = self.gnupg(name);
        private_folder(&gnupg);
        match key {
            Key::OpenPgp => {
                let pair = key_pair(name, key);
                write_all(&gnupg, &pair.files);
                config += &format!("[user]\n\tsigningkey = {}\n", pair.name);
            }
            Key::Ssh => {
                let pair = key_pair(name, key);
                private_folder(&home.join(".ssh"));
                write_all(&home.join(".ssh"), &pair.files);
                config += "[gpg]\n\tformat = ssh\n";
                config +=
                    &format!("[user]\n\tsigningkey = {}/.ssh/id_ed25519.pub\n", home.display());
            }
            Key::None => {}
        }
        fs::write(home.join(".gitconfig"), config).unwrap();
        self.people.push(name.to_owned());
        self.set_now(&self.now.clone());
    }

    /// Sets the clock of this world, for the program and for gpg; RFC 3339 in UTC.
    pub(crate) fn set_now(&mut self, now: &str) {
        now.clone_into(&mut self.now);
        let compact: String = now.chars().filter(|c| c.is_ascii_digit() || *c == 'T').collect();
        // The mark at the end stops the clock: it does not run on from there.
        let config = format!("faked-system-time {compact}!\nno-greeting\n");
        for name in &self.people {
            fs::write(self.gnupg(name).join("gpg.conf"), &config).unwrap();
        }
    }

    pub(crate) fn now(&self) -> &str {
        &self.now
    }

    /// Returns the folder everything of this world lies in.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Returns the folder people work in when nothing else is said.
    pub(crate) fn folder(&self) -> PathBuf {
        self.root().join("w")
    }

    pub(crate) fn home(&self, name: &str) -> PathBuf {
        self.root().join("h").join(name)
    }

    fn gnupg(&self, name: &str) -> PathBuf {
        self.root().join("g").join(name)
    }

    /// Writes a file below the work folder, with the folders it needs.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.folder().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Returns a command of `name`'s in this world, in the work folder, with a closed input.
    pub(crate) fn command(&self, name: &str, program: &str) -> Command {
        assert!(self.people.iter().any(|known| known == name), "nobody here is called {name}");
        let home = self.home(name);
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .current_dir(self.folder())
            .stdin(Stdio::null())
            .env_clear()
            .env("PATH", format!("{}:{path}", self.root().join("bin").display()))
            .env("HOME", &home)
            .env("USER", name)
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_RUNTIME_DIR", home.join(".run"))
            .env("GNUPGHOME", self.gnupg(name))
            .env("GIT_CONFIG_GLOBAL", home.join(".gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("IRCASE_NOW", &self.now)
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8")
            .env("COLUMNS", "80")
            .env("NO_COLOR", "1")
            .env("TERM", "dumb");
        command
    }

    /// Runs `ircase` as `ana`; the words are split at spaces.
    pub(crate) fn ircase(&self, words: &str) -> Outcome {
        self.ircase_with(&words.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs `ircase` as `ana` with exactly these arguments.
    pub(crate) fn ircase_with(&self, arguments: &[&str]) -> Outcome {
        run(self.command(ANA, "ircase").args(arguments))
    }

    /// Runs a line of shell as `ana`.
    pub(crate) fn sh(&self, line: &str) -> Outcome {
        run(self.command(ANA, "sh").args(["-c", line]))
    }

    /// Returns the files below the work folder with their bytes, `.git` left out.
    pub(crate) fn snapshot(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.folder())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        for name in &self.people {
            end_agent(&self.gnupg(name));
        }
    }
}

impl Outcome {
    /// Returns itself when the exit code is this one; else fails with all that was said.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert!(
            self.code == code,
            "exit code {} instead of {code}\n--- stdout\n{}--- stderr\n{}",
            self.code,
            self.stdout,
            self.stderr
        );
        self
    }

    /// Returns itself when the conversation holds these words.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(
            self.stderr.contains(words),
            "does not say `{words}`\n--- stdout\n{}--- stderr\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// Returns itself when the answer holds these words.
    #[track_caller]
    pub(crate) fn answers(self, words: &str) -> Self {
        assert!(
            self.stdout.contains(words),
            "does not answer `{words}`\n--- stdout\n{}--- stderr\n{}",
            self.stdout,
            self.stderr
        );
        self
    }
}

/// Runs a command to its end and returns what it did.
pub(crate) fn run(command: &mut Command) -> Outcome {
    use std::os::unix::process::ExitStatusExt as _;
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let status = output.status;
    Outcome {
        code: status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs a command with this text as its input.
pub(crate) fn run_with_input(command: &mut Command, input: &str) -> Outcome {
    let file = tempfile::tempfile().unwrap();
    (&file).write_all(input.as_bytes()).unwrap();
    std::io::Seek::rewind(&mut &file).unwrap();
    run(command.stdin(file))
}

/// A key made for the tests: the files of its folder, and the name git knows it by.
#[derive(Clone)]
struct KeyPair {
    name: String,
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// Returns the key of a person; made once per test process, then kept in memory.
fn key_pair(name: &str, key: Key) -> KeyPair {
    static MADE: OnceLock<Mutex<BTreeMap<(String, Key), KeyPair>>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().unwrap();
    made.entry((name.to_owned(), key))
        .or_insert_with(|| match key {
            Key::OpenPgp => make_openpgp(name),
            Key::Ssh => make_ssh(name),
            Key::None => unreachable!("nothing to make"),
        })
        .clone()
}

/// Makes an Ed25519 signing key without passphrase, dated long before any world's clock.
fn make_openpgp(name: &str) -> KeyPair {
    let folder = tempfile::Builder::new().prefix("irk").tempdir_in("/tmp").unwrap();
    let gpg = |arguments: &[&str]| {
        run(Command::new("gpg")
            .env("GNUPGHOME", folder.path())
            .env("LC_ALL", "C.UTF-8")
            .args(["--batch", "--quiet", "--faked-system-time", "20200101T000000!"])
            .args(arguments)
            .stdin(Stdio::null()))
        .exits(0)
        .stdout
    };
    let user = format!("{name} <{name}@example.org>");
    gpg(&["--passphrase", "", "--quick-generate-key", &user, "ed25519", "sign", "never"]);
    let listed = gpg(&["--with-colons", "--list-secret-keys"]);
    let fingerprint = listed
        .lines()
        .find_map(|line| line.strip_prefix("fpr:::::::::"))
        .map(|rest| rest.trim_end_matches(':').to_owned())
        .expect("gpg lists the fingerprint of the key it made");
    end_agent(folder.path());
    KeyPair { name: fingerprint, files: files_below(folder.path()) }
}

fn make_ssh(name: &str) -> KeyPair {
    let folder = tempfile::Builder::new().prefix("irk").tempdir_in("/tmp").unwrap();
    run(Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"])
        .arg(folder.path().join("id_ed25519"))
        .stdin(Stdio::null()))
    .exits(0);
    KeyPair { name: "id_ed25519.pub".to_owned(), files: files_below(folder.path()) }
}

fn end_agent(gnupg: &Path) {
    if gnupg.join("private-keys-v1.d").is_dir() {
        let _ = Command::new("gpgconf")
            .arg("--homedir")
            .arg(gnupg)
            .args(["--kill", "all"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

fn private_folder(path: &Path) {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).unwrap();
}

/// Writes files readable by their owner alone, as ssh and gpg want secret keys to be.
fn write_all(folder: &Path, files: &[(PathBuf, Vec<u8>)]) {
    use std::os::unix::fs::OpenOptionsExt as _;
    for (path, bytes) in files {
        let path = folder.join(path);
        private_folder(path.parent().unwrap());
        let mut file =
            fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path).unwrap();
        file.write_all(bytes).unwrap();
    }
}

fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(folder)
        .into_iter()
        .filter(|(path, _)| !path.ends_with(".lock") && !path.ends_with('~'))
        .map(|(path, bytes)| (PathBuf::from(path), bytes))
        .collect()
}

/// Returns every file below a folder with its bytes, by its path from there; `.git` left out.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

/// Returns every file below a folder, from this package's own one on; all are text.
pub(crate) fn texts(folder: impl AsRef<Path>) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let text = |(path, bytes)| match String::from_utf8(bytes) {
        Ok(text) => (path, text),
        Err(_) => panic!("{path} is no UTF-8"),
    };
    files(&folder).into_iter().map(text).collect()
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && entry.file_name() != ".git" {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if kind.is_file() {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn a_world_signs_with_its_own_keys() {
    let mut world = World::new();
    world.person("bruno", Key::Ssh);
    for name in [ANA, "bruno"] {
        let line =
            format!("git init -q {name} && cd {name} && git commit -q -S --allow-empty -m x");
        run(world.command(name, "sh").args(["-c", &line])).exits(0);
        let raw = format!("git -C {name} cat-file commit HEAD");
        run(world.command(name, "sh").args(["-c", &raw])).exits(0).answers("gpgsig");
    }
}
