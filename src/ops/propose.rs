//! Proposing the agreement: what it still owes before both sides can sign, and the step itself.
//!
//! A draft owes nothing, so a look at the draft cannot say what is missing. The rules see the
//! agreement as if it were proposed already; nothing is written for that.

use jiff::Timestamp;

use super::open::Opened;
use super::record::{self, Change, RecordError, Recorded, Unready};
use super::select::{self, Reading, Subject};
use super::validate::{self, Checked, Choice, ValidateError};
use crate::diagnostic::Level;
use crate::document::edit::{self, EditError};
use crate::model::agreement::AgreementStatus;
use crate::model::engagement::AGREEMENT_PATH;
use crate::model::kind::Kind;
use crate::model::state::{self, Step};
use crate::trail::signer::Hands;

/// The agreement as it would stand when it is proposed.
#[derive(Debug)]
pub struct Proposal {
    /// What the findings are in.
    pub subject: Subject,
    pub checked: Checked,
    before: String,
    after: String,
}

/// Why the agreement was not proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    #[error("there is no `{AGREEMENT_PATH}`")]
    NoAgreement,
    #[error("an agreement that is {0} cannot be proposed")]
    WrongStatus(AgreementStatus),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Validate(#[from] ValidateError),
    #[error("the agreement was not proposed")]
    Unready(#[from] Unready),
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl Proposal {
    /// Returns whether nothing is missing that must be there.
    pub fn is_complete(&self) -> bool {
        self.checked.findings.iter().all(|finding| finding.level != Level::Error)
    }

    /// Returns whether the agreement said so before.
    pub fn is_proposed_already(&self) -> bool {
        self.before == self.after
    }
}

/// Looks at the agreement as if it were proposed; writes nothing.
///
/// # Errors
///
/// [`ProposeError`] where no way leads there, or the documents cannot be read.
pub fn look(opened: &Opened, now: Timestamp) -> Result<Proposal, ProposeError> {
    let (document, agreement) = opened.engagement.agreement().ok_or(ProposeError::NoAgreement)?;
    let proposed = AgreementStatus::Proposed.as_str();
    if let Some(status) = agreement.status
        && state::step(Kind::Agreement, status.as_str(), proposed) != Step::Allowed
    {
        return Err(ProposeError::WrongStatus(status));
    }
    let source = opened.engagement.source(document);
    let after = edit::set(source, "status", proposed)?;
    let reading = Reading::With { path: AGREEMENT_PATH, bytes: after.as_bytes() };
    let subject = select::read(&opened.workspace, reading).map_err(ValidateError::Select)?;
    let choice = Choice { paths: vec![AGREEMENT_PATH.to_owned()], rules: Vec::new() };
    let checked = validate::validate(&subject, &choice, now)?;
    Ok(Proposal { subject, checked, before: source.text.as_ref().to_owned(), after })
}

/// Sets the status and records it.
///
/// # Errors
///
/// [`ProposeError`]; the agreement is then as it was, or written and unrecorded when only the
/// record failed.
pub fn propose(
    opened: &Opened,
    proposal: &Proposal,
    hands: &Hands,
    now: Timestamp,
) -> Result<Recorded, ProposeError> {
    let author = record::author(opened.workspace.root(), hands, None)?;
    let change = Change::replace(AGREEMENT_PATH, &*proposal.before, &*proposal.after);
    let request = record::ready(opened, vec![change], author, now)?;
    Ok(record::record(&request, hands)?)
}
