//! What the commands do, one file per job; callable by anyone, prints nothing.

pub mod agreement;
pub mod answer;
pub mod contacts;
pub mod draft;
pub mod explain;
pub mod export;
pub mod fix;
pub mod fmt;
pub mod import;
pub mod init;
pub mod log;
pub mod new;
pub mod open;
pub mod propose;
pub mod record;
pub mod report;
pub mod rewrite;
pub mod select;
pub mod show;
pub mod status;
pub mod validate;
pub mod verify;
pub mod when;
pub mod write;
