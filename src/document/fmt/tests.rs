//! Texts before and after.

use proptest::prelude::*;

use super::*;
use crate::document::yaml::MAX_SCALAR_BYTES;
use crate::source::SourceId;

fn form() -> Form {
    let record = |fields: &[(&str, Form)]| {
        let fields = fields.iter().map(|(name, form)| ((*name).to_owned(), form.clone()));
        Form::Record(Record { fields: fields.collect(), others: None })
    };
    let level = record(&[("id", Form::Text), ("rank", Form::Number), ("label", Form::Text)]);
    record(&[
        ("kind", Form::Word),
        ("title", Form::Text),
        ("when", Form::Word),
        ("phone", Form::Text),
        ("open", Form::Bool),
        ("tags", Form::List(Box::new(Form::Text))),
        ("levels", Form::List(Box::new(level.clone()))),
        ("first", level),
    ])
}

fn formatted(text: &str) -> Result<String, FormatError> {
    format(&Source::new(SourceId(0), "a.md", text), &form())
}

/// Formats what stands between the fences.
fn front(yaml: &str) -> String {
    let text = formatted(&format!("---\n{yaml}---\nBody\n"))
        .unwrap_or_else(|error| panic!("{error}: {yaml}"));
    let again = formatted(&text);
    assert_eq!(again.as_ref(), Ok(&text), "twice: {yaml}");
    text.strip_prefix("---\n").unwrap().strip_suffix("---\nBody\n").unwrap().to_owned()
}

#[test]
fn one_form() {
    let cases = [
        ("title: x\nx-b: 1\nkind: k\nx-a: 2\n", "kind: k\ntitle: x\nx-b: 1\nx-a: 2\n"),
        ("tags: [a, 'b c']\n", "tags:\n  - a\n  - b c\n"),
        ("tags:\n- a\n-   b\n", "tags:\n  - a\n  - b\n"),
        ("tags: [ ]\nfirst: { }\n", "tags: []\nfirst: {}\n"),
        ("title:   \"plain\"\n\n\nkind: ~\n", "kind:\ntitle: plain\n"),
        ("levels:\n- {rank: 0x10, id: low}\n", "levels:\n  - id: low\n    rank: 16\n"),
        ("levels: [[a], [{b: 1}]]\n", "levels:\n  - - a\n  - - b: 1\n"),
        ("title: >-\n  one\n  two\n", "title: one two\n"),
        ("title: >\n  one\n  two\n", "title: |\n  one two\n"),
        ("title: 'a: b'\n", "title: \"a: b\"\n"),
        ("title: \"say \\\"x: y\\\"\"\n", "title: 'say \"x: y\"'\n"),
        ("title: \"no\"\nx-y: \"no\"\n", "title: \"no\"\nx-y: \"no\"\n"),
        ("title: no\nwhen: 'yes'\n", "title: \"no\"\nwhen: yes\n"),
        ("when: '2026-11-21'\ntitle: 2026-11-21\n", "title: \"2026-11-21\"\nwhen: 2026-11-21\n"),
        ("phone: +34600555131\n", "phone: \"+34600555131\"\n"),
        ("phone: +34 600 555 131\ntitle: 2026\n", "title: \"2026\"\nphone: +34 600 555 131\n"),
        ("title: \"2026\"\nx-n: 007\n", "title: \"2026\"\nx-n: 007\n"),
        ("open: TRUE\n", "open: true\n"),
        ("title: \"\"\n", "title: \"\"\n"),
        ("title: \"a\\nb\"\n", "title: |-\n  a\n  b\n"),
        ("title: \"a\\n\\n\"\nkind: k\n", "kind: k\ntitle: |+\n  a\n\n"),
        ("title: \"  a\\nb\"\n", "title: |2-\n    a\n  b\n"),
        ("title: \"a\\n \"\n", "title: \"a\\n \"\n"),
        ("\"1\": a\n'x y': b\n", "\"1\": a\nx y: b\n"),
        ("title: \"\\e[31m\"\n", "title: \"\\e[31m\"\n"),
        ("title: \"a\\u202eb\"\n", "title: \"a\\u202eb\"\n"),
        ("title: \"a\\u200eb\\U000e0041\"\n", "title: \"a\\u200eb\\U000e0041\"\n"),
        ("title: \"a\\nb\\u2066\"\n", "title: \"a\\nb\\u2066\"\n"),
        ("title: 'انقطاع \u{200f}'\n", "title: انقطاع \u{200f}\n"),
        ("title: \"انقطاع \\u200f\"\n", "title: \"انقطاع \\u200f\"\n"),
        ("x-الخدمة: 'web01\u{200f}'\n", "x-الخدمة: web01\u{200f}\n"),
        ("title: \"z\\u200dw\"\n", "title: \"z\\u200dw\"\n"),
        ("title: \"z\\u200dw 👩\\u200d💻\"\n", "title: \"z\\u200dw 👩\u{200d}💻\"\n"),
        ("title: \"z\u{200d}w z\\u200Dw\"\n", "title: \"z\u{200d}w z\\u200dw\"\n"),
        ("title: 'z\u{200d}w'\n", "title: z\u{200d}w\n"),
        ("title: \"\\\\u200d z\\u200dw\"\n", "title: \"\\\\u200d z\\u200dw\"\n"),
        ("title: '辻\u{e0100}さん'\n", "title: 辻\u{e0100}さん\n"),
        ("title: \"辻\\U000e0100さん\"\n", "title: 辻\u{e0100}さん\n"),
        ("title: 'a\u{e0100}'\n", "title: \"a\\U000e0100\"\n"),
        (
            "title: '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'\n",
            "title: \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\n",
        ),
        ("title: 'ᠠ\u{180b} ᠨ\u{180e}ᠠ'\n", "title: ᠠ\u{180b} ᠨ\u{180e}ᠠ\n"),
        ("title: '⠁\u{2800}⠃'\n", "title: ⠁\u{2800}⠃\n"),
        ("title: 'ขอ\u{200b}โทร'\n", "title: ขอ\u{200b}โทร\n"),
        ("title: 'ขอ a\u{200b}b'\n", "title: \"ขอ a\\u200bb\"\n"),
        ("title: \"\u{3000}本\"\n", "title: \"\u{3000}本\"\n"),
        ("x-a: 'Dix %\u{a0}'\n", "x-a: \"Dix %\u{a0}\"\n"),
        ("title: '«\u{a0}oui\u{a0}»'\n", "title: «\u{a0}oui\u{a0}»\n"),
        ("'x-a\u{a0}b': c\n", "\"x-a\u{a0}b\": c\n"),
        ("title: \"a\\uffffb\"\n", "title: \"a\\uffffb\"\n"),
        ("x-n: .nan\ntitle: 0123\n", "title: \"0123\"\nx-n: .nan\n"),
        (
            "tags: [-sV, '*', '- x', 'a ', '#', http://x]\n",
            "tags:\n  - -sV\n  - \"*\"\n  - \"- x\"\n  - \"a \"\n  - \"#\"\n  - http://x\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(front(before), after, "{before}");
    }
}

#[test]
fn many_marks_of_direction_take_little_time() {
    // Nearly as many as the longest value holds: work that grows by the square takes minutes.
    for (mark, quote) in [("\u{200f}", ""), ("\\u200f", "\"")] {
        let marks = mark.repeat(MAX_SCALAR_BYTES / '\u{200f}'.len_utf8() - 1);
        let written = front(&format!("title: \"a{marks}\"\n"));
        assert!(written == format!("title: {quote}a{marks}{quote}\n"), "{}", written.len());
    }
}

#[test]
fn comments_stay_with_their_key() {
    let cases = [
        (
            "# top\ntitle: x   # why\n# of kind\nkind: k\n# end\n",
            "# of kind\nkind: k\n# top\ntitle: x # why\n# end\n",
        ),
        (
            "tags: # which\n  # first\n  - a # aa\n  # second\n  - b\n  # after\nkind: k\n",
            "kind: k\ntags: # which\n  # first\n  - a # aa\n  # second\n  - b\n  # after\n",
        ),
        (
            "levels:\n- id: a\n  # in a\n# of first\nfirst:\n  id: x\n",
            "levels:\n  - id: a\n    # in a\n# of first\nfirst:\n  id: x\n",
        ),
        (
            "levels:\n- # dash\n  rank: 1\n  # name\n  id: a\n",
            "levels:\n  # dash\n  # name\n  - id: a\n    rank: 1\n",
        ),
        (
            "tags: [a, # aa\n  # bb\n  b] # end\nkind: k\n",
            "kind: k\ntags: # end\n  - a # aa\n  # bb\n  - b\n",
        ),
        (
            "title: | # block\n  a # no\n  b\n# next\nkind: k\n",
            "# next\nkind: k\ntitle: | # block\n  a # no\n  b\n",
        ),
        ("title: # c\n  # d\n  text\n", "# d\ntitle: text # c\n"),
        ("title: # blank\ntags: [] # none\n", "title: # blank\ntags: [] # none\n"),
        (
            "first:\n  id: a\n\n  # in first\n\n# after\n",
            "first:\n  id: a\n  # in first\n# after\n",
        ),
        ("title: 'a # b' # c\n", "title: \"a # b\" # c\n"),
        (
            "tags:\n- web01\n# either | or\n# never delete this\n- |\n  two\n",
            "tags:\n  - web01\n  # either | or\n  # never delete this\n  - |\n    two\n",
        ),
        (
            "tags:\n- a\n# before -> after\n- >\n  b\n",
            "tags:\n  - a\n  # before -> after\n  - |\n    b\n",
        ),
        ("title:\n# a | b\n# c\n  |\n  text\n", "# a | b\n# c\ntitle: |\n  text\n"),
        ("x-a:\n  - [] # nothing yet\n  -\n  - b\n", "x-a:\n  - [] # nothing yet\n  -\n  - b\n"),
        ("x-a:\n  - {}\n  -  # c\n", "x-a:\n  - {}\n  - # c\n"),
    ];
    for (before, after) in cases {
        assert_eq!(front(before), after, "{before}");
    }
}

#[test]
fn every_other_byte_stays() {
    let before = "\u{FEFF}---  \r\ntags: [a]\r\nkind: k\r\n---\t\r\n\r\ntags: [a]\nmixed\r\n";
    let after = "\u{FEFF}---  \r\nkind: k\r\ntags:\r\n  - a\r\n---\t\r\n\r\ntags: [a]\nmixed\r\n";
    assert_eq!(formatted(before).as_deref(), Ok(after));
    let yaml = Source::new(SourceId(0), "a.yaml", "---\n# x\ntags: [a]\nkind: k");
    assert_eq!(format(&yaml, &form()).as_deref(), Ok("kind: k\n# x\ntags:\n  - a\n"));
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    for text in ["", "# none\n", "---\nkind: [\n---\n", "---\na: 1\na: 2\n---\n", "---\n- a\n---\n"]
    {
        assert_eq!(formatted(text), Err(FormatError::Unreadable), "{text:?}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "[-a:#'\"\\[\\]{}, \n\t|>%?&*!@`0-9.~\u{e9}\u{2028}\u{85}\u{1F600}]{0,10}",
        "(y|no|On|~|null|true|0x1F|1e3|12:30|2026-11-21|=|<<)",
    ]
}

/// Any tree, written as JSON, which is YAML in brackets.
fn trees() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i32>().prop_map(serde_json::Value::from),
        texts().prop_map(serde_json::Value::from),
    ];
    let name = prop_oneof!["(kind|title|when|phone|tags|levels|first|id|rank)", texts()];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            proptest::collection::btree_map(name.clone(), inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Comments that look like what they are not.
const ODD: &[&str] =
    &["a | b", "a -> b", "- c", "foo-bar", "d: e", "f:", "|", "it's", "[", "\"", ">-"];

/// Lines of one field; a comment may stand behind each, and between any two.
const FIELDS: &[&[&str]] = &[
    &["title: x"],
    &["title:"],
    &["kind:", "  k"],
    &["x-a: |", "  one", "", "  two"],
    &["x-b:", "  >-", "  one", "  two"],
    &["x-c: |"],
    &["x-d: []"],
    &["tags:", "- a", "-", "- |", "  b", "- >-", "  c"],
    &["tags:", "  - []", "  -", "  - b", "  - {}", "  -"],
    &["x-e:", "- - a", "  -", "- - - b", "-"],
    &["x-f: [a,", "  b, {c: d,", "  e: [ ]}", "  ]"],
    &["levels:", "- id: a", "  rank:", "-", "  id: b", "- {}", "- id: |", "    c"],
    &["first:", "  id:", "    d", "  rank: 1", "  label: 'e", "    f'"],
    &["x-g:", "  h:", "    - i", "    -", "      j: k", "  l:"],
    &["x-m: \"n", "  o\""],
    &["open: {}"],
    &["x-p:", "-", "-"],
];

#[derive(Debug, Clone)]
struct Remark {
    before: bool,
    indent: usize,
    odd: &'static str,
}

fn remarks() -> impl Strategy<Value = Vec<Option<Remark>>> {
    let remark = (any::<bool>(), 0..7usize, proptest::sample::select(ODD))
        .prop_map(|(before, indent, odd)| Remark { before, indent, odd });
    proptest::collection::vec(proptest::option::weighted(0.4, remark), 40)
}

/// Writes fields with remarks `# c0 ...`, and returns how many there are.
fn remarked(fields: &[&[&str]], remarks: &[Option<Remark>]) -> (String, usize) {
    let (mut text, mut count) = (String::new(), 0);
    for (line, remark) in fields.iter().copied().flatten().zip(remarks) {
        let said = remark.as_ref().map(|it| format!("# c{count}. {}", it.odd));
        count += usize::from(said.is_some());
        match (remark, said) {
            (Some(remark), Some(said)) if remark.before => {
                text.push_str(&format!("{}{said}\n{line}\n", " ".repeat(remark.indent)));
            }
            (Some(_), Some(said)) => text.push_str(&format!("{line} {said}\n")),
            _ => text.push_str(&format!("{line}\n")),
        }
    }
    (text, count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_comment_is_lost_and_once_is_enough(
        fields in proptest::sample::subsequence(FIELDS, 1..4),
        remarks in remarks(),
    ) {
        let (yaml, count) = remarked(&fields, &remarks);
        let text = format!("---\n{yaml}---\nBody");
        if parse(&Source::new(SourceId(0), "a.md", text.as_str())).faults.is_empty() {
            let once = formatted(&text);
            prop_assert!(once.is_ok(), "{}", text);
            let once = once.unwrap_or_default();
            let twice = formatted(&once);
            prop_assert_eq!(twice.as_ref(), Ok(&once), "{}", text);
            for remark in 0..count {
                let there = once.matches(&format!("# c{remark}. ")).count();
                prop_assert_eq!(there, 1, "{} in\n{}\nfrom\n{}", remark, once, text);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_tree_keeps_its_values_and_once_is_enough(tree in trees(), name in texts()) {
        let text = format!("---\n{}\n---\nBody", serde_json::json!({ name: tree, "x-end": "e" }));
        let source = Source::new(SourceId(0), "a.md", &*text);
        if parse(&source).faults.is_empty() {
            let once = formatted(&text);
            prop_assert!(once.is_ok(), "{text}");
            let once = once.unwrap_or_default();
            prop_assert_eq!(formatted(&once), Ok(once.clone()));
        }
    }

    #[test]
    fn any_text_is_formatted_or_refused(yaml in "([ a-c#:'\"\\[\\]{},>|-]{0,6}\n){0,8}") {
        let text = format!("---\nkind: k\n{yaml}---\nBody");
        if let Ok(once) = formatted(&text) {
            prop_assert_eq!(formatted(&once), Ok(once.clone()));
        }
    }
}
