//! An agreement in which lines and fields do not say the same of what is signed.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{AGREEMENT_PATH, TypedDocument};
use crate::model::signed_content::{Unclear, unclear};
use crate::source::Source;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "signed-content-unclear",
    class: Class::Integrity,
    level: Level::Error,
    summary: "signatures would leave out other lines than those of `status` and `signatures`",
    page: include_str!("signed_content_unclear.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let is_whole = *document.path == *AGREEMENT_PATH && document.document.faults.is_empty();
    let Some(front) = document.document.front.as_ref().filter(|_| is_whole) else { return };
    let source = facts.engagement.source(document);
    for place in unclear(source, front) {
        findings.add(finding(source, place));
    }
}

fn finding(source: &Source, place: Unclear) -> Finding {
    match place {
        Unclear::NoField(span) => {
            let message = "this line would not be signed, and it is no field of the agreement";
            Finding::at(span, message).help("indent it with two spaces, or give it another name")
        }
        Unclear::NotFound(span) => {
            let name = span.text(source).trim_matches([' ', '\t', '"', '\'']);
            let message = format!("`{name}` is not written so that signing can leave it out");
            let finding = Finding::at(span, message)
                .help(format!("write `{name}:` at the start of its line, without quotes"));
            let begins_line = source.text[..span.start()].ends_with('\n');
            if begins_line { finding.safe_fix(format!("write `{name}`"), name) } else { finding }
        }
        Unclear::GoesOn(span) => {
            let message = "the value of this field goes on in lines that would be signed";
            Finding::at(span, message).help("indent every line of the value with two spaces")
        }
        Unclear::Swallowed(span) => {
            let message = "this field stands in lines that would not be signed";
            Finding::at(span, message)
                .help("put it on a line of its own, above `status`, and begin it with a letter")
        }
    }
}
