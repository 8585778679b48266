//! Texts without quotes that a reader of YAML 1.1, or one that guesses types, takes for something
//! else.

/// The longest text that can be a number or a time; longer ones are words.
const BYTES_MAX: usize = 40;

/// Returns what another program makes of a text without quotes; nothing when all read it as this
/// text.
pub fn other_meaning(text: &str) -> Option<&'static str> {
    let first = *text.as_bytes().first()?;
    if text.len() > BYTES_MAX {
        return None;
    }
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => {
            is_yes_or_no(text).then_some("yes or no")
        }
        b'=' | b'<' if matches!(text, "=" | "<<") => Some("an instruction of YAML 1.1"),
        _ => None,
    }
}

/// The words of <https://yaml.org/type/bool.html>: each in small letters, capitals or with a
/// capital in front.
fn is_yes_or_no(text: &str) -> bool {
    const WORDS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    let rest = &text[1..];
    let one_case = rest.bytes().all(|byte| byte.is_ascii_lowercase())
        || text.bytes().all(|byte| byte.is_ascii_uppercase());
    one_case && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn number(text: &str) -> Option<&'static str> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let bytes = unsigned.as_bytes();
    let digits = |bytes: &[u8]| bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'_');
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Some("a number");
    }
    match bytes {
        [] | [b'_', ..] => None,
        [b'0', b'x', rest @ ..] => {
            let is_number = !rest.is_empty()
                && rest.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'_');
            is_number.then_some("a number")
        }
        [b'0', b'b' | b'o', rest @ ..] => (!rest.is_empty() && digits(rest)).then_some("a number"),
        [b'0', _, ..] if digits(bytes) => Some("a number, perhaps to the base of 8"),
        _ if digits(bytes) => Some("a number"),
        _ if is_sexagesimal(unsigned) => Some("a number to the base of 60"),
        _ if is_float(unsigned) => Some("a number"),
        _ if is_date(text) => Some("a date"),
        _ => None,
    }
}

/// `[0-9_]* ( \. [0-9_]* )? ( [eE] [-+]? [0-9]+ )?`, with a digit, and a dot or an exponent.
fn is_float(unsigned: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit())
    });
    let has_digit = mantissa.bytes().any(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && has_digit && exponent_fits
}

/// `[1-9][0-9_]* ( : [0-5]? [0-9] )+`, as in `12:30`.
fn is_sexagesimal(unsigned: &str) -> bool {
    let mut parts = unsigned.split(':');
    let whole = parts.next().unwrap_or_default();
    let starts = whole.starts_with(|first: char| matches!(first, '1'..='9'));
    let mut more = 0;
    let fit = parts.all(|part| {
        more += 1;
        matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
    });
    starts && whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') && fit && more > 0
}

/// `2026-11-21`, alone or with a time of day after `T` or a blank.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let part = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let day = part(0..4) && part(5..7) && part(8..10);
    let dashes = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let rest = bytes.get(10..).unwrap_or_default();
    let time = match rest {
        [] => true,
        [b'T' | b't' | b' ', rest @ ..] => {
            rest.first().is_some_and(u8::is_ascii_digit)
                && rest.contains(&b':')
                && rest.iter().all(|byte| {
                    byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'Z' | b'+' | b'-' | b' ')
                })
        }
        _ => false,
    };
    day && dashes && time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_programs_make_of_a_text() {
        let cases = [
            ("yes no on off y n Yes NO True FALSE", Some("yes or no")),
            ("0123 -017 00", Some("a number, perhaps to the base of 8")),
            (
                "1 +573005550100 1_000 0x1F 0b101 0o17 1e3 1.5 22.04 .5 5. -.inf .nan 1E+5",
                Some("a number"),
            ),
            ("12:30 1:30:00 20:21:22", Some("a number to the base of 60")),
            ("2026-11-21 2026-11-21T10:15:00Z", Some("a date")),
            ("= <<", Some("an instruction of YAML 1.1")),
            (
                "yEs nope none ok sev1 v1.5 1.5.2 +57-300 10.0.0.1 08:00 a:b - . _1 1:2a 12:75 1e 0x -",
                None,
            ),
            (
                "2026-11 2026-11-21x 2026-W47 INC-2026-7KQ2 20261121T101500Z-8F3K 24/7 5% <3 == ~ null",
                None,
            ),
        ];
        for (words, expected) in cases {
            for word in words.split(' ') {
                assert_eq!(other_meaning(word), expected, "{word}");
            }
        }
    }
}
