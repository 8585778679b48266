//! Keeps a security audit's incident file as plain Markdown and YAML in git, every step signed.
//!
//! The map of the modules and the arrows between them stand in `ARCHITECTURE.md`.

pub mod cli;
pub mod clock;
pub mod diagnostic;
pub mod document;
pub mod export;
pub mod model;
pub mod ops;
mod parallel;
pub mod regime;
pub mod render;
pub mod settings;
pub mod shell;
pub mod source;
pub mod suggest;
pub mod sys;
pub mod trail;
pub mod validate;
pub mod visible;
pub mod workspace;
