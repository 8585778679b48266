//! What was most likely meant by a value that does not fit: the same thing, written as it should
//! be. What could mean two things is left to the person.

use jiff::civil::Date;

use super::super::schema::Shape;
use crate::document::yaml::{Node, Scalar, Style, Value};
use crate::model::time::Time;
use crate::source::Source;

/// A value to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repair {
    pub(super) written: String,
    /// Whether it says the same beyond doubt.
    pub(super) safe: bool,
}

fn safe(written: impl Into<String>) -> Repair {
    Repair { written: written.into(), safe: true }
}

pub(super) fn likely(written: impl Into<String>) -> Repair {
    Repair { written: written.into(), safe: false }
}

/// Returns the word of a list that differs in case, blanks or underscores only.
pub(super) fn word(written: &str, words: &[&'static str]) -> Option<&'static str> {
    let fold = |word: &str| word.trim().to_lowercase().replace(['_', ' '], "-");
    let written = fold(written);
    let mut same = words.iter().filter(|word| fold(word) == written);
    match (same.next(), same.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Returns a time as RFC 3339 writes it, from one with blanks, slashes or a short offset.
pub(super) fn time(written: &str) -> Option<Repair> {
    let (date, rest) = day_at_start(written.trim())?;
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    let length = rest.find(|symbol: char| !symbol.is_ascii_digit() && !matches!(symbol, ':' | '.'));
    let (clock, zone) = rest.split_at(length?);
    let clock = if clock.find(':')? == 1 { format!("0{clock}") } else { clock.to_owned() };
    let meant = format!("{date}T{clock}{}", offset(zone.trim())?);
    let is_new = meant != written && meant.parse::<Time>().is_ok();
    is_new.then(|| safe(meant))
}

/// Returns an offset as `+01:00`, from `+1`, `+01`, `+0100`, `UTC+1` or `UTC`.
fn offset(zone: &str) -> Option<String> {
    let bare = ["UTC", "utc", "GMT", "gmt"].iter().find_map(|name| zone.strip_prefix(name));
    let bare = bare.unwrap_or(zone).trim().replace('\u{2212}', "-");
    match bare.chars().next() {
        None if zone.is_empty() => return None,
        None => return Some("Z".to_owned()),
        Some('Z' | 'z') if bare.len() == 1 => return Some("Z".to_owned()),
        Some('+' | '-') => {}
        Some(_) => return None,
    }
    let (sign, digits) = bare.split_at(1);
    if !digits.chars().all(|digit| digit.is_ascii_digit() || digit == ':') {
        return None;
    }
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at(2),
        None if digits.len() <= 2 => (digits, "00"),
        None => return None,
    };
    let is_pair = (1..=2).contains(&hours.len()) && minutes.len() == 2;
    is_pair.then(|| format!("{sign}{hours:0>2}:{minutes}"))
}

/// Returns a day as `2026-11-21`.
pub(super) fn day(written: &str) -> Option<Repair> {
    let (date, rest) = day_at_start(written.trim())?;
    match rest.chars().next() {
        None if date.to_string() != written => Some(safe(date.to_string())),
        // The time of day is lost.
        Some('T' | 't' | ' ') => Some(likely(date.to_string())),
        _ => None,
    }
}

/// Reads a day that begins with its year, and returns what follows it.
fn day_at_start(text: &str) -> Option<(Date, &str)> {
    let end = text.find(|symbol: char| !symbol.is_ascii_digit() && !"-/.".contains(symbol));
    let (day, rest) = text.split_at(end.unwrap_or(text.len()));
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let is_day = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    if !is_day {
        return None;
    }
    Some((Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?, rest))
}

/// Returns a value of the type that is asked for, from one of another type on one line.
pub(super) fn of_type(shape: &Shape, node: &Node, source: &Source) -> Option<Repair> {
    match (shape, &node.value) {
        (Shape::List(item), Value::Scalar(scalar)) if matches!(**item, Shape::Text(_)) => {
            in_brackets(scalar, node.span.text(source))
        }
        (Shape::Integer, Value::Scalar(scalar)) => number(&scalar.text),
        (Shape::Bool, Value::Scalar(scalar)) => truth(&scalar.text),
        (Shape::Text(_), Value::Sequence(sequence)) => match &*sequence.items {
            [only] if only.text().is_some() && sequence.flow => {
                Some(likely(only.span.text(source)))
            }
            _ => None,
        },
        _ => None,
    }
}

fn in_brackets(scalar: &Scalar, written: &str) -> Option<Repair> {
    let is_quoted = matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted);
    let splits = |part: &str| part.contains(['[', ']', '{', '}', '#', '"', '\'']);
    match scalar.style {
        _ if scalar.text.trim().is_empty() => None,
        _ if is_quoted => Some(safe(format!("[{written}]"))),
        Style::Plain if splits(written) => None,
        Style::Plain if written.contains(',') => Some(likely(format!("[{written}]"))),
        Style::Plain => Some(safe(format!("[{written}]"))),
        _ => None,
    }
}

fn number(text: &str) -> Option<Repair> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return Some(safe(number.to_string()));
    }
    // `12 people`: a number and a word.
    let (number, word) = text.split_once(' ')?;
    let is_word = word.chars().all(char::is_alphabetic) && !word.is_empty();
    let number = number.parse::<i64>().ok().filter(|_| is_word)?;
    Some(likely(number.to_string()))
}

fn truth(text: &str) -> Option<Repair> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" => Some(safe("true")),
        "false" | "no" => Some(safe("false")),
        "on" | "y" | "1" | "sí" | "si" | "sim" | "oui" | "نعم" | "да" => Some(likely("true")),
        "off" | "n" | "0" | "não" | "non" | "لا" | "нет" => Some(likely("false")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let cases = [
            ("2026-11-21 03:10:00 +01:00", Some("2026-11-21T03:10:00+01:00")),
            ("2026-11-21T03:10+0100", Some("2026-11-21T03:10+01:00")),
            ("2026/11/21 3:10 UTC", Some("2026-11-21T03:10Z")),
            ("2026-11-21T03:10:00 Z", Some("2026-11-21T03:10:00Z")),
            ("2026-11-21T03:10:00-5", Some("2026-11-21T03:10:00-05:00")),
            ("2026-11-21, 03:10 UTC+5:30", Some("2026-11-21T03:10+05:30")),
            ("2026-11-21T03:10:00\u{2212}05:00", Some("2026-11-21T03:10:00-05:00")),
            ("2026-11-21T03:10:00", None),
            ("2026-11-21", None),
            ("2026-13-21T03:10Z", None),
            ("2026-11-21T25:10Z", None),
            ("21.11.2026 03:10Z", None),
            ("2026-11-21T03:10 CET", None),
            ("yesterday", None),
            ("", None),
        ];
        for (written, meant) in cases {
            assert_eq!(time(written), meant.map(safe), "{written}");
        }
    }

    #[test]
    fn days() {
        assert_eq!(day("2026/11/21"), Some(safe("2026-11-21")));
        assert_eq!(day("2026-1-2"), Some(safe("2026-01-02")));
        assert_eq!(day("2026-11-21T03:10:00Z"), Some(likely("2026-11-21")));
        for text in ["2026-11-21", "2026-02-30", "11/21/2026", "soon", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn words() {
        let words = ["caused-by-auditor", "Technical", "in-person"];
        for (written, meant) in [
            ("Caused by auditor", Some("caused-by-auditor")),
            ("technical", Some("Technical")),
            ("IN_PERSON", Some("in-person")),
            ("person", None),
        ] {
            assert_eq!(word(written, &words), meant, "{written}");
        }
    }
}
