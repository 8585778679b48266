//! Bringing in documents of others, one file per format.

pub mod safetag;
