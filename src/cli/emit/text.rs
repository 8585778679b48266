//! Findings for people: what is wrong, the line it is in, and what to do.
//!
//! Lines that others wrote are made visible before they are shown, and the carets move with them.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Label, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;

use super::found::{At, Found, Shown};
use crate::diagnostic::{Level, Place};
use crate::source::{LineColumn, Source, Span};
use crate::visible::{code_point, name, visible, visible_line};

/// Returns all findings with a blank line after each, and what was covered.
pub(super) fn all(found: &Found<'_>, width: usize) -> String {
    let each = found.findings.iter().map(|shown| format!("{}\n\n", text(shown, found, width)));
    each.collect::<String>() + &found.summary()
}

/// Returns one finding as several lines, coloured; the stream takes colours out where they are
/// not wanted.
pub(in crate::cli) fn text(shown: &Shown<'_>, found: &Found<'_>, width: usize) -> String {
    let finding = &*shown.finding;
    let title = visible_line(&finding.message).into_owned();
    let label = match finding.level {
        Level::Error => Label::ERROR,
        Level::Warning => Label::WARNING,
        Level::Note => Label::NOTE,
    };
    let mut group = label.primary_title(title).id(finding.rule).elements(Vec::<Origin<'_>>::new());
    group = match &finding.place {
        Place::Span(span) => with_excerpt(group, found, *span, AnnotationKind::Primary, None),
        Place::File(path) => group.element(Origin::path(visible_line(path).into_owned())),
        Place::Record(oid) => group.element(Origin::path(format!("record {oid}"))),
        Place::Engagement => group,
    };
    for related in &finding.related {
        let message = Some(visible_line(&related.message).into_owned());
        group = with_excerpt(group, found, related.span, AnnotationKind::Context, message);
    }
    if let Some(help) = &finding.help {
        group = group.element(Label::HELP.message(visible(help).into_owned()));
    }
    // Only what the help does not say already.
    if let Some(fix) = &finding.fix
        && !finding.help.as_ref().is_some_and(|help| help.contains(&*fix.replacement))
    {
        group = group.element(Label::HELP.message(visible_line(&fix.title).into_owned()));
    }
    render(group, width)
}

/// Adds a place and the line it is in, or the place alone where the line must not be shown.
fn with_excerpt<'a>(
    group: Group<'a>,
    found: &Found<'_>,
    span: Span,
    kind: AnnotationKind,
    label: Option<String>,
) -> Group<'a> {
    let source = found.sources.get(span.source);
    let excerpt = Excerpt::of(source, span, found.at_span(span));
    let group = group.element(excerpt.origin());
    if found.hides(span.source, excerpt.bytes.clone()) {
        return group;
    }
    group.element(excerpt.snippet(kind, label))
}

fn render(group: Group<'_>, width: usize) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(width);
    let rendered = renderer.render(&[group]);
    // An excerpt after its place begins with a line that names no other place.
    let says_nothing = |line: &&str| strip_str(line).to_string().trim() != ":::";
    rendered.lines().filter(says_nothing).collect::<Vec<_>>().join("\n")
}

/// The lines of a place, made visible.
struct Excerpt {
    path: String,
    text: String,
    place: LineColumn,
    range: Range<usize>,
    /// The lines in the source.
    bytes: Range<usize>,
}

impl Excerpt {
    fn of(source: &Source, span: Span, at: At<'_>) -> Self {
        let text = &source.text;
        let start = text[..span.start()].rfind('\n').map_or(0, |newline| newline + 1);
        // One line is enough to find a place; the rest of a long one is a screen away.
        let end = text[span.start()..].find('\n').map_or(text.len(), |at| span.start() + at);
        let line = text[start..end].trim_end_matches('\r');
        let shown = |upto: usize| -> String {
            line[..upto.min(line.len())].chars().map(show).collect::<String>()
        };
        let before = shown(span.start() - start);
        let through = shown(span.end().min(end) - start);
        Self {
            path: visible_line(&source.path).into_owned(),
            text: shown(line.len()),
            place: at.range.map_or(LineColumn { line: 1, column: 1 }, |(start, _)| start),
            range: before.len()..through.len(),
            bytes: start..end,
        }
    }

    /// Returns where the place is in the file, not in the line as it is shown.
    fn origin(&self) -> Origin<'static> {
        let LineColumn { line, column } = self.place;
        Origin::path(self.path.clone()).line(line).char_column(column)
    }

    fn snippet<'a>(
        self,
        kind: AnnotationKind,
        label: Option<String>,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let mut annotation = kind.span(self.range);
        if let Some(label) = label {
            annotation = annotation.label(label);
        }
        Snippet::source(self.text).line_start(self.place.line).annotation(annotation)
    }
}

fn show(symbol: char) -> String {
    match (name(symbol), symbol) {
        (Some(_), _) => code_point(symbol),
        (None, '\t') => "    ".to_owned(),
        (None, _) => symbol.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Stamp;
    use crate::cli::emit::Reader;
    use crate::diagnostic::{Class, Diagnostic};
    use crate::model::engagement::Engagement;
    use crate::source::Sources;

    #[test]
    fn lines_are_made_visible_and_carets_follow() {
        let mut sources = Sources::default();
        let source = sources.add("a.md", "---\r\nti\u{202e}tle:\t\u{1b}[31mx\r\n---\r\n");
        let start = source.text.find('x').unwrap();
        let place = Place::Span(source.at(start, start + 1));
        let finding = Diagnostic {
            rule: "some-rule",
            class: Class::Form,
            level: Level::Error,
            message: "wrong \u{7}".to_owned(),
            place,
            related: Vec::new(),
            help: Some("do this".to_owned()),
            fix: None,
            is_still_owed: false,
            answered_by: None,
        };
        let engagement = Engagement::assemble(sources, Vec::new());
        let findings = [finding];
        let found =
            Found::new(Stamp::of("validate", None), &findings, &[], &engagement, Reader::Log);
        let colourless = strip_str(&text(&found.findings[0], &found, 80)).to_string();
        let expected = "error[some-rule]: wrong <U+0007 BELL>
 --> a.md:2:14
  |
2 | ti<U+202E RIGHT-TO-LEFT OVERRIDE>tle:    <U+001B ESCAPE>[31mx
  |                                                             ^
  |
  = help: do this";
        assert_eq!(colourless, expected);
    }

    #[test]
    fn every_format_says_what_is_answered() {
        let mut sources = Sources::default();
        let place = Place::Span(sources.add("a.md", "---\nkind: entry\n---\n").at(4, 8));
        let finding = |answered_by: Option<&str>| Diagnostic {
            rule: "recorded-late",
            class: Class::Duty,
            level: Level::Note,
            message: "late".to_owned(),
            place: place.clone(),
            related: Vec::new(),
            help: None,
            fix: None,
            answered_by: answered_by.map(str::to_owned),
            is_still_owed: false,
        };
        let engagement = Engagement::assemble(sources, Vec::new());
        let shown = |findings: &[Diagnostic]| {
            let stamp = Stamp::of("validate", None);
            let found = Found::new(stamp, findings, &[], &engagement, Reader::Log);
            let sarif: serde_json::Value =
                serde_json::from_str(&super::super::sarif::all(&found)).unwrap();
            (super::super::concise::all(&found), sarif["runs"][0]["results"].clone())
        };
        // All results say whether they are suppressed, or none does.
        let (lines, results) = shown(&[finding(Some("answers/x.md")), finding(None)]);
        assert_eq!(
            lines,
            "a.md:2:1: note recorded-late: late (answered by answers/x.md)\n\
             a.md:2:1: note recorded-late: late\n"
        );
        assert_eq!(results[0]["suppressions"][0]["kind"], "external");
        assert_eq!(results[1]["suppressions"], serde_json::json!([]));
        let (_, results) = shown(&[finding(None)]);
        assert!(results[0].get("suppressions").is_none());
    }

    #[test]
    fn a_secret_is_shown_to_nobody() {
        let mut sources = Sources::default();
        let text = "---\nkind: incident\n---\nThe new password: Tr0ub4dor&3xQ\nEnd.\n";
        let source = sources.add("a.md", text);
        let places = ["new", "Tr0ub4dor&3xQ", "End"].map(|words| {
            let start = source.text.find(words).unwrap();
            Place::Span(source.at(start, start + words.len()))
        });
        let finding = |place| Diagnostic {
            rule: "value-not-allowed",
            class: Class::Form,
            level: Level::Error,
            message: "`status` cannot be `password: Tr0ub4dor&3xQ`".to_owned(),
            place,
            related: Vec::new(),
            help: None,
            fix: None,
            is_still_owed: false,
            answered_by: None,
        };
        let findings = places.map(finding);
        let engagement = Engagement::assemble(sources, Vec::new());
        let found =
            Found::new(Stamp::of("validate", None), &findings, &[], &engagement, Reader::Person);
        let shown = all(&found, 80);
        let shown = strip_str(&shown).to_string();
        assert!(!shown.contains("Tr0ub4dor"), "{shown}");
        assert!(shown.contains("a.md:4:5") && shown.contains("End."), "{shown}");
    }
}
