//! When the rules on telling others find something, and above all when they find nothing: drafts,
//! other incidents, what is unknown, what is not exact, what is not read.

use crate::model::engagement::Engagement;
use crate::source::Sources;
use crate::validate::{Facts, Recorded, check};

/// The rules that read regimes.
const RULES: &[&str] = &[
    "personal-data-without-clock",
    "personal-data-undetermined",
    "third-party-told-without-consent",
    "notification-overdue",
    "late-without-reason",
    "contents-missing",
    "waived-without-decision",
    "clock-start-wrong",
    "data-subjects-unassessed",
    "breach-register-incomplete",
    "stage-skipped",
    "regime-record-stale",
    "dangerous-regime",
    "controller-not-told",
    "dangling-reference",
];

const INCIDENT: &str = "incidents/INC-2026-7KQ2/incident.md";

/// Returns what the rules find, at noon of 21 November 2026; notes are left out.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let mut files = files.to_vec();
    files.sort_unstable();
    let mut sources = Sources::default();
    for (path, fields) in files {
        let text = match path {
            "ircase.yaml" => fields.to_owned(),
            _ => format!("---\n{fields}---\n"),
        };
        sources.add(path, text);
    }
    let engagement = Engagement::assemble(sources, Vec::new());
    let recorded = Recorded::default();
    let now = "2026-11-21T12:00:00Z".parse().unwrap();
    check(&Facts::new(&engagement, &recorded, now))
        .into_iter()
        .filter(|it| RULES.contains(&it.rule) && it.level != crate::diagnostic::Level::Note)
        .map(|it| format!("{}: {}", it.rule, it.message))
        .collect()
}

fn names(files: &[(&str, &str)]) -> Vec<String> {
    let first = |line: String| line.split(':').next().unwrap_or_default().to_owned();
    found(files).into_iter().map(first).collect()
}

fn agreed(id: &str, applies: &str) -> String {
    format!("kind: agreement\nregimes: [{{id: {id}, applies: {applies}, because: x}}]\n")
}

fn incident(fields: &str) -> String {
    format!("kind: incident\n{fields}")
}

fn notification(fields: &str) -> String {
    format!("kind: notification\n{fields}")
}

const NOTICE: &str = "incidents/INC-2026-7KQ2/notifications/NTF-9QXA.md";

#[test]
fn nothing_is_owed_where_nothing_is_known() {
    let data = "personal_data: {involved: yes, risk: high}\naware_at: 2026-11-21T10:00:00Z\n";
    let gdpr = agreed("eu-gdpr-33", "yes");
    let (one, other) = (incident(data), incident("personal_data: {involved: unknown}\n"));
    let false_alarm = incident(&format!("status: false-positive\n{data}"));
    let near = incident(&format!("determination: near-miss\n{data}"));
    let draft = incident("");
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("no agreement", &[(INCIDENT, &one)]),
        ("no law", &[("agreement.md", "kind: agreement\n"), (INCIDENT, &one)]),
        ("no", &[("agreement.md", &agreed("eu-gdpr-33", "no")), (INCIDENT, &one)]),
        ("a translation", &[("agreement.en.md", &gdpr), (INCIDENT, &one)]),
        ("not known", &[("agreement.md", &gdpr), (INCIDENT, &other)]),
        ("false", &[("agreement.md", &gdpr), (INCIDENT, &false_alarm)]),
        ("near miss", &[("agreement.md", &gdpr), (INCIDENT, &near)]),
        ("draft", &[("agreement.md", &gdpr), (INCIDENT, &draft)]),
    ];
    for (name, files) in cases {
        assert_eq!(found(files), [""; 0], "{name}");
    }
    let both = ["personal-data-without-clock", "data-subjects-unassessed"];
    assert_eq!(names(&[("agreement.md", &gdpr), (INCIDENT, &one)]), both);
    // What cannot be read may be what is missing.
    let in_part = "kind: notification\nto: interesados\nregime: eu-gdpr-33\n";
    assert_eq!(found(&[("agreement.md", &gdpr), (INCIDENT, &one), (NOTICE, in_part)]), [""; 0]);
    let broken = "kind: notification\n'\n";
    assert_eq!(found(&[("agreement.md", &gdpr), (INCIDENT, &one), (NOTICE, broken)]), [""; 0]);
    // A broken person or another incident's notification changes nothing.
    let others = [
        ("agreement.md", &*gdpr),
        (INCIDENT, &one),
        ("people/zq.md", "kind: [person\n"),
        (
            "incidents/INC-2026-M3XD/notifications/NTF-9QXA.md",
            "kind: notification\nregime: eu-gdpr-33\nto: data-subjects\n",
        ),
    ];
    assert_eq!(names(&others), both);
}

#[test]
fn overdue_waits_for_what_is_certain() {
    let gdpr = "regime: eu-gdpr-33\nstatus: planned\n";
    let cases = [
        ("aware_at: 2026-11-18T12:00:00Z\n", gdpr, false),
        ("aware_at: 2026-11-18T11:59:59Z\n", gdpr, true),
        ("aware_at: 2026-11-18T12:59:59+01:00\n", gdpr, true),
        ("aware_at: unknown\n", gdpr, false),
        ("detected_at: 2026-01-01T00:00:00Z\npersonal_data: {involved: no}\n", gdpr, false),
        ("aware_at: 2026-11-18T01:00:00Z\nprecision: {aware_at: day}\n", gdpr, false),
        ("aware_at: 2026-11-17T23:00:00Z\nprecision: {aware_at: day}\n", gdpr, true),
        ("aware_at: 2026-11-18T01:00:00Z\nprecision: {aware_at: month}\n", gdpr, false),
        ("aware_at: 2026-11-10T01:00:00Z\nstatus: near-miss\n", gdpr, false),
        ("aware_at: 2026-11-10T01:00:00Z\n", "regime: eu-gdpr-33\n", false),
        ("aware_at: 2026-11-10T01:00:00Z\n", "regime: eu-gdpr-33\nstatus: superseded\n", false),
        ("aware_at: 2026-11-10T01:00:00Z\n", "regime: eu-gdpr-34\nstatus: planned\n", false),
        // Which stage it is for is not said.
        ("aware_at: 2026-11-10T01:00:00Z\n", "regime: eu-nis2-23\nstatus: planned\n", false),
        // Nobody has to be told of the next stage before the one before it was sent.
        (
            "aware_at: 2026-11-10T01:00:00Z\n",
            "regime: eu-nis2-23\nstage: final\nstatus: planned\n",
            false,
        ),
        ("", "due_at: 2026-11-21T11:00:00Z\nstatus: required\n", true),
        ("", "due_at: 2026-11-21T13:00:00Z\nstatus: required\n", false),
        ("", "due_at: unknown\nstatus: required\n", false),
    ];
    for (fields, notice, expected) in cases {
        let files = [(INCIDENT, &*incident(fields)), (NOTICE, &*notification(notice))];
        let overdue = names(&files).iter().any(|name| name == "notification-overdue");
        assert_eq!(overdue, expected, "{fields}{notice}");
    }
}

#[test]
fn late_is_counted_for_the_agreed_role() {
    let notice = notification(
        "regime: br-lgpd-48\nstage: notification\nstatus: sent\nsent_at: 2026-11-17T12:00:00Z\ncontents: {nature: a, people: b, protection: c, risks: d, measures: e, dates: f, contact: g, controller: h, description: i}\n",
    );
    let fields = incident("aware_at: 2026-11-11T12:00:00Z\npersonal_data: {involved: yes}\n");
    let with = |role: &str| {
        let agreement =
            format!("kind: agreement\nregimes: [{{id: br-lgpd-48, role: {role}, applies: yes}}]\n");
        found(&[("agreement.md", &agreement), (INCIDENT, &fields), (NOTICE, &notice)])
    };
    assert_eq!(
        with("controller"),
        [
            "late-without-reason: sent after its time ended at 2026-11-17T02:59:59+00:00, and nothing says why"
        ]
    );
    assert_eq!(with("small agent"), [""; 0]);
}

#[test]
fn a_stage_after_another_waits_for_it() {
    let second = "incidents/INC-2026-7KQ2/notifications/NTF-1AAA.md";
    let profile = "kind: engagement\ntime_zone: Europe/Madrid\njurisdictions: [ES]\n";
    let first = |sent: &str| {
        notification(&format!(
            "regime: eu-nis2-23\nstage: notification\nstatus: superseded\n{sent}"
        ))
    };
    let last = notification("regime: eu-nis2-23\nstage: final\nstatus: planned\n");
    let fields = incident("aware_at: 2026-09-01T00:00:00Z\n");
    let found = |sent: &str| {
        let files = [
            ("ircase.yaml", profile),
            (INCIDENT, &fields),
            (NOTICE, &first(sent)),
            (second, &last),
        ];
        let mut found = found(&files);
        // The law's record was never compared with the law.
        found.retain(|line| !line.starts_with("regime-record-stale"));
        found
    };
    assert_eq!(found(""), [""; 0]);
    assert_eq!(found("sent_at: 2026-10-21T09:00:00+02:00\n"), [""; 0]);
    let late = found("sent_at: 2026-10-19T09:00:00+02:00\n");
    assert_eq!(late.len(), 1);
    assert!(late[0].contains("its time ended at 2026-11-19T23:59:59+01:00"), "{late:?}");
}

#[test]
fn a_decision_must_say_why() {
    let entry = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";
    let waived =
        notification("regime: eu-gdpr-33\nstatus: waived\ndecision: 20261121T101500Z-8F3K\n");
    let cases = [
        ("kind: entry\ntype: decision\nbecause: x\n", 0),
        ("kind: entry\ntype: decision\n", 1),
        ("kind: entry\ntype: note\nbecause: x\n", 1),
        // What cannot be read whole is not judged.
        ("kind: entry\ntype: note\n'\n", 0),
    ];
    for (text, expected) in cases {
        let files = [(INCIDENT, "kind: incident\n"), (NOTICE, &*waived), (entry, text)];
        assert_eq!(names(&files).len(), expected, "{text}");
    }
    // One that is not there is told once, by another rule.
    assert_eq!(names(&[(INCIDENT, "kind: incident\n"), (NOTICE, &waived)]), ["dangling-reference"]);
}

#[test]
fn who_speaks_for_the_organization_needs_no_consent() {
    let entry = "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md";
    let controls = "kind: agreement\ndisclosure: {organization_controls: true}\n";
    let free = "kind: agreement\ndisclosure: {organization_controls: false}\n";
    let told = "kind: entry\ntype: communication\nto: [jr]\n";
    let cases = [
        (controls, format!("{told}reached: yes\n"), "", 1),
        (controls, told.to_owned(), "", 1),
        (controls, format!("{told}reached: no\n"), "", 0),
        (controls, format!("{told}actor: zq\n"), "", 0),
        (controls, format!("{told}consent: {{person: zq, how: voice}}\n"), "", 0),
        (controls, format!("{told}consent: {{person: zq, how: pending}}\n"), "", 1),
        (controls, told.to_owned(), "responders: [jr]\n", 0),
        (controls, told.replace("[jr]", "[zq]"), "", 0),
        (controls, told.replace("[jr]", "[nobody-we-know]"), "", 0),
        (controls, told.replace("communication", "note"), "", 0),
        (free, told.to_owned(), "", 0),
        ("kind: agreement\n", told.to_owned(), "", 0),
    ];
    for (agreement, text, fields, expected) in cases {
        let files = [
            ("agreement.md", agreement),
            (INCIDENT, &*incident(fields)),
            (entry, &*text),
            ("people/jr.md", "kind: person\nparty: third-party\n"),
            ("people/zq.md", "kind: person\nparty: organization\n"),
        ];
        let found = names(&files);
        let told = found.iter().filter(|name| *name == "third-party-told-without-consent").count();
        assert_eq!(told, expected, "{agreement}{text}{fields}");
    }
}

#[test]
fn a_clock_may_be_earlier_but_not_later() {
    let cases = [
        ("due_at: 2026-11-24T10:00:00Z\n", 0),
        // People write no seconds.
        ("due_at: 2026-11-24T10:00:59Z\n", 0),
        ("due_at: 2026-11-24T10:01:00Z\n", 1),
        ("due_at: 2026-11-22T10:00:00Z\n", 0),
        ("due_at: unknown\n", 0),
        ("computed_from: {field: aware_at, at: 2026-11-21T10:00:00Z}\n", 0),
        ("computed_from: {field: aware_at, at: 2026-11-21T11:00:00+01:00}\n", 0),
        ("computed_from: {field: aware_at, at: 2026-11-21T10:00:01Z}\n", 1),
        // One fault is told once.
        (
            "due_at: 2026-12-24T10:01:00Z\ncomputed_from: {field: detected_at, at: 2026-11-21T10:00:01Z}\n",
            1,
        ),
    ];
    let fields = incident("aware_at: 2026-11-21T10:00:00Z\n");
    for (text, expected) in cases {
        let notice = notification(&format!("regime: eu-gdpr-33\nstatus: planned\n{text}"));
        let mut found = names(&[(INCIDENT, &fields), (NOTICE, &notice)]);
        // The law's record was never compared with the law.
        found.retain(|name| *name != "regime-record-stale");
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }
}

#[test]
fn personal_data_is_asked_for_after_a_day() {
    let cases = [
        ("detected_at: 2026-11-20T12:00:00Z\n", 0),
        ("detected_at: 2026-11-20T11:59:59Z\n", 1),
        ("detected_at: unknown\n", 0),
        ("", 0),
        ("detected_at: 2026-11-20T05:00:00Z\nprecision: {detected_at: day}\n", 0),
        ("detected_at: 2026-11-01T05:00:00Z\nprecision: {detected_at: approx}\n", 0),
        ("detected_at: 2026-11-01T05:00:00Z\npersonal_data: {involved: no}\n", 0),
        ("detected_at: 2026-11-01T05:00:00Z\npersonal_data: {risk: low}\n", 1),
        ("detected_at: 2026-11-01T05:00:00Z\npersonal_data: {involved: quizás}\n", 0),
        ("detected_at: 2026-11-01T05:00:00Z\n'\n", 0),
    ];
    for (fields, expected) in cases {
        assert_eq!(names(&[(INCIDENT, &incident(fields))]).len(), expected, "{fields}");
    }
}
