//! A table becomes documents, one for each line; `ircase export` writes such tables.
//!
//! A column is a path, such as `private.channels[0].value`. A heading that is no field is refused,
//! so that no column is lost. A document that is there with the same values is left alone; one
//! with others is never overwritten.

use std::collections::{BTreeSet, HashMap};

use super::table::{self, Row};
pub use super::table::{Separator, TableError};
use super::tree::{self, Tree};
use crate::diagnostic::Level;
use crate::document::yaml::{Core, Step, core_of_plain, steps};
use crate::export;
use crate::export::table::{BLANK, ID, TEXT, unguarded, unquoted};
use crate::model::engagement::{Engagement, TypedDocument};
use crate::model::id;
use crate::model::kind::Kind;
use crate::ops::export::Table;
use crate::ops::fmt::canonical;
use crate::ops::new::Draft;
use crate::source::{Source, SourceId, Sources};
use crate::suggest::nearest;
use crate::trail::policy::is_handle;
use crate::validate::{self, schema};
use crate::visible::with_line_feeds;

/// The field that the table itself says.
const KIND: &str = "kind";

/// Why a table was not brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Table(#[from] TableError),
    #[error("there is no field `{column}` in a {}", .kind.name())]
    NoField { kind: Kind, column: String, nearest: Option<String> },
    #[error("cannot draw a random id: {0}")]
    Random(std::io::Error),
    #[error("no id is free: {DRAWS_MAX} that were drawn are taken")]
    NoneFree,
    #[error("line {line}: {message}")]
    Line { line: u64, message: String },
}

/// Documents that are not written yet.
#[derive(Debug, Default)]
pub struct Imported {
    pub drafts: Vec<Draft>,
    /// Paths of documents that are there with the same values.
    pub known: Vec<String>,
    /// What stood between the cells, where that was no comma.
    pub separator: Option<Separator>,
}

/// Reads a table; writes nothing. `fresh` gives an id to a line without one.
///
/// # Errors
///
/// The first line, and in it the first cell, that cannot be what its column says.
pub fn import(
    text: &str,
    table: Table,
    incident: Option<&str>,
    engagement: &Engagement,
    fresh: &mut dyn FnMut() -> std::io::Result<String>,
) -> Result<Imported, ImportError> {
    let kind = table.kind();
    let table::Table { headings, rows, separator } =
        table::read_known(text, |column| is_column(kind, column))?;
    headings.iter().try_for_each(|column| check_column(kind, column))?;
    let separator = Some(separator).filter(|separator| *separator != Separator::Comma);
    let mut imported = Imported { separator, ..Imported::default() };
    let mut taken = Taken::of(engagement);
    for row in &rows {
        let id = match row.get(ID) {
            "" if table == Table::Contacts => {
                return Err(line(row, "a person needs a handle in the column `id`".to_owned()));
            }
            "" => taken.free(fresh)?,
            id => checked_id(id, table, row)?,
        };
        let path = path(table, incident, &id);
        let (front, text) = document_of(kind, row)?;
        check(&front, &text, kind, row)?;
        match engagement.get(&path) {
            Some(there) => match differences(kind, &text, &engagement.source(there).text) {
                None => {
                    let message = format!("`{path}` is there, and no table can hold what it says");
                    return Err(line(row, message));
                }
                Some(columns) if columns.is_empty() => imported.known.push(path),
                Some(columns) => {
                    let message = format!("`{path}` is there, and differs in {}", named(&columns));
                    return Err(line(row, message));
                }
            },
            None if table == Table::Timeline && !id::is_entry(&id) => {
                return Err(line(row, row.wrong(ID, TIME_EXPECTED)));
            }
            None => {
                taken.take(&id, &path).map_err(|message| line(row, message))?;
                imported.drafts.push(Draft { text: canonical(&path, text), path });
            }
        }
    }
    Ok(imported)
}

/// How an entry is called: by when it was recorded.
const TIME_EXPECTED: &str =
    "a time in UTC and four symbols, `20261121T101500Z-8F3K`; leave it empty for a new one";

/// The ids that documents have, as ids are compared, and where each lies.
struct Taken {
    paths: HashMap<String, Where>,
}

enum Where {
    Folder(String),
    /// In the table, under this id.
    Table(String),
}

/// Draws of one id. With a tenth of all ids taken, even ten in a row are one in ten thousand million.
const DRAWS_MAX: usize = 100;

impl Taken {
    fn of(engagement: &Engagement) -> Self {
        let there = engagement.documents.iter();
        let paths =
            there.map(|it| (id::key(&it.id).into_owned(), Where::Folder(it.path.to_string())));
        Self { paths: paths.collect() }
    }

    /// Returns an id that no document has.
    fn free(
        &self,
        fresh: &mut dyn FnMut() -> std::io::Result<String>,
    ) -> Result<String, ImportError> {
        for _ in 0..DRAWS_MAX {
            let drawn = fresh().map_err(ImportError::Random)?;
            if !self.paths.contains_key(&*id::key(&drawn)) {
                return Ok(drawn);
            }
        }
        Err(ImportError::NoneFree)
    }

    fn take(&mut self, id: &str, path: &str) -> Result<(), String> {
        let place = Where::Table(id.to_owned());
        match self.paths.insert(id::key(id).into_owned(), place) {
            None => Ok(()),
            Some(Where::Table(other)) if other == id => {
                Err(format!("`{id}` stands in the table twice"))
            }
            Some(Where::Table(other)) => Err(format!(
                "`{id}` and `{other}` are one id; some systems do not tell capitals apart"
            )),
            Some(Where::Folder(other)) => {
                Err(format!("`{path}` would have the id of `{other}`; choose another id"))
            }
        }
    }
}

fn line(row: &Row, message: String) -> ImportError {
    ImportError::Line { line: row.line, message }
}

fn checked_id(id: &str, table: Table, row: &Row) -> Result<String, ImportError> {
    let is_id = |symbol: char| symbol.is_ascii_alphanumeric() || symbol == '-';
    let is_good = match table {
        Table::Contacts => is_handle(id),
        Table::Timeline | Table::Tasks => id.chars().all(is_id),
    };
    let expected = match table {
        Table::Contacts => "lower-case letters, digits and `-`, such as `zw`",
        Table::Timeline | Table::Tasks => "letters, digits and `-`; leave it empty for a new one",
    };
    if is_good { Ok(id.to_owned()) } else { Err(line(row, row.wrong(ID, expected))) }
}

fn path(table: Table, incident: Option<&str>, id: &str) -> String {
    match (table, incident) {
        (Table::Contacts, _) => format!("people/{id}.md"),
        (Table::Tasks, _) => format!("tasks/{id}.md"),
        (Table::Timeline, None) => format!("timeline/{id}.md"),
        (Table::Timeline, Some(incident)) => format!("incidents/{incident}/timeline/{id}.md"),
    }
}

/// A column is a field of the kind, or one's own, which begins with `x-`.
fn is_column(kind: Kind, column: &str) -> bool {
    let is_own = column.starts_with("x-");
    matches!(column, ID | TEXT) || is_own || schema::is_text(kind, column).is_some()
}

/// Words over the columns of other people's tables, and the column that is meant.
const SAID_OTHERWISE: &[(Kind, &str, &str)] = &[
    (Kind::Person, "email", "private.channels[0].value"),
    (Kind::Person, "handle", ID),
    (Kind::Person, "phone", "private.channels[0].value"),
    (Kind::Person, "signal", "private.channels[0].value"),
];

fn check_column(kind: Kind, column: &str) -> Result<(), ImportError> {
    if is_column(kind, column) {
        return Ok(());
    }
    let of_kind = |field: &schema::Field| {
        let (known, rest) = field.path.split_once('.')?;
        (known == kind.name()).then(|| rest.replace("[]", "[0]"))
    };
    let fields: Vec<String> = schema::fields().iter().filter_map(of_kind).collect();
    // Who makes a table by hand names a column by the last word of its path.
    let is_last = |path: &&String| path.rsplit('.').next() == Some(column);
    let last = fields.iter().filter(is_last).min_by_key(|path| path.len());
    let said = SAID_OTHERWISE.iter().find(|(of, word, _)| (*of, *word) == (kind, column));
    let nearest = match (said, last) {
        (Some((.., meant)), _) => Some((*meant).to_owned()),
        (None, Some(path)) => Some(path.clone()),
        (None, None) => {
            let known = fields.iter().map(String::as_str).chain([ID, TEXT]);
            nearest(column, known).map(str::to_owned)
        }
    };
    Err(ImportError::NoField { kind, column: column.to_owned(), nearest })
}

/// Returns the front matter of a line's document, and the document.
fn document_of(kind: Kind, row: &Row) -> Result<(Tree, String), ImportError> {
    let mut front = Tree::Map(vec![(KIND.to_owned(), Tree::text(kind.name()))]);
    let (said, name) = (row.get(KIND), kind.name());
    if !said.is_empty() && said != name {
        return Err(line(row, row.wrong(KIND, &format!("`{name}`, or no column"))));
    }
    for (column, cell) in row.cells().filter(|(column, _)| !matches!(*column, ID | KIND | TEXT)) {
        if let Some(value) = value(kind, column, cell) {
            put(&mut front, &steps(column), value).map_err(|()| {
                line(row, format!("`{column}` does not fit the columns before it"))
            })?;
        }
    }
    // A spreadsheet ends lines as its system does, and no document is another one by that.
    let body = with_line_feeds(unguarded(row.whole(TEXT)));
    let text = match &front {
        Tree::Map(pairs) => tree::document(pairs, &body),
        Tree::Text(_) | Tree::Plain(_) | Tree::List(_) => String::new(),
    };
    Ok((front, text))
}

/// Returns what a cell says; an empty one says nothing, and [`BLANK`] that an item of a list does.
fn value(kind: Kind, column: &str, cell: &str) -> Option<Tree> {
    let cell = &*with_line_feeds(unguarded(cell));
    match cell {
        "" => None,
        "[]" | "{}" => Some(Tree::Plain(cell.to_owned())),
        BLANK if column.ends_with(']') => Some(Tree::Plain(cell.to_owned())),
        BLANK => Some(Tree::text(cell)),
        _ => Some(match unquoted(cell) {
            Some(text) => Tree::text(text),
            None if schema::is_text(kind, column) == Some(true) => Tree::text(cell),
            None if core_of_plain(cell) == Core::Text => Tree::text(cell),
            None => Tree::Plain(cell.to_owned()),
        }),
    }
}

/// Puts a value at a path, and makes what is missing on the way. Items of a list that no cell
/// fills are left out. What another cell put there is never put over.
fn put(tree: &mut Tree, steps: &[Step<'_>], value: Tree) -> Result<(), ()> {
    let Some((step, rest)) = steps.split_first() else {
        let is_there = !matches!(&*tree, Tree::Map(pairs) if pairs.is_empty())
            && !matches!(&*tree, Tree::List(items) if items.is_empty());
        if is_there {
            return Err(());
        }
        *tree = value;
        return Ok(());
    };
    let empty = match rest.first() {
        Some(Step::Index(_)) => Tree::List(Vec::new()),
        Some(Step::Key(_)) | None => Tree::Map(Vec::new()),
    };
    match (tree, step) {
        (Tree::Map(pairs), Step::Key(key)) => {
            let at = pairs.iter().position(|(known, _)| known == key);
            let at = at.unwrap_or_else(|| {
                pairs.push(((*key).to_owned(), empty));
                pairs.len() - 1
            });
            put(&mut pairs[at].1, rest, value)
        }
        (Tree::List(items), Step::Index(index)) if *index <= items.len() + ITEMS_MISSING_MAX => {
            while items.len() <= *index {
                items.push(empty.clone());
            }
            put(&mut items[*index], rest, value)
        }
        _ => Err(()),
    }
}

/// Items that may be missing in a row of columns; `x[4000000000]` is no list.
const ITEMS_MISSING_MAX: usize = 100;

/// Refuses a line whose document would have an error of form, or a value that is none of its type,
/// such as a day in the thirteenth month; and one whose document would say something else.
fn check(front: &Tree, text: &str, kind: Kind, row: &Row) -> Result<(), ImportError> {
    let Some(schema) = schema::named(kind.name()) else { return Ok(()) };
    let source = Source::new(SourceId(0), "table", text);
    let found = validate::check_alone(&source, schema);
    let error = found.into_iter().find(|finding| finding.level == Level::Error);
    let document = TypedDocument::read(&source, Some(kind));
    let (span, message) = match (error, document.misfits.first()) {
        (Some(finding), _) => (finding.span(), finding.message),
        (None, Some(misfit)) => (misfit.span, misfit.message.clone()),
        (None, None) => {
            let read = document.document.front.as_ref();
            return match read.is_some_and(|read| front.is_said_by(read)) {
                true => Ok(()),
                false => Err(line(row, "no document can hold what it says".to_owned())),
            };
        }
    };
    let front = document.document.front.as_ref();
    let column = span.and_then(|span| front?.path_at(span)).filter(|path| !path.is_empty());
    Err(line(
        row,
        match column {
            Some(column) if !message.contains(&format!("`{column}`")) => {
                format!("`{column}`: {message}")
            }
            _ => message,
        },
    ))
}

/// Returns the columns in which two documents of a kind say different things, whatever the order
/// and the quotes; nothing where one of them cannot stand in a table.
fn differences(kind: Kind, text: &str, there: &str) -> Option<Vec<String>> {
    let (new, old) = (values(kind, text)?, values(kind, there)?);
    let missing_in = |values: &[Cell], cell: &&Cell| !values.contains(cell);
    let only_new = new.iter().filter(|cell| missing_in(&old, cell));
    let only_old = old.iter().filter(|cell| missing_in(&new, cell));
    let columns: BTreeSet<&String> = only_new.chain(only_old).map(|(column, _)| column).collect();
    Some(columns.into_iter().cloned().collect())
}

/// Fields that a message names.
const NAMED_MAX: usize = 4;

fn named(columns: &[String]) -> String {
    let shown = columns.iter().take(NAMED_MAX).map(|column| match &**column {
        TEXT => "its text".to_owned(),
        column => format!("`{column}`"),
    });
    let shown: Vec<String> = shown.collect();
    match columns.len().saturating_sub(NAMED_MAX) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A column and what its cell says.
type Cell = (String, Option<Tree>);

/// Returns every value with its column, sorted; nothing for what cannot stand in a table.
fn values(kind: Kind, text: &str) -> Option<Vec<Cell>> {
    let mut sources = Sources::default();
    sources.add("table.md", text);
    let engagement = Engagement::assemble(sources, Vec::new());
    let table = export::table::table(&engagement, &engagement.documents).ok()?;
    let table = table::read(&table, &[]).ok()?;
    let cells = table.rows.first()?.cells();
    let mut values: Vec<_> =
        cells.map(|(column, cell)| (column.to_owned(), value(kind, column, cell))).collect();
    values.sort_by(|one, other| one.0.cmp(&other.0));
    Some(values)
}

/// Returns the id of a new document of a table.
pub fn fresh_id(table: Table, now: jiff::Timestamp, random: [u8; 4]) -> String {
    match table {
        Table::Contacts | Table::Tasks => format!("TSK-{}", id::symbols(random)),
        Table::Timeline => id::entry(now, random),
    }
}

#[cfg(test)]
mod tests;
