//! A SAFETAG activity becomes a procedure with nothing lost.
//!
//! The front matter is kept byte for byte below our own lines, and so is the Markdown. A key that
//! a procedure does not have is kept as `x-safetag-<key>`.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::document::unread::UnreadReason;
use crate::document::{self, Document, edit};
use crate::model::id::slug;
use crate::model::safetag::{FIELDS, LICENCE};
use crate::model::time::Time;
use crate::ops::draft::scalar;
use crate::ops::fmt::canonical;
use crate::source::{Source, Sources};
use crate::trail::object::Sha256Id;
use crate::workspace;

/// Whom to name (CC BY-SA 3.0, section 4c).
const ATTRIBUTION: &str = "SAFETAG, safetag.org";

/// Why a file could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("cannot read `{path}`: {why}")]
    Unreadable { path: String, why: UnreadReason },
    #[error("`{path}` line {line}: {message}")]
    NotAnActivity { path: String, line: usize, message: String },
}

/// A procedure that is not written yet.
#[derive(Debug)]
pub struct Imported {
    pub path: String,
    pub text: String,
    /// Keys that a procedure does not have, kept as `x-safetag-<key>`.
    pub renamed: Vec<String>,
    /// Its licence (SPDX id, or as the file names it).
    pub licence: String,
}

/// Reads an activity as a procedure; writes nothing.
///
/// # Errors
///
/// When the file cannot be read or is no SAFETAG activity.
pub fn import(
    file: &Path,
    language: Option<&str>,
    now: Timestamp,
) -> Result<Imported, ImportError> {
    let name = file.display().to_string();
    let text = workspace::read_outside(file)
        .map_err(|why| ImportError::Unreadable { path: name.clone(), why })?;
    let mut sources = Sources::default();
    let source = sources.add(name, text).clone();
    let activity = Activity::read(&source)?;
    let path = format!("procedures/{}.md", slug(&activity.title));
    let file_name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let text = activity.procedure(&file_name.unwrap_or_default(), language, now);
    let text = canonical(&path, text);
    let licence = activity.licence().to_owned();
    Ok(Imported { path, text, renamed: activity.foreign_keys(), licence })
}

struct Activity<'source> {
    source: &'source Source,
    document: Document,
    title: String,
}

impl<'source> Activity<'source> {
    fn read(source: &'source Source) -> Result<Self, ImportError> {
        let document = document::parse(source);
        let wrong = |offset: usize, message: String| ImportError::NotAnActivity {
            path: source.path.to_string(),
            line: source.line_column(offset).line,
            message,
        };
        if let Some(fault) = document.faults.first() {
            return Err(wrong(fault.span.start(), fault.message.clone()));
        }
        let Some(title) = document.text_of("title").map(str::to_owned) else {
            let message = "expected a `title`, as every SAFETAG activity has".to_owned();
            return Err(wrong(0, message));
        };
        let front = document.front.as_ref();
        let known = front.map_or(0, |front| {
            front.pairs().iter().filter(|pair| FIELDS.contains(&&*pair.key.text)).count()
        });
        // A title alone is any Markdown file; a second field makes it SAFETAG's.
        if known < 2 {
            let fields = FIELDS[1..5].join("`, `");
            return Err(wrong(0, format!("no SAFETAG field besides `title`, such as `{fields}`")));
        }
        Ok(Self { source, document, title })
    }

    fn foreign_keys(&self) -> Vec<String> {
        let pairs = self.document.front.iter().flat_map(|front| front.pairs());
        pairs
            .map(|pair| pair.key.text.to_string())
            .filter(|key| !FIELDS.contains(&key.as_str()))
            .collect()
    }

    /// Returns the licence that the file names itself; SAFETAG's where it names none.
    fn licence(&self) -> &str {
        let named = ["license", "licence"].into_iter().find_map(|key| self.document.text_of(key));
        named.unwrap_or(LICENCE)
    }

    fn procedure(&self, file_name: &str, language: Option<&str>, now: Timestamp) -> String {
        let text = &*self.source.text;
        let hash = Sha256Id::of_bytes(text.as_bytes());
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let imported_at = Time::at(now, &TimeZone::UTC);
        let mut lines = vec!["---".to_owned(), "kind: procedure".to_owned()];
        lines.extend(language.map(|language| format!("lang: {}", scalar(language))));
        lines.extend([
            "type: method".to_owned(),
            "source:".to_owned(),
            "  title: SAFETAG".to_owned(),
            format!("  file: {}", scalar(file_name)),
            format!("  licence: {}", scalar(self.licence())),
            format!("  attribution: {}", scalar(ATTRIBUTION)),
            format!("  sha256: {hash}"),
            format!("  imported_at: {imported_at}"),
        ]);
        let front = self.document.front_span.map_or(0, |span| span.start());
        let prefixed = self.document.front.iter().flat_map(|front| front.pairs());
        let pieces = prefixed
            .filter(|pair| !FIELDS.contains(&&*pair.key.text))
            .map(|pair| (pair.key.span, scalar(&format!("x-safetag-{}", pair.key.text))))
            .collect();
        let kept = edit::replace(text, pieces);
        format!("{}{newline}{}", lines.join(newline), &kept[front..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    const NOW: &str = "2026-11-21T10:00:00Z";

    fn procedure(text: &str) -> Result<String, ImportError> {
        let source = Source::new(SourceId(0), "x.md", text);
        Ok(Activity::read(&source)?.procedure("x.md", Some("en"), NOW.parse().unwrap()))
    }

    #[test]
    fn nothing_is_lost() {
        let front =
            "title: A: b\napproaches:\n  - Technical\nsummary: >\n  Uno\n\n\n  dos\nodd: 1\n";
        let text = format!("---\n{}---\n\n# Body\n", front.replace("A: b", "\"A: b\""));
        let procedure = procedure(&text).unwrap();
        let source = Source::new(SourceId(0), "x.md", &*procedure);
        let (before, after) =
            (document::parse(&Source::new(SourceId(1), "y.md", &*text)), document::parse(&source));
        assert_eq!(after.faults, []);
        let (before_front, after_front) = (before.front.unwrap(), after.front.unwrap());
        for pair in before_front.pairs() {
            let kept = after_front
                .get(&pair.key.text)
                .or(after_front.get(&format!("x-safetag-{}", pair.key.text)));
            assert!(kept.is_some_and(|kept| kept.same(&pair.value)), "{}", pair.key.text);
        }
        assert_eq!(after.body.text(&source), "\n# Body\n");
        assert_eq!(after_front.at("source.licence").unwrap().text(), Some("CC-BY-SA-3.0"));
        let licensed = self::procedure(&text.replace("odd: 1", "license: CC-BY-NC-4.0")).unwrap();
        assert!(
            licensed.contains("  licence: CC-BY-NC-4.0\n")
                || licensed.contains("  licence: \"CC-BY-NC-4.0\"\n")
        );
    }

    #[test]
    fn what_is_no_activity_is_refused_with_its_line() {
        for (text, message) in [
            ("# Just Markdown\n", "line 1"),
            ("---\ntitle: x\n---\n", "no SAFETAG field besides `title`"),
            ("---\ntitle: x\nsummary: \"open\n---\n", "line 3"),
        ] {
            let error = procedure(text).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
