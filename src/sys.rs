//! The system, one of the hands: processes, randomness, syncing and the one call that needs `unsafe`.
//!
//! It knows nothing of documents, trails or commands; whoever calls it says what a failure means.
#![expect(
    clippy::disallowed_methods,
    reason = "this file is the hand through which programs run and files are synced"
)]

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Once;
use std::thread;
use std::time::{Duration, Instant};

/// What one answer of a program may hold at most, in bytes; more is cut off.
const OUTPUT_LIMIT_BYTES: u64 = 16 * 1024 * 1024;

/// How long to sleep between two looks at a running child.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Makes libgit2 sync every object and reference it writes, and the folders that hold them.
///
/// Without it an acknowledged record is lost in a power cut (libgit2 documents
/// `GIT_OPT_ENABLE_FSYNC_GITDIR` as off by default).
#[expect(unsafe_code, reason = "git2 offers no safe way to set this option of libgit2")]
pub(crate) fn sync_git_objects() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        libgit2_sys::init();
        let on: std::ffi::c_int = 1;
        // SAFETY: the option takes one int and sets one global flag; `Once` keeps two threads
        // from setting it at a time, and no repository is open before the first call.
        unsafe {
            libgit2_sys::git_libgit2_opts(
                libgit2_sys::GIT_OPT_ENABLE_FSYNC_GITDIR as std::ffi::c_int,
                on,
            );
        }
    });
}

/// Returns why the system refused, in words of ours where it often does, and never by its number.
pub(crate) fn why(error: &io::Error) -> String {
    if error.get_ref().is_some() {
        return error.to_string();
    }
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::PermissionDenied => "you have no permission",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::ReadOnlyFilesystem => "nothing can be written on this disk",
        io::ErrorKind::NotADirectory => "a file stands where a folder belongs",
        io::ErrorKind::IsADirectory => "it is a folder",
        _ => {
            let said = error.to_string();
            let number = said.find(" (os error ").unwrap_or(said.len());
            return said[..number].to_owned();
        }
    };
    words.to_owned()
}

/// Returns `N` random bytes of the operating system.
pub fn random_bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

/// Returns a command for a program and its arguments, which no shell ever sees.
///
/// The program is looked for in `PATH` unless it is given with a folder.
pub fn program<A: AsRef<OsStr>>(
    name: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = A>,
) -> Command {
    let mut command = Command::new(name);
    command.args(arguments);
    command
}

/// How a program ended, and what it wrote.
#[derive(Debug)]
pub struct Finished {
    pub status: ExitStatus,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("`{program}` is not installed")]
    NotFound { program: String },
    #[error("`{program}` did not end within {} seconds and was stopped", .after.as_secs())]
    TimedOut { program: String, after: Duration },
    #[error("cannot run `{program}`")]
    Io { program: String, source: io::Error },
}

/// What a child may use of our own terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Streams {
    /// Standard input is `input`, both outputs are kept.
    Captured,
    /// Standard input and output are kept as above; standard error goes to the user as it is.
    ErrorsShown,
}

/// Runs a command to its end, at most for `timeout`; then it is killed and reaped by its id.
pub fn run(
    mut command: Command,
    input: &[u8],
    streams: Streams,
    timeout: Duration,
) -> Result<Finished, RunError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let io_error = |source| RunError::Io { program: program.clone(), source };
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(match streams {
        Streams::Captured => Stdio::piped(),
        Streams::ErrorsShown => Stdio::inherit(),
    });
    let mut child = command.spawn().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => RunError::NotFound { program: program.clone() },
        _ => io_error(source),
    })?;

    let mut stdin = child.stdin.take();
    let input = input.to_vec();
    let writer = thread::spawn(move || {
        // A child that ends without reading all is judged by its exit, not by our broken pipe.
        stdin.as_mut().map(|stdin| stdin.write_all(&input));
    });
    let stdout = child.stdout.take().map(collect);
    let stderr = child.stderr.take().map(collect);

    let Some(status) = wait(&mut child, timeout).map_err(io_error)? else {
        end_children_of(child.id());
        // The readers are left behind: a grandchild may still hold the pipes open.
        child.kill().and_then(|()| child.wait()).map_err(io_error)?;
        return Err(RunError::TimedOut { program, after: timeout });
    };
    drop(writer);
    let gathered = |reader: Option<thread::JoinHandle<Vec<u8>>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    Ok(Finished { status, stdout: gathered(stdout), stderr: gathered(stderr) })
}

/// Ends what a child started, by id, so that a question it asks for somebody goes away with it.
///
/// The child is still running, so the ids are those of its own children.
fn end_children_of(child: u32) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Signal, kill_process};
        let listed = std::fs::read_to_string(format!("/proc/{child}/task/{child}/children"));
        for id in listed.unwrap_or_default().split_whitespace() {
            if let Some(id) = id.parse().ok().and_then(Pid::from_raw) {
                // One that has just ended by itself is what we want.
                let _ = kill_process(id, Signal::TERM);
            }
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = child;
}

/// Runs a command that owns the terminal until it ends, as a passphrase prompt must.
pub fn run_in_foreground(mut command: Command) -> Result<ExitStatus, RunError> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.status().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => RunError::NotFound { program },
        _ => RunError::Io { program, source },
    })
}

fn collect(stream: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut limited = stream.take(OUTPUT_LIMIT_BYTES);
        // What was read before an error is still the program's answer.
        let _ = limited.read_to_end(&mut bytes);
        let _ = io::copy(&mut limited.into_inner(), &mut io::sink());
        bytes
    })
}

fn wait(child: &mut Child, timeout: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() >= timeout {
            return Ok(None);
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// Measures how long something takes, by a clock that nobody can set.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

pub fn sleep(duration: Duration) {
    thread::sleep(duration);
}

/// Returns the name of the terminal on standard input, what `GPG_TTY` asks for.
pub fn terminal_name() -> Option<OsString> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        let stdin = rustix::stdio::stdin();
        let name = rustix::termios::ttyname(stdin, Vec::new()).ok()?;
        Some(OsString::from_vec(name.into_bytes()))
    }
    #[cfg(not(unix))]
    None
}

/// Returns whether a program could ask somebody something, wherever our own streams go.
pub fn has_terminal() -> bool {
    #[cfg(unix)]
    return std::fs::File::open("/dev/tty").is_ok();
    #[cfg(not(unix))]
    true
}

/// Returns whether what is written to standard output lands in a plain file.
pub fn writes_into_a_file() -> bool {
    #[cfg(unix)]
    {
        let mode = rustix::fs::fstat(rustix::stdio::stdout()).map(|stat| stat.st_mode);
        mode.is_ok_and(|mode| rustix::fs::FileType::from_raw_mode(mode).is_file())
    }
    #[cfg(not(unix))]
    false
}

/// Returns the id of the user whose rights this process has; `None` where there is no such id.
pub fn user_id() -> Option<u32> {
    #[cfg(unix)]
    return Some(rustix::process::geteuid().as_raw());
    #[cfg(not(unix))]
    None
}

/// Returns what tells this start of the machine from every other one; empty where unknown.
pub fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map(|id| id.trim().to_owned())
        .unwrap_or_default()
}

/// What a plain file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    /// Written at its end; made when it is not there.
    Append,
}

/// Opens a plain file: no link is followed in its last part, no pipe waited for, no device used.
pub fn open_plain(path: &Path, access: Access) -> io::Result<std::fs::File> {
    #[cfg(unix)]
    let file = {
        use rustix::fs::{Mode, OFlags};
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let flags = flags
            | match access {
                Access::Read => OFlags::RDONLY,
                Access::Append => OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE,
            };
        std::fs::File::from(rustix::fs::open(path, flags, Mode::from_raw_mode(0o666))?)
    };
    #[cfg(not(unix))]
    let file = match access {
        Access::Read => std::fs::File::open(path)?,
        Access::Append => {
            std::fs::OpenOptions::new().create(true).read(true).append(true).open(path)?
        }
    };
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no plain file")) }
}

/// Reads a plain file that has at most `limit` bytes, and fails for any other.
pub fn read_plain(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open_plain(path, Access::Read)?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("it is larger than {limit} bytes")));
    }
    Ok(bytes)
}

/// Writes a file whole or not at all, and so that it survives a power cut.
///
/// The bytes go to a new file beside `path`, are synced, and take the place of `path` in one step;
/// then the folder is synced. [`Place::New`] fails when `path` exists, and never replaces it.
pub fn write_synced(path: &Path, bytes: &[u8], place: Place) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let temporary = temporary_beside(path)?;
    let written = write_new(&temporary, bytes).and_then(|()| match place {
        Place::Replace => std::fs::rename(&temporary, path),
        Place::New => std::fs::hard_link(&temporary, path),
    });
    if written.is_err() || place == Place::New {
        // The leftover name is ours alone; that it cannot be removed is not what went wrong.
        let _ = std::fs::remove_file(&temporary);
    }
    written?;
    sync_folder(folder)
}

/// Whether a file may take the place of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    New,
    Replace,
}

fn temporary_beside(path: &Path) -> io::Result<PathBuf> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or(OsStr::new("file")));
    name.push(format!(".{:016x}.tmp", u64::from_le_bytes(random_bytes()?)));
    Ok(path.with_file_name(name))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the names in a folder survive a power cut.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// A file for the moment, readable by nobody else; removed with this value.
#[derive(Debug)]
pub struct TemporaryFile(PathBuf);

impl TemporaryFile {
    pub fn with(bytes: &[u8]) -> io::Result<Self> {
        let name = format!("ircase-{:032x}", u128::from_le_bytes(random_bytes()?));
        let path = std::env::temp_dir().join(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?.write_all(bytes)?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_gets_its_input_and_gives_its_output() {
        let finished =
            run(program("cat", ["-"]), b"ley", Streams::Captured, Duration::from_secs(10)).unwrap();
        assert!(finished.status.success());
        assert_eq!(finished.stdout, b"ley");
    }

    #[test]
    fn a_program_that_hangs_is_stopped() {
        let error =
            run(program("sleep", ["30"]), b"", Streams::Captured, Duration::from_millis(50))
                .unwrap_err();
        assert!(matches!(error, RunError::TimedOut { .. }), "{error}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_stopped_program_started_is_stopped_too() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("id");
        let line = format!("sleep 30 & echo $! > {}; wait", file.display());
        let timeout = Duration::from_millis(300);
        let error = run(program("sh", ["-c", &line]), b"", Streams::Captured, timeout).unwrap_err();
        assert!(matches!(error, RunError::TimedOut { .. }), "{error}");
        let id = std::fs::read_to_string(file).unwrap();
        // Ended, or ended and not yet reaped by whoever inherits it.
        let gone = (0..100).any(|_| {
            sleep(Duration::from_millis(20));
            std::fs::read_to_string(format!("/proc/{}/stat", id.trim()))
                .map_or(true, |stat| stat.contains(") Z "))
        });
        assert!(gone);
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let missing = program("ircase-no-such-program", [""; 0]);
        let error = run(missing, b"", Streams::Captured, Duration::from_secs(1)).unwrap_err();
        assert_eq!(error.to_string(), "`ircase-no-such-program` is not installed");
    }

    #[cfg(unix)]
    #[test]
    fn only_plain_files_of_a_known_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("plain"), "12345").unwrap();
        std::os::unix::fs::symlink("plain", at("link")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("endless")).unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        assert_eq!(read_plain(&at("plain"), 5).unwrap(), b"12345");
        let error = read_plain(&at("plain"), 4).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 4 bytes");
        for odd in ["link", "endless", "pipe", "."] {
            assert!(read_plain(&at(odd), 5).is_err(), "{odd}");
            assert!(open_plain(&at(odd), Access::Append).is_err(), "{odd}");
        }
        let absent = read_plain(&at("absent"), 5).unwrap_err();
        assert_eq!(absent.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_new_file_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("entry.md");
        write_synced(&path, b"one", Place::New).unwrap();
        let error = write_synced(&path, b"two", Place::New).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        write_synced(&path, b"three", Place::Replace).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"three");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
