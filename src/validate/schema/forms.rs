//! Forms of texts that the schemas' patterns ask for, as functions, because running a pattern
//! costs more than all else in reading a document.
//!
//! Each says yes only to what its pattern matches; a test tries both.

use crate::model::hours::Hours;
use crate::model::place::{Country, Language};
use crate::model::zone::Zone;

/// Says whether a text has a form.
pub(super) type HasForm = fn(&str) -> bool;

/// A pattern, and a function that is at least as strict.
type Known = (&'static str, HasForm);

const FORMS: &[Known] = &[
    (r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", is_language),
    (r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", is_country),
    (r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$", is_zone),
    (
        r"^(unknown|\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2}))$",
        is_time,
    ),
    (r"^(never|unknown|\d{4}-\d{2}-\d{2})$", is_day),
    (r"^[+-]?(P|\d).*$", is_period),
    (
        r"^ *(24/7|((([Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn])[A-Za-z]*|\d{1,2}:\d{2})[ ,;–-]*)+) *$",
        is_hours,
    ),
];

/// Returns the function for a pattern, while the program is built: a pattern without one does not
/// get as far.
pub(super) const fn of(pattern: &str) -> HasForm {
    let mut at = 0;
    while at < FORMS.len() {
        let (known, has_form) = FORMS[at];
        if is_same(known, pattern) {
            return has_form;
        }
        at += 1;
    }
    panic!("a pattern in a schema needs its function in FORMS");
}

/// Compares two texts where `==` cannot be called yet.
const fn is_same(one: &str, two: &str) -> bool {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    let mut at = 0;
    while at < one.len() && at < two.len() && one[at] == two[at] {
        at += 1;
    }
    at == one.len() && at == two.len()
}

fn is_language(text: &str) -> bool {
    text.parse::<Language>().is_ok()
}

fn is_country(text: &str) -> bool {
    text.parse::<Country>().is_ok()
}

fn is_zone(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'+' | b'-'))
    };
    text.split('/').all(is_part) && text.parse::<Zone>().is_ok()
}

fn is_time(text: &str) -> bool {
    if text == "unknown" {
        return true;
    }
    let Some((day, rest)) = text.split_at_checked(10) else { return false };
    let Some(clock) = rest.strip_prefix(['T', 't', ' ']) else { return false };
    let Some((minute, rest)) = clock.split_at_checked(5) else { return false };
    let rest = match rest.strip_prefix(':').and_then(|rest| rest.split_at_checked(2)) {
        Some((second, rest)) if digits(second, 2) => fraction_off(rest),
        Some(_) => return false,
        None => rest,
    };
    is_digits_of_day(day) && is_clock(minute) && is_offset(rest)
}

/// Returns what follows a fraction of a second, where one stands.
fn fraction_off(text: &str) -> &str {
    let Some(fraction) = text.strip_prefix('.') else { return text };
    let rest = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
    if rest.len() == fraction.len() { text } else { rest }
}

fn is_offset(text: &str) -> bool {
    matches!(text, "Z" | "z") || text.strip_prefix(['+', '-']).is_some_and(is_clock)
}

fn is_clock(text: &str) -> bool {
    text.split_once(':').is_some_and(|(hour, minute)| digits(hour, 2) && digits(minute, 2))
}

fn is_day(text: &str) -> bool {
    matches!(text, "never" | "unknown") || is_digits_of_day(text)
}

fn is_digits_of_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut next = |count| parts.next().is_some_and(|part| digits(part, count));
    next(4) && next(2) && next(2) && parts.next().is_none()
}

fn is_period(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let first = unsigned.bytes().next();
    first.is_some_and(|byte| byte == b'P' || byte.is_ascii_digit())
        && text.is_ascii()
        && !text.bytes().any(|byte| byte.is_ascii_control())
}

fn is_hours(text: &str) -> bool {
    let starts_well = text.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_alphanumeric());
    starts_well && text.is_ascii() && text.parse::<Hours>().is_ok()
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        jsonschema::is_valid(&serde_json::json!({ "pattern": pattern }), &text.into())
    }

    #[test]
    fn usual_texts_have_their_form() {
        let cases: [(HasForm, &str); 14] = [
            (is_country, "ES"),
            (is_zone, "America/Argentina/Buenos_Aires"),
            (is_language, "es"),
            (is_language, "pt-BR"),
            (is_time, "unknown"),
            (is_time, "2026-11-21T03:10:00+01:00"),
            (is_time, "2026-11-21T03:10Z"),
            (is_time, "2026-11-21T03:10:00.123Z"),
            (is_day, "never"),
            (is_day, "2026-11-21"),
            (is_period, "60 minutes"),
            (is_period, "PT60M"),
            (is_period, "1 year"),
            (is_period, "-P1D"),
        ];
        for (form, text) in cases {
            assert!(form(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_form_says_yes_where_its_pattern_says_no(
            text in prop_oneof![
                "[a-zA-Z0-9-]{0,12}",
                "[A-Z]{2,3}(-[A-Z0-9]{0,4})?",
                "(America|Europe|Etc|US|GMT|UTC)?[/+-]?[A-Za-z0-9_+-]{0,8}",
                "[0-9]{3,5}-[0-9]{1,3}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{0,3})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?",
                "[+-]?[P0-9].{0,8}",
                "((Mon|tue|WED|Friday|Su)?[-, ]{0,2}(Sat|Sun)? ?[0-2]?[0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9][,;]? ?){0,3}",
                ".{0,30}",
            ],
        ) {
            for (pattern, form) in FORMS {
                prop_assert!(!form(&text) || matches(pattern, &text), "{pattern} {text:?}");
            }
        }
    }
}
