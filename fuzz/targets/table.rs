//! Any text as a table of others: reading never panics, lines count upwards, and no cell
//! stands without a column. A short line has fewer cells than there are columns.

#![no_main]

use ircase_fuzz::read_table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(rows) = read_table(text, &["name", "phone"]) else { return };
    let mut passed = 1;
    for (line, cells) in rows {
        assert!(line >= passed, "line {line} after {passed}");
        passed = line;
        assert!(!cells.is_empty(), "line {line} has no cell");
    }
});
