//! Findings as SARIF 2.1.0, which forges show as code scanning alerts.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. Columns count characters
//! (`unicodeCodePoints`); a fingerprint takes the place of line-based matching.

use serde_json::{Value, json};

use super::NotChecked;
use super::found::{At, Found, Shown};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::Span;
use crate::validate::rules;
use crate::visible::visible;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder of the engagement, which is the repository's.
const BASE: &str = "%SRCROOT%";
/// Changes when fingerprints are made in another way.
const FINGERPRINT: &str = "ircaseField/v1";

/// Returns the log: one run, with the rules that found something.
pub(super) fn all(found: &Found<'_>) -> String {
    let mut used: Vec<&'static str> =
        found.findings.iter().map(|shown| shown.finding.rule).collect();
    used.sort_unstable();
    used.dedup();
    // All results say whether they are suppressed, or none does (3.27.23).
    let some_is_answered = found.findings.iter().any(|it| it.finding.answered_by.is_some());
    let results = found.findings.iter().map(|shown| {
        let mut result = result(shown, found, &used);
        if some_is_answered {
            result["suppressions"] = suppressions(&shown.finding);
        }
        result
    });
    let results: Vec<Value> = results.collect();
    let artifacts: Vec<Value> = found
        .documents
        .iter()
        .map(|path| json!({ "location": location_of(path), "roles": ["analysisTarget"] }))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ircase",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": used.iter().map(|name| rule(name)).collect::<Vec<Value>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "defaultEncoding": "utf-8",
            "invocations": [invocation(found)],
            "artifacts": artifacts,
            "results": results,
            "properties": properties(found),
        }],
    });
    serde_json::to_string_pretty(&log).expect("a value of JSON is JSON")
}

fn properties(found: &Found<'_>) -> Value {
    let mut properties = json!({ "format": 1, "documents": found.documents.len() });
    if let Some(now) = &found.stamp.now {
        properties["now"] = now.as_str().into();
    }
    properties
}

/// Says whether all was looked at that should have been.
fn invocation(found: &Found<'_>) -> Value {
    if found.not_checked.is_empty() {
        return json!({ "executionSuccessful": true });
    }
    let notification = |it: &NotChecked<'_>| {
        json!({
            "level": "error",
            "message": message(&it.line),
            "descriptor": { "id": it.code },
        })
    };
    let notifications: Vec<Value> = found.not_checked.iter().map(notification).collect();
    json!({ "executionSuccessful": false, "toolExecutionNotifications": notifications })
}

fn suppressions(finding: &Diagnostic) -> Value {
    let answer = finding.answered_by.iter();
    let suppressions = answer.map(
        |answer| json!({ "kind": "external", "justification": format!("answered by {answer}") }),
    );
    suppressions.collect()
}

/// Returns a text as a message, in which a single brace would begin a placeholder (3.11.5).
fn message(text: &str) -> Value {
    json!({ "text": braced(&visible(text)) })
}

fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn rule(name: &str) -> Value {
    let Some(rule) = rules::named(name) else { return json!({ "id": name }) };
    json!({
        "id": rule.name,
        "shortDescription": { "text": braced(rule.summary) },
        "help": { "text": braced(rule.page), "markdown": braced(rule.page) },
        "defaultConfiguration": { "level": rule.level.name() },
        "properties": { "class": rule.class, "tags": [rule.class] },
    })
}

fn result(shown: &Shown<'_>, found: &Found<'_>, used: &[&str]) -> Value {
    let finding = &*shown.finding;
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": used.binary_search(&finding.rule).ok(),
        "level": finding.level.name(),
        "message": message(&text),
        "locations": [location(shown, found)],
        "partialFingerprints": { FINGERPRINT: shown.identity.fingerprint },
    });
    if !finding.related.is_empty() {
        result["relatedLocations"] = related(finding, found).into();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([fixed(fix, found)]);
    }
    result
}

fn location(shown: &Shown<'_>, found: &Found<'_>) -> Value {
    let at = found.at(&shown.finding);
    let mut location = match at {
        Some(at) => json!({ "physicalLocation": physical(at) }),
        None => {
            let path = found.path_for_lists(None);
            json!({ "physicalLocation": { "artifactLocation": location_of(path) } })
        }
    };
    if let Some(field) = shown.identity.field.as_ref().filter(|field| !field.is_empty()) {
        location["logicalLocations"] =
            json!([{ "fullyQualifiedName": visible(field), "kind": "property" }]);
    }
    location
}

fn related(finding: &Diagnostic, found: &Found<'_>) -> Vec<Value> {
    let each = finding.related.iter().enumerate().map(|(index, related)| {
        json!({
            "id": index,
            "physicalLocation": physical(found.at_span(related.span)),
            "message": message(&related.message),
        })
    });
    each.collect()
}

fn fixed(fix: &Fix, found: &Found<'_>) -> Value {
    let At { path, range: _ } = found.at_span(fix.span);
    json!({
        "description": message(&fix.title),
        "artifactChanges": [{
            "artifactLocation": location_of(path),
            "replacements": [{
                "deletedRegion": region(fix.span, found),
                "insertedContent": { "text": fix.replacement },
            }],
        }],
        "properties": { "safe": fix.safe },
    })
}

fn physical(at: At<'_>) -> Value {
    let mut physical = json!({ "artifactLocation": location_of(at.path) });
    if let Some(region) = lines(at) {
        physical["region"] = region;
    }
    physical
}

fn region(span: Span, found: &Found<'_>) -> Option<Value> {
    lines(found.at_span(span))
}

fn lines(at: At<'_>) -> Option<Value> {
    let (start, end) = at.range?;
    Some(json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }))
}

fn location_of(path: &str) -> Value {
    json!({ "uri": uri(path), "uriBaseId": BASE })
}

/// Returns a path as a relative reference (RFC 3986): every byte that has a meaning there, or
/// none, is written with its number.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_begins_no_placeholder() {
        assert_eq!(message("write `{a: 1}`\u{7}")["text"], "write `{{a: 1}}`<U+0007 BELL>");
    }

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("people/zw.md"), "people/zw.md");
        assert_eq!(uri("people/n\u{f1} 1:2%\n.md"), "people/n%C3%B1%201%3A2%25%0A.md");
    }
}
