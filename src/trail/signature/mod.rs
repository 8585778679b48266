//! Signatures of records: their armor, and their verification in this process.

pub mod armor;
