//! Digital evidence that is analyzed itself, and not a copy of it.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::entry::CustodyEvent;
use crate::model::evidence::{AcquisitionMethod, CopyOf, Evidence, EvidenceForm};
use crate::validate::Facts;
use crate::validate::agreed::is_written;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "working-on-original",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the original of digital evidence was analyzed, not a copy",
    page: include_str!("working_on_original.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(chain) = facts.chain_of(document) else { return };
    let evidence = chain.evidence;
    if evidence.form != Some(EvidenceForm::Digital) || !document.document.is_sound() {
        return;
    }
    let (message, reason, level) = match evidence.copy {
        Some(CopyOf::WorkingCopy) => return,
        Some(CopyOf::Original) => {
            ("the original was analyzed, not a copy of it", "this is the original", Level::Warning)
        }
        // What was made from something else is a copy, also where nobody says so.
        None if evidence.derived_from.is_some() || is_written(document, "copy") => return,
        None => (
            "this was analyzed, and nothing says that it is a copy",
            "neither `copy` nor `derived_from` is written",
            level_of(evidence),
        ),
    };
    for step in chain.steps.iter().filter(|step| step.event == CustodyEvent::Analyzed) {
        findings.add(
            Finding::at(step.document.field("event"), message)
                .level(level)
                .related(document.field("copy"), reason)
                .help("make a copy, describe it as evidence with `derived_from` and `copy: working-copy`, and work on that one"),
        );
    }
}

/// What was taken from a system is its original until somebody says otherwise; an export or a photo
/// can be asked for again.
fn level_of(evidence: &Evidence) -> Level {
    use AcquisitionMethod::{Dead, Live};
    match evidence.method {
        Some(Live | Dead) => Level::Warning,
        _ => Level::Note,
    }
}
