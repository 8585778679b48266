//! Texts before and after an edit.

use super::*;
use crate::source::SourceId;

fn source(text: &str) -> Source {
    Source::new(SourceId(0), "a.md", text)
}

const TEXT: &str = "---\nkind: agreement   # keep\nstatus: \"draft\"\ncontacts:\n  organization:\n    # who first\n    primary: zw\n    secondary:\nlevels:\n- id: low\n  rank: 1\ntags: [a, b]\nempty: []\n---\nstatus: body\n";

#[test]
fn set_changes_one_value() {
    let cases = [
        ("kind", "incident", "kind: agreement ", "kind: incident "),
        ("status", "active", "\"draft\"", "\"active\""),
        ("status", "a \"b\"", "\"draft\"", "\"a \\\"b\\\"\""),
        ("contacts.organization.primary", "it: x", "primary: zw", "primary: 'it: x'"),
        ("contacts.organization.primary", "007", "primary: zw", "primary: 007"),
        ("contacts.organization.primary", "null", "primary: zw", "primary: 'null'"),
        (
            "contacts.organization.primary",
            "#panic(\"x\")",
            "primary: zw",
            "primary: '#panic(\"x\")'",
        ),
        ("contacts.organization.primary", "a\nb", "primary: zw", "primary: \"a\\nb\""),
        ("contacts.organization.secondary", "bo", "secondary:\n", "secondary: bo\n"),
        ("levels[0].rank", "2", "rank: 1", "rank: 2"),
        ("tags[1]", "c, d", "[a, b]", "[a, 'c, d']"),
        ("lang", "es", "empty: []\n", "empty: []\nlang: es\n"),
        ("levels[0].label", "Low", "  rank: 1\n", "  rank: 1\n  label: Low\n"),
        (
            "contacts.auditor.primary",
            "jo",
            "    secondary:\n",
            "    secondary:\n  auditor:\n    primary: jo\n",
        ),
        (
            "contacts.organization.secondary.name",
            "jo",
            "secondary:\n",
            "secondary:\n      name: jo\n",
        ),
        ("period.start", "unknown", "empty: []\n", "empty: []\nperiod:\n  start: unknown\n"),
    ];
    for (field, value, old, new) in cases {
        for newline in ["\n", "\r\n"] {
            let before = TEXT.replace('\n', newline);
            let after =
                before.replacen(&old.replace('\n', newline), &new.replace('\n', newline), 1);
            assert_eq!(set(&source(&before), field, value), Ok(after), "{field} {newline:?}");
        }
    }
}

#[test]
fn append_keeps_the_style_of_the_list() {
    let cases = [
        ("tags", "c", "[a, b]", "[a, b, c]"),
        ("levels", "id: high\nrank: 2\n", "  rank: 1\n", "  rank: 1\n- id: high\n  rank: 2\n"),
        ("empty", "a", "empty: []", "empty:\n  - a"),
        ("new", "id: x", "empty: []\n", "empty: []\nnew:\n  - id: x\n"),
        ("contacts.organization.secondary", "a", "    secondary:\n", "    secondary:\n      - a\n"),
    ];
    for (field, item, old, new) in cases {
        let after = TEXT.replacen(old, new, 1);
        assert_eq!(append(&source(TEXT), field, item), Ok(after), "{field}");
    }
}

#[test]
fn remove_takes_the_line() {
    let cases = [
        ("status", "status: \"draft\"\n", ""),
        ("contacts.organization.secondary", "    secondary:\n", ""),
        ("tags[0]", "[a, b]", "[b]"),
        ("tags[1]", "[a, b]", "[a]"),
    ];
    for (field, old, new) in cases {
        let after = TEXT.replacen(old, new, 1);
        assert_eq!(remove(&source(TEXT), field), Ok(after), "{field}");
    }
}

#[test]
fn remove_leaves_an_empty_collection() {
    let cases = [
        ("a:\n  b: c\nd: e\n", "a.b", "a: {}\nd: e\n"),
        ("a: # why\n  # which\n  - b # c\nd: e\n", "a[0]", "a: [] # why\n  # which\nd: e\n"),
        ("a:\n- b\nd: e\n", "a[0]", "a: []\nd: e\n"),
        ("a:\n- b: c\nd: e\n", "a[0].b", "a:\n- {}\nd: e\n"),
        ("a:\n- b: c\n  d: e\n", "a[0].b", "a:\n- d: e\n"),
        ("a:\n- b: c\n  d: e\n", "a[0].d", "a:\n- b: c\n"),
        ("a:\n- - b\n", "a[0][0]", "a:\n- []\n"),
        ("a: {b: c}\n", "a.b", "a: {}\n"),
        ("a: [b]\n", "a[0]", "a: []\n"),
        ("k: v\na:\n  b:\n    c: |\n      d\n      e\n", "a.b.c", "k: v\na:\n  b: {}\n"),
    ];
    for (before, field, after) in cases {
        for newline in ["\n", "\r\n"] {
            let text = |yaml: &str| format!("---\n{yaml}---\nBody\n").replace('\n', newline);
            assert_eq!(remove(&source(&text(before)), field), Ok(text(after)), "{before}");
        }
    }
    let only = source("---\na: b\n---\n");
    assert!(matches!(remove(&only, "a"), Err(EditError::WouldChangeMore { .. })));
}

#[test]
fn braces_take_more() {
    let cases = [
        ("a: {b: c}\n", "a.d", "e", "a: {b: c, d: e}\n"),
        ("a: {}\n", "a.d", "e, f", "a: {d: 'e, f'}\n"),
        ("a: {b: {c: d}}\n", "a.b.e.f", "g", "a: {b: {c: d, e: {f: g}}}\n"),
        ("a: [{b: c}]\n", "a[0].d", "", "a: [{b: c, d: ''}]\n"),
        ("a: {\n  b: c, # d\n}\n", "a.e", "f", "a: {\n  b: c, e: f, # d\n}\n"),
    ];
    for (before, field, value, after) in cases {
        let text = |yaml: &str| format!("---\n{yaml}---\n");
        assert_eq!(set(&source(&text(before)), field, value), Ok(text(after)), "{before}");
    }
    let listed = append(&source("---\na: {b: c}\n---\n"), "a.d", "e");
    assert_eq!(listed.as_deref(), Ok("---\na: {b: c, d: [e]}\n---\n"));
    let listed = append(&source("---\na: {b: c}\n---\n"), "a.d", "e: f");
    assert_eq!(listed.as_deref(), Ok("---\na: {b: c, d: [{e: f}]}\n---\n"));
}

#[test]
fn pieces_change_their_places_only() {
    let pieces = |found: &[(&str, &str)]| {
        let text = source(TEXT);
        let place = |word: &str| {
            let at = TEXT.find(word).unwrap();
            text.at(at, at + word.len())
        };
        let pieces: Vec<(Span, String)> =
            found.iter().map(|(word, new)| (place(word), (*new).to_owned())).collect();
        apply(&text, &pieces)
    };
    let good: &[&[(&str, &str)]] = &[
        &[("agreement", "incident")],
        &[("agreement", "\"agreement\""), ("zw", "bo"), ("body", "changed")],
        &[("contacts", "contact")],
        &[("empty: []\n", "")],
        &[("    secondary:\n", "    secondary: x\n    third: y\n")],
        &[("[a, b]", "a")],
        &[("zw", "[zw]")],
        &[("# keep", "# kept")],
    ];
    for found in good {
        let expected =
            found.iter().fold(TEXT.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
        assert_eq!(pieces(found), Ok(expected), "{found:?}");
    }
    let bad: &[&[(&str, &str)]] = &[
        &[("agreement", "a: b")],
        &[("zw", "zw\nstray: x")],
        &[("agreement   #", "agreement#")],
        &[("id: low\n", "id: low")],
        &[("\"draft\"", "\"draft")],
        &[("zw", "zw\n---\n")],
        &[("kind", "status")],
    ];
    for found in bad {
        assert_eq!(pieces(found), Err(EditError::ReachesFurther), "{found:?}");
    }
    let unreadable = apply(&source("---\na: [\n---\n"), &[]);
    assert!(matches!(unreadable, Err(EditError::Unreadable { .. })));
}

#[test]
fn what_cannot_be_done_alone_is_refused() {
    let absent = EditError::Absent { field: "x".into() };
    assert_eq!(remove(&source(TEXT), "x"), Err(absent));
    let scalar = EditError::NotScalar { field: "contacts".into(), found: "a mapping" };
    assert_eq!(set(&source(TEXT), "contacts", "x"), Err(scalar));
    let list = EditError::NotCollection { field: "status".into(), found: "a text" };
    assert_eq!(append(&source(TEXT), "status", "x"), Err(list));
    let unreadable = EditError::Unreadable { path: "a.md".into() };
    assert_eq!(set(&source("# none\n"), "a", "x"), Err(unreadable));
    let more = EditError::WouldChangeMore { field: "tags[7]".into() };
    assert_eq!(set(&source(TEXT), "tags[7]", "x"), Err(more));
    let not_yaml = EditError::NotYaml { field: "tags".into() };
    assert_eq!(append(&source(TEXT), "tags", "a: [b"), Err(not_yaml));
}

proptest::proptest! {
    #[test]
    fn any_value_is_read_back_or_refused(value in "[ -~\n\u{e9}]{0,20}", field in "[a-z]{1,4}(\\.[a-z]{1,3})?") {
        let before = source(TEXT);
        if let Ok(after) = set(&before, &field, &value) {
            let after = source(&after);
            let root = parse(&after).front.unwrap();
            proptest::prop_assert_eq!(root.at(&field).and_then(Node::text), Some(value.as_str()));
        }
    }
}
