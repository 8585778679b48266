//! Where a document's text leads: each link and each raw tag is looked at once, for all the rules
//! that ask.

use std::sync::OnceLock;

use super::Facts;
use super::rule::Fault;
use super::rules::{link_broken, link_outside, unsafe_markup};
use crate::document::markdown::{self, Reference};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::source::Span;

/// A hostile document can hold a million links; after these, no more are looked at.
const SHOWN: usize = 20;

/// The headings of each document, read when a link first asks for them.
#[derive(Debug)]
pub(super) struct Headings(Vec<OnceLock<Vec<String>>>);

impl Headings {
    pub(super) fn of(engagement: &Engagement) -> Self {
        Self(engagement.documents.iter().map(|_| OnceLock::new()).collect())
    }

    /// Returns whether a link to this heading of a document finds one, by whatever way programs
    /// make addresses of headings: only letters and digits count, and a number behind them.
    pub(super) fn has(&self, facts: &Facts<'_>, document: &TypedDocument, heading: &str) -> bool {
        let body = facts.engagement.body(document);
        let Some(headings) = self.0.get(document.document.source.0 as usize) else { return true };
        let headings = headings
            .get_or_init(|| markdown::headings(body).iter().map(|heading| bare(heading)).collect());
        let wanted = bare(heading);
        let unnumbered = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        let named = [format!("id=\"{heading}\""), format!("name=\"{heading}\"")];
        headings.iter().any(|known| *known == wanted || known == unnumbered)
            || named.iter().any(|name| body.contains(name.as_str()))
    }
}

fn bare(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To another place by a scheme, or nowhere.
    Elsewhere,
    /// Somewhere a program is run: `javascript:`.
    Script(String),
    /// Out of the engagement; in which way.
    Outside(&'static str),
    /// To a path of the engagement, and a heading in it.
    Inside { path: String, heading: Option<String> },
}

/// Returns what is wrong with where a document's text leads.
pub(super) fn of(facts: &Facts<'_>, typed: &TypedDocument) -> Vec<Fault> {
    let mut faults = Vec::new();
    let text = facts.engagement.body(typed);
    if text.is_empty() {
        return faults;
    }
    let references = markdown::references(text);
    let is_superseded = facts.is_superseded(typed);
    let at = |range: &std::ops::Range<usize>| {
        let body = typed.document.body;
        Span { start: body.start + range.start, end: body.start + range.end, ..body }
    };
    for reference in &references.links {
        if faults.len() >= SHOWN {
            return faults;
        }
        let place = at(&reference.range);
        faults.extend(of_link(facts, typed, reference, place, is_superseded));
    }
    let tags = references.markup.iter().filter(|_| !is_superseded);
    for range in tags.take(SHOWN) {
        let (rule, place) = (unsafe_markup::RULE.name, at(range));
        let found = unsafe_markup::in_markup(&text[range.clone()], place);
        faults.extend(found.into_iter().map(|finding| Fault { rule, finding }));
    }
    faults
}

/// Returns the one thing that is wrong with a link, the worst first.
fn of_link(
    facts: &Facts<'_>,
    typed: &TypedDocument,
    reference: &Reference,
    place: Span,
    is_superseded: bool,
) -> Option<Fault> {
    let fault = |rule, finding| Some(Fault { rule, finding });
    match target_of(&typed.path, &reference.target) {
        Target::Outside(how) => fault(link_outside::RULE.name, link_outside::finding(how, place)),
        // A superseded entry is checked for its form alone, and these are duties.
        _ if is_superseded => None,
        Target::Script(scheme) => {
            fault(unsafe_markup::RULE.name, unsafe_markup::script(&scheme, place))
        }
        Target::Elsewhere if reference.is_picture => {
            fault(unsafe_markup::RULE.name, unsafe_markup::picture(place))
        }
        Target::Elsewhere => None,
        Target::Inside { path, heading } => {
            let finding = link_broken::finding(facts, typed, &path, heading.as_deref(), place)?;
            fault(link_broken::RULE.name, finding)
        }
    }
}

/// Returns where a target leads that stands in the document at `from`.
fn target_of(from: &str, target: &str) -> Target {
    let target: String = target.chars().filter(|symbol| !symbol.is_control()).collect();
    let target = target.trim();
    let first_part = target.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if let Some((scheme, _)) = first_part.split_once(':') {
        return of_scheme(scheme);
    }
    if target.starts_with(['/', '\\']) {
        return Target::Outside("an absolute path");
    }
    let (path, heading) = match target.split_once('#') {
        Some((path, heading)) => (path, Some(decoded(heading))),
        None => (target, None),
    };
    let path = decoded(path.split('?').next().unwrap_or_default()).replace('\\', "/");
    if path.is_empty() {
        return match heading {
            Some(heading) => Target::Inside { path: from.to_owned(), heading: Some(heading) },
            None => Target::Elsewhere,
        };
    }
    match resolved(from, &path) {
        Some(path) => Target::Inside { path, heading },
        None => Target::Outside("a path that climbs out of the folder"),
    }
}

fn of_scheme(scheme: &str) -> Target {
    let scheme = scheme.trim().to_ascii_lowercase();
    match scheme.as_str() {
        "javascript" | "vbscript" | "data" => Target::Script(scheme),
        "file" => Target::Outside("a file of one computer"),
        // `C:` of Windows.
        drive if drive.len() == 1 => Target::Outside("an absolute path"),
        _ => Target::Elsewhere,
    }
}

/// Returns a path from the engagement's root; nothing when it leaves it.
fn resolved(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Returns a text with `%20` and the like as the characters they stand for.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hexadecimal = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hexadecimal.and_then(|two| u8::from_str_radix(two, 16).ok());
        match byte {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_where_they_lead() {
        let from = "incidents/INC-2026-7KQ2/incident.md";
        let inside = |path: &str, heading: Option<&str>| Target::Inside {
            path: path.to_owned(),
            heading: heading.map(str::to_owned),
        };
        for (target, leads) in [
            ("https://example.org/../x", Target::Elsewhere),
            ("mailto:zw@example.org", Target::Elsewhere),
            ("sgnl://signal.me/x", Target::Elsewhere),
            ("", Target::Elsewhere),
            ("JavaScript:alert(1)", Target::Script("javascript".to_owned())),
            ("java\tscript:x", Target::Script("javascript".to_owned())),
            ("data:text/html,x", Target::Script("data".to_owned())),
            ("file:///etc/passwd", Target::Outside("a file of one computer")),
            ("/etc/passwd", Target::Outside("an absolute path")),
            ("//host/share", Target::Outside("an absolute path")),
            ("\\\\host\\share", Target::Outside("an absolute path")),
            ("C:\\Users\\x", Target::Outside("an absolute path")),
            ("../../../x.md", Target::Outside("a path that climbs out of the folder")),
            ("%2e%2e/../../x", Target::Outside("a path that climbs out of the folder")),
            ("../../people/zw.md", inside("people/zw.md", None)),
            (
                "./evidence/EVD-3MZ8.md?x#What%20we saw",
                inside("incidents/INC-2026-7KQ2/evidence/EVD-3MZ8.md", Some("What we saw")),
            ),
            ("#x", inside(from, Some("x"))),
            ("100%", inside("incidents/INC-2026-7KQ2/100%", None)),
        ] {
            assert_eq!(target_of(from, target), leads, "{target}");
        }
    }
}
