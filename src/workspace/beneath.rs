//! Opens files beneath a folder so that no symbolic link leads out of it.
#![expect(clippy::disallowed_methods, reason = "part of the workspace")]

use std::fs::{self, File};
use std::path::Path;

use crate::document::unread::UnreadReason;
use crate::sys;

/// A plain file, open for reading.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) file: File,
    /// In bytes, when it was opened.
    pub(super) size: u64,
}

/// A folder, held open to read many files beneath it.
#[derive(Debug)]
pub(super) struct Root<'a> {
    path: &'a Path,
    #[cfg(target_os = "linux")]
    folder: Option<std::os::fd::OwnedFd>,
}

impl<'a> Root<'a> {
    pub(super) fn open(path: &'a Path) -> Self {
        #[cfg(target_os = "linux")]
        let folder = {
            use rustix::fs::{Mode, OFlags};
            rustix::fs::open(
                path,
                OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC,
                Mode::empty(),
            )
        };
        Self {
            path,
            #[cfg(target_os = "linux")]
            folder: folder.ok(),
        }
    }

    /// Opens a plain file for reading. Never blocks on a pipe.
    pub(super) fn file(&self, path: &str) -> Result<Plain, UnreadReason> {
        #[cfg(target_os = "linux")]
        if let Some(plain) = self.at_once(path) {
            return Ok(plain);
        }
        open(self.path, path)
    }

    /// Opens a plain file in one step, in which the system refuses every link and every way out;
    /// nothing where there is none, or where the system is too old. Then [`open`] says why.
    #[cfg(target_os = "linux")]
    fn at_once(&self, path: &str) -> Option<Plain> {
        use rustix::fs::{Mode, OFlags, ResolveFlags};
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        let folder = self.folder.as_ref()?;
        let file = rustix::fs::openat2(folder, path, flags, Mode::empty(), resolve).ok()?;
        plain(File::from(file)).ok()
    }
}

/// Opens a plain file beneath `root` for reading. Never blocks on a pipe.
pub(super) fn open(root: &Path, path: &str) -> Result<Plain, UnreadReason> {
    refuse_links(root, path)?;
    open_regular(&root.join(path))
}

/// Opens a plain file for reading, its last part no link. Never blocks on a pipe.
pub(super) fn open_regular(path: &Path) -> Result<Plain, UnreadReason> {
    let file = open_without_waiting(path).map_err(|error| {
        match fs::symlink_metadata(path).map(|metadata| metadata.file_type()) {
            Ok(kind) if kind.is_symlink() => UnreadReason::SymbolicLink,
            // A socket cannot even be opened.
            Ok(kind) if !kind.is_file() && !kind.is_dir() => UnreadReason::NotAFile(name_of(kind)),
            _ if error.kind() == std::io::ErrorKind::NotFound => UnreadReason::NotThere,
            _ => UnreadReason::Refused(sys::why(&error)),
        }
    })?;
    plain(file)
}

fn plain(file: File) -> Result<Plain, UnreadReason> {
    let metadata = file.metadata().map_err(|error| UnreadReason::Refused(sys::why(&error)))?;
    match metadata.file_type() {
        kind if kind.is_file() => Ok(Plain { file, size: metadata.len() }),
        kind => Err(UnreadReason::NotAFile(name_of(kind))),
    }
}

/// Makes the folders of a file beneath `root`, none of them through a link.
pub(super) fn create_folders(root: &Path, path: &str) -> std::io::Result<()> {
    let refused = |reason: UnreadReason| std::io::Error::other(reason.to_string());
    let Some((folder, _)) = path.rsplit_once('/') else { return Ok(()) };
    refuse_links(root, path).map_err(refused)?;
    fs::create_dir_all(root.join(folder))?;
    refuse_links(root, path).map_err(refused)
}

/// Refuses a path that leaves its folder or passes through a link.
fn refuse_links(root: &Path, path: &str) -> Result<(), UnreadReason> {
    let mut place = root.to_owned();
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return Err(UnreadReason::Refused("the path leaves the folder".to_owned()));
        }
        place.push(part);
        if fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.file_type().is_symlink()) {
            return Err(UnreadReason::SymbolicLink);
        }
    }
    Ok(())
}

#[cfg(unix)]
fn open_without_waiting(path: &Path) -> std::io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

#[cfg(unix)]
fn name_of(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_dir() {
        "folder"
    } else if kind.is_fifo() {
        "pipe"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}

#[cfg(not(unix))]
fn name_of(kind: fs::FileType) -> &'static str {
    if kind.is_dir() { "folder" } else { "device" }
}
