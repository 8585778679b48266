//! A large file in the trail, which looks like the content of evidence.

use crate::diagnostic::{Class, Level};
use crate::validate::rule::{Check, Finding, Findings, Rule};
use crate::validate::{Facts, LARGE_FILE_BYTES};

pub(in crate::validate) const RULE: Rule = Rule {
    name: "large-file-in-history",
    class: Class::Duty,
    level: Level::Warning,
    summary: "the trail holds a large file, where every copy has it and nobody can take it out",
    page: include_str!("large_file_in_history.md"),
    check: Check::Engagement(check),
};

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (path, bytes) in &facts.recorded.large_files {
        if *bytes < LARGE_FILE_BYTES {
            continue;
        }
        // A file counts from one MiB on; a second digit says whether it is nearly two.
        let (whole, tenths) =
            (bytes / LARGE_FILE_BYTES, bytes % LARGE_FILE_BYTES * 10 / LARGE_FILE_BYTES);
        let message = format!(
            "this file of {whole}.{tenths} MiB is in the trail, and everybody with a copy has it"
        );
        findings.add(Finding::in_file(path, message).help(
            "keep the content of evidence outside, and write its SHA-256 into an evidence document; take the file out of the folder and record that, so that it is in no later record; where it has to stay, answer this once and name its path",
        ));
    }
}
