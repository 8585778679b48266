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
    assert!(source.text[..blank.span.start()].ends_with("\nblank:"));
    assert_eq!(blank.span.text(&source), "");
    assert_eq!(root.span.text(&source), text.trim_start_matches("# top\n").trim_end());
}

#[test]
fn a_list_begins_at_its_first_dash() {
    let cases = [
        ("k:\n- #c \n", "-"),
        ("k:\n-\n- b\n", "-\n- b"),
        ("k:\n- # c\n\n  # d\n  b: 1\n", "- # c\n\n  # d\n  b: 1"),
        ("k: # -\n# -\n- b\n", "- b"),
        ("k:\n  # -\n  -\n    - b\n", "-\n    - b"),
        ("k:\n- - b\n  - c\n", "- - b\n  - c"),
        ("k:\n- # c\n- b\n", "- # c\n- b"),
        ("k:\n- -1\n", "- -1"),
    ];
    for (text, written) in cases {
        let (source, root) = root(text);
        let list = root.at("k").unwrap();
        assert_eq!(list.span.text(&source).trim_end(), written, "{text}");
        for item in list.items() {
            assert!(
                list.span.start() <= item.span.start() && item.span.end() <= list.span.end(),
                "{text}"
            );
        }
    }
}

#[test]
fn places_are_found_between_comments() {
    let cases = [
        ("a:\n# b | c\n  |\n  d\n", "a", "|\n  d"),
        ("a:\n- b\n# c | d\n# e > f\n- |\n  g\n", "a[1]", "|\n  g"),
        ("a:\n- b\n\t# c > d\n- >- # e | f\n  g\n", "a[1]", ">- # e | f\n  g"),
        ("a: |\n# b | c\nd: 1\n", "a", "|"),
        ("a: [] # b | c\nd: |2-\n    e\n", "d", "|2-\n    e"),
    ];
    for (text, path, written) in cases {
        let (source, root) = root(text);
        assert_eq!(root.at(path).unwrap().span.text(&source), written, "{text}");
    }
}

#[test]
fn a_blank_stands_behind_its_own_sign() {
    let cases = [
        ("a:\n  - b\n# foo-bar\n  -\n", "a[1]", "a:\n  - b\n# foo-bar\n  -"),
        ("a:\n  - [] # c - d\n  -\n  - b\n", "a[1]", "a:\n  - [] # c - d\n  -"),
        ("a:\n  - {}\n  -  # c\n", "a[1]", "a:\n  - {}\n  -"),
        ("a:\n- - # c\n  - b\n", "a[0][0]", "a:\n- -"),
        ("a:\n-\n-\n", "a[1]", "a:\n-\n-"),
        ("a:\n- b\n-\n\n# c - d\n\n-\n", "a[1]", "a:\n- b\n-"),
        ("a: # b: c\nd: 1\n", "a", "a:"),
        ("\"a:\" :\n", "a:", "\"a:\" :"),
        ("a: {b: {c: 1}}\nd:\n", "d", "a: {b: {c: 1}}\nd:"),
    ];
    for (text, path, before) in cases {
        let (source, root) = root(text);
        let node = root.at(path).unwrap();
        assert!(node.is_null() && node.span.start() == node.span.end(), "{text}");
        assert_eq!(&source.text[..node.span.start()], before, "{text}");
    }
}

#[test]
fn a_character_that_yaml_does_not_take_is_part_of_its_text() {
    let cases = [
        ("title: a\u{7}b\nc: Q\n", "title", "a\u{7}b"),
        ("title: a\u{ffff}b\nc: Q\n", "title", "a\u{ffff}b"),
        ("title: \"a\u{fffe}b\u{7}\"\n", "title", "a\u{fffe}b\u{7}"),
        ("title: a\u{fdd0}b\u{1fffe}\n", "title", "a\u{fdd0}b\u{1fffe}"),
        ("title: \u{1b}\u{9b}x\n", "title", "\u{1b}\u{9b}x"),
        ("title: \"\u{8}\\n\u{7f}\"\n", "title", "\u{8}\n\u{7f}"),
        ("ti\u{7}tle: |\n  a\u{1}\n", "ti\u{7}tle", "a\u{1}\n"),
        ("a: 1 # \u{7}\ntitle: x\n", "title", "x"),
        ("title: \"\\u0051uito a\u{7}b\"\n", "title", "Quito a\u{7}b"),
        ("title: \"\\x51\\U00000058 \\u005A\u{7}b\"\n", "title", "QX Z\u{7}b"),
        ("x-a: | # \u{1}\n  a\u{7}b\n", "x-a", "a\u{7}b\n"),
        ("a:\n  - >- # \u{1}\n    a\u{7}b\n  # \u{2}\n  - \u{3}\n", "a[0]", "a\u{7}b"),
        ("a:\n  - >- # \u{1}\n    a\u{7}b\n  # \u{2}\n  - \u{3}\n", "a[1]", "\u{3}"),
        ("x-a: |\r\n  a\u{7}b\r\n", "x-a", "a\u{7}b\n"),
    ];
    for (text, path, means) in cases {
        let (_, root) = root(text);
        assert_eq!(root.at(path).unwrap().text(), Some(means), "{text:?}");
    }
}

#[test]
fn a_character_that_yaml_does_not_take_is_no_part_of_an_escape() {
    let letters: String = ('A'..='Z').chain('a'..='z').filter(|it| *it != 'n').collect();
    for text in [
        "title: \"\\\u{7}\"\n".to_owned(),
        "title: \"\\x5\u{7}\"\n".to_owned(),
        format!("title: \"\\\u{7}\"\nx-a: {letters}\n"),
        "title: |\u{7}\n  x\n".to_owned(),
    ] {
        let source = Source::new(SourceId(0), "a.yaml", &*text);
        assert_ne!(parse(&source, source.span()).faults, [], "{text:?}");
    }
}

#[test]
fn what_is_no_number_says_the_same_as_itself() {
    let (_, one) = root("a: .nan\nb: 1.5\n");
    assert!(one.same(&one.clone()));
    assert!(!one.same(&root("a: .inf\nb: 1.5\n").1));
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
        ("---\na: 1\n---\n", "this file needs no `---`", "---"),
        ("a: 1\n---\nb: 2\n", "a second YAML document starts here; a file holds one", "---"),
    ];
    for (text, message, place) in cases {
        let found = faults(text);
        let expected = ("yaml-feature-refused", message.to_owned(), place.to_owned());
        assert_eq!(found.first(), Some(&expected), "{text:?} {found:?}");
        assert_eq!(found.len(), 1, "{text:?} {found:?}");
    }
    assert_eq!(faults("no: a\n\"1\": b\na: # who?\nc: why?\nd:\n"), []);
}

#[test]
fn repeated_keys_point_at_both() {
    let source = Source::new(SourceId(0), "a.yaml", "a: 1\nb: {c: 1, c: 2}\na: 3\n");
    let parsed = parse(&source, source.span());
    let places: Vec<_> = parsed
        .faults
        .iter()
        .map(|fault| (fault.rule, fault.span.start(), fault.related[0].span.start()))
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
        (" a: 1\nb: 2\n", "this line is indented, and a field below it is not", "a: 1"),
        ("# c\n\n  a: 1\n b: 2\n", "this line is indented, and a field below it is not", "a: 1"),
        ("{a: 1}\nb: 2\n", "what stands here belongs to no field above it", "b: 2"),
        ("a: 1\n... x\nb: 2\n", "what stands here belongs to no field above it", "x"),
        ("a: x\n\ty\n", tab, "\t"),
        ("a: ? b\n", "a value cannot start with `? `", "?"),
        ("a: [ , ]\n", "a value is missing here, inside the brackets", ","),
        ("a: {b: 1, c:[1]}\n", "a space is missing after this colon", ":"),
        ("a:\n  - b: 1\n   c: 2\n", "this line's indentation fits no line above", "c: 2"),
        ("a:\n  - b\n  c: 1\n", "this line's indentation fits no line above", "c: 1"),
        ("a: - b\n", "a list item `- ` cannot stand here", "-"),
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

#[test]
fn one_fault_is_one_finding_and_the_other_fields_are_read() {
    let quote = "the quote that opens here is not closed where it should be";
    let square = "the `[` that opens here is never closed";
    let curly = "the `{` that opens here is never closed";
    let no_colon = "this line has no `: ` after its field";
    let deeper = "this line is indented as if it belonged to the value above it";
    let cases: &[(&str, &str, &str, &str)] = &[
        ("a: \"x\nb: 1\nc: 2\n", "a b=1 c=2", "1:4", quote),
        ("a: 'x\nb: it's\nc: 'y'\n", "a b=it's c=y", "1:4", quote),
        ("a: \"x\nb: \"y\"\nc: 1\n", "a b=y c=1", "1:4", quote),
        ("a: \"x\" y\nb: 1\n", "a b=1", "1:4", quote),
        ("a: 'x' 'y'\nb: 1\n", "a b=1", "1:4", quote),
        ("a: 'it''s' b\nb: 1\n", "a b=1", "1:4", quote),
        ("# it's\na: \"x \\\" y\nb: 1\n", "a b=1", "2:4", quote),
        ("m:\n  a: \"x\n  b: 1\n  c: \"z\"\nd: 1\n", "m d=1", "2:6", quote),
        ("m:\n  - a: \"x\n    b: 1\n  - c: \"z\"\nd: 1\n", "m d=1", "2:8", quote),
        ("m: {a: \"x, b: 1}\nc: \"y\"\nd: 1\n", "m c=y d=1", "1:8", quote),
        ("m: [a, 'b', \"c]\nd: 1\n", "m d=1", "1:13", quote),
        ("t: [1, 2\nb: 1\nc: 2\n", "t b=1 c=2", "1:4", square),
        ("t: [1, 2\nb: [3]\nc: 2\n", "t b c=2", "1:4", square),
        ("t: [1, [2, 3]\nb: 1\n", "t b=1", "1:4", square),
        ("t: {a: 1\nb: 1\nc: 2\n", "t b=1 c=2", "1:4", curly),
        ("t: {a: 1,\nb: 1\nc: 2\n", "t b=1 c=2", "1:4", curly),
        ("t:\n  - {a: 1, b: 2\n  - {a: 2}\nc: 2\n", "t c=2", "2:5", curly),
        ("t: [1, 2]]\nb: 1\n", "t b=1", "1:10", "this bracket closes nothing"),
        ("t: [1, 2}\nb: 1\n", "t b=1", "1:4", "`}` does not close the `[` before it"),
        ("kind incident\nb: 1\nc: 2\n", "b=1 c=2", "1:1", no_colon),
        ("a: 1\nkind incident\nb: 1\nc: 2\n", "a=1 b=1 c=2", "2:1", no_colon),
        ("a: 1\nkind:incident\nb: 1\n", "a=1 b=1", "2:1", no_colon),
        ("m:\n  kind incident\n  b: 1\nc: 1\n", "m=kind incident b c=1", "2:3", no_colon),
        ("a:\n  b: 1\n   c: 2\nd: 3\n", "a d=3", "3:4", deeper),
        ("a: 1\n  b: 2\nc: 3\n", "a=1 b c=3", "2:3", deeper),
        ("a: x: y\nb: 1\n", "a=x b=1", "1:5", "a second `: ` stands in one line"),
        ("a: *x y\nb: 1\n", "a b=1", "1:4", "the alias `*x` is not read here"),
        ("? a\n: b\nc: 1\n", "a=b c=1", "1:1", "a key after `?` is not read here"),
        ("l:\n  - ? a\n    : b\nc: 1\n", "l c=1", "2:5", "a key after `?` is not read here"),
        ("? [a]\n: b\nc: 1\n", "c=1", "1:3", "a list or a mapping cannot be a key"),
        (": a\nb: 1\n", "=a b=1", "1:2", "a value stands here without a key"),
        ("%YAML 1.1\n---\na: 1\n", "a=1", "1:1", "YAML directives are not read here"),
        ("a: !e!x 1\nb: 1\n", "a b=1", "1:4", "tags are not read here"),
        ("a: b\nd: 'e'#f\ng: 1\n", "a=b d g=1", "2:7", "a comment has a space before its `#`"),
    ];
    for (text, fields, place, message) in cases {
        let source = Source::new(SourceId(0), "a.yaml", *text);
        let parsed = parse(&source, source.span());
        let root = parsed.root.expect(text);
        let shown = |pair: &Pair| match pair.value.text() {
            Some(value) => format!("{}={value}", pair.key.text),
            None => pair.key.text.to_string(),
        };
        let read: Vec<String> = root.pairs().iter().map(shown).collect();
        assert_eq!(read.join(" "), *fields, "{text}");
        let said = |fault: &Fault| {
            let at = source.line_column(fault.span.start());
            format!("{}:{} {}", at.line, at.column, fault.message)
        };
        let said: Vec<String> = parsed.faults.iter().map(said).collect();
        assert_eq!(said, [format!("{place} {message}")], "{text}");
    }
}

#[test]
fn several_faults_are_several_findings() {
    let found = faults("a: @x\nb: %y\nc: `z`\nd: [1\ne: \"q\nf: 1\n");
    let places: Vec<&str> = found.iter().map(|(_, _, place)| place.as_str()).collect();
    assert_eq!(places, ["@", "%", "`", "[", "\""]);
    let long = format!("a: {}\nb: 1\n", "x".repeat(MAX_SCALAR_BYTES + 1));
    let message = "a value of 65537 bytes is longer than the 65536 we read";
    assert_eq!(faults(&long)[0].1, message);
    assert!(faults(&"a: @\n".repeat(20_000)).len() < 20);
}
