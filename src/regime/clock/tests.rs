//! Tables of due times. Where a rule has an official text, the case names it; the rest was counted
//! on a calendar by hand.

use proptest::prelude::*;

use super::*;
use crate::model::incident::Incident;
use crate::regime::record::Regime;
use crate::regime::{named, read, yaml_of};

fn incident(yaml: &str) -> Incident {
    yaml_of(yaml).unwrap()
}

/// Returns what a stage says, in the zone where it was counted.
fn shown(
    regime: &Regime,
    stage: &str,
    fields: &str,
    role: Option<&str>,
    zone: &str,
    countries: &[&str],
    previous: Option<&str>,
) -> String {
    let incident = incident(fields);
    let zone = TimeZone::get(zone).unwrap();
    let jurisdictions: Vec<String> = countries.iter().map(|it| (*it).to_owned()).collect();
    let previous: Option<Time> = previous.map(|time| time.parse().unwrap());
    let case = Case {
        incident: &incident,
        role,
        zone: &zone,
        jurisdictions: &jurisdictions,
        previous_sent: previous.as_ref(),
    };
    match due(regime, regime.stage(stage).unwrap(), &case) {
        Due::By(by) => by.at.to_zoned(by.zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Due::NotStarted(waits) => waits.to_string(),
        Due::Unknowable(why) => why.to_string(),
        Due::WithoutDelay => "without delay".to_owned(),
        Due::NotAsked => "not asked".to_owned(),
    }
}

fn example(name: &str) -> Regime {
    let text = match name {
        "eu-dora-19" => include_str!("../../../examples/regimes/eu-dora-19.yaml"),
        "eu-cra-14" => include_str!("../../../examples/regimes/eu-cra-14.yaml"),
        "us-hipaa" => include_str!("../../../examples/regimes/us-hipaa.yaml"),
        "us-sec-8k-105" => include_str!("../../../examples/regimes/us-sec-8k-105.yaml"),
        "us-circia" => include_str!("../../../examples/regimes/us-circia.yaml"),
        "tw-pdpa-12" => include_str!("../../../examples/regimes/tw-pdpa-12.yaml"),
        "hk-pcpd" => include_str!("../../../examples/regimes/hk-pcpd.yaml"),
        other => panic!("no example `{other}`"),
    };
    read(text).unwrap()
}

#[test]
fn hours_are_hours() {
    let cases = [
        // Friday evening to Monday evening: nothing is added for a weekend (Article 3(4) of
        // Regulation 1182/71 moves only periods that are not in hours).
        ("2026-11-20T18:30:00+01:00", "2026-11-23T18:30:00+01:00"),
        // Over Christmas, and over the end of a year.
        ("2026-12-24T10:00:00+01:00", "2026-12-27T10:00:00+01:00"),
        ("2026-12-30T23:59:59+01:00", "2027-01-02T23:59:59+01:00"),
        // Clocks go forward on 29 March 2026 and back on 25 October: 72 hours, not three days.
        ("2026-03-27T12:00:00+01:00", "2026-03-30T13:00:00+02:00"),
        ("2026-10-23T12:00:00+02:00", "2026-10-26T11:00:00+01:00"),
        // A leap day is a day.
        ("2028-02-27T00:00:00+01:00", "2028-03-01T00:00:00+01:00"),
        // Written elsewhere, shown in the engagement's zone.
        ("2026-11-20T12:30:00-05:00", "2026-11-23T18:30:00+01:00"),
    ];
    let regime = named("eu-gdpr-33").unwrap();
    for (aware, expected) in cases {
        let fields = format!("{{aware_at: '{aware}'}}");
        let got = shown(regime, "notification", &fields, None, "Europe/Madrid", &["ES"], None);
        assert_eq!(got, expected, "{aware}");
    }
}

#[test]
fn a_clock_without_its_time_says_so() {
    let regime = named("eu-gdpr-33").unwrap();
    let of = |fields: &str| shown(regime, "notification", fields, None, "UTC", &[], None);
    assert_eq!(of("{}"), "not started: there is no `aware_at` yet");
    assert_eq!(
        of("{detected_at: '2026-11-20T18:30:00Z'}"),
        "not started: there is no `aware_at` yet"
    );
    assert_eq!(of("{aware_at: unknown}"), "cannot be computed because `aware_at` is unknown");
    let without = named("eu-gdpr-34").unwrap();
    let of = |fields: &str| shown(without, "communication", fields, None, "UTC", &[], None);
    assert_eq!(of("{}"), "without delay");
}

/// Regulation 1182/71, Article 3(1), (2)(c) and (4), with one month from the stage before.
#[test]
fn eu_months_end_on_a_working_day() {
    let cases = [
        // 23 October + 1 month is Monday 23 November.
        ("2026-10-23T09:00:00+02:00", "ES", "2026-11-23T23:59:59+01:00"),
        // The day does not exist in the last month: its last day. 28 February 2026 is a Saturday,
        // so Monday 2 March.
        ("2026-01-31T09:00:00+01:00", "ES", "2026-03-02T23:59:59+01:00"),
        // In a leap year: 29 February 2028 is a Tuesday.
        ("2028-01-31T09:00:00+01:00", "ES", "2028-02-29T23:59:59+01:00"),
        // Sunday 6 December; Monday 7 works in Spain, Tuesday 8 does not.
        ("2026-11-06T09:00:00+01:00", "ES", "2026-12-07T23:59:59+01:00"),
        ("2026-11-08T09:00:00+01:00", "ES", "2026-12-09T23:59:59+01:00"),
        // 25 December is Friday; in Germany 26 is a holiday too; Monday 28.
        ("2026-11-25T09:00:00+01:00", "DE", "2026-12-28T23:59:59+01:00"),
        // Over the end of the year: 1 January is a holiday, 2 and 3 are a weekend.
        ("2026-12-01T09:00:00+01:00", "DE", "2027-01-04T23:59:59+01:00"),
        // Easter Monday 2026 is 6 April, 3 April Good Friday.
        ("2026-03-03T09:00:00+01:00", "DE", "2026-04-07T23:59:59+02:00"),
        // France has no Good Friday.
        ("2026-03-03T09:00:00+01:00", "FR", "2026-04-03T23:59:59+02:00"),
        // Sent late at night in another zone: the day counts where it is counted.
        ("2026-10-22T23:30:00+00:00", "ES", "2026-11-23T23:59:59+01:00"),
        // The calendar ends with 2035.
        (
            "2035-12-10T09:00:00+01:00",
            "ES",
            "cannot be computed because the holidays `es` of 2036 are not known here",
        ),
    ];
    let regime = named("eu-nis2-23").unwrap();
    for (sent, country, expected) in cases {
        let got = shown(regime, "final", "{}", None, "Europe/Madrid", &[country], Some(sent));
        assert_eq!(got, expected, "{sent} {country}");
    }
    let unsent = shown(regime, "final", "{}", None, "Europe/Madrid", &["ES"], None);
    assert_eq!(unsent, "not started: the stage before is not sent");
    let no_country = |countries: &[&str]| {
        shown(
            regime,
            "final",
            "{}",
            None,
            "Europe/Madrid",
            countries,
            Some("2026-11-08T09:00:00+01:00"),
        )
    };
    // Without one member state only the weekend moves the end, which is never too late.
    assert_eq!(no_country(&[]), "2026-12-08T23:59:59+01:00");
    assert_eq!(no_country(&["ES", "FR"]), "2026-12-08T23:59:59+01:00");
}

/// Article 3(5): a period of two days or more holds at least two working days.
#[test]
fn eu_periods_hold_two_working_days() {
    let regime = |within: &str| {
        let mut regime = named("eu-nis2-23").unwrap().clone();
        regime.stages[3].within = Some(within.parse().unwrap());
        regime
    };
    let cases = [
        // From Thursday: Friday works, the weekend does not, Monday is the second.
        ("2 days", "2026-11-19T09:00:00+01:00", "2026-11-23T23:59:59+01:00"),
        // From Friday: Monday is the first, Tuesday the second.
        ("2 days", "2026-11-20T09:00:00+01:00", "2026-11-24T23:59:59+01:00"),
        ("3 days", "2026-11-20T09:00:00+01:00", "2026-11-24T23:59:59+01:00"),
        // One day has no such floor, only the working day at its end.
        ("1 day", "2026-11-20T09:00:00+01:00", "2026-11-23T23:59:59+01:00"),
        ("2 days", "2026-11-16T09:00:00+01:00", "2026-11-18T23:59:59+01:00"),
    ];
    for (within, sent, expected) in cases {
        let got = shown(&regime(within), "final", "{}", None, "Europe/Madrid", &["ES"], Some(sent));
        assert_eq!(got, expected, "{within} from {sent}");
    }
}

#[test]
fn brazilian_working_days() {
    let cases = [
        // Wednesday to Monday.
        (None, "2026-11-11T10:00:00-03:00", "2026-11-16T23:59:59-03:00"),
        // Friday 20 November is a holiday since 2024.
        (None, "2026-11-18T10:00:00-03:00", "2026-11-24T23:59:59-03:00"),
        // On a Saturday the first counted day is Monday.
        (None, "2026-11-14T10:00:00-03:00", "2026-11-18T23:59:59-03:00"),
        // Christmas and the new year.
        (None, "2026-12-23T10:00:00-03:00", "2026-12-29T23:59:59-03:00"),
        (None, "2026-12-30T10:00:00-03:00", "2027-01-05T23:59:59-03:00"),
        // Twice as long for a small agent.
        (Some("small agent"), "2026-11-11T10:00:00-03:00", "2026-11-19T23:59:59-03:00"),
        (Some("Small Agent"), "2026-11-18T10:00:00-03:00", "2026-11-27T23:59:59-03:00"),
        // Late at night in Manaus it is the next day at the authority.
        (None, "2026-11-10T23:30:00-04:00", "2026-11-16T23:59:59-03:00"),
        (
            None,
            "2035-12-28T10:00:00-03:00",
            "cannot be computed because the holidays `br` of 2036 are not known here",
        ),
        (
            None,
            "2023-12-28T10:00:00-03:00",
            "cannot be computed because the holidays `br` of 2023 are not known here",
        ),
    ];
    let regime = named("br-lgpd-48").unwrap();
    for (role, aware, expected) in cases {
        let fields = format!("{{aware_at: '{aware}'}}");
        let got = shown(regime, "notification", &fields, role, "America/Manaus", &["BR"], None);
        assert_eq!(got, expected, "{role:?} {aware}");
    }
    let sent = Some("2026-11-16T15:00:00-03:00");
    let supplement = shown(regime, "supplement", "{}", None, "UTC", &[], sent);
    assert_eq!(supplement, "2026-12-15T23:59:59-03:00");
}

#[test]
fn a_role_can_have_its_own_hours() {
    let regime = named("cn-cac-2025").unwrap();
    let fields =
        "{detected_at: '2026-11-20T18:30:00+08:00', recovered_at: '2026-12-02T08:00:00+08:00'}";
    let of = |stage: &str, role| shown(regime, stage, fields, role, "UTC", &[], None);
    assert_eq!(of("notification", None), "2026-11-20T22:30:00+08:00");
    assert_eq!(of("notification", Some("critical operator")), "2026-11-20T19:30:00+08:00");
    assert_eq!(of("summary", None), "2027-01-01T23:59:59+08:00");
}

#[test]
fn the_examples_of_the_model() {
    let aware_and = |determined: &str| {
        format!("{{aware_at: '2026-11-20T10:00:00Z', determined_at: '{determined}'}}")
    };
    let dora = example("eu-dora-19");
    let of = |fields: &str| shown(&dora, "initial", fields, None, "UTC", &[], None);
    assert_eq!(of(&aware_and("2026-11-20T12:00:00Z")), "2026-11-20T16:00:00+00:00");
    assert_eq!(of(&aware_and("2026-11-21T09:00:00Z")), "2026-11-21T10:00:00+00:00");
    // Classified after the 24 hours: four hours from then.
    assert_eq!(of(&aware_and("2026-11-23T09:00:00Z")), "2026-11-23T13:00:00+00:00");
    assert_eq!(of("{aware_at: '2026-11-20T10:00:00Z'}"), "2026-11-21T10:00:00+00:00");
    assert_eq!(of("{}"), "not started: there is no `determined_at` yet");

    let sec = example("us-sec-8k-105");
    let of = |at: &str| {
        shown(&sec, "form-8-k", &format!("{{determined_at: '{at}'}}"), None, "UTC", &[], None)
    };
    // Thanksgiving is Thursday 26 November 2026.
    assert_eq!(of("2026-11-24T16:00:00-05:00"), "2026-12-01T23:59:59-05:00");
    // Independence Day 2026 falls on a Saturday and is observed on Friday 3 July.
    assert_eq!(of("2026-07-01T16:00:00-04:00"), "2026-07-08T23:59:59-04:00");

    let hipaa = example("us-hipaa");
    let of = |stage: &str, people: &str| {
        let fields = format!(
            "{{detected_at: '2026-03-10T10:00:00-04:00', affected_people: {{approximately: {people}}}}}"
        );
        shown(&hipaa, stage, &fields, None, "UTC", &[], None)
    };
    assert_eq!(of("people", "3"), "2026-05-09T23:59:59-04:00");
    assert_eq!(of("hhs-from-500", "500"), "2026-05-09T23:59:59-04:00");
    assert_eq!(of("hhs-from-500", "499"), "not asked");
    // 60 days after 31 December 2026.
    assert_eq!(of("hhs-below-500", "499"), "2027-03-01T23:59:59-05:00");
    let unknown = shown(&hipaa, "hhs-below-500", "{}", None, "UTC", &[], None);
    assert_eq!(unknown, "cannot be computed because `affected_people.approximately` is unknown");

    let cra = shown(&example("eu-cra-14"), "final", "{}", None, "UTC", &[], None);
    assert_eq!(
        cra,
        "cannot be computed because it counts from something no field holds: a corrective or mitigating measure is available"
    );
    for name in ["us-circia", "tw-pdpa-12", "hk-pcpd"] {
        let regime = example(name);
        assert!(!shown(&regime, &regime.stages[0].name, "{}", None, "UTC", &[], None).is_empty());
    }
}

#[test]
fn an_imprecise_start_gives_both_ends() {
    let incident = incident("{aware_at: '2026-11-20T15:00:00+01:00', precision: {aware_at: day}}");
    let zone = TimeZone::get("Europe/Madrid").unwrap();
    let case = Case {
        incident: &incident,
        role: None,
        zone: &zone,
        jurisdictions: &[],
        previous_sent: None,
    };
    let regime = named("eu-gdpr-33").unwrap();
    let Due::By(by) = due(regime, &regime.stages[0], &case) else { panic!("it has begun") };
    assert_eq!(by.at.to_string(), "2026-11-22T23:00:00Z");
    assert_eq!(by.at_latest.to_string(), "2026-11-23T23:00:00Z");
    assert_eq!(by.computed_from.field, "aware_at");
    assert_eq!(by.computed_from.start, "2026-11-20T15:00:00+01:00");
    assert_eq!(by.computed_from.text, "Regulation (EU) 2016/679, Article 33");
    assert_eq!(by.computed_from.remarks, [Remark::ImpreciseStart]);
}

/// Returns the end of a stage from a start, in an engagement in Spain.
fn end(regime: &Regime, stage: &Stage, start: Timestamp) -> Option<Timestamp> {
    let time = Time::at(start, &TimeZone::UTC);
    let incident = Incident {
        aware_at: Some(time.clone()),
        detected_at: Some(time.clone()),
        determined_at: Some(time.clone()),
        recovered_at: Some(time.clone()),
        ..Incident::default()
    };
    let zone = TimeZone::get("Europe/Madrid").unwrap();
    let case = Case {
        incident: &incident,
        role: None,
        zone: &zone,
        jurisdictions: &["ES".to_owned()],
        previous_sent: Some(&time),
    };
    match due(regime, stage, &case) {
        Due::By(by) => Some(by.at),
        _ => None,
    }
}

/// `oracle.csv` is written by another program (`oracle.py`, with python-dateutil and `holidays`).
#[test]
fn another_program_counts_the_same() {
    let rows: Vec<&str> = include_str!("oracle.csv").lines().skip(1).collect();
    assert!(rows.len() > 500);
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let [rule, country, start, within, expected] = cells[..] else { panic!("{row}") };
        let (id, stage) = match rule {
            "eu" => ("eu-nis2-23", 3),
            "br" => ("br-lgpd-48", 0),
            "us" => ("us-sec-8k-105", 0),
            other => panic!("{other}"),
        };
        let mut regime = named(id).cloned().unwrap_or_else(|| example(id));
        regime.zone = Some("UTC".to_owned());
        regime.stages[stage].within = Some(within.parse().unwrap());
        let name = regime.stages[stage].name.clone();
        let fields = format!("{{aware_at: '{start}', determined_at: '{start}'}}");
        let got = shown(&regime, &name, &fields, None, "UTC", &[country], Some(start));
        assert_eq!(got, format!("{expected}T23:59:59+00:00"), "{row}");
    }
}

proptest! {
    /// A later start never ends earlier, and no clock ends before it starts.
    #[test]
    fn clocks_are_monotone(start in 1_735_689_600_i64..2_050_000_000, more in 0_i64..10_000_000) {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let regimes = crate::regime::all().cloned();
        for regime in regimes.chain([example("us-sec-8k-105"), example("eu-dora-19")]) {
            for stage in &regime.stages {
                let (one, two) = (end(&regime, stage, at(start)), end(&regime, stage, at(start + more)));
                if let (Some(one), Some(two)) = (one, two) {
                    prop_assert!(one <= two, "{}.{}", regime.id, stage.name);
                    prop_assert!(one >= at(start));
                }
            }
        }
    }

    /// Hours are exact, whatever day, zone or season it is.
    #[test]
    fn hours_are_exact(start in 0_i64..4_000_000_000, hours in 1_i64..2_000) {
        let mut regime = named("eu-gdpr-33").unwrap().clone();
        regime.stages[0].within = Some(format!("{hours} hours").parse().unwrap());
        let start = Timestamp::from_second(start).unwrap();
        let end = end(&regime, &regime.stages[0], start).unwrap();
        prop_assert_eq!(end.as_second() - start.as_second(), hours * 3_600);
    }
}
