//! Contacts that are one person, or that one lost phone silences together.

use std::collections::HashMap;

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::vocabulary::{ChannelKind, Party};
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::agreed::{binding, name_of, other_side_of};
use crate::validate::prose::says_something;
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::visible::visible_line;

pub(in crate::validate) const RULE: Rule = Rule {
    name: "contacts-not-distinct",
    class: Class::Duty,
    level: Level::Error,
    summary: "two contacts are one person, share a number or address, or stand on the other side",
    page: include_str!("contacts_not_distinct.md"),
    check: Check::Document(check),
};

/// A place in the agreement that names somebody to call.
struct Place<'a> {
    party: Party,
    handle: &'a str,
    span: Span,
}

fn check(facts: &Facts<'_>, document: &TypedDocument, findings: &mut Findings<'_>) {
    if binding(document).is_none() {
        return;
    }
    let places = places(document);
    for (at, place) in places.iter().enumerate() {
        let earlier = places[..at].iter().find(|earlier| earlier.handle == place.handle);
        if let Some(earlier) = earlier {
            findings.add(same_person(place, earlier));
        }
    }
    for place in &places {
        let is_once = places.iter().filter(|other| other.handle == place.handle).count() == 1;
        if let Some(finding) = of_the_other_side(facts, place).filter(|_| is_once) {
            findings.add(finding);
        }
    }
    for party in [Party::Organization, Party::Auditor] {
        same_channel(facts, places.iter().filter(|place| place.party == party), findings);
    }
}

/// Returns who is named as contact, side by side, in the order in which people are called.
fn places(document: &TypedDocument) -> Vec<Place<'_>> {
    let Some(front) = &document.document.front else { return Vec::new() };
    let mut places = Vec::new();
    for party in [Party::Organization, Party::Auditor] {
        let Some(contacts) = front.at(&format!("contacts.{party}")) else { continue };
        let alternates = contacts.get("alternates").map_or(&[][..], |list| list.items());
        let nodes = contacts.get("primary").into_iter().chain(contacts.get("secondary"));
        let named = nodes.chain(alternates).filter_map(|node| Some((node.text()?, node.span)));
        places.extend(named.map(|(handle, span)| Place { party, handle, span }));
    }
    places
}

fn same_person(place: &Place<'_>, earlier: &Place<'_>) -> Finding {
    let message = if place.party == earlier.party {
        format!("`{}` is named as contact twice", place.handle)
    } else {
        format!("`{}` is a contact of both sides", place.handle)
    };
    Finding::at(place.span, message)
        .related(earlier.span, "named here first")
        .help("name another person; who does not answer here does not answer there")
}

/// Returns what is wrong with a contact who stands on the other side: who calls them reaches nobody
/// of the side that is to be told.
fn of_the_other_side(facts: &Facts<'_>, place: &Place<'_>) -> Option<Finding> {
    let (document, person) = facts.engagement.person(place.handle)?;
    let other = other_side_of(place.party);
    (person.party == Some(other)).then(|| {
        let message = format!(
            "`{}` is named as contact of {}, and stands on the side of {}",
            visible_line(place.handle),
            name_of(place.party),
            name_of(other)
        );
        Finding::at(place.span, message)
            .related(document.field("party"), "it says so here")
            .help("name somebody of that side, or correct `party`")
    })
}

fn same_channel<'a>(
    facts: &Facts<'_>,
    places: impl Iterator<Item = &'a Place<'a>>,
    findings: &mut Findings<'_>,
) {
    let mut known: HashMap<String, (&str, Span)> = HashMap::new();
    for place in places {
        let Some((document, person)) = facts.engagement.person(place.handle) else { continue };
        let channels = person.private.as_ref().map_or(&[][..], |private| &private.channels);
        for (at, channel) in channels.iter().enumerate() {
            let Some(value) = channel.value.as_deref().filter(|value| says_something(value)) else {
                continue;
            };
            // Two people may well be met at the same place.
            if channel.kind == Some(ChannelKind::InPerson) {
                continue;
            }
            let span = document.field(&format!("private.channels[{at}].value"));
            let (other, first) = *known.entry(same(value)).or_insert((place.handle, span));
            if other != place.handle {
                // The number itself stays out of the message, which may be copied anywhere.
                let message = format!("`{}` is reached the same way as `{other}`", place.handle);
                let finding = Finding::at(span, message)
                    .related(first, format!("the channel of `{other}`"))
                    .related(place.span, "both are contacts here")
                    .help("find a way that reaches one when the other's phone or mailbox is lost");
                findings.add(finding);
            }
        }
    }
}

/// Returns a number or address without what people write in one way or another.
fn same(value: &str) -> String {
    let is_number = value.chars().all(|c| c.is_ascii_digit() || " +-()./\u{a0}".contains(c));
    if !is_number {
        return value.trim().to_lowercase();
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("00").map_or_else(|| digits.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let cases = [
            ("+591 70 555 0111", "00591-70-555-0111", true),
            ("(591) 70.555.0111", "+591705550111", true),
            ("Zoe@clinic.example", "zoe@clinic.example ", true),
            ("zoe.42", "zoe.43", false),
            ("+591 70 555 0111", "+591 70 555 0112", false),
        ];
        for (one, two, expected) in cases {
            assert_eq!(same(one) == same(two), expected, "{one} {two}");
        }
    }
}
