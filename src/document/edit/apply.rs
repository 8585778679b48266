//! Puts given texts into given places, and refuses what would reach further.

use super::{EditError, parse, replace};
use crate::document::yaml::{Node, Value};
use crate::document::{Document, Fault};
use crate::source::{Source, Span};

/// Replaces bytes of a document. The pieces do not overlap.
///
/// What was not replaced says what it said: the rest of the tree is as it was, the body outside
/// the pieces too, and nothing that could be read cannot be read now.
///
/// # Errors
///
/// [`EditError::Unreadable`] when the front matter cannot be read, and
/// [`EditError::ReachesFurther`]; the text is then as it was.
pub fn apply(source: &Source, pieces: &[(Span, String)]) -> Result<String, EditError> {
    let before = parse(source);
    let Some(root) = before.front.as_ref().filter(|_| before.is_sound()) else {
        return Err(EditError::Unreadable { path: source.path.to_string() });
    };
    let edited = Source::new(source.id, &*source.path, replace(&source.text, pieces.to_vec()));
    let after = parse(&edited);
    let places = Places::of(pieces);
    let holds = after.is_sound()
        && no_new_fault(&before, &after)
        && after.front.as_ref().is_some_and(|front| places.same(root, front))
        && body_holds(&before, source, &after, &edited, pieces);
    match holds {
        true => Ok(edited.text.to_string()),
        false => Err(EditError::ReachesFurther),
    }
}

/// Returns where the texts of pieces lie once they are put in, in the order of the pieces' places.
pub fn written(pieces: &[(Span, String)]) -> Vec<(usize, usize)> {
    Places::of(pieces).written
}

fn no_new_fault(before: &Document, after: &Document) -> bool {
    let is_old = |fault: &Fault| before.faults.iter().any(|old| old.message == fault.message);
    after.faults.len() <= before.faults.len() && after.faults.iter().all(is_old)
}

/// Returns whether the body is as it was, but for the pieces that lie in it.
fn body_holds(
    before: &Document,
    source: &Source,
    after: &Document,
    edited: &Source,
    pieces: &[(Span, String)],
) -> bool {
    let body = before.body;
    let within =
        pieces.iter().filter(|(span, _)| span.start() >= body.start() && body.start() < body.end());
    let moved = |(span, text): &(Span, String)| {
        let span = Span::new(span.source, span.start() - body.start(), span.end() - body.start());
        (span, text.clone())
    };
    replace(body.text(source), within.map(moved).collect()) == after.body.text(edited)
}

/// Where pieces lay, and where their texts lie now.
struct Places {
    replaced: Vec<(usize, usize)>,
    written: Vec<(usize, usize)>,
}

impl Places {
    fn of(pieces: &[(Span, String)]) -> Self {
        let mut sorted: Vec<(usize, usize, usize)> =
            pieces.iter().map(|(span, text)| (span.start(), span.end(), text.len())).collect();
        sorted.sort_unstable();
        let (mut added, mut taken) = (0, 0);
        let written = sorted.iter().map(|(start, end, length)| {
            let start_now = start + added - taken;
            added += length;
            taken += end - start;
            (start_now, start_now + length)
        });
        let written = written.collect();
        Self { replaced: sorted.iter().map(|(start, end, _)| (*start, *end)).collect(), written }
    }

    /// Returns whether two trees say the same outside the pieces.
    fn same(&self, before: &Node, after: &Node) -> bool {
        match (&before.value, &after.value) {
            (Value::Mapping(one), Value::Mapping(two)) => {
                let mut left = one.pairs.iter().filter(|pair| !self.is_taken_out(pair.span()));
                let mut right = two.pairs.iter().filter(|pair| !self.is_put_in(pair.span()));
                loop {
                    match (left.next(), right.next()) {
                        (None, None) => return true,
                        (Some(one), Some(two))
                            if (one.key.text == two.key.text || self.is_touched(one.key.span))
                                && self.same(&one.value, &two.value) => {}
                        _ => return false,
                    }
                }
            }
            (Value::Sequence(one), Value::Sequence(two)) => {
                let mut left = one.items.iter().filter(|item| !self.is_taken_out(item.span));
                let mut right = two.items.iter().filter(|item| !self.is_put_in(item.span));
                loop {
                    match (left.next(), right.next()) {
                        (None, None) => return true,
                        (Some(one), Some(two)) if self.same(one, two) => {}
                        _ => return false,
                    }
                }
            }
            (Value::Scalar(_), _) => before.same(after) || self.is_image(before.span, after.span),
            _ => self.is_taken_out(before.span),
        }
    }

    /// Returns whether a value is what became of an old one: it was touched, and takes no byte that
    /// was not its own or put there.
    fn is_image(&self, before: Span, after: Span) -> bool {
        let places = || self.replaced.iter().zip(&self.written);
        let moved = |at: usize| {
            let last = places().rfind(|((_, end), _)| *end <= at);
            last.map_or(at, |((_, end), (_, written_end))| at - end + written_end)
        };
        let start =
            places().find(|((start, end), _)| *start <= before.start() && before.start() <= *end);
        let end = places().find(|((start, end), _)| *start <= before.end() && before.end() <= *end);
        let start = start.map_or_else(|| moved(before.start()), |(_, (written, _))| *written);
        let end = end.map_or_else(|| moved(before.end()), |(_, (_, written))| *written);
        self.is_touched(before) && start <= after.start() && after.end() <= end
    }

    /// Returns whether a piece lies in or beside these bytes of the old text.
    fn is_touched(&self, span: Span) -> bool {
        self.replaced.iter().any(|(start, end)| *start <= span.end() && span.start() <= *end)
    }

    /// Returns whether all of these bytes of the old text were replaced.
    fn is_taken_out(&self, span: Span) -> bool {
        holds(&self.replaced, span)
    }

    /// Returns whether all of these bytes of the new text are new.
    fn is_put_in(&self, span: Span) -> bool {
        holds(&self.written, span)
    }
}

fn holds(places: &[(usize, usize)], span: Span) -> bool {
    span.start() < span.end()
        && places.iter().any(|(start, end)| *start <= span.start() && span.end() <= *end)
}
