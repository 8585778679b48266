//! Any text as a table of others: reading never panics, lines count upwards, and every cell stands
//! under its own column. A short line has fewer cells than there are columns, and no other ones.

#![no_main]

use ircase_fuzz::read_table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(rows) = read_table(text, &["name", "phone"]) else { return };
    let widest = rows.iter().max_by_key(|(_, cells)| cells.len());
    let columns: Vec<&str> =
        widest.iter().flat_map(|(_, cells)| cells).map(|(name, _)| name.as_str()).collect();
    let mut passed = 1;
    for (line, cells) in &rows {
        assert!(*line >= passed, "line {line} after {passed}");
        passed = *line;
        assert!(!cells.is_empty(), "line {line} has no cell");
        for ((name, _), column) in cells.iter().zip(&columns) {
            assert_eq!(name, column, "line {line} has a cell under another column");
        }
    }
});
