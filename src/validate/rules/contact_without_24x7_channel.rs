//! A contact whom nobody is sure to reach at night.

use crate::diagnostic::{Class, Level};
use crate::model::agreement::Agreement;
use crate::model::engagement::TypedDocument;
use crate::model::person::Channel;
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{key_of, lived_by, private_of};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contact-without-24x7-channel",
    class: Class::Duty,
    level: Level::Error,
    summary: "a contact has no allowed channel on which they answer day and night",
    page: include_str!("contact_without_24x7_channel.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreed) = lived_by(facts, document) else { return };
    let agreement = agreed.agreement;
    let mut seen = Vec::new();
    for party in [Party::Organization, Party::Auditor] {
        let Some(contacts) = agreement.contacts_of(party) else { continue };
        for (role, handle) in [("primary", &contacts.primary), ("secondary", &contacts.secondary)] {
            let Some(handle) = handle.as_deref().filter(|handle| !seen.contains(handle)) else {
                continue;
            };
            seen.push(handle);
            if let Some(finding) = unreachable_at_night(facts, agreement, handle) {
                let place = format!("contacts.{party}.{role}");
                findings.add(agreed.relate_field(finding, &place, "called at any hour"));
            }
        }
    }
}

fn unreachable_at_night(facts: &Facts<'_>, agreement: &Agreement, handle: &str) -> Option<Finding> {
    let (document, _) = facts.engagement.person(handle)?;
    let private = private_of(facts.engagement, handle)?;
    if agreement.ways(private).0.into_iter().any(Channel::is_day_and_night) {
        return None;
    }
    let message = if private.channels.iter().any(Channel::is_day_and_night) {
        format!("`{handle}` answers day and night, but on no channel that is allowed and filled in")
    } else {
        format!("`{handle}` has no channel on which they answer day and night")
    };
    let help = "add a channel with `immediate_24x7: true`, or name somebody who has one";
    Some(Finding::at(key_of(document, "private.channels"), message).help(help))
}

#[cfg(test)]
mod tests {
    use crate::validate::Recorded;
    use crate::validate::tests::checked;

    #[test]
    fn what_both_signed_is_lived_by_while_it_is_changed() {
        let agreement = |status: &str, primary: &str, signatures: &str| {
            format!(
                "---\nkind: agreement\nstatus: {status}\nrepresentatives: {{organization: [zq], auditor: [av]}}\nchannels: [{{kind: phone}}]\ncontacts: {{organization: {{primary: {primary}}}}}\n{signatures}---\n"
            )
        };
        let by = |person: &str| format!("- {{person: {person}, how: paper, proof: x}}\n");
        let signed = agreement("active", "zq", &format!("signatures:\n{}{}", by("zq"), by("av")));
        let person = |at_night: &str| {
            format!(
                "---\nkind: person\nparty: organization\nprivate:\n  channels: [{{kind: phone, value: '+1', immediate_24x7: {at_night}}}]\n---\n"
            )
        };
        let (zq, rm) = (person("false"), person("true"));
        let found = |status: &str| {
            let here = agreement(status, "rm", "");
            let changed = [("agreement.md".to_owned(), signed.clone())].into();
            let recorded = Recorded { changed, ..Recorded::default() };
            let files = [("agreement.md", &*here), ("people/rm.md", &rm), ("people/zq.md", &zq)];
            let found = checked(&files, &recorded);
            let found = found.into_iter().filter(|it| it.rule == super::RULE.name);
            found.map(|it| it.message).collect::<Vec<_>>()
        };
        let zq = "`zq` has no channel on which they answer day and night";
        assert_eq!(found("amended"), [zq]);
        assert_eq!(found("expired"), Vec::<String>::new());
    }
}
