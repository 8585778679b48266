//! Explaining: a rule's page, a code of the trail, a regime, a field, a kind, a term, the exit codes.

mod fields;
mod glossary;
mod rules;
mod terms;

use std::fmt::Write;

pub use self::glossary::TERMS;
pub use self::terms::{EXIT_CODES, EXIT_CODES_NAME, ExitCode};
use crate::model::engagement::Engagement;
use crate::model::kind::KINDS;
use crate::model::taxonomy;
use crate::regime;
use crate::suggest;
use crate::trail::codes;
use crate::validate::rules::RULES;
use crate::validate::schema;

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

/// Explains a name: all it means here, a rule first. In an engagement the level of a rule is the
/// one in force there.
///
/// # Errors
///
/// [`NothingKnown`] with the nearest name that means something.
pub fn explain(name: &str, engagement: Option<&Engagement>) -> Result<Explanation, NothingKnown> {
    let wanted = name.to_lowercase();
    // Names are written with `-` and spoken without.
    let dashed = wanted.trim().replace(' ', "-");
    let rule = RULES.iter().find(|rule| rule.name == dashed);
    let parts: Vec<String> = [
        rule.map(|rule| rules::page(rule, engagement)),
        codes::explain(&dashed).map(|summary| code(&dashed, summary)),
        (dashed == EXIT_CODES_NAME).then(terms::exit_codes),
        terms::exit_code(&dashed),
        regime::named(&wanted).map(regime::page),
        taxonomy::named(&wanted).map(terms::classes),
        terms::page(&wanted),
        fields::kind_page(&wanted),
        fields::page(&wanted),
        fields::word_page(&wanted),
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

/// Returns the JSON Schema of a kind, as it is published.
///
/// # Errors
///
/// [`NothingKnown`] with the nearest kind.
pub fn schema(kind: &str) -> Result<serde_json::Value, NothingKnown> {
    schema::named(kind).map(schema::Schema::published).ok_or_else(|| {
        let nearest = suggest::nearest(kind, schema_names()).map(str::to_owned);
        NothingKnown { name: kind.to_owned(), nearest }
    })
}

/// Returns what a document can be checked as, and has a schema: the kinds, and a SAFETAG method.
pub fn schema_names() -> impl Iterator<Item = &'static str> {
    schema::all().iter().map(|schema| schema.name)
}

/// Lists every name that can be explained, except fields; rules with the levels in force.
pub fn list(engagement: Option<&Engagement>) -> String {
    let mut text = rules::list(engagement);
    text.push_str("\nCodes (`verify`)\n");
    let width = codes::CODES.iter().map(|code| code.name.len()).max().unwrap_or_default();
    for code in codes::CODES {
        let _ = writeln!(text, "  {:width$}  {}", code.name, code.summary);
    }
    text.push_str("\nTerms\n  ");
    text.push_str(&in_lines(TERMS.iter().map(|(term, _)| *term)));
    text.push_str("\n\nRegimes (laws that ask for a report)\n  ");
    text.push_str(&in_lines(regime::ids()));
    text.push_str("\n\nClasses of incidents\n  ");
    text.push_str(&in_lines(taxonomy::ids()));
    text.push_str("\n\nKinds\n  ");
    text.push_str(&in_lines(KINDS.iter().map(|info| info.name)));
    text.push_str("\n\nFor `validate --as` and `explain --schema`\n  ");
    text.push_str(&in_lines(schema_names()));
    let _ = write!(
        text,
        "\n\nAnd `{EXIT_CODES_NAME}` or one of them, such as `7`; every field, such as \
         `agreement.contacts.secondary`;\nand every word that a field may hold, such as `near-miss`."
    );
    text
}

/// Columns of a list of names.
const COLUMNS_MAX: usize = 96;

/// Returns names with commas between, in lines that a terminal shows whole.
fn in_lines<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut lines = vec![String::new()];
    for name in names {
        let line = lines.last_mut().expect("there is one line from the start");
        if line.is_empty() {
            line.push_str(name);
        } else if line.len() + 2 + name.len() < COLUMNS_MAX {
            line.push_str(", ");
            line.push_str(name);
        } else {
            line.push(',');
            lines.push(name.to_owned());
        }
    }
    lines.join("\n  ")
}

fn nearest(name: &str) -> Option<String> {
    fields::nearest_path(name).or_else(|| nearest_name(name))
}

fn nearest_name(name: &str) -> Option<String> {
    let names = RULES
        .iter()
        .map(|rule| rule.name)
        .chain(codes::CODES.iter().map(|code| code.name))
        .chain(TERMS.iter().map(|(term, _)| *term))
        .chain(KINDS.iter().map(|info| info.name))
        .chain([EXIT_CODES_NAME])
        .chain(regime::ids())
        .chain(taxonomy::ids())
        .chain(fields::names());
    suggest::nearest(name, names).map(str::to_owned)
}

fn code(name: &str, summary: &str) -> String {
    format!("# {name}\n\nA code of `verify`; of a record it says: {summary}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn levels_in_force_stand_beside_the_rules_own() {
        let mut sources = Sources::default();
        let profile = "kind: engagement\nrules:\n  tlp-altered: warning\n  naive-time: off\n";
        sources.add("ircase.yaml", profile);
        let engagement = Engagement::assemble(sources, Vec::new());
        let list = list(Some(&engagement));
        let line = |name: &str| list.lines().find(|line| line.contains(name)).unwrap().to_owned();
        assert!(line("tlp-altered").ends_with("(here: warning)"));
        assert!(line("naive-time").ends_with("(here: off)"));
        assert!(!line("wrong-type").contains("here"));
        let page = explain("tlp-altered", Some(&engagement)).unwrap().text;
        assert!(page.contains("Level: error. Here: warning."), "{page}");
    }

    #[test]
    fn names_are_explained_or_suggested() {
        let text = |name: &str| explain(name, None).unwrap().text;
        assert!(text("tlp-altered").starts_with("# tlp-altered\n\nLevel: error. Class form"));
        assert!(!text("tlp-altered").contains("^^ tlp-altered"));
        assert!(text("eu-gdpr-33").contains("72 hours from `aware_at`"));
        assert!(text("rsit").contains("Compared with it: 2026-11-21."));
        assert!(text("veris_action").contains("malware"));
        assert!(text("exit-codes").contains("\n  7    the trail is broken"));
        assert_eq!(text("exit codes"), text("exit-codes"));
        assert_eq!(text("Recorded late"), text("recorded-late"));
        assert!(text("Threshold").contains("must be told"));
        assert!(text("threshold").contains("agreement.threshold"));
        assert!(text("incident").contains("It lies at `incidents/<id>/incident.md`"));
        assert!(text("origin").contains("caused-by-auditor         The auditor's work caused it."));
        assert!(
            text("contacts.organization.primary".rsplit('.').next().unwrap()).contains("primary")
        );
        for (name, expected) in
            [("tlp-alterd", "tlp-altered"), ("signr", "signer"), ("eu-gdpr33", "eu-gdpr-33")]
        {
            assert_eq!(explain(name, None).unwrap_err().nearest.as_deref(), Some(expected));
        }
        for rule in RULES {
            assert!(list(None).contains(rule.name));
        }
        assert!(
            text("7").starts_with("# exit code 7\n\nA command that ends with 7 tells: the trail")
        );
        assert!(text("130").contains("interrupted"));
        assert!(explain("77", None).is_err());
        assert!(text("near-miss").contains("incident.determination"));
        assert!(text("tlp:red").contains("Only the people in the exchange"));
    }

    /// The words that `ARCHITECTURE.md` fixes are those that people meet.
    #[test]
    fn every_word_of_the_architecture_is_a_term() {
        let text = include_str!("../../../ARCHITECTURE.md");
        let (_, words) = text.split_once("## Words\n").unwrap();
        let (words, _) = words.split_once("\n## ").unwrap();
        let rows = words.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
        let rows: Vec<&str> = rows.filter(|word| *word != "word").collect();
        assert!(rows.len() > 20, "{rows:?}");
        for word in rows {
            assert!(TERMS.iter().any(|(term, _)| *term == word), "`{word}` is no term");
        }
    }

    #[test]
    fn terms_are_sorted_and_short() {
        assert!(TERMS.is_sorted_by(|one, other| one.0 < other.0));
        for (term, meaning) in TERMS {
            assert!(explain(term, None).unwrap().text.contains(meaning));
            assert!(meaning.ends_with('.'), "{term}");
            for sentence in meaning.split(['.', ';', ':']) {
                assert!(sentence.split_whitespace().count() <= 22, "{term}: {sentence}");
            }
        }
    }
}
