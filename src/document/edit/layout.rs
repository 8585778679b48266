//! Where new lines go, and how they are indented, in a text that a person laid out.
//!
//! Each function proposes a text or nothing; whether it says what it should is for the caller to
//! check by reading it again.

use super::replace;
use crate::document::yaml::{Mapping, Node, Sequence, Step, Style, Value, steps};
use crate::source::Source;

/// Returns ways to write a text as a scalar, the best first.
pub(super) fn writings(value: &str, old: Option<Style>) -> Vec<String> {
    let plain = value.to_owned();
    let single = format!("'{}'", value.replace('\'', "''"));
    let double = double_quoted(value);
    let one_line = !value.contains(['\n', '\r']);
    let mut ways = match old {
        Some(Style::SingleQuoted) if one_line => vec![single],
        Some(Style::DoubleQuoted) => vec![],
        _ if one_line => vec![plain, single],
        _ => vec![],
    };
    ways.push(double);
    ways
}

fn double_quoted(value: &str) -> String {
    let mut quoted = String::from("\"");
    for symbol in value.chars() {
        match symbol {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Adds a field with a written scalar, and the mappings above it that are not there.
pub(super) fn add(source: &Source, root: &Node, field: &str, written: &str) -> Option<String> {
    add_lines(source, root, field, |name, indent| vec![format!("{indent}{name}: {written}")])
}

/// Adds a field that is a list of one item.
pub(super) fn new_list(source: &Source, root: &Node, field: &str, item: &str) -> Option<String> {
    if root.at(field).is_some() {
        // The field is there and blank: the list goes on the lines after it.
        let line_end = end_of_line(&source.text, root.nearest(field).end());
        let indent = indent_of(&source.text, root.nearest(field).start());
        return Some(insert_lines(source, line_end, &item_lines(item, &format!("{indent}  "))));
    }
    let above = root_of(root, field);
    if matches!(&above.value, Value::Mapping(mapping) if mapping.flow) {
        let written =
            if item.contains(": ") { format!("{{{}}}", item.trim_end()) } else { item.to_owned() };
        return add_lines(source, root, field, |name, _| vec![format!("{name}: [{written}]")]);
    }
    add_lines(source, root, field, |name, indent| {
        let mut lines = vec![format!("{indent}{name}:")];
        lines.extend(item_lines(item, &format!("{indent}  ")));
        lines
    })
}

/// Replaces `[]` by a list of one item.
pub(super) fn replace_empty_list(
    source: &Source,
    root: &Node,
    field: &str,
    list: &Node,
    item: &str,
) -> Option<String> {
    if !steps(field).last().is_some_and(|step| matches!(step, Step::Key(_))) {
        return None;
    }
    let (parent, name) = parent_of(root, field)?;
    let key = parent.pair(name)?.key.span;
    let indent = format!("{}  ", indent_of(&source.text, key.start()));
    let before = source.text[..list.span.start()].trim_end_matches([' ', '\t']).len();
    let newline = line_ending(source);
    let lines = item_lines(item, &indent).join(newline);
    let place = source.at(before, list.span.end());
    Some(replace(&source.text, vec![(place, format!("{newline}{lines}"))]))
}

/// Adds an item after the last one.
pub(super) fn append(
    source: &Source,
    list: &Node,
    sequence: &Sequence,
    item: &str,
) -> Option<String> {
    let last = sequence.items.last()?;
    if sequence.flow {
        let simple = !item.contains('\n') && !item.contains(": ");
        let place = source.at(last.span.end(), last.span.end());
        return simple.then(|| replace(&source.text, vec![(place, format!(", {item}"))]));
    }
    let column = list.span.start() - start_of_line(&source.text, list.span.start());
    let line_end = end_of_line(&source.text, last.span.end());
    Some(insert_lines(source, line_end, &item_lines(item, &" ".repeat(column))))
}

/// Takes a field or an item out.
pub(super) fn remove(source: &Source, root: &Node, field: &str) -> Option<String> {
    let path = steps(field);
    let (last, above) = path.split_last()?;
    let parent = above.iter().try_fold(root, |node, step| node.step(*step))?;
    let (spans, flow): (Vec<_>, _) = match &parent.value {
        Value::Mapping(mapping) => {
            (mapping.pairs.iter().map(crate::document::yaml::Pair::span).collect(), mapping.flow)
        }
        Value::Sequence(sequence) => {
            (sequence.items.iter().map(|item| item.span).collect(), sequence.flow)
        }
        Value::Scalar(_) => return None,
    };
    let at = match last {
        Step::Index(index) => *index,
        Step::Key(key) => parent.pairs().iter().position(|pair| &*pair.key.text == *key)?,
    };
    let text = &source.text;
    let place = match (flow, spans.get(at + 1), at.checked_sub(1).map(|before| spans[before])) {
        (true, Some(next), _) => source.at(spans[at].start(), next.start()),
        (true, None, Some(before)) => source.at(before.end(), spans[at].end()),
        (true, None, None) => spans[at],
        (false, None, None) => return remove_last(source, root, above, parent),
        // The first field of a list's item stands after the dash, where the next one goes.
        (false, Some(next), None) if is_after_dash(text, spans[at].start()) => {
            let between = &text[spans[at].end()..next.start()];
            if between.contains('#') {
                return None;
            }
            source.at(spans[at].start(), next.start())
        }
        (false, ..) => whole_lines(source, spans[at]),
    };
    Some(replace(text, vec![(place, String::new())]))
}

/// Takes the only entry out of a collection, which is then written as an empty one.
fn remove_last(source: &Source, root: &Node, path: &[Step<'_>], parent: &Node) -> Option<String> {
    let text = &source.text;
    let empty = match &parent.value {
        Value::Mapping(_) => "{}",
        Value::Sequence(_) => "[]",
        Value::Scalar(_) => return None,
    };
    let key_above = match path.split_last()? {
        (Step::Key(name), above) => {
            let node = above.iter().try_fold(root, |node, step| node.step(*step))?;
            Some(node.pair(name)?.key.span)
        }
        (Step::Index(_), _) => None,
    };
    let lines = whole_lines(source, parent.span);
    match key_above {
        Some(key) if key.end() <= lines.start() => {
            let colon = key.end() + text[key.end()..lines.start()].find(':')? + 1;
            let behind_colon = (source.at(colon, colon), format!(" {empty}"));
            Some(replace(text, vec![behind_colon, (lines, String::new())]))
        }
        _ => Some(replace(text, vec![(parent.span, empty.to_owned())])),
    }
}

/// Returns the lines that a span stands in, with their endings.
fn whole_lines(source: &Source, span: crate::source::Span) -> crate::source::Span {
    let text = &source.text;
    let start = start_of_line(text, span.start());
    source.at(start, (end_of_line(text, span.end()) + 1).min(text.len()))
}

fn is_after_dash(text: &str, at: usize) -> bool {
    text[start_of_line(text, at)..at].trim_end().ends_with('-')
}

fn add_lines(
    source: &Source,
    root: &Node,
    field: &str,
    lines_of: impl FnOnce(&str, &str) -> Vec<String>,
) -> Option<String> {
    let path = steps(field);
    // The deepest mapping that is there takes the rest of the path as new lines.
    let mut parent = root;
    let mut taken = 0;
    while let Some(next) = path.get(taken).and_then(|step| parent.step(*step)) {
        parent = next;
        taken += 1;
    }
    let names: Vec<&str> = path[taken..]
        .iter()
        .map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Index(_) => None,
        })
        .collect::<Option<_>>()?;
    let (name, above) = names.split_last()?;
    if let Value::Mapping(mapping) = &parent.value
        && mapping.flow
    {
        return add_in_braces(source, parent, mapping, &names, &lines_of(name, ""));
    }
    let (line_end, indent) = place_for(source, root, &path[..taken], parent)?;
    let mut lines = Vec::new();
    let mut indent = " ".repeat(indent);
    for key in above {
        lines.push(format!("{indent}{key}:"));
        indent.push_str("  ");
    }
    lines.extend(lines_of(name, &indent));
    Some(insert_lines(source, line_end, &lines))
}

/// Adds a field to a mapping in braces; only what fits on one line.
fn add_in_braces(
    source: &Source,
    parent: &Node,
    mapping: &Mapping,
    names: &[&str],
    lines: &[String],
) -> Option<String> {
    let [line] = lines else { return None };
    let (_, above) = names.split_last()?;
    let nested =
        above.iter().rev().fold(line.clone(), |inner, name| format!("{name}: {{{inner}}}"));
    let (at, written) = match mapping.pairs.last() {
        Some(last) => (last.span().end(), format!(", {nested}")),
        None => (parent.span.start() + 1, nested),
    };
    Some(replace(&source.text, vec![(source.at(at, at), written)]))
}

/// Returns the end of the line after which a mapping goes on, and the column of its keys.
fn place_for(
    source: &Source,
    root: &Node,
    path: &[Step<'_>],
    parent: &Node,
) -> Option<(usize, usize)> {
    let text = &source.text;
    match &parent.value {
        Value::Mapping(mapping) if !mapping.flow => {
            let (first, last) = (mapping.pairs.first()?, mapping.pairs.last()?);
            let column = first.key.span.start() - start_of_line(text, first.key.span.start());
            Some((end_of_line(text, last.span().end()), column))
        }
        Value::Scalar(_) if parent.is_null() => {
            let (Step::Key(key), above) = path.split_last()? else { return None };
            let above = above.iter().try_fold(root, |node, step| node.step(*step))?;
            let key = above.pair(key)?.key.span;
            let column = key.start() - start_of_line(text, key.start());
            Some((end_of_line(text, key.end()), column + 2))
        }
        Value::Mapping(_) | Value::Sequence(_) | Value::Scalar(_) => None,
    }
}

/// Returns the deepest node on the way to a field that is there.
fn root_of<'node>(root: &'node Node, field: &str) -> &'node Node {
    let mut node = root;
    for step in steps(field) {
        match node.step(step) {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

fn parent_of<'node, 'path>(
    root: &'node Node,
    field: &'path str,
) -> Option<(&'node Node, &'path str)> {
    let path = steps(field);
    let (Step::Key(name), above) = path.split_last()? else { return None };
    let parent = above.iter().try_fold(root, |node, step| node.step(*step))?;
    Some((parent, name))
}

fn item_lines(item: &str, indent: &str) -> Vec<String> {
    let lines = item.trim_end().lines().enumerate();
    lines.map(|(at, line)| format!("{indent}{}{line}", if at == 0 { "- " } else { "  " })).collect()
}

/// Inserts whole lines after the line that ends at `line_end`.
fn insert_lines(source: &Source, line_end: usize, lines: &[String]) -> String {
    let newline = line_ending(source);
    let block = lines.join(newline);
    let at_end = line_end == source.text.len();
    let (place, block) = if at_end {
        (line_end, format!("{newline}{block}"))
    } else {
        (line_end + 1, format!("{block}{newline}"))
    };
    replace(&source.text, vec![(source.at(place, place), block)])
}

fn line_ending(source: &Source) -> &'static str {
    let first = source.text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or_else(|| bom(text), |newline| newline + 1)
}

fn bom(text: &str) -> usize {
    crate::document::front_matter::bom_len(text)
}

/// Returns the offset of the line feed that ends the line, or the text's end.
fn end_of_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

fn indent_of(text: &str, at: usize) -> String {
    " ".repeat(at - start_of_line(text, at))
}
