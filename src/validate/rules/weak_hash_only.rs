//! Evidence whose only hash is one that can be forged.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::evidence::Evidence;
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "weak-hash-only",
    class: Class::Duty,
    level: Level::Error,
    summary: "evidence has only an MD5 or SHA-1 hash, which can be forged",
    page: include_str!("weak_hash_only.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Evidence(evidence) = &document.content else { return };
    if !document.document.is_sound() {
        return;
    }
    let Some((field, name)) = weak(document, evidence) else { return };
    let message = format!("{name} alone does not show that the content is still the same");
    findings.add(
        Finding::at(document.field(field), message).level(facts.level_of_owed(document)).help(
            "run `sha256sum FILE`, write the result into `sha256`, and keep this hash beside it",
        ),
    );
}

/// Returns the field that holds a weak hash where there is no strong one, and what the hash is.
fn weak(document: &TypedDocument, evidence: &Evidence) -> Option<(&'static str, &'static str)> {
    if let Some(sha256) = evidence.sha256.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        let is_hex = sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        return match (is_hex, sha256.len()) {
            (true, 32) => Some(("sha256", "this is as long as an MD5 hash, and MD5")),
            (true, 40) => Some(("sha256", "this is as long as a SHA-1 hash, and SHA-1")),
            _ => None,
        };
    }
    [("sha1", "SHA-1"), ("md5", "MD5")].into_iter().find(|(field, _)| is_written(document, field))
}
