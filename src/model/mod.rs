//! Documents to typed records: one file per kind, plus ids, times and vocabularies.
//!
//! Every field of every kind is optional here, because a draft owes nothing but its kind; what is
//! owed, and when, stands in [`kind::KINDS`] and in the rules. Nothing here judges.

pub mod agreement;
pub mod codename;
pub mod consent;
pub mod engagement;
pub mod entry;
mod header;
pub mod hours;
pub mod id;
pub mod incident;
pub mod kind;
pub mod moment;
pub mod person;
pub mod procedure;
pub mod profile;
pub mod safetag;
pub mod signed_content;
pub mod state;
pub mod time;
pub mod vocabulary;
