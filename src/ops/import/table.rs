//! Tables as CSV (RFC 4180), with a heading line: cells by the name of their column.
//!
//! Spreadsheets of some countries put `;` or a tab where others put a comma. Which one it is, the
//! headings tell: with it they are the columns that are wanted. A first line such as `sep=;`, which
//! some spreadsheets write, decides it alone.

use std::collections::HashMap;

use crate::suggest::nearest;

/// Why a text is no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("the table is empty; its first line should name the columns")]
    Empty,
    #[error("the table names its columns, and no line follows")]
    NoLines,
    #[error("line {line}: a quote opens{} and is never closed", within(.column.as_deref()))]
    Unclosed { line: u64, column: Option<String> },
    #[error("there is no column `{column}`{}", meant(.nearest.as_deref()))]
    NoColumn { column: String, nearest: Option<String> },
    #[error("the column `{column}` is there twice: columns {first} and {second} have one name")]
    Repeated { column: String, first: usize, second: usize },
    #[error("column {column} has no name, and on line {line} something stands in it")]
    NoName { column: usize, line: u64 },
    #[error("line {line} has more cells than there are columns")]
    TooManyCells { line: u64 },
    #[error("cells separated by `{0}` are not read; put a comma, `;` or a tab between them")]
    Separator(char),
    #[error("the table cannot be read: {0}")]
    Unreadable(String),
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; is `{nearest}` meant to be it?"))
}

fn within(column: Option<&str>) -> String {
    column.map_or_else(String::new, |column| format!(" in `{column}`"))
}

/// The lines of a table, and what stands between its cells.
#[derive(Debug)]
pub(super) struct Table {
    /// The names of the columns, in their order; those without a name hold nothing.
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) separator: Separator,
}

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    Comma,
    Semicolon,
    Tab,
}

/// One line of a table.
#[derive(Debug)]
pub(super) struct Row {
    /// From 1, the heading being the first line.
    pub(super) line: u64,
    cells: Vec<(String, String)>,
}

impl Row {
    /// Returns a cell without blanks around it; empty where the line has none.
    pub(super) fn get(&self, column: &str) -> &str {
        self.whole(column).trim()
    }

    /// Returns a cell as it stands.
    pub(super) fn whole(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell)
    }

    /// Returns every column with its cell, in the table's order.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(column, cell)| (column.as_str(), cell.as_str()))
    }

    /// Says what a cell should hold.
    pub(super) fn wrong(&self, column: &str, expected: &str) -> String {
        let cell = self.get(column);
        format!("`{column}` is `{cell}`; it should be {expected}")
    }

    /// Says on which line something is wrong.
    pub(super) fn at(&self, message: &str) -> String {
        format!("line {}: {message}", self.line)
    }
}

impl Separator {
    const ALL: &[Self] = &[Self::Comma, Self::Semicolon, Self::Tab];

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// Returns what people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "a comma",
            Self::Semicolon => "`;`",
            Self::Tab => "a tab",
        }
    }
}

/// Reads a table that has at least these columns.
pub(super) fn read(text: &str, columns: &[&str]) -> Result<Table, TableError> {
    let sheet = Sheet::of(text)?;
    let has_all = |headings: &[String]| missing(headings, columns).is_none();
    let table = sheet.read_where(has_all)?;
    match missing(&table.headings, columns) {
        Some(column) => {
            let near = nearest(column, table.headings.iter().map(String::as_str));
            Err(TableError::NoColumn {
                column: column.to_owned(),
                nearest: near.map(str::to_owned),
            })
        }
        None => table.rows(&sheet),
    }
}

/// Reads a table whose headings all are columns that are known.
pub(super) fn read_known(text: &str, knows: impl Fn(&str) -> bool) -> Result<Table, TableError> {
    let sheet = Sheet::of(text)?;
    let is_known = |heading: &String| heading.is_empty() || knows(heading);
    sheet.read_where(|headings| headings.iter().all(is_known))?.rows(&sheet)
}

fn missing<'a>(headings: &[String], columns: &[&'a str]) -> Option<&'a str> {
    columns.iter().copied().find(|column| headings.iter().all(|heading| heading != column))
}

/// A table whose headings are read.
struct Headed {
    headings: Vec<String>,
    separator: Separator,
}

/// A text from its headings on.
struct Sheet<'a> {
    text: &'a str,
    /// The line of the headings, from 1.
    line: u64,
    /// What may stand between its cells.
    separators: &'static [Separator],
}

/// How the line begins that says what separates, before the headings.
const SAYS_SEPARATOR: &str = "sep=";

impl<'a> Sheet<'a> {
    fn of(text: &'a str) -> Result<Self, TableError> {
        let text = text.trim_start_matches('\u{feff}');
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let first = first.trim_end_matches('\r').trim_matches('"');
        let (start, signs) = first.split_at_checked(SAYS_SEPARATOR.len()).unwrap_or_default();
        let mut signs = signs.chars();
        match (signs.next(), signs.next()) {
            (Some(sign), None) if start.eq_ignore_ascii_case(SAYS_SEPARATOR) => {
                let of_sign = |separator: &Separator| char::from(separator.byte()) == sign;
                let at = Separator::ALL.iter().position(of_sign);
                let at = at.ok_or(TableError::Separator(sign))?;
                Ok(Self { text: rest, line: 2, separators: &Separator::ALL[at..=at] })
            }
            _ => Ok(Self { text, line: 1, separators: Separator::ALL }),
        }
    }

    /// Takes the separator with which the headings are as wanted; a comma where none is, so that
    /// the columns are named as they stand.
    fn read_where(&self, is_wanted: impl Fn(&[String]) -> bool) -> Result<Headed, TableError> {
        if self.text.trim().is_empty() {
            return Err(TableError::Empty);
        }
        let mut headed = Vec::new();
        for separator in self.separators.iter().copied() {
            headed.push(Headed { headings: headings(self.text, separator)?, separator });
        }
        let wanted = headed.iter().position(|it| is_wanted(&it.headings));
        // Nobody separates by what does not stand in the headings.
        let widest = || (0..headed.len()).rev().max_by_key(|at| headed[*at].headings.len());
        let at = wanted.or_else(widest).unwrap_or_default();
        let headed = headed.swap_remove(at);
        if let Some((line, cell)) = unclosed(self.text, headed.separator) {
            // A quote that opens in the headings has made one of them of all that follows.
            let column = headed.headings.into_iter().nth(cell).filter(|_| line > 1);
            return Err(TableError::Unclosed { line: self.line + line - 1, column });
        }
        headed.no_name_twice()?;
        Ok(headed)
    }
}

fn headings(text: &str, separator: Separator) -> Result<Vec<String>, TableError> {
    let mut reader = reader(text, separator);
    let headings = reader.headers().map_err(|error| TableError::Unreadable(error.to_string()))?;
    Ok(headings.iter().map(str::to_owned).collect())
}

fn reader(text: &str, separator: Separator) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(separator.byte())
        .trim(csv::Trim::Headers)
        .flexible(true)
        .from_reader(text.as_bytes())
}

impl Headed {
    /// Of two cells under one name only one could be kept.
    fn no_name_twice(&self) -> Result<(), TableError> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (at, heading) in self.headings.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
            if let Some(first) = places.insert(heading, at) {
                let column = heading.clone();
                return Err(TableError::Repeated { column, first: first + 1, second: at + 1 });
            }
        }
        Ok(())
    }

    fn rows(self, sheet: &Sheet<'_>) -> Result<Table, TableError> {
        let Self { headings, separator } = self;
        let text = sheet.text;
        let mut rows = Vec::new();
        let mut place = Place { byte: 0, line: sheet.line };
        for record in reader(text, separator).records() {
            let record = record.map_err(|error| TableError::Unreadable(error.to_string()))?;
            // Spreadsheets write separators also for lines in which nothing stands.
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = record.position().map_or(0, |position| place.line_at(text, position.byte()));
            if record.len() > headings.len() {
                return Err(TableError::TooManyCells { line });
            }
            let mut cells = Vec::with_capacity(record.len());
            for (at, (heading, cell)) in headings.iter().zip(record.iter()).enumerate() {
                if !heading.is_empty() {
                    cells.push((heading.clone(), cell.to_owned()));
                } else if !cell.trim().is_empty() {
                    return Err(TableError::NoName { column: at + 1, line });
                }
            }
            rows.push(Row { line, cells });
        }
        if rows.is_empty() {
            return Err(TableError::NoLines);
        }
        let headings = headings.into_iter().filter(|heading| !heading.is_empty()).collect();
        Ok(Table { headings, rows, separator })
    }
}

/// Returns the line and the cell in which a quote opens that nothing closes; the reader would take
/// all that follows for one cell.
fn unclosed(text: &str, separator: Separator) -> Option<(u64, usize)> {
    let (mut line, mut cell) = (1, 0);
    let (mut at_start, mut open) = (true, None);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += u64::from(byte == b'\n');
        if open.is_some() {
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                open = None;
            }
            continue;
        }
        match byte {
            b'"' if at_start => open = Some((line, cell)),
            b'\n' => cell = 0,
            byte if byte == separator.byte() => cell += 1,
            _ => {}
        }
        at_start = byte == b'\n' || byte == separator.byte();
    }
    open
}

/// A byte of a table and the line it is on.
struct Place {
    byte: usize,
    line: u64,
}

impl Place {
    /// Goes on to a record and returns the line on which it begins; the reader says where it began
    /// to look, which may be blank lines before.
    fn line_at(&mut self, text: &str, byte: u64) -> u64 {
        let bytes = text.as_bytes();
        let from = usize::try_from(byte).unwrap_or(text.len()).clamp(self.byte, text.len());
        let blank = bytes[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let start = from + blank.count();
        let passed = bytes[self.byte..start].iter().filter(|byte| **byte == b'\n').count();
        self.byte = start;
        self.line = self.line.saturating_add(u64::try_from(passed).unwrap_or(u64::MAX));
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_by_the_names_of_their_columns() {
        let text = "\u{feff}party, name\n\"recipient\",\" Zoé \"\n\nservice_provider\n";
        let rows = read(text, &["name", "party"]).unwrap().rows;
        let cells: Vec<_> =
            rows.iter().map(|row| (row.line, row.get("party"), row.get("name"))).collect();
        assert_eq!(cells, [(2, "recipient", "Zoé"), (4, "service_provider", "")]);
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_place() {
        for (text, message) in [
            ("", "the table is empty"),
            ("\u{feff} \n\n", "the table is empty"),
            ("name\n", "no line follows"),
            ("name,note\n,\n\"\",\n", "no line follows"),
            ("nam\nx\n", "is `nam` meant to be it?"),
            ("name\na,b\n", "line 2 has more cells"),
            ("name,note\na,b\n\n\"c\",\"d\ne\n", "line 4: a quote opens in `note` and is never"),
            ("name,note\n\"say \"\"hi\"\"\",\"\n", "line 2: a quote opens in `note`"),
            ("sep=,\nname,note\n\"a\",\"b\n", "line 3: a quote opens in `note`"),
            ("sep=|\nname|note\na|b\n", "cells separated by `|` are not read"),
            ("name,note, name\na,b,c\n", "`name` is there twice: columns 1 and 3 have one name"),
            ("name,,note\na,,b\nc,d,e\n", "column 2 has no name, and on line 3"),
            ("name,\na,b\n", "column 2 has no name, and on line 2"),
            ("\"name,note\na,b\n", "line 1: a quote opens and is never closed"),
        ] {
            let error = read(text, &["name"]).unwrap_err().to_string();
            assert!(error.contains(message), "{text:?}: {error}");
        }
    }

    #[test]
    fn the_headings_tell_what_separates() {
        for (text, separator) in [
            ("party;name\nrecipient;\"Zoé; Ana\"\n", Separator::Semicolon),
            ("party\tname\nrecipient\tZoé, Ana\n", Separator::Tab),
            ("party,name,a;b\nrecipient,Zoé;Ana\n", Separator::Comma),
            ("party;name;a,b\nrecipient;Zoé,Ana\n", Separator::Semicolon),
            ("sep=;\nparty;name\nrecipient;Zoé\n", Separator::Semicolon),
            ("\u{feff}\"sep=\t\"\r\nparty\tname\r\nrecipient\tZoé\r\n", Separator::Tab),
            ("party,name,,\nrecipient,Zoé,,\n", Separator::Comma),
        ] {
            let table = read(text, &["party", "name"]).unwrap();
            assert_eq!(table.separator, separator, "{text}");
            assert!(table.rows[0].get("name").starts_with("Zoé"), "{text}");
        }
        // Nothing is as wanted: the columns are named as the likeliest separator gives them.
        let error = read("partys;name;note\na;b;c\n", &["party"]).unwrap_err();
        assert_eq!(error.to_string(), "there is no column `party`; is `partys` meant to be it?");
    }

    #[test]
    fn lines_are_counted_from_the_first() {
        let table = read("sep=;\nname;note\n;\n\na;b\n \n;;;\n", &["name"]).unwrap();
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [5]);
        assert_eq!(table.headings, ["name", "note"]);
    }

    #[test]
    fn a_line_is_scanned_once() {
        let text = format!("name\n{}", "\"a\"\n".repeat(200_000));
        assert_eq!(read(&text, &["name"]).unwrap().rows.len(), 200_000);
    }
}
