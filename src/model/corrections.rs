//! Which entries are corrected by a later one of their timeline.
//!
//! What is corrected counts for nothing but its form, so a correction must be a true one: an entry
//! that names itself, one of another timeline, or two that name each other, correct nothing. Once a
//! further entry corrects one of a circle, what that one says of the others no longer counts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::engagement::{Engagement, TypedDocument};
use super::entry::Entry;
use super::id;

/// An entry: the incident of its timeline, nothing for the engagement's own, and its id as ids
/// are compared.
type Key<'a> = (Option<&'a str>, Cow<'a, str>);

/// Each entry that corrects another, with the one that it names.
type Names<'a> = BTreeMap<Key<'a>, Key<'a>>;

/// The entries that are corrected, and those that only seem to be.
#[derive(Debug)]
pub struct Corrections<'a> {
    corrected: BTreeSet<Key<'a>>,
    /// Those that correct each other in a circle.
    circular: BTreeSet<Key<'a>>,
}

impl<'a> Corrections<'a> {
    /// Looks at every timeline of an engagement.
    pub fn of(engagement: &'a Engagement) -> Self {
        Self::found(engagement.entries().map(|(document, entry)| (key(document), entry)))
    }

    /// Looks at the entries of one incident, each with its id.
    pub fn in_incident(
        incident: &'a str,
        entries: impl Iterator<Item = (&'a str, &'a Entry)>,
    ) -> Self {
        Self::found(entries.map(|(id, entry)| ((Some(incident), id::key(id)), entry)))
    }

    fn found(entries: impl Iterator<Item = (Key<'a>, &'a Entry)>) -> Self {
        let mut corrects: Names<'_> = entries
            .filter_map(|((timeline, id), entry)| {
                Some(((timeline, id), (timeline, id::key(entry.supersedes.as_deref()?))))
            })
            .collect();
        let mut circular = circles(&corrects);
        // Who corrects one entry of a circle says which word in it does not count; that opens it.
        let is_opened = |from: &Key<'_>, target: &Key<'_>| {
            !circular.contains(from) && circular.contains(target)
        };
        let opened: BTreeSet<Key<'_>> = corrects
            .iter()
            .filter(|(from, target)| is_opened(from, target))
            .map(|(_, target)| target.clone())
            .collect();
        if !opened.is_empty() {
            corrects.retain(|entry, _| !opened.contains(entry));
            circular = circles(&corrects);
        }
        let named: BTreeSet<&Key<'_>> = corrects.values().collect();
        // From the entries that stand, back along what they correct: a circle has no such entry.
        let mut corrected = BTreeSet::new();
        for standing in corrects.keys().filter(|entry| !named.contains(entry)) {
            let mut next = corrects.get(standing);
            while let Some(target) = next
                && corrected.insert(target.clone())
            {
                next = corrects.get(target);
            }
        }
        Self { corrected, circular }
    }

    /// Returns whether a document is one of several entries that correct each other in a circle, or
    /// an entry that corrects itself.
    pub fn is_circular(&self, document: &TypedDocument) -> bool {
        self.circular.contains(&key(document))
    }

    /// Returns whether a document is an entry that is corrected.
    pub fn has(&self, document: &TypedDocument) -> bool {
        !self.corrected.is_empty() && self.corrected.contains(&key(document))
    }

    /// Returns whether an entry of an incident is corrected.
    pub fn has_in(&self, incident: &str, id: &str) -> bool {
        self.corrected.contains(&(Some(incident), id::key(id)))
    }
}

/// Returns the entries that correct each other in a circle.
fn circles<'a>(corrects: &Names<'a>) -> BTreeSet<Key<'a>> {
    // Where a walk meets its own steps again there is a circle; each entry is walked once.
    let mut circular = BTreeSet::new();
    let mut walked = BTreeSet::new();
    for start in corrects.keys() {
        let mut way = Vec::new();
        let mut next = Some(start);
        while let Some(entry) = next
            && walked.insert(entry)
        {
            way.push(entry);
            next = corrects.get(entry).filter(|target| corrects.contains_key(*target));
        }
        let met = next.and_then(|met| way.iter().position(|entry| *entry == met));
        circular.extend(met.into_iter().flat_map(|at| way[at..].iter().copied().cloned()));
    }
    circular
}

fn key(document: &TypedDocument) -> Key<'_> {
    (id::incident_of_path(&document.path), id::key(&document.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// What it is, which entry names which, and which are corrected.
    type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

    #[test]
    fn only_a_true_correction_counts() {
        const ONE: &str = "incidents/INC-2026-7KQ2/timeline/20261121T100000Z-1AAA.md";
        const TWO: &str = "incidents/INC-2026-7KQ2/timeline/20261121T110000Z-2BBB.md";
        const THREE: &str = "incidents/INC-2026-7KQ2/timeline/20261121T120000Z-3CCC.md";
        const FOUR: &str = "incidents/INC-2026-7KQ2/timeline/20261121T130000Z-4DDD.md";
        const ELSEWHERE: &str = "timeline/20261121T120000Z-3CCC.md";
        let id = |path: &str| path.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned();
        let cases: &[Case] = &[
            ("one", &[(TWO, ONE)], &[ONE]),
            ("one after another", &[(TWO, ONE), (THREE, TWO)], &[ONE, TWO]),
            ("two of one", &[(TWO, ONE), (THREE, ONE)], &[ONE]),
            ("itself", &[(ONE, ONE)], &[]),
            ("each other", &[(ONE, TWO), (TWO, ONE)], &[]),
            ("a circle, and one that stands", &[(ONE, TWO), (TWO, ONE), (THREE, ONE)], &[ONE]),
            (
                "a longer circle, and one that stands",
                &[(ONE, TWO), (TWO, THREE), (THREE, ONE), (FOUR, ONE)],
                &[ONE, THREE],
            ),
            (
                "both of a circle named",
                &[(ONE, TWO), (TWO, ONE), (THREE, ONE), (FOUR, TWO)],
                &[ONE, TWO],
            ),
            ("another timeline", &[(ELSEWHERE, ONE)], &[]),
        ];
        for (name, corrects, expected) in cases {
            let mut paths = vec![ONE, TWO, THREE, FOUR, ELSEWHERE];
            paths.sort_unstable();
            let mut sources = Sources::default();
            for path in &paths {
                let target = corrects.iter().find(|(from, _)| from == path);
                let line = target.map(|(_, to)| format!("supersedes: {}\n", id(to).to_lowercase()));
                sources.add(*path, format!("---\nkind: entry\n{}---\n", line.unwrap_or_default()));
            }
            let engagement = Engagement::assemble(sources, Vec::new());
            let corrections = Corrections::of(&engagement);
            let found: Vec<&str> = engagement
                .documents
                .iter()
                .filter(|document| corrections.has(document))
                .map(|document| &*document.path)
                .collect();
            assert_eq!(found, *expected, "{name}");
            let circular = engagement.documents.iter().filter(|it| corrections.is_circular(it));
            let circular: Vec<&str> = circular.map(|document| &*document.path).collect();
            let in_circle: &[&str] = match *name {
                "itself" => &[ONE],
                "each other" => &[ONE, TWO],
                _ => &[],
            };
            assert_eq!(circular, in_circle, "{name}");
        }
    }
}
