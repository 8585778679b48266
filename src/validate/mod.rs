//! Checks the documents against the rules: facts in, diagnostics out.
//!
//! Nothing here touches files, the clock or the trail; what they say comes in as values.

mod absent;
mod agreed;
mod answers;
mod blanks;
mod body;
mod consent;
mod custody;
mod days;
mod decisions;
mod exercises;
mod facts;
pub mod fingerprint;
mod force;
mod form;
pub mod levels;
mod own;
mod past;
pub mod private;
mod prose;
pub mod reach;
mod recorded;
mod references;
mod regimes;
mod rule;
pub mod rules;
pub mod schema;
pub mod secrets;
mod signed;
mod signing;
mod stakeholders;
mod telling;
#[cfg(test)]
mod tests;
mod told;
mod words;

pub use answers::place_of;
pub use body::pictures;
pub use facts::Facts;
pub use force::{AgreementFile, InForce, Standing};
pub use form::is_whole;
pub use recorded::{LARGE_FILE_BYTES, Machine, Recorded, wants_earlier};
pub use rule::{Check, Finding, Findings, Rule};
pub use signing::{has_signed, is_signed_by_both, may_sign, rests_on_paper};

use std::collections::BTreeSet;

use crate::diagnostic::{Class, Diagnostic, Place};
use crate::document::unread::Unread;
use crate::model::engagement::{Engagement, TypedDocument};
use crate::parallel;
use crate::source::{Source, Span};

/// Runs every rule over the whole engagement.
///
/// The findings come in the order of path, place and rule, the same on every run.
pub fn check(facts: &Facts<'_>) -> Vec<Diagnostic> {
    // Where a slip is not told, nothing may be judged as if it were none.
    let tells_slips = levels::read(facts.engagement).0.are_on(form::OF_SLIPS);
    match form::meant(facts.engagement, facts.now).filter(|_| tells_slips) {
        Some(meant) => judge(facts.engagement, &facts.of_reading(&meant)),
        None => judge(facts.engagement, facts),
    }
}

/// Checks what is written, given the facts of what is meant by it.
fn judge(written: &Engagement, facts: &Facts<'_>) -> Vec<Diagnostic> {
    let (levels, mut found) = levels::read(facts.engagement);
    let documents: Vec<(&TypedDocument, &TypedDocument)> =
        written.documents.iter().zip(&facts.engagement.documents).collect();
    let of_documents = parallel::map(&documents, |(written, meant)| {
        check_document(facts, written, meant, &levels)
    });
    let mut told = Vec::new();
    for (found_there, told_there) in of_documents {
        found.extend(found_there);
        told.extend(told_there);
    }
    let unread = facts.engagement.unread.iter().map(form::unread).collect();
    report(unread, &levels, &mut found);
    for rule in rules::RULES {
        if let Check::Engagement(check) = rule.check {
            run(rule, &levels, &mut found, |findings| check(facts, findings));
        }
    }
    tell_once(&told, &mut found);
    let unused = answers::apply(facts, &levels, &mut found);
    report(unused, &levels, &mut found);
    absent::withdraw(facts, &mut found);
    sort(facts.engagement, &mut found);
    found
}

/// Returns the paths of the documents that could not be read, and of the engagement's own schemas
/// that are not used, as findings say: nobody knows what else would have been found.
pub fn unread_of(engagement: &Engagement, found: &[Diagnostic]) -> BTreeSet<String> {
    let is_unread = |it: &&Diagnostic| {
        it.rule == rules::own_schema_broken::RULE.name || absent::tells_unread(engagement, it)
    };
    let paths = found.iter().filter(is_unread).filter_map(|it| path_of(engagement, it));
    paths.map(str::to_owned).collect()
}

/// Returns the document that a finding is in; `None` for one about the whole engagement.
pub fn path_of<'a>(engagement: &'a Engagement, finding: &'a Diagnostic) -> Option<&'a str> {
    match &finding.place {
        Place::Span(span) => Some(&engagement.sources.get(span.source).path),
        Place::File(path) => Some(path),
        Place::Record(_) | Place::Engagement => None,
    }
}

/// Checks the form of one document where it lies, outside any engagement, against a schema.
pub fn check_alone(source: &Source, schema: &'static schema::Schema) -> Vec<Diagnostic> {
    let document = crate::document::parse(source);
    let mut found = Vec::new();
    report(form::alone(&document, source, schema), &levels::Levels::default(), &mut found);
    found.sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.rule));
    found
}

/// Tells of files that could not be taken as text.
pub fn check_unread(unread: &[Unread]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    report(unread.iter().map(form::unread).collect(), &levels::Levels::default(), &mut found);
    found
}

/// Rules that need nothing but the document itself.
const ALONE: &[&Rule] = &[
    &rules::invisible_character::RULE,
    &rules::ambiguous_scalar::RULE,
    &rules::secret_in_document::RULE,
];

/// Checks what documents outside any engagement show by themselves, beside their form.
pub fn check_texts(documents: &Engagement, now: jiff::Timestamp) -> Vec<Diagnostic> {
    let (levels, recorded) = (levels::Levels::default(), Recorded::default());
    let facts = Facts::new(documents, &recorded, now);
    let mut found = Vec::new();
    for document in &documents.documents {
        for rule in ALONE {
            if let Check::Document(check) = rule.check {
                run(rule, &levels, &mut found, |findings| check(&facts, document, findings));
            }
        }
    }
    found
}

/// Checks the form of what is written, and the rest of what is meant by it. Returns also the places
/// of values that cannot be read.
fn check_document(
    facts: &Facts<'_>,
    written: &TypedDocument,
    meant: &TypedDocument,
    levels: &levels::Levels,
) -> (Vec<Diagnostic>, Vec<Span>) {
    let mut found = Vec::new();
    report(form::of(facts, written, meant), levels, &mut found);
    // What two sides say at once is not settled; a rule about it would speak of one side.
    let is_settled = !written.document.has_conflict();
    if is_settled {
        report(body::of(facts, meant), levels, &mut found);
    }
    for rule in rules::RULES {
        if let Check::Document(check) = rule.check
            && (is_settled || rule.class == Class::Integrity)
        {
            let as_written = form::READ_AS_WRITTEN.contains(&rule.name);
            let document = if as_written { written } else { meant };
            run(rule, levels, &mut found, |findings| check(facts, document, findings));
        }
    }
    form::tell_characters_alone(facts.engagement.source(written), &mut found);
    let told = form::blurred(written, &found);
    (found, told)
}

/// Takes out what is said once more of a value that cannot be read.
fn tell_once(told: &[Span], found: &mut Vec<Diagnostic>) {
    let lies_in = |at: Span| {
        told.iter()
            .any(|it| it.source == at.source && it.start() <= at.start() && at.end() <= it.end())
    };
    if !told.is_empty() {
        found.retain(|it| it.class != Class::Duty || !it.span().is_some_and(lies_in));
    }
}

/// Reports each fault by the rule it names.
fn report(faults: Vec<rule::Fault>, levels: &levels::Levels, found: &mut Vec<Diagnostic>) {
    for fault in faults {
        let rule = rules::named(fault.rule);
        debug_assert!(rule.is_some(), "`{}` is no rule", fault.rule);
        if let Some(rule) = rule {
            run(rule, levels, found, |findings| findings.add(fault.finding));
        }
    }
}

fn run(
    rule: &'static Rule,
    levels: &levels::Levels,
    found: &mut Vec<Diagnostic>,
    check: impl FnOnce(&mut Findings<'_>),
) {
    if let Some(setting) = levels.of(rule) {
        check(&mut Findings::new(rule, setting, found));
    }
}

fn sort(engagement: &Engagement, found: &mut [Diagnostic]) {
    found.sort_by(|one, two| key(engagement, one).cmp(&key(engagement, two)));
}

fn key<'a>(
    engagement: &'a Engagement,
    diagnostic: &'a Diagnostic,
) -> (&'a str, usize, usize, &'static str, &'a str) {
    let (path, start, end) = match &diagnostic.place {
        Place::Span(span) => (&*engagement.sources.get(span.source).path, span.start(), span.end()),
        Place::File(path) => (path.as_str(), 0, 0),
        Place::Record(_) | Place::Engagement => ("", 0, 0),
    };
    (path, start, end, diagnostic.rule, &diagnostic.message)
}
