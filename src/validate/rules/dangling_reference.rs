//! A name of something that is not there.

use crate::diagnostic::{Class, Level};
use crate::document::yaml::Node;
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind::Kind;
use crate::suggest::nearest;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "dangling-reference",
    class: Class::Form,
    level: Level::Error,
    summary: "a document names something that is not there",
    page: include_str!("dangling_reference.md"),
    check: Check::Document(check),
};

/// What a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// A handle: `people/<handle>.md`.
    Person,
    Incident,
    Entry,
    /// A path of a document.
    Document,
}

/// Fields that name something; `[]` stands for every item of a list.
const REFERENCES: &[(Kind, &[(&str, Target)])] = &[
    (
        Kind::Agreement,
        &[
            ("representatives.organization[]", Target::Person),
            ("representatives.auditor[]", Target::Person),
            ("contacts.organization.primary", Target::Person),
            ("contacts.organization.secondary", Target::Person),
            ("contacts.organization.alternates[]", Target::Person),
            ("contacts.auditor.primary", Target::Person),
            ("contacts.auditor.secondary", Target::Person),
            ("contacts.auditor.alternates[]", Target::Person),
            ("escalation[].who", Target::Person),
            ("procedure.decided_by[]", Target::Person),
            ("signatures[].person", Target::Person),
            ("signatures[].witnessed_by", Target::Person),
            ("translation_of.path", Target::Document),
        ],
    ),
    (
        Kind::Person,
        &[
            ("private.keys[].verified_by", Target::Person),
            ("private.absences[].deputy", Target::Person),
        ],
    ),
    (
        Kind::Incident,
        &[
            ("commander", Target::Person),
            ("scribe", Target::Person),
            ("responders[]", Target::Person),
            ("restricted_to[]", Target::Person),
            ("suspension.consents[].person", Target::Person),
            ("suspension.consents[].witnessed_by", Target::Person),
            ("related[]", Target::Incident),
        ],
    ),
    (
        Kind::Entry,
        &[
            ("recorded_by", Target::Person),
            ("to[]", Target::Person),
            ("by", Target::Person),
            ("consent.person", Target::Person),
            ("consent.witnessed_by", Target::Person),
            ("supersedes", Target::Entry),
        ],
    ),
];

/// A suggestion costs time, and nobody reads the hundredth of one document.
const SHOWN: usize = 100;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Some(kind), Some(front)) = (document.kind, &document.document.front) else { return };
    let references = REFERENCES.iter().find(|(of, _)| *of == kind).map(|(_, fields)| *fields);
    let mut shown = 0;
    for (path, target) in references.unwrap_or_default() {
        each(front, path, &mut |node| {
            if let Some(written) = node.text().filter(|written| *written != "unknown")
                && !target.is_there(facts, written)
                && shown < SHOWN
            {
                shown += 1;
                findings.add(target.finding(facts, written, node));
            }
        });
    }
}

impl Target {
    fn is_there(self, facts: &Facts<'_>, written: &str) -> bool {
        match self {
            Self::Person => facts.has_handle(written),
            Self::Incident | Self::Entry => facts.has_id(written),
            Self::Document => facts.engagement.get(written).is_some(),
        }
    }

    fn finding(self, facts: &Facts<'_>, written: &str, node: &Node) -> Finding {
        let shown = visible_line(written);
        let message = match self {
            Self::Person => format!("there is no person `{shown}`"),
            Self::Incident => format!("there is no incident `{shown}`"),
            Self::Entry => format!("there is no entry `{shown}`"),
            Self::Document => format!("there is no document `{shown}`"),
        };
        let finding = Finding::at(node.span, message);
        match self.nearest(facts, written) {
            Some(near) => {
                finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), near)
            }
            None if self == Self::Person => {
                finding.help("a person is named by the handle: `people/<handle>.md`")
            }
            None => finding,
        }
    }

    fn nearest<'a>(self, facts: &Facts<'a>, written: &str) -> Option<&'a str> {
        let engagement: &'a Engagement = facts.engagement;
        match self {
            Self::Person => nearest(written, facts.handles().iter().copied()),
            Self::Incident => {
                nearest(written, engagement.incidents().map(|(document, _)| &*document.id))
            }
            Self::Document => {
                nearest(written, engagement.documents.iter().map(|document| &*document.path))
            }
            // Ids of entries are times; the nearest one is another moment.
            Self::Entry => None,
        }
    }
}

/// Calls for every node at a path of keys, in which `[]` stands for every item.
fn each(node: &Node, path: &str, call: &mut impl FnMut(&Node)) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let (key, is_list) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
    let Some(child) = node.get(key) else { return };
    let mut go = |node: &Node| if rest.is_empty() { call(node) } else { each(node, rest, call) };
    if is_list {
        child.items().iter().for_each(go);
    } else {
        go(child);
    }
}
