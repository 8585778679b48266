//! Evidence whose content is not what it was.

use crate::diagnostic::{Class, Level};
use crate::model::custody::{Chain, Step};
use crate::model::engagement::TypedDocument;
use crate::model::evidence::CopyOf;
use crate::validate::Facts;
use crate::validate::custody::sha256_of;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "hash-mismatch",
    class: Class::Duty,
    level: Level::Error,
    summary: "the hash of a piece of evidence changed, or a copy has another hash",
    page: include_str!("hash_mismatch.md"),
    check: Check::Document(check),
};

const COMPARE: &str = "compare again from the stored content; when it did change, write a custody entry with `event: tainted` and why";
const COMPARE_COPY: &str = "compare again from the stored content; what is only a part, or another format, has no `copy: working-copy`; when it did change, write a custody entry with `event: tainted` and why";

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.chain_of(document) else { return };
    let Some(sha256) = sha256_of(chain.evidence.sha256.as_deref()) else { return };
    // A content that changed is found again at every later check.
    let mut told: Vec<&str> = Vec::new();
    for step in &chain.steps {
        for (field, written) in hashes(step) {
            let Some(found) = sha256_of(written) else { continue };
            if !found.eq_ignore_ascii_case(sha256)
                && !told.iter().any(|it| it.eq_ignore_ascii_case(found))
            {
                told.push(found);
                let message = "this is not the SHA-256 of the evidence: its content changed";
                let finding = Finding::at(step.document.field(field), message)
                    .related(document.field("sha256"), "this is what was taken");
                findings.add(said(finding, chain, COMPARE));
            }
        }
    }
    if let Some(finding) = copy(facts, chain, sha256) {
        findings.add(finding);
    }
}

fn hashes<'a>(step: &Step<'a>) -> [(&'static str, Option<&'a str>); 2] {
    [
        ("sha256_before", step.entry.sha256_before.as_deref()),
        ("sha256_after", step.entry.sha256_after.as_deref()),
    ]
}

/// Returns what is wrong with a copy that is not the same as what it was made from.
fn copy(facts: &Facts<'_>, chain: &Chain<'_>, sha256: &str) -> Option<Finding> {
    let copy = chain.evidence;
    if copy.copy != Some(CopyOf::WorkingCopy) {
        return None;
    }
    let original = facts.custody(copy.derived_from.as_deref()?)?;
    let expected = sha256_of(original.evidence.sha256.as_deref())?;
    // What is encrypted for somebody else has other bytes.
    let is_same_form = copy.encrypted_to == original.evidence.encrypted_to;
    if sha256.eq_ignore_ascii_case(expected) || !is_same_form {
        return None;
    }
    let message = "this copy is not the same as what it was made from";
    let finding = Finding::at(chain.document.field("sha256"), message)
        .related(original.document.field("sha256"), "this is what was copied");
    let is_known = original.tainted().is_some();
    Some(if is_known { finding.level(Level::Note) } else { said(finding, chain, COMPARE_COPY) })
}

/// Adds what to do; once it is written down that the evidence is tainted, it is only noted.
fn said(finding: Finding, chain: &Chain<'_>, to_do: &str) -> Finding {
    match chain.tainted() {
        Some(tainted) => finding
            .level(Level::Note)
            .related(tainted.document.field("event"), "written down as tainted here"),
        None => finding.help(to_do),
    }
}
