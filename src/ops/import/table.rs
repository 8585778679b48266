//! Tables as CSV (RFC 4180), with a heading line: cells by the name of their column.

use crate::suggest::nearest;

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
        self.cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell.trim())
    }

    /// Returns a cell as it stands.
    pub(super) fn whole(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell)
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|(column, _)| column.as_str())
    }

    /// Returns every column with its cell, in the table's order.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(column, cell)| (column.as_str(), cell.as_str()))
    }

    /// Says what a cell should hold.
    pub(super) fn wrong(&self, column: &str, expected: &str) -> String {
        let (line, cell) = (self.line, self.get(column));
        format!("line {line}: `{column}` is `{cell}`; it should be {expected}")
    }
}

/// Reads a table that has at least these columns.
pub(super) fn read(text: &str, columns: &[&str]) -> Result<Vec<Row>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::Headers)
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|error| error.to_string())?.clone();
    for column in columns {
        if !headings.iter().any(|heading| heading == *column) {
            let near = nearest(column, headings.iter());
            let near =
                near.map_or_else(String::new, |near| format!("; is `{near}` meant to be it?"));
            return Err(format!("there is no column `{column}`{near}"));
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, |position| line_of(text, position.byte()));
        if record.len() > headings.len() {
            return Err(format!("line {line} has more cells than there are columns"));
        }
        let cells = headings.iter().zip(record.iter());
        let cells = cells.map(|(heading, cell)| (heading.to_owned(), cell.to_owned())).collect();
        rows.push(Row { line, cells });
    }
    Ok(rows)
}

/// Returns the line on which a record begins; the reader says where it began to look, which may be
/// blank lines before.
fn line_of(text: &str, byte: u64) -> u64 {
    let from = usize::try_from(byte).unwrap_or(text.len()).min(text.len());
    let blank = text.as_bytes()[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let start = from + blank.count();
    let before = text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count();
    u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_by_the_names_of_their_columns() {
        let text = "\u{feff}party, name\n\"recipient\",\" Zoé \"\n\nservice_provider\n";
        let rows = read(text, &["name", "party"]).unwrap();
        let cells: Vec<_> =
            rows.iter().map(|row| (row.line, row.get("party"), row.get("name"))).collect();
        assert_eq!(cells, [(2, "recipient", "Zoé"), (4, "service_provider", "")]);
        for (text, message) in [
            ("", "there is no column `name`"),
            ("nam\n", "is `nam` meant to be it?"),
            ("name\na,b\n", "line 2 has more cells"),
        ] {
            assert!(read(text, &["name"]).unwrap_err().contains(message), "{text:?}");
        }
    }
}
