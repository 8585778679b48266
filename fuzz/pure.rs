//! The modules that read texts, built alone: nothing of git, keys or reports is needed to fuzz them,
//! and a build takes a minute instead of twenty.
#![allow(dead_code, reason = "the rest of the package uses what the targets do not")]

#[path = "../src/diagnostic.rs"]
pub mod diagnostic;
#[path = "../src/document/mod.rs"]
pub mod document;
#[path = "../src/source.rs"]
pub mod source;
#[path = "../src/suggest.rs"]
pub mod suggest;
#[path = "../src/visible.rs"]
pub mod visible;
