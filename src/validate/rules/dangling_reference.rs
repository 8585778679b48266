//! A name of something that is not there.

use crate::diagnostic::{Class, Level};
use crate::document::yaml::Node;
use crate::model::engagement::{Content, Engagement, TypedDocument};
use crate::model::kind::Kind;
use crate::suggest::nearest;
use crate::validate::Facts;
use crate::validate::regimes::unknown_stage;
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
    Evidence,
    Procedure,
    Task,
    /// The id of any document.
    Anything,
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
            ("evidence", Target::Evidence),
            ("source.evidence", Target::Evidence),
        ],
    ),
    (
        Kind::Evidence,
        &[
            ("acquired_by", Target::Person),
            ("witness", Target::Person),
            ("recorded_by", Target::Person),
            ("derived_from", Target::Evidence),
        ],
    ),
    (
        Kind::Notification,
        &[
            ("by", Target::Person),
            ("approval.person", Target::Person),
            ("approval.witnessed_by", Target::Person),
            ("decision", Target::Entry),
        ],
    ),
    (
        Kind::Exercise,
        &[
            ("participants[].person", Target::Person),
            ("contacts_reached[].person", Target::Person),
            ("procedures_tested[]", Target::Procedure),
            ("tasks[]", Target::Task),
        ],
    ),
    (
        Kind::Review,
        &[
            ("owner", Target::Person),
            ("tasks[]", Target::Task),
            ("share.approval.person", Target::Person),
            ("share.approval.witnessed_by", Target::Person),
        ],
    ),
    (Kind::Task, &[("owner", Target::Person), ("from", Target::Anything)]),
    (Kind::Answer, &[("about", Target::Anything), ("by", Target::Person)]),
];

/// A suggestion costs time, and nobody reads the hundredth of one document.
const SHOWN: usize = 100;

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let (Some(kind), Some(front)) = (document.kind, &document.document.front) else { return };
    let references = REFERENCES.iter().find(|(of, _)| *of == kind).map(|(_, fields)| *fields);
    let mut shown = 0;
    for (path, target) in references.unwrap_or_default() {
        front.each(path, &mut |node| {
            if let Some(written) = node.text().filter(|written| *written != "unknown")
                && !target.is_there(facts, written)
                && shown < SHOWN
            {
                shown += 1;
                findings.add(target.finding(facts, written, node));
            }
        });
    }
    if let Content::Notification(notification) = &document.content
        && let Some(finding) = unknown_stage(document, notification)
    {
        findings.add(finding);
    }
}

impl Target {
    fn is_there(self, facts: &Facts<'_>, written: &str) -> bool {
        match self {
            Self::Person => facts.has_handle(written),
            Self::Document => facts.engagement.get(written).is_some(),
            Self::Incident
            | Self::Entry
            | Self::Evidence
            | Self::Procedure
            | Self::Task
            | Self::Anything => facts.has_id(written),
        }
    }

    /// Returns what is missing, as a sentence calls it.
    fn noun(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Incident => "incident",
            Self::Entry => "entry",
            Self::Evidence => "evidence",
            Self::Procedure => "procedure",
            Self::Task => "task",
            Self::Anything | Self::Document => "document",
        }
    }

    fn finding(self, facts: &Facts<'_>, written: &str, node: &Node) -> Finding {
        let message = format!("there is no {} `{}`", self.noun(), visible_line(written));
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
        let ids = |kind| engagement.documents_of(kind).map(|document| &*document.id);
        match self {
            Self::Person => nearest(written, facts.handles().iter().copied()),
            Self::Incident => nearest(written, ids(Kind::Incident)),
            Self::Evidence => nearest(written, ids(Kind::Evidence)),
            Self::Procedure => nearest(written, ids(Kind::Procedure)),
            Self::Task => nearest(written, ids(Kind::Task)),
            Self::Document => {
                nearest(written, engagement.documents.iter().map(|document| &*document.path))
            }
            // Ids of entries are times; the nearest one is another moment.
            Self::Entry | Self::Anything => None,
        }
    }
}
