//! A translation of an agreement that has changed since.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Class, Level};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::{AGREEMENT_PATH, Content, TypedDocument};
use crate::model::signed_content::signed_content;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "translation-stale",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a translation was made of another text of the agreement",
    page: include_str!("translation_stale.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Agreement(translation) = &document.content else { return };
    let Some(of) = &translation.translation_of else { return };
    let (Some(path), Some(over)) = (of.path.as_deref(), of.over.as_deref()) else { return };
    let Some((original, agreement)) = facts.engagement.agreement() else { return };
    // What a draft says changes every hour; its translation is owed when it is proposed.
    let is_draft = agreement.status.unwrap_or(AgreementStatus::Draft) == AgreementStatus::Draft;
    if path != AGREEMENT_PATH || document.path == path || is_draft || !original.document.is_sound()
    {
        return;
    }
    let content = signed_content(&facts.engagement.source(original).text);
    let hash: String =
        Sha256::digest(content.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    if !hash.eq_ignore_ascii_case(over) {
        let message = format!("`{path}` was changed after this translation was made");
        findings.add(
            Finding::at(document.field("translation_of.over"), message)
                .related(original.field("kind"), "this text binds")
                .help(format!("bring the translation up to date, then write `over: {hash}`")),
        );
    }
}
