//! An answer: why a finding about what can no longer change is as it is, said once and signed.

use super::header::document_kind;

document_kind! {
    /// A signed answer to one rule about one document.
    pub struct Answer {
        /// Name of the rule.
        pub rule: Option<String>,
        /// Id of the document that the finding is in.
        pub about: Option<String>,
        /// Why it is so.
        pub because: Option<String>,
        /// Handle of who answers; the signer.
        pub by: Option<String>,
    }
}

/// Returns where the answer to a rule about a document lies.
///
/// The `/` in a review's id becomes `--`, because a file's name has none.
pub fn path(rule: &str, about: &str) -> String {
    format!("answers/{rule}--{}.md", about.replace('/', "--"))
}
