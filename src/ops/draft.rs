//! Drafts of documents, from templates.
//!
//! A template is a document whose blanks are comments and whose `{{ names }}` are filled with YAML
//! scalars, so that nothing a person types can become a key. The engagement's own
//! `templates/documents/<lang>/<kind>.md` stands before the built-in one.

use crate::model::kind::Kind;
use crate::workspace::{Workspace, WorkspaceError};

/// Why a template gave no draft.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    #[error("the template `{template}` asks for `{name}`, which is not known here")]
    UnknownName { template: String, name: String },
    #[error("the template `{0}` is not UTF-8")]
    NotText(String),
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
}

/// A value for a name in a template.
#[derive(Debug, Clone)]
pub enum Value {
    /// A text, written as one YAML scalar.
    Text(String),
    /// Several texts, written as a list on one line.
    List(Vec<String>),
    /// Markdown for the body, written as it is.
    Body(String),
    /// Not known yet; the template says behind `#` what belongs there.
    Blank,
}

/// A template and where it comes from.
#[derive(Debug)]
pub struct Template {
    pub name: String,
    pub text: String,
}

/// Built-in templates: language, kind, text.
const BUILT_IN: &[(&str, Kind, &str)] = &[
    ("en", Kind::Engagement, include_str!("../../templates/documents/ircase.yaml")),
    ("en", Kind::Agreement, include_str!("../../templates/documents/en/agreement.md")),
    ("es", Kind::Agreement, include_str!("../../templates/documents/es/agreement.md")),
    ("en", Kind::Person, include_str!("../../templates/documents/en/person.md")),
    ("es", Kind::Person, include_str!("../../templates/documents/es/person.md")),
    ("en", Kind::Procedure, include_str!("../../templates/documents/en/procedure.md")),
    ("es", Kind::Procedure, include_str!("../../templates/documents/es/procedure.md")),
    ("en", Kind::Incident, include_str!("../../templates/documents/en/incident.md")),
    ("es", Kind::Incident, include_str!("../../templates/documents/es/incident.md")),
    ("en", Kind::Context, include_str!("../../templates/documents/en/context.md")),
    ("es", Kind::Context, include_str!("../../templates/documents/es/context.md")),
    ("en", Kind::Evidence, include_str!("../../templates/documents/en/evidence.md")),
    ("es", Kind::Evidence, include_str!("../../templates/documents/es/evidence.md")),
    ("en", Kind::Notification, include_str!("../../templates/documents/en/notification.md")),
    ("es", Kind::Notification, include_str!("../../templates/documents/es/notification.md")),
    ("en", Kind::Exercise, include_str!("../../templates/documents/en/exercise.md")),
    ("es", Kind::Exercise, include_str!("../../templates/documents/es/exercise.md")),
    ("en", Kind::Review, include_str!("../../templates/documents/en/review.md")),
    ("es", Kind::Review, include_str!("../../templates/documents/es/review.md")),
    ("en", Kind::Task, include_str!("../../templates/documents/en/task.md")),
    ("es", Kind::Task, include_str!("../../templates/documents/es/task.md")),
    ("en", Kind::Answer, include_str!("../../templates/documents/en/answer.md")),
    ("es", Kind::Answer, include_str!("../../templates/documents/es/answer.md")),
];

/// Returns the template of a kind: the engagement's own, else the built-in one in this language,
/// else the English one.
///
/// # Errors
///
/// When the engagement's own template cannot be read.
pub fn template(
    workspace: Option<&Workspace>,
    kind: Kind,
    language: &str,
) -> Result<Template, DraftError> {
    let language = language.split('-').next().unwrap_or("en");
    for own in [
        format!("templates/documents/{language}/{}.md", kind.name()),
        format!("templates/documents/{}.md", kind.name()),
    ] {
        if let Some(bytes) = workspace.map(|it| it.read(&own)).transpose()?.flatten() {
            let text = String::from_utf8(bytes).map_err(|_| DraftError::NotText(own.clone()))?;
            return Ok(Template { name: own, text });
        }
    }
    let built_in =
        |wanted: &str| BUILT_IN.iter().find(|(language, it, _)| *language == wanted && *it == kind);
    let (language, _, text) = built_in(language)
        .or_else(|| built_in("en"))
        .expect("every kind that `new` starts has an English template");
    Ok(Template { name: format!("{language}/{}", kind.name()), text: (*text).to_owned() })
}

/// Fills the names in a template.
///
/// # Errors
///
/// [`DraftError::UnknownName`] for a name without a value.
pub fn fill(template: &Template, values: &[(&str, Value)]) -> Result<String, DraftError> {
    let mut filled = String::with_capacity(template.text.len() + 256);
    let mut rest = template.text.as_str();
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        let value = values.iter().find(|(known, _)| *known == name.trim()).map(|(_, value)| value);
        let value = value.ok_or_else(|| DraftError::UnknownName {
            template: template.name.clone(),
            name: name.trim().to_owned(),
        })?;
        filled.push_str(before);
        if matches!(value, Value::Blank) {
            filled.truncate(filled.trim_end_matches(' ').len());
        }
        filled.push_str(&value.written());
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Returns a text, or a blank where it is not known.
    pub fn known(text: Option<&str>) -> Self {
        text.map_or(Self::Blank, Self::text)
    }

    /// Returns the value as it stands in a document.
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => scalar(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| scalar(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Body(text) => text.clone(),
            Self::Blank => String::new(),
        }
    }
}

/// Returns a text as one YAML scalar on one line: plain where every reader takes it for this very
/// text, in double quotes otherwise.
pub fn scalar(text: &str) -> String {
    // A quoted JSON string is a YAML scalar too (YAML 1.2.2, section 1.2).
    if is_plain(text) { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// Words that some YAML reader takes for something else than a text.
const NOT_TEXT: &[&str] =
    &["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];

fn is_plain(text: &str) -> bool {
    let is_word = |character: char| character.is_alphanumeric() || " ._/+()-".contains(character);
    let is_time = text.parse::<crate::model::time::Time>().is_ok();
    let starts_well = text.starts_with(char::is_alphabetic) && !text.ends_with(' ');
    let is_reserved = NOT_TEXT.iter().any(|word| word.eq_ignore_ascii_case(text));
    is_time || (starts_well && text.chars().all(is_word) && !is_reserved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::yaml;
    use crate::source::{Source, SourceId};

    #[test]
    fn a_scalar_reads_back_as_the_text() {
        for text in [
            "nmap took web01 down",
            "El escáner tumbó la web",
            "no",
            "",
            " leading",
            "a: b",
            "# not a comment",
            "{{ secret }}",
            "#panic(\"x\")",
            "two\nlines",
            "0123",
            "2026-11-21T03:10:00+01:00",
            "- item",
            "'quoted'",
        ] {
            let source = Source::new(SourceId(0), "x.yaml", format!("title: {}\n", scalar(text)));
            let parsed = yaml::parse(&source, source.span());
            assert_eq!(parsed.faults, [], "{text:?}");
            assert_eq!(parsed.root.unwrap().get("title").unwrap().text(), Some(text));
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let template = Template { name: "t".to_owned(), text: "a: {{ a }}\nb: {{b}}\n".to_owned() };
        let values = [("a", Value::text("{{ b }}")), ("b", Value::text("x"))];
        assert_eq!(fill(&template, &values).unwrap(), "a: \"{{ b }}\"\nb: x\n");
        let missing = fill(&template, &values[..1]).unwrap_err();
        assert_eq!(missing.to_string(), "the template `t` asks for `b`, which is not known here");
    }
}
