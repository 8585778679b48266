//! What git's own settings say about signing, as values.
//!
//! The user's settings may name a program; the repository's may only choose a key and its kind,
//! because what runs is never for a repository to decide (TRAIL 6).

use std::path::Path;

use super::guard;

/// Settings that git users already have, by git's names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GitSettings {
    /// `gpg.format`: `openpgp` or `ssh`.
    pub format: Option<String>,
    /// `user.signingKey`: a fingerprint, a file, or `key::` and a public key.
    pub signing_key: Option<String>,
    /// `gpg.ssh.program` of the user, what stands for `ssh-keygen`.
    pub ssh_program: Option<String>,
}

/// Reads the settings of the user and, for the choice of a key, of the repository in `root`.
///
/// What cannot be read counts as not set; signing then says what it misses.
pub fn git_settings(root: Option<&Path>) -> GitSettings {
    let user = git2::Config::open_default().ok();
    let local = root.and_then(|root| guard::settings(&root.join(".git/config")).ok());
    let of = |config: &Option<git2::Config>, name: &str| {
        config.as_ref().and_then(|it| it.get_string(name).ok()).filter(|value| !value.is_empty())
    };
    let chosen = |name: &str| of(&local, name).or_else(|| of(&user, name));
    GitSettings {
        format: chosen("gpg.format"),
        signing_key: chosen("user.signingkey"),
        ssh_program: of(&user, "gpg.ssh.program"),
    }
}
