//! Chains that hold, chains that break, and chains whose times leave the order open.

use super::*;
use crate::model::engagement::Engagement;
use crate::source::Sources;

const HEAD: &str =
    "kind: entry\ntype: custody\nevidence: EVD-3MZ8\nrecorded_at: 2026-11-23T10:00:00Z\n";

/// Returns the events in the order they were followed, with the names of what breaks there, and
/// how the evidence stands at the end: state and holder.
fn followed(entries: &[&str]) -> (Vec<String>, String) {
    followed_of("form: physical", entries)
}

/// The same for a piece of evidence with these fields.
fn followed_of(fields: &str, entries: &[&str]) -> (Vec<String>, String) {
    let mut sources = Sources::default();
    let evidence = format!(
        "---\nkind: evidence\n{fields}\nacquired_by: ana\nacquired_at: 2026-11-21T10:00:00Z\n---\n"
    );
    sources.add("incidents/INC-2026-7KQ2/evidence/EVD-3MZ8.md", evidence);
    for (at, fields) in entries.iter().enumerate() {
        let path = format!("incidents/INC-2026-7KQ2/timeline/{at}.md");
        sources.add(path, format!("---\n{HEAD}{}\n---\n", fields.replace("; ", "\n")));
    }
    let engagement = Engagement::assemble(sources, Vec::new());
    let evidence = engagement.evidence().next().unwrap();
    assert_eq!(evidence.0.misfits, []);
    let entries = engagement.entries().inspect(|(it, _)| assert_eq!(it.misfits, [])).collect();
    let chain = Chain::follow(evidence, entries, true);
    let steps = chain.steps.iter().map(|step| {
        let breaks = step.breaks.iter().map(|found| {
            let name = format!("{found:?}");
            format!(" {}", name.split(' ').next().unwrap_or_default())
        });
        format!("{}{}", step.event, breaks.collect::<String>())
    });
    let holder = chain.now.holder.unwrap_or("nobody");
    (steps.collect(), format!("{} {holder}", chain.now.state))
}

fn at(minute: u8, fields: &str) -> String {
    format!("occurred_at: 2026-11-21T10:{minute:02}:00Z; {fields}")
}

/// Follows events of one minute each, in their order.
fn minutes(events: &[&str]) -> (Vec<String>, String) {
    minutes_of("form: physical", events)
}

fn minutes_of(fields: &str, events: &[&str]) -> (Vec<String>, String) {
    let entries: Vec<String> = (1..).zip(events).map(|(minute, it)| at(minute, it)).collect();
    followed_of(fields, &entries.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn what_follows_breaks_nothing() {
    let ways: &[(&[&str], &str)] = &[
        (&[], "held ana"),
        (&["event: collected", "event: sealed; seal: A1"], "sealed ana"),
        (&["event: transferred; to: [bo]"], "in-transit ana"),
        (&["event: transferred; from: ana; to: [bo]", "event: received; from: ana"], "held bo"),
        (&["event: received; from: zw; to: [ana]", "event: stored; actor: ana"], "stored ana"),
        (
            &["event: sealed", "event: transferred; to: [bo]", "event: moved", "event: received"],
            "sealed bo",
        ),
        (
            &[
                "event: sealed; seal: A1",
                "event: sealed; seal: A2",
                "event: opened; seal: a1",
                "event: accessed",
            ],
            "held ana",
        ),
        (
            &["event: received; from: ana; to: [bo]", "event: transferred; from: bo; to: [ana]"],
            "in-transit bo",
        ),
        (&["event: hold-set", "event: hold-lifted", "event: destroyed"], "destroyed nobody"),
        (
            &[
                "event: hold-set; from: court",
                "event: hold-set; from: insurer",
                "event: hold-lifted; from: court",
                "event: hold-lifted",
                "event: destroyed",
            ],
            "destroyed nobody",
        ),
        // The same hold, said twice.
        (
            &[
                "event: hold-set; reason: court order 12",
                "event: hold-set; reason: court order 12",
                "event: hold-lifted; reason: the case is closed",
                "event: destroyed",
            ],
            "destroyed nobody",
        ),
        (&["event: returned; to: [zw]", "event: tainted"], "returned zw"),
        (&["event: verified; actor: bo", "event: accessed; actor: ANA"], "held ana"),
    ];
    for (events, expected) in ways {
        let (steps, now) = minutes(events);
        assert!(steps.iter().all(|step| !step.contains(' ')), "{steps:?}");
        assert_eq!(now, *expected, "{events:?}");
    }
}

#[test]
fn what_does_not_follow_is_kept_with_the_reason() {
    let ways: &[(&[&str], &[&str])] = &[
        (
            &["event: destroyed", "event: analyzed", "event: copied"],
            &["destroyed", "analyzed AfterEnd", "copied"],
        ),
        (
            &["event: transferred; to: [bo]", "event: analyzed"],
            &["transferred", "analyzed Unreceived"],
        ),
        (
            &["event: transferred; to: [bo]", "event: received; to: [cy]"],
            &["transferred", "received OtherReceiver"],
        ),
        (
            &["event: transferred; from: bo; to: [cy]", "event: received"],
            &["transferred NotHolder", "received"],
        ),
        (
            &["event: analyzed; actor: bo", "event: stored; actor: ana"],
            &["analyzed NotHolder", "stored"],
        ),
        (&["event: sealed; seal: A1", "event: opened; seal: B7"], &["sealed", "opened OtherSeal"]),
        (&["event: sealed", "event: analyzed"], &["sealed", "analyzed StillSealed"]),
        (&["event: accessed", "event: collected"], &["accessed", "collected CollectedLate"]),
        (
            &["event: accessed", "event: received; to: [bo]", "event: transferred; to: [bo]"],
            &["accessed", "received", "transferred ReceivedBefore"],
        ),
        (&["event: hold-set", "event: destroyed"], &["hold-set", "destroyed UnderHold"]),
        // Two holds, and one of them is lifted.
        (
            &[
                "event: hold-set; from: court",
                "event: hold-set; from: insurer",
                "event: hold-lifted; from: insurer",
                "event: destroyed",
            ],
            &["hold-set", "hold-set", "hold-lifted", "destroyed UnderHold"],
        ),
    ];
    for (events, expected) in ways {
        assert_eq!(minutes(events).0, *expected, "{events:?}");
    }
    let early = "occurred_at: 2026-11-21T09:00:00Z; event: sealed";
    let steps = followed(&[early, &at(1, "event: opened"), &at(2, "event: analyzed")]).0;
    assert_eq!(steps, ["sealed BeforeAcquired", "opened", "analyzed"]);
}

#[test]
fn a_copy_of_data_may_be_with_several_people() {
    let away = ["event: transferred; to: [bo]", "event: analyzed; actor: ana"];
    let other = ["event: accessed; actor: cy", "event: received; from: ana; to: [bo]"];
    for (fields, is_shared) in [
        ("form: digital\ncopy: working-copy", true),
        ("form: digital\nderived_from: EVD-7T2K", true),
        ("form: digital\ncopy: original\nderived_from: EVD-7T2K", false),
        ("form: digital", false),
        ("form: physical\ncopy: working-copy", false),
    ] {
        for events in [away, other] {
            let steps = minutes_of(fields, &events).0;
            let is_whole = steps.iter().all(|step| !step.contains(' '));
            assert_eq!(is_whole, is_shared, "{fields}: {steps:?}");
        }
    }
}

#[test]
fn a_day_says_no_more_than_the_day() {
    let sealed = "occurred_at: 2026-11-21T08:00:00Z; event: sealed";
    for (precision, breaks) in [("", " BeforeAcquired"), ("\nprecision: {acquired_at: day}", "")] {
        let fields = format!("form: physical{precision}");
        let steps = followed_of(&fields, &[sealed]).0;
        assert_eq!(steps, [format!("sealed{breaks}")], "{precision}");
    }
}

#[test]
fn many_seals_are_followed_in_linear_time() {
    let events: Vec<String> =
        (0..20_000).map(|at| format!("occurred_at: unknown; event: sealed; seal: {at}")).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let (steps, now) = followed(&events);
    assert_eq!((steps.len(), &*now), (20_000, "sealed ana"));
}

#[test]
fn times_that_leave_the_order_open_make_a_chain() {
    let received = "event: received; from: ana";
    let transferred = "event: transferred; to: [bo]";
    let expected = ["transferred", "received"];
    let day = |event: &str| format!("occurred_at: 2026-11-21T00:00:00Z; precision: day; {event}");
    let about = |event: &str| at(1, &format!("precision: approx; {event}"));
    let unknown = |event: &str| format!("occurred_at: unknown; {event}");
    for entries in [
        [at(5, received), at(5, transferred)],
        [day(received), at(5, transferred)],
        [day(received), day(transferred)],
        [about(received), at(5, transferred)],
        [unknown(transferred), at(5, received)],
        [at(5, transferred), unknown(received)],
    ] {
        let (steps, now) = followed(&[&entries[0], &entries[1]]);
        assert_eq!((steps.as_slice(), &*now), (&expected.map(str::to_owned)[..], "held bo"));
    }
}
