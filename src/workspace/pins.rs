//! Trust roots the user has met: which first record belongs to which folder.
//!
//! They lie in the user's own state folder, never in the repository, which is no source of trust.
//! One small file per engagement's folder, named by the SHA-256 of its path.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::sys::{self, Place};

/// Returns the id of the first record remembered for a folder; `root` is absolute, without links.
///
/// # Errors
///
/// When the file is there and cannot be read.
pub fn remembered(state_dir: &Path, root: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(place(state_dir, root)) {
        Ok(text) => Ok(text.lines().next().map(str::to_owned)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Remembers the first record of a folder; an older memory is replaced.
///
/// # Errors
///
/// When the state folder cannot be written.
pub fn remember(state_dir: &Path, root: &Path, commit: &str) -> io::Result<()> {
    let place = place(state_dir, root);
    fs::create_dir_all(place.parent().unwrap_or(state_dir))?;
    let text = format!("{commit}\n{}\n", root.display());
    sys::write_synced(&place, text.as_bytes(), Place::Replace)
}

fn place(state_dir: &Path, root: &Path) -> PathBuf {
    let digest = Sha256::digest(root.as_os_str().as_encoded_bytes());
    let name: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    state_dir.join("trust-roots").join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_has_its_own() {
        let state = tempfile::tempdir().unwrap();
        let (one, two) = (Path::new("/a/b"), Path::new("/a/c"));
        assert_eq!(remembered(state.path(), one).unwrap(), None);
        remember(state.path(), one, "0123").unwrap();
        remember(state.path(), one, "4567").unwrap();
        assert_eq!(remembered(state.path(), one).unwrap().as_deref(), Some("4567"));
        assert_eq!(remembered(state.path(), two).unwrap(), None);
    }
}
