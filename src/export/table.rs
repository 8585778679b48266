//! Documents of one kind as a table in CSV (RFC 4180): a line each, a column for every field.
//!
//! Columns are paths, such as `private.channels[0].value`; the first is `id`, the last `text`, the
//! Markdown below the front matter. Every value is its text; an item of a list that says nothing is
//! `~`, or the items behind it would move up. Where a spreadsheet would take a cell
//! for a formula, `'` stands before it, as spreadsheets themselves write it. Reading the table back
//! gives the same values.

use crate::document::yaml::{Core, Node, Style, Value, core_of_plain};
use crate::model::engagement::{Engagement, TypedDocument};

/// The first column: the id of the document.
pub const ID: &str = "id";

/// The last column: what stands below the front matter.
pub const TEXT: &str = "text";

/// The cell of an item that says nothing.
pub const BLANK: &str = "~";

/// A document that cannot stand in a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` cannot stand in a table: {why}")]
pub struct NotATable {
    pub path: String,
    pub why: String,
}

/// Returns the table of these documents, in their order.
///
/// # Errors
///
/// When a document has faults, or a key that is no name.
pub fn table<'a>(
    engagement: &Engagement,
    documents: impl IntoIterator<Item = &'a TypedDocument>,
) -> Result<String, NotATable> {
    let mut columns: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for document in documents {
        let cells = cells(engagement, document)?;
        add_columns(&mut columns, &cells);
        lines.push((document, cells));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = [ID].into_iter().chain(columns.iter().map(String::as_str)).chain([TEXT]);
    put(&mut writer, headings);
    for (document, cells) in lines {
        let of = |column: &String| {
            cells.iter().find(|(path, _)| path == column).map_or("", |(_, cell)| cell.as_str())
        };
        let body = engagement.body(document).replace("\r\n", "\n");
        let body = guarded(body.trim_matches('\n'));
        let id = guarded(&document.id);
        let middle = columns.iter().map(of);
        put(&mut writer, [id.as_str()].into_iter().chain(middle).chain([body.as_str()]));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

fn put<'a>(writer: &mut csv::Writer<Vec<u8>>, cells: impl Iterator<Item = &'a str>) {
    writer
        .write_record(cells)
        .expect("every line has a cell for every column, and memory is there");
}

type Cell = (String, String);

fn cells(engagement: &Engagement, document: &TypedDocument) -> Result<Vec<Cell>, NotATable> {
    let not = |why: &str| NotATable { path: document.path.to_string(), why: why.to_owned() };
    let front = document.document.front.as_ref().filter(|_| document.document.is_sound());
    let front = front.ok_or_else(|| not("it has faults; `ircase validate` shows them"))?;
    if engagement.body(document).contains('\0') {
        return Err(not("it holds a character that no table can hold"));
    }
    let mut cells = Vec::new();
    for pair in front.pairs().iter().filter(|pair| !matches!(&*pair.key.text, "kind" | ID)) {
        let key = &*pair.key.text;
        if key == TEXT {
            return Err(not("its field `text` has the name of the column for what stands below"));
        }
        let named = if is_name(key) && !key.starts_with(FORMULA) {
            walk(&pair.value, key, &mut cells)
        } else {
            Err(key.to_owned())
        };
        named.map_err(|key| not(&format!("its key `{key}` is no name that a column can have")))?;
    }
    Ok(cells)
}

/// Returns whether a key reads back from the heading of a column, in which `.` and `[` lead to what
/// lies below.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.trim() == key && !key.contains(['.', '[', ']', ',', '"', '\n', '\r'])
}

/// Adds the cells of a value; the error is a key that is no name.
fn walk(node: &Node, path: &str, cells: &mut Vec<Cell>) -> Result<(), String> {
    match &node.value {
        Value::Scalar(_) if node.is_null() => {}
        Value::Scalar(scalar) => {
            let is_marked = scalar.style != Style::Plain && is_taken_for_else(&scalar.text);
            let text = if is_marked { quoted(&scalar.text) } else { scalar.text.to_string() };
            cells.push((path.to_owned(), guarded(&text)));
        }
        Value::Sequence(sequence) if sequence.items.is_empty() => {
            cells.push((path.to_owned(), "[]".to_owned()));
        }
        Value::Sequence(sequence) => {
            for (at, item) in sequence.items.iter().enumerate() {
                let (path, before) = (format!("{path}[{at}]"), cells.len());
                walk(item, &path, cells)?;
                if cells.len() == before {
                    let nothing = if item.is_null() { BLANK } else { "{}" };
                    cells.push((path, nothing.to_owned()));
                }
            }
        }
        Value::Mapping(mapping) if mapping.pairs.is_empty() => {
            cells.push((path.to_owned(), "{}".to_owned()));
        }
        Value::Mapping(mapping) => {
            for pair in &mapping.pairs {
                if !is_name(&pair.key.text) {
                    return Err(pair.key.text.to_string());
                }
                walk(&pair.value, &format!("{path}.{}", pair.key.text), cells)?;
            }
        }
    }
    Ok(())
}

/// Returns whether a text that stands in quotes would be something else without them, or looks
/// like what the table says in its own way.
fn is_taken_for_else(text: &str) -> bool {
    core_of_plain(text) != Core::Text
        || text.is_empty()
        || text.starts_with('"')
        || matches!(text, "[]" | "{}")
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Returns the text of a cell that [`is_taken_for_else`] had put in quotes; `None` where none are.
pub fn unquoted(cell: &str) -> Option<&str> {
    cell.strip_prefix('"')?.strip_suffix('"')
}

/// Characters at the start of a cell that make a spreadsheet compute (OWASP, CSV Injection), and
/// the sign that keeps it from doing so.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// Returns a cell without the sign that keeps a spreadsheet from computing it.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// Adds the columns of one document where they belong: behind the one that stands before them.
fn add_columns(columns: &mut Vec<String>, cells: &[Cell]) {
    let mut at = 0;
    for (path, _) in cells {
        match columns.iter().position(|column| column == path) {
            Some(known) => at = known + 1,
            None => {
                columns.insert(at, path.clone());
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn table_of(texts: &[(&str, &str)]) -> Result<String, NotATable> {
        let mut sources = Sources::default();
        for (path, text) in texts {
            sources.add(*path, *text);
        }
        let engagement = Engagement::assemble(sources, Vec::new());
        table(&engagement, &engagement.documents)
    }

    #[test]
    fn every_value_has_its_column() {
        let table = table_of(&[
            ("people/av.md", "---\nkind: person\nparty: auditor\nx-count: \"5\"\ntags: []\n---\n"),
            (
                "people/zq.md",
                "---\nkind: person\nparty: organization\nfunctions: [it, hr]\nprivate:\n  channels:\n    - {kind: phone, value: '+591 600', immediate_24x7: true}\n---\n\n=1+1\n",
            ),
        ])
        .unwrap();
        assert_eq!(
            table,
            "id,party,functions[0],functions[1],private.channels[0].kind,private.channels[0].value,private.channels[0].immediate_24x7,x-count,tags,text\n\
             av,auditor,,,,,,\"\"\"5\"\"\",[],\n\
             zq,organization,it,hr,phone,'+591 600,true,,,'=1+1\n"
        );
    }

    #[test]
    fn what_cannot_stand_in_a_table_is_refused() {
        for (front, why) in [
            ("kind: person\n\"a", "faults"),
            ("kind: person\ntext: a", "`text`"),
            ("kind: person\nx-a: {b.c: 1}", "`b.c` is no name"),
            ("kind: person\nx-a.b: 5", "`x-a.b` is no name"),
            ("kind: person\n'x-c[0]': q", "`x-c[0]` is no name"),
            ("kind: person\n'x-a ': q", "`x-a ` is no name"),
            ("kind: person\n'=x': q", "`=x` is no name"),
        ] {
            let text = format!("---\n{front}\n---\n");
            let error = table_of(&[("people/zq.md", &text)]).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn guards_come_off_again() {
        for text in ["=1", "+1", "-", "@a", "'", "'a", "''", "a", "", "'=x"] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
    }
}
