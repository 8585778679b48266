//! An active agreement that was changed after a side signed it.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::owing;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::signed::{SIDES, Worth, content_of, signatures_of, worth};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "signed-content-changed",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement was changed after a side signed it, and is still called active",
    page: include_str!("signed_content_changed.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let active = |status| status == Some(AgreementStatus::Active);
    let Some(agreement) = owing(document).filter(|agreement| active(agreement.status)) else {
        return;
    };
    let content = content_of(&facts.engagement.source(document).text);
    let mut others = Vec::new();
    for party in SIDES {
        let signatures = signatures_of(facts.engagement, agreement, party);
        let worths = signatures.iter().map(|(at, signature)| {
            (*at, worth(signature, &content, facts.recorded.signatures.as_ref()))
        });
        let worths: Vec<(usize, Worth)> = worths.collect();
        if worths.iter().all(|(_, worth)| *worth != Worth::Given) {
            let over_another = worths.iter().filter(|(_, worth)| *worth == Worth::OverAnother);
            others.extend(over_another.map(|(at, _)| *at));
        }
    }
    if others.is_empty() {
        return;
    }
    let message = "the agreement was changed after it was signed";
    let mut finding = Finding::at(document.field("status"), message);
    for at in others {
        let place = document.field(&format!("signatures[{at}].over"));
        finding = finding.related(place, "given for another text than this one");
    }
    findings.add(
        finding
            .help("until both sign again, what they signed before is in force: write `amended`, then `ircase agreement sign`")
            .fix("write `amended`", AgreementStatus::Amended.as_str()),
    );
}
