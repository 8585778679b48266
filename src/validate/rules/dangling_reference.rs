//! A name of something that is not there, or of something else.

use crate::diagnostic::{Class, Level};
use crate::document::yaml::Node;
use crate::model::engagement::{Content, TypedDocument};
use crate::validate::Facts;
use crate::validate::answers::is_about_file;
use crate::validate::references::{self, Named, Target, noun};
use crate::validate::regimes::unknown_stage;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::{told_apart, visible_line};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "dangling-reference",
    class: Class::Form,
    level: Level::Error,
    summary: "a document names something that is not there",
    page: include_str!("dangling_reference.md"),
    check: Check::Document(check),
};

/// A suggestion costs time, and nobody reads the hundredth of one document.
const SHOWN: usize = 100;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let mut shown = 0;
    // A large file in the trail is no document, and may be gone from the folder by now.
    let is_about_file = matches!(&document.content, Content::Answer(it) if is_about_file(it));
    references::each(document, &mut |node, written, target| {
        if is_about_file && target == Target::Anything {
            return;
        }
        let named = target.look_up(facts, written);
        if named != Named::There && shown < SHOWN {
            shown += 1;
            findings.add(finding(facts, written, node, (target, named)));
        }
    });
    if let Content::Notification(notification) = &document.content
        && let Some(finding) = unknown_stage(document, notification)
    {
        findings.add(finding);
    }
}

fn finding(
    facts: &Facts<'_>,
    written: &str,
    node: &Node,
    (target, named): (Target, Named),
) -> Finding {
    if let Named::Other(kind) = named {
        let shown = visible_line(written);
        let (is, wanted) = (with_article(noun(kind)), with_article(target.noun()));
        let message = format!("`{shown}` is {is}; here {wanted} is named");
        return Finding::at(node.span, message)
            .help(format!("write the name of {wanted} in its place"));
    }
    let near = target.nearest(facts, written);
    let (shown, shown_near) = told_apart(written, near.unwrap_or_default());
    let finding = Finding::at(node.span, format!("there is no {} `{shown}`", target.noun()));
    match near {
        Some(near) => finding
            .help(format!("did you mean `{shown_near}`?"))
            .fix(format!("write `{shown_near}`"), near),
        None if target == Target::Person => {
            finding.help("a person is named by the handle: `people/<handle>.md`")
        }
        None => finding,
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
