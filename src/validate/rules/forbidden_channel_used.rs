//! A channel that the agreement forbids, used or agreed all the same.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::Entry;
use crate::model::vocabulary::ChannelKind;
use crate::validate::Facts;
use crate::validate::agreed::{binding, item_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "forbidden-channel-used",
    class: Class::Duty,
    level: Level::Error,
    summary: "a channel was used that the agreement forbids",
    page: include_str!("forbidden_channel_used.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    match &document.content {
        Content::Entry(entry) if !facts.is_superseded(document) => {
            of_entry(facts, document, entry, findings);
        }
        _ => {
            if let Some(agreement) = binding(document) {
                of_agreement(document, agreement, findings);
            }
        }
    }
}

fn of_entry(
    facts: &Facts<'_>,
    document: &TypedDocument,
    entry: &Entry,
    findings: &mut Findings<'_>,
) {
    let Some(channel) = entry.channel else { return };
    let Some(agreed) = facts.agreed_in(document, &["forbidden_channels"]) else { return };
    if !is_forbidden(agreed.agreement, channel) {
        return;
    }
    let message = format!("`{channel}` is forbidden by the agreement");
    let finding = Finding::at(document.field("channel"), message).help(
        "leave the entry as it is, it is true; tell the other side that others may have read it",
    );
    let place = |agreed: &TypedDocument| item_of(agreed, "forbidden_channels", channel.as_str());
    findings.add(agreed.relate(finding, place, "forbidden here"));
}

fn of_agreement(document: &TypedDocument, agreement: &Agreement, findings: &mut Findings<'_>) {
    for (at, channel) in agreement.channels.iter().enumerate() {
        let Some(kind) = channel.kind.filter(|kind| is_forbidden(agreement, *kind)) else {
            continue;
        };
        let span = document.field(&format!("channels[{at}].kind"));
        let finding = Finding::at(span, format!("`{kind}` is both agreed and forbidden"))
            .related(item_of(document, "forbidden_channels", kind.as_str()), "forbidden here")
            .help("decide which, and remove the other");
        findings.add(finding);
    }
}

fn is_forbidden(agreement: &Agreement, kind: ChannelKind) -> bool {
    agreement.forbidden_channels.contains(&kind)
}
