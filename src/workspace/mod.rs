//! The folder, one of the hands: reads and writes files beneath it, never following a link out.
//!
//! Paths are relative to the engagement, with `/` between parts. A file appears whole or not at
//! all: it is written beside its place, synced, and renamed.
#![expect(clippy::disallowed_methods, reason = "the one place that touches the folder's files")]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::document::unread::{Unread, UnreadReason};
use crate::source::Sources;

mod beneath;
pub mod pins;
mod reading;

/// The file that makes a folder an engagement.
pub const PROFILE_PATH: &str = "ircase.yaml";

/// Documents read at the most (TRAIL's limit for a folder from someone else).
pub const DOCUMENTS_MAX: usize = 100_000;

/// Why the folder could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("no engagement in `{}` or above it", .0.display())]
    NotAnEngagement(PathBuf),
    #[error("`{PROFILE_PATH}` in `{}` is no plain file, so nothing says what this engagement is", .0.display())]
    NoProfile(PathBuf),
    #[error("`{0}` is outside the engagement")]
    Outside(String),
    #[error("`{0}` is already there")]
    AlreadyThere(String),
    #[error("`{0}` was changed by somebody else just now")]
    Changed(String),
    #[error("more than {DOCUMENTS_MAX} documents in one engagement")]
    TooMany,
    #[error("cannot {action} `{path}`")]
    Io { action: &'static str, path: String, source: std::io::Error },
}

/// An engagement's folder.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Returns the engagement that `start` lies in: the nearest folder with an `ircase.yaml`.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::NotAFolder`], [`WorkspaceError::NotAnEngagement`], and
    /// [`WorkspaceError::NoProfile`] where a folder, a link or a pipe has taken the file's place: the
    /// engagement is there, and a folder above it is another one.
    pub fn find(start: &Path) -> Result<Self, WorkspaceError> {
        let folder = Self::at(start)?;
        let profile = |folder: &Path| fs::symlink_metadata(folder.join(PROFILE_PATH));
        let found = folder.root.ancestors().find_map(|at| Some((at, profile(at).ok()?)));
        match found {
            None => Err(WorkspaceError::NotAnEngagement(start.to_owned())),
            Some((root, profile)) if profile.is_file() => Ok(Self { root: root.to_owned() }),
            Some((root, _)) => Err(WorkspaceError::NoProfile(root.to_owned())),
        }
    }

    /// Returns this folder, engagement or not.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::NotAFolder`] when there is none.
    pub fn at(folder: &Path) -> Result<Self, WorkspaceError> {
        match fs::canonicalize(folder) {
            Ok(root) if root.is_dir() => Ok(Self { root }),
            _ => Err(WorkspaceError::NotAFolder(folder.to_owned())),
        }
    }

    /// Makes the folder and those above it where missing, and returns it.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::Io`] when the system refuses.
    pub fn create(folder: &Path) -> Result<Self, WorkspaceError> {
        fs::create_dir_all(folder).map_err(|source| WorkspaceError::Io {
            action: "make the folder",
            path: folder.display().to_string(),
            source,
        })?;
        Self::at(folder)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the nearest folder above this one that is a repository.
    pub fn repository_above(&self) -> Option<PathBuf> {
        let above = self.root.ancestors().skip(1);
        above.map(Path::to_owned).find(|folder| fs::symlink_metadata(folder.join(".git")).is_ok())
    }

    /// Returns the path of a file as the engagement writes it, from one the user typed in `from`.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::Outside`] when it does not lie in the engagement.
    pub fn relative(&self, from: &Path, typed: &Path) -> Result<String, WorkspaceError> {
        let outside = || WorkspaceError::Outside(typed.display().to_string());
        let from = fs::canonicalize(from).unwrap_or_else(|_| from.to_owned());
        let mut parts: Vec<&std::ffi::OsStr> = Vec::new();
        let joined = from.join(typed);
        for component in joined.components() {
            match component {
                std::path::Component::Normal(part) => parts.push(part),
                std::path::Component::ParentDir => {
                    parts.pop().ok_or_else(outside)?;
                }
                _ => {}
            }
        }
        let absolute: PathBuf = std::iter::once(std::ffi::OsStr::new("/")).chain(parts).collect();
        let relative = absolute.strip_prefix(&self.root).map_err(|_| outside())?;
        let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
        parts.map(|parts| parts.join("/")).ok_or_else(outside)
    }

    /// Reads every document, sorted by path; what could not be taken as text is listed apart.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::TooMany`], and [`WorkspaceError::Io`] when the folder itself cannot be
    /// read.
    pub fn documents(&self) -> Result<(Sources, Vec<Unread>), WorkspaceError> {
        reading::documents(&self.root)
    }

    /// Reads one document as text.
    ///
    /// # Errors
    ///
    /// The reason why it could not be taken as text.
    pub fn read_document(&self, path: &str) -> Result<String, UnreadReason> {
        reading::text_of(beneath::open(&self.root, path)?)
    }

    /// Reads a file of the engagement, as large as a document may be at the most; `None` when there
    /// is none.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::Io`] with the reason.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, WorkspaceError> {
        let refused = |why: String| WorkspaceError::Io {
            action: "read",
            path: path.to_owned(),
            source: std::io::Error::other(why),
        };
        if fs::symlink_metadata(self.root.join(path)).is_err() {
            return Ok(None);
        }
        let file = beneath::open(&self.root, path).map_err(|why| refused(why.to_string()))?;
        reading::bytes_of(file).map(Some).map_err(|why| refused(why.to_string()))
    }

    /// Returns when a file was last changed, by the system's account.
    pub fn modified_at(&self, path: &str) -> Option<jiff::Timestamp> {
        let modified = fs::symlink_metadata(self.root.join(path)).ok()?.modified().ok()?;
        modified.try_into().ok()
    }

    pub fn is_folder(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok_and(|metadata| metadata.is_dir())
    }

    pub fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// Returns the names, sorted and without `ending`, of the files in a folder that end so; none
    /// where there is no such folder.
    pub fn names_in(&self, folder: &str, ending: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(ending).map(str::to_owned))
            .filter(|name| !name.is_empty() && !name.starts_with('.'))
            .collect();
        names.sort_unstable();
        names
    }

    /// Writes a new file, making its folders; refuses to replace one.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::AlreadyThere`] and [`WorkspaceError::Io`]; nothing is left half-written.
    pub fn create_file(&self, path: &str, contents: &[u8]) -> Result<(), WorkspaceError> {
        self.put(path, contents, Put::New)
    }

    /// Writes a file whole, in place of the one there, if any.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::Io`]; the old file is then as it was.
    pub fn replace_file(&self, path: &str, contents: &[u8]) -> Result<(), WorkspaceError> {
        self.put(path, contents, Put::Replace)
    }

    /// Writes a file whole in place of the one there, which must still hold `expected`, be no link
    /// and be writable. Its permissions stay.
    ///
    /// # Errors
    ///
    /// [`WorkspaceError::Changed`] when it holds something else by now, and [`WorkspaceError::Io`];
    /// the file is then as it was.
    pub fn replace_unchanged(
        &self,
        path: &str,
        expected: &[u8],
        contents: &[u8],
    ) -> Result<(), WorkspaceError> {
        let refused = |why: &str| WorkspaceError::Io {
            action: "write",
            path: path.to_owned(),
            source: std::io::Error::other(why),
        };
        let metadata = fs::symlink_metadata(self.root.join(path));
        if metadata.is_ok_and(|metadata| metadata.permissions().readonly()) {
            return Err(refused("it is read-only"));
        }
        if self.read(path)?.as_deref() != Some(expected) {
            return Err(WorkspaceError::Changed(path.to_owned()));
        }
        self.put(path, contents, Put::Replace)
    }

    fn put(&self, path: &str, contents: &[u8], put: Put) -> Result<(), WorkspaceError> {
        let failed =
            |action| move |source| WorkspaceError::Io { action, path: path.to_owned(), source };
        let target = self.root.join(path);
        let folder = target.parent().unwrap_or(&self.root);
        beneath::create_folders(&self.root, path).map_err(failed("make the folder of"))?;
        let (temporary, mut file) = temporary_in(folder).map_err(failed("write"))?;
        let written = keep_permissions(&target, &file, put)
            .and_then(|()| file.write_all(contents))
            .and_then(|()| file.sync_all())
            .and_then(|()| match put {
                Put::New => rename_new(&temporary, &target),
                Put::Replace => fs::rename(&temporary, &target),
            })
            .and_then(|()| File::open(folder)?.sync_all());
        written.map_err(|source| {
            let _ = fs::remove_file(&temporary);
            match source.kind() {
                std::io::ErrorKind::AlreadyExists => WorkspaceError::AlreadyThere(path.to_owned()),
                _ => failed("write")(source),
            }
        })
    }
}

#[derive(Clone, Copy)]
enum Put {
    New,
    Replace,
}

/// Reads a text from an open file that a user named, wherever it lies.
///
/// # Errors
///
/// The reason why it could not be taken as text.
pub fn read_outside(path: &Path) -> Result<String, UnreadReason> {
    reading::text_of(beneath::open_regular(path)?)
}

/// Reads the bytes of a file that a user named, wherever it lies; same limit as a document.
///
/// # Errors
///
/// The reason why it could not be read.
pub fn read_bytes_outside(path: &Path) -> Result<Vec<u8>, UnreadReason> {
    beneath::open_regular(path).and_then(reading::bytes_of)
}

/// Returns whether a plain file lies at a path that the user named.
pub fn is_file_outside(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// Writes a file that a user named, wherever it lies: whole or not at all.
///
/// # Errors
///
/// [`WorkspaceError::Io`].
pub fn write_outside(path: &Path, contents: &[u8]) -> Result<(), WorkspaceError> {
    let name = path.display().to_string();
    let io = |source| WorkspaceError::Io { action: "write", path: name.clone(), source };
    // A device or a pipe, such as /dev/null, is written into and never replaced by a file.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let opened = File::options().write(true).open(path);
        return opened.and_then(|mut file| file.write_all(contents)).map_err(io);
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let file_name = target.file_name().and_then(|name| name.to_str());
    let file_name = file_name.ok_or_else(|| io(std::io::Error::other("no file name")))?;
    let folder = fs::canonicalize(folder).map_err(io)?;
    let folder = Workspace { root: folder };
    folder.replace_file(file_name, contents).map_err(|error| match error {
        WorkspaceError::Io { source, .. } => io(source),
        error => error,
    })
}

/// Gives a file that replaces another the permissions of that one.
fn keep_permissions(target: &Path, file: &File, put: Put) -> std::io::Result<()> {
    match (put, fs::symlink_metadata(target)) {
        (Put::Replace, Ok(metadata)) if metadata.is_file() => {
            file.set_permissions(metadata.permissions())
        }
        _ => Ok(()),
    }
}

fn temporary_in(folder: &Path) -> std::io::Result<(PathBuf, File)> {
    for attempt in 0..1_000 {
        let path = folder.join(format!(".ircase-{}-{attempt}.tmp", std::process::id()));
        match File::options().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::other("too many unfinished files of this program in the folder"))
}

#[cfg(target_os = "linux")]
fn rename_new(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems do not know the flag; a link refuses to replace just as well.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => link_new(from, to),
        result => result.map_err(std::io::Error::from),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_new(from: &Path, to: &Path) -> std::io::Result<()> {
    link_new(from, to)
}

fn link_new(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::text::NotText;

    fn folder() -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(PROFILE_PATH), "kind: engagement\n").unwrap();
        let workspace = Workspace::find(folder.path()).unwrap();
        (folder, workspace)
    }

    #[test]
    fn documents_are_found_and_others_left_alone() {
        let (_folder, workspace) = folder();
        for path in ["people/zw.md", "agreement.md", "README.md", "out/x.md", "people/zw.txt"] {
            workspace.create_file(path, b"x").unwrap();
        }
        let (sources, unread) = workspace.documents().unwrap();
        let paths: Vec<&str> = sources.iter().map(|source| &*source.path).collect();
        assert_eq!(paths, ["agreement.md", "ircase.yaml", "people/zw.md"]);
        assert_eq!(unread, []);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_plain_file_is_named_and_not_read() {
        let (folder, workspace) = folder();
        workspace.create_file("people/aa.md", b"x").unwrap();
        let people = folder.path().join("people");
        std::os::unix::fs::symlink("/etc/passwd", people.join("bb.md")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            people.join("cc.md"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        fs::create_dir(people.join("dd.md")).unwrap();
        let huge = File::create(people.join("ee.md")).unwrap();
        huge.set_len(10 * 1024 * 1024 * 1024).unwrap();
        fs::write(people.join("ff.md"), b"ok \xff").unwrap();
        fs::write(people.join("gg.md"), b"\xff\xfek\0").unwrap();
        let (sources, unread) = workspace.documents().unwrap();
        assert_eq!(sources.iter().count(), 2);
        let found: Vec<(&str, &UnreadReason)> =
            unread.iter().map(|unread| (unread.path.as_str(), &unread.why)).collect();
        assert_eq!(
            found,
            [
                ("people/bb.md", &UnreadReason::SymbolicLink),
                ("people/cc.md", &UnreadReason::NotAFile("pipe")),
                ("people/dd.md", &UnreadReason::NotAFile("folder")),
                ("people/ee.md", &UnreadReason::TooLarge(10 * 1024 * 1024 * 1024)),
                (
                    "people/ff.md",
                    &UnreadReason::NotText(NotText::Utf8 {
                        byte: 0xff,
                        offset: 3,
                        line: 1,
                        column: 4
                    })
                ),
                ("people/gg.md", &UnreadReason::NotText(NotText::Utf16)),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_folder_is_not_followed() {
        let (folder, workspace) = folder();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("people")).unwrap();
        assert!(workspace.create_file("people/zw.md", b"x").is_err());
        assert!(!elsewhere.path().join("zw.md").exists());
        let (_, unread) = workspace.documents().unwrap();
        assert_eq!(unread[0].why, UnreadReason::SymbolicLink);
    }

    #[test]
    fn a_new_file_replaces_nothing() {
        let (folder, workspace) = folder();
        workspace.create_file("people/zw.md", b"first").unwrap();
        let again = workspace.create_file("people/zw.md", b"second");
        assert!(matches!(again, Err(WorkspaceError::AlreadyThere(_))));
        assert_eq!(workspace.read("people/zw.md").unwrap().unwrap(), b"first");
        workspace.replace_file("people/zw.md", b"second").unwrap();
        assert_eq!(workspace.read("people/zw.md").unwrap().unwrap(), b"second");
        assert_eq!(fs::read_dir(folder.path().join("people")).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_what_is_unchanged_and_writable_is_replaced() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, workspace) = folder();
        let place = |path: &str| folder.path().join(path);
        let mode = |path: &str| fs::metadata(place(path)).unwrap().permissions().mode() & 0o7777;
        fs::write(place("agreement.md"), "old").unwrap();
        fs::set_permissions(place("agreement.md"), fs::Permissions::from_mode(0o640)).unwrap();
        workspace.replace_unchanged("agreement.md", b"old", b"new").unwrap();
        assert_eq!(fs::read(place("agreement.md")).unwrap(), b"new");
        assert_eq!(mode("agreement.md"), 0o640);
        let changed = workspace.replace_unchanged("agreement.md", b"old", b"newer");
        assert!(matches!(changed, Err(WorkspaceError::Changed(_))));
        fs::set_permissions(place("agreement.md"), fs::Permissions::from_mode(0o440)).unwrap();
        assert!(workspace.replace_unchanged("agreement.md", b"new", b"newer").is_err());
        symlink(place("agreement.md"), place("context.md")).unwrap();
        assert!(workspace.replace_unchanged("context.md", b"new", b"newer").is_err());
        assert_eq!(fs::read(place("agreement.md")).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_stays_a_device_and_a_link_a_link() {
        use std::os::unix::fs::FileTypeExt;
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RWXU,
            0,
        )
        .unwrap();
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        write_outside(&pipe, b"text").unwrap();
        assert_eq!(reader.join().unwrap(), b"text");
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, b"old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_outside(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn typed_paths_are_taken_from_the_folder_they_were_typed_in() {
        let (folder, workspace) = folder();
        workspace.create_file("people/zw.md", b"x").unwrap();
        let people = folder.path().join("people");
        let relative = |typed: &str| workspace.relative(&people, Path::new(typed)).ok();
        assert_eq!(relative("zw.md").as_deref(), Some("people/zw.md"));
        assert_eq!(relative("../agreement.md").as_deref(), Some("agreement.md"));
        assert_eq!(relative("../../elsewhere.md"), None);
    }
}
