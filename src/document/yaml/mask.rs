//! Characters that YAML does not take at all, such as U+0007 from a terminal, or U+FFFF.
//!
//! They are read as a part of the text they stand in. Which they are, and that they have to go, is
//! for the rule about invisible characters to say; for one of them the other fields are not lost.

use std::ops::Deref;

use super::{Node, Style, Value};
use crate::source::{Source, Span};
use crate::visible;

/// A text in which each such character is a letter that stands nowhere else in it, and every byte
/// where it was.
pub(super) struct Masked {
    pub(super) source: Source,
    letter: char,
}

/// Letters begin, end and split nothing in YAML; a digit behind `|` would. These are no part of an
/// escape either.
const LETTERS: &str = "QXZJKWVYqzjkwyGHMRSTghlmpsIOio";

/// Letters that name an escape, or are digits of one: of use only where nothing is spelt out.
const LETTERS_OF_ESCAPES: &str = "xvBFLNPUbfnrtuAECDaecd";

/// Returns the text without such characters; nothing when there is none, or no letter is left that
/// stands nowhere in it, raw or spelt out.
pub(super) fn masked(source: &Source, span: Span) -> Option<Masked> {
    let text = span.text(source);
    if !text.contains(is_refused) {
        return None;
    }
    let letter = free_letter(text)?;
    let mut all = String::with_capacity(source.text.len());
    all.push_str(&source.text[..span.start()]);
    for symbol in text.chars() {
        match is_refused(symbol) {
            true => all.extend(std::iter::repeat_n(letter, symbol.len_utf8())),
            false => all.push(symbol),
        }
    }
    all.push_str(&source.text[span.end()..]);
    Some(Masked { source: Source::new(source.id, source.path.clone(), all), letter })
}

fn free_letter(text: &str) -> Option<char> {
    let is_free = |letter: &char| !text.contains(*letter);
    if !text.contains('\\') {
        return LETTERS.chars().chain(LETTERS_OF_ESCAPES.chars()).find(is_free);
    }
    let lower = text.to_ascii_lowercase();
    let is_spelt = |letter: &char| {
        let code = u32::from(*letter);
        let escapes =
            [format!("\\x{code:02x}"), format!("\\u{code:04x}"), format!("\\u{code:08x}")];
        escapes.iter().any(|escape| lower.contains(escape))
    };
    LETTERS.chars().filter(is_free).find(|letter| !is_spelt(letter))
}

/// YAML 1.2.2, 5.1, of what [`visible::name`] knows. A byte-order mark in the midst says that two
/// files were joined, and has its own fault.
fn is_refused(symbol: char) -> bool {
    let is_taken = matches!(symbol, '\t' | '\n' | '\r' | '\u{85}');
    let is_unknown = symbol.is_control() || matches!(symbol, '\u{fffe}' | '\u{ffff}');
    is_unknown && !is_taken && visible::name(symbol).is_some()
}

impl Masked {
    /// Puts the characters back into what was read.
    pub(super) fn unmask(&self, written: &Source, node: &mut Node) {
        match &mut node.value {
            Value::Scalar(scalar) => {
                let span = content(written, node.span, scalar.style);
                self.put_back(written, span, &mut scalar.text);
            }
            Value::Sequence(sequence) => {
                sequence.items.iter_mut().for_each(|item| self.unmask(written, item));
            }
            Value::Mapping(mapping) => {
                for pair in &mut mapping.pairs {
                    self.put_back(written, pair.key.span, &mut pair.key.text);
                    self.unmask(written, &mut pair.value);
                }
            }
        }
    }

    fn put_back<T>(&self, written: &Source, span: Span, text: &mut T)
    where
        T: Deref<Target = str> + From<String>,
    {
        if !text.contains(self.letter) {
            return;
        }
        let mut hidden = span.text(written).chars().filter(|symbol| is_refused(*symbol));
        let mut seen = String::with_capacity(text.len());
        let mut rest = text.chars();
        while let Some(symbol) = rest.next() {
            let was = (symbol == self.letter).then(|| hidden.next()).flatten();
            for _ in 1..was.map_or(1, char::len_utf8) {
                rest.next();
            }
            seen.push(was.unwrap_or(symbol));
        }
        *text = seen.into();
    }
}

/// Returns where the text of a scalar is written: of a block, below its `|` and the comment there.
fn content(written: &Source, span: Span, style: Style) -> Span {
    match style {
        Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => span,
        Style::Literal | Style::Folded => {
            let header =
                span.text(written).split_inclusive(['\n', '\r']).next().map_or(0, str::len);
            span.with_start(span.start() + header)
        }
    }
}
