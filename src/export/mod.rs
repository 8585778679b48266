//! The engagement as data for other programs, one file per format. Nothing here writes a file.

pub mod table;
