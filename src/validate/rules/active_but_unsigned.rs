//! An agreement that is said to be in force and that not both sides have signed.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{name_of, owing};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::signed::{SIDES, Worth, content_of, signatures_of};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "active-but-unsigned",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement is active, but not both sides have signed it",
    page: include_str!("active_but_unsigned.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) =
        owing(document).filter(|agreement| agreement.status == Some(AgreementStatus::Active))
    else {
        return;
    };
    let content = content_of(&facts.engagement.source(document).text);
    for party in SIDES {
        let signatures: Vec<(usize, Worth)> = signatures_of(facts.engagement, agreement, party)
            .into_iter()
            .map(|(at, signature)| (at, facts.proofs().worth(signature, &content)))
            .collect();
        // A side that signed another text is `signed-content-changed`'s.
        let settles = |worth: Worth| worth == Worth::Given || worth.is_of_another();
        if !signatures.iter().any(|(_, worth)| settles(*worth)) {
            findings.add(unsigned(document, party, &signatures));
        }
    }
}

fn unsigned(document: &TypedDocument, party: Party, signatures: &[(usize, Worth)]) -> Finding {
    let message = format!("the agreement is active, but {} has not signed it", name_of(party));
    let mut finding = Finding::at(document.field("status"), message);
    for (at, worth) in signatures {
        let (field, said) = match worth {
            Worth::Given | Worth::OverAnother | Worth::Replaced => continue,
            Worth::NotGiven => ("how", "not given yet"),
            Worth::Unproven => ("how", "nothing says where it is, or who heard it"),
            Worth::FileMissing => ("over", "its file is not in `signatures/`"),
        };
        finding = finding.related(document.field(&format!("signatures[{at}].{field}")), said);
    }
    let help = "`ircase agreement sign --as HANDLE` adds a signature; paper counts: `--paper SCAN`";
    finding.help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::engagement::Engagement;
    use crate::source::Sources;
    use crate::validate::Recorded;
    use crate::validate::rules::signed_content_changed;

    const HEAD: &str =
        "---\nkind: agreement\nrepresentatives: {organization: [zq], auditor: [av]}\n";

    /// Returns the findings about who signed what, and what they relate to; `files` lie in
    /// `signatures/`.
    fn found(signatures: &str, files: &[String]) -> Vec<(&'static str, Vec<String>)> {
        let mut sources = Sources::default();
        sources
            .add("agreement.md", format!("{HEAD}status: active\nsignatures:\n{signatures}---\n"));
        let engagement = Engagement::assemble(sources, Vec::new());
        let signatures = Some(files.iter().cloned().collect());
        let recorded = Recorded { signatures, ..Recorded::default() };
        let facts = Facts::new(&engagement, &recorded, jiff::Timestamp::UNIX_EPOCH);
        crate::validate::check(&facts)
            .into_iter()
            .filter(|it| [RULE.name, signed_content_changed::RULE.name].contains(&it.rule))
            // That a paper does not say over which text it is, is only a warning.
            .filter(|it| it.level == Level::Error)
            .map(|it| (it.rule, it.related.into_iter().map(|it| it.message).collect()))
            .collect()
    }

    #[test]
    fn a_signature_counts_for_the_text_it_was_given_for() {
        let over = content_of(&format!("{HEAD}---\n")).to_string();
        let file = format!("signatures/{over}-av.asc");
        let signed = |over: &str| {
            format!(
                "- {{person: zq, how: paper, proof: x}}\n- {{person: av, how: openpgp, over: {over}}}\n"
            )
        };
        let there = std::slice::from_ref(&file);
        assert_eq!(found(&signed(&over), there), []);
        assert_eq!(found(&signed(&over.to_uppercase()), there), []);
        let changed =
            ("signed-content-changed", vec!["given for another text than this one".to_owned()]);
        assert_eq!(found(&signed(&"0".repeat(64)), there), [changed]);
        let missing = (RULE.name, vec!["its file is not in `signatures/`".to_owned()]);
        assert_eq!(found(&signed(&over), &[]), [missing]);
        let without =
            "- {person: zq, how: paper, witnessed_by: rm}\n- {person: av, how: openpgp}\n";
        assert_eq!(found(without, there), [(RULE.name, vec!["not given yet".to_owned()])]);
        let unproven = "- {person: zq, how: paper, proof: x}\n- {person: av, how: voice}\n";
        let said = vec!["nothing says where it is, or who heard it".to_owned()];
        assert_eq!(found(unproven, there), [(RULE.name, said.clone())]);
        for blank in ["''", "' '", "\"\\u00a0\"", "~"] {
            let blank = unproven.replace("voice", &format!("voice, proof: {blank}"));
            assert_eq!(found(&blank, there), [(RULE.name, said.clone())], "{blank}");
        }
    }

    #[test]
    fn a_stranger_signs_for_nobody() {
        let found = found(
            "- {person: rm, how: paper, proof: x}\n- {person: av, how: paper, proof: x}\n",
            &[],
        );
        assert_eq!(found, [(RULE.name, Vec::new())]);
    }
}
