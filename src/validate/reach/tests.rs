//! The proof against brute force: every hour of the week, every person absent, every channel down.

use jiff::{Timestamp, ToSpan, Zoned};
use proptest::prelude::*;

use super::{Answers, Gap, Ladder, Stretch, Without, prove};
use crate::model::agreement::Agreement;
use crate::model::engagement::Engagement;
use crate::model::person::Absence;
use crate::model::vocabulary::{ChannelKind, Party};
use crate::source::Sources;

const NOW: &str = "2026-11-21T12:00:00Z";

fn engagement(zone: &str, agreement: &str, people: &[(&str, String)]) -> Engagement {
    let mut sources = Sources::default();
    sources.add("agreement.md", format!("---\nkind: agreement\n{agreement}---\n"));
    sources.add("ircase.yaml", format!("kind: engagement\ntime_zone: {zone}\n"));
    for (handle, fields) in people {
        let text = format!("---\nkind: person\n{fields}---\n");
        sources.add(format!("people/{handle}.md"), text);
    }
    Engagement::assemble(sources, Vec::new())
}

fn proven(engagement: &Engagement, now: &str) -> Option<String> {
    let (_, agreement) = engagement.agreement().unwrap();
    prove(engagement, agreement, Party::Organization, now.parse().unwrap())
        .map(|gap| shown(&gap, engagement))
}

fn shown(gap: &Gap<'_>, engagement: &Engagement) -> String {
    let wall = |time: &Timestamp| time.to_zoned(engagement.zone()).strftime("%a %H:%M").to_string();
    let when = match &gap.stretch {
        Stretch::Always => "always".to_owned(),
        Stretch::Between(from, to) => format!("{} to {}", wall(from), wall(to)),
    };
    let down = gap.down.map_or("", ChannelKind::as_str);
    let remedies: Vec<String> =
        gap.remedies.iter().map(|it| format!("{}:{}", it.who, it.kind)).collect();
    format!("{when} -{} -{down} +{}", gap.absent.unwrap_or_default(), remedies.join(" +"))
}

fn person(channels: &str) -> String {
    format!("private:\n  channels: [{channels}]\n")
}

const TWO: &str = "contacts: {organization: {primary: zw, secondary: tm}}\nchannels: [{kind: signal}, {kind: phone}]\n";
const BOTH: &str =
    "{kind: signal, value: x, immediate_24x7: true}, {kind: phone, value: y, hours: 24/7}";
const SIGNAL: &str = "{kind: signal, value: x, immediate_24x7: true}";

#[test]
fn hours_in_a_zone_that_nobody_knows_are_never_taken_for_others() {
    let day = "{kind: phone, value: y, hours: Mon-Fri 08:00-18:00}";
    let own = "{kind: phone, value: y, hours: Mon-Fri 08:00-18:00, time_zone: America/Bogota}";
    let wrong = "{kind: phone, value: y, hours: Mon-Fri 08:00-18:00, time_zone: America/Bogata}";
    for (zone, channel, unknown) in [
        ("America/Bogota", day, false),
        ("America/Bogata", day, true),
        ("America/Bogata", own, false),
        ("America/Bogota", wrong, true),
        ("", day, false),
    ] {
        let people = [("zw", person(channel)), ("tm", person(BOTH))];
        let engagement = engagement(zone, TWO, &people);
        let (_, agreement) = engagement.agreement().unwrap();
        let at: Timestamp = NOW.parse().unwrap();
        let ladder = Ladder::at(&engagement, agreement, Party::Organization, at);
        let standing = ladder.standing(&Without::default());
        let zw = standing.iter().find(|it| it.handle == "zw").unwrap();
        assert_eq!(zw.answers == Answers::Unknown, unknown, "{zone} {channel}");
    }
}

#[test]
fn the_simplest_fault_is_told_first() {
    let day = "{kind: phone, value: y, hours: Mon-Fri 08:00-18:00}";
    let cases = [
        (BOTH, BOTH, None),
        (BOTH, SIGNAL, Some("always -zw -signal +tm:phone")),
        (BOTH, day, Some("Mon 18:00 to Tue 07:00 -zw - +tm:phone +tm:signal")),
        (day, day, Some("Mon 18:00 to Tue 07:00 - - +zw:phone +zw:signal +tm:signal +tm:phone")),
        (
            BOTH,
            "{kind: email, value: y, immediate_24x7: true}",
            Some("always -zw - +tm:signal +tm:phone"),
        ),
        (BOTH, "{kind: phone, immediate_24x7: true}", Some("always -zw - +tm:signal +tm:phone")),
        (
            BOTH,
            "{kind: signal, value: y}, {kind: phone, value: z, immediate_24x7: true}",
            Some("always -zw -phone +tm:signal"),
        ),
        // One who is met face to face needs no provider.
        (
            BOTH,
            "{kind: in-person, immediate_24x7: true}",
            Some("always -zw - +tm:signal +tm:phone"),
        ),
    ];
    for (zw, tm, expected) in cases {
        let people = [("zw", person(zw)), ("tm", person(tm))];
        let engagement = engagement("America/La_Paz", TWO, &people);
        // Monday, so that the first whole night is the one after it: the one before ends today.
        assert_eq!(proven(&engagement, "2026-11-23T16:00:00Z").as_deref(), expected, "{zw} | {tm}");
        // On Sunday the weekend is the first, and lasts beyond today.
        let sunday =
            expected.map(|it| it.replace("Mon 18:00 to Tue 07:00", "Sun 00:00 to Mon 07:00"));
        assert_eq!(proven(&engagement, "2026-11-22T16:00:00Z"), sunday, "{zw} | {tm}");
    }
}

#[test]
fn what_is_not_known_is_no_gap() {
    let cases = [
        "party: organization\n".to_owned(),
        person("{kind: fax, value: x}"),
        "private: {channels: [{kind: phone, value: x, hours: sometimes}]}\n".to_owned(),
    ];
    for tm in cases {
        let people = [("zw", person(BOTH)), ("tm", tm.clone())];
        assert_eq!(proven(&engagement("UTC", TWO, &people), NOW), None, "{tm}");
    }
    assert_eq!(proven(&engagement("UTC", TWO, &[("zw", person(BOTH))]), NOW), None);
    assert_eq!(proven(&engagement("UTC", "channels: [{kind: signal}]\n", &[]), NOW), None);
}

#[test]
fn one_contact_alone_is_not_imagined_absent() {
    let one = TWO.replace(", secondary: tm", "");
    assert_eq!(proven(&engagement("UTC", &one, &[("zw", person(BOTH))]), NOW), None);
    let found = proven(&engagement("UTC", &one, &[("zw", person(SIGNAL))]), NOW);
    assert_eq!(found.as_deref(), Some("always - -signal +zw:phone"));
}

#[test]
fn who_is_gone_for_good_is_not_the_one_who_is_absent() {
    for (to, is_proven) in [
        ("2026-11-23", true),
        ("2026-12-21", true),
        ("2026-12-22", false),
        ("2028-01-01", false),
        ("unknown", false),
        ("", false),
    ] {
        let away = format!("{}  absences: [{{from: 2026-11-20, to: {to}}}]\n", person(BOTH));
        let people = [("zw", away), ("tm", person(BOTH))];
        let found = proven(&engagement("UTC", TWO, &people), NOW);
        assert_eq!(found.is_none(), is_proven, "{to}: {found:?}");
    }
}

#[test]
fn who_is_away_is_the_one_who_is_absent() {
    let away = |deputy: &str| {
        format!("{}  absences: [{{from: 2026-11-20, to: 2026-11-23{deputy}}}]\n", person(BOTH))
    };
    let deputy = person("{kind: phone, value: z, immediate_24x7: true}");
    // Saturday to Monday only the secondary is there, and no third one is asked for.
    let people = [("zw", away("")), ("tm", person(BOTH))];
    assert_eq!(proven(&engagement("UTC", TWO, &people), NOW), None);
    let people = [("zw", away("")), ("tm", person(SIGNAL))];
    let found = proven(&engagement("UTC", TWO, &people), NOW);
    assert_eq!(found.as_deref(), Some("Sat 00:00 to Mon 23:00 - -signal +tm:phone"));
    // Their deputy answers while they are away.
    let people = [("zw", away(", deputy: md")), ("tm", person(SIGNAL)), ("md", deputy)];
    let engagement = engagement("UTC", TWO, &people);
    let (_, agreement) = engagement.agreement().unwrap();
    let at = |time: &str| {
        Ladder::at(&engagement, agreement, Party::Organization, time.parse().unwrap())
            .standing(&Without::default())
            .into_iter()
            .map(|it| (it.handle, matches!(it.answers, Answers::From { minute: 0, .. })))
            .collect::<Vec<_>>()
    };
    assert_eq!(at("2026-11-22T12:00:00Z"), [("zw", false), ("tm", true), ("md", true)]);
    assert_eq!(at("2026-11-24T12:00:00Z"), [("zw", true), ("tm", true)]);
}

#[test]
fn the_ladder_is_climbed_in_time() {
    let agreement = |after: &str| {
        format!(
            "{TWO}severities: [{{id: a, rank: 1, notify_within: 1 hour}}, {{id: b, rank: 2, notify_within: 2 hours}}, {{id: c, rank: 3, notify_within: 1 minute}}]\nthreshold: b\nescalation: [{{after: {after}, who: dr}}]\n"
        )
    };
    let day =
        "{kind: phone, value: y, hours: 08:00-18:00}, {kind: signal, value: y, hours: 08:00-18:00}";
    let director = format!("party: organization\n{}", person(BOTH));
    let people = [("zw", person(day)), ("tm", person(day)), ("dr", director)];
    for (after, found) in [("30 minutes", false), ("60 minutes", false), ("90 minutes", true)] {
        let engagement = engagement("UTC", &agreement(after), &people);
        let (_, agreement) = engagement.agreement().unwrap();
        let gap = prove(&engagement, agreement, Party::Organization, NOW.parse().unwrap());
        // With the director absent nobody answers at night; before that, somebody must.
        assert_eq!(gap.as_ref().map(|gap| gap.absent.is_none()), Some(found), "{after}");
    }
}

#[test]
fn a_week_in_which_clocks_change_is_as_long_as_it_is() {
    let split = |hours: &str| {
        person(&format!(
            "{{kind: phone, value: y, hours: '{hours}'}}, {{kind: signal, value: y, hours: '{hours}'}}"
        ))
    };
    let within = "severities: [{id: a, rank: 1, notify_within: 1 minute}]\nthreshold: a\n";
    let agreement = format!("{TWO}{within}").replace("secondary", "alternates: [md], secondary");
    for now in ["2026-10-22T12:00:00Z", "2026-03-27T12:00:00Z"] {
        let people =
            [("zw", person(BOTH)), ("tm", split("00:00-12:00")), ("md", split("12:00-24:00"))];
        let found = proven(&engagement("Europe/Madrid", &agreement, &people), now);
        assert_eq!(found, None, "{now}");
    }
}

// --- Brute force -------------------------------------------------------------------------------

/// Returns every hour of the week that begins today.
fn hours_of_week(engagement: &Engagement, now: Timestamp) -> Vec<Zoned> {
    let zone = engagement.zone();
    let today = now.to_zoned(zone).start_of_day().unwrap();
    let end = today.checked_add(7.days()).unwrap();
    (0..)
        .map(|hour: i64| today.checked_add(hour.hours()).unwrap())
        .take_while(|it| *it < end)
        .collect()
}

/// Asks what `contacts --at` would answer, for every hour and every fault.
fn brute_force(engagement: &Engagement, agreement: &Agreement, now: Timestamp) -> bool {
    let contacts = agreement.contacts_of(Party::Organization).unwrap();
    let mut people: Vec<&str> = contacts.in_order().collect();
    people.extend(agreement.escalation.iter().filter_map(|step| step.who.as_deref()));
    people.sort_unstable();
    people.dedup();
    let kinds = [ChannelKind::Signal, ChannelKind::Phone, ChannelKind::Email, ChannelKind::Wire];
    hours_of_week(engagement, now).into_iter().any(|hour| {
        let ladder = Ladder::at(engagement, agreement, Party::Organization, hour.timestamp());
        let somebody_is_away = people.iter().any(|who| is_away(engagement, who, &hour));
        let absent = people.iter().filter(|_| people.len() > 1 && !somebody_is_away).map(Some);
        std::iter::once(None).chain(absent).any(|who| {
            std::iter::once(None).chain(kinds.map(Some)).any(|kind| {
                let without = Without {
                    people: who.into_iter().map(|it| (*it).to_owned()).collect(),
                    kinds: kind.into_iter().collect(),
                };
                !ladder.standing(&without).iter().any(|it| it.is_reached(ladder.limit))
            })
        })
    })
}

fn is_away(engagement: &Engagement, handle: &str, hour: &Zoned) -> bool {
    let private = engagement.person(handle).and_then(|(_, person)| person.private.as_ref());
    let covers = |absence: &Absence| {
        let (from, to) = (absence.from.as_ref().unwrap(), absence.to.as_ref().unwrap());
        from.date().unwrap() <= hour.date() && hour.date() <= to.date().unwrap()
    };
    private.is_some_and(|private| private.absences.iter().any(covers))
}

fn channel() -> impl Strategy<Value = String> {
    let kind = prop::sample::select(vec!["signal", "phone", "email", "wire", "in-person"]);
    let when = prop::sample::select(vec![
        "immediate_24x7: true",
        "hours: 24/7",
        "hours: 08:00-20:00",
        "hours: 20:00-08:00",
        "hours: 'Mon-Fri 08:00-18:00, Sat 10:00-14:00'",
        "hours: Fri-Sun 18:00-06:00",
        "hours: Mon-Thu 00:00-24:00",
        "rank: 1",
    ]);
    let zone =
        prop::sample::select(vec!["", ", time_zone: America/La_Paz", ", time_zone: Europe/Madrid"]);
    (kind, when, zone)
        .prop_map(|(kind, when, zone)| format!("{{kind: {kind}, value: x, {when}{zone}}}"))
}

fn anybody() -> impl Strategy<Value = String> {
    let channels = prop::collection::vec(channel(), 0..5);
    let absence = prop::sample::select(vec![
        "",
        "",
        "",
        "  absences: [{from: 2026-10-22, to: 2026-10-26, deputy: md}]\n",
        "  absences: [{from: 2026-10-25, to: 2026-10-25}]\n",
    ]);
    let told =
        prop::sample::select(vec!["", "", "", "told: immediately\n", "told: after-containment\n"]);
    let all = prop::bool::weighted(0.5);
    let known = (channels, absence, told, all).prop_map(|(channels, absence, told, all)| {
        let all = if all { BOTH } else { "" };
        let channels = channels.iter().map(String::as_str).chain([all]).filter(|it| !it.is_empty());
        let channels: Vec<&str> = channels.collect();
        format!("party: organization\n{told}{}{absence}", person(&channels.join(", ")))
    });
    prop_oneof![9 => known, 1 => Just("party: organization\n".to_owned())]
}

fn agreement() -> impl Strategy<Value = String> {
    let contacts = prop::sample::select(vec![
        "{primary: zw}",
        "{primary: zw, secondary: tm}",
        "{primary: zw, secondary: tm, alternates: [al]}",
    ]);
    let within = prop::sample::select(vec![
        "",
        "",
        "severities: [{id: a, rank: 1, notify_within: 2 hours}]\nthreshold: a\n",
        "severities: [{id: a, rank: 1, notify_within: 1 minute}]\nthreshold: a\n",
    ]);
    let steps = prop::sample::select(vec![
        "",
        "",
        "escalation: [{who: md}]\n",
        "escalation: [{after: 2 hours, who: md}]\n",
    ]);
    let channels = prop::sample::select(vec![
        "",
        "channels: [{kind: signal}, {kind: phone}]\n",
        "channels: [{kind: signal}, {kind: phone}, {kind: in-person}, {kind: email}]\nforbidden_channels: [email]\n",
    ]);
    (contacts, within, steps, channels).prop_map(|(contacts, within, steps, channels)| {
        format!("contacts: {{organization: {contacts}}}\n{within}{steps}{channels}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_gap_is_found_exactly_when_asking_for_every_hour_finds_one(
        zone in prop::sample::select(vec!["UTC", "Europe/Madrid", "America/La_Paz"]),
        text in agreement(),
        people in prop::collection::vec(anybody(), 4),
    ) {
        // The clocks of Madrid go back in this week.
        let now: Timestamp = "2026-10-22T12:00:00Z".parse().unwrap();
        let people: Vec<(&str, String)> =
            ["zw", "tm", "al", "md"].into_iter().zip(people).collect();
        let engagement = engagement(zone, &text, &people);
        let (_, agreement) = engagement.agreement().unwrap();
        let gap = prove(&engagement, agreement, Party::Organization, now);
        prop_assert_eq!(gap.is_some(), brute_force(&engagement, agreement, now), "{:?}", gap);
        if let Some(Gap { stretch: Stretch::Between(from, _), absent, down, .. }) = gap {
            let ladder = Ladder::at(&engagement, agreement, Party::Organization, from);
            let without = Without {
                people: absent.into_iter().map(str::to_owned).collect(),
                kinds: down.into_iter().collect(),
            };
            let standing = ladder.standing(&without);
            prop_assert!(!standing.iter().any(|it| it.is_reached(ladder.limit)), "{:?}", standing);
        }
    }
}
