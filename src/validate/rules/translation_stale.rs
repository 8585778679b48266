//! A translation of an agreement that has changed since.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::{AGREEMENT_PATH, Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::signed::content_of;

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
    if path != AGREEMENT_PATH
        || *document.path == *path
        || is_draft
        || !original.document.is_sound()
    {
        return;
    }
    let hash = content_of(&facts.engagement.source(original).text);
    if !hash.fits(over) {
        let message = format!("`{path}` was changed after this translation was made");
        findings.add(
            Finding::at(document.field("translation_of.over"), message)
                .related(original.field("kind"), "this text binds")
                .help(format!("bring the translation up to date, then write `over: {hash}`")),
        );
    }
}
