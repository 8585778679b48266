//! The message of a record: ids, kinds and trailers, never words from a document.
//!
//! A word in a message could not be withheld or erased later; `log` computes the words.
//! The trailers bind the record to its tree and parents by SHA-256, so that SHA-1 alone carries
//! nothing. Whether they are true is decided in `rules`.

use std::fmt::Write as _;

use super::object::Sha256Id;

/// The version of the trail's rules that this program writes.
pub const VERSION: u32 = 1;

const OPEN: &str = "Open";
const OP_ID: &str = "Op-Id";
const TREE: &str = "Ircase-Tree";
const PARENT: &str = "Ircase-Parent";
const VERSION_KEY: &str = "Ircase-Version";
/// What every trailer of ours begins with; such a line nowhere else in a message.
const OURS: &str = "Ircase-";

/// One document a record adds or changes, as its message names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The kind's word: `incident`, `entry`, `policy`.
    pub kind: String,
    /// The document's id: `INC-2026-7KQ2`, `agreement`.
    pub id: String,
}

/// What binds a record to its content and its past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The id git gives the record's tree in its sha256 object format.
    pub tree: Sha256Id,
    /// Per parent, in order, the SHA-256 of what `git cat-file commit` prints for it.
    pub parents: Vec<Sha256Id>,
    pub version: u32,
}

/// A message in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub subject: String,
    /// One line per document: `incident INC-2026-7KQ2`.
    pub lines: Vec<String>,
    /// Rules of duty that were still open when this was recorded.
    pub open: Vec<String>,
    /// Names the run of the program, so that a retry is safe.
    pub op_id: Option<String>,
    pub binding: Binding,
}

/// A word that may not stand in a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id or a kind and cannot stand in a record's message")]
pub struct NotAWord(pub String);

impl Message {
    /// Composes the message of a record over `documents`.
    ///
    /// The subject is `record ID: kind, kind` for one id or one incident's folder (`about`),
    /// the lines name each document.
    pub fn compose(
        about: &str,
        documents: &[Named],
        open: &[String],
        op_id: Option<String>,
        binding: Binding,
    ) -> Result<Self, NotAWord> {
        let words = documents.iter().flat_map(|named| [&named.kind, &named.id]);
        for word in words.chain(open).chain(&op_id).map(String::as_str).chain([about]) {
            if !is_word(word) {
                return Err(NotAWord(word.to_owned()));
            }
        }
        let mut documents = documents.to_vec();
        documents.sort();
        documents.dedup();
        let mut kinds: Vec<&str> = documents.iter().map(|named| named.kind.as_str()).collect();
        kinds.dedup();
        let mut open = open.to_vec();
        open.sort();
        open.dedup();
        Ok(Self {
            subject: format!("record {about}: {}", kinds.join(", ")),
            lines: documents.iter().map(|named| format!("{} {}", named.kind, named.id)).collect(),
            open,
            op_id,
            binding,
        })
    }

    /// Returns the message as it stands in the record, its last line a trailer.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.subject);
        for line in &self.lines {
            text.push_str(line);
            text.push('\n');
        }
        if !self.lines.is_empty() {
            text.push('\n');
        }
        let mut trailer = |key: &str, value: &str| {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{key}: {value}");
        };
        for rule in &self.open {
            trailer(OPEN, rule);
        }
        if let Some(op_id) = &self.op_id {
            trailer(OP_ID, op_id);
        }
        trailer(TREE, &format!("sha256:{}", self.binding.tree));
        for parent in &self.binding.parents {
            trailer(PARENT, &format!("sha256:{parent}"));
        }
        trailer(VERSION_KEY, &self.binding.version.to_string());
        text
    }
}

/// Returns whether a word may stand in a message: ASCII letters, digits and `-._/+` only.
fn is_word(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= 200
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/+".contains(&byte))
}

/// The trailers of a message that somebody else wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trailers {
    pub open: Vec<String>,
    pub op_id: Option<String>,
    /// Nothing in a commit made by hand.
    pub binding: Option<Binding>,
}

/// The trailers are there, but not in the one form they have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MalformedTrailers(&'static str);

/// Reads the trailers of any commit's message.
///
/// A message without a line of ours is made by hand and has none. One that has any must end
/// with all of them, in order: `Open`*, [`Op-Id`], `Ircase-Tree`, `Ircase-Parent`*,
/// `Ircase-Version`.
pub fn trailers(message: &str) -> Result<Trailers, MalformedTrailers> {
    if !message.lines().any(|line| is_ours(line.trim_start())) {
        return Ok(Trailers::default());
    }
    let body = message.strip_suffix('\n').ok_or(MalformedTrailers("the last line is cut"))?;
    let (before, last) = body
        .rsplit_once("\n\n")
        .ok_or(MalformedTrailers("no blank line stands before the trailers"))?;
    if before.lines().any(|line| is_ours(line.trim_start())) {
        return Err(MalformedTrailers("an `Ircase-` line stands outside the final trailers"));
    }
    read_final(last)
}

fn is_ours(line: &str) -> bool {
    line.get(..OURS.len()).is_some_and(|start| start.eq_ignore_ascii_case(OURS))
}

fn read_final(block: &str) -> Result<Trailers, MalformedTrailers> {
    let mut lines = block.split('\n').peekable();
    let mut take = |key: &str| {
        let value = lines.peek()?.strip_prefix(key)?.strip_prefix(": ")?;
        lines.next();
        Some(value)
    };
    let mut open = Vec::new();
    while let Some(rule) = take(OPEN) {
        open.push(rule.to_owned());
    }
    let op_id = take(OP_ID).map(str::to_owned);
    let tree = take(TREE).ok_or(MalformedTrailers("no `Ircase-Tree` where it belongs"))?;
    let tree = read_hash(tree)?;
    let mut parents = Vec::new();
    while let Some(parent) = take(PARENT) {
        parents.push(read_hash(parent)?);
    }
    let version =
        take(VERSION_KEY).ok_or(MalformedTrailers("no `Ircase-Version` where it belongs"))?;
    let version = read_number(version)?;
    if lines.next().is_some() {
        return Err(MalformedTrailers("a line follows `Ircase-Version`"));
    }
    let words = open.iter().chain(&op_id).all(|word| is_word(word));
    if !words {
        return Err(MalformedTrailers("a trailer holds more than one word"));
    }
    Ok(Trailers { open, op_id, binding: Some(Binding { tree, parents, version }) })
}

fn read_number(text: &str) -> Result<u32, MalformedTrailers> {
    let number: Option<u32> = text.parse().ok();
    number
        .filter(|number| number.to_string() == text)
        .ok_or(MalformedTrailers("`Ircase-Version` is not a plain number"))
}

fn read_hash(text: &str) -> Result<Sha256Id, MalformedTrailers> {
    text.strip_prefix("sha256:")
        .and_then(|hex| hex.parse().ok())
        .ok_or(MalformedTrailers("a hash is not `sha256:` and 64 digits in lower case"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn binding() -> Binding {
        Binding { tree: Sha256Id([1; 32]), parents: vec![Sha256Id([2; 32])], version: VERSION }
    }

    fn named(kind: &str, id: &str) -> Named {
        Named { kind: kind.to_owned(), id: id.to_owned() }
    }

    fn sample() -> Message {
        let documents =
            [named("incident", "INC-2026-7KQ2"), named("entry", "20261121T101500Z-8F3K")];
        let open = ["contact-told-late".to_owned(), "agreement-missing".to_owned()];
        Message::compose("INC-2026-7KQ2", &documents, &open, Some("op7".into()), binding()).unwrap()
    }

    #[test]
    fn a_message_holds_ids_kinds_and_trailers() {
        let (one, two) = ("01".repeat(32), "02".repeat(32));
        assert_eq!(
            sample().text(),
            format!(
                "record INC-2026-7KQ2: entry, incident\n\n\
                 entry 20261121T101500Z-8F3K\nincident INC-2026-7KQ2\n\n\
                 Open: agreement-missing\nOpen: contact-told-late\nOp-Id: op7\n\
                 Ircase-Tree: sha256:{one}\nIrcase-Parent: sha256:{two}\nIrcase-Version: 1\n"
            )
        );
    }

    #[test]
    fn what_was_composed_is_read_back() {
        let message = sample();
        let read = trailers(&message.text()).unwrap();
        assert_eq!(read.open, message.open);
        assert_eq!(read.op_id, message.op_id);
        assert_eq!(read.binding, Some(message.binding));
    }

    #[test]
    fn words_of_a_document_are_refused() {
        let documents = [named("incident", "nmap took web01 down")];
        let fault = Message::compose("INC", &documents, &[], None, binding()).unwrap_err();
        assert_eq!(fault, NotAWord("nmap took web01 down".to_owned()));
    }

    #[test]
    fn a_message_by_hand_has_no_binding() {
        for text in ["fix\n", "", "fix\n\nSigned-off-by: zw\n", "no end"] {
            assert_eq!(trailers(text), Ok(Trailers::default()), "{text:?}");
        }
    }

    #[test]
    fn trailers_have_one_form() {
        let good = sample().text();
        let cases = [
            ("cut", good.trim_end().to_owned()),
            ("line after", format!("{good}more\n")),
            ("blank after", format!("{good}\n")),
            ("twice", format!("{good}\n{good}")),
            ("order", good.replace("Op-Id: op7\n", "") + "Op-Id: op7\n"),
            ("case", good.replace("Ircase-Tree", "ircase-tree")),
            ("hash in capitals", good.replace("0101", "0A01").replace("0a", "0A")),
            ("no version", good.replace("Ircase-Version: 1\n", "")),
            ("no tree", good.replace("Ircase-Tree", "Other-Tree")),
            ("indented", format!(" Ircase-Tree: x\n\n{good}")),
        ];
        for (what, text) in cases {
            assert!(trailers(&text).is_err(), "{what}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(Ircase-|Open: |\n|sha256:|[a-z: ]){0,30}") {
            let _ = trailers(&text);
        }
    }
}
