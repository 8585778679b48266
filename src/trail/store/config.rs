//! What git's own settings say about signing, identity and exchange, as values.
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
    /// `user.name`: who plain git says made a commit.
    pub user_name: Option<String>,
    /// `user.email`.
    pub user_email: Option<String>,
    /// Name and address of each remote of the repository, sorted.
    pub remotes: Vec<(String, String)>,
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
        user_name: chosen("user.name"),
        user_email: chosen("user.email"),
        remotes: local.as_ref().map(remotes).unwrap_or_default(),
    }
}

fn remotes(config: &git2::Config) -> Vec<(String, String)> {
    let mut remotes = Vec::new();
    let Ok(mut entries) = config.entries(Some(r"^remote\..*\.url$")) else { return remotes };
    while let Some(Ok(entry)) = entries.next() {
        if let (Ok(name), Ok(url)) = (entry.name(), entry.value()) {
            let name = name.trim_start_matches("remote.").trim_end_matches(".url");
            remotes.push((name.to_owned(), url.to_owned()));
        }
    }
    remotes.sort();
    remotes
}
