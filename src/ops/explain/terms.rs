//! Pages of terms, classes and exit codes.

use super::glossary::TERMS;
use crate::model::taxonomy::Taxonomy;

/// A number that a command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExitCode {
    pub code: u8,
    pub meaning: &'static str,
    /// What to do; empty where there is nothing to do.
    pub next: &'static str,
}

/// What the numbers a command ends with mean; `docs/manual/exit-codes.md` holds the same table.
pub const EXIT_CODES: &[ExitCode] = &[
    exit(0, "done, also with warnings only, or with nothing to record", ""),
    exit(
        1,
        "something must be mended: a finding in documents or in a template, a step that is not allowed, or what `fmt --check` or `validate --fix -n` would change",
        "read the findings; `ircase explain NAME` explains each",
    ),
    exit(
        2,
        "the command does not know what you typed, or no document matched",
        "look at `ircase COMMAND --help`",
    ),
    exit(
        3,
        "refused: this folder is no engagement, its repository is unsafe or unsupported, an old state is checked out (detached HEAD), or a merge is not finished",
        "read the message, it says which",
    ),
    exit(
        4,
        "busy or in conflict: another program changes this folder, or somebody else was faster",
        "try again",
    ),
    exit(
        5,
        "signing failed; your text is saved but not recorded, and the message shows its path",
        "mend the key, then `ircase record PATH`",
    ),
    exit(
        6,
        "reading or writing failed",
        "look for a full disk, a read-only folder, a closed output",
    ),
    exit(
        7,
        "the trail is broken: somebody changed it, signed without being allowed to, or took a step that nobody may take",
        "keep everything, and tell the other party",
    ),
    exit(
        8,
        "something cannot be judged: older records are missing (a shallow clone), a file or a key is missing, or there is no first record to trust",
        "fetch the whole history, then try again",
    ),
    exit(9, "recorded, but a later step failed", "read the message, and do not record it again"),
    exit(130, "interrupted, such as with Ctrl-C", ""),
];

const fn exit(code: u8, meaning: &'static str, next: &'static str) -> ExitCode {
    ExitCode { code, meaning, next }
}

/// The name that explains [`EXIT_CODES`].
pub const EXIT_CODES_NAME: &str = "exit-codes";

/// Returns what a term means; blanks and `-` in its name are the same.
pub(super) fn page(name: &str) -> Option<String> {
    let is_meant = |term: &str| term.replace(' ', "-") == name.replace(' ', "-");
    let (term, meaning) = TERMS.iter().find(|(term, _)| is_meant(term))?;
    Some(format!("# {term}\n\n{meaning}"))
}

/// Returns the page of one exit code, by its number.
pub(super) fn exit_code(number: &str) -> Option<String> {
    let number: u8 = number.trim_start_matches("exit-code-").parse().ok()?;
    let ExitCode { code, meaning, next } = EXIT_CODES.iter().find(|it| it.code == number)?;
    let next = if next.is_empty() { String::new() } else { format!("\nWhat to do: {next}.") };
    Some(format!(
        "# exit code {code}\n\nA command that ends with {code} tells: {meaning}.{next}\n\n\
         `ircase explain {EXIT_CODES_NAME}` lists them all."
    ))
}

/// Returns the page of all exit codes.
pub(super) fn exit_codes() -> String {
    let lines: Vec<String> =
        EXIT_CODES.iter().map(|it| format!("  {:<3}  {}", it.code, it.meaning)).collect();
    format!("# exit-codes\n\nWhat a command tells by its exit code:\n\n{}", lines.join("\n"))
}

/// Returns the page of a list of classes.
pub(super) fn classes(taxonomy: &Taxonomy) -> String {
    let width = taxonomy.terms.iter().map(|term| term.id.len()).max().unwrap_or_default();
    let lines: Vec<String> =
        taxonomy.terms.iter().map(|it| format!("  {:width$}  {}", it.id, it.means)).collect();
    let (source, checked) = (&taxonomy.source, &taxonomy.checked_on);
    format!(
        "# {}\n\n{}, version {}.\n\n{}\n\nSource: {}, {}\nCompared with it: {checked}.",
        taxonomy.id,
        taxonomy.name,
        taxonomy.version,
        lines.join("\n"),
        source.text,
        source.url
    )
}
