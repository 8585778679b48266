//! Pages of terms, classes and exit codes.

use super::glossary::TERMS;
use crate::model::taxonomy::Taxonomy;

/// What the numbers a command ends with mean.
pub const EXIT_CODES: &[(u8, &str)] = &[
    (0, "done; warnings only, or nothing to record, is also 0"),
    (1, "findings: documents, a template, a step that is not allowed"),
    (2, "usage: wrong arguments, or nothing matched"),
    (3, "refused: not an engagement, an unsafe or unsupported repository, a merge in progress"),
    (4, "busy or in conflict: try again"),
    (5, "signing failed; what was typed is on disk, unrecorded, and its path printed"),
    (6, "input or output failed"),
    (7, "the trail is broken: tampering, an unknown signer, an unauthorized step"),
    (8, "the trail cannot be judged: something needed to judge it is not here"),
    (9, "recorded, but a later step failed"),
    (130, "interrupted, such as by Ctrl-C"),
];

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
    let number: u8 = number.parse().ok()?;
    let (code, meaning) = EXIT_CODES.iter().find(|(code, _)| *code == number)?;
    Some(format!(
        "# exit code {code}\n\nA command that ends with {code} tells: {meaning}.\n\n\
         `ircase explain {EXIT_CODES_NAME}` lists them all."
    ))
}

/// Returns the page of all exit codes.
pub(super) fn exit_codes() -> String {
    let lines: Vec<String> =
        EXIT_CODES.iter().map(|(code, meaning)| format!("  {code:<3}  {meaning}")).collect();
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
