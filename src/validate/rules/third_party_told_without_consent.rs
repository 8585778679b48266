//! Somebody outside was told of an incident, and the organization did not agree to it.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::{Entry, EntryType};
use crate::model::id;
use crate::model::notification::{Notification, Recipient};
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{item_of, party_of};
use crate::validate::consent::{self, Worth, decision_named, is_decided_by, speaks_for};
use crate::validate::regimes::{incident_of, is_sent};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "third-party-told-without-consent",
    class: Class::Duty,
    level: Level::Error,
    summary: "somebody outside was told, and nothing says that the organization agreed",
    page: include_str!("third_party_told_without_consent.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreed) = facts.agreed_in(document, &["disclosure", "contacts", "representatives"])
    else {
        return;
    };
    let agreement = agreed.agreement;
    let disclosure = agreement.disclosure.as_ref();
    let controls = disclosure.and_then(|it| it.organization_controls) == Some(true);
    if !controls || !document.document.is_sound() {
        return;
    }
    let found = match &document.content {
        Content::Entry(entry) => by_entry(facts, document, entry),
        Content::Notification(notification) => {
            by_notification(facts, agreement, document, notification)
        }
        _ => None,
    };
    if let Some(finding) = found {
        let place = "disclosure.organization_controls";
        let message = "the organization decides what others hear";
        findings.add(agreed.relate_field(finding, place, message));
    }
}

fn by_entry(facts: &Facts<'_>, document: &TypedDocument, entry: &Entry) -> Option<Finding> {
    let was_told = entry.entry_type == Some(EntryType::Communication)
        && entry.may_be_read()
        && !facts.is_superseded(document);
    // Who speaks for the organization has its consent.
    let by_organization = entry
        .actor
        .as_deref()
        .is_some_and(|actor| party_of(facts, document, actor) == Some(Party::Organization));
    let consent = consent::of(facts, document, entry.consent.as_deref(), Party::Organization);
    if !was_told || by_organization || consent == Worth::Given {
        return None;
    }
    let stranger = entry.to.iter().find(|handle| {
        party_of(facts, document, handle) == Some(Party::ThirdParty)
            && !works_on_it(facts, document, handle)
            && !is_decided(facts, document, handle)
    })?;
    let message = format!(
        "`{}` is a third party, and nothing says that the organization agreed",
        visible_line(stranger)
    );
    let finding = Finding::at(item_of(document, "to", stranger), message).help(
        "ask the organization; write their answer as an entry of type `decision` with `about: disclosure` and `by`, or as `consent` of the next line",
    );
    Some(consent.explain(finding, document, "consent", Party::Organization))
}

/// A responder from outside is told because the work needs it.
fn works_on_it(facts: &Facts<'_>, document: &TypedDocument, handle: &str) -> bool {
    incident_of(facts, document).is_some_and(|(_, incident)| {
        let named = incident.responders.iter().chain(&incident.commander).chain(&incident.scribe);
        named.into_iter().any(|it| it.eq_ignore_ascii_case(handle))
    })
}

/// Returns whether somebody of the organization decided about telling them.
fn is_decided(facts: &Facts<'_>, document: &TypedDocument, handle: &str) -> bool {
    let Some(incident) = id::incident_of_path(&document.path) else { return false };
    facts.entries_of(incident).any(|(decision, entry)| {
        let about = entry.about.as_deref().unwrap_or_default().to_lowercase();
        let is_about = about.contains("disclosure")
            || about
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .any(|it| it == handle.to_lowercase());
        let by = entry.by.as_deref().or(entry.recorded_by.as_deref());
        entry.entry_type == Some(EntryType::Decision)
            && is_about
            && by.is_some_and(|by| speaks_for(facts, decision, by, Party::Organization))
    })
}

fn by_notification(
    facts: &Facts<'_>,
    agreement: &Agreement,
    document: &TypedDocument,
    notification: &Notification,
) -> Option<Finding> {
    let approval =
        consent::of(facts, document, notification.approval.as_ref(), Party::Organization);
    let decided = notification.decision.as_deref().is_some_and(|decision| {
        // One that is not there is a dangling reference and reported as that.
        let incident = id::incident_of_path(&document.path);
        let named = incident.and_then(|incident| decision_named(facts, incident, decision));
        named.is_none_or(|named| is_decided_by(facts, named, Party::Organization))
    });
    let party = |handle: Option<&str>| handle.and_then(|handle| party_of(facts, document, handle));
    let by_organization = party(notification.by.as_deref()) == Some(Party::Organization);
    if !is_sent(notification) || approval == Worth::Given || by_organization || decided {
        return None;
    }
    let disclosure = agreement.disclosure.as_ref();
    let funder_may = disclosure.and_then(|it| it.allowed_to_funder) == Some(true);
    let is_outside = match notification.to? {
        Recipient::Person => party(notification.recipient.as_deref()) == Some(Party::ThirdParty),
        Recipient::Funder => !funder_may,
        Recipient::Public => true,
        // A law binds the organization itself: where nobody is named, the organization sent it.
        Recipient::Authority | Recipient::DataSubjects => notification.by.is_some(),
    };
    is_outside.then(|| {
        let finding = Finding::at(
            document.field("to"),
            "sent, and nothing says that the organization agreed",
        )
        .help("ask the organization, and write their answer as `approval`, or as a decision that `decision` names");
        approval.explain(finding, document, "approval", Party::Organization)
    })
}
