//! Any text as a table of others: reading never panics, every row has a cell for each column that
//! was asked for, and lines count upwards.

#![no_main]

use ircase_fuzz::read_table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(rows) = read_table(text, &["name", "phone"]) else { return };
    let mut passed = 1;
    for (line, cells) in rows {
        assert!(line >= passed, "line {line} after {passed}");
        passed = line;
        for column in ["name", "phone"] {
            assert!(cells.iter().any(|(name, _)| name == column), "{cells:?}");
        }
    }
});
