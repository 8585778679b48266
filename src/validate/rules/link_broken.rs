//! Links to a document or a heading that is not there; found while reading the text.

use crate::diagnostic::{Class, Level};
use crate::model::engagement::TypedDocument;
use crate::model::kind;
use crate::source::Span;
use crate::validate::Facts;
use crate::validate::rule::{Check, Finding, Rule};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "link-broken",
    class: Class::Duty,
    level: Level::Warning,
    summary: "a link leads to something that is not there",
    page: include_str!("link_broken.md"),
    check: Check::Form,
};

/// Returns the finding when a path, or a heading in it, is not there. Only documents are known
/// here: of other files nothing is said.
pub(in crate::validate) fn finding(
    facts: &Facts<'_>,
    from: &TypedDocument,
    path: &str,
    heading: Option<&str>,
    place: Span,
) -> Option<Finding> {
    let Some(document) = facts.engagement.get(path) else {
        let is_there = !kind::is_document(path) || facts.engagement.is_unread(path);
        return (!is_there).then(|| no_document(facts, from, path, place));
    };
    let heading = heading.filter(|heading| !heading.is_empty() && !heading.starts_with('^'))?;
    let is_there = facts.headings.has(facts, document, heading);
    (!is_there).then(|| {
        Finding::at(place, format!("`{path}` has no heading `{heading}`"))
            .help("write the heading's words, with `-` between them")
    })
}

/// Returns the finding for a picture whose file is not in the folder.
pub(in crate::validate) fn no_file(path: &str, place: Span) -> Finding {
    Finding::at(place, format!("there is no picture `{path}` in the folder"))
        .help("put the file there, correct the path, or take the picture out")
}

/// Returns the finding for a picture of which nobody says where it is.
pub(in crate::validate) fn no_picture(place: Span) -> Finding {
    Finding::at(place, "this picture names no file")
        .help("write the path of the picture between the round brackets, or take it out")
}

fn no_document(facts: &Facts<'_>, from: &TypedDocument, path: &str, place: Span) -> Finding {
    let finding = Finding::at(place, format!("there is no document `{path}`"));
    // Often a path is written as if every document lay at the top of the folder.
    let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from_top = path.strip_prefix(folder).map(|rest| rest.trim_start_matches('/'));
    match from_top.filter(|from_top| facts.engagement.get(from_top).is_some()) {
        Some(from_top) if !folder.is_empty() => {
            let steps = "../".repeat(folder.split('/').count());
            let meant = format!("{steps}{from_top}");
            finding
                .help(format!("a link starts at its own document: write `{meant}`"))
                .fix(format!("write `{meant}`"), meant)
        }
        _ => finding.help("correct the path, or take the link out"),
    }
}
