//! What the commands do, one file per job; callable by anyone, prints nothing.

pub mod draft;
pub mod open;
