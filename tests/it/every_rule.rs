//! Every rule fires in some story: who reads the stories has seen each finding once, in the place
//! where it would happen, and what came after it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::stories::{STORIES, answers};
use ircase::validate::rules::RULES;

/// Rules that no story can show, each with the reason.
const NOT_TOLD: &[(&str, &str)] = &[];

#[test]
fn every_rule_fires_in_some_story() {
    let mut told = BTreeSet::new();
    for story in STORIES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(story);
        let text = fs::read_to_string(path).unwrap();
        told.extend(answers(&text).into_iter().filter_map(rule_of).map(str::to_owned));
    }
    let excused = |name: &str| NOT_TOLD.iter().any(|(rule, _)| *rule == name);
    let names = || RULES.iter().map(|rule| rule.name);
    let untold: Vec<&str> =
        names().filter(|name| !told.contains(*name) && !excused(name)).collect();
    assert!(
        untold.is_empty(),
        "no story shows a finding of {untold:#?}\nlet it fire in a text of tests/stories, and end with what mends it"
    );
    for (rule, reason) in NOT_TOLD {
        assert!(names().any(|name| name == *rule), "`{rule}` is no rule ({reason})");
        assert!(!told.contains(*rule), "`{rule}` is told by a story after all ({reason})");
    }
}

/// Returns the rule of the finding that an answer's line begins: `error[rule]: ...`, or
/// `path:line:column: error rule: ...`, or `path: error rule: ...`.
fn rule_of(line: &str) -> Option<&str> {
    ["error", "warning", "note"].into_iter().find_map(|level| {
        let full = line.strip_prefix(level).and_then(|rest| rest.strip_prefix('['));
        if let Some(rest) = full {
            return rest.split_once("]: ").map(|(rule, _)| rule);
        }
        let (_, rest) = line.split_once(&format!(": {level} "))?;
        rest.split_once(": ").map(|(rule, _)| rule).filter(|rule| !rule.contains(' '))
    })
}

#[test]
fn a_finding_is_known_by_its_first_line() {
    let cases = [
        ("error[naive-time]: `03:10` has no offset", Some("naive-time")),
        ("a/b.md:3:1: warning naive-time: `03:10` has no offset", Some("naive-time")),
        ("a/b.md: note not-a-file: a link", Some("not-a-file")),
        ("warning: the agreement was changed", None),
        ("a note: error of mine: naive-time", None),
        (" = help: write `error[naive-time]`", None),
        ("", None),
    ];
    for (line, expected) in cases {
        assert_eq!(rule_of(line), expected, "{line}");
    }
}
