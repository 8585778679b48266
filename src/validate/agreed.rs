//! What several rules ask of the agreement: whether it owes anything yet, and who stands on which
//! side. It reports nothing itself, except what is simply not written.

use jiff::Timestamp;

use super::Facts;
use super::force::InForce;
use super::rule::{Finding, Findings};
use crate::model::agreement::{Agreement, AgreementStatus};
use crate::model::engagement::{AGREEMENT_PATH, Content, Engagement, TypedDocument};
use crate::model::person::Private;
use crate::model::time::Period;
use crate::model::vocabulary::Party;
use crate::source::Span;
use crate::suggest::nearest;

/// Returns the agreement when this document is the one that binds, and was read whole; a
/// translation is not it.
pub(super) fn binding(document: &TypedDocument) -> Option<&Agreement> {
    let Content::Agreement(agreement) = &document.content else { return None };
    let binds = *document.path == *AGREEMENT_PATH
        && agreement.translation_of.is_none()
        && document.document.is_sound();
    binds.then_some(&**agreement)
}

/// Returns the agreement that binds once it has left `draft`; a draft owes nothing.
pub(super) fn owing(document: &TypedDocument) -> Option<&Agreement> {
    let status = |agreement: &&Agreement| agreement.status.unwrap_or(AgreementStatus::Draft);
    binding(document).filter(|agreement| status(agreement) != AgreementStatus::Draft)
}

/// Returns the agreement that binds while it is to be lived by: proposed or in force, and neither
/// over nor put away.
pub(super) fn in_use(document: &TypedDocument) -> Option<&Agreement> {
    owing(document).filter(|agreement| !is_past(agreement))
}

/// Returns the same, and a draft that may become it.
pub(super) fn in_use_or_draft(document: &TypedDocument) -> Option<&Agreement> {
    binding(document).filter(|agreement| !is_past(agreement))
}

fn is_past(agreement: &Agreement) -> bool {
    use AgreementStatus::{Archived, Expired, Terminated};
    matches!(agreement.status, Some(Expired | Terminated | Archived))
}

/// Returns whether the work is over: nobody follows a plan of it any more.
pub(super) fn is_put_away(facts: &Facts<'_>) -> bool {
    let agreement = facts.engagement.agreement();
    agreement.is_some_and(|(document, _)| owing(document).is_some() && in_use(document).is_none())
}

/// Returns the agreement that binds once it is said to be in force.
pub(super) fn in_effect(document: &TypedDocument) -> Option<&Agreement> {
    use AgreementStatus::{Active, Amended};
    binding(document).filter(|agreement| matches!(agreement.status, Some(Active | Amended)))
}

/// Returns what both sides live by while the agreement in the folder says that it is in force: what
/// they signed last, also where that text is being changed and not yet signed by both.
pub(super) fn lived_by<'a>(facts: &'a Facts<'_>, document: &TypedDocument) -> Option<InForce<'a>> {
    in_effect(document)?;
    facts.agreement_in_force().filter(InForce::is_agreed)
}

/// Somebody whom the agreement names as contact.
pub(super) struct Contact<'a> {
    pub(super) handle: &'a str,
    pub(super) party: Party,
    /// Where the agreement names them.
    pub(super) path: String,
}

/// Returns every contact once, the organization's first, in the order in which people are called.
pub(super) fn contacts(agreement: &Agreement) -> Vec<Contact<'_>> {
    let mut contacts: Vec<Contact<'_>> = Vec::new();
    for party in [Party::Organization, Party::Auditor] {
        let Some(side) = agreement.contacts_of(party) else { continue };
        let alternates = side.alternates.iter().enumerate();
        let alternates = alternates.map(|(at, handle)| (format!("alternates[{at}]"), handle));
        let primary = side.primary.iter().map(|handle| ("primary".to_owned(), handle));
        let secondary = side.secondary.iter().map(|handle| ("secondary".to_owned(), handle));
        for (role, handle) in primary.chain(secondary).chain(alternates) {
            if !contacts.iter().any(|contact| contact.handle == handle) {
                contacts.push(Contact { handle, party, path: format!("contacts.{party}.{role}") });
            }
        }
    }
    contacts
}

/// Returns the private part of a person of whom everything could be read. Without it (not written,
/// broken, sealed) nobody can say how they are reached, and no rule may claim that they are not.
pub(super) fn private_of<'a>(engagement: &'a Engagement, handle: &str) -> Option<&'a Private> {
    let (document, person) = engagement.person(handle)?;
    let is_whole = document.document.is_sound() && document.misfits.is_empty();
    person.private.as_ref().filter(|_| is_whole)
}

/// Returns whether a time that was written is further back than a period.
pub(super) fn has_passed(since: Timestamp, period: &Period, facts: &Facts<'_>) -> bool {
    let since = since.to_zoned(facts.engagement.zone());
    since.checked_add(period.span()).is_ok_and(|until| until.timestamp() < facts.now)
}

/// Returns whether something stands at a path: no blank, no empty text, no empty list.
pub(super) fn is_written(document: &TypedDocument, path: &str) -> bool {
    use crate::document::yaml::Value;
    let Some(node) = document.document.front.as_ref().and_then(|front| front.at(path)) else {
        return false;
    };
    match &node.value {
        Value::Scalar(scalar) => !node.is_null() && !scalar.text.trim().is_empty(),
        Value::Sequence(sequence) => !sequence.items.is_empty(),
        Value::Mapping(mapping) => !mapping.pairs.is_empty(),
    }
}

/// Adds a finding when an agreement that is no draft any more does not have a field.
pub(super) fn owe(
    document: &TypedDocument,
    path: &str,
    findings: &mut Findings<'_>,
    finding: impl FnOnce(Span) -> Finding,
) {
    if owing(document).is_some() && !is_written(document, path) {
        findings.add(finding(document.field(path)));
    }
}

/// Returns the side a person stands on: as their own document says, else as the agreement does
/// that was in force when what a document tells of happened.
pub(super) fn party_of(facts: &Facts<'_>, document: &TypedDocument, handle: &str) -> Option<Party> {
    if let Some(party) = facts.engagement.person(handle).and_then(|(_, person)| person.party) {
        return Some(party);
    }
    side_of(facts.engagement, facts.agreement_of(document)?.agreement, handle)
}

/// Returns the same by an agreement that is at hand.
pub(super) fn side_of(
    engagement: &Engagement,
    agreement: &Agreement,
    handle: &str,
) -> Option<Party> {
    let own = engagement.person(handle).and_then(|(_, person)| person.party);
    own.or_else(|| named_side_of(agreement, handle))
}

/// Returns the side on which an agreement names a person, whatever their own document says.
pub(super) fn named_side_of(agreement: &Agreement, handle: &str) -> Option<Party> {
    [Party::Organization, Party::Auditor].into_iter().find(|party| {
        let contacts = agreement.contacts_of(*party);
        let is_contact =
            contacts.is_some_and(|contacts| contacts.in_order().any(|it| it == handle));
        is_contact || representatives_of(agreement, *party).iter().any(|it| it == handle)
    })
}

/// Returns the handles of who may sign for a side.
pub(super) fn representatives_of(agreement: &Agreement, party: Party) -> &[String] {
    match (&agreement.representatives, party) {
        (Some(representatives), Party::Organization) => &representatives.organization,
        (Some(representatives), Party::Auditor) => &representatives.auditor,
        _ => &[],
    }
}

/// Returns the side across the table.
pub(super) fn other_side_of(party: Party) -> Party {
    match party {
        Party::Organization => Party::Auditor,
        Party::Auditor | Party::ThirdParty => Party::Organization,
    }
}

/// Returns what a side is called in a sentence.
pub(super) fn name_of(party: Party) -> &'static str {
    match party {
        Party::Organization => "the organization",
        Party::Auditor => "the auditor",
        Party::ThirdParty => "a third party",
    }
}

/// Returns the span of the item of a list of words, or of the list where it is not in it.
pub(super) fn item_of(document: &TypedDocument, path: &str, word: &str) -> Span {
    let list = document.document.front.as_ref().and_then(|front| front.at(path));
    let item = list.and_then(|list| list.items().iter().find(|item| item.text() == Some(word)));
    item.map_or_else(|| document.field(path), |item| item.span)
}

/// Returns the span of a key, where the value below it would be many lines.
pub(super) fn key_of(document: &TypedDocument, path: &str) -> Span {
    let (parent, key) = path.rsplit_once('.').unwrap_or(("", path));
    let parent = document.document.front.as_ref().and_then(|front| front.at(parent));
    let pair = parent.and_then(|parent| parent.pair(key));
    pair.map_or_else(|| document.field(path), |pair| pair.key.span)
}

/// Returns the one id that was meant; none where several are as near, because a wrong guess of a
/// severity is worse than none.
pub(super) fn only_near<'a>(typed: &str, ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let ids: Vec<&str> = ids.collect();
    let near = nearest(typed, ids.iter().copied())?;
    let others = ids.into_iter().filter(|id| *id != near);
    nearest(typed, others).is_none().then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourceId};

    #[test]
    fn drafts_and_translations_owe_nothing() {
        let cases = [
            ("agreement.md", "", false),
            ("agreement.md", "status: draft", false),
            ("agreement.md", "status: proposed", true),
            ("agreement.md", "status: expired", true),
            ("agreement.md", "status: proposed\nstatus: active", true),
            ("agreement.md", "status: proposed\n'", false),
            ("agreement.md", "status: active\ntranslation_of: {path: agreement.es.md}", false),
            ("agreement.en.md", "status: active", false),
        ];
        for (path, fields, owes) in cases {
            let source =
                Source::new(SourceId(0), path, format!("---\nkind: agreement\n{fields}\n---\n"));
            let document = TypedDocument::read(&source, None);
            assert_eq!(owing(&document).is_some(), owes, "{path}: {fields}");
        }
    }

    #[test]
    fn a_blank_is_not_written() {
        let text = "---\na:\nb: \"\"\nc: ' '\nd: []\ne: {}\nf: x\ng: [x]\nh: false\n---\n";
        let source = Source::new(SourceId(0), "agreement.md", text);
        let document = TypedDocument::read(&source, None);
        for (path, written) in [("a", false), ("b", false), ("c", false), ("d", false)]
            .into_iter()
            .chain([("e", false), ("f", true), ("g", true), ("h", true), ("i", false)])
        {
            assert_eq!(is_written(&document, path), written, "{path}");
        }
    }

    #[test]
    fn a_guess_is_made_only_where_one_is_near() {
        let ids = || ["sev1", "sev2", "high"].into_iter();
        for (typed, near) in [("sev9", None), ("hihg", Some("high")), ("critical", None)] {
            assert_eq!(only_near(typed, ids()), near, "{typed}");
        }
    }
}
