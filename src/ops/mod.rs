//! What the commands do, one file per job; callable by anyone, prints nothing.

pub mod contacts;
pub mod draft;
pub mod log;
pub mod new;
pub mod open;
pub mod record;
pub mod when;
