//! Texts and what our profile says about them.

use super::*;
use crate::document::Fault;
use crate::source::{Source, SourceId};

fn faults(text: &str) -> Vec<(&'static str, String, String)> {
    let source = Source::new(SourceId(0), "a.yaml", text);
    let faults = parse(&source, source.span()).faults;
    faults
        .into_iter()
        .map(|Fault { rule, message, span, .. }| (rule, message, span.text(&source).to_owned()))
        .collect()
}

fn root(text: &str) -> (Source, Node) {
    let source = Source::new(SourceId(0), "a.yaml", text);
    let parsed = parse(&source, source.span());
    assert_eq!(parsed.faults, [], "{text}");
    (source, parsed.root.unwrap())
}

#[test]
fn every_span_is_exact() {
    let text = "# top\n\"q k\": 'it''s'   # c\nplain: \u{e9} b  \r\nlist:\n- a\n-  {x: 1, y: [2 ,3] }\nblock: |\n  one\n  two\n\nfold: # | no\n  >-  # c\n  x\n  y\nnone: |\nblank:\nlast: end\n";
    let (source, root) = root(text);
    let cases = [
        ("plain", "\u{e9} b", "\u{e9} b"),
        ("list[0]", "a", "a"),
        ("list[1].y[1]", "3", "3"),
        ("block", "|\n  one\n  two", "one\ntwo\n"),
        ("fold", ">-  # c\n  x\n  y", "x y"),
        ("none", "|", ""),
        ("last", "end", "end"),
    ];
    for (path, written, means) in cases {
        let node = root.at(path).unwrap();
        assert_eq!(node.span.text(&source), written, "{path}");
        assert_eq!(node.text(), Some(means), "{path}");
    }
    let quoted = root.pair("q k").unwrap();
    assert_eq!(quoted.key.span.text(&source), "\"q k\"");
    assert_eq!(quoted.value.span.text(&source), "'it''s'");
    assert_eq!(root.at("list[1]").unwrap().span.text(&source), "{x: 1, y: [2 ,3] }");
    assert_eq!(root.at("list").unwrap().span.text(&source), "- a\n-  {x: 1, y: [2 ,3] }");
    let blank = root.at("blank").unwrap();
    assert!(blank.is_null());
    assert!(source.text[..blank.span.start].ends_with("\nblank:"));
    assert_eq!(blank.span.text(&source), "");
    assert_eq!(root.span.text(&source), text.trim_start_matches("# top\n").trim_end());
}

#[test]
fn features_outside_the_profile_are_refused() {
    let cases = [
        ("a: &x 1\n", "the anchor `&x` is not read here", "&x"),
        ("a: *x\n", "the alias `*x` is not read here", "*x"),
        ("a: !secret 1\n", "the tag `!secret` is not read here", "!secret"),
        ("a: !!str 1\n", "the tag `!!str` is not read here", "!!str"),
        ("<<: {a: 1}\n", "the merge key `<<` is not read here", "<<"),
        ("1: a\n", "the key `1` is no text", "1"),
        ("true: a\n", "the key `true` is no text", "true"),
        ("? [a, b]\n: c\n", "a list or a mapping cannot be a key", "["),
        ("%YAML 1.1\n---\na: 1\n", "YAML directives are not read here", "%YAML 1.1"),
        ("a: 1\n---\nb: 2\n", "a second YAML document starts here; a file holds one", "---"),
    ];
    for (text, message, place) in cases {
        let found = faults(text);
        let expected = ("yaml-feature-refused", message.to_owned(), place.to_owned());
        assert_eq!(found.first(), Some(&expected), "{text:?} {found:?}");
        assert_eq!(found.len(), 1, "{text:?} {found:?}");
    }
    assert_eq!(faults("no: a\n\"1\": b\n"), []);
}

#[test]
fn repeated_keys_point_at_both() {
    let source = Source::new(SourceId(0), "a.yaml", "a: 1\nb: {c: 1, c: 2}\na: 3\n");
    let parsed = parse(&source, source.span());
    let places: Vec<_> = parsed
        .faults
        .iter()
        .map(|fault| (fault.rule, fault.span.start, fault.related[0].span.start))
        .collect();
    assert_eq!(places, [("key-repeated", 15, 9), ("key-repeated", 21, 0)]);
    assert_eq!(parsed.root.unwrap().at("a").unwrap().text(), Some("1"));
    let many: String = (0..200).map(|n| format!("k{}: 1\n", n % 199)).collect();
    assert_eq!(faults(&many).len(), 1);
}

#[test]
fn syntax_errors_say_what_and_where() {
    let quote = "the quote that opens here is not closed where it should be";
    let tab = "a tab stands where YAML indents with spaces";
    let cases = [
        ("a: \"x\nb: 1\n", quote, "\""),
        ("a: 'x\nb: it's\n", quote, "'"),
        ("a: \"x\nb: \"y\"\n", quote, "\""),
        ("a:\n\tb: 1\n", tab, "\t"),
        ("a:\n  - b: 1\n\t  c: 2\n", tab, "\t"),
        ("a: [1, 2\n", "the `[` that opens here is never closed", "["),
        ("a: b: c\n", "a second `: ` stands in one line", ":"),
        ("a: @b\n", "a value cannot start with `@`", "@"),
        ("- a\n", "expected fields such as `kind: incident`, found a list", "- a"),
        ("just text\n", "expected fields such as `kind: incident`, found a text", "just text"),
        ("", "there is no field here", ""),
        ("# only this\n", "there is no field here", ""),
    ];
    for (text, message, place) in cases {
        let expected = ("yaml-syntax", message.to_owned(), place.to_owned());
        assert_eq!(faults(text), [expected], "{text:?}");
    }
}

#[test]
fn what_came_before_a_fault_is_kept() {
    let source = Source::new(SourceId(0), "a.yaml", "kind: incident\nlist:\n  - a\nb: [1\nc: 2\n");
    let root = parse(&source, source.span()).root.unwrap();
    assert_eq!(root.at("kind").unwrap().text(), Some("incident"));
    assert_eq!(root.at("list[0]").unwrap().text(), Some("a"));
}

#[test]
fn hostile_texts_are_refused_quickly() {
    let depth = "nested deeper than 64 levels";
    let bombs = [
        format!("a: {}", "[".repeat(20_000)),
        format!("a: {}", "{b: ".repeat(20_000)),
        format!("a:\n{}", "- ".repeat(20_000)),
        (0..400).map(|level| format!("{}a:\n", " ".repeat(level))).collect(),
    ];
    for bomb in bombs {
        let found = faults(&bomb);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].1.as_str()), ("yaml-feature-refused", depth));
    }
    let levels = |count: usize| format!("a: {}{}", "[".repeat(count), "]".repeat(count));
    assert_eq!(faults(&levels(MAX_DEPTH - 1)), []);
    assert_eq!(faults(&levels(MAX_DEPTH)).len(), 1);
    let wide = format!("a: [{}]", "1,".repeat(MAX_NODES));
    assert_eq!(faults(&wide)[0].1, "more than 100000 values in one document");
    let large = format!("a: {}", "x".repeat(MAX_BYTES));
    assert_eq!(faults(&large)[0].0, "document-too-large");
}
