//! Documents as they are started, in a fixed place and time.

use super::*;
use crate::document;
use crate::model::incident::Origin;
use crate::source::{Source, SourceId};

fn setting() -> Setting<'static> {
    Setting {
        workspace: None,
        language: "en".to_owned(),
        zone: TimeZone::get("America/Bogota").unwrap(),
        now: "2026-11-21T10:15:00Z".parse().unwrap(),
        random: [8, 15, 3, 19],
    }
}

fn field(draft: &Draft, path: &str) -> Option<String> {
    let source = Source::new(SourceId(0), &*draft.path, &*draft.text);
    let document = document::parse(&source);
    assert_eq!(document.faults, [], "{}", draft.text);
    document.text_of(path).map(str::to_owned)
}

#[test]
fn one_sentence_is_an_incident() {
    let text = "nmap took web01 down: #panic(\"x\") <script> {{ secret }}\nsecond line";
    let report =
        FirstReport { text: text.to_owned(), origin: Origin::CausedByAuditor, severity: None };
    let draft = incident(&setting(), &report).unwrap();
    assert_eq!(draft.path, "incidents/INC-2026-8F3K/incident.md");
    assert_eq!(field(&draft, "title").as_deref(), text.lines().next());
    assert_eq!(field(&draft, "detected_at").as_deref(), Some("2026-11-21T05:15:00-05:00"));
    assert_eq!(field(&draft, "severity").as_deref(), Some("unknown"));
    assert!(draft.text.ends_with("second line\n"));
}

#[test]
fn lines_end_with_a_line_feed_however_they_were_typed() {
    let typed = "win\r\nline two\rline three";
    let note = Note { text: typed.to_owned(), because: Some(typed.to_owned()), ..Note::default() };
    let report = FirstReport { text: typed.to_owned(), origin: Origin::Unknown, severity: None };
    let drafts = [
        entry(&setting(), Some("INC-2026-7KQ2"), Some("ana"), &note),
        incident(&setting(), &report).unwrap(),
    ];
    for draft in &drafts {
        assert!(draft.text.ends_with("win\nline two\nline three\n"), "{}", draft.text);
    }
    assert_eq!(field(&drafts[0], "because").as_deref(), Some("win\nline two\nline three"));
    assert_eq!(field(&drafts[1], "title").as_deref(), Some("win"));
}

#[test]
fn a_note_says_what_it_is() {
    let note = Note { text: "Told Zoe".to_owned(), to: vec!["zw".to_owned()], ..Note::default() };
    let draft = entry(&setting(), Some("INC-2026-7KQ2"), Some("ana"), &note);
    assert_eq!(draft.path, "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md");
    assert_eq!(field(&draft, "type").as_deref(), Some("communication"));
    assert_eq!(field(&draft, "to[0]").as_deref(), Some("zw"));
    assert_eq!(field(&draft, "recorded_by").as_deref(), Some("ana"));
}

#[test]
fn a_note_says_who_decided_and_how_it_is_known() {
    for (typed, kind, reference) in [
        ("log:/var/log/a: b.log", Some("log"), Some("/var/log/a: b.log")),
        ("person: zw", Some("person"), Some("zw")),
        ("https://example.org/x", None, Some("https://example.org/x")),
        ("photo:", Some("photo"), None),
    ] {
        let note = Note {
            text: "Seen".to_owned(),
            by: Some("ana".to_owned()),
            source: typed.parse().ok(),
            ..Note::default()
        };
        let draft = entry(&setting(), None, None, &note);
        assert_eq!(field(&draft, "by").as_deref(), Some("ana"));
        assert_eq!(field(&draft, "source.kind").as_deref(), kind, "{}", draft.text);
        assert_eq!(field(&draft, "source.reference").as_deref(), reference, "{}", draft.text);
    }
}

#[test]
fn every_template_fills() {
    for language in ["en", "es", "th"] {
        let setting = Setting { language: language.to_owned(), ..setting() };
        agreement(&setting, "auditor").unwrap();
        person(&setting, "zw", Party::Organization, &[Function::Management]).unwrap();
        procedure(&setting, "When the web is down").unwrap();
    }
}
