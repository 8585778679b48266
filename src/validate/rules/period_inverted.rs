//! An agreement that ends before it begins.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::time::Time;
use crate::validate::Facts;
use crate::validate::agreed::binding;
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "period-inverted",
    class: Class::Duty,
    level: Level::Error,
    summary: "the agreement ends before it begins",
    page: include_str!("period_inverted.md"),
    check: Check::Document(check),
};

fn check(_: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(period) = binding(document).and_then(|agreement| agreement.period.as_ref()) else {
        return;
    };
    let instant = |time: &Option<Time>| time.as_ref().and_then(Time::instant);
    if let (Some(start), Some(end)) = (instant(&period.start), instant(&period.end))
        && end < start
    {
        let span = document.field("period.end");
        let finding = Finding::at(span, "the agreement ends before it begins")
            .related(document.field("period.start"), "it begins here")
            .help("look at the year, and at the offset from UTC");
        findings.add(finding);
    }
}
