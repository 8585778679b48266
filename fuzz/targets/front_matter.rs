//! Any text as a document: reading never panics, and every place lies in the text.

#![no_main]

use ircase_fuzz::document::{self, Document};
use ircase_fuzz::source::{Source, SourceId, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for path in ["agreement.md", "ircase.yaml"] {
        let source = Source::new(SourceId(0), path, text);
        let document = document::parse(&source);
        hold(&source, &document);
        let again = document::parse(&source);
        assert_eq!(document.faults, again.faults);
        assert_eq!(document.front, again.front);
    }
});

fn hold(source: &Source, document: &Document) {
    let lies_in = |span: Span| source.text.get(span.bytes()).is_some();
    assert!(lies_in(document.body));
    assert!(document.front_span.is_none_or(lies_in));
    assert!(document.front.is_some() || !document.faults.is_empty());
    for fault in &document.faults {
        assert!(lies_in(fault.span), "{fault:?}");
        assert!(fault.related.iter().all(|related| lies_in(related.span)), "{fault:?}");
        assert!(!fault.message.is_empty() && !fault.message.ends_with('.'), "{fault:?}");
    }
}
