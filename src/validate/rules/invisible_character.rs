//! Characters that hide or reorder text, named so that they can be seen.

use crate::diagnostic::{Class, Level};
use crate::document::yaml::{Node, Style, Value};
use crate::document::{Format, edit, front_matter};
use crate::model::engagement::TypedDocument;
use crate::source::{Source, Span};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::{Facts, blanks};
use crate::visible::{is_needed_at, is_right_to_left, name, name_of_blank, name_or_joiner, unseen};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "invisible-character",
    class: Class::Integrity,
    level: Level::Error,
    summary: "a character hides or reorders text",
    page: include_str!("invisible_character.md"),
    check: Check::Document(check),
};

/// A hostile file can hold a million of them; after these, one more finding says so.
const SHOWN: usize = 20;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let source = facts.engagement.source(document);
    let path = &*document.path;
    let mut symbols = path.char_indices();
    if let Some((_, symbol)) =
        symbols.find(|(at, it)| in_path(*it).is_some() && !is_needed_at(path, *at, *it))
    {
        findings.add(hidden_in_path(path, symbol));
    }
    let (body, is_sound) = (document.document.body.start(), document.document.is_sound());
    for (shown, (at, symbol)) in hidden(source, body).enumerate() {
        let span = source.at(at, at + symbol.len_utf8());
        if shown == SHOWN {
            findings.add(Finding::at(span, "more characters of this sort follow"));
            break;
        }
        let found = finding(symbol, span, source);
        // Nothing is written into a document that cannot be read.
        findings.add(if is_sound { found } else { found.without_fix() });
    }
    let misplaced = blanks::misplaced(document, source);
    let shown = &misplaced[..misplaced.len().min(SHOWN)];
    let fit_together = is_sound && !shown.is_empty() && spaces_fit(source, shown);
    for span in shown {
        let fits = fit_together || (is_sound && spaces_fit(source, &[*span]));
        findings.add(no_space(*span, source, fits));
    }
    if let Some(next) = misplaced.get(SHOWN) {
        findings.add(Finding::at(*next, "more blanks of this sort follow"));
    }
    // Where there is front matter to look for, its absence says so.
    if document.document.format == Format::Yaml && ends_lines_alone(&source.text) {
        let at = source.text.find('\r').unwrap_or_default();
        findings.add(
            Finding::at(
                source.at(at, at + 1),
                "this file ends its lines with a carriage return alone",
            )
            .help("save it with line feeds (Unix) or with CR LF (Windows)"),
        );
    }
    escaped(document, source, findings);
}

fn hidden(source: &Source, body: usize) -> impl Iterator<Item = (usize, char)> {
    let text = &source.text;
    let begin = front_matter::bom_len(text);
    let ends_lines_alone = ends_lines_alone(text);
    let mut line = Line { end: begin, is_right_to_left: false };
    let unseen = unseen(&text[begin..]).map(move |(at, symbol)| (begin + at, symbol));
    unseen.filter(move |(at, symbol)| {
        let ends_line = *symbol == '\r' && (ends_lines_alone || text[at + 1..].starts_with('\n'));
        let mut is_at_home = || match symbol {
            '\u{61C}' | '\u{200E}' | '\u{200F}' => {
                *at >= body || line.at(text, *at).is_right_to_left
            }
            _ => is_needed_at(text, *at, *symbol),
        };
        !ends_line && !is_at_home()
    })
}

/// Returns whether a text knows no line feed and ends its lines with a carriage return alone; that
/// is one fault, not one of every line.
fn ends_lines_alone(text: &str) -> bool {
    !text.contains('\n') && text.contains('\r')
}

/// The line that was last looked at.
struct Line {
    end: usize,
    is_right_to_left: bool,
}

impl Line {
    /// Returns the line of a place that lies no further up than the last one.
    fn at(&mut self, text: &str, at: usize) -> &Self {
        if at >= self.end {
            let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            self.end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
            self.is_right_to_left = text[start..self.end].chars().any(is_right_to_left);
        }
        self
    }
}

/// Returns the name of what no path may hold: line feeds and tabs too.
fn in_path(symbol: char) -> Option<&'static str> {
    match symbol {
        '\n' => Some("LINE FEED"),
        '\t' => Some("TAB"),
        other => name_or_joiner(other),
    }
}

fn hidden_in_path(path: &str, symbol: char) -> Finding {
    let what = in_path(symbol).unwrap_or("CHARACTER");
    let message = format!("U+{:04X} {what} stands in this file's name", u32::from(symbol));
    Finding::in_file(path, message).help("give the file another name")
}

fn finding(symbol: char, span: Span, source: &Source) -> Finding {
    let what = name_or_joiner(symbol).unwrap_or("CHARACTER");
    let message = format!("U+{:04X} {what} hides or reorders text", u32::from(symbol));
    // Some programs end a line with it alone; taken out, two lines would be one.
    let ends_line_anyway = source.text[span.end()..].starts_with("\r\n");
    if symbol == '\r' && !ends_line_anyway {
        return Finding::at(span, message).help("end lines with a line feed");
    }
    if parts_words(symbol) { with_space(message, span) } else { removed(message, span) }
}

fn removed(message: String, span: Span) -> Finding {
    Finding::at(span, message).help("remove it").safe_fix("remove it", "")
}

fn with_space(message: String, span: Span) -> Finding {
    Finding::at(span, message).help("write a space").safe_fix("write a space", " ")
}

/// Characters that end a line or stand for a blank somewhere; taken out, two words would be one.
fn parts_words(symbol: char) -> bool {
    matches!(
        symbol,
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{3164}'
    )
}

/// Returns whether spaces can take these places while all around them says what it said.
fn spaces_fit(source: &Source, places: &[Span]) -> bool {
    let pieces: Vec<_> = places.iter().map(|place| (*place, " ".to_owned())).collect();
    edit::apply(source, &pieces).is_ok()
}

/// Tells a blank in the place of a space; where a space would make another thing of its line, the
/// line is mended by hand.
fn no_space(span: Span, source: &Source, space_fits: bool) -> Finding {
    let symbol = span.text(source).chars().next().unwrap_or_default();
    let what = name_of_blank(symbol).unwrap_or("CHARACTER");
    let code = u32::from(symbol);
    let message = format!("U+{code:04X} {what} stands where a space belongs");
    match space_fits {
        true => with_space(message, span),
        false => Finding::at(span, message).help("delete it and type a space in its place"),
    }
}

/// Looks at what double quotes spell out: `"\u202E"`.
fn escaped(document: &TypedDocument, source: &Source, findings: &mut Findings<'_>) {
    if let (Some(front), Some(span)) = (&document.document.front, document.document.front_span)
        && span.text(source).contains('\\')
    {
        escaped_in(front, source, findings);
    }
}

fn escaped_in(node: &Node, source: &Source, findings: &mut Findings<'_>) {
    match &node.value {
        Value::Sequence(sequence) => {
            sequence.items.iter().for_each(|item| escaped_in(item, source, findings));
        }
        Value::Mapping(mapping) => {
            mapping.pairs.iter().for_each(|pair| escaped_in(&pair.value, source, findings));
        }
        Value::Scalar(scalar) if scalar.style == Style::DoubleQuoted => {
            let (text, written) = (&*scalar.text, node.span.text(source));
            // What stands there itself was told above, or is needed.
            let is_spelt = |at: usize, symbol: char| {
                symbol != '\r'
                    && name(symbol).is_some()
                    && !is_needed_at(text, at, symbol)
                    && !written.contains(symbol)
            };
            let hidden = text.char_indices().find(|(at, symbol)| is_spelt(*at, *symbol));
            if let Some((_, symbol)) = hidden {
                let what = name(symbol).unwrap_or("CHARACTER");
                let code = u32::from(symbol);
                let message = format!("this text spells out U+{code:04X} {what}");
                findings.add(Finding::at(node.span, message).help("remove the escape"));
            }
        }
        Value::Scalar(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn found(text: &str) -> Vec<char> {
        let source = Source::new(SourceId(0), "a.md", text);
        let body = text.rfind("---\n").unwrap_or_default();
        hidden(&source, body).map(|(_, symbol)| symbol).collect()
    }

    #[test]
    fn marks_of_direction_belong_to_lines_from_right_to_left() {
        for (line, hides) in [
            ("title: انقطاع (web01)\u{200F}", false),
            ("title: \u{200E}web01\u{200E} של האתר", false),
            ("title: توقف\u{61C} 12", false),
            ("title: web01\u{200F} is down", true),
            ("threshold: sev\u{200E}1", true),
            ("title: انقطاع \u{202E}", true),
        ] {
            let text = format!("---\nkind: incident\n{line}\n---\n");
            assert_eq!(!found(&text).is_empty(), hides, "{line}");
        }
    }

    #[test]
    fn a_million_marks_in_one_line_take_little_time() {
        assert_eq!(found(&"ا\u{200F}".repeat(500_000)).len(), 0);
        assert_eq!(found(&"a\u{200F}".repeat(500_000)).len(), 0);
        assert_eq!(found(&format!("{}\n---\n", "a\u{200F}".repeat(500_000))).len(), 500_000);
    }
}
