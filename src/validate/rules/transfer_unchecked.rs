//! Digital evidence that was received, and whose hash nobody compared.

use crate::diagnostic::{Class, Level};
use crate::model::custody::{Chain, Step};
use crate::model::engagement::TypedDocument;
use crate::model::entry::CustodyEvent;
use crate::model::evidence::EvidenceForm;
use crate::validate::Facts;
use crate::validate::custody::sha256_of;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "transfer-unchecked",
    class: Class::Duty,
    level: Level::Warning,
    summary: "digital evidence was received, and nobody compared its hash",
    page: include_str!("transfer_unchecked.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.whole_chain_of(document) else { return };
    let is_digital = chain.evidence.form == Some(EvidenceForm::Digital);
    // Without a hash there is nothing to compare with, which another rule says.
    if !is_digital || sha256_of(chain.evidence.sha256.as_deref()).is_none() {
        return;
    }
    for (at, step) in chain.steps.iter().enumerate() {
        // What is received first of all is hashed as it is taken.
        let is_handed_on = at > 0 && step.event == CustodyEvent::Received;
        if is_handed_on && !is_compared(chain, at) {
            findings.add(
                Finding::at(step.document.field("event"), "nobody compared the hash of what was received")
                    .related(document.field("sha256"), "it should still be this one")
                    .help("run `sha256sum FILE`, and add a custody entry with `event: verified` and `sha256_after`"),
            );
        }
    }
}

/// Returns whether the hash is compared on receipt, or before the evidence goes on.
fn is_compared(chain: &Chain<'_>, receipt: usize) -> bool {
    let says_hash =
        |step: &Step<'_>| step.entry.sha256_before.is_some() || step.entry.sha256_after.is_some();
    let is_gone = |event| matches!(event, CustodyEvent::Transferred | CustodyEvent::Received);
    let later = chain.steps[receipt + 1..].iter().take_while(|step| !is_gone(step.event));
    says_hash(&chain.steps[receipt])
        || later.into_iter().any(|step| step.event == CustodyEvent::Verified || says_hash(step))
}
