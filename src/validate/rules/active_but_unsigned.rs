//! An agreement that is said to be in force and that not both sides have signed.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Class, Level};
use crate::model::agreement::{Agreement, AgreementStatus, Signature, signed_content};
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::{ConsentForm, Party};
use crate::validate::Facts;
use crate::validate::agreed::{name_of, owing, representatives_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "active-but-unsigned",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement is active, but not both sides have signed it",
    page: include_str!("active_but_unsigned.md"),
    check: Check::Document(check),
};

/// What a signature is worth for the text as it stands now.
enum Worth {
    Given,
    /// `pending`, or without a form.
    NotGiven,
    /// It is over another text than this one.
    OverAnother,
}

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) =
        owing(document).filter(|agreement| agreement.status == Some(AgreementStatus::Active))
    else {
        return;
    };
    let content = sha256(&signed_content(&facts.engagement.source(document).text));
    for party in [Party::Organization, Party::Auditor] {
        let signatures = signatures_of(facts, agreement, party);
        let given = |(_, signature): &(usize, &Signature)| {
            matches!(worth(signature, &content), Worth::Given)
        };
        if !signatures.iter().any(given) {
            findings.add(unsigned(document, party, &signatures, &content));
        }
    }
}

fn unsigned(
    document: &TypedDocument,
    party: Party,
    signatures: &[(usize, &Signature)],
    content: &str,
) -> Finding {
    let message = format!("the agreement is active, but {} has not signed it", name_of(party));
    let mut finding = Finding::at(document.field("status"), message);
    for (at, signature) in signatures {
        let (field, said) = match worth(signature, content) {
            Worth::Given => continue,
            Worth::NotGiven => ("how", "not given yet"),
            Worth::OverAnother => ("over", "given for another text than this one"),
        };
        finding = finding.related(document.field(&format!("signatures[{at}].{field}")), said);
    }
    let help = "`ircase agreement sign --as HANDLE` adds a signature; paper counts: `--paper SCAN`";
    finding.help(help)
}

fn worth(signature: &Signature, content: &str) -> Worth {
    match (signature.how, signature.over.as_deref()) {
        (None | Some(ConsentForm::Pending), _) => Worth::NotGiven,
        (_, Some(over)) if !over.trim().eq_ignore_ascii_case(content) => Worth::OverAnother,
        // A paper may carry no hash; a key signs nothing else.
        (Some(how), None) if how.is_key() => Worth::NotGiven,
        _ => Worth::Given,
    }
}

/// Returns the signatures of who may sign for a side; where the agreement names nobody, of who
/// stands on it.
fn signatures_of<'a>(
    facts: &Facts<'_>,
    agreement: &'a Agreement,
    party: Party,
) -> Vec<(usize, &'a Signature)> {
    let representatives = representatives_of(agreement, party);
    let is_of_party = |handle: &str| {
        if representatives.is_empty() {
            let person = facts.engagement.person(handle);
            return person.is_some_and(|(_, person)| person.party == Some(party));
        }
        representatives.iter().any(|it| it == handle)
    };
    let signatures = agreement.signatures.iter().enumerate();
    signatures
        .filter(|(_, signature)| signature.person.as_deref().is_some_and(is_of_party))
        .collect()
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::engagement::Engagement;
    use crate::source::Sources;
    use crate::validate::Recorded;

    const HEAD: &str = "---\nkind: agreement\nrepresentatives: {organization: [zq], auditor: [av]}\n";

    /// Returns the messages of this rule, and what they relate to.
    fn found(signatures: &str) -> Vec<(String, Vec<String>)> {
        let mut sources = Sources::default();
        sources.add("agreement.md", format!("{HEAD}status: active\nsignatures:\n{signatures}---\n"));
        let engagement = Engagement::assemble(sources, Vec::new());
        let recorded = Recorded::default();
        let facts = Facts::new(&engagement, &recorded, jiff::Timestamp::UNIX_EPOCH);
        crate::validate::check(&facts)
            .into_iter()
            .filter(|diagnostic| diagnostic.rule == RULE.name)
            .map(|it| (it.message, it.related.into_iter().map(|it| it.message).collect()))
            .collect()
    }

    #[test]
    fn a_signature_counts_for_the_text_it_was_given_for() {
        let over = sha256(&format!("{HEAD}---\n"));
        let signed = |over: &str| {
            format!("- {{person: zq, how: paper}}\n- {{person: av, how: openpgp, over: {over}}}\n")
        };
        assert_eq!(found(&signed(&over)), []);
        assert_eq!(found(&signed(&over.to_uppercase())), []);
        let message = "the agreement is active, but the auditor has not signed it".to_owned();
        let said = vec!["given for another text than this one".to_owned()];
        assert_eq!(found(&signed(&"0".repeat(64))), [(message.clone(), said)]);
        let without = "- {person: zq, how: paper}\n- {person: av, how: openpgp}\n";
        assert_eq!(found(without), [(message, vec!["not given yet".to_owned()])]);
    }

    #[test]
    fn a_stranger_signs_for_nobody() {
        let found = found("- {person: rm, how: paper}\n- {person: av, how: paper}\n");
        assert_eq!(found[0].0, "the agreement is active, but the organization has not signed it");
        assert_eq!(found.len(), 1);
    }
}
