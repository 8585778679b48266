//! Why a command could not do what was asked: one message with its causes, one hint, one exit code.

mod exits;

use std::process::ExitCode;

use crate::model::engagement::Engagement;
use crate::suggest::nearest;
use crate::sys;

/// What the program tells its caller; the numbers are a promise. All that each stands for is in
/// `ops::explain::EXIT_CODES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Something was found.
    Findings = 1,
    /// This cannot be meant.
    Usage = 2,
    /// Not in this folder, or not now.
    Refused = 3,
    /// Try again.
    Busy = 4,
    /// Signing failed; what was typed is on disk, unrecorded.
    SigningFailed = 5,
    /// Input or output failed.
    InputOutput = 6,
    /// The trail is broken.
    Broken = 7,
    /// Something that is needed to judge is not here.
    CannotJudge = 8,
    /// Recorded, but a later step failed.
    RecordedOnly = 9,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A command that ended without its answer.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) error: anyhow::Error,
    /// What was found, as it is printed before the error.
    pub(crate) findings: Vec<String>,
    /// What to type next.
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Self {
        Self { exit, error: error.into(), findings: Vec::new(), hint: None }
    }

    /// A failure said in one sentence, without causes.
    pub(crate) fn message(exit: Exit, message: impl std::fmt::Display) -> Self {
        Self::new(exit, anyhow::anyhow!("{message}"))
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns the message and its causes in one line, outermost first.
    pub(crate) fn sentence(&self) -> String {
        causes(self.error.chain())
    }
}

/// Returns an error and its causes in one line, outermost first.
pub(crate) fn causes(chain: anyhow::Chain<'_>) -> String {
    let said = |error: &(dyn std::error::Error + 'static)| match error.downcast_ref() {
        Some(error) => sys::why(error),
        None => error.to_string(),
    };
    chain.map(said).collect::<Vec<_>>().join(": ")
}

/// Returns the failure for an id that no incident has.
pub(crate) fn unknown_incident(engagement: &Engagement, id: &str) -> Failure {
    let failure = Failure::message(Exit::Usage, format!("there is no incident `{id}`"));
    let ids = engagement.incidents().map(|(document, _)| document.id.as_str());
    match nearest(id, ids) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("`ircase status` lists the incidents"),
    }
}

/// Returns the failure for a word that is not in its list.
pub(crate) fn unknown_word<'a>(
    message: &str,
    word: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Failure {
    let word = super::ui::foreign(word);
    let failure = Failure::message(Exit::Usage, format!("{message} `{word}`"));
    match nearest(&word, known.clone()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(format!("there is {}", known.collect::<Vec<_>>().join(", "))),
    }
}
