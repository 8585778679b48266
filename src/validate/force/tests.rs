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
    let cases = [
        // What proves nothing binds nobody: the text was completed with its proof.
        (signed.replace("sev3", "sev1"), unproven),
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

#[test]
fn earlier_texts_are_wanted_only_where_one_may_count() {
    for (here, wanted) in [
        (None, true),
        (Some(text("sev1", None)), true),
        // A paper that does not say which text it is may be one of an earlier text.
        (Some(text("sev1", Some("2026-11-01"))), true),
        (Some(over(&text("sev1", Some("2026-11-01")))), false),
        (Some(over(&text("sev1", Some("2026-11-15")))), true),
    ] {
        assert_eq!(wants_earlier(&case(here.as_deref(), &[]).engagement), wanted, "{here:?}");
    }
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
