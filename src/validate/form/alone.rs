//! One character that nobody sees is one finding: what it makes of its line is not told beside it.

use std::collections::HashSet;

use super::super::rules::invisible_character;
use crate::diagnostic::Diagnostic;
use crate::document::{FRONT_MATTER_MISSING, FRONT_MATTER_UNCLOSED, YAML_SYNTAX};
use crate::source::{Source, Span};
use crate::visible::{name_of_blank, name_or_joiner};

/// Takes out of a document's findings that its text cannot be read in a line in which such a
/// character is told, and that a `---` is missing where one stands beside it.
pub(in crate::validate) fn tell_characters_alone(source: &Source, found: &mut Vec<Diagnostic>) {
    let is_told = |it: &&Diagnostic| it.rule == invisible_character::RULE.name;
    // Where each line ends with a carriage return alone, all of the file is the line of that one.
    let ends_lines_alone = !source.text.contains('\n');
    let is_character = |span: &Span| !(ends_lines_alone && span.text(source) == "\r");
    let told = found.iter().filter(is_told).filter_map(Diagnostic::span);
    let told: Vec<Span> = told.filter(is_character).collect();
    if told.is_empty() {
        return;
    }
    let starts = source.lines();
    let line = |span: Span| starts.line_column(source, span.start()).line;
    let lines: HashSet<usize> = told.iter().map(|span| line(*span)).collect();
    let spoilt_fence = told.iter().find(|span| is_fence(&seen_line(source, **span)));
    found.retain(|it| match it.span() {
        Some(span) if it.rule == YAML_SYNTAX => !lines.contains(&line(span)),
        Some(span) if it.rule == FRONT_MATTER_MISSING => {
            spoilt_fence.is_none_or(|fence| line(*fence) != line(span))
        }
        Some(_) if it.rule == FRONT_MATTER_UNCLOSED => spoilt_fence.is_none(),
        _ => true,
    });
}

/// Returns what is seen of the line of a place.
fn seen_line(source: &Source, place: Span) -> String {
    let start = source.text[..place.start()].rfind('\n').map_or(0, |newline| newline + 1);
    let line = source.text[start..].lines().next().unwrap_or_default();
    line.chars()
        .filter(|it| name_or_joiner(*it).is_none() && name_of_blank(*it).is_none())
        .collect()
}

fn is_fence(line: &str) -> bool {
    line.trim() == "---"
}
