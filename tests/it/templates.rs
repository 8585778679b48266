//! What `ircase new` starts from: with every blank filled in, nothing is wrong with it.

use ircase::diagnostic::{Class, Diagnostic, Level};
use ircase::model::engagement::Engagement;
use ircase::model::incident::Origin;
use ircase::model::person::Function;
use ircase::model::vocabulary::Party;
use ircase::ops::new::{self, Draft, FirstReport, Setting};
use ircase::source::Sources;
use ircase::validate::{self, Facts, Recorded};

const NOW: &str = "2026-11-21T10:15:00Z";

/// What an auditor writes into the blanks, by key; the first that is not used up yet.
const ANSWERS: &[(&str, &[&str])] = &[
    ("organization", &["[zw]"]),
    ("start", &["2026-11-01T09:00:00+01:00"]),
    ("end", &["2026-12-20T18:00:00+01:00"]),
    ("in", &["[the website]"]),
    ("out", &["[payroll]"]),
    ("primary", &["zw"]),
    ("secondary", &["tm", "bo"]),
    ("who", &["tm", "bo"]),
    ("meeting_place", &["the library"]),
    ("decided_by", &["[zw, auditor]"]),
    ("refer", &["a helpline"]),
    ("verified_at", &["2026-11-20T10:00:00+01:00"]),
    ("value", &["+34 600 555 0100", "+34 600 555 0101"]),
    ("id", &["recover"]),
    ("text", &["Bring it back."]),
    ("owner_function", &["it"]),
    ("done_when", &["It answers."]),
];

/// Fills every blank (`key: # what belongs here`); a blank without an answer is a failure.
fn filled(draft: &Draft) -> String {
    let mut used = vec![0; ANSWERS.len()];
    let lines = draft.text.lines().map(|line| {
        let Some((before, _)) = line.split_once(": #") else { return line.to_owned() };
        let key = before.trim_start_matches([' ', '-']);
        let place = ANSWERS.iter().position(|(known, _)| *known == key);
        let place = place.unwrap_or_else(|| panic!("{}: no answer for `{line}`", draft.path));
        let answers = ANSWERS[place].1;
        let answer = answers[used[place].min(answers.len() - 1)];
        used[place] += 1;
        format!("{before}: {answer}")
    });
    lines.map(|line| line + "\n").collect()
}

fn setting(language: &str) -> Setting<'static> {
    Setting {
        workspace: None,
        language: language.to_owned(),
        zone: jiff::tz::TimeZone::get("Europe/Madrid").unwrap(),
        now: NOW.parse().unwrap(),
        random: [8, 15, 3, 19],
    }
}

fn check(documents: &[(String, String)]) -> Vec<(String, Diagnostic)> {
    let mut documents = documents.to_vec();
    documents.push((
        "ircase.yaml".to_owned(),
        "kind: engagement\ncodename: amber-heron\nparties:\n  auditor: {codename: a}\n  \
         organization: {codename: o, people: 12}\nlanguages: [en]\ntime_zone: Europe/Madrid\n\
         default_tlp: TLP:AMBER+STRICT\nrisk: low\nplain_private: accepted\n"
            .to_owned(),
    ));
    documents.sort();
    let mut sources = Sources::default();
    for (path, text) in documents {
        sources.add(path, text);
    }
    let engagement = Engagement::assemble(sources, Vec::new());
    let recorded = Recorded::default();
    let found = validate::check(&Facts::new(&engagement, &recorded, NOW.parse().unwrap()));
    found
        .into_iter()
        .map(|finding| {
            let path = finding.span().map(|span| engagement.sources.get(span.source).path.clone());
            (path.unwrap_or_default(), finding)
        })
        .collect()
}

fn people(setting: &Setting<'_>) -> Vec<(String, String)> {
    let person = |handle: &str, party, number: &str| {
        let draft = new::person(setting, handle, party, &[Function::Management]).unwrap();
        (draft.path.clone(), filled(&draft).replace("+34 600 555", number))
    };
    vec![
        person("auditor", Party::Auditor, "+34 601 555"),
        person("bo", Party::Auditor, "+34 602 555"),
        person("zw", Party::Organization, "+34 603 555"),
        person("tm", Party::Organization, "+34 604 555"),
    ]
}

#[test]
fn a_filled_agreement_has_no_error() {
    // What no template can know: the signatures of both parties.
    let expected_when_active = ["active-but-unsigned", "active-but-unsigned"];
    for language in ["en", "es"] {
        let setting = setting(language);
        let draft = new::agreement(&setting, "auditor").unwrap();
        let text = filled(&draft);
        for (status, expected) in
            [("draft", &[][..]), ("proposed", &[]), ("active", &expected_when_active)]
        {
            let mut documents = people(&setting);
            let text = text.replace("status: draft", &format!("status: {status}"));
            documents.push((draft.path.clone(), text));
            let found = check(&documents);
            let loud: Vec<&str> = found
                .iter()
                .filter(|(_, finding)| finding.level == Level::Error)
                .map(|(_, finding)| finding.rule)
                .collect();
            assert_eq!(loud, expected, "{language} {status}: {found:#?}");
            let odd =
                found.iter().find(|(_, it)| it.level == Level::Warning && it.class != Class::Duty);
            assert_eq!(odd, None, "{language} {status}");
        }
    }
}

#[test]
fn a_blank_template_is_a_draft_without_errors() {
    for language in ["en", "es"] {
        let setting = setting(language);
        let drafts = [
            new::agreement(&setting, "auditor").unwrap(),
            new::procedure(&setting, "When the website is down").unwrap(),
        ];
        let mut documents = people(&setting);
        documents.extend(drafts.into_iter().map(|draft| (draft.path, draft.text)));
        let found = check(&documents);
        assert!(found.iter().all(|(_, it)| it.level < Level::Error), "{language}: {found:#?}");
    }
}

#[test]
fn one_sentence_is_an_incident_that_nothing_stops() {
    for language in ["en", "es"] {
        let setting = setting(language);
        for text in ["nmap took web01 down", "a: b # c", "--- {{ x }} \u{202e}evil", "- [x]\n---\n"]
        {
            let report = FirstReport {
                text: text.to_owned(),
                origin: Origin::CausedByAuditor,
                severity: None,
            };
            let draft = new::incident(&setting, &report).unwrap();
            let found = check(&[(draft.path, draft.text)]);
            let stops = found.iter().find(|(_, it)| it.blocks_recording());
            assert_eq!(stops, None, "{language} {text}");
        }
    }
}
