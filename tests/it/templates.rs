//! What `ircase new` starts from: with every blank filled in, nothing is wrong with it.

use ircase::diagnostic::{Class, Diagnostic, Level};
use ircase::document::yaml::{Node, Value};
use ircase::model::engagement::Engagement;
use ircase::model::evidence::EvidenceForm;
use ircase::model::exercise::ExerciseType;
use ircase::model::incident::Origin;
use ircase::model::kind::Kind;
use ircase::model::notification::Recipient;
use ircase::model::person::Function;
use ircase::model::time::{Day, Time};
use ircase::model::vocabulary::Party;
use ircase::ops::new::{
    self, Draft, FirstReport, NewAnswer, NewEvidence, NewNotification, NewTask, Setting,
};
use ircase::regime;
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
    ("verified_how", &["face to face"]),
    ("immediate_24x7", &["true"]),
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
            let path =
                finding.span().map(|span| engagement.sources.get(span.source).path.to_string());
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

/// Returns a draft of every kind that `new` starts, with as little filled in as a person may give.
fn drafts(setting: &Setting<'_>) -> Vec<Draft> {
    let report = FirstReport {
        text: "A stick lay in the meeting room".to_owned(),
        origin: Origin::UncoveredByAuditor,
        severity: None,
    };
    let description = "# A stick: grey\n---\n";
    let evidence =
        |form| NewEvidence { description: description.to_owned(), form, acquired_at: None };
    let regime = regime::named("eu-gdpr-33").unwrap();
    let asked_by = Some((regime, regime.stages.first()));
    let notification = |to, asked_by| NewNotification { to, asked_by };
    let task = NewTask { title: "a: b # c".to_owned(), ..NewTask::default() };
    let answer = NewAnswer {
        rule: "unclassified".to_owned(),
        about: "INC-2026-8F3K".to_owned(),
        field: None,
        because: None,
    };
    let other = Setting { random: [1, 2, 3, 4], ..setting.clone() };
    let incident = "INC-2026-8F3K";
    let drafts = [
        new::agreement(setting, "auditor"),
        new::procedure(setting, "When the website is down"),
        new::context(setting),
        new::incident(setting, &report),
        new::evidence(setting, incident, &evidence(EvidenceForm::Digital)),
        new::evidence(&other, incident, &evidence(EvidenceForm::Physical)),
        new::notification(setting, incident, notification(Recipient::Authority, asked_by)),
        new::notification(&other, incident, notification(Recipient::Person, None)),
        new::exercise(setting, "The website is down: on a Sunday", ExerciseType::Tabletop),
        new::review(setting, incident),
        new::task(setting, &task),
        new::answer(setting, None, &answer),
    ];
    drafts.into_iter().map(Result::unwrap).collect()
}

#[test]
fn a_blank_template_is_a_draft_without_errors() {
    for language in ["en", "es"] {
        let setting = setting(language);
        for draft in drafts(&setting) {
            let kind = Kind::at_path(&draft.path).unwrap();
            assert!(draft.text.starts_with(&format!("---\nkind: {}\n", kind.name())));
            let mut documents = people(&setting);
            let incident = drafts(&setting).swap_remove(3);
            if draft.path != incident.path {
                documents.push((incident.path, incident.text));
            }
            documents.push((draft.path.clone(), draft.text));
            let found = check(&documents);
            let of_draft = found.iter().filter(|(path, _)| *path == draft.path);
            // What nobody has filled in yet is reminded of, and stops nothing.
            let bad = of_draft.clone().find(|(_, it)| {
                it.level == Level::Error && it.rule != "notifiable-without-contact"
            });
            assert_eq!(bad, None, "{language} {}", draft.path);
            let odd: Vec<_> = of_draft
                .filter(|(_, it)| it.class == Class::Form && it.rule != "field-missing")
                .collect();
            assert!(odd.is_empty(), "{language} {}: {odd:#?}", draft.path);
        }
    }
}

/// What a template may say `true` or `yes` of: how a channel is built, and terms that both sides
/// read before they sign. Nothing that somebody did, saw or promised.
const TERMS: &[&str] = &[
    "agreement.channels[].e2ee",
    "agreement.disclosure.organization_controls",
    "agreement.retention.on_request",
    "person.private.channels[].e2ee",
];

/// Calls with every scalar below a node and its path, without the numbers of list items.
fn each_scalar(node: &Node, path: &str, call: &mut dyn FnMut(&str, &str)) {
    match &node.value {
        Value::Scalar(scalar) => call(path, &scalar.text),
        Value::Sequence(_) => {
            node.items().iter().for_each(|item| each_scalar(item, &format!("{path}[]"), call));
        }
        Value::Mapping(_) => {
            for pair in node.pairs() {
                each_scalar(&pair.value, &format!("{path}.{}", pair.key.text), call);
            }
        }
    }
}

/// A template that said when evidence was taken, or that somebody answers at night, would be
/// signed by somebody who never looked.
#[test]
fn a_template_states_nothing_that_nobody_did() {
    for language in ["en", "es"] {
        let setting = setting(language);
        let person = new::person(&setting, "zw", Party::Organization, &[]).unwrap();
        for draft in drafts(&setting).into_iter().chain([person]) {
            let mut sources = Sources::default();
            let source = sources.add(draft.path.clone(), draft.text.clone());
            let document = ircase::document::parse(source);
            let kind = Kind::at_path(&draft.path).unwrap().name();
            each_scalar(document.front.as_ref().unwrap(), kind, &mut |path, text| {
                let is_yes = matches!(text, "true" | "yes");
                assert!(!is_yes || TERMS.contains(&path), "{language}: {path} is {text}");
                // The first sign of an incident is the sentence that is being typed.
                let is_time = text.parse().is_ok_and(|time: Time| time.instant().is_some())
                    || text.parse().is_ok_and(|day: Day| day.date().is_some());
                assert!(!is_time || path == "incident.detected_at", "{language}: {path} is {text}");
                let is_blank = matches!(text, "" | "unknown" | "never");
                assert!(is_blank || !SEEN.contains(&path), "{language}: {path} is {text}");
            });
        }
    }
}

/// Fields that tell what somebody did or found out, and that no `new` is told.
const SEEN: &[&str] = &[
    "agreement.channels[].verified_how",
    "agreement.evidence.capture_consent",
    "evidence.acquired_at",
    "evidence.acquired_by",
    "evidence.copy",
    "evidence.method",
    "evidence.write_blocker",
    "incident.malicious",
    "incident.personal_data.involved",
    "person.languages[]",
    "person.private.channels[].immediate_24x7",
    "person.verified_at",
    "procedure.last_reviewed",
    "procedure.last_tested",
    "review.share.anonymized",
    "review.share.internal",
];

#[test]
fn what_is_given_stands_in_the_document() {
    let setting = setting("en");
    let task = NewTask {
        title: "Call every contact".to_owned(),
        owner: Some("zw".to_owned()),
        due: "2026-12-01".parse().ok(),
        from: Some("INC-2026-8F3K/review".to_owned()),
    };
    let answer = NewAnswer {
        rule: "recorded-late".to_owned(),
        about: "INC-2026-8F3K/review".to_owned(),
        field: None,
        because: Some("The battery was empty: no: light".to_owned()),
    };
    let stick = NewEvidence {
        description: "A stick".to_owned(),
        form: EvidenceForm::Physical,
        acquired_at: "2026-11-21T10:00:00+01:00".parse().ok(),
    };
    let drafts = [
        new::evidence(&setting, "INC-2026-8F3K", &stick).unwrap(),
        new::task(&setting, &task).unwrap(),
        new::answer(&setting, Some("zw"), &answer).unwrap(),
        new::exercise(&setting, "One night", ExerciseType::ContactDrill).unwrap(),
    ];
    let expected = [
        (
            "incidents/INC-2026-8F3K/evidence/EVD-8F3K.md",
            &["acquired_at: 2026-11-21T10:00:00+01:00 #"][..],
        ),
        (
            "tasks/TSK-8F3K.md",
            &["owner: zw #", "due: 2026-12-01 #", "from: INC-2026-8F3K/review #"],
        ),
        (
            "answers/recorded-late--INC-2026-8F3K--review.md",
            &["because: \"The battery was empty: no: light\" #", "by: zw #"],
        ),
        ("exercises/EXR-2026-8F3K.md", &["type: contact-drill\n", "scenario: One night\n"]),
    ];
    for (draft, (path, lines)) in drafts.iter().zip(expected) {
        assert_eq!(draft.path, path);
        for line in lines {
            assert!(draft.text.contains(line), "{line}: {}", draft.text);
        }
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
