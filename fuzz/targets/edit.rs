//! Any change of any field of any text: an accepted edit changes that field and nothing else.
//!
//! The first line is the field, the second the value, the rest the document.

#![no_main]

use ircase_fuzz::document::yaml::{self, Node, Pair, Step};
use ircase_fuzz::document::{self, Document, edit};
use ircase_fuzz::source::{Source, SourceId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let mut parts = input.splitn(3, '\n');
    let (Some(field), Some(value), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let value = value.replace("\\n", "\n");
    let source = Source::new(SourceId(0), "a.md", text);
    let before = document::parse(&source);
    if let Ok(edited) = edit::set(&source, field, &value) {
        let after = hold(&source, &before, &edited, field);
        let says = after.front.as_ref().and_then(|front| front.at(field)).and_then(Node::text);
        assert_eq!(says, Some(&*value), "{edited}");
    }
    if let Ok(edited) = edit::append(&source, field, &value) {
        let after = hold(&source, &before, &edited, field);
        let count = |document: &Document| {
            let list = document.front.as_ref().and_then(|front| front.at(field));
            list.map_or(0, |list| list.items().len())
        };
        assert_eq!(count(&after), count(&before) + 1, "{edited}");
    }
    if let Ok(edited) = edit::remove(&source, field) {
        hold(&source, &before, &edited, field);
    }
});

/// Holds that an edited text can be read, and says the same in every other field and in the body.
fn hold(source: &Source, before: &Document, edited: &str, field: &str) -> Document {
    let edited = Source::new(SourceId(0), "a.md", edited);
    let after = document::parse(&edited);
    assert_eq!(after.faults, [], "{}", edited.text);
    assert_eq!(before.body.text(source), after.body.text(&edited));
    let first = match yaml::steps(field).first() {
        Some(Step::Key(key)) => *key,
        Some(Step::Index(_)) | None => "",
    };
    let others = |document: &Document| -> Vec<Pair> {
        let pairs = document.front.as_ref().map(Node::pairs).unwrap_or_default();
        pairs.iter().filter(|pair| &*pair.key.text != first).cloned().collect()
    };
    let (before, after_pairs) = (others(before), others(&after));
    assert_eq!(before.len(), after_pairs.len(), "{}", edited.text);
    for (one, other) in before.iter().zip(&after_pairs) {
        assert!(one.key.text == other.key.text && one.value.same(&other.value), "{}", edited.text);
    }
    after
}
