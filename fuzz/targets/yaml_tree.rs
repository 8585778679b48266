//! Any text as YAML: the tree's places lie within each other, and a plain text is what stands there.

#![no_main]

use ircase_fuzz::document::yaml::{self, Node, Style, Value};
use ircase_fuzz::source::{Source, SourceId, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new(SourceId(0), "a.yaml", text);
    let parsed = yaml::parse(&source, source.span());
    assert!(parsed.root.is_some() || !parsed.faults.is_empty());
    let sound = parsed.faults.is_empty();
    if let Some(root) = &parsed.root {
        hold(root, source.span(), &source, sound);
        assert!(root.same(root));
    }
});

fn hold(node: &Node, within: Span, source: &Source, sound: bool) {
    let span = node.span;
    assert!(source.text.get(span.bytes()).is_some(), "{span:?}");
    // After a fault a field may end where reading was taken up again.
    if sound {
        assert!(
            within.start() <= span.start() && span.end() <= within.end(),
            "{span:?} in {within:?}"
        );
    }
    match &node.value {
        Value::Scalar(scalar) => {
            let written = span.text(source);
            if sound && scalar.style == Style::Plain && !written.contains(['\n', '\r']) {
                assert_eq!(written, &*scalar.text);
            }
        }
        Value::Sequence(sequence) => {
            sequence.items.iter().for_each(|item| hold(item, span, source, sound));
        }
        Value::Mapping(mapping) => {
            for pair in &mapping.pairs {
                let key = pair.key.span;
                assert!(source.text.get(key.bytes()).is_some());
                assert!(!sound || key.end() <= pair.value.span.start(), "{pair:?}");
                hold(&pair.value, span, source, sound);
            }
        }
    }
}
