//! Documents to typed records: one file per kind, plus ids, times and vocabularies.
//!
//! Every field of every kind is optional here, because a draft owes nothing but its kind; what is
//! owed, and when, stands in [`kind::KINDS`] and in the rules. Nothing here judges.

pub mod agreement;
pub mod answer;
pub mod codename;
pub mod consent;
pub mod context;
pub mod corrections;
pub mod custody;
pub mod engagement;
pub mod entry;
pub mod evidence;
pub mod exercise;
pub mod file_name;
mod header;
pub mod hours;
pub mod id;
pub mod incident;
pub mod kind;
pub mod moment;
pub mod notification;
pub mod person;
pub mod place;
pub mod procedure;
pub mod profile;
pub mod review;
pub mod safetag;
pub mod signed_content;
pub mod state;
pub mod stray;
pub mod task;
pub mod taxonomy;
pub mod time;
pub mod vocabulary;
pub mod zone;
