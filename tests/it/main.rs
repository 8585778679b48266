//! The one integration binary: the real program in a fixed world.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]
#![allow(clippy::disallowed_methods, reason = "the tests are the user's hands")]

mod answers;
mod architecture;
mod bad_input;
mod cli_reference;
mod command_lines;
mod editors;
mod engagements;
mod every_rule;
mod example;
mod fix;
mod fmt;
mod formats;
mod import;
mod mutations;
mod one_fault;
mod oracles;
mod propose;
mod record;
mod reports;
mod rule_pages;
mod schemas;
mod select;
mod shapes;
mod stories;
mod templates;
mod trail;
mod validate;
#[allow(dead_code, reason = "every file uses its part of it")]
mod world;
mod yaml_suite;
