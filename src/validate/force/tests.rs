//! Which text is in force, by what was signed and recorded.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::source::Sources;

const HERE: &str = "incidents/INC-2026-7KQ2/incident.md";

/// Returns a text of the agreement; with a day, both signed it then.
fn text(threshold: &str, signed: Option<&str>) -> String {
    let signatures = signed.map_or_else(String::new, |day| {
        let by = |person| {
            format!("- {{person: {person}, how: paper, proof: x, signed_at: {day}T09:00:00Z}}\n")
        };
        format!("signatures:\n{}{}", by("zq"), by("av"))
    });
    format!(
        "---\nkind: agreement\nrepresentatives: {{organization: [zq], auditor: [av]}}\nthreshold: {threshold}\n{signatures}---\n"
    )
}

/// Returns the same text with signatures that say over what they are.
fn over(text: &str) -> String {
    text.replace("how: paper", &format!("how: paper, over: {}", content_of(text)))
}

#[test]
fn a_paper_counts_for_the_first_text_that_carried_it() {
    let signed = text("sev3", Some("2026-11-01"));
    let changed = signed.replace("threshold: sev3", "threshold: sev1");
    let is = |here: &str, trail: &[String]| {
        let case = case(Some(here), trail);
        let now = told(Force::of(&case.engagement, &case.recorded).now(&case.engagement));
        now.map(|(threshold, ..)| threshold).unwrap_or_default()
    };
    // Never recorded before: the folder's text is the first.
    assert_eq!(is(&changed, &[]), "sev1");
    let trail = std::slice::from_ref(&signed);
    assert_eq!(is(&changed, trail), "sev3");
    // Recorded as well, it is no better.
    assert_eq!(is(&changed, &[changed.clone(), signed.clone()]), "sev3");
    // A word more about the same paper makes no new one, and another day does.
    assert_eq!(is(&changed.replace("proof: x", "proof: x, witnessed_by: rm"), trail), "sev3");
    assert_eq!(is(&changed.replace("2026-11-01", "2026-11-20"), trail), "sev1");
    assert_eq!(is(&over(&changed), trail), "sev1");
    // Neither does a word less, other words, another hour or no date.
    for (from, to) in [
        ("proof: x", "proof: y"),
        ("proof: x", "witnessed_by: rm"),
        ("how: paper", "how: message"),
        ("T09:00:00Z", "T09:00:01Z"),
        ("2026-11-01T09", "2026-11-02T08"),
        ("2026-11-01", "2026-10-01"),
        (", signed_at: 2026-11-01T09:00:00Z", ""),
    ] {
        assert!(changed.contains(from), "{from}");
        assert_eq!(is(&changed.replace(from, to), trail), "sev3", "{from} {to}");
    }
}

#[test]
fn who_signed_again_is_not_bound_to_what_was_before() {
    let signed = text("sev3", Some("2026-11-01"));
    let again = text("sev1", Some("2026-11-20"));
    let undated = signed.replace(", signed_at: 2026-11-01T09:00:00Z", "");
    let papers = |text: &str| -> String {
        text.lines().filter(|line| line.starts_with("- {")).map(|it| format!("{it}\n")).collect()
    };
    let both = |old: &str| again.replace("signatures:\n", &format!("signatures:\n{}", papers(old)));
    let unproven = signed.replace(", proof: x", "");
    let blank = signed.replace("proof: x", "proof: ' ', witnessed_by: \"\\u00a0\"");
    let cases = [
        // What proves nothing binds nobody: the text was completed with its proof.
        (signed.replace("sev3", "sev1"), unproven),
        (signed.replace("sev3", "sev1"), blank),
        (again.clone(), undated.clone()),
        (both(&undated), undated),
        (both(&signed), signed),
    ];
    for (here, before) in cases {
        for trail in [vec![before.clone()], vec![here.clone(), before.clone()]] {
            let case = case(Some(&here), &trail);
            let (now, _) = now_and_then(&case);
            let signed = ("sev1".to_owned(), Standing::Signed, AgreementFile::Readable);
            assert_eq!(now, Some(signed), "{here} {trail:?}");
        }
    }
}

struct Case {
    engagement: Engagement,
    recorded: Recorded,
}

/// Returns what lies in the folder, with what the trail holds of the agreement, newest first.
fn case(here: Option<&str>, trail: &[String]) -> Case {
    let mut sources = Sources::default();
    if let Some(here) = here {
        sources.add(AGREEMENT_PATH, here);
    }
    sources.add(HERE, "---\nkind: incident\ndetected_at: 2026-11-10T10:00:00Z\n---\n");
    let engagement = Engagement::assemble(sources, Vec::new());
    let is_here = |text: &&String| Some(text.as_str()) == here;
    let mut trail = trail.iter();
    let head = trail.next();
    let changed = head.filter(|text| !is_here(text)).cloned();
    let recorded = Recorded {
        paths: head.map(|_| AGREEMENT_PATH.to_owned()).into_iter().collect(),
        changed: changed.map(|text| (AGREEMENT_PATH.to_owned(), text)).into_iter().collect(),
        earlier: BTreeMap::from([(
            AGREEMENT_PATH.to_owned(),
            trail.map(|text| (&**text).into()).collect(),
        )]),
        signatures: Some(BTreeSet::new()),
        ..Recorded::default()
    };
    Case { engagement, recorded }
}

type Told = Option<(String, Standing, AgreementFile)>;

fn told(agreed: Option<InForce<'_>>) -> Told {
    agreed.map(|it| (it.agreement.threshold.clone().unwrap_or_default(), it.standing, it.file))
}

/// Returns what is in force now, and what was on the day of the incident.
fn now_and_then(case: &Case) -> (Told, Told) {
    let force = Force::of(&case.engagement, &case.recorded);
    let then = "2026-11-10T10:00:00Z".parse().unwrap();
    (told(force.now(&case.engagement)), told(force.at(then, &case.engagement)))
}

#[test]
fn what_both_signed_last_is_in_force_and_what_they_had_signed_was() {
    use AgreementFile::{Deleted, Readable, Unreadable};
    use Standing::{Earlier, Later, Signed, Then, Unsigned};
    let first = || text("sev1", Some("2026-11-01"));
    let second = || text("sev2", Some("2026-11-15"));
    let draft = || text("sev3", None);
    let broken = first().replace("kind", "'kind");
    let is = |threshold: &str, standing, file| Some((threshold.to_owned(), standing, file));
    let cases = [
        (None, vec![], None, None),
        (Some(draft()), vec![], is("sev3", Unsigned, Readable), is("sev3", Unsigned, Readable)),
        (Some(first()), vec![first()], is("sev1", Signed, Readable), is("sev1", Signed, Readable)),
        (
            Some(second()),
            vec![second(), draft(), first()],
            is("sev2", Signed, Readable),
            is("sev1", Then, Readable),
        ),
        // Nobody had signed anything yet: what they signed first is nearest.
        (Some(second()), vec![second()], is("sev2", Signed, Readable), is("sev2", Later, Readable)),
        (
            Some(draft()),
            vec![second(), first()],
            is("sev2", Earlier, Readable),
            is("sev1", Then, Readable),
        ),
        (None, vec![first()], is("sev1", Signed, Deleted), is("sev1", Signed, Deleted)),
        (None, vec![draft(), first()], is("sev1", Earlier, Deleted), is("sev1", Earlier, Deleted)),
        (None, vec![draft()], is("sev3", Unsigned, Deleted), is("sev3", Unsigned, Deleted)),
        (
            Some(broken.clone()),
            vec![first()],
            is("sev1", Signed, Unreadable),
            is("sev1", Signed, Unreadable),
        ),
    ];
    for (here, trail, now, then) in cases {
        let case = case(here.as_deref(), &trail);
        assert_eq!(now_and_then(&case), (now, then), "{here:?} {trail:?}");
    }
}

#[test]
fn a_field_that_does_not_fit_is_not_read() {
    let here = text("sev1", None).replace("threshold", "review_every: soon\nthreshold");
    let case = case(Some(&here), &[]);
    let force = Force::of(&case.engagement, &case.recorded);
    let agreed = force.now(&case.engagement).unwrap();
    for (fields, was_read) in [
        (&["threshold"][..], true),
        (&["threshold", "review_every"], false),
        (&["severities"], true),
    ] {
        assert_eq!(agreed.was_read(fields), was_read, "{fields:?}");
    }
}

/// Returns a text with these signatures after the others, each of a day and over what it says.
fn signed_over(text: &str, over: &[(&str, &str)]) -> String {
    let sign = |(day, over): &(&str, &str)| {
        let by = |person| {
            format!(
                "- {{person: {person}, how: paper, proof: x, over: {over}, signed_at: {day}T09:00:00Z}}\n"
            )
        };
        format!("{}{}", by("zq"), by("av"))
    };
    let signatures: String = over.iter().map(sign).collect();
    format!("{}signatures:\n{signatures}---\n", text.strip_suffix("---\n").unwrap())
}

#[test]
fn a_text_that_comes_back_is_signed_again() {
    use Standing::{Earlier, Signed, Then};
    let [a, b] = ["sev1", "sev2"].map(|threshold| text(threshold, None));
    let [over_a, over_b] = [&a, &b].map(|text| content_of(text).to_string());
    let first = ("2026-11-01", &*over_a);
    let second = ("2026-11-05", &*over_b);
    let a_first = signed_over(&a, &[first]);
    let b_second = signed_over(&b, &[first, second]);
    let is =
        |threshold: &str, standing| Some((threshold.to_owned(), standing, AgreementFile::Readable));
    let half = |day| {
        let text = signed_over(&a, &[first, second, (day, &over_a)]);
        text.replacen(
            &format!("av, how: paper, proof: x, over: {over_a}, signed_at: {day}"),
            "rm, signed_at: x",
            1,
        )
    };
    let undated = |text: &str| text.replace(", signed_at: 2026-11-05T09:00:00Z", "");
    for (here, before, now, then) in [
        // Put back with all signatures, or with its own alone.
        (signed_over(&a, &[first, second]), &b_second, is("sev2", Earlier), is("sev2", Earlier)),
        (a_first.clone(), &b_second, is("sev2", Earlier), is("sev2", Earlier)),
        // Signed once more, and still by an older paper.
        (
            signed_over(&a, &[first, ("2026-11-04", &over_a)]),
            &b_second,
            is("sev2", Earlier),
            is("sev2", Earlier),
        ),
        (half("2026-11-12"), &b_second, is("sev2", Earlier), is("sev2", Earlier)),
        // Signed anew: what happened between is held against what was in force between.
        (
            signed_over(&a, &[first, second, ("2026-11-12", &over_a)]),
            &b_second,
            is("sev1", Signed),
            is("sev2", Then),
        ),
        (
            signed_over(&a, &[("2026-11-08", &over_a)]),
            &b_second,
            is("sev1", Signed),
            is("sev1", Signed),
        ),
        // Nobody knows when the one between was signed; only what is newer than the first is new.
        (a_first.clone(), &undated(&b_second), is("sev2", Earlier), is("sev2", Earlier)),
        (
            signed_over(&a, &[("2026-11-12", &over_a)]),
            &undated(&b_second),
            is("sev1", Signed),
            is("sev2", Then),
        ),
    ] {
        for trail in [
            vec![before.clone(), a_first.clone()],
            vec![here.clone(), before.clone(), a_first.clone()],
        ] {
            let case = case(Some(&here), &trail);
            assert_eq!(now_and_then(&case), (now.clone(), then.clone()), "{here} {before}");
        }
    }
    // Nobody signed what came between.
    let case = case(Some(&a_first), &[text("sev3", None), a_first.clone()]);
    assert_eq!(now_and_then(&case).0, is("sev1", Signed));
}

#[test]
fn a_signature_whose_file_is_missing_replaces_nothing() {
    let first = over(&text("sev1", Some("2026-11-01")));
    let second = over(&text("sev2", Some("2026-11-05"))).replace("how: paper", "how: openpgp");
    let mut case = case(Some(&second), &[second.clone(), first]);
    let wanted = crate::validate::wants_earlier(&case.engagement);
    assert!(wanted.contains(AGREEMENT_PATH));
    let (now, _) = now_and_then(&case);
    assert_eq!(now, Some(("sev1".to_owned(), Standing::Earlier, AgreementFile::Readable)));
    let hash = content_of(&second);
    case.recorded.signatures =
        Some(["zq", "av"].map(|person| format!("signatures/{hash}-{person}.asc")).into());
    let (now, _) = now_and_then(&case);
    assert_eq!(now, Some(("sev2".to_owned(), Standing::Signed, AgreementFile::Readable)));
}

#[test]
fn what_no_signature_covers_does_not_come_into_force() {
    let first = text("sev1", Some("2026-11-01"));
    let clear = text("sev3", Some("2026-11-15"));
    // The line counts as the document's status for who signs lines, and as a term for who reads.
    let hidden = clear.replace("threshold", "x-terms: {\na: 1,\nstatus: 2\n}\nthreshold");
    for (text, threshold, standing) in
        [(clear, "sev3", Standing::Signed), (hidden, "sev1", Standing::Earlier)]
    {
        let case = case(Some(&text), &[text.clone(), first.clone()]);
        let (now, _) = now_and_then(&case);
        assert_eq!(now, Some((threshold.to_owned(), standing, AgreementFile::Readable)));
    }
}
