//! Two sides without a way to talk that only they can read.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::{AgreedChannel, Agreement};
use crate::model::engagement::TypedDocument;
use crate::model::person::Channel;
use crate::model::vocabulary::{ChannelKind, Party};
use crate::validate::Facts;
use crate::validate::agreed::{contacts, in_use, key_of, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::words::one_of;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "no-common-secure-channel",
    class: Class::Duty,
    level: Level::Error,
    summary: "the two sides have no agreed, end-to-end encrypted channel in common",
    page: include_str!("no_common_secure_channel.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreement) = in_use(document) else { return };
    // Where none is agreed at all, `field-missing` says so.
    if agreement.channels.is_empty() || !document.misfits.is_empty() {
        return;
    }
    let secure = secure_kinds(agreement);
    let place = key_of(document, "channels");
    if secure.is_empty() {
        let message = "no agreed channel is end-to-end encrypted";
        let help = "agree on one, such as Signal: `kind: signal` with `e2ee: true`";
        findings.add(Finding::at(place, message).help(help));
        return;
    }
    let has = |party, kind| somebody_has(facts, agreement, party, kind);
    let is_common =
        |kind: &&ChannelKind| has(Party::Organization, **kind) && has(Party::Auditor, **kind);
    if secure.iter().find(is_common).is_some() {
        return;
    }
    let kinds = one_of(secure.iter().map(|kind| kind.as_str()));
    let message = format!(
        "the contacts of the two sides have no agreed, encrypted channel in common: {kinds}"
    );
    let finding = Finding::at(place, message)
        .related(key_of(document, "contacts"), "their contacts")
        .help("find one that both have, and write it into `private.channels` of both");
    findings.add(finding);
}

/// Returns the kinds that are agreed, not forbidden, and encrypted: as the agreement says, else as
/// the kind always is.
fn secure_kinds(agreement: &Agreement) -> Vec<ChannelKind> {
    let is_secure = |channel: &&AgreedChannel| match channel.e2ee {
        Some(e2ee) => e2ee,
        None => !matches!(channel.kind, Some(ChannelKind::Phone | ChannelKind::Email)),
    };
    let kinds = agreement.channels.iter().filter(is_secure).filter_map(|channel| channel.kind);
    kinds.filter(|kind| !agreement.forbidden_channels.contains(kind)).collect()
}

/// Returns whether a contact of a side has such a channel; one of whom nothing is known may have it.
fn somebody_has(facts: &Facts<'_>, agreement: &Agreement, party: Party, kind: ChannelKind) -> bool {
    let mut side =
        contacts(agreement).into_iter().filter(|contact| contact.party == party).peekable();
    let is_it = |channel: &&Channel| channel.kind == Some(kind) && channel.e2ee != Some(false);
    // A side without contacts is for `primary-contact-missing`.
    side.peek().is_none()
        || side.any(|contact| match private_of(facts.engagement, contact.handle) {
            None => true,
            Some(private) => agreement.ways(private).0.iter().any(is_it),
        })
}
