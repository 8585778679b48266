//! What of a person must not reach a log: where it stands, and texts that carry it.
//!
//! Everything in a person's front matter is private but the fields that the schema calls public;
//! front matter that could not be read to its end is private as a whole. A finding there, and one
//! anywhere whose words carry a private value, is told by what its rule says in general.
//! `docs/decisions/private-values-in-logs.md` says why.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use super::rules;
use super::schema::{self, Shape};
use super::secrets::has_secret;
use crate::diagnostic::Diagnostic;
use crate::document::yaml::{Node, Step, steps};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind::Kind;
use crate::source::{SourceId, Span};

mod needle;
mod values;

use needle::Needles;

/// The key below which a person's private part stands.
const PRIVATE: &str = "private";

/// What is said in place of a help that carries a private value.
const HELP: &str = "what stands there is private and not written into logs; run `ircase validate` in a terminal to see it";

/// What is said in place of a help that carries a secret.
const SECRET: &str = "a key, a token or a password stands there; take it out first";

/// What is said in place of a related message.
const RELATED: &str = "this belongs to it";

/// The private parts of an engagement.
#[derive(Debug, Default)]
pub struct Private {
    /// Ranges of bytes, by document, in the order of the text.
    places: HashMap<SourceId, Vec<Range<usize>>>,
    needles: Needles,
}

impl Private {
    /// Looks through the people of an engagement.
    pub fn of(engagement: &Engagement) -> Self {
        let people = engagement.documents.iter().filter(|it| it.path.starts_with("people/"));
        let handles: HashSet<&str> = people.map(|document| &*document.id).collect();
        let mut places = HashMap::new();
        let mut values = Vec::new();
        for document in &engagement.documents {
            let source = engagement.source(document);
            let found = if is_person(document) {
                of_person(document, &source.text, &handles, &mut values)
            } else {
                of_other(document, &handles, &mut values)
            };
            if !found.is_empty() {
                places.insert(source.id, found);
            }
        }
        Self { places, needles: Needles::new(&values, &handles) }
    }

    /// Returns whether a place lies in a private part or touches one.
    pub fn holds(&self, span: Span) -> bool {
        self.touches(span.source, span.start()..span.end().max(span.start() + 1))
    }

    /// Returns whether some of these bytes of a document are private.
    pub fn touches(&self, source: SourceId, bytes: Range<usize>) -> bool {
        let places = self.places.get(&source).map(Vec::as_slice).unwrap_or_default();
        places.iter().any(|place| place.start < bytes.end && bytes.start <= place.end)
    }

    /// Returns whether words carry a private value.
    pub fn speaks(&self, words: &str) -> bool {
        self.needles.found_in(words)
    }

    /// Returns whether a text carries what no log may keep: a private value, or a secret.
    pub fn keeps_from_logs(&self, text: &str) -> bool {
        self.speaks(text) || has_secret(text)
    }

    /// Returns the path of a private field, up to the first key that no schema knows: who writes
    /// a name in place of a key has written a name.
    pub(super) fn safe_path(&self, path: &str) -> String {
        let known = known_keys();
        let mut safe = String::new();
        for step in steps(path) {
            match step {
                Step::Key(key) if known.contains(key) && safe.is_empty() => safe.push_str(key),
                Step::Key(key) if known.contains(key) => safe = format!("{safe}.{key}"),
                Step::Index(index) => safe = format!("{safe}[{index}]"),
                Step::Key(_) => break,
            }
        }
        safe
    }

    /// Returns a finding as it may stand in a log, and whether something was taken out of it.
    pub fn masked(&self, finding: &Diagnostic) -> (Diagnostic, bool) {
        let spans = finding.related.iter().map(|related| related.span).chain(finding.span());
        let fix = finding.fix.as_ref();
        let words = [Some(&finding.message), finding.help.as_ref()];
        let words = words.into_iter().flatten();
        let words = words.chain(finding.related.iter().map(|related| &related.message));
        let words = words.chain(fix.into_iter().flat_map(|fix| [&fix.title, &fix.replacement]));
        let words: Vec<&String> = words.into_iter().collect();
        let tells_secret = words.iter().any(|words| has_secret(words));
        let is_private = spans.chain(fix.map(|fix| fix.span)).any(|span| self.holds(span))
            || words.iter().any(|words| self.speaks(words));
        if !is_private && !tells_secret {
            return (finding.clone(), false);
        }
        let summary = rules::named(finding.rule).map_or(finding.rule, |rule| rule.summary);
        let mut masked = Diagnostic {
            message: summary.to_owned(),
            help: Some(if tells_secret { SECRET } else { HELP }.to_owned()),
            fix: None,
            ..finding.clone()
        };
        for related in &mut masked.related {
            RELATED.clone_into(&mut related.message);
        }
        (masked, true)
    }
}

/// Returns what is private in a person's document, and adds the values that stand there.
fn of_person<'a>(
    document: &'a TypedDocument,
    text: &'a str,
    handles: &HashSet<&str>,
    values: &mut Vec<(&'a str, &'a str)>,
) -> Vec<Range<usize>> {
    let public = public_keys();
    let pairs = front(document).map(Node::pairs).unwrap_or_default();
    let mut places = Vec::new();
    for pair in pairs.iter().filter(|pair| !public.contains(&*pair.key.text)) {
        places.push(pair.span().bytes());
        values::of_pair(pair, known_keys(), handles, values);
    }
    let is_unread = document.document.front.is_none() || !document.document.faults.is_empty();
    if is_unread && !text.trim().is_empty() {
        let unread = document.document.front_span.map_or(0..usize::MAX, Span::bytes);
        values::of_text(text, known_keys(), handles, values);
        places.push(unread);
    }
    places
}

/// Returns what calls itself private in any other document.
fn of_other<'a>(
    document: &'a TypedDocument,
    handles: &HashSet<&str>,
    values: &mut Vec<(&'a str, &'a str)>,
) -> Vec<Range<usize>> {
    let Some(pair) = front(document).and_then(|front| front.pair(PRIVATE)) else {
        return Vec::new();
    };
    values::of_pair(pair, known_keys(), handles, values);
    vec![pair.span().bytes()]
}

/// Returns whether a document is about a person: by its place, by what it says, or because it was
/// read as one.
fn is_person(document: &TypedDocument) -> bool {
    let kinds = [document.kind, document.said_kind()];
    kinds.contains(&Some(Kind::Person)) || document.path.starts_with("people/")
}

fn front(document: &TypedDocument) -> Option<&Node> {
    document.document.front.as_ref()
}

/// Returns the keys of a person's public part.
fn public_keys() -> &'static HashSet<&'static str> {
    static KEYS: OnceLock<HashSet<&str>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = HashSet::new();
        if let Shape::Record(person) = schema::of_kind(Kind::Person).shape() {
            keys.extend(person.fields.iter().map(|(name, _)| *name));
        }
        keys.remove(PRIVATE);
        keys
    })
}

/// Returns every key that the schema of a person knows, at any depth.
fn known_keys() -> &'static HashSet<&'static str> {
    static KEYS: OnceLock<HashSet<&str>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = HashSet::new();
        add_keys(schema::of_kind(Kind::Person).shape(), &mut keys);
        keys
    })
}

fn add_keys(shape: &Shape, keys: &mut HashSet<&str>) {
    match shape {
        Shape::List(item) => add_keys(item, keys),
        Shape::Record(record) => {
            for (name, shape) in record.fields {
                keys.insert(name);
                add_keys(shape, keys);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Class, Level, Place};
    use crate::source::Sources;

    const ZOE: &str = "---
kind: person
party: organization
private:
  name: Zoe Wambua
  titles: [Treasurer]
  channels:
    - {kind: signal, value: +254 700 555 01, time_zone: Africa/Nairobi, rank: 1}
  secure_transfer: signal
  absences: [{from: 2026-11-21, to: unknown, deputy: rm}]
---
";

    fn engagement(files: &[(&str, &str)]) -> Engagement {
        let mut sources = Sources::default();
        for (path, text) in files {
            sources.add(*path, *text);
        }
        Engagement::assemble(sources, Vec::new())
    }

    #[test]
    fn what_carries_a_value_is_found() {
        let rm = ("people/rm.md", "---\nkind: person\nprivate: {alias: RM}\n---\n");
        let private = Private::of(&engagement(&[rm, ("people/zw.md", ZOE)]));
        let cases = [
            ("`Zoe Wambua` stands twice", true),
            ("did you mean zoe wambua?", true),
            ("call Wambua first", true),
            ("the wambuas", false),
            ("`+25470055501` is no number", true),
            ("nobody answers on `signal`", false),
            ("the severity is unknown", false),
            ("write it down: `--channel signal`", false),
            ("rm is away, zw is not", false),
            ("rank 1 stands twice", false),
            ("away since 2026-11-21", true),
            ("recorded at 2026-11-21T10:00:00Z", false),
            ("the treasurer signs", true),
            ("Sunday 03:00 (Africa/Nairobi)", false),
        ];
        for (words, speaks) in cases {
            assert_eq!(private.speaks(words), speaks, "{words}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_private_as_a_whole() {
        let unclosed = "---\nkind: person\nprivate:\n  name: \"Zoe\n---\n";
        let misspelt = "---\nkind: person\nparty: auditor\nprivat: {name: Zoe}\n---\nText.\n";
        for (text, words, expected) in [
            (ZOE, "organization", false),
            (ZOE, "Zoe", true),
            (ZOE, "kind: signal", true),
            (unclosed, "person", true),
            (misspelt, "Zoe", true),
            (misspelt, "auditor", false),
            (misspelt, "Text", false),
        ] {
            let engagement = engagement(&[("people/zw.md", text)]);
            let start = text.find(words).unwrap();
            let source = engagement.sources.iter().next().unwrap();
            let span = source.at(start, start + words.len());
            assert_eq!(Private::of(&engagement).holds(span), expected, "{words} in {text}");
        }
    }

    #[test]
    fn a_masked_finding_says_what_the_rule_says() {
        let engagement = engagement(&[("people/zw.md", ZOE)]);
        let private = Private::of(&engagement);
        let mut finding = Diagnostic {
            rule: "contacts-not-distinct",
            class: Class::Duty,
            level: Level::Error,
            message: "both are `Zoe Wambua`".to_owned(),
            place: Place::Engagement,
            related: Vec::new(),
            help: None,
            fix: None,
            is_still_owed: false,
            answered_by: None,
        };
        let (masked, was_masked) = private.masked(&finding);
        assert!(was_masked);
        assert!(!masked.message.contains("Zoe"), "{}", masked.message);
        finding.message = "both are `zw`".to_owned();
        assert_eq!(private.masked(&finding), (finding, false));
    }

    #[test]
    fn a_private_path_ends_before_what_is_no_key() {
        let private = Private::default();
        assert_eq!(private.safe_path("private.channels[0].value"), "private.channels[0].value");
        assert_eq!(private.safe_path("private.Zoe Wambua"), "private");
        assert_eq!(private.safe_path("private.keys[Zoe].type"), "private.keys");
    }
}
