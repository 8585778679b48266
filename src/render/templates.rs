//! Report templates: Markdown with Tera in it, and what they may reach.
//!
//! A template sees one view and the words of one language. It has no file, clock, environment or
//! process in reach. Values are masked (`mask.rs`); a document's own text comes in through the
//! filter `document` alone, as blocks that are put in after the template's Markdown was parsed.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use super::i18n::Language;
use super::mask;
use super::view::Redacted;
use crate::document::markdown::{self, Block};

/// The templates that come with the program, by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("agreement", include_str!("../../templates/reports/agreement.md")),
    ("contact-card", include_str!("../../templates/reports/contact-card.md")),
    ("incident", include_str!("../../templates/reports/incident.md")),
];

/// The most Markdown a template may make, in bytes.
const MAX_OUTPUT: usize = 32 << 20;

/// Filters that would let a value stand unmasked.
const REFUSED_FILTERS: [&str; 5] =
    ["safe", "escape", "escape_html", "escape_xml", "newlines_to_br"];

/// What a report is about, and so which id it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    Incident,
    Agreement,
    Engagement,
}

/// For whom a report is made; it decides what the view holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Both parties, with everything that is not sealed.
    Full,
}

/// A report template, read and not yet run.
#[derive(Debug, Clone)]
pub struct Template {
    /// The file's name without `.md`.
    pub name: String,
    /// Where it was read from, for messages.
    pub path: String,
    pub subject: Subject,
    pub audience: Audience,
    is_compact: bool,
    title: String,
    /// The text with its front matter blanked, so that lines keep their numbers.
    body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    title: String,
    subject: Subject,
    audience: Audience,
    /// Whether the report is set small, to fit one page.
    #[serde(default)]
    compact: bool,
}

/// Why a template gives no report.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error("cannot read the front matter of template `{path}`: {reason}")]
    Front { path: String, reason: String },
    #[error("template `{path}`, line {line}: {reason}")]
    Line { path: String, line: usize, reason: String, hint: Option<String> },
    #[error("template `{path}` makes more than {} MiB of text", MAX_OUTPUT >> 20)]
    TooLong { path: String },
}

impl TemplateError {
    /// Returns what to try next, where we can guess.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Front { .. } => Some(
                "it holds `title`, `subject` (incident, agreement or engagement) and `audience: full`, between two lines `---`",
            ),
            Self::Line { hint, .. } => hint.as_deref(),
            Self::TooLong { .. } => None,
        }
    }
}

/// What a template gave: a title, and blocks whose places are filled.
#[derive(Debug)]
pub struct Filled {
    pub title: String,
    pub is_compact: bool,
    pub blocks: Vec<Block>,
}

impl Template {
    /// Reads a template from its text.
    ///
    /// # Errors
    /// `Front` when the front matter is missing, unclosed, or not what it must be.
    pub fn read(name: &str, path: &str, text: &str) -> Result<Self, TemplateError> {
        let fault = |reason: &str| TemplateError::Front {
            path: path.to_owned(),
            reason: reason.to_owned(),
        };
        let rest =
            text.strip_prefix("---\n").ok_or_else(|| fault("it does not begin with `---`"))?;
        let end = rest.find("\n---\n").ok_or_else(|| fault("no line `---` closes it"))?;
        let front: Front =
            serde_yaml::from_str(&rest[..end]).map_err(|error| fault(&error.to_string()))?;
        let lines = rest[..end].matches('\n').count() + 3;
        Ok(Self {
            name: name.to_owned(),
            path: path.to_owned(),
            subject: front.subject,
            audience: front.audience,
            is_compact: front.compact,
            title: front.title,
            body: format!("{}{}", "\n".repeat(lines), &rest[end + 5..]),
        })
    }

    /// Returns the built-in template of a name.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        let path = format!("{name}.md");
        Some(Self::read(name, &path, text).expect("a test reads each built-in template"))
    }

    /// Runs the template over a view.
    ///
    /// # Errors
    /// `Line` for a fault of its syntax, an undefined value, a filter that does not exist;
    /// `TooLong` when it makes too much text.
    pub fn fill<V: Serialize>(
        &self,
        view: &Redacted<V>,
        language: &Arc<Language>,
    ) -> Result<Filled, TemplateError> {
        let texts = Arc::new(Mutex::new(Vec::new()));
        let mut tera = engine(language, &texts);
        tera.add_raw_templates([("title", &self.title), ("body", &self.body)])
            .map_err(|error| self.fault(&error))?;
        let context = Context::from_serialize(view.get()).map_err(|error| self.fault(&error))?;
        let title = self.run(&tera, "title", &context)?;
        let body = self.run(&tera, "body", &context)?;
        let blocks = markdown::parse_with(&body, &mask::unmask);
        let texts = std::mem::take(&mut *texts.lock().expect("no filter panics"));
        Ok(Filled {
            title: mask::unmask(&title),
            is_compact: self.is_compact,
            blocks: super::embed::fill_places(blocks, &texts),
        })
    }

    fn run(&self, tera: &Tera, part: &str, context: &Context) -> Result<String, TemplateError> {
        let mut output = Bounded { text: Vec::new(), is_full: false };
        let result = tera.render_to(part, context, &mut output);
        if output.is_full {
            return Err(TemplateError::TooLong { path: self.path.clone() });
        }
        result.map_err(|error| self.fault(&error))?;
        Ok(String::from_utf8_lossy(&output.text).into_owned())
    }

    fn fault(&self, error: &tera::Error) -> TemplateError {
        let (line, reason) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let line = if report.filename() == "title" { 2 } else { report.span().start_line };
                (line, report.message().to_owned())
            }
            other => located(&other.to_string()),
        };
        let (reason, hint) = explained(&reason);
        TemplateError::Line { path: self.path.clone(), line, reason, hint }
    }
}

/// A document's text that waits for its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub markdown: String,
    /// The level that its highest heading gets.
    pub level: u8,
}

type Texts = Arc<Mutex<Vec<Text>>>;

fn engine(language: &Arc<Language>, texts: &Texts) -> Tera {
    let mut tera = Tera::new();
    // Every name ends so: nothing is written unmasked.
    tera.autoescape_on([""]);
    tera.set_escape_fn(mask::mask);
    for name in REFUSED_FILTERS {
        tera.register_filter(name, move |_: &Value, _: Kwargs, _: &State| refuse(name));
    }
    let places = Arc::clone(texts);
    tera.register_filter("document", move |text: &str, options: Kwargs, _: &State| {
        place(&places, text, &options)
    });
    // Loops run over what the view holds, and so end.
    tera.register_function("range", |_: Kwargs, _: &State| -> tera::TeraResult<Value> {
        Err(tera::Error::message("the function `range` is not available"))
    });
    let words = Arc::clone(language);
    tera.register_function("t", move |options: Kwargs, _: &State| translate(&words, &options));
    tera
}

fn refuse(name: &str) -> tera::TeraResult<Value> {
    Err(tera::Error::message(format!(
        "the filter `{name}` is not available: values are always shown as they are; \
         use `document` for a document's own Markdown"
    )))
}

fn place(texts: &Texts, text: &str, options: &Kwargs) -> tera::TeraResult<Value> {
    let level = options.get::<u8>("level")?.unwrap_or(3).clamp(2, 6);
    let mut texts = texts.lock().expect("no filter panics");
    texts.push(Text { markdown: text.to_owned(), level });
    Ok(Value::safe_string(&mask::place(texts.len() - 1)))
}

fn translate(language: &Language, options: &Kwargs) -> tera::TeraResult<String> {
    let key = options.must_get::<&str>("key")?;
    let values: Vec<(&str, String)> = options
        .iter()
        .filter_map(|(name, value)| Some((name.as_str()?, value.to_string())))
        .filter(|(name, _)| *name != "key")
        .collect();
    let arguments: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    language.get(key, &arguments).ok_or_else(|| {
        tera::Error::message(format!("there are no words for the key `{key}` with these values"))
    })
}

/// Returns line and message of an error that holds them only in its text.
fn located(report: &str) -> (usize, String) {
    let message = report.lines().next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message).to_owned();
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let line = place.and_then(|place| place.rsplit(':').nth(1)?.parse().ok()).unwrap_or(1);
    (line, message)
}

/// Splits the engine's message into what is wrong and what there is instead.
fn explained(message: &str) -> (String, Option<String>) {
    for marker in [" Available variables: ", " Available fields: "] {
        if let Some((reason, names)) = message.split_once(marker) {
            return (sentence(reason), Some(format!("here there are: {names}")));
        }
    }
    (sentence(message), None)
}

/// Returns a message as ours are: lower case, no full stop.
fn sentence(message: &str) -> String {
    let mut characters = message.trim_end_matches('.').chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// A text that refuses to grow past [`MAX_OUTPUT`].
struct Bounded {
    text: Vec<u8>,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.text.len() + bytes.len() > MAX_OUTPUT {
            self.is_full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fill(body: &str, view: serde_json::Value) -> Result<Filled, TemplateError> {
        let text = format!(
            "---\ntitle: \"{{{{ name }}}}\"\nsubject: incident\naudience: full\n---\n{body}"
        );
        let template = Template::read("test", "templates/reports/test.md", &text).unwrap();
        template.fill(&Redacted::full(view), &Arc::new(Language::new("en")))
    }

    #[test]
    fn each_built_in_template_reads() {
        for (name, text) in BUILT_IN {
            Template::read(name, name, text).unwrap();
        }
    }

    #[test]
    fn an_undefined_value_names_template_line_and_what_there_is() {
        for (body, line, reason) in [
            ("a\n{{ nam }}", 7, "variable `nam` is not defined"),
            ("{{ name }}\n\n{{ person.nam }}", 8, "field `nam` is not defined"),
            ("{% if %}", 6, ""),
            ("{{ name | nope }}", 6, "unknown filter `nope`"),
            ("{{ name | safe }}", 6, ""),
            ("{{ t(key='nope') }}", 6, ""),
            ("{{ get_env(name='HOME') }}", 6, "unknown function `get_env`"),
            ("{{ now() }}", 6, "unknown function `now`"),
            ("{% include '/etc/passwd' %}", 6, "unknown template `/etc/passwd`"),
        ] {
            let error = fill(body, json!({"name": "a", "person": {"name": "zw"}})).unwrap_err();
            let TemplateError::Line { line: found, reason: said, hint, .. } = &error else {
                panic!("{error}")
            };
            assert_eq!(*found, line, "{body}: {error}");
            assert!(said.starts_with(reason), "{body}: {error}");
            assert_eq!(hint.is_some(), reason.ends_with("not defined"), "{body}: {error}");
        }
    }

    #[test]
    fn a_template_cannot_run_away() {
        let many = vec!["x".repeat(1_000); 300];
        let body = "{% for a in many %}{% for b in many %}{{ a }}{% endfor %}{% endfor %}";
        let error = fill(body, json!({ "name": "a", "many": many })).unwrap_err();
        assert!(matches!(error, TemplateError::TooLong { .. }), "{error}");
        let body = "{% for a in range(end=90000) %}{% endfor %}";
        assert!(fill(body, json!({"name": "a"})).is_err());
    }

    #[test]
    fn values_come_out_as_they_are() {
        let name = "#panic(\"x\") <script> {{ secret }} *a*";
        let filled = fill("# {{ name }}\n\n{{ name }}", json!({ "name": name })).unwrap();
        assert_eq!(filled.title, name);
        assert_eq!(markdown::plain_blocks(&filled.blocks), format!("{name} {name}"));
    }

    #[test]
    fn a_document_stands_apart_from_the_frame() {
        let filled = fill(
            "## Frame\n\n{{ name | document }}\n\nafter",
            json!({"name": "# Mine\n\n```\nnot closed\n\n## Frame"}),
        )
        .unwrap();
        let kinds: Vec<_> = filled
            .blocks
            .iter()
            .map(|block| match &block.kind {
                markdown::BlockKind::Embedded { content } => format!("embedded {}", content.len()),
                markdown::BlockKind::Heading { level, .. } => format!("h{level}"),
                _ => markdown::plain_blocks(std::slice::from_ref(block)),
            })
            .collect();
        assert_eq!(kinds, ["h2", "embedded 2", "after"]);
    }
}
