//! Which bytes of the agreement a signature covers. It signs and checks nothing itself.

use std::fmt;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::document::front_matter;
use crate::document::yaml::Node;
use crate::source::{Source, Span};

/// Returns the bytes of `agreement.md` that a signature covers: the text without the lines of the
/// top-level keys `status` and `signatures`, which change after signing. A last line without line
/// ending counts as one with it.
///
/// A value ends before the next line that does not begin with a space, a tab, `-` or `#` and is
/// not empty. The rule stands in the manual (`docs/manual/agreement.md`) with an `awk` program that
/// does the same; what it leaves out that is no such value, [`unclear`] tells.
pub fn signed_content(text: &str) -> String {
    let mut content = String::with_capacity(text.len() + 1);
    let mut from = 0;
    for range in left_out(text) {
        content.push_str(&text[from..range.start]);
        from = range.end;
    }
    content.push_str(&text[from..]);
    if !content.is_empty() && !content.ends_with('\n') {
        content.push('\n');
    }
    content
}

/// The SHA-256 of what a signature of a text covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHash {
    hash: String,
    /// Where the text's last line has no line ending, the SHA-256 without one: what signatures
    /// were over before such a line counted as one with it.
    unended: Option<String>,
}

impl SignedHash {
    pub fn of(text: &str) -> Self {
        let content = signed_content(text);
        let is_unended = !text.is_empty() && !text.ends_with('\n');
        let unended = content.strip_suffix('\n').filter(|_| is_unended).map(sha256);
        Self { hash: sha256(&content), unended }
    }

    /// Returns whether a signature that is `over` this is over the text.
    pub fn fits(&self, over: &str) -> bool {
        let over = over.trim();
        let hashes = std::iter::once(&self.hash).chain(&self.unended);
        hashes.into_iter().any(|hash| hash.eq_ignore_ascii_case(over))
    }

    pub fn as_str(&self) -> &str {
        &self.hash
    }
}

impl fmt::Display for SignedHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.hash)
    }
}

fn sha256(content: &str) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

const KEYS: &[&str] = &["status", "signatures"];

/// Returns the lines that are not signed, one range for each value.
fn left_out(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let Some(front) = front_matter::between(text) else { return ranges };
    let mut is_left_out = false;
    let mut start = front.start;
    for line in text[front].split_inclusive('\n') {
        let end = start + line.len();
        if KEYS.iter().any(|key| line.strip_prefix(key).is_some_and(|it| it.starts_with(':'))) {
            is_left_out = true;
            ranges.push(start..end);
        } else {
            let bare = line.trim_end_matches(['\n', '\r']);
            is_left_out &= bare.is_empty() || bare.starts_with([' ', '\t', '-', '#']);
            if let Some(last) = ranges.last_mut().filter(|_| is_left_out) {
                last.end = end;
            }
        }
        start = end;
    }
    ranges
}

/// A place at which lines and fields do not say the same of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// A line is left out that is no field of the top level: it could say anything.
    NoField(Span),
    /// The field is not written so that its lines can be told from the others: `"status":`. The
    /// span goes up to its colon.
    NotFound(Span),
    /// The value goes on in lines that are not left out.
    GoesOn(Span),
    /// Another field stands in lines that are left out.
    Swallowed(Span),
}

/// Returns where the lines that are not signed are others than those of `status` and `signatures`.
///
/// Without such a place, what two texts with the same signed content say differs in these two
/// fields and in comments, and in nothing else.
pub fn unclear(source: &Source, front: &Node) -> Vec<Unclear> {
    let ranges = left_out(&source.text);
    let mut found = Vec::new();
    for pair in front.pairs().iter().filter(|pair| KEYS.contains(&&*pair.key.text)) {
        let key = pair.key.span;
        let range = ranges.iter().find(|range| range.start == key.start());
        match range {
            None => found.push(Unclear::NotFound(up_to_colon(source, key))),
            Some(range) if range.end < pair.value.span.end() => found.push(Unclear::GoesOn(key)),
            Some(_) => {}
        }
    }
    for range in &ranges {
        let mut inside = front.pairs().iter().filter(|pair| range.contains(&pair.key.span.start()));
        let is_own = |pair: &&crate::document::yaml::Pair| pair.key.span.start() == range.start;
        match inside.next().filter(is_own) {
            Some(_) => {
                found.extend(inside.map(|pair| Unclear::Swallowed(pair.key.span)));
            }
            None => {
                let line = source.text[range.clone()].lines().next().unwrap_or_default();
                found.push(Unclear::NoField(source.at(range.start, range.start + line.len())));
            }
        }
    }
    found
}

fn up_to_colon(source: &Source, key: Span) -> Span {
    let blanks = source.text[key.end()..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    key.with_end(key.end() + blanks.count())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{self, Document};
    use crate::source::SourceId;

    #[test]
    fn signing_does_not_change_what_is_signed() {
        let before = "---\nkind: agreement\nstatus: draft\nthreshold: sev2\n---\nstatus: x\n";
        let after = "---\nkind: agreement\nstatus: active # since today\nthreshold: sev2\nsignatures:\n- person: zw\n\n  role: director\n---\nstatus: x\n";
        let content = "---\nkind: agreement\nthreshold: sev2\n---\nstatus: x\n";
        assert_eq!(signed_content(before), content);
        assert_eq!(signed_content(after), content);
        let crlf = before.replace('\n', "\r\n");
        assert_eq!(signed_content(&crlf), content.replace('\n', "\r\n"));
        assert_eq!(signed_content(before.trim_end()), content);
        assert_eq!(signed_content(""), "");
    }

    #[test]
    fn a_text_without_last_line_ending_has_two_hashes() {
        let ended = "---\nkind: agreement\nstatus: active\n---\nBody\n";
        let content = "---\nkind: agreement\n---\nBody\n";
        let bare = content.trim_end();
        for (text, over, fits) in [
            (ended, content, true),
            (ended, bare, false),
            (ended.trim_end(), content, true),
            (ended.trim_end(), bare, true),
            (ended.trim_end(), ended, false),
            ("", "", true),
        ] {
            assert_eq!(SignedHash::of(text).fits(&sha256(over)), fits, "{text:?} {over:?}");
            assert_eq!(SignedHash::of(text).as_str(), sha256(&signed_content(text)));
        }
    }

    #[test]
    fn the_body_is_signed_whatever_blanks_the_fence_has() {
        for fence in ["---", "--- ", "---\t", "--- \r"] {
            for last in ["threshold: sev2\n", "signatures:\n  - person: zw\n"] {
                let front = format!("---\nkind: agreement\nstatus: active\n{last}{fence}\n");
                let body =
                    "# Scope\n\n- web01\n\nstatus: see below\n# New clause\n- all is allowed\n";
                let content = signed_content(&format!("{front}{body}"));
                assert!(content.ends_with(&format!("\n{fence}\n{body}")), "{content:?}");
            }
        }
    }

    #[test]
    fn a_field_that_lines_cannot_find_is_told() {
        let cases = [
            ("status: active\nx-a: 1\nsignatures:\n- person: zw\n# c\n\nx-b: 2", &[][..]),
            ("status: |\n  active\n\nsignatures: [a,\n b]", &[]),
            ("status:\nsignatures:", &[]),
            ("contacts:\n  status: x\n  signatures:\n    - a", &[]),
            ("x-a: |\n  text\n  status: x", &[]),
            ("x-terms: {\na: 1,\nstatus: 2,\nb: 3\n}", &["no field `status: 2,`"]),
            ("x-terms: [\nsignatures:\n]", &["no field `signatures:`"]),
            ("\"status\": active", &["not found `\"status\"`"]),
            ("status : active", &["not found `status `"]),
            ("{kind: agreement, status: active}", &["not found `status`"]),
            (" status: active\n x-a: 1", &["not found `status`"]),
            ("signatures: [\na,\nb]\nx-a: 1", &["goes on `signatures`"]),
            ("signatures:\n- a\n-b: 1", &["swallowed `-b`"]),
            ("status: active\rthreshold: sev9\nx-a: 1", &["swallowed `threshold`"]),
        ];
        for (front, expected) in cases {
            let text = format!("---\n{front}\n---\nBody\n");
            let source = Source::new(SourceId(0), "agreement.md", text.as_str());
            let document = document::parse(&source);
            assert_eq!(document.faults, [], "{front}");
            let said = |it: &Unclear| match it {
                Unclear::NoField(span) => format!("no field `{}`", span.text(&source)),
                Unclear::NotFound(span) => format!("not found `{}`", span.text(&source)),
                Unclear::GoesOn(span) => format!("goes on `{}`", span.text(&source)),
                Unclear::Swallowed(span) => format!("swallowed `{}`", span.text(&source)),
            };
            let found = unclear(&source, &document.front.unwrap());
            let said: Vec<String> = found.iter().map(said).collect();
            assert_eq!(said, expected, "{front}");
        }
    }

    fn read(text: &str) -> (Source, Document) {
        let source = Source::new(SourceId(0), "agreement.md", text);
        let document = document::parse(&source);
        (source, document)
    }

    /// Returns the fields that are signed.
    fn signed(document: &Document) -> Vec<(&str, &Node)> {
        let pairs = document.front.iter().flat_map(Node::pairs);
        pairs
            .filter(|pair| !KEYS.contains(&&*pair.key.text))
            .map(|pair| (&*pair.key.text, &pair.value))
            .collect()
    }

    const LINES: &[&str] = &[
        "status: a",
        "status: |",
        "status: [",
        "status:",
        "\"status\": a",
        "status:b",
        "status: 'a",
        "signatures:",
        "signatures: {",
        "signatures: >+",
        "- a",
        "- b: 1",
        "-c: 1",
        "  d: 1",
        "  text",
        "  - e",
        " f",
        "x-a: 1",
        "x-b: |",
        "x-c: {",
        "x-d: [",
        "x-e:",
        "x-f: \"a",
        "  b\"",
        "a: 1,",
        "b,",
        "}",
        "]",
        "# c",
        "",
        " ",
        "\t",
        "...",
        "x-g: |+",
        "x-h: 1\rx-i: 2",
        "status: a\rx-j: 3",
        "'",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        /// What is signed says by itself what the whole said, or the place is told.
        #[test]
        fn what_is_signed_says_the_same_alone(
            lines in proptest::collection::vec(proptest::sample::select(LINES), 1..9),
        ) {
            let (source, whole) = read(&format!("---\n{}\n---\nBody\n", lines.join("\n")));
            let Some(front) = whole.front.as_ref().filter(|_| whole.faults.is_empty()) else {
                return Ok(());
            };
            if !unclear(&source, front).is_empty() {
                return Ok(());
            }
            let (content, alone) = read(&signed_content(&source.text));
            let (one, two) = (signed(&whole), signed(&alone));
            let is_same = one.len() == two.len()
                && one.iter().zip(&two).all(|(one, two)| one.0 == two.0 && one.1.same(two.1));
            prop_assert!(is_same, "{:?}", source.text);
            prop_assert_eq!(whole.body.text(&source), alone.body.text(&content));
            let left = alone.front.iter().flat_map(Node::pairs);
            prop_assert_eq!(left.count(), two.len());
        }
    }
}
