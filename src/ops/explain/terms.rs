//! The words of the field and of this program, and what the exit codes mean.

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
];

/// The name that explains [`EXIT_CODES`].
pub const EXIT_CODES_NAME: &str = "exit-codes";

/// Words of the field and of this program.
pub const TERMS: &[(&str, &str)] = &[
    ("agreement", "What auditor and organization agreed before the work began, signed by both."),
    ("codename", "A word that stands for an engagement or a party where its name must not."),
    (
        "duty",
        "The class of rules about what somebody has not done yet. They never keep a document from \
         being recorded; the record carries them as `Open:` until they are done.",
    ),
    ("engagement", "One audit of one organization, and the folder that holds its documents."),
    (
        "entry",
        "One line of a timeline: what happened and when. It is never edited; a correction is a new \
         entry that supersedes it.",
    ),
    (
        "form",
        "The class of rules about whether a document can be read, typed, addressed and trusted. An \
         error of this class keeps the document from being recorded.",
    ),
    ("handle", "The short name of a person here; the name of their file in `people/`."),
    (
        "integrity",
        "The class of rules about the history and identities. They are never answered and never \
         lowered.",
    ),
    ("ladder", "The people who are called one after the other: primary, secondary, alternates."),
    ("policy", "The list of who may sign what, in `trust/policy.yaml`, signed like all else."),
    (
        "regime",
        "A text of law that asks for a report, such as eu-gdpr-33. The agreement says which apply.",
    ),
    ("record", "One signed step of the trail. To record is to sign what changed and add it."),
    ("signer", "A person whose key the policy lists."),
    (
        "threshold",
        "The mildest severity that must be told. An incident at it or worse is notifiable, and an \
         unknown severity counts as at it.",
    ),
    ("trail", "The history of signed records, from the first one on."),
    (
        "trust root",
        "The first record, on whose policy all later ones rest. Compare it with the other party by \
         another channel once.",
    ),
    ("validate", "To check the documents against the rules."),
    ("verify", "To check the trail: every signature, every signer and every step."),
];

/// Returns what a term means; blanks and `-` in its name are the same.
pub(super) fn page(name: &str) -> Option<String> {
    let is_meant = |term: &str| term.replace(' ', "-") == name.replace(' ', "-");
    let (term, meaning) = TERMS.iter().find(|(term, _)| is_meant(term))?;
    Some(format!("# {term}\n\n{meaning}"))
}

/// Returns the page of all exit codes.
pub(super) fn exit_codes() -> String {
    let lines: Vec<String> =
        EXIT_CODES.iter().map(|(code, meaning)| format!("  {code}  {meaning}")).collect();
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
