//! Finds what a merge left unresolved: `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>` at the start
//! of lines.
//!
//! Each conflict is one fault, with those that stand in it. The text is then read as our side has it, so that everything
//! outside the conflict, and one side of it, is still there. It resolves nothing.

use memchr::memmem;

use super::{Fault, Format, MERGE_CONFLICT_LEFT, front_matter};
use crate::diagnostic::Related;
use crate::source::{Source, Span};

/// One conflict: its markers, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    markers: Vec<Marker>,
    /// Conflicts within it: a side was merged once more before it was settled.
    inside: Vec<Self>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marker {
    symbol: char,
    /// The line without its ending.
    start: usize,
    end: usize,
}

/// Git's marker of seven symbols (git-merge, `conflict-marker-size`).
const MARKERS: [(&str, char); 4] =
    [("<<<<<<<", '<'), ("|||||||", '|'), ("=======", '='), (">>>>>>>", '>')];

/// Returns the conflicts of a text.
///
/// In Markdown below the front matter only a `<<<<<<<` begins one: the others stand there for
/// headings and quoted mails too.
pub(super) fn find(source: &Source, format: Format) -> Vec<Conflict> {
    let has = |marker: &str| memmem::find(source.text.as_bytes(), marker.as_bytes()).is_some();
    if !MARKERS.iter().any(|(marker, _)| has(marker)) {
        return Vec::new();
    }
    let markers = markers(&source.text);
    let front_end = front_end(source, format, markers.first());
    let mut settled: Vec<Conflict> = Vec::new();
    let mut open: Vec<Conflict> = Vec::new();
    for marker in markers {
        match (marker.symbol, open.last_mut()) {
            ('<', _) => open.push(Conflict::begun(marker)),
            (symbol, Some(innermost)) => {
                innermost.markers.push(marker);
                if let Some(closed) = open.pop_if(|_| symbol == '>') {
                    let around = open.last_mut().map_or(&mut settled, |it| &mut it.inside);
                    around.push(closed);
                }
            }
            (symbol, None) if marker.start < front_end => {
                let place = if symbol == '>' { &mut settled } else { &mut open };
                place.push(Conflict::begun(marker));
            }
            _ => {}
        }
    }
    // What is never closed holds nothing: the conflicts after it stand by themselves.
    for mut conflict in open {
        settled.append(&mut conflict.inside);
        settled.push(conflict);
    }
    settled.sort_by_key(|conflict| conflict.markers[0].start);
    settled
}

impl Conflict {
    fn begun(marker: Marker) -> Self {
        Self { markers: vec![marker], inside: Vec::new() }
    }
}

fn markers(text: &str) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        for (marker, symbol) in MARKERS {
            let rest = bare.strip_prefix(marker);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
                found.push(Marker { symbol, start, end: start + bare.trim_end().len() });
            }
        }
        start += line.len();
    }
    found
}

/// Returns where the front matter ends, as far as that can be said of a text with conflicts.
fn front_end(source: &Source, format: Format, first: Option<&Marker>) -> usize {
    if format == Format::Yaml {
        return source.text.len();
    }
    let start = beginning(source, first);
    front_matter::split_from(source, start).front.map_or(0, |front| front.end())
}

/// Returns where a text begins whose first line is a marker: after that line.
fn beginning(source: &Source, first: Option<&Marker>) -> usize {
    let bom = front_matter::bom_len(&source.text);
    let next_line = |from: usize| source.text[from..].find('\n').map(|newline| from + newline + 1);
    first
        .filter(|marker| marker.start <= bom)
        .and_then(|marker| next_line(marker.end))
        .unwrap_or(bom)
}

/// Returns the same text with markers and every side but ours as blanks, and where it begins.
/// Every byte stays where it is.
pub(super) fn masked(source: &Source, conflicts: &[Conflict]) -> (Source, usize) {
    let mut bytes = source.text.as_bytes().to_vec();
    conflicts.iter().for_each(|conflict| mask(&mut bytes, conflict));
    let text = String::from_utf8(bytes).expect("whole lines became blanks");
    let first = conflicts.first().and_then(|conflict| conflict.markers.first());
    let beginning = beginning(source, first);
    (Source::new(source.id, source.path.clone(), text), beginning)
}

fn mask(bytes: &mut [u8], conflict: &Conflict) {
    let mut blank = |start: usize, end: usize| {
        let part = bytes[start..end].iter_mut();
        part.filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    };
    let markers = &conflict.markers;
    let other = markers.iter().find(|marker| matches!(marker.symbol, '|' | '='));
    let last = markers.last().filter(|marker| marker.symbol == '>');
    if let (Some(other), Some(last)) = (other, last) {
        blank(other.start, last.end);
    }
    markers.iter().for_each(|marker| blank(marker.start, marker.end));
    conflict.inside.iter().for_each(|conflict| mask(bytes, conflict));
}

/// Returns the one fault of a conflict, at the line where it begins.
pub(super) fn fault(source: &Source, conflict: &Conflict) -> Fault {
    let at = |marker: &Marker| -> Span { source.at(marker.start, marker.end) };
    let said = |marker: &Marker| Related {
        span: at(marker),
        message: match marker.symbol {
            '|' => "what both sides began from".to_owned(),
            '=' => "the other side begins here".to_owned(),
            _ => "it ends here".to_owned(),
        },
    };
    let (first, rest) = conflict.markers.split_first().expect("a conflict has a marker");
    let message = if first.symbol == '<' {
        "a merge conflict was left here"
    } else {
        "a line of a merge conflict was left here"
    };
    Fault {
        rule: MERGE_CONFLICT_LEFT,
        message: message.to_owned(),
        span: at(first),
        related: rest.iter().take(3).map(said).collect(),
        help: Some("keep what is true and remove the lines that git added".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::source::SourceId;

    fn read(path: &str, text: &str) -> (Vec<(String, usize)>, Vec<String>) {
        let source = Source::new(SourceId(0), path, text);
        let document = parse(&source);
        let faults = document.faults.iter();
        let faults = faults
            .map(|fault| (fault.rule.to_owned(), source.line_column(fault.span.start()).line))
            .collect();
        let pairs = document.front.iter().flat_map(|front| front.pairs());
        let fields = pairs
            .map(|pair| format!("{}={}", pair.key.text, pair.value.text().unwrap_or_default()))
            .collect();
        (faults, fields)
    }

    #[test]
    fn a_conflict_is_one_fault_and_our_side_is_read() {
        let two = "kind: incident\n<<<<<<< HEAD\nstatus: a\n||||||| base\nstatus: 0\n=======\nstatus: b\nz: 1\n>>>>>>> them\nlast: 1\n<<<<<<< HEAD\n=======\nq: '\n>>>>>>> them\n";
        let fields = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let conflict = |lines: &[usize]| -> Vec<_> {
            lines.iter().map(|line| (MERGE_CONFLICT_LEFT.to_owned(), *line)).collect()
        };
        let cases = [
            ("a.yaml", two.to_owned(), &[2, 11][..], &["kind=incident", "status=a", "last=1"][..]),
            (
                "a.md",
                format!("---\n{two}---\nBody\n"),
                &[3, 12],
                &["kind=incident", "status=a", "last=1"],
            ),
            (
                "a.md",
                format!("---\n{}---\r\n", two.replace('\n', "\r\n")),
                &[3, 12],
                &["kind=incident", "status=a", "last=1"],
            ),
            (
                "a.md",
                "<<<<<<< HEAD\n---\na: 1\n---\nB\n=======\n---\na: 2\n---\n>>>>>>> x\n".to_owned(),
                &[1],
                &["a=1"],
            ),
            (
                "a.md",
                "---\na: 1\n---\nB\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> x\n".to_owned(),
                &[5],
                &["a=1"],
            ),
            (
                "a.md",
                "---\na: 1\n=======\na: 2\n>>>>>>> x\nb: 1\n---\n".to_owned(),
                &[3],
                &["a=1", "b=1"],
            ),
            ("a.md", "---\na: 1\n>>>>>>> x\nb: 1\n---\n".to_owned(), &[3], &["a=1", "b=1"]),
            ("a.md", "---\na: 1\n<<<<<<< HEAD\nb: 1\n---\n".to_owned(), &[3], &["a=1", "b=1"]),
            (
                "a.yaml",
                "<<<<<<< HEAD\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n=======\na: 3\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> y\n>>>>>>> z\nc: 1\n".to_owned(),
                &[1],
                &["a=1", "c=1"],
            ),
            (
                "a.yaml",
                "<<<<<<< HEAD\na: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> y\nc: 1\n=======\nc: 2\n>>>>>>> z\n".to_owned(),
                &[1],
                &["a=1", "b=1", "c=1"],
            ),
            (
                "a.yaml",
                "<<<<<<< HEAD\na: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> y\nc: 1\n".to_owned(),
                &[1, 3],
                &["a=1", "b=1", "c=1"],
            ),
            (
                "a.md",
                "---\na: 1\n---\nTitle\n=======\n>>>>>>> mail\n <<<<<<< x\n<<<<<<<<\n".to_owned(),
                &[],
                &["a=1"],
            ),
        ];
        for (path, text, lines, wanted) in cases {
            assert_eq!(read(path, &text), (conflict(lines), fields(wanted)), "{text}");
        }
    }
}
