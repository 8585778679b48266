//! What the engine does with levels, order, records and hostile documents.

use super::{Facts, Recorded, check, check_alone, schema};
use crate::diagnostic::{Class, Diagnostic, Level};
use crate::model::engagement::Engagement;
use crate::source::{Source, SourceId, Sources};

pub(super) fn checked(files: &[(&str, &str)], recorded: &Recorded) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(*path, *text);
    }
    let engagement = Engagement::assemble(sources, Vec::new());
    let now = "2026-11-21T12:00:00Z".parse().unwrap();
    check(&Facts::new(&engagement, recorded, now))
}

/// Returns what all rules find at a time, with nothing recorded.
pub(super) fn found_in(files: &[(&str, &str)], now: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(*path, *text);
    }
    let engagement = Engagement::assemble(sources, Vec::new());
    let recorded = Recorded::default();
    check(&Facts::new(&engagement, &recorded, now.parse().unwrap()))
}

/// Returns level and message of what one rule finds at a time, with nothing recorded.
pub(super) fn found_by(rule: &str, files: &[(&str, &str)], now: &str) -> Vec<(Level, String)> {
    let mut found = found_in(files, now);
    found.retain(|diagnostic| diagnostic.rule == rule);
    found.into_iter().map(|diagnostic| (diagnostic.level, diagnostic.message)).collect()
}

fn rules(found: &[Diagnostic]) -> Vec<(&'static str, Level)> {
    found.iter().map(|finding| (finding.rule, finding.level)).collect()
}

#[test]
fn levels_come_from_the_profile_but_not_for_integrity() {
    let profile = "kind: engagement\ncodename: x\nparties: {auditor: {codename: ceibo}}\nlanguages: [en]\ntime_zone: UTC\ndefault_tlp: TLP:RED\nrisk: low\nrules:\n  wrong-type: note\n  unknown-field: off\n  id-and-path-differ: off\n  unknown-feild: off\n";
    let person = "---\nkind: person\nid: other\nparty: [x]\nfunctions: [it]\ncolour: red\n---\n";
    let found =
        checked(&[("ircase.yaml", profile), ("people/zw.md", person)], &Recorded::default());
    let expected = [
        ("value-not-allowed", Level::Error),
        ("unknown-field", Level::Error),
        ("id-and-path-differ", Level::Error),
        ("wrong-type", Level::Note),
    ];
    assert_eq!(rules(&found), expected);
    assert!(found[1].help.as_deref().unwrap().contains("unknown-field"));
}

#[test]
fn fields_are_owed_from_the_first_record_on() {
    let files = [("people/zw.md", "---\nkind: person\nparty: auditor\n---\n")];
    let drafts = checked(&files, &Recorded::default());
    assert_eq!(rules(&drafts), [("field-missing", Level::Warning)]);
    let paths = ["people/zw.md".to_owned()].into();
    let recorded = checked(&files, &Recorded { paths, ..Recorded::default() });
    assert_eq!(rules(&recorded), [("field-missing", Level::Error)]);
    let recording = ["people/zw.md".to_owned()].into();
    let recorded = checked(&files, &Recorded { recording, ..Recorded::default() });
    assert_eq!(rules(&recorded), [("field-missing", Level::Error)]);
}

#[test]
fn a_step_back_before_its_decision_is_found_once() {
    let path = "incidents/INC-2026-7KQ2/incident.md";
    let text = "---\nkind: incident\nstatus: reported\n---\n";
    let before = text.replace("reported", "closed");
    let changed = [(path.to_owned(), before)].into();
    let found = checked(&[(path, text)], &Recorded { changed, ..Recorded::default() });
    let steps: Vec<_> = found.iter().filter(|it| it.rule == "illegal-transition").collect();
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].help.as_deref(), Some("`closed` may become `reopened`"));
}

#[test]
fn a_status_that_is_gone_is_told_once_and_hides_nothing() {
    let path = "incidents/INC-2026-7KQ2/incident.md";
    let text = |status: &str| format!("---\nkind: incident\n{status}origin: unknown\n---\n");
    let before = text("status: contained\n");
    for (status, told) in [
        ("status: contained\n", None),
        ("", Some("illegal-transition")),
        ("status:\n", Some("illegal-transition")),
        ("status: contanied\n", Some("value-not-allowed")),
        ("status: [contained]\n", Some("wrong-type")),
        ("status: {is: contained}\n", Some("wrong-type")),
    ] {
        let changed = [(path.to_owned(), before.clone())].into();
        let paths = [path.to_owned()].into();
        let recorded = Recorded { paths, changed, ..Recorded::default() };
        let found = checked(&[(path, &text(status))], &recorded);
        let forms = ["illegal-transition", "value-not-allowed", "wrong-type"];
        let of_status: Vec<&str> =
            found.iter().map(|it| it.rule).filter(|rule| forms.contains(rule)).collect();
        assert_eq!(of_status, told.into_iter().collect::<Vec<_>>(), "{status}");
        // What a contained incident owes is still owed, also by a guess at what is meant.
        let is_owed = found.iter().any(|it| it.rule == "field-missing");
        assert_eq!(is_owed, !status.contains('{'), "{status}");
    }
}

#[test]
fn hostile_documents_are_told_shortly() {
    let many_fields: String = (0..20_000).map(|n| format!("f{n}: 1\n")).collect();
    let many_repeated = "a: 1\n".repeat(20_000);
    let many_items = format!("functions: [{}]\n", "x,".repeat(20_000));
    let many_people = format!("responders: [{}]\n", "zw,".repeat(20_000));
    for (path, kind, fields) in [
        ("people/zw.md", "person", many_fields),
        ("people/zw.md", "person", many_repeated),
        ("people/zw.md", "person", many_items),
        ("incidents/INC-2026-7KQ2/incident.md", "incident", many_people),
    ] {
        let text = format!("---\nkind: {kind}\n{fields}---\n");
        let found = checked(&[(path, &text)], &Recorded::default());
        assert!((100..110).contains(&found.len()), "{} findings", found.len());
    }
}

#[test]
fn a_safetag_activity_is_checked_where_it_lies() {
    let schema = schema::named(schema::SAFETAG_METHOD).unwrap();
    let source = |text: &str| Source::new(SourceId(0), "a.md", text);
    let good = "---\ntitle: x\napproaches: [Technical]\ntime_required_minutes: 480\n---\n";
    assert_eq!(check_alone(&source(good), schema), []);
    let bad = "---\napproaches:\n  - \u{62a}\u{642}\u{646}\u{64a}\nskils_required: []\n---\n";
    let found = check_alone(&source(bad), schema);
    assert_eq!(
        rules(&found),
        [
            ("field-missing", Level::Error),
            ("localized-value", Level::Error),
            ("unknown-field", Level::Error),
        ]
    );
    assert_eq!(found[1].fix.as_ref().unwrap().replacement, "Technical");
}

#[test]
fn a_newer_format_is_not_read_as_this_one() {
    for (version, count) in [("1", 0), ("2", 1), ("one", 1)] {
        let text = format!("---\nkind: entry\nschema: {version}\n---\nText.\n");
        let found = checked(&[("timeline/20261121T101500Z-8F3K.md", &text)], &Recorded::default());
        assert_eq!(found.len(), count, "{version}: {found:?}");
    }
}

#[test]
fn one_slip_is_one_finding() {
    let incident = "incidents/INC-2026-7KQ2/incident.md";
    let fields = "status: triage\norigin: monitoring\ndetermination: suspected\nseverity: unknown\ndetected_at: 2026-11-21T10:00:00Z\n";
    for (from, to, rule, place) in [
        ("origin", "orgin", "unknown-field", "orgin"),
        ("origin", "origen", "unknown-field", "origen"),
        ("status", "Status", "unknown-field", "Status"),
        ("monitoring", "monitorng", "value-not-allowed", "monitorng"),
        ("monitoring", "{a: b}", "wrong-type", "{a: b}"),
        ("kind: incident", "kind: incidnt", "kind-unknown", "incidnt"),
    ] {
        let text = format!("---\nkind: incident\n{fields}---\nText.\n").replacen(from, to, 1);
        let found = checked(&[(incident, &text)], &Recorded::default());
        let form = found.iter().filter(|it| it.class == Class::Form);
        let form: Vec<_> = form.map(|it| (it.rule, &text[it.span().unwrap().bytes()])).collect();
        assert_eq!(form, [(rule, place)], "{to}");
    }
    let hidden = format!("---\nkind: incident\n{fields}---\n").replace("monit", "mon\u{200B}it");
    let found = checked(&[(incident, &hidden)], &Recorded::default());
    assert!(found.iter().all(|it| it.class != Class::Form), "{found:?}");
    assert!(found.iter().any(|it| it.rule == "invisible-character"));
}

#[test]
fn a_field_that_nobody_knows_is_told_once_whatever_it_holds() {
    let path = "incidents/INC-2026-7KQ2/incident.md";
    for (line, place) in [
        ("suspensio: all", "suspensio"),
        ("suspensio: [all]", "suspensio"),
        ("sevrity:", "sevrity"),
        ("thresold: ~", "thresold"),
        ("title: a\u{7}b", "\u{7}"),
    ] {
        let text = format!("---\nkind: incident\nstatus: reported\nx-own:\ntags:\n{line}\n---\n");
        let found = checked(&[(path, &text)], &Recorded::default());
        let errors = found.iter().filter(|it| it.blocks_recording() && it.rule != "field-missing");
        let places = errors.map(|it| it.span().map(|span| &text[span.bytes()]));
        assert_eq!(places.collect::<Vec<_>>(), [Some(place)], "{line:?}");
    }
}

#[test]
fn nothing_is_guessed_where_nobody_would_hear_of_it() {
    let person = "---\nkind: person\nparty: auditor\nfuntions: [it]\n---\n";
    let profile = "kind: engagement\ncodename: x\nparties: {auditor: {codename: ceibo}}\nlanguages: [en]\ntime_zone: UTC\ndefault_tlp: TLP:RED\nrisk: low\n";
    let off = format!("{profile}rules:\n  unknown-field: off\n");
    for (profile, expected) in [(profile, "unknown-field"), (&off, "field-missing")] {
        let found =
            checked(&[("ircase.yaml", profile), ("people/zw.md", person)], &Recorded::default());
        let found: Vec<_> = rules(&found).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(found, [expected]);
    }
}

/// Values that fit few fields.
const ODD: &[&str] = &[
    "",
    "~",
    "x",
    "''",
    "\"a\\u202Eb\"",
    "0123",
    "1e400",
    "-1",
    "18446744073709551616",
    "true",
    "[]",
    "[x, [y], {z: 1}]",
    "{}",
    "{a: b}",
    "2026-11-21",
    "2026-11-21T03:10:00",
    "2026-13-01T00:00:00Z",
    "unknown",
    "sev1",
    "TLP:red",
    "|\n  two\n  lines",
    "P1D",
    "{primary: zw, secondary: zw}",
    "{organization: {primary: zw, secondary: zw}, auditor: }",
    "[{id: a, rank: 1}, {id: b, rank: 1}]",
    "active",
    "closed",
    "caused-by-auditor",
];

proptest::proptest! {
    #[test]
    fn no_fields_make_it_panic(
        kind in 0..crate::model::kind::KINDS.len(),
        fields in proptest::collection::vec((0..400_usize, 0..ODD.len()), 0..12),
    ) {
        let info = &crate::model::kind::KINDS[kind];
        let names: Vec<&str> = schema::fields()
            .iter()
            .filter_map(|field| field.path.strip_prefix(info.name)?.strip_prefix('.'))
            .filter(|path| !path.contains('.'))
            .map(|path| path.trim_end_matches("[]"))
            .collect();
        let mut text = format!("---\nkind: {}\n", info.name);
        for (name, value) in fields {
            text.push_str(&format!("{}: {}\n", names[name % names.len()], ODD[value]));
        }
        text.push_str("---\nBody\n");
        let path = match info.name {
            "engagement" => "ircase.yaml",
            "agreement" => "agreement.md",
            "person" => "people/zw.md",
            "procedure" => "procedures/p.md",
            "incident" => "incidents/INC-2026-7KQ2/incident.md",
            _ => "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md",
        };
        let text = if path == "ircase.yaml" { text.replace("---\n", "").replace("Body\n", "") } else { text };
        let changed = [(path.to_owned(), text.replace("status", "state"))].into();
        let paths = [path.to_owned()].into();
        let found = checked(&[(path, &text)], &Recorded { paths, changed, ..Recorded::default() });
        for finding in found {
            if let Some(span) = finding.span() {
                proptest::prop_assert!(text.get(span.bytes()).is_some());
            }
        }
    }
}
