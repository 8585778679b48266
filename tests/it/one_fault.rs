//! One fault, one finding: a document that cannot be read is told once, and makes no other
//! document wrong.

use std::collections::BTreeMap;

use ircase::diagnostic::{Diagnostic, Place};
use ircase::document::text::decode;
use ircase::document::unread::{Unread, UnreadReason};
use ircase::model::engagement::Engagement;
use ircase::source::Sources;
use ircase::validate::{self, Facts, Recorded};

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

/// Returns what is found, by document and rule.
fn said(
    files: &BTreeMap<String, String>,
    broken: Option<(&str, &[u8])>,
) -> Vec<(String, String, String)> {
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
        Place::Span(span) => engagement.sources.get(span.source).path.clone(),
        Place::File(path) => path.clone(),
        Place::Record(_) | Place::Engagement => String::new(),
    }
}
