//! Which texts of a person's document tell something of that person.

use std::collections::HashSet;

use crate::document::yaml::{Core, Pair, Scalar, Value};
use crate::model::person::VerifiedHow;
use crate::model::vocabulary::ChannelKind;
use crate::model::zone::Zone;

/// The key whose values are looked for word by word; what stands under no known key is taken for
/// a name too.
const NAME: &str = "name";
const ALIAS: &str = "alias";

/// What the schema names as types of keys.
const KEY_TYPES: &[&str] = &["openpgp", "ssh", "age", "signal"];

/// Numbers and codes that are shorter than this have no meaning by themselves.
const RAW_MIN: usize = 3;

/// Adds every text at or below a pair that tells something, with the key it stands under.
pub(super) fn of_pair<'a>(
    pair: &'a Pair,
    known: &HashSet<&str>,
    handles: &HashSet<&str>,
    found: &mut Vec<(&'a str, &'a str)>,
) {
    let is_known = known.contains(&*pair.key.text);
    if !is_known {
        found.push((NAME, &pair.key.text));
    }
    let key = if is_known { &*pair.key.text } else { NAME };
    let mut nodes = vec![&pair.value];
    while let Some(node) = nodes.pop() {
        match &node.value {
            Value::Scalar(scalar) if is_harmless(key, scalar, handles) => {}
            Value::Scalar(scalar) => found.push((key, &scalar.text)),
            Value::Sequence(sequence) => nodes.extend(&sequence.items),
            Value::Mapping(mapping) => {
                for pair in &mapping.pairs {
                    of_pair(pair, known, handles, found);
                }
            }
        }
    }
}

/// Adds the texts of a document that could not be read to its end, where nobody knows which key
/// each stands under: what stands between the marks of YAML.
pub(super) fn of_text<'a>(
    text: &'a str,
    known: &HashSet<&str>,
    handles: &HashSet<&str>,
    found: &mut Vec<(&'a str, &'a str)>,
) {
    let is_mark = |symbol: char| matches!(symbol, '{' | '}' | '[' | ']' | ',' | '"' | '\'' | '\n');
    let pieces = text.split(is_mark).flat_map(|piece| piece.split(": "));
    let pieces = pieces.map(|piece| {
        piece.trim().trim_start_matches(['-', '<', '>', '=', '!', '&']).trim_end_matches(':').trim()
    });
    let tells = |piece: &&str| {
        piece.len() >= RAW_MIN
            && !known.contains(*piece)
            && !handles.contains(*piece)
            && !is_common(piece)
            && *piece != "private"
    };
    found.extend(pieces.filter(tells).map(|piece| (NAME, piece)));
}

/// Returns whether a word is one that many have: of a closed list, or one that stands for nothing.
fn is_common(word: &str) -> bool {
    let is_vocabulary = word.parse::<ChannelKind>().is_ok()
        || word.parse::<VerifiedHow>().is_ok()
        || word.parse::<crate::model::person::Function>().is_ok()
        || word.parse::<crate::model::vocabulary::Party>().is_ok();
    is_vocabulary
        || KEY_TYPES.contains(&word)
        || matches!(word, "true" | "false" | "null" | "person" | "unknown" | "never")
}

/// Returns whether a value is one of a few that many have, or a handle, which is public.
fn is_harmless(key: &str, scalar: &Scalar, handles: &HashSet<&str>) -> bool {
    let text = &*scalar.text;
    match scalar.core() {
        Core::Null | Core::Bool(_) => return true,
        Core::Integer(_) if key == "rank" => return true,
        _ => {}
    }
    match key {
        // A person may be called like a word.
        NAME | ALIAS => handles.contains(text),
        // Many people live in one, and the engagement names it in every report.
        "time_zone" if text.parse::<Zone>().is_ok() => true,
        _ => handles.contains(text) || is_common(text),
    }
}
