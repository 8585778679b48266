//! A contact who was told of an incident on a channel that is not agreed.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::{Content, TypedDocument};
use crate::model::entry::EntryType;
use crate::model::id;
use crate::model::vocabulary::ChannelKind;
use crate::validate::Facts;
use crate::validate::agreed::key_of;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::told::{best_channel, concerns, ladder};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-told-on-wrong-channel",
    class: Class::Duty,
    level: Level::Error,
    summary: "a contact was told of an incident on a channel that is not agreed",
    page: include_str!("contact_told_on_wrong_channel.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Content::Entry(entry) = &document.content else { return };
    let Some(channel) = entry.channel else { return };
    if entry.entry_type != Some(EntryType::Communication)
        || !entry.may_be_read()
        || id::incident_of_path(&document.path).is_none()
        || facts.is_superseded(document)
    {
        return;
    }
    let Some(agreed) =
        facts.agreed_in(document, &["channels", "forbidden_channels", "contacts", "escalation"])
    else {
        return;
    };
    let agreement = agreed.agreement;
    let mut kinds = agreement.channels.iter().filter_map(|channel| channel.kind).peekable();
    // Where nothing is agreed, nothing is wrong; what is forbidden is `forbidden-channel-used`'s,
    // and who stands before you is on no channel at all.
    if kinds.peek().is_none()
        || kinds.any(|kind| kind == channel)
        || agreement.forbidden_channels.contains(&channel)
        || channel == ChannelKind::InPerson
        || !ladder(facts, agreement).iter().any(|handle| concerns(entry, handle))
    {
        return;
    }
    let message = format!("a contact was told by `{channel}`, which is not agreed");
    let finding = Finding::at(document.field("channel"), message);
    let finding = agreed.relate(finding, |it| key_of(it, "channels"), "the agreed channels");
    let finding = match best_channel(agreement) {
        Some(best) => finding.help(format!(
            "leave the entry as it is, it is true; go on by `{best}`, or agree on `{channel}` for the next time"
        )),
        None => finding.help("leave the entry as it is, it is true; agree on a channel for the next time"),
    };
    findings.add(finding);
}
