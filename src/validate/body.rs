//! Where a document's text leads: each link and each raw tag is looked at once, for all the rules
//! that ask.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use super::Facts;
use super::rule::{Fault, Finding};
use super::rules::{link_broken, link_outside, unsafe_markup};
use crate::document::markdown::{self, Reference};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::kind;
use crate::source::Span;

/// A hostile document can hold a million faults; after so many of one rule, one more says how many
/// follow.
const SHOWN: usize = 20;

/// The places of each document that a link can lead to, read when a link first asks for them.
/// Boxed, because links ask for few of them.
#[derive(Debug)]
pub(super) struct Headings(Vec<OnceLock<Box<Anchors>>>);

/// What the links into one document can lead to.
#[derive(Debug, Default)]
struct Anchors {
    /// Headings, as [`bare`] writes them.
    headings: HashSet<String>,
    /// Names that raw HTML gives: `id="..."` and `name="..."`.
    names: HashSet<String>,
}

impl Headings {
    pub(super) fn of(engagement: &Engagement) -> Self {
        Self(engagement.documents.iter().map(|_| OnceLock::new()).collect())
    }

    /// Returns whether a link to this heading of a document finds one, by whatever way programs
    /// make addresses of headings: only letters and digits count, and a number behind them.
    pub(super) fn has(&self, facts: &Facts<'_>, document: &TypedDocument, heading: &str) -> bool {
        let Some(anchors) = self.0.get(document.document.source.0 as usize) else { return true };
        let anchors = anchors.get_or_init(|| Anchors::of(facts.engagement.body(document)).into());
        let wanted = bare(heading);
        let unnumbered = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        anchors.headings.contains(&wanted)
            || anchors.headings.contains(unnumbered)
            || anchors.names.contains(heading)
    }
}

impl Anchors {
    fn of(body: &str) -> Self {
        let headings = markdown::headings(body).iter().map(|heading| bare(heading)).collect();
        let mut names = HashSet::new();
        for attribute in ["id=\"", "name=\""] {
            let values = body.split(attribute).skip(1).filter_map(|rest| rest.split_once('"'));
            names.extend(values.map(|(name, _)| name.to_owned()));
        }
        Self { headings, names }
    }
}

fn bare(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Nowhere: nothing is written.
    Nowhere,
    /// To another place by a scheme.
    Elsewhere,
    /// Into the text itself: `data:`.
    Within,
    /// Somewhere a program is run: `javascript:`.
    Script(String),
    /// Out of the engagement; in which way.
    Outside(&'static str),
    /// To a path of the engagement, and a heading in it.
    Inside { path: String, heading: Option<String> },
}

/// Returns what is wrong with where a document's text leads.
pub(super) fn of(facts: &Facts<'_>, typed: &TypedDocument) -> Vec<Fault> {
    let text = facts.engagement.body(typed);
    if text.is_empty() {
        return Vec::new();
    }
    let references = markdown::references(text);
    let is_superseded = facts.is_superseded(typed);
    let at = |range: &std::ops::Range<usize>| {
        let body = typed.document.body;
        Span::new(body.source, body.start() + range.start, body.start() + range.end)
    };
    let mut faults = Shortened::default();
    for reference in &references.links {
        let place = at(&reference.range);
        faults.add(place, of_link(facts, typed, reference, place, is_superseded));
    }
    for range in references.markup.iter().filter(|_| !is_superseded) {
        let place = at(range);
        let found = unsafe_markup::in_markup(&text[range.clone()], place);
        faults.add(place, found.map(|finding| Fault { rule: unsafe_markup::RULE.name, finding }));
    }
    faults.all()
}

/// Returns the paths of the pictures that documents show, so that only those are looked for.
pub fn pictures(engagement: &Engagement) -> BTreeSet<String> {
    let of_document = |document: &TypedDocument| -> Vec<String> {
        let text = engagement.body(document);
        if !text.contains("![") {
            return Vec::new();
        }
        let links = markdown::references(text).links.into_iter().filter(|it| it.is_picture);
        let inside = links.filter_map(|picture| match target_of(&document.path, &picture.target) {
            Target::Inside { path, .. } if !kind::is_document(&path) => Some(path),
            _ => None,
        });
        inside.collect()
    };
    engagement.documents.iter().flat_map(of_document).collect()
}

/// Faults, of each rule no more than a person reads. Which of them is left out depends on its
/// place, whether one is left out does not: the last one counts them.
#[derive(Default)]
struct Shortened {
    faults: Vec<Fault>,
    /// How many of each rule there are, and where the first stands that is left out.
    counts: BTreeMap<&'static str, (usize, Option<Span>)>,
}

impl Shortened {
    fn add(&mut self, place: Span, fault: Option<Fault>) {
        let Some(fault) = fault else { return };
        let (count, left_out) = self.counts.entry(fault.rule).or_default();
        *count += 1;
        if *count <= SHOWN {
            self.faults.push(fault);
        } else {
            left_out.get_or_insert(place);
        }
    }

    fn all(mut self) -> Vec<Fault> {
        for (rule, (count, left_out)) in self.counts {
            let Some(place) = left_out else { continue };
            let message = format!("{} more places like this one follow here", count - SHOWN);
            self.faults.push(Fault { rule, finding: Finding::at(place, message) });
        }
        self.faults
    }
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
    let unsafe_markup = |finding| fault(unsafe_markup::RULE.name, finding);
    let link_broken = |finding| fault(link_broken::RULE.name, finding);
    match target_of(&typed.path, &reference.target) {
        Target::Outside(how) => fault(link_outside::RULE.name, link_outside::finding(how, place)),
        // A superseded entry is checked for its form alone, and these are duties.
        _ if is_superseded => None,
        Target::Script(scheme) => unsafe_markup(unsafe_markup::script(&scheme, place)),
        Target::Within if reference.is_picture => {
            unsafe_markup(unsafe_markup::picture_within(place))
        }
        Target::Within => unsafe_markup(unsafe_markup::script("data", place)),
        Target::Elsewhere if reference.is_picture => unsafe_markup(unsafe_markup::picture(place)),
        Target::Nowhere if reference.is_picture => link_broken(link_broken::no_picture(place)),
        Target::Elsewhere | Target::Nowhere => None,
        Target::Inside { path, .. } if facts.recorded.missing_pictures.contains(&path) => {
            link_broken(link_broken::no_file(&path, place))
        }
        Target::Inside { path, heading } => {
            link_broken(link_broken::finding(facts, typed, &path, heading.as_deref(), place)?)
        }
    }
}

/// Returns where a target leads that stands in the document at `from`.
fn target_of(from: &str, target: &str) -> Target {
    let target = without_controls(target);
    let target = target.trim();
    // A colon makes a scheme of what stands before it, unless a path has begun.
    let ends_scheme = |symbol: char| matches!(symbol, ':' | '/' | '\\' | '?' | '#');
    if let Some((scheme, rest)) = target.find(ends_scheme).map(|at| target.split_at(at))
        && rest.starts_with(':')
    {
        return of_scheme(scheme);
    }
    if target.starts_with(['/', '\\']) {
        return Target::Outside("an absolute path");
    }
    let (path, heading) = match target.split_once('#') {
        Some((path, heading)) => (path, Some(decoded(heading).into_owned())),
        None => (target, None),
    };
    let path = decoded(path.split_once('?').map_or(path, |(path, _)| path));
    if path.is_empty() {
        return match heading {
            Some(heading) => Target::Inside { path: from.to_owned(), heading: Some(heading) },
            None => Target::Nowhere,
        };
    }
    match resolved(from, &path) {
        Some(path) => Target::Inside { path, heading },
        None => Target::Outside("a path that climbs out of the folder"),
    }
}

fn without_controls(target: &str) -> Cow<'_, str> {
    if target.contains(char::is_control) {
        Cow::Owned(target.chars().filter(|symbol| !symbol.is_control()).collect())
    } else {
        Cow::Borrowed(target)
    }
}

fn of_scheme(scheme: &str) -> Target {
    let scheme = scheme.trim().to_ascii_lowercase();
    match scheme.as_str() {
        "javascript" | "vbscript" => Target::Script(scheme),
        "data" => Target::Within,
        "file" => Target::Outside("a file of one computer"),
        // `C:` of Windows.
        drive if drive.len() == 1 => Target::Outside("an absolute path"),
        _ => Target::Elsewhere,
    }
}

/// Returns a path from the engagement's root; nothing when it leaves it.
fn resolved(from: &str, path: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut resolved = String::with_capacity(folder.len() + 1 + path.len());
    resolved.push_str(folder);
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if resolved.is_empty() => return None,
            ".." => resolved.truncate(resolved.rfind('/').unwrap_or_default()),
            part => {
                if !resolved.is_empty() {
                    resolved.push('/');
                }
                resolved.push_str(part);
            }
        }
    }
    Some(resolved)
}

/// Returns a text with `%20` and the like as the characters they stand for.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
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
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
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
            ("", Target::Nowhere),
            ("JavaScript:alert(1)", Target::Script("javascript".to_owned())),
            ("java\tscript:x", Target::Script("javascript".to_owned())),
            ("data:text/html,x", Target::Within),
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

    fn faults(body: &str) -> Vec<&'static str> {
        let mut sources = crate::source::Sources::default();
        sources.add("procedures/x.md", format!("---\nkind: procedure\n---\n{body}\n"));
        let engagement = Engagement::assemble(sources, Vec::new());
        let recorded = crate::validate::Recorded::default();
        let facts = Facts::new(&engagement, &recorded, jiff::Timestamp::UNIX_EPOCH);
        of(&facts, &engagement.documents[0]).into_iter().map(|fault| fault.rule).collect()
    }

    #[test]
    fn no_fault_hides_behind_others() {
        let count = |body: &str, rule| faults(body).iter().filter(|it| **it == rule).count();
        let many = "[a](tasks/none.md)\n".repeat(30);
        assert_eq!(count(&many, "link-broken"), SHOWN + 1);
        assert_eq!(count(&format!("{many}[b](/etc/passwd)"), "link-outside"), 1);
        let harmless = "a<br>b\n".repeat(30);
        assert_eq!(count(&format!("{harmless}<b onclick=\"x\">y</b>"), "unsafe-markup"), 1);
        assert_eq!(count(&"[b](/etc/passwd)\n".repeat(21), "link-outside"), SHOWN + 1);
    }

    #[test]
    fn pictures_are_told_as_what_they_are() {
        for (body, expected) in [
            ("![x]()", vec!["link-broken"]),
            ("[x]()", vec![]),
            ("![x](data:image/png;base64,AAAA)", vec!["unsafe-markup"]),
            ("![x](https://example.org/x.png)", vec!["unsafe-markup"]),
            ("![x][r]\n\n[r]: https://example.org/x.png", vec!["unsafe-markup"]),
            ("[x][r]\n\n[r]: https://example.org/x.png", vec![]),
        ] {
            assert_eq!(faults(body), expected, "{body}");
        }
    }

    #[test]
    fn many_links_and_tags_take_little_time() {
        let headings: String = (0..20_000).map(|at| format!("# h{at}x\n\n")).collect();
        let links: String = (0..20_000).map(|at| format!("[a](#g{at}x)\n\n")).collect();
        assert_eq!(faults(&(headings + &links)).len(), SHOWN + 1);
        let open = format!("<p>{}", "<a ".repeat(200_000));
        assert_eq!(faults(&open), [""; 0]);
    }
}
