//! Settings, one of the hands: what the user's environment says.
//!
//! The repository decides what is right; the user decides what runs. Only the latter stands here.
#![expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the environment says, read once at the start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder the program was started in.
    pub current_dir: PathBuf,
    /// `IRCASE_NOW`, as written; `--now` wins over it.
    pub now: Option<String>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// Where pinned trust roots are kept: `$XDG_STATE_HOME/ircase` or `~/.local/state/ircase`.
    pub state_dir: Option<PathBuf>,
    /// The user's own templates: `$XDG_CONFIG_HOME/ircase/templates`.
    pub templates_dir: Option<PathBuf>,
    /// Language of messages and new documents (BCP 47), from `LC_ALL`, `LC_MESSAGES`, `LANG`.
    pub language: String,
    /// `VISUAL` or `EDITOR`.
    pub editor: Option<String>,
    /// The user's login name, from which `init` makes a handle.
    pub user: Option<String>,
    /// `GIT_INDEX_FILE`, which git sets for its hooks; relative to the repository's folder.
    pub git_index: Option<PathBuf>,
}

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// When the folder the program was started in no longer exists.
    pub fn from_environment() -> std::io::Result<Self> {
        let home = path_variable("HOME");
        let state_dir = path_variable("XDG_STATE_HOME")
            .or_else(|| Some(home.clone()?.join(".local/state")))
            .map(|dir| dir.join("ircase"));
        let templates_dir = path_variable("XDG_CONFIG_HOME")
            .or_else(|| Some(home.clone()?.join(".config")))
            .map(|dir| dir.join("ircase/templates"));
        Ok(Self {
            current_dir: std::env::current_dir()?,
            now: variable("IRCASE_NOW"),
            state_dir,
            templates_dir,
            home,
            language: language(),
            editor: variable("VISUAL").or_else(|| variable("EDITOR")),
            user: variable("USER").or_else(|| variable("LOGNAME")),
            git_index: variable("GIT_INDEX_FILE").map(PathBuf::from),
        })
    }
}

/// Reads a time given on the command line or in `IRCASE_NOW`.
///
/// # Errors
///
/// When the text is no RFC 3339 time with an offset.
pub fn parse_now(text: &str) -> Result<Timestamp, jiff::Error> {
    text.parse()
}

/// Returns the width of the terminal from `COLUMNS`, where set.
pub fn columns() -> Option<usize> {
    variable("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns >= 20)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn path_variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// Turns `es_CO.UTF-8` into `es-CO`; `C` and `POSIX` are English.
fn language() -> String {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
    let name = locale.as_deref().unwrap_or("en").split(['.', '@']).next().unwrap_or("en");
    match name {
        "" | "C" | "POSIX" => "en".to_owned(),
        name => name.replace('_', "-"),
    }
}

/// Returns the system's time zone (IANA name). It looks through all zones that the system knows.
pub fn system_time_zone() -> String {
    TimeZone::system().iana_name().unwrap_or("UTC").to_owned()
}
