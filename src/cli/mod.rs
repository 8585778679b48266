//! The command line: one file per command, which declares arguments and prints; no logic.
