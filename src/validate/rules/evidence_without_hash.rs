//! Digital evidence without a hash.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::evidence::EvidenceForm;
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "evidence-without-hash",
    class: Class::Duty,
    level: Level::Error,
    summary: "digital evidence has no hash, so nobody can show that it is still the same",
    page: include_str!("evidence_without_hash.md"),
    check: Check::Document(check),
};

/// A weak hash alone has a rule of its own.
const HASHES: [&str; 3] = ["sha256", "sha1", "md5"];

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Evidence(evidence) = &document.content else { return };
    if evidence.form != Some(EvidenceForm::Digital)
        || !document.document.is_sound()
        || HASHES.iter().any(|hash| is_written(document, hash))
    {
        return;
    }
    findings.add(
        Finding::at(document.field("sha256"), "this evidence has no SHA-256")
            .level(facts.level_of_owed(document))
            .help("run `sha256sum FILE` and write the 64 digits into `sha256`"),
    );
}
