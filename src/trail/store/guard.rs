//! Looks at a repository that somebody else may have made, before any library reads it.
//!
//! Below `.git` only folders and plain files are used: a link leads elsewhere, and whoever opens a
//! pipe waits for ever. Its settings may not name further files (TRAIL 6). Loose objects are looked
//! at one by one, when they are read.

use std::fs::{FileType, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::sys;

/// What settings, references, rules and lists of a repository may hold, in bytes.
const SMALL_BYTES_MAX: u64 = 1024 * 1024;
/// What git's index and its packed references may hold, in bytes.
const LARGE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// How deep folders may lie in each other.
const DEPTH_MAX: usize = 64;

/// Settings that name files or change what is read; none of them is needed here.
const REFUSED_SETTINGS: [&str; 2] = ["core.excludesfile", "core.attributesfile"];

/// Refuses a repository in which something that will be read is a link, a pipe or too large.
pub(super) fn inspect(git: &Path) -> Result<(), StoreError> {
    for each in ["objects", "ircase"] {
        let folder = git.join(each);
        if is_folder(&folder)? {
            refuse_links_in(&folder)?;
        }
    }
    for name in ["HEAD", "config", "shallow"] {
        small_file(&git.join(name))?;
    }
    for name in ["index", "packed-refs"] {
        file(&git.join(name), LARGE_BYTES_MAX)?;
    }
    for name in ["refs", "info", "objects/info"] {
        folder(&git.join(name), 0, &small_file)?;
    }
    folder(&git.join("logs"), 0, &any_file)?;
    folder(&git.join("objects/pack"), 0, &any_file)?;
    Ok(())
}

/// Opens a repository's own settings, once it is known that they name no further files.
pub(super) fn settings(path: &Path) -> Result<git2::Config, StoreError> {
    match sys::read_plain(path, SMALL_BYTES_MAX) {
        Ok(bytes) if includes(&bytes) => {
            return Err(StoreError::Setting { name: "include" });
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(StoreError::io("read", path)(error));
        }
        _ => {}
    }
    let config = git2::Config::open(path).map_err(StoreError::git("read settings"))?;
    for name in REFUSED_SETTINGS {
        if config.get_entry(name).is_ok() {
            return Err(StoreError::Setting { name });
        }
    }
    let name = "extensions.worktreeconfig";
    if config.get_entry(name).is_ok() && config.get_bool(name).unwrap_or(true) {
        return Err(StoreError::Setting { name });
    }
    Ok(config)
}

/// Whether settings have a section `include` or `includeIf`, in any form a reader might accept.
///
/// They are looked for in the bytes, because git's libraries open what is included at once.
fn includes(settings: &[u8]) -> bool {
    settings.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_start).any(|line| {
        let is_comment = line.starts_with(b"#") || line.starts_with(b";");
        let mut sections = line.split(|byte| *byte == b'[').skip(1);
        !is_comment
            && sections.any(|section| {
                let name = section.trim_ascii_start().get(..b"include".len());
                name.is_some_and(|name| name.eq_ignore_ascii_case(b"include"))
            })
    })
}

/// Whether a file of git, if it is there, tells anything: a line that is neither empty nor a comment.
///
/// A file that cannot be read counts as one that does.
pub(super) fn holds_lines(path: &Path) -> bool {
    match sys::read_plain(path, SMALL_BYTES_MAX) {
        Ok(bytes) => bytes
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .any(|line| !line.is_empty() && !line.starts_with(b"#")),
        Err(error) => error.kind() != ErrorKind::NotFound,
    }
}

fn small_file(path: &Path) -> Result<(), StoreError> {
    file(path, SMALL_BYTES_MAX)
}

fn any_file(path: &Path) -> Result<(), StoreError> {
    file(path, u64::MAX)
}

/// Refuses what is there under this name unless it is a plain file of at most `limit` bytes.
pub(super) fn file(path: &Path, limit: u64) -> Result<(), StoreError> {
    match look(path)? {
        Some(metadata) if !metadata.is_file() => Err(odd(path, metadata.file_type())),
        Some(metadata) if metadata.len() > limit => {
            Err(StoreError::Odd { path: path.to_owned(), what: "is too large" })
        }
        _ => Ok(()),
    }
}

/// Looks through a folder and those in it; `check` is asked about everything else.
fn folder(
    path: &Path,
    depth: usize,
    check: &dyn Fn(&Path) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if depth > DEPTH_MAX {
        return Err(StoreError::Odd { path: path.to_owned(), what: "lies too deep" });
    }
    if !is_folder(path)? {
        return Ok(());
    }
    for (path, kind) in entries(path)? {
        if kind.is_dir() {
            folder(&path, depth + 1, check)?;
        } else {
            check(&path)?;
        }
    }
    Ok(())
}

fn refuse_links_in(folder: &Path) -> Result<(), StoreError> {
    match entries(folder)?.into_iter().find(|(_, kind)| !kind.is_dir() && !kind.is_file()) {
        Some((path, kind)) => Err(odd(&path, kind)),
        None => Ok(()),
    }
}

/// Returns what lies in a folder; what another program just took away is left out.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, FileType)>, StoreError> {
    let gone = |error: &std::io::Error| error.kind() == ErrorKind::NotFound;
    let entries = match std::fs::read_dir(folder) {
        Err(error) if gone(&error) => return Ok(Vec::new()),
        entries => entries.map_err(StoreError::io("read", folder))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read", folder))?;
        match entry.file_type() {
            Err(error) if gone(&error) => {}
            kind => found.push((entry.path(), kind.map_err(StoreError::io("read", folder))?)),
        }
    }
    Ok(found)
}

/// Returns whether the folder is there, and refuses what leads elsewhere or is waited for.
///
/// A plain file in its place does neither; whoever needs the folder says that it is none.
fn is_folder(path: &Path) -> Result<bool, StoreError> {
    match look(path)? {
        Some(metadata) if metadata.is_dir() => Ok(true),
        Some(metadata) if !metadata.is_file() => Err(odd(path, metadata.file_type())),
        _ => Ok(false),
    }
}

fn look(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("open", path)(error)),
    }
}

fn odd(path: &Path, kind: FileType) -> StoreError {
    let what = if kind.is_symlink() { "is a link" } else { "is no plain file" };
    StoreError::Odd { path: path.to_owned(), what }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::sys::{Streams, program, run};
    use crate::trail::store::{Store, git_settings};

    fn pipe(path: &Path) {
        let made = run(
            program("mkfifo", [path]),
            b"",
            Streams::Captured,
            std::time::Duration::from_secs(10),
        );
        assert!(made.unwrap().status.success());
    }

    fn world() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        Store::init(folder.path()).unwrap();
        let git = folder.path().join(".git");
        (folder, git)
    }

    #[test]
    fn links_and_pipes_below_git_are_refused() {
        let folders = ["objects", "objects/info", "objects/pack", "objects/ab", "refs"];
        let folders = folders.into_iter().chain(["refs/heads", "logs", "logs/refs", "ircase"]);
        let files = ["HEAD", "config", "index", "packed-refs", "shallow", "info/grafts"];
        let files = files.into_iter().chain(["info/exclude", "objects/info/alternates"]);
        let files = files.chain(["refs/heads/main", "logs/HEAD", "ircase/lock", "ircase/journal"]);
        for name in folders.chain(files) {
            for make in [|path: &Path| symlink("/tmp", path).unwrap(), pipe] {
                let (folder, git) = world();
                let place = git.join(name);
                std::fs::create_dir_all(place.parent().unwrap()).unwrap();
                let _ = std::fs::remove_dir_all(&place);
                let _ = std::fs::remove_file(&place);
                make(&place);
                let error = Store::open(folder.path()).err().expect(name);
                assert!(matches!(error, StoreError::Odd { .. }), "{name}: {error}");
            }
        }
    }

    #[test]
    fn a_reference_without_end_is_not_read() {
        let (folder, git) = world();
        let file = std::fs::File::create(git.join("refs/heads/big")).unwrap();
        file.set_len(10 << 30).unwrap();
        let error = Store::open(folder.path()).err().unwrap();
        assert!(error.to_string().contains("is too large"), "{error}");
    }

    #[test]
    fn settings_that_lead_elsewhere_are_refused() {
        let cases = [
            ("[include]\n\tpath = ../pipe\n", Some("include")),
            ("[core] bare = false\n [INCLUDE] path = ../pipe\n", Some("include")),
            ("[core][include]path = ../pipe\n", Some("include")),
            ("[includeIf \"gitdir:/\"]\n\tpath = ../pipe\n", Some("include")),
            ("\u{feff}[include]\npath = ../pipe\n", Some("include")),
            ("[core]\nexcludesFile = pipe\n", Some("core.excludesfile")),
            ("[CORE] AttributesFile = pipe\n", Some("core.attributesfile")),
            ("[extensions]\nworktreeConfig\n", Some("extensions.worktreeconfig")),
            ("[extensions]\nworktreeConfig = false\n", None),
            ("# [include]\n[user]\nname = include\n[alias]\nincluded = x\n", None),
        ];
        for (settings, refused) in cases {
            let (folder, git) = world();
            pipe(&folder.path().join("pipe"));
            let before = std::fs::read_to_string(git.join("config")).unwrap();
            // At the start stands what is tried, so that a byte order mark is one.
            std::fs::write(git.join("config"), format!("{settings}{before}")).unwrap();
            let found = match Store::open(folder.path()) {
                Ok(_) => None,
                Err(StoreError::Setting { name }) => Some(name),
                Err(error) => panic!("{settings:?}: {error}"),
            };
            assert_eq!(found, refused, "{settings:?}");
            git_settings(Some(folder.path()));
        }
    }

    #[test]
    fn objects_elsewhere_are_seen_however_they_are_written() {
        let cases: [(&[u8], bool); 6] = [
            (b"", false),
            (b"# none\n\n", false),
            (b"/elsewhere\n", true),
            (b"#\xff\n/elsewhere\xff\n", true),
            (b"# none\r/elsewhere\n", true),
            (b" \n", true),
        ];
        for (text, expected) in cases {
            let (folder, git) = world();
            std::fs::write(git.join("objects/info/alternates"), text).unwrap();
            let path = git.join("objects/info/alternates");
            assert_eq!(holds_lines(&path), expected, "{text:?}");
            let store = Store::open(folder.path()).unwrap();
            assert_eq!(store.facts().alternates, expected, "{text:?}");
        }
    }
}
