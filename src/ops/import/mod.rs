//! Bringing in documents of others, one file per format.

pub mod documents;
pub mod safetag;
pub mod safetag_agreement;
mod table;
mod tree;
