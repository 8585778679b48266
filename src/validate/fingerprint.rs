//! What makes a finding the same finding in another run: its rule, its document and its field.
//!
//! Lines have no part in it: a field that moves keeps its findings. Several findings of one rule
//! in one field are numbered in the order of the text.

use std::collections::HashMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::private::Private;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::engagement::Engagement;

/// Who a finding is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Path of the field, such as `contacts.organization.primary`; `None` where the finding is
    /// in no field of the front matter.
    pub field: Option<String>,
    /// Thirty-two hexadecimal digits.
    pub fingerprint: String,
}

/// Returns the fingerprint of what is told beside the findings, by its name.
pub fn beside(name: &str) -> String {
    digest(&[name], 0)
}

/// Returns the identities of findings, in the same order.
pub fn identify(
    engagement: &Engagement,
    private: &Private,
    findings: &[Diagnostic],
) -> Vec<Identity> {
    let mut seen: HashMap<(&str, &str, Option<String>), usize> = HashMap::new();
    let mut identities = Vec::with_capacity(findings.len());
    for finding in findings {
        let path = place(engagement, finding);
        let field = field(engagement, private, finding);
        let number = seen.entry((finding.rule, path, field.clone())).or_default();
        let fingerprint = digest(&[finding.rule, path, field.as_deref().unwrap_or("")], *number);
        *number += 1;
        identities.push(Identity { field, fingerprint });
    }
    identities
}

fn place<'a>(engagement: &'a Engagement, finding: &'a Diagnostic) -> &'a str {
    match &finding.place {
        Place::Span(span) => &engagement.sources.get(span.source).path,
        Place::File(path) => path,
        Place::Record(oid) => oid,
        Place::Engagement => "",
    }
}

fn field(engagement: &Engagement, private: &Private, finding: &Diagnostic) -> Option<String> {
    let span = finding.span()?;
    let document = engagement.get(&engagement.sources.get(span.source).path)?;
    let path = document.document.front.as_ref()?.path_at(span)?;
    let is_private = private.holds(span) || private.speaks(&path);
    Some(if is_private { private.safe_path(&path) } else { path })
}

fn digest(parts: &[&str], number: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length before each keeps `a`, `bc` apart from `ab`, `c`.
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(number.to_be_bytes());
    hash.finalize().iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
