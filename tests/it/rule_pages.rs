//! Every rule's page is its test: the bad example gives exactly the findings it marks, the good
//! one gives none of that rule. How a page is written stands in `docs/manual/rule-pages.md`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use ircase::diagnostic::{Diagnostic, Level, Place};
use ircase::document::text::NotText;
use ircase::document::unread::{Unread, UnreadReason};
use ircase::document::yaml::Node;
use ircase::model::engagement::Engagement;
use ircase::source::Sources;
use ircase::validate::private::Private;
use ircase::validate::rules::RULES;
use ircase::validate::{self, Facts, Machine, Recorded, Rule};

/// The present time of every example.
const NOW: &str = "2026-11-21T12:00:00Z";

/// Folders of files that are no documents.
const SIGNATURES: &str = "signatures/";
const SCHEMAS: &str = "schemas/";

#[test]
fn every_page_holds() {
    let faults: Vec<String> = RULES.iter().flat_map(|rule| page_faults(rule)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_rule_file_is_in_the_table() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/validate/rules");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".md").or(name.strip_suffix(".rs")) else { continue };
        let rule = stem.replace('_', "-");
        let known = stem == "mod" || RULES.iter().any(|known| known.name == rule);
        assert!(known, "`{name}` belongs to no rule in the table");
    }
}

#[test]
fn names_and_sentences_are_in_order() {
    for rule in RULES {
        let name = rule.name;
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{name}"
        );
        assert!(!rule.summary.ends_with('.') && !rule.summary.is_empty(), "{name}");
        assert_eq!(RULES.iter().filter(|other| other.name == name).count(), 1, "{name}");
    }
}

/// Words of a sentence, or of a part of one that ends with `:` or `;`.
const SENTENCE_WORDS_MAX: usize = 26;

/// A page is read at night, by people who are no lawyers, in a language that is not their own.
#[test]
fn sentences_are_short() {
    let mut long = Vec::new();
    for rule in RULES {
        let mut in_example = false;
        for line in rule.page.lines() {
            if line.starts_with("```") {
                in_example = !in_example;
            }
            if in_example || line.starts_with(['#', '`']) || line.starts_with("Source:") {
                continue;
            }
            for sentence in line.split(['.', ':', ';', '?']) {
                if sentence.split_whitespace().count() > SENTENCE_WORDS_MAX {
                    long.push(format!("{}: {sentence}", rule.name));
                }
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Revision 3 of NIST SP 800-61 has none of the sections of revision 2.
#[test]
fn sources_name_the_revision() {
    for rule in RULES {
        for line in rule.page.lines().filter(|line| line.starts_with("Source:")) {
            for (at, _) in line.match_indices("800-61") {
                let rest = &line[at + "800-61".len()..];
                assert!(rest.starts_with("r2") || rest.starts_with("r3"), "{}: {line}", rule.name);
            }
        }
    }
}

/// What a page's findings say in a log holds no private value of the page's people.
#[test]
fn no_finding_in_a_log_tells_what_is_private() {
    let mut hidden = 0;
    for rule in RULES {
        let bad = example(rule.name, section(rule.page, "Bad"));
        let engagement = Engagement::assemble(sources(&bad), bad.unread.clone());
        let private = Private::of(&engagement);
        let values = private_values(&engagement);
        for finding in findings(rule.name, &bad) {
            let (masked, was_masked) = private.masked(&finding);
            hidden += usize::from(was_masked);
            let related = masked.related.iter().map(|related| &related.message);
            let words = related.chain([&masked.message]).chain(masked.help.as_ref());
            let fix = masked.fix.iter().flat_map(|fix| [&fix.title, &fix.replacement]);
            for words in words.chain(fix) {
                let told = values.iter().find(|value| words.contains(*value));
                assert_eq!(told, None, "{}: {words}", rule.name);
            }
        }
    }
    assert!(hidden > 0, "no page has a finding in a private part");
}

/// Returns the texts below `private` of every person, but the words of closed lists and handles.
fn private_values(engagement: &Engagement) -> Vec<String> {
    const WORDS: &[&str] = &["true", "false", "openpgp", "ssh", "age", "in-person", "out-of-band"];
    const CHANNELS: &[&str] = &["phone", "signal", "email", "wire", "matrix", "in-person"];
    let mut found = Vec::new();
    for (document, _) in engagement.people() {
        let front = document.document.front.as_ref();
        let mut nodes: Vec<&Node> =
            front.and_then(|front| front.get("private")).into_iter().collect();
        while let Some(node) = nodes.pop() {
            nodes.extend(node.items());
            nodes.extend(node.pairs().iter().map(|pair| &pair.value));
            found.extend(node.text().map(str::to_owned));
        }
    }
    // The engagement names a time zone in every report, and many people live in one.
    let is_zone = |text: &str| text.parse::<ircase::model::zone::Zone>().is_ok();
    let is_handle = |text: &str| engagement.person(text).is_some();
    found.retain(|text| {
        let is_word = WORDS.contains(&&**text) || CHANNELS.contains(&&**text);
        !is_word && !is_handle(text) && !is_zone(text) && text.len() > 1
    });
    found
}

/// One example: files, what is recorded, and where findings should be.
#[derive(Default)]
struct Example {
    files: BTreeMap<String, String>,
    recorded: BTreeMap<String, String>,
    earlier: BTreeMap<String, Vec<Arc<str>>>,
    machine: Machine,
    unread: Vec<Unread>,
    large_files: BTreeMap<String, u64>,
    gone: Vec<String>,
    expected: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    path: String,
    /// Line, first and last column, all from 1; nothing for a whole file.
    place: Option<(usize, usize, usize)>,
    level: Option<Level>,
}

fn page_faults(rule: &Rule) -> Vec<String> {
    let name = rule.name;
    let mut faults = Vec::new();
    let mut fault = |text: String| faults.push(format!("{name}: {text}"));
    if rule.page.lines().next() != Some(&*format!("# {name}")) {
        fault("the page does not begin with the rule's name".to_owned());
    }
    for part in ["\nSource: ", "\n## Bad\n", "\n## Good\n", "\n## Fix\n"] {
        if !rule.page.contains(part) {
            fault(format!("the page has no `{}`", part.trim()));
        }
    }
    let bad = example(name, section(rule.page, "Bad"));
    if bad.expected.is_empty() {
        fault("the bad example marks nothing".to_owned());
    }
    let (expected, found) = (wanted(&bad), found(name, &bad));
    if expected != found {
        fault(format!("the bad example marks\n{}but gives\n{}", list(&expected), list(&found)));
    }
    let good = example(name, section(rule.page, "Good"));
    if good.files.is_empty() && good.large_files.is_empty() {
        fault("the good example is empty".to_owned());
    }
    for diagnostic in findings(name, &good) {
        fault(format!("the good example gives: {} {:?}", diagnostic.message, diagnostic.place));
    }
    faults
}

fn wanted(example: &Example) -> Vec<Mark> {
    let mut expected = example.expected.clone();
    expected.sort();
    expected
}

/// Returns the findings as marks; a level only where the example says one for that place.
fn found(rule: &str, example: &Example) -> Vec<Mark> {
    let sources = sources(example);
    let mut found: Vec<Mark> = findings(rule, example)
        .into_iter()
        .map(|diagnostic| {
            let (path, place) = match &diagnostic.place {
                Place::File(path) => (path.clone(), None),
                Place::Span(span) => {
                    let source = sources.get(span.source);
                    let start = source.line_column(span.start());
                    let end = source.line_column(span.end().max(span.start() + 1));
                    let last = if end.line == start.line { end.column - 1 } else { 0 };
                    (source.path.to_string(), Some((start.line, start.column, last)))
                }
                other => (format!("{other:?}"), None),
            };
            let marked =
                example.expected.iter().find(|mark| mark.path == path && mark.place == place);
            let level = marked.and_then(|mark| mark.level).map(|_| diagnostic.level);
            Mark { path, place, level }
        })
        .collect();
    found.sort();
    found
}

fn findings(rule: &str, example: &Example) -> Vec<Diagnostic> {
    let engagement = Engagement::assemble(sources(example), example.unread.clone());
    let changed =
        example.recorded.iter().filter(|(path, text)| example.files.get(*path) != Some(text));
    let signatures = example.files.keys().filter(|path| path.starts_with(SIGNATURES));
    let recorded = Recorded {
        paths: example.recorded.keys().cloned().collect(),
        changed: changed.map(|(path, text)| (path.clone(), text.clone())).collect(),
        earlier: example.earlier.clone(),
        large_files: example.large_files.clone(),
        signatures: Some(signatures.cloned().collect()),
        ..Recorded::default()
    };
    let facts =
        Facts::new(&engagement, &recorded, NOW.parse().unwrap()).with_machine(&example.machine);
    let mut found = validate::check(&facts);
    found.retain(|diagnostic| diagnostic.rule == rule);
    found
}

fn sources(example: &Example) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in example.files.iter().filter(|(path, _)| !path.starts_with(SIGNATURES)) {
        if path.starts_with(SCHEMAS) {
            sources.add_beside(path.clone(), text.clone());
        } else {
            sources.add(path.clone(), text.clone());
        }
    }
    sources
}

fn list(marks: &[Mark]) -> String {
    let mut text = String::new();
    for mark in marks {
        let _ = match mark.place {
            Some((line, first, last)) => {
                writeln!(text, "    {}:{line}:{first}-{last} {:?}", mark.path, mark.level)
            }
            None => writeln!(text, "    {} {:?}", mark.path, mark.level),
        };
    }
    text
}

fn section<'page>(page: &'page str, title: &str) -> &'page str {
    let rest = page.split_once(&format!("\n## {title}\n")).map_or("", |(_, rest)| rest);
    rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

fn example(rule: &str, section: &str) -> Example {
    let mut example = Example::default();
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let mut words = info.split_whitespace().skip(1);
        let path = words
            .next()
            .and_then(|word| word.strip_prefix("file="))
            .unwrap_or_else(|| panic!("{rule}: an example without `file=`: {info}"))
            .to_owned();
        match words.next() {
            None => {
                let (text, marks) = without_marks(rule, &path, &block);
                example.expected.extend(marks);
                example.files.insert(path, text);
            }
            Some("recorded") => {
                let (text, marks) = without_marks(rule, &path, &block);
                example.expected.extend(marks);
                example.recorded.insert(path, text);
            }
            Some("gone") => {
                example.recorded.insert(path.clone(), without_marks(rule, "", &block).0);
                example.gone.push(path.clone());
                example.expected.push(Mark { path, place: None, level: None });
            }
            Some("earlier") => {
                let text = without_marks(rule, "", &block).0;
                example.earlier.entry(path).or_default().push(text.into());
            }
            Some("machine") => example.machine = machine(rule, &block),
            Some(word) if word.starts_with("bytes=") => {
                let bytes =
                    word["bytes=".len()..].parse().unwrap_or_else(|_| panic!("{rule}: {info}"));
                example.large_files.insert(path.clone(), bytes);
                example.expected.push(Mark { path, place: None, level: None });
            }
            Some(word) => {
                let what = word.strip_prefix("unread=").unwrap_or_else(|| panic!("{rule}: {info}"));
                example.unread.push(Unread { path: path.clone(), why: unread(what) });
                example.expected.push(Mark { path, place: None, level: None });
            }
        }
    }
    let is_here = |(path, _): &(&String, &String)| !example.gone.contains(path);
    for (path, text) in example.recorded.iter().filter(is_here) {
        example.files.entry(path.clone()).or_insert_with(|| text.clone());
    }
    example
}

/// Reads lines such as `user.name = Zoe` and `remote.origin = http://example.org/x.git`.
pub(crate) fn machine(rule: &str, block: &[&str]) -> Machine {
    let mut machine = Machine::default();
    for line in block {
        let (name, value) = line.split_once(" = ").unwrap_or_else(|| panic!("{rule}: {line}"));
        match (name, name.strip_prefix("remote.")) {
            ("user.name", _) => machine.user_name = Some(value.to_owned()),
            ("user.email", _) => machine.user_email = Some(value.to_owned()),
            (_, Some(remote)) => machine.remotes.push((remote.to_owned(), value.to_owned())),
            _ => panic!("{rule}: nothing is called `{name}`"),
        }
    }
    machine
}

fn unread(what: &str) -> UnreadReason {
    match what {
        "utf-16" => UnreadReason::NotText(NotText::Utf16),
        "too-large" => UnreadReason::TooLarge(10 * 1024 * 1024 * 1024),
        "link" => UnreadReason::SymbolicLink,
        "folder" => UnreadReason::NotAFile("folder"),
        "no-folder" => UnreadReason::NotAFolder,
        "too-deep" => UnreadReason::TooDeep,
        "pipe" => UnreadReason::NotAFile("pipe"),
        other => panic!("nothing is unread for `{other}`"),
    }
}

/// Takes the marks out of a block: lines of blanks, carets and the rule's name.
fn without_marks(rule: &str, path: &str, block: &[&str]) -> (String, Vec<Mark>) {
    let (mut text, mut marks, mut line) = (String::new(), Vec::new(), 0);
    for written in block {
        if let Some((first, last, level)) = mark(rule, written) {
            marks.push(Mark { path: path.to_owned(), place: Some((line, first, last)), level });
            continue;
        }
        line += 1;
        text.push_str(&characters(written));
        text.push('\n');
    }
    (text, marks)
}

fn mark(rule: &str, line: &str) -> Option<(usize, usize, Option<Level>)> {
    let carets = line.trim_start();
    let first = line.len() - carets.len() + 1;
    let name = carets.trim_start_matches('^');
    let count = carets.len() - name.len();
    let mut words = name.split_whitespace();
    if count == 0 || words.next() != Some(rule) {
        return None;
    }
    let level = match words.next() {
        None => None,
        Some("error") => Some(Level::Error),
        Some("warning") => Some(Level::Warning),
        Some("note") => Some(Level::Note),
        Some(other) => panic!("{rule}: `{other}` is no level"),
    };
    Some((first, first + count - 1, level))
}

/// Puts characters in that a page shows by their code point: `<U+202E>`.
fn characters(line: &str) -> String {
    let Some((before, rest)) = line.split_once("<U+") else { return line.to_owned() };
    let (code, after) = rest.split_once('>').expect("a code point is closed");
    let symbol = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    format!("{before}{}{}", symbol.expect("a code point"), characters(after))
}
