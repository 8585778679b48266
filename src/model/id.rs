//! Ids: a prefix, a year where it helps, and four random Crockford symbols.
//!
//! Two people offline never collide silently, because a collision is the same path.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// Crockford's base 32 without I, L, O and U, which people misread.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Returns four symbols from random bytes; 20 of the 32 bits are used.
pub fn symbols(random: [u8; 4]) -> String {
    random.iter().map(|byte| char::from(SYMBOLS[usize::from(byte & 31)])).collect()
}

/// Returns an incident's id, such as `INC-2026-7KQ2`.
pub fn incident(year: i16, random: [u8; 4]) -> String {
    format!("INC-{year}-{}", symbols(random))
}

/// Returns the id of a piece of evidence, such as `EVD-3MZ8`.
pub fn evidence(random: [u8; 4]) -> String {
    format!("EVD-{}", symbols(random))
}

/// Returns a notification's id, such as `NTF-9QXA`.
pub fn notification(random: [u8; 4]) -> String {
    format!("NTF-{}", symbols(random))
}

/// Returns an exercise's id, such as `EXR-2026-4T1C`.
pub fn exercise(year: i16, random: [u8; 4]) -> String {
    format!("EXR-{year}-{}", symbols(random))
}

/// Returns a task's id, such as `TSK-5RBN`.
pub fn task(random: [u8; 4]) -> String {
    format!("TSK-{}", symbols(random))
}

/// Returns an entry's id, such as `20261121T101500Z-8F3K`: its time in UTC, then four symbols.
pub fn entry(recorded_at: jiff::Timestamp, random: [u8; 4]) -> String {
    format!("{}-{}", recorded_at.strftime("%Y%m%dT%H%M%SZ"), symbols(random))
}

/// Returns whether an id is made as [`entry`] makes it.
pub fn is_entry(id: &str) -> bool {
    let Some((time, symbols)) = id.rsplit_once('-') else { return false };
    let is_time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", time).is_ok();
    let is_symbol = |byte: u8| SYMBOLS.contains(&byte);
    is_time
        && time.len() == "20261121T101500Z".len()
        && symbols.bytes().all(is_symbol)
        && symbols.len() == 4
}

/// Returns the id that a path gives its document: the file's name without `.md` or `.yaml`, the
/// folder's name for an incident, `<incident>/review` for its review.
pub fn of_path(path: &str) -> &str {
    &path[range_in_path(path)]
}

/// Returns where in a path the id stands that it gives.
pub fn range_in_path(path: &str) -> Range<usize> {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let folder = path[..name].trim_end_matches('/');
    let folder = folder.rfind('/').map_or(0, |slash| slash + 1)..folder.len();
    match &path[name..] {
        "incident.md" if !folder.is_empty() => folder,
        "review.md" if !folder.is_empty() => folder.start..path.len() - ".md".len(),
        file => {
            let stem = file.strip_suffix(".md").or(file.strip_suffix(".yaml")).unwrap_or(file);
            name..name + stem.len()
        }
    }
}

/// Returns an id as ids are compared everywhere: some file systems know no case, and some write
/// accents in two ways, so that ids know neither.
pub fn key(id: &str) -> Cow<'_, str> {
    if !id.is_ascii() {
        return Cow::Owned(id.nfc().flat_map(char::to_uppercase).collect());
    }
    if id.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Cow::Owned(id.to_ascii_uppercase());
    }
    Cow::Borrowed(id)
}

/// Returns the order of two ids by their [`key`], which most of them need not be made for.
pub fn compare(one: &str, other: &str) -> Ordering {
    if !one.is_ascii() || !other.is_ascii() {
        return key(one).cmp(&key(other));
    }
    let [one, other] = [one, other].map(|id| id.bytes().map(|byte| byte.to_ascii_uppercase()));
    one.cmp(other)
}

/// Returns whether two texts are the same id.
pub fn is_same(one: &str, other: &str) -> bool {
    compare(one, other).is_eq()
}

/// Returns the handle of the person who lies at a path.
pub fn handle_of_path(path: &str) -> Option<&str> {
    let name = path.strip_prefix("people/")?.strip_suffix(".md")?;
    (!name.is_empty() && !name.contains(['/', '.'])).then_some(name)
}

/// Returns the id of the incident in whose folder a path lies.
pub fn incident_of_path(path: &str) -> Option<&str> {
    path.strip_prefix("incidents/")?.split_once('/').map(|(incident, _)| incident)
}

/// Returns a title as a file name: lower case, words joined by `-`, letters of any script kept.
pub fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric());
    let slug = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let short: String = slug.chars().take(60).collect();
    match short.trim_end_matches('-') {
        "" => "untitled".to_owned(),
        short => short.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_called_by_their_time() {
        let made = entry(jiff::Timestamp::UNIX_EPOCH, [1, 2, 3, 31]);
        for (id, is) in [
            (&*made, true),
            ("20261121T101500Z-8F3K", true),
            ("20261321T101500Z-8F3K", false),
            ("20261121T101500Z-8F3", false),
            ("20261121T101500Z-8f3k", false),
            ("2026112T101500Z-8F3K", false),
            ("xx", false),
        ] {
            assert_eq!(is_entry(id), is, "{id}");
        }
    }

    #[test]
    fn ids_come_from_paths() {
        let cases = [
            ("ircase.yaml", "ircase"),
            ("agreement.en.md", "agreement.en"),
            ("people/zw.md", "zw"),
            ("incidents/INC-2026-7KQ2/incident.md", "INC-2026-7KQ2"),
            ("incidents/INC-2026-7KQ2/review.md", "INC-2026-7KQ2/review"),
            ("incidents/INC-2026-7KQ2/timeline/20261121T101500Z-8F3K.md", "20261121T101500Z-8F3K"),
        ];
        for (path, id) in cases {
            assert_eq!(of_path(path), id);
        }
        assert_eq!(incident_of_path("incidents/INC-2026-7KQ2/incident.md"), Some("INC-2026-7KQ2"));
        assert_eq!(incident_of_path("people/zw.md"), None);
    }

    #[test]
    fn ids_know_no_case() {
        for (one, other, same) in [
            ("INC-2026-7KQ2", "inc-2026-7kq2", true),
            ("qué-pasó", "QUE\u{301}-PASO\u{301}", true),
            ("que", "qué", false),
            ("zw", "zw2", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn ids_are_readable() {
        let at = "2026-11-21T10:15:00Z".parse().unwrap();
        assert_eq!(entry(at, [8, 15, 3, 19]), "20261121T101500Z-8F3K");
        assert_eq!(incident(2026, [255, 0, 31, 32]), "INC-2026-Z0Z0");
    }

    #[test]
    fn slugs_are_file_names() {
        let cases = [
            ("Incident Response and Emergency Contact", "incident-response-and-emergency-contact"),
            ("¿Qué pasó?", "qué-pasó"),
            ("../../etc", "etc"),
            ("***", "untitled"),
        ];
        for (title, expected) in cases {
            assert_eq!(slug(title), expected);
        }
    }
}
