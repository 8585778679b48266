//! Any texts as an engagement: every rule runs and none panics, places lie in their texts, and two
//! runs find the same.
//!
//! A line `%%% path` begins a file; a file in `schemas/` is a schema of the engagement's own.

#![no_main]

use ircase_fuzz::diagnostic::{Diagnostic, Place};
use ircase_fuzz::model::engagement::Engagement;
use ircase_fuzz::model::kind;
use ircase_fuzz::source::{Sources, Span};
use ircase_fuzz::validate::fingerprint::identify;
use ircase_fuzz::validate::private::Private;
use ircase_fuzz::validate::{self, Facts, Recorded};
use libfuzzer_sys::fuzz_target;

const NOW: &str = "2026-11-21T12:00:00Z";

fuzz_target!(|text: &str| {
    let engagement = Engagement::assemble(sources(text), Vec::new());
    let recorded = Recorded::default();
    let now = NOW.parse().expect("NOW is a time");
    let found = validate::check(&Facts::new(&engagement, &recorded, now));
    assert_eq!(found, validate::check(&Facts::new(&engagement, &recorded, now)));
    let private = Private::of(&engagement);
    let identities = identify(&engagement, &private, &found);
    assert_eq!(identities.len(), found.len());
    for finding in &found {
        hold(&engagement, finding);
        hold(&engagement, &private.masked(finding).0);
    }
});

fn sources(text: &str) -> Sources {
    let mut files = std::collections::BTreeMap::new();
    for file in text.split("%%% ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        files.insert(path, text);
    }
    let mut sources = Sources::default();
    for (path, text) in files {
        if kind::is_own_schema(path) {
            sources.add_beside(path, text);
        } else if kind::is_document(path) {
            sources.add(path, text);
        }
    }
    sources
}

fn hold(engagement: &Engagement, finding: &Diagnostic) {
    let lies_in = |span: Span| {
        let text = &engagement.sources.get(span.source).text;
        text.get(span.bytes()).is_some()
    };
    assert!(!finding.message.is_empty(), "{finding:?}");
    assert!(finding.related.iter().all(|related| lies_in(related.span)), "{finding:?}");
    assert!(finding.fix.as_ref().is_none_or(|fix| lies_in(fix.span)), "{finding:?}");
    if let Place::Span(span) = finding.place {
        assert!(lies_in(span), "{finding:?}");
    }
}
