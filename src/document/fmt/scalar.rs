//! How one value is written: plain where it can be, in quotes where it must, on lines of its own
//! where it has several.
//!
//! This follows what `yaml` (npm) writes, so that a program that writes with it changes nothing.

use super::Form;
use crate::document::yaml::{Core, Scalar, Style, other_meaning};
use crate::visible::{
    is_mark_of_direction, is_needed_at, is_right_to_left, name, name_of_blank, name_or_joiner,
};

/// A written value: what stands behind `key:`, and the lines below, indented.
pub(super) struct Written {
    pub(super) first: String,
    pub(super) rest: Vec<String>,
}

/// Writes a value that was `written` so; the lines of a text of several stand at `indent`.
pub(super) fn write(scalar: &Scalar, written: &str, form: &Form, indent: usize) -> Written {
    let text = &*scalar.text;
    match scalar.core() {
        Core::Null => one_line(String::new()),
        Core::Text if text.contains('\n') => of_several_lines(&Text::of(text, written), indent),
        Core::Text => one_line(line(&Text::of(text, written), form)),
        // A number in a text field, such as 0123: another program would write it otherwise. In
        // quotes it stays what it is.
        _ if *form == Form::Text => one_line(quoted(&Text::of(text, written))),
        core if *form == Form::Word => match is_written_alike(core, text) {
            true => one_line(text.to_owned()),
            false => one_line(quoted(&Text::of(text, written))),
        },
        Core::Bool(value) => one_line(value.to_string()),
        Core::Integer(value) if *form == Form::Number => one_line(value.to_string()),
        Core::Integer(_) | Core::Float(_) => one_line(text.to_owned()),
    }
}

/// Writes a free text on one line; marks of direction belong to letters from right to left.
pub fn one_line_text(text: &str) -> String {
    let is_right_to_left = text.chars().any(is_right_to_left);
    let whole = Text::with(text, |symbol| is_right_to_left && is_mark_of_direction(symbol));
    if text.contains('\n') { double_quoted(&whole) } else { line(&whole, &Form::Text) }
}

/// Writes a key that was `written` so.
pub(super) fn key(text: &str, written: &str) -> String {
    // A bare `<<` is YAML 1.1's merge key; in a bare key every odd blank stands for a space.
    let is_hard = text.contains('\n') || text == "<<" || text.contains(is_odd_blank);
    let whole = Text::of(text, written);
    if is_hard { double_quoted(&whole) } else { line(&whole, &Form::Word) }
}

/// A text, and where in it stands what only an escape may stand for, line feeds aside.
struct Text<'a> {
    text: &'a str,
    hard: Vec<usize>,
}

impl<'a> Text<'a> {
    /// Takes a text as it was `written`.
    fn of(text: &'a str, written: &str) -> Self {
        let mut spelt = spelt_out(written).into_iter();
        Self::with(text, |_| !spelt.next().unwrap_or_default())
    }

    /// Takes a text of which `is_raw` says, in the order of the text, what [`may_be_raw`] is.
    fn with(text: &'a str, mut is_raw: impl FnMut(char) -> bool) -> Self {
        let mut is_hard = |at: usize, symbol: char| match symbol {
            ' '..='~' | '\n' | '\t' => false,
            _ if symbol.is_control() => true,
            _ if may_be_raw(symbol) => !is_raw(symbol) && !is_needed_at(text, at, symbol),
            _ => name(symbol).is_some() && !is_needed_at(text, at, symbol),
        };
        let hard = text.char_indices().filter(|(at, symbol)| is_hard(*at, *symbol));
        Self { text, hard: hard.map(|(at, _)| at).collect() }
    }
}

/// Returns of all that may be raw, in the order of the text, whether an escape stands for it. Only
/// double quotes know escapes; of other texts nothing is returned.
fn spelt_out(written: &str) -> Vec<bool> {
    let mut places = Vec::new();
    let mut symbols = written.chars();
    if !written.starts_with('"') {
        return places;
    }
    while let Some(symbol) = symbols.next() {
        let digits = match symbol {
            '\\' => match symbols.next() {
                Some('x') => 2,
                Some('u') => 4,
                Some('U') => 8,
                _ => continue,
            },
            symbol if may_be_raw(symbol) => {
                places.push(false);
                continue;
            }
            _ => continue,
        };
        let code = symbols.as_str().get(..digits);
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        if code.and_then(char::from_u32).is_some_and(may_be_raw) {
            places.push(true);
        }
    }
    places
}

/// What stays as it was written, raw or spelt out: whether a mark of direction is at home, its
/// whole line says, and a joiner does not hide what stands around it. Of all else that is not
/// needed the raw character would hide or reorder the text.
fn may_be_raw(symbol: char) -> bool {
    is_mark_of_direction(symbol) || (name_or_joiner(symbol).is_some() && name(symbol).is_none())
}

fn one_line(first: String) -> Written {
    Written { first, rest: Vec::new() }
}

/// The largest whole number that every program keeps exactly (2^53).
const EXACT_MAX: u64 = 1 << 53;

/// Returns whether a program that reads and writes this number or truth value gives the same text.
fn is_written_alike(core: Core, text: &str) -> bool {
    match core {
        Core::Bool(value) => text == value.to_string(),
        Core::Integer(value) => text == value.to_string() && value.unsigned_abs() <= EXACT_MAX,
        Core::Float(_) | Core::Null | Core::Text => false,
    }
}

fn line(whole: &Text<'_>, form: &Form) -> String {
    let text = whole.text;
    let is_doubtful = matches!(form, Form::Text | Form::Any) && other_meaning(text).is_some();
    if is_doubtful || !can_be_plain(whole) { quoted(whole) } else { text.to_owned() }
}

/// Returns whether a blank is none to YAML, so that at an end of a bare value it stands for a space.
fn is_odd_blank(symbol: char) -> bool {
    name_of_blank(symbol).is_some()
}

/// Returns whether a text without line ending means itself without quotes (YAML 1.2.2, 7.3.3).
fn can_be_plain(whole: &Text<'_>) -> bool {
    let text = whole.text;
    let plain = Scalar { text: text.into(), style: Style::Plain };
    let starts_badly = text.starts_with(|first: char| " \t,[]{}#&*!|>'\"%@`".contains(first))
        || matches!(text, "-" | "?")
        || ["- ", "-\t", "? ", "?\t"].iter().any(|start| text.starts_with(start));
    let ends_badly = text.ends_with([' ', '\t', ':']);
    let has_odd_end = text.starts_with(is_odd_blank) || text.ends_with(is_odd_blank);
    let splits = [": ", ":\t", " #", "\t#"].iter().any(|part| text.contains(part));
    plain.core() == Core::Text
        && !starts_badly
        && !ends_badly
        && !has_odd_end
        && !splits
        && whole.hard.is_empty()
        && !["---", "..."].iter().any(|mark| text.starts_with(mark))
}

fn quoted(whole: &Text<'_>) -> String {
    let text = whole.text;
    let is_single = text.contains('"') && !text.contains(['\'', '\n']);
    if is_single && whole.hard.is_empty() {
        return format!("'{text}'");
    }
    double_quoted(whole)
}

fn double_quoted(whole: &Text<'_>) -> String {
    let mut quoted = String::from("\"");
    let mut hard = whole.hard.iter().peekable();
    for (at, symbol) in whole.text.char_indices() {
        let is_hard = hard.next_if(|hard| **hard == at).is_some();
        match symbol {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\u{0}' => quoted.push_str("\\0"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{b}' => quoted.push_str("\\v"),
            '\u{1b}' => quoted.push_str("\\e"),
            _ if !is_hard => quoted.push(symbol),
            _ => quoted.push_str(&match u32::from(symbol) {
                code @ ..0x100 => format!("\\x{code:02x}"),
                code @ ..0x1_0000 => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    quoted.push('"');
    quoted
}

/// Writes a text as it stands, line by line, after `|`.
fn of_several_lines(whole: &Text<'_>, indent: usize) -> Written {
    let text = whole.text;
    let content = text.trim_end_matches('\n');
    let ends_in_blanks = content.is_empty() || content.ends_with([' ', '\t']) && content != text;
    let last_is_blank = content.rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
    if ends_in_blanks || last_is_blank || !whole.hard.is_empty() {
        return one_line(double_quoted(whole));
    }
    let starts_with_blank = content.trim_start_matches('\n').starts_with([' ', '\t']);
    let sign = match text.len() - content.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let first = format!("|{}{sign}", if starts_with_blank { "2" } else { "" });
    let mut rest: Vec<String> = content.split('\n').map(|line| indented(line, indent)).collect();
    rest.extend((content.len() + 1..text.len()).map(|_| String::new()));
    Written { first, rest }
}

fn indented(line: &str, indent: usize) -> String {
    if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(indent)) }
}
