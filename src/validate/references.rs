//! Which fields name something else of the engagement, and what they name.
//!
//! It knows no rule. Whether the thing is there is asked of the facts, by path alone: what cannot
//! be read is still there.

use super::Facts;
use crate::document::yaml::Node;
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind::Kind;
use crate::suggest::nearest;

/// What a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
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

/// Calls `visit` with every value of a document that names something, and what it names.
pub(super) fn each(document: &TypedDocument, visit: &mut dyn FnMut(&Node, &str, Target)) {
    let (Some(kind), Some(front)) = (document.kind, &document.document.front) else { return };
    let references = REFERENCES.iter().find(|(of, _)| *of == kind).map(|(_, fields)| *fields);
    for (path, target) in references.unwrap_or_default() {
        front.each(path, &mut |node| {
            if let Some(written) = node.text().filter(|written| *written != "unknown") {
                visit(node, written, *target);
            }
        });
    }
}

/// Whether what a field names is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    There,
    /// Something is there by that name, but it is of this kind.
    Other(Kind),
    Nowhere,
}

impl Target {
    pub(super) fn look_up(self, facts: &Facts<'_>, written: &str) -> Named {
        let is_there = match self {
            Self::Person => facts.has_handle(written),
            Self::Document => {
                facts.engagement.get(written).is_some() || facts.engagement.is_unread(written)
            }
            _ => return self.look_up_id(facts, written),
        };
        match facts.kinds_of(written).flatten().next() {
            _ if is_there => Named::There,
            Some(kind) if kind != Kind::Person => Named::Other(kind),
            _ => Named::Nowhere,
        }
    }

    fn look_up_id(self, facts: &Facts<'_>, written: &str) -> Named {
        let wanted = self.kind();
        let mut other = Named::Nowhere;
        for kind in facts.kinds_of(written) {
            match (wanted, kind) {
                (Some(wanted), Some(kind)) if wanted != kind => other = Named::Other(kind),
                // Of what does not say its kind nobody knows that it is another.
                _ => return Named::There,
            }
        }
        other
    }

    /// Returns the kind that is named; nothing where it may be any.
    fn kind(self) -> Option<Kind> {
        match self {
            Self::Person => Some(Kind::Person),
            Self::Incident => Some(Kind::Incident),
            Self::Entry => Some(Kind::Entry),
            Self::Evidence => Some(Kind::Evidence),
            Self::Procedure => Some(Kind::Procedure),
            Self::Task => Some(Kind::Task),
            Self::Anything | Self::Document => None,
        }
    }

    /// Returns what is named, as a sentence calls it.
    pub(super) fn noun(self) -> &'static str {
        self.kind().map_or("document", noun)
    }

    /// Returns the name of something there that was most likely meant.
    pub(super) fn nearest<'a>(self, facts: &Facts<'a>, written: &str) -> Option<&'a str> {
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

/// Returns what a sentence calls a document of a kind.
pub(super) fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Evidence => "piece of evidence",
        Kind::Entry => "entry of a timeline",
        kind => kind.name(),
    }
}
