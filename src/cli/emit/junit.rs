//! Findings as test results in the XML of `JUnit`: a suite per document, a case per rule that found
//! something in it. A document in which nothing is wrong is a case that passed.
//!
//! Only errors fail, as they alone make the command exit 1; warnings and notes stand in the output
//! of a case that passed.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::found::{Found, Shown};
use super::{HISTORY_CUT_OFF, NotChecked};
use crate::diagnostic::Level;
use crate::visible::visible;

/// The findings of each rule in one document.
type Cases<'a> = BTreeMap<&'static str, Vec<&'a Shown<'a>>>;

/// Returns the whole document.
pub(super) fn all(found: &Found<'_>) -> String {
    let mut suites: BTreeMap<&str, Cases<'_>> =
        found.documents.iter().map(|path| (path.as_str(), Cases::new())).collect();
    for shown in &found.findings {
        let path = found.path_for_lists(found.at(&shown.finding));
        suites.entry(path).or_default().entry(shown.finding.rule).or_default().push(shown);
    }
    let tests: usize = suites.values().map(|cases| cases.len().max(1)).sum();
    let failures: usize = suites.values().map(failed).sum();
    let errors = found.not_checked.len();
    let tests = tests + errors;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a text cannot fail.
    let _ = writeln!(
        xml,
        "<testsuites name=\"ircase {}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">",
        found.stamp.command
    );
    for it in &found.not_checked {
        not_checked(it, &mut xml);
    }
    for (path, cases) in &suites {
        suite(path, cases, found, &mut xml);
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// Adds a case of its own for what could not be looked at: an error is a test that could not run.
fn not_checked(NotChecked { code, line, .. }: &NotChecked<'_>, xml: &mut String) {
    let line = escaped(line);
    let (suite, case) = match *code {
        HISTORY_CUT_OFF => ("history", "earlier texts"),
        _ => ("documents", "other documents"),
    };
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{suite}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    \
         <testcase name=\"{case}\" classname=\"{suite}\">\n      \
         <error type=\"{code}\" message=\"{line}\"/>\n    </testcase>\n  </testsuite>"
    );
}

fn suite(path: &str, cases: &Cases<'_>, found: &Found<'_>, xml: &mut String) {
    let (name, tests, failures) = (escaped(path), cases.len().max(1), failed(cases));
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" file=\"{name}\">"
    );
    if let Some(now) = &found.stamp.now {
        let property = format!("<property name=\"now\" value=\"{}\"/>", escaped(now));
        let _ = writeln!(xml, "    <properties>{property}</properties>");
    }
    if cases.is_empty() {
        let _ = writeln!(xml, "    <testcase name=\"no findings\" classname=\"{name}\"/>");
    }
    for (rule, findings) in cases {
        let _ = writeln!(xml, "    <testcase name=\"{rule}\" classname=\"{name}\">");
        let lines: Vec<String> = findings.iter().map(|shown| line(shown, found)).collect();
        let said = escaped(&lines.join("\n"));
        match findings.iter().find(|shown| shown.finding.level == Level::Error) {
            Some(first) => {
                let message = escaped(&first.finding.message);
                let _ = writeln!(
                    xml,
                    "      <failure type=\"{rule}\" message=\"{message}\">{said}</failure>"
                );
            }
            None => {
                let _ = writeln!(xml, "      <system-out>{said}</system-out>");
            }
        }
        xml.push_str("    </testcase>\n");
    }
    xml.push_str("  </testsuite>\n");
}

fn failed(cases: &Cases<'_>) -> usize {
    let has_error = |findings: &&Vec<&Shown<'_>>| {
        findings.iter().any(|shown| shown.finding.level == Level::Error)
    };
    cases.values().filter(has_error).count()
}

fn line(shown: &Shown<'_>, found: &Found<'_>) -> String {
    let finding = &*shown.finding;
    let range = found.at(finding).and_then(|at| at.range);
    let place = range.map(|(start, _)| format!("{}:{}: ", start.line, start.column));
    let help = finding.help.as_ref().map(|help| format!("\n  help: {help}"));
    format!(
        "{}{}: {}{}",
        place.unwrap_or_default(),
        finding.level.name(),
        finding.message,
        help.unwrap_or_default()
    )
}

/// Returns text as XML 1.0 may hold it, in an element and in an attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for symbol in visible(text).chars() {
        match symbol {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            symbol => safe.push(symbol),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let safe = "&lt;a b=&quot;&amp;&quot;&gt;&#10;&lt;U+0001 CONTROL CHARACTER&gt;&lt;U+FFFF \
                    NONCHARACTER&gt;";
        assert_eq!(escaped("<a b=\"&\">\n\u{1}\u{ffff}"), safe);
    }
}
