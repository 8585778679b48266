//! What a scalar is when nobody says what it should be: YAML 1.2's core schema
//! (YAML 1.2.2, 10.3.2), in which `no` is a text.

use super::{Scalar, Style};

/// The type of a scalar under the core schema.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Core {
    Null,
    Bool(bool),
    /// Too large for 64 bits is a float, as in JSON readers.
    Integer(i64),
    Float(f64),
    Text,
}

impl Core {
    /// Returns whether both say the same; `.nan`, which equals nothing, says what `.nan` says.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Float(one), Self::Float(two)) => one.to_bits() == two.to_bits(),
            (one, two) => one == two,
        }
    }
}

impl Scalar {
    /// Returns the type; only an unquoted scalar is anything but a text.
    pub fn core(&self) -> Core {
        if self.style == Style::Plain { core_of_plain(&self.text) } else { Core::Text }
    }

    /// Returns whether this is a blank, without finding out what else it is: every reader asks
    /// this of every value.
    pub(super) fn is_null(&self) -> bool {
        self.style == Style::Plain && is_null(&self.text)
    }
}

/// Returns the type of an unquoted scalar.
pub fn core_of_plain(text: &str) -> Core {
    match text {
        _ if is_null(text) => Core::Null,
        "true" | "True" | "TRUE" => Core::Bool(true),
        "false" | "False" | "FALSE" => Core::Bool(false),
        _ if starts_like_number(text) => number(text),
        _ => Core::Text,
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn starts_like_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
}

fn number(text: &str) -> Core {
    if let Some(octal) = text.strip_prefix("0o") {
        return radix(octal, 8);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return radix(hexadecimal, 16);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Core::Float(if text.starts_with('-') {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            });
        }
        _ if matches!(text, ".nan" | ".NaN" | ".NAN") => return Core::Float(f64::NAN),
        _ => {}
    }
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_or_else(|_| float(text), Core::Integer);
    }
    if is_float(unsigned) { float(text) } else { Core::Text }
}

fn radix(digits: &str, radix: u32) -> Core {
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return Core::Text;
    }
    i64::from_str_radix(digits, radix).map_or(Core::Text, Core::Integer)
}

fn float(text: &str) -> Core {
    text.parse().map_or(Core::Text, Core::Float)
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_fits =
        digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    mantissa_fits && exponent_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_schema() {
        let cases = [
            ("", Core::Null),
            ("~", Core::Null),
            ("nULL", Core::Text),
            ("no", Core::Text),
            ("True", Core::Bool(true)),
            ("12", Core::Integer(12)),
            ("-0012", Core::Integer(-12)),
            ("+7", Core::Integer(7)),
            ("0o17", Core::Integer(15)),
            ("0xFf", Core::Integer(255)),
            ("0x", Core::Text),
            ("1e3", Core::Float(1000.0)),
            (".5", Core::Float(0.5)),
            ("5.", Core::Float(5.0)),
            (".", Core::Text),
            ("-", Core::Text),
            ("1e", Core::Text),
            ("1_000", Core::Text),
            ("12:30", Core::Text),
            ("2026-11-21", Core::Text),
            ("-.inf", Core::Float(f64::NEG_INFINITY)),
            ("99999999999999999999", Core::Float(99_999_999_999_999_999_999.0)),
        ];
        for (text, core) in cases {
            assert_eq!(core_of_plain(text), core, "{text:?}");
        }
        let quoted = Scalar { text: "12".into(), style: Style::SingleQuoted };
        assert_eq!(quoted.core(), Core::Text);
    }
}
