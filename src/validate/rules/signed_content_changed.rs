//! An active agreement that was changed after a side signed it.

use std::fmt::Write as _;

use crate::diagnostic::{Class, Level};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::TypedDocument;
use crate::validate::Facts;
use crate::validate::agreed::{in_use, owing};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::signed::{SIDES, Worth, content_of, may_lack_over, signatures_of};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "signed-content-changed",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement was changed after a side signed it, and is still called active",
    page: include_str!("signed_content_changed.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    changed(facts, document, findings);
    unbound(facts, document, findings);
}

fn changed(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let active = |status| status == Some(AgreementStatus::Active);
    let Some(agreement) = owing(document).filter(|agreement| active(agreement.status)) else {
        return;
    };
    let content = content_of(&facts.engagement.source(document).text);
    let mut others = Vec::new();
    for party in SIDES {
        let signatures = signatures_of(facts.engagement, agreement, party);
        let worths = signatures
            .iter()
            .map(|(at, signature)| (*at, facts.proofs().worth(signature, &content)));
        let worths: Vec<(usize, Worth)> = worths.collect();
        if worths.iter().all(|(_, worth)| *worth != Worth::Given) {
            others.extend(worths.into_iter().filter(|(_, worth)| worth.is_of_another()));
        }
    }
    if others.is_empty() {
        return;
    }
    let message = "the agreement was changed after it was signed";
    let mut finding = Finding::at(document.field("status"), message);
    let is_unbound = others.iter().any(|(at, worth)| {
        *worth == Worth::OverAnother && may_lack_over(&agreement.signatures[*at])
    });
    for (at, worth) in others {
        let (field, said) = match worth {
            Worth::Replaced => ("signed_at", "both signed another text since"),
            _ => ("over", "given for another text than this one"),
        };
        let place = document.field(&format!("signatures[{at}].{field}"));
        finding = finding.related(place, said);
    }
    let mut help = "until both sign again, what they signed before is in force: write `amended`, then `ircase agreement sign`".to_owned();
    if is_unbound {
        let _ = write!(
            help,
            "; a signature without `over` that was given for this very text wants `over: {content}`"
        );
    }
    findings.add(finding.help(help).fix("write `amended`", AgreementStatus::Amended.as_str()));
}

/// Finds signatures that do not say over which text they are: a change of the text would not show.
fn unbound(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use(document) else { return };
    let content = content_of(&facts.engagement.source(document).text);
    for party in SIDES {
        for (at, signature) in signatures_of(facts.engagement, agreement, party) {
            let counts = facts.proofs().worth(signature, &content) == Worth::Given;
            if !counts || !may_lack_over(signature) {
                continue;
            }
            let place = document.field(&format!("signatures[{at}].over"));
            let message = "nothing says over which text this signature is";
            let finding = Finding::at(place, message).level(Level::Warning).help(format!(
                "if this very text was signed, write `over: {content}`; `ircase agreement sign` writes it by itself"
            ));
            findings.add(finding);
        }
    }
}
