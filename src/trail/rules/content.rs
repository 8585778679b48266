//! What a record may change, by whom, and what its new files must say (TRAIL 4.3 and 4.4).

use std::rc::Rc;

use super::authority::Authority;
use super::{faults, invalid};
use crate::document;
use crate::source::{Source, SourceId};
use crate::trail::changes::Difference;
use crate::trail::paths::{Change, author_field, class_of, misspelt};
use crate::trail::policy::Right;
use crate::trail::tree::{Mode, Trees};
use crate::trail::verdict::Finding;

/// Holds the changes against one parent to what may only grow.
pub(super) fn kept(changes: &[Difference]) -> impl Iterator<Item = Finding> + '_ {
    changes.iter().filter_map(|change| {
        let path = Some(change.path.as_str());
        match (class_of(&change.path).change, change.old, change.new) {
            (Change::AddOnly, Some(_), Some(_)) => {
                Some(invalid("immutable-changed", format!("`{}` was changed", change.path), path))
            }
            (Change::AddOnly, Some(_), None) => Some(invalid(
                "immutable-deleted",
                format!("`{}` was taken away", change.path),
                path,
            )),
            (Change::Keep, Some(_), None) => {
                Some(invalid("document-deleted", format!("`{}` was taken away", change.path), path))
            }
            _ => None,
        }
    })
}

/// Holds the record's own changes to plain files where documents lie.
pub(super) fn modes(own: &[&Difference]) -> impl Iterator<Item = Finding> {
    own.iter().filter_map(|change| {
        let what = match change.new?.mode {
            Mode::File | Mode::Folder => return None,
            Mode::Executable => "is marked as a program",
            Mode::Link => "is a link",
            // Named by its own code where the tree's id is computed.
            Mode::Submodule => return None,
        };
        let message = format!("`{}` {what}", change.path);
        let path = Some(change.path.as_str());
        class_of(&change.path).document.then(|| invalid("mode-not-allowed", message, path))
    })
}

/// Holds new names to the one spelling of the class that some systems would give them.
pub(super) fn names(own: &[&Difference]) -> impl Iterator<Item = Finding> {
    own.iter().filter(|change| change.new.is_some()).filter_map(|change| {
        let (part, name) = misspelt(&change.path)?;
        let message = format!("`{}`: `{part}` is not written as `{name}`", change.path);
        Some(invalid("unsafe-name", message, Some(&change.path)))
    })
}

/// Holds the record's own changes to the rights its signer has in every parent's policy.
pub(super) fn rights(
    own: &[&Difference],
    is_merge: bool,
    handle: &str,
    authorities: &[Rc<Authority>],
) -> Vec<Finding> {
    let may = |right: Right| {
        authorities.iter().all(|authority| {
            authority.policy.person(handle).is_some_and(|person| person.may(right))
        })
    };
    let mut findings = Vec::new();
    let mut missing = |right: Right, what: String, path: Option<&str>| {
        if !may(right) {
            let message = format!("`{handle}` has no right `{}` for {what}", right.name());
            findings.push(invalid("right-missing", message, path));
        }
    };
    if is_merge {
        missing(Right::Merge, "joining two lines of the history".to_owned(), None);
    } else if own.is_empty() {
        missing(Right::Record, "a record without a change".to_owned(), None);
    }
    for change in own {
        let right = class_of(&change.path).right;
        missing(right, format!("`{}`", change.path), Some(&change.path));
    }
    findings
}

/// Holds new entries, evidence and answers to being by the signer.
pub(super) fn authors(trees: &Trees<'_>, own: &[&Difference], handle: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for change in own {
        let (Some(field), Some(new)) = (author_field(&change.path), change.new) else { continue };
        if new.mode != Mode::File {
            continue;
        }
        match trees.blob(new.id) {
            Err(fault) => findings.push(faults::of_object(&fault)),
            Ok(bytes) => findings.extend(author(&change.path, &bytes, field, handle)),
        }
    }
    findings
}

fn author(path: &str, bytes: &[u8], field: &str, handle: &str) -> Option<Finding> {
    let text = String::from_utf8_lossy(bytes);
    let source = Source { id: SourceId(0), path: path.into(), text: text.as_ref().into() };
    let document = document::parse(&source);
    let message = match document.text_of(field) {
        Some(found) if found == handle && document.faults.is_empty() => return None,
        Some(found) if found != handle => {
            format!("`{path}` says `{field}: {found}`, but `{handle}` signed it")
        }
        _ => format!("`{path}` does not say for certain that it is by `{handle}` (`{field}`)"),
    };
    Some(invalid("recorded-by-differs", message, Some(path)))
}
