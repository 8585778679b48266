//! The signed history: what makes the records of an engagement evidence.
//!
//! Pure: objects, messages, policies and verdicts are computed from bytes that somebody else
//! read. Only `store` (the one file that names git2) and `signer` touch the world.
//! Nothing here knows the rules for documents or how a report looks.

pub mod changes;
pub mod codes;
pub mod message;
pub mod object;
pub mod paths;
pub mod policy;
pub mod rules;
pub mod signature;
pub mod signer;
pub mod store;
pub mod tree;
pub mod verdict;
