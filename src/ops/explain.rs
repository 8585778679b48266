//! Explaining: a rule's page, a code of the trail, a regime, a field, a kind, a term, the exit codes.

use std::fmt::Write;

use crate::diagnostic::{Class, Level};
use crate::model::kind::KINDS;
use crate::regime;
use crate::suggest;
use crate::trail::codes;
use crate::validate::Rule;
use crate::validate::rules::{self, RULES};
use crate::validate::schema::{self, Field};

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

/// An answer in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub name: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is nothing called `{name}` to explain")]
pub struct NothingKnown {
    pub name: String,
    pub nearest: Option<String>,
}

/// Explains a name: all it means here, a rule first.
///
/// # Errors
///
/// [`NothingKnown`] with the nearest name that means something.
pub fn explain(name: &str) -> Result<Explanation, NothingKnown> {
    let wanted = name.to_lowercase();
    let parts: Vec<String> = [
        rules::named(&wanted).map(rule),
        codes::explain(&wanted).map(|summary| code(&wanted, summary)),
        (wanted == EXIT_CODES_NAME).then(exit_codes),
        regime::named(&wanted).map(regime::page),
        term(&wanted),
        kind(&wanted),
        fields(&wanted),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        let nearest = nearest(&wanted);
        return Err(NothingKnown { name: name.to_owned(), nearest });
    }
    Ok(Explanation { name: wanted, text: parts.join("\n\n") })
}

/// Lists every name that can be explained, except fields.
pub fn list() -> String {
    let mut text = String::from("Rules (`validate`)\n");
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in RULES {
        let _ = writeln!(text, "  {:width$}  {}", rule.name, rule.summary);
    }
    text.push_str("\nCodes (`verify`)\n");
    for code in codes::CODES {
        let _ = writeln!(text, "  {:width$}  {}", code.name, code.summary);
    }
    text.push_str("\nTerms\n  ");
    text.push_str(&TERMS.iter().map(|(term, _)| *term).collect::<Vec<_>>().join(", "));
    text.push_str("\n\nRegimes (laws that ask for a report)\n  ");
    text.push_str(&regime::ids().collect::<Vec<_>>().join(", "));
    text.push_str("\n\nKinds\n  ");
    text.push_str(&KINDS.iter().map(|info| info.name).collect::<Vec<_>>().join(", "));
    let _ = write!(text, "\n\nAnd `{EXIT_CODES_NAME}`, and every field, such as `threshold`.");
    text
}

fn nearest(name: &str) -> Option<String> {
    let fields = schema::fields();
    let names = RULES
        .iter()
        .map(|rule| rule.name)
        .chain(codes::CODES.iter().map(|code| code.name))
        .chain(TERMS.iter().map(|(term, _)| *term))
        .chain(KINDS.iter().map(|info| info.name))
        .chain([EXIT_CODES_NAME])
        .chain(regime::ids())
        .chain(fields.iter().map(|field| field.name()));
    suggest::nearest(name, names).map(str::to_owned)
}

fn rule(rule: &Rule) -> String {
    let class = match rule.class {
        Class::Form => "form: an error keeps the document from being recorded",
        Class::Duty => "duty: it never keeps a document from being recorded",
        Class::Integrity => "integrity: its level cannot be changed",
    };
    let level = match rule.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let (title, rest) = rule.page.split_once('\n').unwrap_or((rule.page, ""));
    let page = without_marks(rule.name, rest.trim());
    format!("{title}\n\nLevel: {level}. Class {class}.\n\n{page}")
}

/// Shows the carets of an example as comments, without the rule's name again.
fn without_marks(name: &str, page: &str) -> String {
    let shown = |line: &str| {
        let carets = line.trim_start_matches(' ').trim_end_matches(|c: char| c != '^');
        let is_mark = !carets.is_empty() && carets.bytes().all(|byte| byte == b'^');
        if is_mark && line.contains(name) {
            line[..line.len() - line.trim_start().len() + carets.len()].to_owned()
        } else {
            line.to_owned()
        }
    };
    page.lines().map(shown).collect::<Vec<_>>().join("\n")
}

fn code(name: &str, summary: &str) -> String {
    format!("# {name}\n\nA code of `verify`; of a record it says: {summary}.")
}

fn exit_codes() -> String {
    let mut text = String::from("# exit-codes\n\nWhat a command tells by its exit code:\n");
    for (code, meaning) in EXIT_CODES {
        let _ = write!(text, "\n  {code}  {meaning}");
    }
    text
}

fn term(name: &str) -> Option<String> {
    let (term, meaning) =
        TERMS.iter().find(|(term, _)| term.replace(' ', "-") == name.replace(' ', "-"))?;
    Some(format!("# {term}\n\n{meaning}"))
}

fn kind(name: &str) -> Option<String> {
    let info = KINDS.iter().find(|info| info.name == name)?;
    let list = |words: &[&str]| {
        words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    };
    let mut text = format!("# kind: {name}\n\n{}\nIt lies at {}.", info.summary, list(info.places));
    if !info.required.is_empty() {
        let when = match info.first_status {
            Some(first) => format!("Once it has left the status `{first}`"),
            None => "From its first record on".to_owned(),
        };
        let _ = write!(text, "\n{when}, it must have {}.", list(info.required));
    }
    let own = schema::fields().iter().filter(|field| {
        field.path.split_once('.').is_some_and(|(kind, rest)| kind == name && !rest.contains('.'))
    });
    let width = own.clone().map(|field| field.name().len()).max().unwrap_or_default();
    text.push_str("\n\nFields:\n");
    for field in own {
        let _ = write!(text, "\n  {:width$}  {}", field.name(), field.description);
    }
    Some(text)
}

/// Explains a field by its name, or by kind and path: `agreement.contacts`.
fn fields(name: &str) -> Option<String> {
    let is_meant = |field: &&Field| field.name() == name || field.path == name;
    let meant: Vec<&Field> = schema::fields().iter().filter(is_meant).collect();
    if meant.is_empty() {
        return None;
    }
    let mut text = format!("# field: {name}\n");
    for field in meant {
        let _ = write!(text, "\n  {}\n    {}", field.path, field.description);
        if !field.words.is_empty() {
            let _ = write!(text, "\n    One of: {}", field.words.join(", "));
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_explained_or_suggested() {
        let text = |name: &str| explain(name).unwrap().text;
        assert!(text("tlp-altered").starts_with("# tlp-altered\n\nLevel: error. Class form"));
        assert!(!text("tlp-altered").contains("^^ tlp-altered"));
        assert!(text("eu-gdpr-33").contains("72 hours from `aware_at`"));
        assert!(text("exit-codes").contains("\n  7  the trail is broken"));
        assert!(text("Threshold").contains("must be told"));
        assert!(text("threshold").contains("agreement.threshold"));
        assert!(text("incident").contains("It lies at `incidents/<id>/incident.md`"));
        assert!(text("origin").contains("One of: caused-by-auditor"));
        assert!(
            text("contacts.organization.primary".rsplit('.').next().unwrap()).contains("primary")
        );
        for (name, expected) in
            [("tlp-alterd", "tlp-altered"), ("signr", "signer"), ("eu-gdpr33", "eu-gdpr-33")]
        {
            assert_eq!(explain(name).unwrap_err().nearest.as_deref(), Some(expected));
        }
        for rule in RULES {
            assert!(list().contains(rule.name));
        }
    }
}
