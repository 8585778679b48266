//! An hour of the week in which an incident would be told to nobody in time.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::Party;
use crate::validate::Facts;
use crate::validate::agreed::{contacts, key_of, lived_by, name_of};
use crate::validate::force::InForce;
use crate::validate::reach::{self, Gap, Remedy, Stretch};
use crate::validate::rule::{Check, Finding, Findings, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "hour-without-reachable-contact",
    class: Class::Duty,
    level: Level::Error,
    summary: "at some hour of the week nobody can be reached in time",
    page: include_str!("hour_without_reachable_contact.md"),
    check: Check::Document(check),
};

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    let Some(agreed) = lived_by(facts, document) else { return };
    let agreement = agreed.agreement;
    // A period or a zone that could not be read is told by itself, and no proof stands on half a
    // text.
    if !agreed.is_whole() || facts.engagement.zone_is_in_doubt() {
        return;
    }
    for (party, level) in [(Party::Organization, Level::Error), (Party::Auditor, Level::Warning)] {
        // Where nobody is named to be called first, that is all there is to say.
        let names_first = agreement.contacts_of(party).is_some_and(|it| it.primary.is_some());
        if names_first
            && let Some(gap) = reach::prove(facts.engagement, agreement, party, facts.now)
        {
            findings.add(finding(facts, document, &agreed, party, &gap).level(level));
        }
    }
}

fn finding(
    facts: &Facts<'_>,
    document: &TypedDocument,
    agreed: &InForce<'_>,
    party: Party,
    gap: &Gap<'_>,
) -> Finding {
    let agreement = agreed.agreement;
    let when = when(&gap.stretch, &facts.engagement.zone());
    let message = format!(
        "{when}{}: nobody of {} is reachable within {} on an allowed channel",
        supposing(gap),
        name_of(party),
        gap.limit.in_words()
    );
    let mut finding = Finding::at(key_of(document, &format!("contacts.{party}")), message);
    if let Some(at) = gap.limit.severity {
        let severity = agreement.severities[at].id.as_deref().unwrap_or_default();
        let place = format!("severities[{at}].notify_within");
        let message = format!("`{severity}` must be told within this");
        finding = agreed.relate_field(finding, &place, message);
    }
    // At the agreement, not at their channels: what is private stays out of logs, and this must not.
    let others = contacts(agreement)
        .into_iter()
        .filter(|contact| contact.party == party && gap.absent != Some(contact.handle));
    for contact in others.take(SHOWN) {
        let message = format!("`{}` does not answer then", contact.handle);
        finding = agreed.relate_field(finding, &contact.path, message);
    }
    finding.help(help(party, gap))
}

/// More people than these make a finding longer, not clearer.
const SHOWN: usize = 3;

/// Says when an incident would be found that nobody hears of: `Sunday 03:00 to 07:00 (UTC)`.
fn when(stretch: &Stretch, zone: &TimeZone) -> String {
    let Stretch::Between(from, to) = stretch else { return "at any hour".to_owned() };
    let is_long = to.duration_since(*from) >= SignedDuration::from_hours(7 * 24);
    let wall = |instant: &Timestamp| instant.to_zoned(zone.clone());
    let (from, to) = (wall(from), wall(to));
    let name = zone.iana_name().unwrap_or("UTC");
    if is_long {
        return format!("from {} ({name}) on", from.strftime("%A %H:%M"));
    }
    let format = if from.date() == to.date() { "%H:%M" } else { "%A %H:%M" };
    format!("{} to {} ({name})", from.strftime("%A %H:%M"), to.strftime(format))
}

fn supposing(gap: &Gap<'_>) -> String {
    match (gap.absent, gap.down) {
        (None, None) => String::new(),
        (Some(who), None) => format!(", `{who}` absent"),
        (None, Some(kind)) => format!(", `{kind}` down"),
        (Some(who), Some(kind)) => format!(", `{who}` absent and `{kind}` down"),
    }
}

fn help(party: Party, gap: &Gap<'_>) -> String {
    let alternates = format!("contacts.{party}.alternates");
    if gap.remedies.is_empty() {
        return format!(
            "agree on one more way to talk under `channels`, or name somebody else under `{alternates}`"
        );
    }
    let all = people(&gap.remedies).join(", ");
    format!(
        "every hour is covered when these answer day and night (`immediate_24x7: true`): {all}; or name somebody under `{alternates}` who does"
    )
}

/// Returns each person with the channels asked of them: `` `rm` on `signal` and `phone` ``.
fn people(remedies: &[Remedy<'_>]) -> Vec<String> {
    let mut people: Vec<(&str, Vec<String>)> = Vec::new();
    for remedy in remedies {
        let kind = format!("`{}`", remedy.kind);
        match people.iter_mut().find(|(who, _)| *who == remedy.who) {
            Some((_, kinds)) => kinds.push(kind),
            None => people.push((remedy.who, vec![kind])),
        }
    }
    people.into_iter().map(|(who, kinds)| format!("`{who}` on {}", kinds.join(" and "))).collect()
}
