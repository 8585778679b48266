//! The modules that read texts, built alone: nothing of git, keys or reports is needed to fuzz them,
//! and a build takes a minute instead of twenty.
#![allow(dead_code, reason = "the rest of the package uses what the targets do not")]

#[path = "../src/diagnostic.rs"]
pub mod diagnostic;
#[path = "../src/document/mod.rs"]
pub mod document;
#[path = "../src/model/mod.rs"]
pub mod model;
#[path = "../src/parallel.rs"]
mod parallel;
#[path = "../src/regime/mod.rs"]
pub mod regime;
#[path = "../src/source.rs"]
pub mod source;
#[path = "../src/shell.rs"]
pub mod shell;
#[path = "../src/suggest.rs"]
pub mod suggest;
#[path = "../src/ops/import/table.rs"]
mod table;
#[path = "../src/validate/mod.rs"]
pub mod validate;
#[path = "../src/visible.rs"]
pub mod visible;

/// The line of a row, and its cells by the name of their column.
pub type Row = (u64, Vec<(String, String)>);

/// Reads a table of others.
pub fn read_table(text: &str, columns: &[&str]) -> Result<Vec<Row>, String> {
    let cells = |row: &table::Row| {
        row.cells().map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    let table = table::read(text, columns).map_err(|error| error.to_string())?;
    Ok(table.rows.iter().map(|row| (row.line, cells(row))).collect())
}
