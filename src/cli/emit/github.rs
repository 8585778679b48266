//! Findings as workflow commands of GitHub Actions, which it shows beside the lines they are about.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. Text of
//! others must not become a command: line ends and the marks of the syntax are escaped.

use super::found::{Found, Shown};
use crate::diagnostic::Level;
use crate::visible::visible;

/// Returns all findings; each line ends with a line feed.
pub(super) fn all(found: &Found<'_>) -> String {
    let not_checked = found.not_checked.iter();
    let not_checked =
        not_checked.map(|it| format!("::error title={}::{}\n", it.code, data(&it.line)));
    found.findings.iter().map(|shown| command(found, shown)).chain(not_checked).collect()
}

fn command(found: &Found<'_>, shown: &Shown<'_>) -> String {
    let finding = &*shown.finding;
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = vec![("title", finding.rule.to_owned())];
    if let Some(at) = found.at(finding) {
        properties.push(("file", at.path.to_owned()));
        if let Some((start, end)) = at.range {
            properties.push(("line", start.line.to_string()));
            properties.push(("endLine", end.line.to_string()));
            // GitHub takes columns only where they are of one line.
            if start.line == end.line {
                properties.push(("col", start.column.to_string()));
                properties.push(("endColumn", end.column.to_string()));
            }
        }
    }
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    format!("::{level} {}::{}\n", properties.join(","), data(&message))
}

/// Escapes a message.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_value_before_its_end() {
        assert_eq!(data("100 %: a,b\n::error::x"), "100 %25: a,b%0A::error::x");
        assert_eq!(property("a:b,c\r\n%"), "a%3Ab%2Cc<U+000D CARRIAGE RETURN>%0A%25");
    }
}
