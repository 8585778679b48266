//! One fault, one finding: a document that cannot be read is told once, and makes no other
//! document wrong.

use std::collections::BTreeMap;

use ircase::diagnostic::{Diagnostic, Place};
use ircase::document;
use ircase::document::text::decode;
use ircase::document::unread::{Unread, UnreadReason};
use ircase::model::engagement::Engagement;
use ircase::source::{Source, SourceId, Sources};
use ircase::validate::{self, Facts, Recorded};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::world::texts;

/// What can happen to a document, and the rules of which one tells it.
type Damage = (&'static str, fn(&str) -> Vec<u8>, &'static [&'static str]);

const DAMAGES: &[Damage] = &[
    ("saved as UTF-16", utf_16, &["not-utf8"]),
    ("a byte that is no UTF-8", |text| [text.as_bytes(), b"\xF1o\n"].concat(), &["not-utf8"]),
    ("a NUL", |text| format!("{text}\0\n").into_bytes(), &["not-utf8"]),
    ("CR only", |text| text.replace('\n', "\r").into_bytes(), &["front-matter-missing"]),
    ("another kind", another_kind, &["id-and-path-differ"]),
    ("no kind that is known", |text| kind(text, "persona"), &["kind-unknown"]),
    ("a quote that never closes", unclosed_quote, &["yaml-syntax"]),
    ("a merge conflict", conflict, &["merge-conflict-left"]),
    ("emptied", |_| Vec::new(), &["front-matter-missing", "yaml-syntax"]),
];

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn kind(text: &str, kind: &str) -> Vec<u8> {
    let changed = text.lines().map(|line| match line.strip_prefix("kind: ") {
        Some(_) => format!("kind: {kind}\n"),
        None => format!("{line}\n"),
    });
    changed.collect::<String>().into_bytes()
}

fn another_kind(text: &str) -> Vec<u8> {
    kind(text, if text.contains("\nkind: task") { "person" } else { "task" })
}

fn unclosed_quote(text: &str) -> Vec<u8> {
    let at = text.find("kind: ").unwrap();
    format!("{}x-note: 'never\n{}", &text[..at], &text[at..].replace('\'', "")).into_bytes()
}

fn conflict(text: &str) -> Vec<u8> {
    let at = text.find("kind: ").unwrap();
    let (before, after) = text.split_at(at);
    let (line, after) = after.split_once('\n').unwrap();
    format!("{before}<<<<<<< HEAD\n{line}\n=======\n{line}\nx-a: b\n>>>>>>> other\n{after}")
        .into_bytes()
}

#[test]
fn a_document_that_cannot_be_read_makes_no_other_one_wrong() {
    let files = texts("examples/clinica");
    let healthy = said(&files, None);
    let mut faults = Vec::new();
    for path in files.keys() {
        for (name, damage, rules) in DAMAGES {
            if path.ends_with(".yaml") && *name == "CR only" {
                continue;
            }
            let broken = damage(&files[path]);
            let found = said(&files, Some((path, &broken)));
            let own: Vec<_> = found.iter().filter(|(of, ..)| of == path).collect();
            let is_one = own.len() == 1 && rules.contains(&own[0].1.as_str());
            // Where nobody knows that it was accepted, nothing private is let into the trail.
            let is_gate = |rule: &str| path == "ircase.yaml" && rule == "private-in-plain";
            let new =
                found.iter().filter(|it| it.0 != *path && !healthy.contains(it) && !is_gate(&it.1));
            let new: Vec<_> = new.collect();
            if !is_one || !new.is_empty() {
                faults.push(format!("{path}: {name}\n  own: {own:?}\n  others: {new:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} of them\n{}", faults.len(), faults.join("\n"));
}

/// A character that nobody sees, where it spoils more than itself; `@` stands before it.
const CHARACTERS: &[(&str, &str)] = &[
    ("a carriage return in a line", "---\nkind: task\ntitle: a@\rb\n---\n"),
    ("a byte-order mark in a value", "---\nkind: task\ntitle: a@\u{feff}b\n---\n"),
    ("a byte-order mark in a line", "---\nkind: task\n@\u{feff}title: b\n---\n"),
    ("two byte-order marks", "\u{feff}@\u{feff}---\nkind: task\ntitle: a\n---\n"),
    ("a space that is none", "---\nkind: task\ntitle:@\u{a0}x\n---\n"),
    ("an item that is none", "---\nkind: task\ntags:\n  -@\u{a0}a\n---\n"),
    ("a field with a blank before it", "---\nkind: task\n@\u{a0}title: a\n---\n"),
    ("a field with a joint in it", "---\nkind: task\nti@\u{200b}tle: a\n---\n"),
    ("a fence with a joint behind it", "---\nkind: task\ntitle: a\n---@\u{200b}\n"),
    ("what no text holds", "---\nkind: task\ntitle: a@\u{ffff}b\n---\n"),
    ("what no text holds, in quotes", "---\nkind: task\ntitle: \"a@\u{fffe}b\"\n---\n"),
    ("what no text holds, in the body", "---\nkind: task\n---\na@\u{fdd0}b\n"),
    ("two carriage returns", "---\r\nkind: task@\r\r\n---\r\n"),
];

#[test]
fn a_character_that_nobody_sees_is_told_alone() {
    for (name, marked) in CHARACTERS {
        let at = marked.find('@').unwrap();
        let text = marked.replacen('@', "", 1);
        let symbol = text[at..].chars().next().unwrap();
        let files = BTreeMap::from([("tasks/TSK-5RBN.md".to_owned(), text)]);
        let owed = ["field-missing", "agreement-missing"];
        let found = said(&files, None);
        let found: Vec<_> = found.iter().filter(|it| !owed.contains(&&*it.1)).collect();
        let code = format!("U+{:04X} ", u32::from(symbol));
        let is_one = matches!(&*found, [(_, rule, message)]
            if rule == "invisible-character" && message.starts_with(&code));
        assert!(is_one, "{name}: {found:?}");
    }
}

/// What a document says of its kind, and what is said of that.
const KINDS: &[(&str, &str, &str)] = &[
    ("Kind: task", "unknown-field", "there is no field `Kind` here"),
    ("knd: task", "unknown-field", "there is no field `knd` here"),
    ("kind: [task]", "wrong-type", "`kind` should be a text, not a list"),
    ("kind:", "field-missing", "this document does not say its kind"),
    ("title: x", "field-missing", "this document does not say its kind"),
];

#[test]
fn a_kind_that_is_not_said_is_told_once() {
    for (line, rule, message) in KINDS {
        let text = format!("---\n{line}\nstatus: open\n---\n");
        let files = BTreeMap::from([("tasks/TSK-5RBN.md".to_owned(), text)]);
        let found = said(&files, None);
        let of_kind: Vec<_> = found.iter().filter(|it| it.0 == "tasks/TSK-5RBN.md").collect();
        let is_one = matches!(&*of_kind, [(_, of, says)] if of == rule && says == message);
        assert!(is_one, "{line}: {of_kind:?}");
    }
}

/// The name of a slip, and what it makes of a line.
type Slip = (&'static str, fn(&str) -> String);

/// What can happen to one line of the front matter.
const SLIPS: &[Slip] = &[
    ("a tab", |line| format!("\t{}", line.trim_start())),
    ("a blank too many", |line| format!(" {line}")),
    ("a wide colon", |line| line.replacen(':', "\u{ff1a}", 1)),
    ("a quote that never closes", |line| line.replacen(": ", ": \"", 1)),
    ("a list of one", |line| match line.split_once(": ") {
        Some((key, value)) if !value.contains(['[', '{', '"', '\'', '|', ',', ':']) => {
            format!("{key}: [{value}]")
        }
        _ => line.to_owned(),
    }),
];

/// One of so many lines of a document is damaged; all of them with `MUTATIONS=all`.
const STRIDE: usize = 4;

/// A document that breaks off somewhere, or has one value of a wrong type, is told by that alone,
/// wherever it happens.
#[test]
fn a_slip_in_any_line_is_told_once() {
    let files = texts("examples/clinica");
    let healthy = said(&files, None);
    let all = std::env::var_os("MUTATIONS").is_some_and(|which| which == "all");
    let stride = if all { 1 } else { STRIDE };
    let mut slips = Vec::new();
    for (path, text) in &files {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let front = lines.iter().skip(1).take_while(|line| line.trim_end() != "---").count();
        for (at, (name, slip)) in (1..=front).flat_map(|at| SLIPS.iter().map(move |it| (at, it))) {
            let broken = [&lines[..at], &[&*slip(lines[at])], &lines[at + 1..]].concat().concat();
            slips.push((path, format!("line {}: {name}", at + 1), broken));
        }
    }
    let slips: Vec<_> = slips.into_iter().step_by(stride).collect();
    let faults: Vec<String> = slips
        .par_iter()
        .filter_map(|(path, name, broken)| slip_fault(&files, &healthy, (path, name, broken)))
        .collect();
    let count = slips.len();
    assert!(count * stride > 1_500, "only {count} slips");
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n"));
}

/// Returns what is found too much; nothing where the document says the same, or another thing, after
/// the slip.
fn slip_fault(
    files: &BTreeMap<String, String>,
    healthy: &[Said],
    (path, name, broken): (&String, &str, &str),
) -> Option<String> {
    let source = Source::new(SourceId(0), path.as_str(), broken);
    let breaks_off = !document::parse(&source).is_sound();
    let found = said(files, Some((path, broken.as_bytes())));
    let new: Vec<_> = found.iter().filter(|it| !healthy.contains(it)).collect();
    let is_gate = |it: &Said| path == "ircase.yaml" && it.1 == "private-in-plain";
    let new: Vec<_> = new.into_iter().filter(|it| !is_gate(it)).collect();
    // Both signed the agreement as it was.
    let is_typed = new.iter().any(|it| it.1 == "wrong-type") && path != "agreement.md";
    let is_one = new.len() == 1 && new[0].0 == *path;
    ((breaks_off || is_typed) && !is_one).then(|| format!("{path}: {name}\n  {new:?}"))
}

/// A finding: its document, rule and words.
type Said = (String, String, String);

/// Returns what is found, by document and rule.
fn said(files: &BTreeMap<String, String>, broken: Option<(&str, &[u8])>) -> Vec<Said> {
    let (mut sources, mut unread) = (Sources::default(), Vec::new());
    for (path, text) in files {
        let bytes = match broken {
            Some((of, bytes)) if of == path => bytes.to_vec(),
            _ => text.clone().into_bytes(),
        };
        match decode(bytes) {
            Ok(text) => drop(sources.add(path.clone(), text)),
            Err(why) => {
                unread.push(Unread { path: path.clone(), why: UnreadReason::NotText(why) });
            }
        }
    }
    let engagement = Engagement::assemble(sources, unread);
    let recorded = Recorded::default();
    let now = "2026-11-21T12:00:00Z".parse().unwrap();
    let findings = validate::check(&Facts::new(&engagement, &recorded, now));
    let said = |it: &Diagnostic| (path_of(&engagement, it), it.rule.to_owned(), it.message.clone());
    findings.iter().map(said).collect()
}

fn path_of(engagement: &Engagement, finding: &Diagnostic) -> String {
    match &finding.place {
        Place::Span(span) => engagement.sources.get(span.source).path.to_string(),
        Place::File(path) => path.clone(),
        Place::Record(_) | Place::Engagement => String::new(),
    }
}
