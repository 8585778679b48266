//! Twenty engagements written as true ones, each held against the findings that are right for it.
//!
//! They are in `tests/engagements/`, whose README says how one is written. A finding that is not
//! expected is as much a fault as one that is missing: a rule that speaks wrongly at three in the
//! morning is worse than one that stays silent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ircase::diagnostic::{Diagnostic, Place};
use ircase::model::engagement::Engagement;
use ircase::model::kind;
use ircase::source::Sources;
use ircase::validate::{self, Facts, Machine, Recorded};

use crate::rule_pages;
use crate::world::texts;

#[test]
fn every_finding_is_expected_and_every_expected_one_found() {
    let faults: Vec<String> = folders().iter().flat_map(|folder| faults_of(folder)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn there_are_twenty() {
    assert!(folders().len() >= 20, "{} engagements", folders().len());
}

#[test]
fn every_document_is_of_a_kind() {
    for folder in folders() {
        let engagement = Trial::read(&folder).engagement();
        for document in &engagement.documents {
            assert!(document.kind.is_some(), "{}: {}", folder.display(), document.path);
        }
    }
}

/// One engagement as it lies on the disk.
struct Trial {
    now: jiff::Timestamp,
    documents: BTreeMap<String, String>,
    recorded: Recorded,
    /// Nothing where the note does not say what git's settings are.
    machine: Option<Machine>,
    expected: Vec<Expected>,
}

/// A finding that is right, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    path: String,
    /// From 1; nothing for a whole file.
    line: Option<usize>,
    rule: String,
    level: &'static str,
}

/// Returns the folders with a note; one without is of another test.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engagements");
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> =
        entries.filter(|path| path.join("README.md").is_file()).collect();
    folders.sort();
    folders
}

fn faults_of(folder: &Path) -> Vec<String> {
    let trial = Trial::read(folder);
    let name = folder.file_name().unwrap().to_string_lossy();
    let engagement = trial.engagement();
    let facts = Facts::new(&engagement, &trial.recorded, trial.now);
    let facts = match &trial.machine {
        Some(machine) => facts.with_machine(machine),
        None => facts,
    };
    let mut missing = trial.expected.clone();
    let mut faults = Vec::new();
    for finding in validate::check(&facts) {
        let found = expectation(&engagement, &finding);
        match missing.iter().position(|expected| *expected == found) {
            Some(index) => drop(missing.remove(index)),
            None => faults.push(format!(
                "{name}: not expected\n{found}\n    {}\n    help: {}",
                finding.message,
                finding.help.as_deref().unwrap_or("none")
            )),
        }
    }
    faults.extend(missing.iter().map(|missing| format!("{name}: not found\n{missing}")));
    faults
}

fn expectation(engagement: &Engagement, finding: &Diagnostic) -> Expected {
    let (path, line) = match &finding.place {
        Place::File(path) => (path.clone(), None),
        Place::Span(span) => {
            let source = engagement.sources.get(span.source);
            (source.path.to_string(), Some(source.line_column(span.start()).line))
        }
        other => (format!("{other:?}"), None),
    };
    Expected { path, line, rule: finding.rule.to_owned(), level: finding.level.name() }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, " {} {}", self.rule, self.level)
    }
}

impl Trial {
    fn read(folder: &Path) -> Self {
        let files = texts(folder);
        let readme = files.get("README.md").unwrap_or_else(|| panic!("{folder:?}: no README.md"));
        let now = facts_in(readme, "Now").next().unwrap_or_else(|| panic!("{folder:?}: no Now"));
        let now = now.parse().unwrap_or_else(|error| panic!("{folder:?}: {now}: {error}"));
        let documents: BTreeMap<String, String> = files
            .iter()
            .filter(|(path, _)| kind::is_document(path))
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect();
        let unrecorded: BTreeSet<&str> = facts_in(readme, "Not recorded").collect();
        for path in &unrecorded {
            assert!(documents.contains_key(*path), "{folder:?}: there is no `{path}`");
        }
        let paths = documents.keys().filter(|path| !unrecorded.contains(path.as_str())).cloned();
        let below = |folder: &str| -> Vec<(String, String)> {
            let files = files.iter().filter_map(|(path, text)| {
                Some((path.strip_prefix(folder)?.to_owned(), text.clone()))
            });
            files.collect()
        };
        let signatures = files.keys().filter(|path| path.starts_with("signatures/"));
        let recorded = Recorded {
            paths: paths.collect(),
            changed: below("trail/head/").into_iter().collect(),
            earlier: earlier(below("trail/earlier/")),
            signatures: Some(signatures.cloned().collect()),
            ..Recorded::default()
        };
        let expected = files.get("expected.txt").map(String::as_str).unwrap_or_default();
        Self {
            now,
            recorded,
            machine: machine(readme),
            expected: expectations(expected),
            documents,
        }
    }

    fn engagement(&self) -> Engagement {
        let mut sources = Sources::default();
        for (path, text) in &self.documents {
            sources.add(path.clone(), text.clone());
        }
        Engagement::assemble(sources, Vec::new())
    }
}

/// Returns what the lines `Name: value` of a note say.
fn facts_in<'a>(readme: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    readme.lines().filter_map(move |line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.trim()))
}

/// Reads what git's settings say: `Machine: user.email = …`.
fn machine(readme: &str) -> Option<Machine> {
    let lines: Vec<&str> = facts_in(readme, "Machine").collect();
    (!lines.is_empty()).then(|| rule_pages::machine("README.md", &lines))
}

/// Texts of earlier records, newest first: `trail/earlier/1/PATH` is the one before the head's.
fn earlier(files: Vec<(String, String)>) -> BTreeMap<String, Vec<Arc<str>>> {
    let mut numbered: Vec<(u32, String, String)> = files
        .into_iter()
        .map(|(path, text)| {
            let (number, path) = path.split_once('/').expect("a number and a path");
            (number.parse().expect("a number"), path.to_owned(), text)
        })
        .collect();
    numbered.sort();
    let mut earlier: BTreeMap<String, Vec<Arc<str>>> = BTreeMap::new();
    for (_, path, text) in numbered {
        earlier.entry(path).or_default().push(text.into());
    }
    earlier
}

/// Reads `PATH:LINE RULE LEVEL` and, on a line below that is set in, why the finding is right.
fn expectations(text: &str) -> Vec<Expected> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let findings = lines.chunks(2).map(|chunk| {
        let why = chunk.get(1).copied().unwrap_or_default();
        let is_reason = why.starts_with("    ") && why.trim().len() > 20;
        assert!(is_reason, "no reason stands below `{}`", chunk[0]);
        let words: Vec<&str> = chunk[0].split(' ').collect();
        let [place, rule, level] = words[..] else { panic!("`{}`", chunk[0]) };
        let level = ["error", "warning", "note"]
            .into_iter()
            .find(|known| *known == level)
            .unwrap_or_else(|| panic!("`{level}` is no level"));
        let (path, line) = match place.rsplit_once(':') {
            Some((path, line)) => (path, Some(line.parse().expect("a line"))),
            None => (place, None),
        };
        Expected { path: path.to_owned(), line, rule: rule.to_owned(), level }
    });
    findings.collect()
}
