//! What a path of an engagement means to the trail: who may change it, and how.
//!
//! The classes of TRAIL 4.3 as a table. A policy may tighten them, never loosen; that and the
//! rights of people are for `policy` and `rules`.

use super::policy::Right;
use super::tree::folded;

/// How files of a path may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Added once, then never changed or taken away.
    AddOnly,
    /// Changed freely, never taken away.
    Keep,
    /// Changed, renamed, taken away; every version stays in the history.
    Free,
}

/// One class of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    pub name: &'static str,
    pub right: Right,
    pub change: Change,
    /// A document of the engagement, which is a plain file; others may be links or programs.
    pub document: bool,
}

const IMMUTABLE: Class = class("immutable", Right::Record, Change::AddOnly);
const KEPT: Class = class("kept", Right::Record, Change::Keep);
const EDITABLE: Class = class("editable", Right::Record, Change::Free);
const ADMIN: Class = class("admin", Right::Admin, Change::Free);
const APPROVAL: Class = class("approval", Right::Record, Change::AddOnly);
const TOMBSTONE: Class = class("tombstone", Right::Redact, Change::AddOnly);
const ANCHOR: Class = class("anchor", Right::Anchor, Change::AddOnly);
const OTHER: Class = Class { document: false, ..class("other", Right::Record, Change::Free) };

const fn class(name: &'static str, right: Right, change: Change) -> Class {
    Class { name, right, change, document: true }
}

/// Returns the class of a path, parts joined by `/`, as it stands in a tree.
pub fn class_of(path: &str) -> Class {
    let parts: Vec<&str> = path.split('/').collect();
    let last = parts.last().copied().unwrap_or_default();
    match parts.as_slice() {
        ["trust", "approvals", ..] => APPROVAL,
        ["trust", "tombstones", ..] => TOMBSTONE,
        ["trust", "anchors", ..] => ANCHOR,
        ["trust", ..] => ADMIN,
        // Also a file that stands where the folder was: it took the entries away.
        _ if parts.iter().any(|part| matches!(*part, "timeline" | "evidence")) => IMMUTABLE,
        ["signatures", ..] => IMMUTABLE,
        ["ircase.yaml" | ".gitlab-ci.yml" | ".gitmodules"] => ADMIN,
        ["schemas" | "templates" | ".github" | ".forgejo" | ".gitea", ..] => ADMIN,
        _ if matches!(last, ".gitattributes" | ".gitignore") => ADMIN,
        ["incidents" | "answers" | "exercises", ..] => KEPT,
        ["people" | "procedures" | "tasks", ..] => EDITABLE,
        [name] if is_top_document(name) => EDITABLE,
        _ => OTHER,
    }
}

/// `agreement.md`, `context.md` and their translations, `agreement.en.md`.
fn is_top_document(name: &str) -> bool {
    let kind = name.split('.').next().unwrap_or_default();
    name.ends_with(".md") && matches!(kind, "agreement" | "context")
}

/// Names that give the first part of a path its class.
const FIRST: &[&str] = &[
    ".forgejo",
    ".gitea",
    ".github",
    ".gitlab-ci.yml",
    ".gitmodules",
    "answers",
    "exercises",
    "incidents",
    "ircase.yaml",
    "people",
    "procedures",
    "schemas",
    "signatures",
    "tasks",
    "templates",
    "trust",
];
/// Names that give the part below `trust/` its class.
const TRUST: &[&str] = &["anchors", "approvals", "keys", "policy.yaml", "tombstones"];
/// Names that give a path its class wherever they stand.
const ANYWHERE: &[&str] = &[".gitattributes", ".gitignore", "evidence", "timeline"];

/// Returns a part of a path that is a class's name in other letters, and that name.
///
/// `Timeline/` is the folder `timeline/` on some systems and another one elsewhere, where its
/// class would not hold.
pub fn misspelt(path: &str) -> Option<(&str, &'static str)> {
    let mut above = String::new();
    for (place, part) in path.split('/').enumerate() {
        let plain = folded(part);
        let at_place = match (place, above.as_str()) {
            (0, _) => FIRST,
            (1, "trust") => TRUST,
            _ => &[],
        };
        let known = at_place.iter().chain(ANYWHERE).find(|name| **name == plain);
        if let Some(name) = known.filter(|_| part != plain) {
            return Some((part, name));
        }
        above = plain;
    }
    None
}

/// Returns the field that says who made a file of this path, if it has to be the signer.
pub fn author_field(path: &str) -> Option<&'static str> {
    if !path.ends_with(".md") {
        return None;
    }
    let mut folders = path.split('/').rev().skip(1);
    if folders.any(|part| matches!(part, "timeline" | "evidence")) {
        return Some("recorded_by");
    }
    path.starts_with("answers/").then_some("by")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_its_class() {
        let cases = [
            ("incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md", "immutable"),
            ("incidents/INC-2026-7KQ2/evidence/EVD-3MZ8.md", "immutable"),
            ("incidents/INC-2026-7KQ2/timeline", "immutable"),
            ("timeline/20261121T101500Z-8F3K.md", "immutable"),
            ("signatures/agreement-zw.asc", "immutable"),
            ("incidents/INC-2026-7KQ2/incident.md", "kept"),
            ("incidents/INC-2026-7KQ2/notifications/NTF-9QXA.md", "kept"),
            ("answers/contact-told-late--INC-2026-7KQ2.md", "kept"),
            ("exercises/EXR-2026-4T1C.md", "kept"),
            ("agreement.md", "editable"),
            ("agreement.en.md", "editable"),
            ("people/zw.md", "editable"),
            ("tasks/TSK-5RBN.md", "editable"),
            ("ircase.yaml", "admin"),
            ("trust/policy.yaml", "admin"),
            ("trust/keys/zw-0a.asc", "admin"),
            ("templates/reports/incident.md", "admin"),
            (".gitattributes", "admin"),
            ("people/.gitattributes", "admin"),
            (".github/workflows/ci.yml", "admin"),
            (".gitea/workflows/ci.yml", "admin"),
            ("trust/approvals/00/zw.asc", "approval"),
            ("trust/tombstones/x.yaml", "tombstone"),
            ("trust/anchors/x.tsr", "anchor"),
            ("README.md", "other"),
            ("ircase.yaml/x", "other"),
        ];
        for (path, name) in cases {
            assert_eq!(class_of(path).name, name, "{path}");
        }
    }

    #[test]
    fn a_class_is_spelt_one_way() {
        for bad in [
            "incidents/INC-2026-7KQ2/Timeline/20261121T101500Z-8F3K.md",
            "incidents/INC-2026-7KQ2/EVIDENCE",
            "x/.GitAttributes",
            "Incidents/INC-2026-7KQ2/incident.md",
            "Ircase.yaml",
            "Trust/policy.yaml",
            "trust/Keys/zw-0a.asc",
            "Trust/Keys/zw-0a.asc",
            ".GitHub/workflows/ci.yml",
            "incident\u{17f}/INC-2026-7KQ2/incident.md",
        ] {
            assert!(misspelt(bad).is_some(), "{bad}");
        }
        for good in [
            "incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md",
            "trust/keys/zw-0a.asc",
            "docs/Keys/x",
            "docs/People/x",
            "README.md",
            "Timeline.md",
            ".github/CODEOWNERS",
        ] {
            assert_eq!(misspelt(good), None, "{good}");
        }
    }

    #[test]
    fn entries_evidence_and_answers_say_who_made_them() {
        assert_eq!(author_field("incidents/I/timeline/a.md"), Some("recorded_by"));
        assert_eq!(author_field("incidents/I/evidence/a.md"), Some("recorded_by"));
        assert_eq!(author_field("answers/a--b.md"), Some("by"));
        assert_eq!(author_field("incidents/I/incident.md"), None);
        assert_eq!(author_field("timeline.md"), None);
    }
}
