//! Every single mistake in a valid document gives exactly the finding it should, where it should.
//!
//! The seed is one complete engagement without a finding. Mistakes are made mechanically in each
//! of its documents; what must be found comes from the published schemas, read as plain JSON, and
//! from a table written by hand, never from what the program answers.

mod change;
mod duties;
mod keys;
mod moments;
mod owed;
mod places;
mod schema;
mod seed;
mod texts;
mod values;

use std::collections::BTreeMap;
use std::fmt::Write;

use ircase::diagnostic::Fix;
use ircase::document::edit;
use ircase::source::Source;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::change::{Class, Mutation, Subject};
use self::schema::Schemas;
use self::seed::{Found, Seed};

/// One of so many mutations of each class is tried; all of them with `MUTATIONS=all`, which takes several minutes.
const STRIDE: usize = 3;

#[test]
fn the_seed_is_whole() {
    let seed = Seed::read();
    let (path, text) = seed.documents().next().unwrap();
    assert_eq!(seed.places(&seed.findings(path, text)), []);
}

#[test]
fn the_seed_holds_nearly_every_field_of_every_kind() {
    let (seed, schemas) = (Seed::read(), Schemas::read());
    let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut count = 0;
    for (path, text) in seed.documents() {
        let subject = Subject::new(&seed, &schemas, path, text);
        let front = subject.document.front.clone().unwrap();
        let there: Vec<String> = places::of(&front, subject.field())
            .iter()
            .map(|place| owed::without_indexes(&place.path))
            .collect();
        let paths = subject.field().paths();
        count = count.max(paths.len());
        let absent: Vec<String> = paths.into_iter().filter(|path| !there.contains(path)).collect();
        let of_kind = missing.entry(subject.kind.clone()).or_insert_with(|| absent.clone());
        of_kind.retain(|path| absent.contains(path));
    }
    assert_eq!(missing.len(), 13, "a kind is not there: {:?}", missing.keys());
    let missing: Vec<String> = missing
        .iter()
        .flat_map(|(kind, paths)| paths.iter().map(move |path| format!("{kind}.{path}")))
        .collect();
    assert!(count > 50 && missing.len() <= 12, "{missing:#?}");
}

#[test]
fn every_mistake_is_found_where_it_is() {
    let (seed, schemas) = (Seed::read(), Schemas::read());
    let all = std::env::var_os("MUTATIONS").is_some_and(|which| which == "all");
    let stride = if all { 1 } else { STRIDE };
    let mutations = sample(mutations(&seed, &schemas), stride);
    let counts = counts(&mutations);
    let findings: usize = counts.values().map(|(finding, _)| finding).sum();
    assert!(findings >= 2_000, "only {findings}: {counts:?}");
    for (class, least) in CLASSES {
        let count = counts.get(class).map_or(0, |(finding, _)| *finding);
        assert!(count * stride >= *least, "{class:?}: {count} of at least {least} / {stride}");
    }
    let outcomes: Vec<Outcome> =
        mutations.par_iter().map(|mutation| outcome(&seed, mutation)).collect();
    let faults: Vec<&str> = outcomes.iter().filter_map(|it| it.fault.as_deref()).collect();
    assert!(faults.is_empty(), "{} of {}\n{}", faults.len(), outcomes.len(), faults.join("\n"));
    let fixes: Vec<&Result<(), String>> =
        outcomes.iter().filter_map(|it| it.fix.as_ref()).collect();
    let unmended: Vec<&String> = fixes.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(fixes.len() * stride >= 1_000, "only {} have a fix", fixes.len());
    let is_most = unmended.len() * 10 <= fixes.len();
    assert!(is_most, "{} of {} stay:\n{unmended:#?}", unmended.len(), fixes.len());
}

/// The test itself can fail: another rule, another place, a finding too many, one too few.
#[test]
fn a_wrong_expectation_is_told() {
    let (seed, schemas) = (Seed::read(), Schemas::read());
    let mut mutations = mutations(&seed, &schemas);
    let at = mutations.iter().position(|it| it.class == Class::Misspell).unwrap();
    let mutation = &mut mutations[at];
    assert_eq!(outcome(&seed, mutation).fault, None);
    let right = mutation.wanted.clone();
    mutation.wanted[0].rule = "wrong-type".to_owned();
    assert!(outcome(&seed, mutation).fault.unwrap().contains("wanted: wrong-type"));
    mutation.wanted.clone_from(&right);
    mutation.wanted[0].end -= 1;
    assert!(outcome(&seed, mutation).fault.is_some());
    mutation.wanted = [right.clone(), right].concat();
    assert!(outcome(&seed, mutation).fault.is_some());
    mutation.wanted.clear();
    assert!(outcome(&seed, mutation).fault.unwrap().contains("found: unknown-field"));
}

/// How many mutations of each class there are at least, so that none passes on nothing.
const CLASSES: &[(Class, usize)] = &[
    (Class::Drop, 80),
    (Class::Blank, 80),
    (Class::Add, 30),
    (Class::Misspell, 900),
    (Class::Translate, 200),
    (Class::Duplicate, 500),
    (Class::Retype, 1_200),
    (Class::MisspellWord, 350),
    (Class::TranslateWord, 60),
    (Class::Form, 500),
    (Class::Future, 40),
    (Class::Move, 4),
    (Class::Reference, 50),
    (Class::Identity, 80),
    (Class::Label, 80),
    (Class::Hidden, 180),
    (Class::Syntax, 80),
    (Class::Feature, 80),
    (Class::Conflict, 25),
];

/// What came of one mutation.
struct Outcome {
    /// What differs from what must be found.
    fault: Option<String>,
    /// Where a fix is suggested: whether nothing is found after it.
    fix: Option<Result<(), String>>,
}

fn outcome(seed: &Seed, mutation: &Mutation) -> Outcome {
    let findings = seed.findings(&mutation.path, &mutation.text);
    let fault = fault(seed, mutation, &seed.places(&findings));
    let fix = findings.iter().find_map(|finding| finding.fix.as_ref());
    Outcome { fault, fix: fix.map(|fix| mended(seed, mutation, fix)) }
}

/// Applies a fix as `--fix` would, and looks again.
fn mended(seed: &Seed, mutation: &Mutation, fix: &Fix) -> Result<(), String> {
    let source = Source::new(fix.span.source, mutation.path.as_str(), mutation.text.as_str());
    let place = format!("{:?} {}#{}", mutation.class, mutation.path, mutation.field);
    let edited = edit::apply(&source, &[(fix.span, fix.replacement.clone())]);
    let text = edited.map_err(|error| format!("{place}: {error}"))?;
    let left = seed.places(&seed.findings(&mutation.path, &text));
    match left.first() {
        None => Ok(()),
        Some(left) => Err(format!("{place}: {} after `{}`", left.rule, fix.title)),
    }
}

/// Documents that stand beside, so that the others are whole: their like is changed already.
const BESIDE: &[&str] = &[
    "incidents/INC-2026-7KQ2/evidence/EVD-9K4T.md",
    "incidents/INC-2026-7KQ2/timeline/20261116T090000Z-C0NE.md",
    "incidents/INC-2026-7KQ2/timeline/20261116T091500Z-C2NE.md",
    "incidents/INC-2026-7KQ2/timeline/20261116T093000Z-C3NE.md",
    "incidents/INC-2026-7KQ2/timeline/20261116T100000Z-N1TF.md",
    "incidents/INC-2026-7KQ2/timeline/20261117T055500Z-R5ME.md",
    "incidents/INC-2026-7KQ2/timeline/20261118T060000Z-N0TE.md",
    "incidents/INC-2026-7KQ2/timeline/20261118T060500Z-P3PR.md",
    "incidents/INC-2026-7KQ2/timeline/20261124T070500Z-E5ND.md",
    "incidents/INC-2026-M3XD/incident.md",
    "people/kb.md",
    "people/lt.md",
    "people/ob.md",
    "people/rm.md",
    "tasks/TSK-7WQ2.md",
    "timeline/20261112T060000Z-G0N1.md",
];

fn mutations(seed: &Seed, schemas: &Schemas) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for (path, text) in seed.documents().filter(|(path, _)| !BESIDE.contains(path)) {
        let subject = Subject::new(seed, schemas, path, text);
        let front = subject.document.front.clone().expect("every seed can be read");
        for place in places::of(&front, subject.field()) {
            mutations.extend(keys::of(&subject, &place));
            mutations.extend(values::of(&subject, &place));
            mutations.extend(texts::of(&subject, &place));
        }
    }
    mutations
}

/// Takes one of so many mutations of each class.
fn sample(mut mutations: Vec<Mutation>, stride: usize) -> Vec<Mutation> {
    let mut seen: BTreeMap<Class, usize> = BTreeMap::new();
    mutations.retain(|mutation| {
        let count = seen.entry(mutation.class).or_default();
        *count += 1;
        *count % stride == 1 % stride
    });
    mutations
}

fn counts(mutations: &[Mutation]) -> BTreeMap<Class, (usize, usize)> {
    let mut counts: BTreeMap<Class, (usize, usize)> = BTreeMap::new();
    for mutation in mutations {
        let count = counts.entry(mutation.class).or_default();
        match mutation.wanted.is_empty() {
            true => count.1 += 1,
            false => count.0 += 1,
        }
    }
    counts
}

fn is_open_again(mutation: &Mutation, found: &Found) -> bool {
    mutation.open_again.iter().any(|(path, rule)| *path == found.path && *rule == found.rule)
}

/// Returns what differs, when something does.
fn fault(seed: &Seed, mutation: &Mutation, found: &[Found]) -> Option<String> {
    let may = |it: &Found| mutation.wanted.contains(it) || !is_open_again(mutation, it);
    let found: Vec<Found> = found.iter().filter(|it| may(it)).cloned().collect();
    if found == mutation.wanted {
        return None;
    }
    let mut text = format!("{:?} {}#{}", mutation.class, mutation.path, mutation.field);
    for (word, list) in [("wanted", &mutation.wanted), ("found", &found)] {
        for item in list {
            let _ = write!(text, "\n    {word}: {}", shown(seed, mutation, item));
        }
    }
    Some(text)
}

fn shown(seed: &Seed, mutation: &Mutation, found: &Found) -> String {
    let text = match seed.documents().find(|(path, _)| *path == found.path) {
        Some((path, text)) if path != mutation.path => text,
        _ => &mutation.text,
    };
    let line = text[..found.start.min(text.len())].lines().count();
    let words = text.get(found.start..found.end).unwrap_or("?");
    format!("{} at {}:{line} `{words}`", found.rule, found.path)
}
